"""Reads files, folders and standard input into Documents, one at a time; containers are opened, however deep.

What cannot be read is reported and left out; the others go on.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from extract.documents.content.article import Content, Dropped, FormatError
from extract.documents.content.item import MOST_NESTED, BombError, Budget, Item
from extract.documents.content.language import language_name, language_of
from extract.documents.content.metadata import checked_id
from extract.documents.content.options import Options
from extract.documents.formats import CONTAINERS, Kind, content, members, recognise, with_text
from extract.documents.listing import OnError, Place, listed
from extract.documents.teasers import teaser_documents
from ontology.errors import InputError
from ontology.model import Document

RECORD_KEYS = frozenset("id text title date date_from fallback_date url source byline standfirst dateline".split())
"""Bytes of text that one document may have; War and Peace has three million."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as it was read, what it was, and what was dropped of it."""

    document: Document
    kind: str
    where: str
    dropped: tuple[Dropped, ...]


OnProgress = Callable[[int, int], None]
"""Told how many bytes are read and how many there are."""


def read(
    paths: Sequence[str | Path],
    *,
    batch: str | None = None,
    on_error: Callable[[InputError], None],
    options: Options | None = None,
) -> Iterator[Document]:
    """The documents in files, folders (with their subfolders) and standard input (`-`), sorted by file.

    One document at a time is in memory. Every failure goes to `on_error` as an InputError that names the
    file, the reason and what to do.
    """
    for reading in readings(paths, batch=batch, on_error=on_error, options=options):
        yield reading.document


def readings(  # noqa: PLR0913  # whom to tell, and what
    paths: Sequence[str | Path],
    *,
    batch: str | None = None,
    on_error: OnError,
    on_note: OnError = lambda _: None,
    options: Options | None = None,
    progress: OnProgress | None = None,
) -> Iterator[Reading]:
    """As `read`, with what was dropped and why; `on_note` is told of files in folders that are no documents."""
    yield from readings_of(
        listed(paths, batch, on_error, on_note), on_error=on_error, options=options, progress=progress
    )


def readings_of(
    places: Sequence[Place],
    *,
    on_error: OnError,
    options: Options | None = None,
    progress: OnProgress | None = None,
) -> Iterator[Reading]:
    """The documents of places that are listed already, as `readings` has them."""
    reader = _Reader(options or Options(), on_error)
    total, done = sum(_size(place) for place in places), 0
    for place in places:
        for reading, position in reader.readings(place):
            yield reading
            if progress is not None:
                progress(done + min(position, _size(place)), total)
        done += _size(place)


def _size(place: Place) -> int:
    try:
        return place.size
    except OSError:
        return 0


