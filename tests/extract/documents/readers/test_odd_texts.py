"""Texts as real sources have them: wrapped, in lists and cells, escaped twice, with odd characters and charsets."""

from __future__ import annotations

import html
import io
import shutil
import subprocess
import textwrap
from pathlib import Path

import docx
import pytest

from extract.documents.formats import parse_text
from extract.documents.reader import read_documents
from ontology.model import Document

PACT = (
    "The United States sanctioned the Silver Lake Group, which runs nine compounds near the border, and froze the "
    "accounts of its director Chen Bo. Japan praised the sanctions, and Interpol warned banks in Singapore."
)
MEETING = (
    "Cambodian Interior Minister Sar Sokhoeun met Malaysian Home Minister Saifuddin Nasution. Fiji left on Friday."
)
MAIL = (
    "From: A <a@example.org>\nSubject: {subject}\nMIME-Version: 1.0\nMessage-ID: <m@example.org>\n"
    "Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n"
)
FEED = (
    '<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel><title>Ledger</title>'
    "<link>http://example.org/</link><description>d</description><item><title>{title}</title>"
    "<link>http://example.org/1</link><description>{body}</description></item></channel></rss>"
)
BODY = "<p>Kenya &amp; Japan signed a pact &mdash; at&nbsp;last.</p><p>Laos sued &quot;Dragon&quot; Wu.</p>"
ENTRY = 'A & B\nKenya & Japan signed a pact — at last.\nLaos sued "Dragon" Wu.'


def read(path: Path) -> tuple[list[Document], list[str]]:
    told: list[str] = []
    found = read_documents(
        [path], on_error=lambda error: told.append(error.why), on_warning=lambda error: told.append(error.why)
    )
    return [one.document for one in found], told


# ---- lines


@pytest.mark.parametrize("width", [36, 48, 65, 72, 100])
@pytest.mark.parametrize(
    ("first", "rest"), [("", ""), ("    ", ""), ("    ", "    "), ("\t", "")], ids=["flush", "indented", "block", "tab"]
)
def test_hard_wrapped_text_is_as_flat_text(width: int, first: str, rest: str) -> None:
    wrapped = textwrap.fill(PACT, width, initial_indent=first, subsequent_indent=rest)
    assert parse_text(wrapped, ".txt").text == PACT
    both = f"{wrapped}\n\n{textwrap.fill(MEETING, width, initial_indent=first, subsequent_indent=rest)}"
    assert parse_text(both, ".txt").text.split("\n") == [PACT, MEETING]
    assert parse_text(both.replace("\n\n", "\n" if first and not rest else "\n\n"), ".txt").text.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (f"Pact signed\n24 October 2025\n{textwrap.fill(PACT, 65)}", ["Pact signed", PACT]),
        (
            f"Dear all,\n\n{textwrap.fill(PACT, 72)}\n\nBest regards,\nJohn Smith\nDirector of Press",
            ["Dear all,", PACT, "Best regards,", "John Smith", "Director of Press"],
        ),
        (
            "\n".join(f"- {textwrap.fill(text, 60, subsequent_indent='  ')}" for text in (PACT, MEETING)),
            [PACT, MEETING],
        ),
        (
            "Police arrest nine men in Pattaya raid\nJapan sanctions Silver Lake Group over scams\nKenya signs pact",
            [
                "Police arrest nine men in Pattaya raid",
                "Japan sanctions Silver Lake Group over scams",
                "Kenya signs pact",
            ],
        ),
        (
            "Police arrested nine men in Pattaya.\nJapan sanctioned the group.\nKenya signed a pact.",
            ["Police arrested nine men in Pattaya.", "Japan sanctioned the group.", "Kenya signed a pact."],
        ),
        (
            "The Dutch police arrested a man from Costa\nRica who had sold passports to a gang in New\nZealand.",
            ["The Dutch police arrested a man from Costa Rica who had sold passports to a gang in New Zealand."],
        ),
        (
            "Kenya signs a pact with South Africa\nJapan warns all of New York",
            ["Kenya signs a pact with South Africa", "Japan warns all of New York"],
        ),
        (
            "Ministry of Justice\nNo. 3, Long Street\nPhnom Penh",
            ["Ministry of Justice", "No. 3, Long Street", "Phnom Penh"],
        ),
        (
            "• Japan left.\n▪ Laos left.\n1) Fiji left.\n(a) Togo left.\n✓ Chad left.\n– Mali left.\n-5°",
            [
                "Japan left.",
                "Laos left.",
                "Fiji left.",
                "Togo left.",
                "Chad left.",
                "Mali left.",
                "-5°",
            ],
        ),
    ],
)
def test_lines_that_are_joined_and_lines_that_are_not(text: str, lines: list[str]) -> None:
    assert parse_text(text, ".txt").text.split("\n") == lines


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (f"<pre>{textwrap.fill(PACT, 65)}\n\n{textwrap.fill(MEETING, 65)}</pre>", [PACT, MEETING]),
        (f"<p>{textwrap.fill(PACT, 65)}</p>".replace("\n", "<br>\n"), [PACT]),
        (
            "<p>Japan<sup>1</sup> fined it.<sup><a href='#n2'>[2]</a></sup> It has 5 km<sup>2</sup>.</p>",
            ["Japan fined it. It has 5 km2."],
        ),
        (
            "<table><tr><td><ul><li>Kenya left.</li><li>Fiji left.</li></ul></td><td>Laos left.</td></tr></table>",
            ["Kenya left.", "Fiji left.", "Laos left."],
        ),
        (
            "<table><tr><td>Kenya<br>Fiji</td><td>24</td></tr><tr><td>Laos</td><td>3</td></tr></table>",
            ["Kenya; Fiji; 24", "Laos; 3"],
        ),
        (
            f"<table><tr><td><a>Home</a></td><td><h1>Pact signed</h1><p>{PACT}</p><p>{MEETING}</p></td></tr></table>",
            ["Pact signed", PACT, MEETING],
        ),
    ],
)
def test_pages_keep_their_lines(body: str, lines: list[str]) -> None:
    assert parse_text(f"<html><body>{body}</body></html>", ".html").text.split("\n") == lines


