"""Bytes to paragraphs: plain text, Markdown and HTML, each with what it says of title, date, address and source."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import charset_normalizer
import trafilatura
from htmldate import find_date
from markdown_it import MarkdownIt
from markdown_it.token import Token
from trafilatura.settings import Document as Page

from extract.boilerplate import clean, is_paragraph, source_of
from extract.dates import document_date, iso_date, stamped_date

BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w-]{2,40})", re.IGNORECASE)
HEAD_BYTES = 4096
HEAD_TEXTS = 20  # stretches of text that may stand between a headline and its article
CELLS = "; "  # between the cells of a table row
MAX_OTHERS = 0.1  # share of letters with accents and the like in English text
WESTERN_MARKS = "‘’“”«»–—…•·§°£€\u00a0\u00ad"
TAG = re.compile(r"<[a-zA-Z!/][^<>]*>")
INVISIBLE = re.compile("[\u00ad\u200b\u200c\u2060\ufeff]|[\\x01-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f]")
BULLET = re.compile(r"^(?:[-*+•◦▪‣·]|–)\s+(?=\S)")  # a dash that opens a list item
MIN_WRAP, MAX_WRAP = 50, 120  # columns between which a file's lines count as hard-wrapped
RAGGED = 12  # columns by which such a line may be shorter than it had to be
TITLE_WORDS = 25
FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)---[ \t]*(?:\n|\Z)", re.DOTALL)
FIELD = re.compile(r"^(title|date|url|source)\s*:\s*[\"']?(.*?)[\"']?\s*$", re.IGNORECASE | re.MULTILINE)
EARLIEST, LATEST = "1990-01-01", "2099-12-31"  # htmldate's own bound is today: the result would depend on the clock


class FormatError(ValueError):
    """Why the bytes cannot be read, and what to do."""


@dataclass(frozen=True, slots=True)
class Content:
    """A document's text (one paragraph or heading a line) and what it says of itself."""

    text: str
    title: str | None = None
    date: str | None = None
    url: str | None = None
    source: str | None = None


def decode(data: bytes) -> str:
    """The characters of a file: UTF-8, else as its mark or <meta> says, else the best guess. Raises FormatError."""
    text = _decoded(data)
    if "\0" in text:
        raise FormatError("holds a NUL byte: not a text file; convert it to text first")
    return text


def parse(text: str, suffix: str) -> Content:
    """Reads the text of a file with this suffix (.txt, .md, .html, .htm). Raises FormatError if nothing is left."""
    reader = {".md": _markdown, ".html": _html, ".htm": _html}.get(suffix, plain_text)
    content = reader(text.replace("\r\n", "\n").replace("\r", "\n"))
    if not content.text:
        raise FormatError("no text in it (or nothing but boilerplate); remove it or check its content")
    return content


def plain_text(text: str) -> Content:
    """Paragraphs of a plain text; its title is a short first line without a full stop that has text below it."""
    raw = [_normal(line) for line in _paragraphs(text)]
    return _content([line for line in raw if line])


# ---- characters


