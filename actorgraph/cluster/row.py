"""What is kept of each document of a shard."""

from __future__ import annotations

from dataclasses import dataclass

from actorgraph.builder.storage.extraction_cache import Remembered


@dataclass(frozen=True, slots=True)
class About:
    """What a document was, and where it was read."""

    kind: str
    where: str
    characters: int


@dataclass(frozen=True, slots=True)
class Row:
    """A document of a shard: what it was, and what was taken from it."""

    about: About
    taken: Remembered

    @property
    def id(self) -> str:
        """Of the document."""
        return self.taken.document.id


Trouble = tuple[str, str]
"""Where something is that was left out, and why."""
