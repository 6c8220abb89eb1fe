"""Plain text and Markdown to paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from extract.dates.expressions import iso_date, stamped_date
from extract.documents.content.article import Content, DroppedText, build_content, normalise_line
from extract.documents.content.hyphens import HYPHENS, glued, hyphenated_words
from ontology.model import EntityType
from ontology.registry import registry

CELLS = "; "  # between the cells of a table row
SENTENCE_ENDS = (".", "!", "?", ";", ":", ",")
BULLET = re.compile(
    r"^(?:[-*+•◦▪‣·●○■□◆◇▶►▸➢➤➔→✓✔✗❖⁃∙»\uf0b7\uf0a7\uf0d8\uf0fc]|o(?=\s{2})|[–—](?=\s))\s*(?<![-*+·»](?=\S))(?=\S)"
)
"""The mark of a list item. Those that are found in running text as well need a blank behind them."""
NUMBER = re.compile(r"^(?:\(?\d{1,2}[.)]|\([a-z]{1,4}\)|[a-z]\)|[ivx]{1,4}[.)])\s+(?=[A-Z“\"‘(\[])")
"""The number of a list item."""
MIN_WRAP, MAX_WRAP = 24, 120  # columns between which a file's lines count as hard-wrapped
RAGGED = 12  # columns by which such a line may be shorter than it had to be
MIN_FULL, FULL_SHARE = 2, 0.7  # lines that break at the margin: at least so many, and of those that go on this share
SHORT = 0.5  # share of the longest line up to which a line is short
MAX_ENDS = 0.4  # share of these lines that may end a sentence
MIN_SIGNS = 0.25  # share of these lines that show that the sentence goes on in the next
INDENT = 2  # blanks that begin a paragraph
TAB = 8
SENTENCE_END = re.compile(r"[.!?:…][\"'”’)\]]*$")
INNER_END = re.compile(r"[a-z0-9][.!?][\"”’)]* [\"“‘]?[A-Z]")
OPEN_END = re.compile(
    r"(?:[,;(–-]|\b(?:the|a|an|of|and|or|in|on|at|to|for|with|by|from|that|which|who|is|are|was|were|has|had|will|its|their|as))$"
)
FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)---[ \t]*(?:\n|\Z)", re.DOTALL)
FIELD = re.compile(r"^(title|date|url|source|author)\s*:\s*[\"']?(.*?)[\"']?\s*$", re.IGNORECASE | re.MULTILINE)


def parse_plain_text(text: str) -> Content:
    """The content of a plain text; its title is a short first line without a full stop that has text below it."""
    return build_content(normalise_line(line) for line in split_paragraphs(text))


def split_paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a text, with hard-wrapped lines joined and list marks removed."""
    blocks = _blocks(text)
    width = _wrap_width(blocks)
    words = hyphenated_words(text)
    for block in blocks:
        if width is None:
            yield from (without_list_mark(line.strip()) for line in block)
        else:
            yield from _joined(block, width, words)


def joined_cells(cells: Iterable[str]) -> str:
    """The cells of a table row as a line; a cell that ends like a sentence needs no other mark."""
    row = ""
    for cell in filter(None, cells):
        row += (" " if row.endswith(SENTENCE_ENDS) else CELLS if row else "") + cell
    return row


def is_wrapped(text: str) -> bool:
    """True if the lines of a text are hard-wrapped."""
    return _wrap_width(_blocks(text)) is not None


def _blocks(text: str) -> list[list[str]]:
    """The lines of a text between its blank lines."""
    return [block.split("\n") for block in re.split(r"\n\s*\n", text.expandtabs(TAB).strip("\n").rstrip())]


def without_list_mark(line: str) -> str:
    """A line without the mark or the number of a list item."""
    return NUMBER.sub("", BULLET.sub("", line))


