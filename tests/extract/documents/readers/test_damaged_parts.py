"""Files with one part that cannot be right: a date, a size, a header, a record; the rest is read."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from support.reading import TEXT, reading

from actorgraph.builder.storage.extraction_cache import document_digest

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
    documents, errors = reading(tmp_path / name)
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
    documents, errors = reading(tmp_path / "a.pdf")
    assert ([one.text for one in documents], errors) == ([TEXT.strip()], [])


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
    documents, errors = reading(tmp_path / "a.mbox")
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
    documents, _ = reading(tmp_path / name)
    assert any(one.id.endswith("good") for one in documents)
    assert all(document_digest(one) for one in documents)


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
    documents, errors = reading(tmp_path / "a.docx")
    assert (bool(documents), len(errors)) == (is_read, not is_read)
    assert not is_read or "Peru met Chile." in documents[0].text
