"""Broken and hostile files: each is one clear line, and nothing else is lost."""

from __future__ import annotations

import gzip
import io
import json
import random
import re
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from actorgraph.builder.storage.extraction_cache import document_digest
from extract.documents.content.options import ColumnNames, ReaderOptions
from extract.documents.content.raw_item import MEGABYTE
from extract.documents.reader import read_documents
from ontology.model import Document

DATA = Path(__file__).parents[3] / "data" / "documents"
TEXT = "Thailand has proposed to host a conference on online scams.\n"
ROUNDS = 150


def read(*paths: Path, options: ReaderOptions | None = None) -> tuple[list[Document], list[str]]:
    errors: list[str] = []
    found = read_documents(paths, on_error=lambda error: errors.append(str(error)), options=options)
    return [one.document for one in found], errors


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "zz-good.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


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
    documents, errors = read(DATA / file, good)
    assert [one.id for one in documents] == ["zz-good"]
    assert len(errors) == len(told)
    for error, words in zip(errors, told, strict=True):
        assert error.startswith(str(DATA / file))
        assert words in error
        assert "\n" not in error


@pytest.mark.parametrize(
    ("file", "read_ids", "told"),
    [
        ("cut-off.tar.gz", ["cut-off/2025-10/raids"], 2),
        ("cut-off.warc.gz", ["cut-off/127.0.0.1:8973/a", "cut-off/127.0.0.1:8973/b"], 2),
        ("escape.zip", ["escape/fine"], 3),
    ],
)
def test_what_is_whole_in_a_broken_archive_is_read(file: str, read_ids: list[str], told: int) -> None:
    documents, errors = read(DATA / file)
    assert [one.id for one in documents] == read_ids
    assert len(errors) == told


def test_nothing_is_written_under_the_names_of_an_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    _, errors = read(DATA / "escape.zip")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a", "b"]
    assert all("its path points outside the archive" in error for error in errors)


def test_a_text_of_200_megabytes_is_one_line_and_is_not_loaded(tmp_path: Path, good: Path) -> None:
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.write(TEXT.encode() * 2000)
        file.truncate(200 * MEGABYTE)
    read(good)  # loads the model of languages
    tracemalloc.start()
    documents, errors = read(large, good)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [one.id for one in documents] == ["zz-good"]
    assert errors == [
        f"{large}: 200.0 MB, more than the 20.0 MB allowed for one document; split it, or give a larger --max-size"
    ]
    assert peak < 40 * MEGABYTE


def test_a_bomb_is_left_out_and_its_neighbours_are_read(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", TEXT)
        with archive.open("b.txt", "w") as file:
            for _ in range(600):
                file.write(b"0" * MEGABYTE)
        archive.writestr("c.txt", TEXT)
    documents, errors = read(bomb)
    assert [one.id for one in documents] == ["bomb/a", "bomb/c"]
    assert len(errors) == 1
    assert "b.txt: unpacks to 600.0 MB" in errors[0]


def test_a_compressed_bomb_is_one_line(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.txt.gz"
    with gzip.open(bomb, "wb", compresslevel=9) as file:
        for _ in range(600):
            file.write(b"0" * MEGABYTE)
    documents, errors = read(bomb)
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
    documents, errors = read(tmp_path / "deep.zip")
    assert documents == []
    assert len(errors) == 1
    assert "nested more than 6 deep" in errors[0]


def test_a_language_that_no_model_reads_is_told_and_left_out(good: Path) -> None:
    documents, errors = read(DATA / "spanish.txt", good, options=ReaderOptions(languages=frozenset({"en"})))
    assert [one.id for one in documents] == ["zz-good"]
    assert "in Spanish (es), for which there is no spaCy pipeline" in errors[0]
    documents, errors = read(DATA / "spanish.txt", options=ReaderOptions(languages=frozenset({"en", "es"})))
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
    _, errors = read(tmp_path / name)
    assert len(errors) == len(told)
    assert all(words in error for words, error in zip(told, errors, strict=True))


def test_a_column_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"headline": "A", "story": TEXT}) + "\n", encoding="utf-8")
    _, errors = read(tmp_path / "a.jsonl", options=ReaderOptions(ColumnNames(text="body")))
    assert "has no column 'body'; --text-column may be: headline, story" in errors[0]
    documents, _ = read(tmp_path / "a.jsonl", options=ReaderOptions(ColumnNames(text="story")))
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
    _, errors = read(tmp_path / name)
    assert len(errors) == 1
    assert errors[0].isprintable()
    assert len(errors[0]) < 1500


