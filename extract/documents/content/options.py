"""How documents are read, as a person asks for it."""

from __future__ import annotations

from dataclasses import dataclass, field

MAX_SIZE = 20 * (1 << 20)
"""Bytes of a document, if no other limit is given."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns the user says hold the text and the date; others go by their names."""

    text: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """How documents are read."""

    columns: Columns = field(default_factory=Columns)
    teasers: bool = False
    """Other articles that a page points to become documents of their own."""
    languages: frozenset[str] | None = None
    """Codes of the languages that are read; None for all. A text whose language cannot be told is read."""
    most: int = MAX_SIZE
