"""What was taken from documents, line by line in files of `out/`: an index in memory, the rest read when asked for.

A build of a million documents must not hold what it found in all of them; one of a few hundred need not read it twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json

from extract.near_duplicates import DocumentSignature, signature
from ontology.errors import StoreError
from ontology.model import Claim, Document, DocumentEntity, Extraction, Sentence

HEAD = 1 << 13
"""Bytes of a line that are read for the index; more, if what tells documents apart is longer."""
FEW = 1 << 26
"""Bytes of lines that are read but once: as objects they take about six times as much."""
HEAD_KEYS = frozenset({"document", "digest", "extractor", "signature"})


@dataclass(frozen=True, slots=True)
class Remembered:
    """What was taken from a document, valid for this digest of it and this extractor."""

    document: Document
    """Its text is left out: it is in the user's own files."""
    digest: str
    extractor: str
    signature: str
    """Of its text, by which copies are found."""
    sentences: tuple[Sentence, ...]
    claims: tuple[Claim, ...]
    entities: tuple[DocumentEntity, ...]

    @staticmethod
    def of(extraction: Extraction, extractor: str, digest: str | None = None) -> Remembered:
        """What to remember of an extraction; `digest` is that of its document, if it is known."""
        document = extraction.document
        bare = replace(document, text="", extra={})
        taken = (extraction.sentences, extraction.claims, extraction.entities)
        return Remembered(bare, digest or document_digest(document), extractor, signature(document.text), *taken)

    def extraction(self, copy_of: str | None = None) -> Extraction:
        """The extraction, with a document that has no text; `copy_of` is the document of which it is a copy."""
        document = replace(self.document, copy_of=copy_of)
        return Extraction(document, self.sentences, self.claims, self.entities)


_REMEMBERED = TypeAdapter(Remembered)
_PROPERTIES = TypeAdapter(dict[str, object])


def line_of(one: Remembered) -> bytes:
    """A line of the files."""
    return _REMEMBERED.dump_json(one) + b"\n"


def document_digest(document: Document) -> str:
    """Digest of everything that was read of a document."""
    fields = {name: getattr(document, name) for name in Document.__slots__ if name != "extra"}
    content = _PROPERTIES.dump_json({**fields, "extra": dict(sorted(document.extra.items()))}, fallback=str)
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True, slots=True)
class Slot:
    """A document of which something is remembered: what tells it apart, and where the line about it lies."""

    id: str
    batch: str
    date: str | None
    digest: str
    extractor: str
    path: Path
    offset: int
    length: int


def slots(path: Path, *, whole: bool = False) -> Iterator[Slot]:
    """The documents that the lines of a file are about. Lines that cannot be read are left out.

    With `whole` every line is looked at to its end: the last lines of a journal may have been cut off.
    """
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return
    with file:
        offset = 0
        for line in file:
            found = _head(line, whole=whole)
            if found is not None:
                document = found["document"]
                about = (document["id"], document["batch"], document["date"], found["digest"], found["extractor"])
                yield Slot(*about, path, offset, len(line))
            offset += len(line)


def _head(line: bytes, *, whole: bool) -> Mapping[str, Any] | None:
    head = line if whole else line[:HEAD]
    while True:
        try:
            found = from_json(head, allow_partial=not whole)
        except ValueError:
            return None
        if isinstance(found, dict) and found.keys() > HEAD_KEYS:
            return found
        if len(head) == len(line):
            return None
        head = line[: 2 * len(head)]


class Kept:
    """What is remembered of some documents, in their order; it can be read as often as one likes."""

    def __init__(self, chosen: Iterable[Slot]) -> None:
        self.slots: Sequence[Slot] = tuple(chosen)
        self._few: list[Remembered] | None = None

    def __len__(self) -> int:
        """Documents."""
        return len(self.slots)

    def __iter__(self) -> Iterator[Remembered]:
        """One after the other. Raises StoreError for a line that is not what a build wrote."""
        if sum(slot.length for slot in self.slots) > FEW:
            return self._read()
        if self._few is None:
            self._few = list(self._read())
        return iter(self._few)

    def lines(self) -> Iterator[bytes]:
        """The lines as they are."""
        with ExitStack() as stack:
            opened = {path: stack.enter_context(path.open("rb")) for path in {slot.path for slot in self.slots}}
            for slot in self.slots:
                opened[slot.path].seek(slot.offset)
                yield opened[slot.path].read(slot.length)

    def signed(self) -> Iterator[DocumentSignature]:
        """The signatures, one after the other; nothing else is read where they are in the heads of the lines."""
        for slot, line in zip(self.slots, self.lines(), strict=True):
            head = _head(line, whole=False)
            if head is not None:
                yield DocumentSignature(slot.id, slot.date, head["signature"])

    def _read(self) -> Iterator[Remembered]:
        for slot, line in zip(self.slots, self.lines(), strict=True):
            try:
                yield _REMEMBERED.validate_json(line)
            except ValidationError as error:
                raise StoreError(
                    f"{slot.path}: what was read of {slot.id!r} is damaged or of another version; "
                    "remove the file and run actorgraph build again"
                ) from error