def _decoded(data: bytes) -> str:
    encoding = next((name for mark, name in BOMS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8" or b"\0" in data:
            raise FormatError("neither UTF-8 nor another text encoding; save it as UTF-8") from None
    return _declared(data) or _guessed(data)


def _declared(data: bytes) -> str | None:
    match = DECLARED.search(data[:HEAD_BYTES])
    try:
        return data.decode(match[1].decode("ascii")) if match else None
    except (UnicodeDecodeError, LookupError):
        return None


def _guessed(data: bytes) -> str:
    western = data.decode("cp1252", errors="replace")
    if _is_english(western):
        return western
    best = charset_normalizer.from_bytes(data).best()
    if best is None:
        raise FormatError("its encoding is unknown; save it as UTF-8")
    return str(best)


def _is_english(text: str) -> bool:
    """True for mostly ASCII text whose other characters are letters and quotation marks: a guess does worse."""
    others = [character for character in text if not character.isascii()]
    return len(others) < len(text) * MAX_OTHERS and all(c.isalpha() or c in WESTERN_MARKS for c in others)


def _normal(line: str) -> str:
    """NFC, one blank between words, no invisible characters."""
    return unicodedata.normalize("NFC", " ".join(INVISIBLE.sub("", line).split()))


# ---- plain text


def _paragraphs(text: str) -> Iterator[str]:
    blocks = [block.split("\n") for block in re.split(r"\n\s*\n", text.strip())]
    width = _wrap_width(blocks) if len(blocks) > 1 else None
    for block in blocks:
        lines = [BULLET.sub("", line.strip()) for line in block]
        starts = [line.strip() != plain for line, plain in zip(block, lines, strict=True)]
        yield from _joined([line.strip() for line in block], starts, width) if width else lines


def _wrap_width(blocks: Sequence[Sequence[str]]) -> int | None:
    """The column at which the lines of a hard-wrapped file break; None where lines are paragraphs."""
    widths = [len(line.rstrip()) for block in blocks if len(block) > 1 for line in block]
    longest = max(widths, default=0)
    return longest if MIN_WRAP <= longest <= MAX_WRAP else None


def _joined(lines: Sequence[str], starts: Sequence[bool], width: int) -> Iterator[str]:
    """Joins a line to the one before where it would not have fitted there, or goes on in small letters."""
    paragraph = ""
    last = ""
    for line, starts_item in zip(lines, starts, strict=True):
        first = line.split(" ", 1)[0]
        wrapped = last and not starts_item and (len(last) + 1 + len(first) > width - RAGGED or first[:1].islower())
        if not wrapped and paragraph:
            yield paragraph
        plain = BULLET.sub("", line)
        glue = "" if paragraph.endswith("-") and first[:1].islower() else " "
        paragraph = paragraph + glue + line if wrapped else plain
        last = line
    yield paragraph


def _content(lines: Sequence[str], *, title: str | None = None) -> Content:
    """Cleans the lines and reads title, date and source off them."""
    kept = clean(lines)
    date = document_date("\n".join(lines))
    source = next(filter(None, map(source_of, lines)), None)
    return Content("\n".join(kept), title or _title(kept), date=date, source=source)


def _title(lines: Sequence[str]) -> str | None:
    has_body = any(is_paragraph(line) for line in lines[1:])
    if not has_body or is_paragraph(lines[0]) or lines[0].endswith(".") or len(lines[0].split()) > TITLE_WORDS:
        return None
    return lines[0]


# ---- Markdown


def _markdown(text: str) -> Content:
    front = FRONT_MATTER.match(text)
    fields = {key.lower(): value for key, value in FIELD.findall(front[1])} if front else {}
    tokens = MarkdownIt("commonmark").enable("table").parse(text[front.end() :] if front else text)
    lines, heading = _markdown_lines(tokens)
    found = _content(lines, title=fields.get("title") or heading)
    return Content(
        found.text,
        found.title,
        date=iso_date(fields.get("date", "")) or found.date,
        url=fields.get("url"),
        source=fields.get("source") or found.source,
    )


def _markdown_lines(tokens: Sequence[Token]) -> tuple[list[str], str | None]:
    """The lines of a parsed Markdown text and its first heading; code is left out."""
    lines: list[str] = []
    heading: str | None = None
    row: list[str] | None = None
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            lines.append(CELLS.join(row))
            row = None
        elif token.type == "inline":
            words = _normal(_inline(token.children or ()))
            (lines if row is None else row).append(words)
            if before is not None and before.type == "heading_open":
                heading = heading or words
    return [line for line in lines if line], heading


def _inline(tokens: Sequence[Token]) -> str:
    words = {"softbreak": " ", "hardbreak": " "}
    return "".join(
        token.content if token.type in {"text", "code_inline"} else words.get(token.type, "") for token in tokens
    )


# ---- HTML


def _html(text: str) -> Content:
    if not TAG.search(text):
        return plain_text(text)
    page_text = text if "<html" in text[:HEAD_BYTES].lower() else f"<html><body>{text}</body></html>"
    tree = trafilatura.load_html(page_text)
    if tree is None:
        raise FormatError("not readable as HTML; save the page again, or its text as .txt")
    page = _extracted(page_text)
    lines = [line for line in map(_html_line, page.text.split("\n")) if line]
    headline = _headline(tree, page.title)
    if headline and headline not in lines[:3]:
        lines.insert(0, headline)
    found = _content(lines, title=page.title or None)
    return Content(
        found.text,
        found.title,
        date=_html_date(tree) or found.date,
        url=page.url,
        source=page.source or found.source,
    )


def _html_line(line: str) -> str:
    """A line of trafilatura's text without its marks for list items and table rows."""
    if line.startswith("|"):
        cells = [cell.strip() for cell in line.strip("| ").split("|")]
        return _normal("" if all(set(cell) <= {"-"} for cell in cells) else CELLS.join(cells))
    return _normal(BULLET.sub("", line.strip()))


def _extracted(text: str) -> Content:
    """Main text by trafilatura, precision first; a page so small that nothing is found is read in full."""
    dates = {"original_date": True, "extensive_search": False, "min_date": EARLIEST, "max_date": LATEST}
    for favor_precision in (True, False):
        page = trafilatura.bare_extraction(
            text,
            favor_precision=favor_precision,
            include_comments=False,
            include_tables=True,
            with_metadata=True,
            date_extraction_params=dates,
        )
        if isinstance(page, Page) and page.text:
            return Content(page.text, title=page.title, url=page.url, source=page.sitename)
    return Content("")


def _headline(tree: Any, title: str | None) -> str | None:  # noqa: ANN401  # lxml carries no types
    """The page's <h1>, where it is the title as well: trafilatura sometimes leaves it out."""
    headings = [_normal(h1.text_content()) for h1 in tree.iter("h1")]
    return next((h1 for h1 in headings if title and h1 and h1 == _normal(title)), None)


def _html_date(tree: Any) -> str | None:  # noqa: ANN401  # lxml carries no types
    """The date in metadata, JSON-LD or address (htmldate), else in its <time> or date line; never from running text."""
    page, head = tree.makeelement("html"), tree.makeelement("head")
    page.extend([head, tree.makeelement("body")])
    for element in tree.xpath('//meta | //link[@rel="canonical"] | //script[contains(@type, "ld+json")]'):
        copy = tree.makeelement(element.tag, dict(element.attrib))
        copy.text = element.text
        head.append(copy)
    found = find_date(
        page,
        extensive_search=False,
        original_date=True,
        min_date=EARLIEST,
        max_date=LATEST,
    )
    times = tree.xpath("//article//time[@datetime]/@datetime | //main//time[@datetime]/@datetime")
    return found or next((value for value in map(iso_date, map(str, times)) if value), None) or _date_line(tree)


def _date_line(tree: Any) -> str | None:  # noqa: ANN401  # lxml carries no types
    """The date that stands on a line of its own between the headline and the first paragraph."""
    for text in tree.xpath("(//h1)[1]/following::text()[normalize-space()]")[:HEAD_TEXTS]:
        line = _normal(str(text))
        if is_paragraph(line):
            break
        if value := stamped_date(line):
            return value
    return None
