"""Plain text and Markdown to paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from extract.dates.expressions import iso_date, stamped_date
from extract.documents.content.article import Content, DroppedText, build_content, normalise_line

CELLS = "; "  # between the cells of a table row
BULLET = re.compile(r"^(?:[-*+•◦▪‣·\uf0b7\uf0a7]|–)\s+(?=\S)")  # a dash that opens a list item
MIN_WRAP, MAX_WRAP = 50, 120  # columns between which a file's lines count as hard-wrapped
RAGGED = 12  # columns by which such a line may be shorter than it had to be
MIN_FULL, FULL_SHARE = 2, 0.7  # lines that break at the margin: at least so many, and of those that go on this share
FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)---[ \t]*(?:\n|\Z)", re.DOTALL)
FIELD = re.compile(r"^(title|date|url|source|author)\s*:\s*[\"']?(.*?)[\"']?\s*$", re.IGNORECASE | re.MULTILINE)


def parse_plain_text(text: str) -> Content:
    """The content of a plain text; its title is a short first line without a full stop that has text below it."""
    return build_content(normalise_line(line) for line in split_paragraphs(text))


def split_paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a text, with hard-wrapped lines joined and list marks removed."""
    blocks = [block.split("\n") for block in re.split(r"\n\s*\n", text.strip())]
    width = _wrap_width(blocks) if len(blocks) > 1 else None
    for block in blocks:
        lines = [BULLET.sub("", line.strip()) for line in block]
        starts = [line.strip() != plain for line, plain in zip(block, lines, strict=True)]
        yield from _joined([line.strip() for line in block], starts, width) if width else lines


def _wrap_width(blocks: Sequence[Sequence[str]]) -> int | None:
    """The column at which the lines of a hard-wrapped file break; None where lines are paragraphs.

    A headline above its date is two lines as well, so most lines that another one follows must end at the same margin.
    """
    followed = [len(line.rstrip()) for block in blocks for line in block[:-1]]
    longest = max((len(line.rstrip()) for block in blocks for line in block), default=0)
    if not MIN_WRAP <= longest <= MAX_WRAP:
        return None
    full = sum(width > longest - 2 * RAGGED for width in followed)
    return longest if full >= MIN_FULL and full >= FULL_SHARE * len(followed) else None


def _joined(lines: Sequence[str], starts: Sequence[bool], width: int) -> Iterator[str]:
    """Joins a line to the one before where it would not have fitted there, or starts with a lower-case letter."""
    paragraph = ""
    last = ""
    for line, starts_item in zip(lines, starts, strict=True):
        first = line.split(" ", 1)[0]
        wrapped = last and not starts_item and (len(last) + 1 + len(first) > width - RAGGED or first[:1].islower())
        wrapped = wrapped and stamped_date(line) is None
        if not wrapped and paragraph:
            yield paragraph
        plain = BULLET.sub("", line)
        glue = "" if paragraph.endswith("-") and first[:1].islower() else " "
        paragraph = paragraph + glue + line if wrapped else plain
        last = line
    yield paragraph


# ---- Markdown


def parse_markdown(text: str) -> Content:
    """The content of a Markdown text without code; front matter (title, date, url, source, author) becomes metadata."""
    front = FRONT_MATTER.match(text)
    fields = {key.lower(): value for key, value in FIELD.findall(front[1])} if front else {}
    tokens = MarkdownIt("commonmark").enable("table").parse(text[front.end() :] if front else text)
    lines, heading = _markdown_lines(tokens)
    code = [
        DroppedText(normalise_line(token.content), "code") for token in tokens if token.type in {"fence", "code_block"}
    ]
    content = build_content(lines, title=fields.get("title") or heading, dropped=code)
    date = iso_date(fields.get("date", ""))
    return replace(
        content,
        date=date or content.date,
        date_from="front matter" if date else content.date_from,
        url=fields.get("url"),
        source=fields.get("source") or content.source,
        byline=fields.get("author") or content.byline,
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
            words = normalise_line(_inline(token.children or ()))
            (lines if row is None else row).append(words)
            if before is not None and before.type == "heading_open":
                heading = heading or words
    return [line for line in lines if line], heading


def _inline(tokens: Sequence[Token]) -> str:
    words = {"softbreak": " ", "hardbreak": " "}
    return "".join(
        token.content if token.type in {"text", "code_inline"} else words.get(token.type, "") for token in tokens
    )
