"""Broken and hostile archives: bombs, paths that point outside, members that cannot be read."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest
from support.reading import DATA, TEXT, reading

from extract.documents.content.raw_item import MEGABYTE


@pytest.mark.parametrize(
    ("file", "read_ids", "told"),
    [
        ("cut-off.tar.gz", ["cut-off/2025-10/raids"], 2),
        ("cut-off.warc.gz", ["cut-off/127.0.0.1:8973/a", "cut-off/127.0.0.1:8973/b"], 2),
        ("escape.zip", ["escape/fine"], 3),
    ],
)
def test_what_is_whole_in_a_broken_archive_is_read(file: str, read_ids: list[str], told: int) -> None:
    documents, errors = reading(DATA / file)
    assert [one.id for one in documents] == read_ids
    assert len(errors) == told


def test_nothing_is_written_under_the_names_of_an_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    _, errors = reading(DATA / "escape.zip")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a", "b"]
    assert all("its path points outside the archive" in error for error in errors)


def test_a_bomb_is_left_out_and_its_neighbours_are_read(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", TEXT)
        with archive.open("b.txt", "w") as file:
            for _ in range(600):
                file.write(b"0" * MEGABYTE)
        archive.writestr("c.txt", TEXT)
    documents, errors = reading(bomb)
    assert [one.id for one in documents] == ["bomb/a", "bomb/c"]
    assert len(errors) == 1
    assert "b.txt: unpacks to 600.0 MB" in errors[0]


def test_a_compressed_bomb_is_one_line(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.txt.gz"
    with gzip.open(bomb, "wb", compresslevel=9) as file:
        for _ in range(600):
            file.write(b"0" * MEGABYTE)
    documents, errors = reading(bomb)
    assert (documents, len(errors)) == ([], 1)
    assert "it may be an archive bomb" in errors[0]


def test_archives_in_archives_end_somewhere(tmp_path: Path) -> None:
    inner, suffix = TEXT.encode(), "txt"
    for _ in range(9):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for number in range(3):
                archive.writestr(f"{number}.{suffix}", inner)
        inner, suffix = packed.getvalue(), "zip"
    (tmp_path / "deep.zip").write_bytes(inner)
    documents, errors = reading(tmp_path / "deep.zip")
    assert documents == []
    assert len(errors) == 1
    assert "nested more than 6 deep" in errors[0]


def test_a_member_that_begins_before_its_archive_is_told_as_damaged(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for member in ("a.txt", "b.txt"):
            archive.writestr(member, TEXT)
    data = bytearray(packed.getvalue())
    data[-6:-2] = (int.from_bytes(data[-6:-2], "little") + 50).to_bytes(4, "little")  # where the directory begins
    (tmp_path / "a.zip").write_bytes(data)
    documents, errors = reading(tmp_path / "a.zip")
    assert (len(documents), len(errors)) == (0, 2)
    assert all("damaged or truncated" in error for error in errors)
