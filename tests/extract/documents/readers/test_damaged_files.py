"""Broken and hostile files: each is one clear line, and nothing else is lost."""

from __future__ import annotations

import json
import random
import tracemalloc
from pathlib import Path

import pytest
from support.reading import DATA, TEXT, reading

from extract.documents.content.options import ColumnNames, ReaderOptions
from extract.documents.content.raw_item import MEGABYTE
from extract.documents.reader import read_documents

ROUNDS = 150


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("cut-off.pdf", ["a damaged or truncated PDF file"]),
        ("cut-off.docx", ["damaged or truncated"]),
        ("cut-off.zip", ["damaged or truncated"]),
        ("locked.pdf", ["password-protected; save it without a password"]),
        ("locked.zip", ["raids.txt: password-protected; unpack it first"]),
        ("old.doc", ["in a format from before 2007; save it as .docx"]),
        ("open.odt", ["an OpenDocument text; save it as .docx or .pdf"]),
        ("empty.txt", ["empty: 0 bytes"]),
        ("nul.txt", ["contains a NUL byte"]),
        ("link.tar", ["link.txt: a link or a device, not a file"]),
        ("news.csv", ["choose one with --text-column: headline, published, link, story"]),
    ],
)
def test_a_file_that_cannot_be_read_is_one_line(file: str, told: list[str], good: Path) -> None:
    documents, errors = reading(DATA / file, good)
    assert [one.id for one in documents] == ["zz-good"]
    assert len(errors) == len(told)
    for error, words in zip(errors, told, strict=True):
        assert error.startswith(str(DATA / file))
        assert words in error
        assert "\n" not in error


def test_a_text_of_200_megabytes_is_one_line_and_is_not_loaded(tmp_path: Path, good: Path) -> None:
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.write(TEXT.encode() * 2000)
        file.truncate(200 * MEGABYTE)
    reading(good)  # loads the model of languages
    tracemalloc.start()
    documents, errors = reading(large, good)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [one.id for one in documents] == ["zz-good"]
    assert errors == [
        f"{large}: 200.0 MB, more than the 20.0 MB allowed for one document; split it, or give a larger --max-size"
    ]
    assert peak < 40 * MEGABYTE


def test_a_language_that_no_model_reads_is_told_and_left_out(good: Path) -> None:
    documents, errors = reading(DATA / "spanish.txt", good, options=ReaderOptions(languages=frozenset({"en"})))
    assert [one.id for one in documents] == ["zz-good"]
    assert "in Spanish (es), for which there is no spaCy pipeline" in errors[0]
    documents, errors = reading(DATA / "spanish.txt", options=ReaderOptions(languages=frozenset({"en", "es"})))
    assert [one.language for one in documents] == ["es"]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.csv", "title,text\nA,Text one two three\nB,x,y\nC,Text\n", ["row 2: has 3 cells, but there are 2 columns"]),
        ("a.csv", "title,text\n", ["CSV that contains nothing readable"]),
        ("a.json", '[{"id": "a", "text": "b"}]', ["a JSON list; write one object per line"]),
        ("a.rtf", r"{\rtf1\ansi Thailand signed it.}", ["a Rich Text file; save it as .docx"]),
        ("a.xml", '<?xml version="1.0"?><urlset><url/></urlset>', ["XML that is neither a web page nor a feed"]),
        ("a.xml", "<rss><channel></channel></rss>", ["a feed without entries"]),
        ("a.eml", "\n\nText\n", ["not an email, because it has no header"]),
    ],
)
def test_tables_feeds_and_mails_with_faults(tmp_path: Path, name: str, content: str, told: list[str]) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    _, errors = reading(tmp_path / name)
    assert len(errors) == len(told)
    assert all(words in error for words, error in zip(told, errors, strict=True))