def test_a_word_file_with_raised_marks_and_full_cells(tmp_path: Path) -> None:
    file = docx.Document()
    paragraph = file.add_paragraph("Japan")
    for text, is_raised in (("1", True), (" has 5 km", False), ("2", True), (" of land.", False)):
        paragraph.add_run(text).font.superscript = is_raised
    table = file.add_table(2, 2)
    for cell, texts in zip(table._cells, (["Kenya", "Fiji"], ["24"], [PACT, MEETING], ["Laos left."]), strict=True):
        cell.text = texts[0]
        for more in texts[1:]:
            cell.add_paragraph(more)
    stream = io.BytesIO()
    file.save(stream)
    (tmp_path / "a.docx").write_bytes(stream.getvalue())
    documents, told = read(tmp_path / "a.docx")
    assert documents[0].text.split("\n") == ["Japan has 5 km2 of land.", "Kenya; Fiji; 24", PACT, MEETING, "Laos left."]
    assert told == []


@pytest.mark.skipif(shutil.which("chromium") is None, reason="prints the file")
@pytest.mark.parametrize("raised", [3, 6, 9])
def test_a_printed_page_loses_its_raised_marks(tmp_path: Path, raised: int) -> None:
    style = f"<style>sup {{ vertical-align: {raised}px }}</style>"
    page = "<p>Japan<sup>1</sup> fined the group.<sup>2</sup> Laos left.</p>"
    (tmp_path / "a.html").write_text(f"<html><body>{style}{page}</body></html>", encoding="utf-8")
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    subprocess.run(
        [*command, f"--print-to-pdf={tmp_path / 'b.pdf'}", str(tmp_path / "a.html")], check=True, capture_output=True
    )
    assert read(tmp_path / "b.pdf")[0][0].text == "Japan fined the group. Laos left."


# ---- characters


@pytest.mark.parametrize(
    ("charset", "subject", "body", "text"),
    [
        ("x-gbk", "s", "“Dragon” 警察".encode("gbk"), "“Dragon” 警察"),
        ("windows-874", "s", b"\x93Dragon\x94", "“Dragon”"),
        ("iso-8859-8-i", "s", b"Kenya left.", "Kenya left."),
        ("uft-8", "=?uft-8?Q?Pe=C3=B1a?=", "Peña left.".encode(), "Peña left."),
        ("undefined", "=?x-unknown?B?UGXDsWE=?=", b"Kenya left.", "Kenya left."),
        ("us-ascii", "s", b"Pe\xf1a left the \x93Dragon\x94.", "Peña left the “Dragon”."),
        ("utf-8", "Pe\u00f1a", "Peña and the bank".encode() + b"\x92s chief", "Peña and the bank’s chief"),
        ("x; x*=undefined''y", "s", b"Kenya left.", "Kenya left."),
    ],
)
def test_mails_with_any_charset_are_read(tmp_path: Path, charset: str, subject: str, body: bytes, text: str) -> None:
    (tmp_path / "a.eml").write_bytes(MAIL.format(charset=charset, subject=subject).encode() + body + b"\n")
    documents, warnings = read(tmp_path / "a.eml")
    assert [one.text for one in documents] == [text]
    assert documents[0].title in {"s", "Peña"}
    assert len(warnings) == (charset == "uft-8" or b"bank" in body)