META = "<html><head><title>The offer</title><meta {}></head><body><article><h1>The offer</h1><p>{}</p></article></body>"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", META.format('property="article:published_time" content="2025-10-27T10:00:00+99:99"', TEXT)),
        ("a.html", META.format('{a="b" name="date" content="2025-10-27"', TEXT)),
        ("a.jsonl", json.dumps({"body": TEXT, "published": "Mon, 27 Oct 2025 99999999999999999999:00:00 +0700"})),
        ("a.eml", f"From: a@b.c\nMessage-ID: <m@x>\nDate: Mon, 27 Oct 99999999999999999999 10:00:00 +0700\n\n{TEXT}"),
    ],
)
def test_an_impossible_date_does_not_cost_the_text(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    documents, errors = read(tmp_path / name)
    assert errors == []
    assert TEXT.strip() in documents[0].text


PDF = """%PDF-1.4
1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [{}] /Contents 4 0 R /Resources <</Font <</F1 5 0 R>>>>>> endobj
4 0 obj <</Length {}>> stream
{}
endstream endobj
5 0 obj <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>> endobj
trailer <</Root 1 0 R>>
"""


@pytest.mark.parametrize(
    ("size", "drawing"),
    [
        ("0 0 595 842", "99999999 0 0 99999999 0 0 cm " * 3),  # its text stands at no number
        ("0 0 0 0", ""),
        ("0 0 " + "9" * 60 + " " + "9" * 60, ""),
    ],
)
def test_a_page_of_impossible_size_is_read(tmp_path: Path, size: str, drawing: str) -> None:
    content = f"{drawing}BT /F1 12 Tf 1 0 0 1 72 720 Tm ({TEXT.strip()}) Tj ET"
    (tmp_path / "a.pdf").write_text(PDF.format(size, len(content), content), encoding="ascii")
    documents, errors = read(tmp_path / "a.pdf")
    assert ([one.text for one in documents], errors) == ([TEXT.strip()], [])


def test_a_member_that_begins_before_its_archive_is_told_as_damaged(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for member in ("a.txt", "b.txt"):
            archive.writestr(member, TEXT)
    data = bytearray(packed.getvalue())
    data[-6:-2] = (int.from_bytes(data[-6:-2], "little") + 50).to_bytes(4, "little")  # where the directory begins
    (tmp_path / "a.zip").write_bytes(data)
    documents, errors = read(tmp_path / "a.zip")
    assert (len(documents), len(errors)) == (0, 2)
    assert all("damaged or truncated" in error for error in errors)


def mail(*lines: str) -> str:
    head = ["From: a@b.c", "To: d@e.f", "Message-ID: <m@x>", "MIME-Version: 1.0", *lines]
    return "\n".join([*head, "", TEXT])


def mailbox(*lines: str) -> str:
    envelope = "From a@b.c Mon Oct 27 10:00:00 2025\n"
    good = mail().replace("<m@x>", "<good@x>")
    return f"{envelope}{mail(*lines)}\n{envelope}{good}"


@pytest.mark.parametrize(
    "line",
    [
        "From: =?x?b?", "From: <", 'From: "', "From: " + "(" * 3000, "Content-Type: text/plain; charset=undefined",
        "Content-Type: text/plain; charset*=undefined''x", "Subject: =?undefined?q?abc?=", "Content-Type: /",
        "Content-Type: text/plain; name*=undefined''x%", "Content-Disposition: attachment; filename*=undefined''x",
        "Date: Mon, 99 Oct 999999 10:00 +99999999", "Content-Type: message/rfc822",
        "Content-Disposition: attachment; filename*", "Date: Mon, 27 Oct 99999999999999999999 10:00:00 +0700",
    ],
)  # fmt: skip
def test_a_mail_with_a_broken_header_leaves_the_others(tmp_path: Path, line: str) -> None:
    (tmp_path / "a.mbox").write_text(mailbox(line), encoding="utf-8")
    documents, errors = read(tmp_path / "a.mbox")
    assert "a/good@x" in {one.id for one in documents}
    assert len(documents) + len(errors) >= 2


RECORD = '{"id": "good", "text": "Peru met Chile."}'
DEEP = '{"id": "a", "text": "x", "q": ' + "[" * 100_000 + "]" * 100_000 + "}"


@pytest.mark.parametrize(
    ("name", "bad", "good"),
    [
        ("a.jsonl", '{"id": "a", "text": "x", "k\\ud800": "\\udfff"}\n', RECORD),
        ("a.jsonl", DEEP + "\n", RECORD),
        (
            "a.jsonl",
            '{"id": "a", "text": "x", "q": ' + "9" * 10_000 + "}\n",
            '{"id": "good", "text": "Peru met Chile."}',
        ),
        (
            "a.rss",
            "<rss><channel><item><title>&#x110000;&#xD800;</title><link>http://[::1</link></item>",
            "<item><title>Peru met Chile.</title><link>http://e.org/good</link></item></channel></rss>",
        ),
        (
            "a.rss",
            '<rss xmlns:c="a\u2003b"><channel><item><c:x>A</c:x><link>http://e.org/x</link></item>',
            "<item><title>Peru met Chile.</title><link>http://e.org/good</link></item></channel></rss>",
        ),
    ],
)
def test_a_record_that_cannot_be_read_leaves_the_others(tmp_path: Path, name: str, bad: str, good: str) -> None:
    (tmp_path / name).write_text(bad + good, encoding="utf-8")
    documents, _ = read(tmp_path / name)
    assert any(one.id.endswith("good") for one in documents)
    assert all(document_digest(one) for one in documents)


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
    documents, errors = read(tmp_path / name)
    assert len(documents) + len(errors) == 1


def word(change: Callable[[str, str], str]) -> bytes:
    """A Word file of which the parts are changed: by their names and contents."""
    plain, changed = io.BytesIO(), io.BytesIO()
    document = docx.Document()
    document.add_paragraph(TEXT)
    document.add_table(1, 2).cell(0, 0).text = "Peru met Chile."
    document.save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(name, content.decode()).encode() if name.endswith(".xml") else content)
    return changed.getvalue()


def in_part(part: str, old: str, new: str) -> Callable[[str, str], str]:
    return lambda name, text: re.sub(old, new, text, flags=re.DOTALL) if name == part else text


@pytest.mark.parametrize(
    ("change", "is_read"),
    [
        (in_part("word/document.xml", "<w:body>.*</w:body>", ""), False),
        (in_part("word/document.xml", "<w:tcPr>", '<w:tcPr><w:gridSpan w:val="x"/>'), True),
        (in_part("word/document.xml", "<w:tcPr>", '<w:tcPr><w:gridSpan w:val="999999999"/>'), True),
        (in_part("word/document.xml", "<w:tcPr>", '<w:tcPr><w:vMerge w:val="continue"/>'), True),
        (in_part("docProps/core.xml", "<dcterms:created[^>]*>[^<]*", "<dcterms:created>9999999"), True),
        (in_part("docProps/core.xml", "<cp:coreProperties.*", "<x/>"), True),
    ],
)
def test_word_files_with_faults(tmp_path: Path, change: Callable[[str, str], str], is_read: bool) -> None:
    (tmp_path / "a.docx").write_bytes(word(change))
    documents, errors = read(tmp_path / "a.docx")
    assert (bool(documents), len(errors)) == (is_read, not is_read)
    assert not is_read or "Peru met Chile." in documents[0].text


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
        documents, errors = read(broken, options=ReaderOptions(teasers=True))
        assert documents or errors, path
        assert all(error.startswith(str(broken)) and "\n" not in error for error in errors), errors
