"""Footnote marks: they are taken out of running text, because they are no part of the names that they stand behind."""

from __future__ import annotations

import re
from functools import cache
from typing import Annotated

from pydantic import BeforeValidator

from ontology.data_files import DataTable, load_toml

FILE = "footnotes.toml"
YEAR = re.compile(r"\b(?:19|20)\d\d$")


def _compiled(pattern: object) -> object:
    return re.compile(pattern) if isinstance(pattern, str) else pattern


Pattern = Annotated[re.Pattern[str], BeforeValidator(_compiled)]


class FootnoteMarks(DataTable):
    """The content of `footnotes.toml`."""

    start: Pattern
    inside: tuple[Pattern, ...]
    emphasis: Pattern
    raised: Pattern
    not_after: Pattern


def without_marks(line: str) -> str:
    """A line without the marks of footnotes."""
    if not _may_hold_marks(line):
        return line
    marks = _marks()
    text = marks.emphasis.sub(r"\2", line)
    match = marks.start.match(text)
    text = text[match.end() :] if match else text
    for pattern in marks.inside:
        text = pattern.sub("", text)
    return text.strip() or line


def is_mark(raised: str, before: str) -> bool:
    """True for a raised piece of text that is a footnote mark behind the text `before`, not a power or an ordinal."""
    marks = _marks()
    text = raised.strip()
    if not text or not marks.raised.fullmatch(text):
        return False
    return not marks.not_after.search(before) or bool(YEAR.search(before)) or text[0] in "[*†‡"


def _may_hold_marks(line: str) -> bool:
    """False for nearly all lines, without a search."""
    return any(character in line for character in "[^*†‡§¶¹²³") or any("⁰" <= one <= "⁹" for one in line) or "(" in line


@cache
def _marks() -> FootnoteMarks:
    return load_toml("extract.lexicon", FILE, FootnoteMarks)
