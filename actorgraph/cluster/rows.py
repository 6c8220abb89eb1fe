"""What a worker process is asked about a shard, and what it answers, document by document."""

from __future__ import annotations

from dataclasses import dataclass

from actorgraph.builder.storage.extraction_cache import CachedExtraction
from extract.documents.listing import InputFile

Version = tuple[str, str]
"""Digest of a document and fingerprint of what extracted from it."""


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """What a document was, and where it was read."""

    kind: str
    where: str
    characters: int


@dataclass(frozen=True, slots=True)
class ShardRow:
    """A document of a shard: what it was, and what was extracted from it."""

    source: SourceInfo
    extracted: CachedExtraction

    @property
    def id(self) -> str:
        """Of the document."""
        return self.extracted.document.id


@dataclass(frozen=True, slots=True)
class UnchangedDocument:
    """A document of which an earlier run has extracted the same."""

    id: str
    source: SourceInfo


@dataclass(frozen=True, slots=True)
class SkippedInput:
    """A file or document that was left out, and why; or a warning, if it was read all the same."""

    where: str
    why: str
    is_read: bool = False


@dataclass(frozen=True, slots=True)
class ReadingStep:
    """What is being read: a file, or one of its documents."""

    place: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class ShardAnswer:
    """What was found at a step."""

    step: ReadingStep
    content: ShardRow | UnchangedDocument | SkippedInput


@dataclass(frozen=True, slots=True)
class ShardTask:
    """Files to read, and what need not be done.

    `versions`: by id, what an earlier run has extracted; a document of the same version is named and not extracted
    again. `done`: what came before the process died. `deadly`: what it died of.
    """

    places: tuple[InputFile, ...]
    versions: dict[str, Version]
    done: frozenset[ReadingStep]
    deadly: frozenset[ReadingStep]
