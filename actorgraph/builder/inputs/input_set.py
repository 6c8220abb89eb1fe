"""Documents on their way into a build: read one at a time, their texts kept on disk until they are needed.

A build looks at every document once before it extracts from any, to know what is new and how much there is to do; only
what identifies them stays in memory.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Self

from pydantic import TypeAdapter

from actorgraph.builder.storage.extraction_cache import document_digest
from actorgraph.builder.storage.workspace import Entry
from extract.documents.content.options import ReaderOptions
from ontology.errors import InputError
from ontology.model import Document

if TYPE_CHECKING:
    from extract.documents.reader import OnProgress, ReadDocument

_DOCUMENT = TypeAdapter(Document)


@dataclass(frozen=True, slots=True)
class Given:
    """A document that was read: what tells it from others, what it is, and where its text lies on the disk."""

    entry: Entry
    kind: str
    where: str
    title: str | None
    date_from: str | None
    language: str | None
    characters: int
    offset: int


OnGiven = Callable[[Document, Given], None]
"""Told of a document that was taken in."""


@dataclass(slots=True)
class Intake:
    """What was read of the paths of a build, and what was not and why."""

    given: list[Given] = field(default_factory=list)
    errors: list[InputError] = field(default_factory=list)
    notes: list[InputError] = field(default_factory=list)
    """Files in folders that are no documents: passed over, no error."""
    _file: BinaryIO | None = None

    def __enter__(self) -> Self:
        """Itself; the texts go when the block ends."""
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        """Let the texts go."""
        if self._file is not None:
            self._file.close()

    def add(self, reading: ReadDocument) -> Given:
        """Take a document in."""
        document = reading.document
        entry = Entry(document.id, document.batch, document.date, document_digest(document))
        if self._file is None:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115  # closed when the block ends
        offset = self._file.seek(0, 2)
        self._file.write(_DOCUMENT.dump_json(replace(document, extra=dict(document.extra)), fallback=str) + b"\n")
        about = (reading.kind, reading.where, document.title, document.date_from, document.language)
        self.given.append(Given(entry, *about, len(document.text), offset))
        return self.given[-1]

    def refuse_others(self, batches: Mapping[str, str]) -> None:
        """Leave out the documents whose ids are those of other batches' documents, with an error for each."""
        for one in [one for one in self.given if batches.get(one.entry.id, one.entry.batch) != one.entry.batch]:
            self.given.remove(one)
            why = f"the build has a document {one.entry.id} of batch {batches[one.entry.id]}, which stays; "
            self.errors.append(InputError(one.where, why + "rename the file, or build the folder that holds both"))

    def documents(self, ids: Iterable[str]) -> Iterator[tuple[Document, Given]]:
        """The documents of these ids, in the order of all, one at a time, each with what is known of it."""
        wanted = set(ids)
        for one in self.given:
            if self._file is not None and one.entry.id in wanted:
                self._file.seek(one.offset)
                yield _DOCUMENT.validate_json(self._file.readline()), one

    def kinds(self) -> dict[str, int]:
        """How many documents there are of each kind, the commonest first."""
        return dict(Counter(one.kind for one in self.given).most_common())


def take_in(
    paths: Sequence[str],
    batch: str | None,
    options: ReaderOptions,
    progress: OnProgress | None = None,
    on_given: OnGiven | None = None,
) -> Intake:
    """Read all documents; `on_given` is told of each. Raises InputError if there are none; errors are in `errors`."""
    from extract.documents.reader import read_documents

    intake = Intake()
    found = read_documents(
        paths,
        batch=batch,
        on_error=intake.errors.append,
        on_note=intake.notes.append,
        options=options,
        progress=progress,
    )
    for reading in found:
        given = intake.add(reading)
        if on_given is not None:
            on_given(reading.document, given)
    if not intake.given:
        raise intake.errors[0] if intake.errors else InputError(" ".join(paths), "no documents here")
    return intake
