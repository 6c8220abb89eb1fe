"""The digest of a build's inputs changes with everything that the reader reads or reports, and with nothing else."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from actorgraph.builder.inputs.snapshot import inputs_digest
from extract.documents.content.options import ColumnNames, ReaderOptions
from extract.documents.reader import read_documents

TEXT = "Thailand signed the accord in Hanoi on 3 October 2025."


def put(folder: Path, name: str, text: str = TEXT) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    for name in ("a.txt", "sub/b.md", "page_files/advert.html", "notes", "README.md", ".hidden", "old/build.json"):
        put(folder, name)
    put(folder, "old/extractions.jsonl")
    put(folder, "old/claims.txt")
    put(tmp_path, "elsewhere.txt")
    (folder / "link.txt").symlink_to(tmp_path / "elsewhere.txt")
    return folder


def read(folder: Path) -> object:
    """Everything that the reader makes of a folder."""
    reported: list[str] = []
    read = read_documents(
        [folder], on_error=lambda e: reported.append(str(e)), on_note=lambda e: reported.append(str(e))
    )
    return [(reading.document.id, reading.document.text, reading.document.title) for reading in read], reported


SEEN: dict[str, Callable[[Path], object]] = {
    "a file is changed": lambda docs: put(docs, "a.txt", TEXT + " Laos signed too."),
    "a file of a subfolder is changed": lambda docs: put(docs, "sub/b.md", "Laos signed the accord."),
    "a file is added": lambda docs: put(docs, "sub/c.txt"),
    "a file is removed": lambda docs: (docs / "a.txt").unlink(),
    "a file is renamed": lambda docs: (docs / "a.txt").rename(docs / "z.txt"),
    "a file that is passed over becomes a page": lambda docs: put(docs, "notes", f"<html><p>{TEXT}</p></html>"),
    "a linked file is changed": lambda docs: put(docs.parent, "elsewhere.txt", "Laos signed the accord."),
    "metadata are added": lambda docs: put(docs, "sources.jsonl", '{"id": "a", "title": "The accord"}'),
    "a folder comes to belong to a saved page": lambda docs: put(docs, "page.html", f"<html><p>{TEXT}</p></html>"),
    "a build is no build any more": lambda docs: (docs / "old/extractions.jsonl").unlink(),
    "a folder becomes the results of a cluster": lambda docs: put(docs, "sub/shards.json"),
    "a folder is added that reads like the page's": lambda docs: put(docs, "a_files/b.txt"),
}
UNSEEN: dict[str, Callable[[Path], object]] = {
    "a readme is changed": lambda docs: put(docs, "README.md", "other"),
    "a hidden file is changed": lambda docs: put(docs, ".hidden", "other"),
    "a hidden folder is added": lambda docs: put(docs, ".git/a.txt"),
    "a build is changed": lambda docs: put(docs, "old/claims.txt", "other"),
    "a decision is added": lambda docs: put(docs, "decisions.txt", "same actor/a actor/b"),
    "a linked folder is added": lambda docs: (docs / "linked").symlink_to(docs / "sub"),
}


@pytest.mark.parametrize("change", SEEN.values(), ids=SEEN)
def test_what_the_reader_sees_changes_the_digest(docs: Path, change: Callable[[Path], object]) -> None:
    before, read_before = inputs_digest([str(docs)], None, ReaderOptions()), read(docs)
    change(docs)
    assert read(docs) != read_before
    assert inputs_digest([str(docs)], None, ReaderOptions()) not in {before, None}


@pytest.mark.parametrize("change", UNSEEN.values(), ids=UNSEEN)
def test_what_the_reader_skips_does_not(docs: Path, change: Callable[[Path], object]) -> None:
    before, read_before = inputs_digest([str(docs)], None, ReaderOptions()), read(docs)
    change(docs)
    assert read(docs) == read_before
    assert inputs_digest([str(docs)], None, ReaderOptions()) == before


def test_the_batch_and_the_options_change_the_digest(docs: Path) -> None:
    paths = [str(docs)]
    digests = {
        inputs_digest(paths, None, ReaderOptions()),
        inputs_digest(paths, "autumn", ReaderOptions()),
        inputs_digest(paths, None, ReaderOptions(columns=ColumnNames(text="body"))),
        inputs_digest(paths, None, ReaderOptions(teasers=True)),
    }
    assert len(digests - {None}) == 4


def test_a_renamed_folder_names_another_batch(docs: Path) -> None:
    before = inputs_digest([str(docs)], None, ReaderOptions())
    shutil.move(docs, docs.with_name("autumn"))
    docs.symlink_to(docs.with_name("autumn"))
    assert inputs_digest([str(docs)], None, ReaderOptions()) != before


def test_what_must_be_read_each_time_has_no_digest(docs: Path) -> None:
    for path in ("-", "memory://docs", str(docs / "none.txt")):
        assert inputs_digest([path], None, ReaderOptions()) is None
    (docs / "broken.txt").symlink_to(docs / "nothing")
    assert inputs_digest([str(docs)], None, ReaderOptions()) is None
