"""Reads files, folders and standard input into Documents, one at a time; containers are opened, however deep.

Unreadable files and members are reported and skipped.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, count
from pathlib import Path
from typing import BinaryIO

from extract.documents.assembly import completed_document
from extract.documents.content.article import DroppedText, FormatError, unexpected
from extract.documents.content.language import language_name
from extract.documents.content.options import ReaderOptions
from extract.documents.content.raw_item import MAX_DEPTH, ArchiveBombError, RawItem, UnpackBudget
from extract.documents.formats import (
    CONTAINERS,
    FileFormat,
    checked_content,
    detect_format,
    open_container,
    parse_document,
)
from extract.documents.listing import InputFile, OnError, list_files
from extract.documents.teasers import teaser_documents
from ontology.errors import InputError
from ontology.model import Document


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document with the name of its format, the name that messages give its file, and the text dropped of it."""

    document: Document
    kind: str
    where: str
    dropped: tuple[DroppedText, ...]


OnProgress = Callable[[int, int], None]
"""Callback for progress: bytes read so far, and bytes in all."""


def iter_documents(
    paths: Sequence[str | Path],
    *,
    batch: str | None = None,
    on_error: OnError,
    on_warning: OnError = lambda _: None,
    options: ReaderOptions | None = None,
) -> Iterator[Document]:
    """The documents in files, folders (with their subfolders) and standard input (`-`), sorted by file.

    One document at a time is in memory. `batch` names the batch of all; None derives it from folders. A bad file raises
    nothing: `on_error` gets an InputError with the file, the reason and what to do. `on_warning` gets one for what was
    read, but not as it stands: bad bytes, ids that are not unique.
    """
    for reading in read_documents(paths, batch=batch, on_error=on_error, on_warning=on_warning, options=options):
        yield reading.document


def read_documents(  # noqa: PLR0913  # callbacks and options
    paths: Sequence[str | Path],
    *,
    batch: str | None = None,
    on_error: OnError,
    on_note: OnError = lambda _: None,
    on_warning: OnError = lambda _: None,
    options: ReaderOptions | None = None,
    progress: OnProgress | None = None,
) -> Iterator[ReadDocument]:
    """As `iter_documents`, with what was dropped and why; `on_note` is called for files that are passed over."""
    files = list_files(paths, batch, on_error, on_note)
    yield from read_files(files, on_error=on_error, on_warning=on_warning, options=options, progress=progress)


def read_files(
    files: Sequence[InputFile],
    *,
    on_error: OnError,
    on_warning: OnError = lambda _: None,
    options: ReaderOptions | None = None,
    progress: OnProgress | None = None,
) -> Iterator[ReadDocument]:
    """The documents of files that are listed already; parameters as for `read_documents`."""
    reader = FileReader(options or ReaderOptions(), on_error, on_warning)
    total, done = sum(file_size(file) for file in files), 0
    for file in files:
        for document, position in reader.documents(file):
            yield document
            if progress is not None:
                progress(done + min(position, file_size(file)), total)
        done += file_size(file)


def file_size(file: InputFile) -> int:
    """Its size in bytes; 0 if it is gone."""
    try:
        return file.size
    except OSError:
        return 0


@dataclass(frozen=True, slots=True)
class ReadingStep:
    """What is read next: the item of this number in its file (counted from 1), or the members of a container.

    `name`: what messages call it. `is_container`: True while a container gives its next member.
    """

    number: int
    name: str
    is_container: bool = False


@dataclass(frozen=True, slots=True)
class Resumption:
    """Where the reading of a file goes on after its process has died.

    `first`: number of the first item to read; documents before it are done. `deadly`: numbers of items that are left
    out. `ends`: by the name of a container, the number of the item from which on it is left out.
    """

    first: int = 1
    deadly: frozenset[int] = frozenset()
    ends: Mapping[str, int] = field(default_factory=dict)


WHOLE = Resumption()
"""A file is read from its beginning to its end."""
OnStep = Callable[[ReadingStep], None]


