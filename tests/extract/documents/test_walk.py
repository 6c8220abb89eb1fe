"""Walking a folder: what is a candidate, what is skipped, and in which order."""

from pathlib import Path

import pytest

from extract.documents.walk import EntryRole, walk


def put(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x", encoding="utf-8")
    return folder


def walked(folder: Path) -> list[tuple[str, str]]:
    return [(entry.path.relative_to(folder).as_posix(), entry.role.value) for entry in walk(folder)]


def test_files_come_sorted_with_those_of_subfolders(tmp_path: Path) -> None:
    put(tmp_path, "b.txt", "a/z.txt", "a/b/c", "c.pdf")
    assert [name for name, _ in walked(tmp_path)] == ["a/b/c", "a/z.txt", "b.txt", "c.pdf"]


@pytest.mark.parametrize(
    "name", [".a.txt", ".git/a.txt", "README.md", "sub/readme", "decisions.txt", "sub/actors.toml"]
)
def test_what_is_no_document_is_skipped(tmp_path: Path, name: str) -> None:
    assert walked(put(tmp_path, name, "a.txt")) == [("a.txt", "candidate")]


def test_builds_and_results_of_a_cluster_are_skipped(tmp_path: Path) -> None:
    put(tmp_path, "out/build.json", "out/extractions.jsonl", "out/claims.csv", "shards/shards.json", "shards/1.parquet")
    assert walked(put(tmp_path, "a.txt", "half/build.json")) == [
        ("a.txt", "candidate"),
        ("half/build.json", "candidate"),
    ]


def test_sources_are_metadata_in_the_top_folder_alone(tmp_path: Path) -> None:
    put(tmp_path, "sources.jsonl", "sub/sources.jsonl")
    assert walked(tmp_path) == [("sources.jsonl", "metadata"), ("sub/sources.jsonl", "candidate")]


def test_the_folder_of_a_saved_page_is_no_folder_of_documents(tmp_path: Path) -> None:
    put(tmp_path, "page.html", "page_files/advert.html", "other_files/a.html")
    assert walked(tmp_path) == [
        ("other_files/a.html", "candidate"),
        ("page.html", "candidate"),
        ("page_files", EntryRole.COMPANION),
    ]


def test_links_to_files_are_followed_and_links_to_folders_are_not(tmp_path: Path) -> None:
    elsewhere = put(tmp_path / "elsewhere", "a.txt", "sub/b.txt")
    docs = put(tmp_path / "docs", "c.txt")
    (docs / "a.txt").symlink_to(elsewhere / "a.txt")
    (docs / "sub").symlink_to(elsewhere / "sub")
    (docs / "round").symlink_to(docs)
    assert [name for name, _ in walked(docs)] == ["a.txt", "c.txt"]