def test_a_column_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"headline": "A", "story": TEXT}) + "\n", encoding="utf-8")
    _, errors = reading(tmp_path / "a.jsonl", options=ReaderOptions(ColumnNames(text="body")))
    assert "has no column 'body'; --text-column may be: headline, story" in errors[0]
    documents, _ = reading(tmp_path / "a.jsonl", options=ReaderOptions(ColumnNames(text="story")))
    assert [(one.id, one.title) for one in documents] == [("a/1", "A")]


def test_pictures_and_scripts_in_a_folder_are_passed_over_and_told_apart_from_errors(tmp_path: Path) -> None:
    (tmp_path / "page_files").mkdir()
    (tmp_path / "page_files" / "advert.html").write_text("<html><body><p>Buy this.</p></body></html>", encoding="utf-8")
    (tmp_path / "page.html").write_text(f"<html><body><p>{TEXT}</p></body></html>", encoding="utf-8")
    (tmp_path / "dot.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(30))
    (tmp_path / "style.css").write_text("p { color: red }", encoding="utf-8")
    (tmp_path / "saved").write_text(f"<!DOCTYPE html><html><body><p>{TEXT}</p></body></html>", encoding="utf-8")
    errors: list[str] = []
    notes: list[str] = []
    found = read_documents(
        [tmp_path], on_error=lambda error: errors.append(str(error)), on_note=lambda note: notes.append(note.why)
    )
    assert [one.document.id for one in found] == ["page", "saved"]
    assert errors == []
    assert [note.partition(";")[0] for note in notes] == [
        "ignored: not a document (Portable Network Graphics file)",
        "ignored: it belongs to the saved web page next to it",
        "ignored: text with the unknown extension .css",
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "id,\x1bx\x85y," + "z" * 70_000 + "\nA,B,C\n"),
        ("a.csv", ",".join(f"c{number}" for number in range(9_000)) + "\nA\n"),
        ("a.jsonl", '{"id": "a", "text": {"' + "k" * 70_000 + '": 1}}\n'),
    ],
)
def test_what_an_error_quotes_is_short_and_can_be_printed(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    _, errors = reading(tmp_path / name)
    assert len(errors) == 1
    assert errors[0].isprintable()
    assert len(errors[0]) < 1500


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("comments.html", "<!-- a -->" * 60 + f"<p>{TEXT}"),
        ("comments.txt", "<!-- a -->" * 60 + f"\n{TEXT}"),
        ("comments.rss", "<!-- a --><?x?><!DOCTYPE x>" * 30 + "<x"),
        ("letters.txt", "a" * 300_000 + f"\n{TEXT}"),
        ("digits.txt", "1" * 300_000 + f"\n{TEXT}"),
        ("hyphens.txt", "a-" * 50_000 + "\n" * 50_000 + TEXT),
        ("brackets.txt", "(" * 50_000 + f"\n{TEXT}"),
        ("quotes.txt", "\"“'" * 20_000 + f"\n{TEXT}"),
    ],
)
def test_texts_that_took_for_ever_end(tmp_path: Path, name: str, text: str) -> None:
    """They took minutes or, with 34 comments, years; there is no limit of time here that a slow machine could miss."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    documents, errors = reading(tmp_path / name)
    assert len(documents) + len(errors) == 1


@pytest.mark.slow
def test_damaged_bytes_anywhere_are_told_and_never_raise(tmp_path: Path) -> None:
    """Files cut and changed at random; the same places each time."""
    chance = random.Random(7)  # noqa: S311  # a test, no secret
    files = [path for path in sorted(DATA.iterdir()) if path.stat().st_size > 10 and path.suffix != ".md"]
    for number in range(ROUNDS):
        path = files[number % len(files)]
        data = bytearray(path.read_bytes())
        if number % 2:
            del data[chance.randrange(len(data)) :]
        for _ in range(chance.choice((1, 20)) if data else 0):
            data[chance.randrange(len(data))] = chance.randrange(256)
        broken = tmp_path / f"broken{''.join(path.suffixes)}"
        broken.write_bytes(data)
        documents, errors = reading(broken, options=ReaderOptions(teasers=True))
        assert documents or errors, path
        assert all(error.startswith(str(broken)) and "\n" not in error for error in errors), errors
