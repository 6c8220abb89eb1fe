"""What a worker and the process that reads for it say to each other. Nothing heavy is imported here."""

from __future__ import annotations

from dataclasses import dataclass

from actorgraph.cluster.row import About, Row
from extract.documents.listing import Place

Known = tuple[str, str]
"""Digest of a document and fingerprint of what extracted from it."""


@dataclass(frozen=True, slots=True)
class Task:
    """Files to read, and what need not be done: documents that are known, and what killed the process before."""

    places: tuple[Place, ...]
    known: dict[str, Known]
    """By id: if it is still the same, the document is named and not extracted again."""
    written: frozenset[At]
    """Documents that the other process has already."""
    deadly: frozenset[At]


@dataclass(frozen=True, slots=True)
class At:
    """What is being read: a file, or one of its documents."""

    place: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Same:
    """A document that is known."""

    id: str
    about: About


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What was left out, and why."""

    where: str
    why: str


@dataclass(frozen=True, slots=True)
class Ready:
    """The process has loaded its models; the fingerprint is that of its rules, models and libraries."""

    fingerprint: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The process cannot work here: a model is missing, say."""

    why: str


@dataclass(frozen=True, slots=True)
class End:
    """The task is done."""


Message = At | Row | Same | LeftOut | Ready | Refused | End