def _wrap_width(blocks: Sequence[Sequence[str]]) -> int | None:
    """The column at which the lines of a hard-wrapped file break; None where lines are paragraphs.

    A headline above its date is two lines as well, so most lines that another one follows must end at the same margin,
    few of them at the end of a sentence, and some must show that their sentence goes on.
    """
    pairs = [
        (line.strip(), following.strip())
        for block in blocks
        for line, following in pairwise(block)
        if not _starts_item(following.strip(), line.strip())
    ]
    longest = max((len(line.strip()) for block in blocks for line in block), default=0)
    # headlines, dates and signatures are short, and say nothing of the others
    pairs = [(line, following) for line, following in pairs if len(line) > SHORT * longest or following[:1].islower()]
    if not pairs or not MIN_WRAP <= longest <= MAX_WRAP:
        return None
    full = sum(_is_full(line, following, longest) for line, following in pairs)
    ends = sum(SENTENCE_END.search(line) is not None for line, _ in pairs)
    signs = sum(_goes_on(line, following) for line, following in pairs)
    is_wrapped = full >= min(MIN_FULL, len(pairs)) and full >= FULL_SHARE * len(pairs)
    return longest if is_wrapped and ends <= MAX_ENDS * len(pairs) and signs >= MIN_SIGNS * len(pairs) else None


def _is_full(line: str, following: str, width: int) -> bool:
    """True if the first word of the next line would not have fitted into this one, or a part of it stands here."""
    return line[-1:] in HYPHENS or len(line) + 1 + len(following.split(" ", 1)[0]) > width - min(RAGGED, width // 3)


def _goes_on(line: str, following: str) -> bool:
    """True if the words show that a sentence does not end with its line."""
    if SENTENCE_END.search(line):
        return False
    return (
        following[:1].islower() or bool(INNER_END.search(line) or OPEN_END.search(line)) or _parts_name(line, following)
    )


def _parts_name(line: str, following: str) -> bool:
    """True where a line ends amid the name of a country: "Costa" before "Rica"."""
    words = [*line.split()[-1:], *following.split()[:1]]
    if len(words) != 2 or not all(word[:1].isupper() for word in words):
        return False
    entity = registry().find(" ".join(words).rstrip(".,;:"))
    return entity is not None and entity.type is EntityType.COUNTRY


def _starts_item(line: str, before: str) -> bool:
    """True for a line that begins a list item. A number may begin a line within a sentence, too."""
    return bool(BULLET.match(line) or (NUMBER.match(line) and (not before or SENTENCE_END.search(before))))


def _joined(block: Sequence[str], width: int, words: frozenset[str]) -> Iterator[str]:
    """Joins a line to the one before where it would not have fitted there, or starts with a lower-case letter."""
    paragraph = before = ""
    indent = 0
    for raw in block:
        line = raw.strip()
        margin = len(raw) - len(raw.lstrip())
        starts = _starts_item(line, before) or stamped_date(line) is not None
        is_indented = margin >= indent + INDENT and not _opens_item(before) and bool(SENTENCE_END.search(before))
        goes_on = _is_full(before, line, width) or line[:1].islower() or _hangs(margin, indent, before)
        goes_on = goes_on or _parts_name(before, line)
        if before and goes_on and not starts and not is_indented:
            paragraph = glued(paragraph, line, words)
        else:
            if paragraph:
                yield paragraph
            paragraph = without_list_mark(line)
        before, indent = line, margin
    yield paragraph


def _opens_item(line: str) -> bool:
    return bool(BULLET.match(line) or NUMBER.match(line))


def _hangs(margin: int, indent: int, before: str) -> bool:
    """True for a line that stands under the text of a list item."""
    return _opens_item(before) and margin > indent


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
            lines.append(joined_cells(row))
            row = None
        elif token.type == "inline":
            words = normalise_line(_inline(token.children or ()))
            (lines if row is None else row).append(words)
            if before is not None and before.type == "heading_open":
                heading = heading or words
    return [line for line in lines if line], heading


def _inline(tokens: Sequence[Token]) -> str:
    words = {"softbreak": " ", "hardbreak": " ", "html_inline": " "}
    return "".join(
        token.content if token.type in {"text", "code_inline"} else words.get(token.type, "") for token in tokens
    )
