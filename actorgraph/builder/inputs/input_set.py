"""The documents of a build: read one at a time, their texts kept on disk until they are needed.

A build reads all documents before it extracts from any, to know what is new and how much there is to do. Only what
identifies a document stays in memory.
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
from actorgraph.builder.storage.workspace import DocumentEntry
from extract.documents.content.options import ReaderOptions
from ontology.errors import InputError
from ontology.model import Document

if TYPE_CHECKING:
    from extract.documents.reader import OnProgress, ReadDocument

_DOCUMENT = TypeAdapter(Document)


@dataclass(frozen=True, slots=True)
class InputDocument:
    """A document that was read, without its text.

    `kind`: its format. `where`: what messages call it. `date_from`: where its date stands. `characters`: the length of
    the text. `offset`: where the document lies in the temporary file.
    """

    entry: DocumentEntry
    kind: str
    where: str
    title: str | None
    date_from: str | None
    language: str | None
    characters: int
    offset: int


OnInput = Callable[[Document, InputDocument], None]
"""Called with each document that was read."""


@dataclass(slots=True)
class InputSet:
    """What was read from the paths of a build.

    `documents`: those that were read. `errors`: what could not be read, and why. `notes`: files in folders that are no
    documents. `warnings`: what was read, but not as it stands.
    """

    documents: list[InputDocument] = field(default_factory=list)
    errors: list[InputError] = field(default_factory=list)
    notes: list[InputError] = field(default_factory=list)
    warnings: list[InputError] = field(default_factory=list)
    _file: BinaryIO | None = None

    def __enter__(self) -> Self:
        """The set; its temporary file is deleted when the block ends."""
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        """Delete the temporary file."""
        if self._file is not None:
            self._file.close()

    def copy(self) -> InputSet:
        """A set of the same, without the texts."""
        return InputSet(list(self.documents), list(self.errors), list(self.notes), list(self.warnings))

    def add(self, reading: ReadDocument) -> InputDocument:
        """Add a document, its text on disk."""
        document = reading.document
        entry = DocumentEntry(document.id, document.batch, document.date, document_digest(document))
        if self._file is None:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115  # closed when the block ends
        offset = self._file.seek(0, 2)
        self._file.write(_DOCUMENT.dump_json(replace(document, extra=dict(document.extra)), fallback=str) + b"\n")
        about = (reading.kind, reading.where, document.title, document.date_from, document.language)
        self.documents.append(InputDocument(entry, *about, len(document.text), offset))
        return self.documents[-1]

    def refuse_others(self, batches: Mapping[str, str]) -> None:
        """Remove documents whose ids belong to documents of other batches, with an error for each. `batches`: by id."""
        for document in tuple(self.documents):
            identifier, batch = document.entry.id, document.entry.batch
            if batches.get(identifier, batch) != batch:
                self.documents.remove(document)
                why = f"the build has a document {identifier} of batch {batches[identifier]}, which stays; "
                advice = "rename the file, or build the folder that holds both"
                self.errors.append(InputError(document.where, why + advice))

    def load(self, ids: Iterable[str]) -> Iterator[tuple[Document, InputDocument]]:
        """The documents with these ids, with their texts, in the order in which they were read."""
        wanted = set(ids)
        for document in self.documents:
            if self._file is not None and document.entry.id in wanted:
                self._file.seek(document.offset)
                yield _DOCUMENT.validate_json(self._file.readline()), document

    def kinds(self) -> dict[str, int]:
        """How many documents there are of each format, the most frequent first."""
        return dict(Counter(document.kind for document in self.documents).most_common())


def read_inputs(
    paths: Sequence[str],
    batch: str | None,
    options: ReaderOptions,
    progress: OnProgress | None = None,
    on_input: OnInput | None = None,
) -> InputSet:
    """Read all documents in paths. `on_input` is called with each. Raises InputError if there are none."""
    from extract.documents.guarded import read_guarded

    inputs = InputSet()
    documents = read_guarded(
        paths,
        batch=batch,
        on_error=inputs.errors.append,
        on_note=inputs.notes.append,
        on_warning=inputs.warnings.append,
        options=options,
        progress=progress,
    )
    for reading in documents:
        try:
            document = inputs.add(reading)
        except ValueError as error:  # a value that JSON cannot hold
            inputs.errors.append(InputError(reading.where, f"cannot be stored ({error}); save it again"))
            continue
        if on_input is not None:
            on_input(reading.document, document)
    if not inputs.documents:
        raise inputs.errors[0] if inputs.errors else InputError(" ".join(paths), "no documents here")
    return inputs