class FileReader:
    """Reads input files one after the other. Remembers which ids were given, and what was reported as skipped.

    `on_step` is called before anything that may take long or fail.
    """

    def __init__(
        self, options: ReaderOptions, on_error: OnError, on_warning: OnError, on_step: OnStep = lambda _: None
    ) -> None:
        self.options = options
        self.on_error = on_error
        self.on_warning = on_warning
        self.on_step = on_step
        self.number = 0
        self.resumption = WHOLE
        self.name_by_id: dict[str, str] = {}
        self.skipped: set[tuple[str, str]] = set()
        self.renamed: list[RenamedDocument] = []

    def skip(self, where: str, why: str) -> None:
        """Report what is skipped, once."""
        if (where, why) not in self.skipped:
            self.skipped.add((where, why))
            self.on_error(InputError(where, why))

    def documents(self, file: InputFile, resumption: Resumption = WHOLE) -> Iterator[tuple[ReadDocument, int]]:
        """The documents of a file, each with how many bytes of the file are read."""
        self.number, self.resumption = 0, resumption
        try:
            with _opened(file) as stream:
                size = stream.seek(0, io.SEEK_END)
                item = RawItem(file.id, file.name, file.suffix, stream, UnpackBudget.of(file.name, size))
                for part, kind in self._parts(item):
                    yield from ((document, stream.tell()) for document in self._finished(file, part, kind))
        except OSError as error:
            self.skip(file.name, f"cannot be read: {error.strerror or error}; check the file and its permissions")
        except ArchiveBombError as error:
            self.skip(file.name, str(error))
        if self.renamed:
            self.on_warning(InputError(file.name, _renamed_warning(self.renamed)))
            self.renamed.clear()

    def _parts(self, item: RawItem) -> Iterator[tuple[RawItem, FileFormat]]:
        """The documents in an item with their formats; the item itself, if it is no container."""
        self.number += 1
        if self.number in self.resumption.deadly:
            return
        is_done = self.number < self.resumption.first
        self.on_step(ReadingStep(self.number, item.name))
        if item.content is not None:
            if not is_done:
                yield item, FileFormat.TEXT
            return
        try:
            kind = detect_format(item)
            if kind not in CONTAINERS:
                if not is_done:
                    yield item, kind
            elif item.depth >= MAX_DEPTH:
                why = (
                    f"nested more than {MAX_DEPTH} deep; the deeper levels were skipped; "
                    "unpack them first if you need them"
                )
                self.skip(item.budget.name, why)
            else:
                yield from self._inside(item, kind)
        except ArchiveBombError:
            raise
        except Exception as error:  # noqa: BLE001  # the boundary around one item: nothing else is lost
            self._skip_item(item, error)

    def _skip_item(self, item: RawItem, error: Exception) -> None:
        """Report an item in which something fails, whatever it is. Raises OSError of a whole file."""
        if isinstance(error, OSError) and not item.depth:
            raise error
        self.skip(item.name, str(error) if isinstance(error, FormatError) else unexpected(error))

    def _inside(self, item: RawItem, kind: FileFormat) -> Iterator[tuple[RawItem, FileFormat]]:
        """The documents in a container; an empty one is reported."""
        skipped_before, is_empty = len(self.skipped), True
        self.on_step(ReadingStep(self.number + 1, item.name, is_container=True))
        for part in open_container(item, kind, self.options.columns, self.skip, self.options.max_size):
            is_empty = False
            if self.number + 1 >= self.resumption.ends.get(item.name, sys.maxsize):
                return
            try:
                for document, inner in self._parts(part):
                    yield document, kind if document.content is not None else inner
            finally:
                part.file.close()
            self.on_step(ReadingStep(self.number + 1, item.name, is_container=True))
        if is_empty and len(self.skipped) == skipped_before:
            self.skip(item.name, f"{kind} that contains nothing readable; remove it or check its content")

    def _finished(self, file: InputFile, item: RawItem, kind: FileFormat) -> Iterator[ReadDocument]:
        """The document, and its teasers if they are wanted; nothing, and a report, if it cannot be read."""
        try:
            max_size = self.options.max_size
            content = checked_content(item.content) if item.content else parse_document(item, kind, max_size)
            document = self._admitted(completed_document(file, item, content), file, item)
            teasers = teaser_documents(document, content) if self.options.teasers else []
        except ArchiveBombError:
            raise
        except Exception as error:  # noqa: BLE001  # the boundary around one document
            self._skip_item(item, error)
            return
        for warning in content.warnings:
            self.on_warning(InputError(item.name, warning))
        yield ReadDocument(document, str(kind), item.name, content.dropped)
        yield from (ReadDocument(teaser, "teaser", item.name, ()) for teaser in teasers)

    def _admitted(self, document: Document, file: InputFile, item: RawItem) -> Document:
        """The document, under another id if a document before has its own. Raises FormatError for its language."""
        wanted = self.options.languages
        if wanted is not None and document.language is not None and document.language not in wanted:
            raise FormatError(
                f"in {language_name(document.language)}, for which there is no spaCy pipeline; "
                f"install one and add it with --model {document.language}=NAME"
            )
        first = self.name_by_id.get(document.id)
        if first is not None:
            renamed = replace(document, id=self._free_id(document.id, file, item))
            self.renamed.append(RenamedDocument(document.id, renamed.id, first))
            document = renamed
        self.name_by_id[document.id] = item.name
        return document

    def _free_id(self, identifier: str, file: InputFile, item: RawItem) -> str:
        """An id that no document has: of a record, with its file before it; of a file, with its extension; numbered."""
        base = f"{file.id}/{identifier}" if item.is_record else f"{identifier}{item.suffix}"
        numbered = (f"{base}~{number}" for number in count(2))
        return next(one for one in chain([base], numbered) if one not in self.name_by_id)


@dataclass(frozen=True, slots=True)
class RenamedDocument:
    """A document whose id another document has, read from `first` before: its own id, and the one that it got."""

    own: str
    given: str
    first: str


def _renamed_warning(renamed: Sequence[RenamedDocument]) -> str:
    """One line for all documents of a file that got other ids."""
    one = renamed[0]
    others = f", and {len(renamed) - 1} more in the same way" if len(renamed) > 1 else ""
    return (
        f"has the same id as {one.first} ({one.own!r}): read as {one.given!r}{others}; "
        "if the ids matter, give each document its own"
    )


def duplicate_id(identifier: str, first: str) -> str:
    """Why a document is skipped whose id is that of the document read from `first`."""
    return f"has the same id as {first} ({identifier!r}); rename one of them"


def _opened(file: InputFile) -> BinaryIO:
    return io.BytesIO(sys.stdin.buffer.read()) if file.path is None else file.path.open("rb")
