"""The options of reading documents, as a typed object."""

from __future__ import annotations

from dataclasses import dataclass, field

MAX_SIZE = 20 * (1 << 20)
"""Default limit on the size of one document, in bytes."""


@dataclass(frozen=True, slots=True)
class ColumnNames:
    """The columns of tables that hold the text and the date, where the user names them; None: go by common names."""

    text: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """What the reading of one document may take; a process of its own is stopped that takes more.

    `seconds`: for a file, or a member of a container. `memory`: in bytes, where the system can limit it (Linux, macOS).
    """

    seconds: float | None = 120.0
    memory: int | None = 2 << 30


@dataclass(frozen=True, slots=True)
class ReaderOptions:
    """How documents are read. Part of the cache key of a build: other options may give other documents."""

    columns: ColumnNames = field(default_factory=ColumnNames)
    teasers: bool = False
    """Whether teasers of other articles on a page become documents of their own."""
    languages: frozenset[str] | None = None
    """ISO 639 codes of the languages that are read; None for all. Texts whose language is uncertain are read."""
    max_size: int = MAX_SIZE
    """Largest size of one document in bytes."""
    limits: ReadingLimits | None = None
    """What the reading of a document may take; None: it is read in this process, without limits."""
