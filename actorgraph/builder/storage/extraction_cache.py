"""The extraction cache: one line per document in files of `out/`, with an index in memory.

The lines are read when they are needed: the extractions of a million documents do not fit into memory. Those of a few
hundred documents are read once and kept.
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
from ontology.model import Claim, Document, DocumentEntity, Extraction, Sentence, VerificationNote
from ontology.text_gaps import gaps_of, text_of

HEAD = 1 << 13
"""Bytes of a line that are read for the index; more are read if they do not contain all keys."""
FEW = 1 << 26
"""Total size of lines up to which they are read once and kept; as objects they take about six times as much."""
PARTIAL = " partial"
"""Ends the cache key of an extraction from which something is missing: the next build extracts again."""
HEAD_KEYS = frozenset({"document", "digest", "extractor", "signature", "layout"})
LAYOUT = 2
"""Changes with the fields of a line. A document whose line has another layout is extracted again."""


@dataclass(frozen=True, slots=True)
class CachedExtraction:
    """What was extracted from a document.

    It is valid for this `digest` of the document and this `extractor`: for none, if it is `PARTIAL`. `signature`: of
    the text, to find duplicates. `gaps`: the text before, between and after the sentences; with the
    sentences they make up the whole text.
    """

    layout: int
    document: Document
    """Without its text."""
    digest: str
    extractor: str
    signature: str
    sentences: tuple[Sentence, ...]
    claims: tuple[Claim, ...]
    entities: tuple[DocumentEntity, ...]
    gaps: tuple[str, ...]
    notes: tuple[VerificationNote, ...] = ()

    @staticmethod
    def of(extraction: Extraction, extractor: str, digest: str | None = None) -> CachedExtraction:
        """The cached form of an extraction. `digest`: of its document, if it is known."""
        document = extraction.document
        bare = replace(document, text="", extra={})
        key = extractor + PARTIAL if extraction.missing else extractor
        version = digest or document_digest(document), key, signature(document.text)
        taken = (extraction.sentences, extraction.claims, extraction.entities)
        gaps = gaps_of(document.text, extraction.sentences)
        return CachedExtraction(LAYOUT, bare, *version, *taken, gaps, extraction.notes)

    def extraction(self, copy_of: str | None = None) -> Extraction:
        """The extraction; `copy_of`: id of the document that it duplicates. Properties in `Document.extra` are gone."""
        document = replace(self.document, copy_of=copy_of, text=text_of(self.gaps, self.sentences))
        return Extraction(document, self.sentences, self.claims, self.entities, self.notes)


_CACHED_EXTRACTION = TypeAdapter(CachedExtraction)
_PROPERTIES = TypeAdapter(dict[str, object])


def line_of(cached: CachedExtraction) -> bytes:
    """The line of the cache file."""
    return _CACHED_EXTRACTION.dump_json(cached) + b"\n"


def document_digest(document: Document) -> str:
    """Digest of everything that was read of a document."""
    fields = {name: getattr(document, name) for name in Document.__slots__ if name != "extra"}
    content = _PROPERTIES.dump_json({**fields, "extra": dict(sorted(document.extra.items()))}, fallback=str)
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A document in the cache: its identity and version, and the position of its line."""

    id: str
    batch: str
    date: str | None
    digest: str
    extractor: str
    path: Path
    offset: int
    length: int

    @property
    def is_partial(self) -> bool:
        """True if something is missing from it that another build may add."""
        return self.extractor.endswith(PARTIAL)


def index_entries(path: Path, *, whole: bool = False) -> Iterator[IndexEntry]:
    """The index entries of the lines of a file. Lines that cannot be read are skipped.

    `whole`: validate every line to its end, because the last line of a journal may be truncated, or a cache damaged.
    """
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return
    except OSError:
        if path.is_file():
            raise
        return  # a folder, or a link that leads nowhere
    with file:
        offset = 0
        for line in file:
            head = _head(line, whole=whole)
            if head is not None and (not whole or _is_valid(line)):
                document = head["document"]
                version = (document["id"], document["batch"], document["date"], head["digest"], head["extractor"])
                yield IndexEntry(*version, path, offset, len(line))
            offset += len(line)


def _head(line: bytes, *, whole: bool) -> Mapping[str, Any] | None:
    head = line if whole else line[:HEAD]
    while True:
        try:
            record = from_json(head, allow_partial=not whole)
        except ValueError:
            return None
        if isinstance(record, dict) and record.keys() > HEAD_KEYS:
            return record if record["layout"] == LAYOUT else None
        if len(head) == len(line):
            return None
        head = line[: 2 * len(head)]


def _is_valid(line: bytes) -> bool:
    try:
        _CACHED_EXTRACTION.validate_json(line)
    except ValidationError:
        return False
    return True


class ExtractionCache:
    """Cached extractions of some documents, in order; they can be read repeatedly."""

    def __init__(self, entries: Iterable[IndexEntry]) -> None:
        self.entries: Sequence[IndexEntry] = tuple(entries)
        self._few: list[CachedExtraction] | None = None

    def __len__(self) -> int:
        """Number of documents."""
        return len(self.entries)

    def __iter__(self) -> Iterator[CachedExtraction]:
        """The cached extractions. Raises StoreError for a damaged line."""
        if sum(entry.length for entry in self.entries) > FEW:
            return self._read()
        if self._few is None:
            self._few = list(self._read())
        return iter(self._few)

    def lines(self) -> Iterator[bytes]:
        """The lines as they are."""
        with ExitStack() as stack:
            opened = {path: stack.enter_context(path.open("rb")) for path in {entry.path for entry in self.entries}}
            for entry in self.entries:
                opened[entry.path].seek(entry.offset)
                yield opened[entry.path].read(entry.length)

    def signed(self) -> Iterator[DocumentSignature]:
        """The signatures of the documents; only the heads of the lines are parsed."""
        for entry, line in zip(self.entries, self.lines(), strict=True):
            head = _head(line, whole=False)
            if head is not None:
                yield DocumentSignature(entry.id, entry.date, head["signature"])

    def _read(self) -> Iterator[CachedExtraction]:
        for entry, line in zip(self.entries, self.lines(), strict=True):
            try:
                yield _CACHED_EXTRACTION.validate_json(line)
            except ValidationError as error:
                raise StoreError(
                    f"{entry.path}: what was read of {entry.id!r} is damaged or of another version; "
                    "remove the file and run actorgraph build again"
                ) from error