@pytest.mark.parametrize(
    "body",
    [
        html.escape(BODY),
        html.escape(html.escape(BODY)),
        html.escape(html.escape(html.escape(BODY))),
        f"<![CDATA[{BODY}]]>",
        f"<![CDATA[{html.escape(BODY)}]]>",
        html.escape(f"<![CDATA[{BODY}]]>"),
        html.escape(f"<![CDATA[{html.escape(BODY)}]]>"),
        html.escape(BODY) + "&#xD800;&#x110000;&#7;&#99999999999999999999;",
    ],
)
@pytest.mark.parametrize("title", ["A &amp; B", "A &amp;amp; B", "A &amp;amp;amp; &lt;b&gt;B&lt;/b&gt;"])
def test_feeds_that_are_escaped_more_than_once(tmp_path: Path, body: str, title: str) -> None:
    (tmp_path / "a.xml").write_text(FEED.format(encoding="utf-8", title=title, body=body), encoding="utf-8")
    documents, told = read(tmp_path / "a.xml")
    assert [(one.title, one.text) for one in documents] == [("A & B", ENTRY)]
    assert told == []


def test_a_feed_with_an_unknown_charset_is_read_and_told(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(FEED.format(encoding="x-foo", title="A", body="Peña left.").encode("cp1252"))
    documents, told = read(tmp_path / "a.xml")
    assert documents[0].text == "A\nPeña left."
    assert len(told) == 1


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".csv", ".xml", ".eml"])
def test_control_characters_are_in_no_text_and_no_metadata(tmp_path: Path, suffix: str) -> None:
    bad = "Li\x0bJun\x07 \x1b[31mWu\x08 \ufffe\uffff\x85left."
    content = {
        ".html": f"<html><head><title>{bad}</title></head><body><p>{bad}</p></body></html>",
        ".csv": f'id,title,source,text\nc\x07 1,"{bad}","{bad}","{bad}"\n',
        ".xml": FEED.format(encoding="utf-8", title=bad, body=bad),
        ".eml": MAIL.format(charset="utf-8", subject="Li\x07 Wu") + bad,
    }.get(suffix, bad)
    (tmp_path / f"a{suffix}").write_text(content, encoding="utf-8")
    documents, _ = read(tmp_path / f"a{suffix}")
    assert len(documents) == 1
    fields = [documents[0].id, documents[0].title, documents[0].source, documents[0].text.replace("\n", " ")]
    assert all(field is None or field.isprintable() for field in fields)
    assert "Li Jun Wu left." in documents[0].text.replace("\n", " ")


def test_a_bad_byte_in_a_table_is_told_with_its_row(tmp_path: Path) -> None:
    rows = ["id,text", "1,Luis Peña arrested the “Dragon” gang.", "2,The bank#s chief denied it.", "3,Fiji left."]
    (tmp_path / "a.csv").write_bytes("\n".join(rows).encode().replace(b"#", b"\x92"))
    documents, told = read(tmp_path / "a.csv")
    assert [one.text for one in documents] == [row[2:].replace("#", "’") for row in rows[1:]]
    assert len(told) == 1
    assert "bad bytes in 1 place" in told[0]


def test_control_characters_end_no_row_of_a_table(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"id,text\na\x0c1,Laos left\x0b on Friday.\nb,Fiji\x1e stayed.\n")
    assert [document.text for document in read(tmp_path)[0]] == ["Laos left on Friday.", "Fiji stayed."]


def test_references_to_control_characters() -> None:
    page = "<html><body><p>Laos&#2; sued the bank&#146;s chief&#0;.</p></body></html>"
    assert parse_text(page, ".html").text == "Laos sued the bank’s chief."