class _Reader:
    """Reads places; knows which ids were given."""

    def __init__(self, options: Options, on_error: OnError) -> None:
        self.options = options
        self.on_error = on_error
        self.names: dict[str, str] = {}
        self.told: set[tuple[str, str]] = set()

    def tell(self, where: str, why: str) -> None:
        """Report what is left out, once."""
        if (where, why) not in self.told:
            self.told.add((where, why))
            self.on_error(InputError(where, why))

    def readings(self, place: Place) -> Iterator[tuple[Reading, int]]:
        """The documents of a file, each with how far the file has been read."""
        try:
            with _opened(place) as file:
                size = file.seek(0, 2)
                item = Item(place.id, place.name, place.suffix, file, Budget.of(place.name, size))
                for part, kind in self._documents(item):
                    yield from ((reading, file.tell()) for reading in self._finished(place, part, kind))
        except OSError as error:
            self.tell(place.name, f"cannot be read: {error.strerror or error}; check the file and its permissions")
        except BombError as error:
            self.tell(place.name, str(error))

    def _documents(self, item: Item) -> Iterator[tuple[Item, Kind]]:
        """The documents in a thing; itself, if it is one."""
        if item.content is not None:
            yield item, Kind.TEXT
            return
        try:
            kind = recognise(item)
            if kind not in CONTAINERS:
                yield item, kind
            elif item.depth >= MOST_NESTED:
                why = f"nested more than {MOST_NESTED} deep: what is deeper is left out; unpack it yourself if need be"
                self.tell(item.budget.name, why)
            else:
                yield from self._inside(item, kind)
        except BombError:
            raise
        except FormatError as error:
            self.tell(item.name, str(error))

    def _inside(self, item: Item, kind: Kind) -> Iterator[tuple[Item, Kind]]:
        told, is_empty = len(self.told), True
        for part in members(item, kind, self.options.columns, self.tell, self.options.most):
            is_empty = False
            try:
                for document, inner in self._documents(part):
                    yield document, kind if document.content is not None else inner
            finally:
                part.file.close()
        if is_empty and len(self.told) == told:
            self.tell(item.name, f"{kind} with nothing in it that can be read")

    def _finished(self, place: Place, item: Item, kind: Kind) -> Iterator[Reading]:
        """The document, and its teasers if they are wanted; nothing, and a report, if it cannot be read."""
        try:
            found = with_text(item.content) if item.content else content(item, kind, self.options.most)
            document = _completed(place, item, found)
            self._admit(document, item.name)
        except BombError:
            raise
        except FormatError as error:
            self.tell(item.name, str(error))
            return
        yield Reading(document, str(kind), item.name, found.dropped)
        if self.options.teasers:
            for teaser in teaser_documents(document, found):
                yield Reading(teaser, "teaser", item.name, ())

    def _admit(self, document: Document, name: str) -> None:
        """Raises FormatError for an id that is taken, and for a language that is not read."""
        first = self.names.get(document.id)
        if first is not None:
            raise FormatError(taken(document.id, first))
        wanted = self.options.languages
        if wanted is not None and document.language is not None and document.language not in wanted:
            raise FormatError(
                f"in {language_name(document.language)}, which no model given can read; left out "
                f"(--model {document.language}=NAME adds an installed spaCy pipeline for it)"
            )
        self.names[document.id] = name


def taken(identifier: str, first: str) -> str:
    """Why a document is left out whose id another one has, which was read from `first`."""
    return f"has the id {identifier!r}, as has {first}; rename one of them"


def _opened(place: Place) -> BinaryIO:
    return io.BytesIO(sys.stdin.buffer.read()) if place.path is None else place.path.open("rb")


# ---- what is known of a document


def _completed(place: Place, item: Item, found: Content) -> Document:
    """What a record says of itself comes first, then sources.jsonl, then the container, then the text."""
    identifier = checked_id(item.id)
    listed_fields = place.sources.of(identifier)
    layers = [listed_fields, item.fields] if not item.is_record else [item.fields, listed_fields]

    def first(key: str, otherwise: str | None) -> str | None:
        return next((value for layer in layers if isinstance(value := layer.get(key), str) and value), otherwise)

    date, date_from = _date(layers, listed_fields, item.fields, found)
    more = {key: value for layer in reversed(layers) for key, value in layer.items() if key not in RECORD_KEYS}
    return Document(
        identifier,
        found.text,
        title=first("title", found.title),
        date=date,
        url=first("url", found.url),
        source=first("source", found.source),
        batch=place.batch,
        extra=MappingProxyType(more),
        date_from=date_from,
        byline=first("byline", found.byline),
        standfirst=first("standfirst", found.standfirst),
        dateline=first("dateline", found.dateline),
        language=language_of(found.text),
    )


def _date(
    layers: Sequence[Mapping[str, object]],
    listed_fields: Mapping[str, object],
    said: Mapping[str, object],
    found: Content,
) -> tuple[str | None, str | None]:
    """The date and where it stands."""
    for layer in layers:
        value = layer.get("date")
        if isinstance(value, str) and value:
            return value, "sources.jsonl" if layer is listed_fields else str(said.get("date_from") or "record")
    if found.date:
        return found.date, found.date_from
    fallback = said.get("fallback_date")
    return (fallback, str(said.get("date_from"))) if isinstance(fallback, str) else (None, None)
