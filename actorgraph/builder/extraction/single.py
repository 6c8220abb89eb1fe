"""Documents in, claims, entities or open triples out, without a cache: by a process of its own, which has limits.

A document that nothing can be extracted from is one line; the others go on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from actorgraph.builder.extraction.pool import PRELOADED, TRIES, seconds_for, why_lost
from extract.extractors import RULES, ExtractorSettings, PreparedExtractor, extractor_of
from extract.multilingual import MultilingualExtractor
from ontology.errors import ActorgraphError, InputError
from ontology.model import Claim, Document, DocumentEntity, OpenTriple
from ontology.processes.child import TaskChannel
from ontology.processes.gc_thresholds import set_gc_thresholds
from ontology.processes.worker import Worker, WorkerDiedError, WorkerSpec

Extracted = Sequence[Claim] | Sequence[DocumentEntity] | Sequence[OpenTriple]


class Wanted(StrEnum):
    """What is extracted from a document."""

    CLAIMS = "claims"
    ENTITIES = "entities"
    OPEN = "open triples"
    NOMINAL = "open triples, with appositions and possessives"


@dataclass(frozen=True, slots=True)
class SingleOptions:
    """What extracts, and what a document may take."""

    extractor: ExtractorSettings
    document_seconds: float | None
    worker_memory: int | None


class SingleExtractor:
    """Extracts from one document after the other in a worker process, which is replaced when it dies.

    `on_error` is called with each document that nothing can be extracted from.
    """

    def __init__(self, options: SingleOptions, on_error: Callable[[InputError], None]) -> None:
        self._seconds = options.document_seconds
        self._on_error = on_error
        self._prepared = _prepared(options.extractor)
        memory = options.worker_memory
        spec = WorkerSpec(single_worker, (options.extractor,), "actorgraph-extraction", PRELOADED, task_memory=memory)
        self._worker: Worker[tuple[Document, Wanted], Extracted] = Worker(spec)

    def __enter__(self) -> Self:
        """The extractor, its process starting."""
        self._worker.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End the process."""
        self._worker.close()

    def extract(self, document: Document, wanted: Wanted) -> Extracted:
        """What is wanted of a document; nothing, and a report, if that fails.

        Raises ModelError or DataError if the process cannot extract at all.
        """
        bare = replace(document, extra={})  # a read-only mapping cannot be sent
        if self._prepared is not None:
            self._prepared.prepare([bare], None, lambda where, why: self._on_error(InputError(where, why)))
        tries_left = TRIES
        while True:
            try:
                return self._worker.run((bare, wanted), seconds_for(document, self._seconds))
            except Exception as error:  # noqa: BLE001  # the boundary around one document
                tries_left -= 1
                if isinstance(error, WorkerDiedError) and tries_left:
                    continue
                self._on_error(InputError(document.id, why_lost(error)))
                return ()


def _prepared(settings: ExtractorSettings) -> PreparedExtractor | None:
    """The extractor, in this process, if it has something to do before each document."""
    if settings.name == RULES:
        return None
    extractor = extractor_of(settings)
    return extractor if isinstance(extractor, PreparedExtractor) else None


def single_worker(settings: ExtractorSettings) -> Callable[[tuple[Document, Wanted], TaskChannel], Extracted]:
    """Set up a worker process, its model loaded. Returns the function that extracts from a document."""
    set_gc_thresholds()
    extractor = extractor_of(settings)
    extractor.load()

    def extract(task: tuple[Document, Wanted], _: TaskChannel) -> Extracted:
        document, wanted = task
        if wanted is Wanted.CLAIMS:
            return extractor.extraction(document).claims
        if wanted is Wanted.ENTITIES:
            return extractor.extraction(document).entities
        if not isinstance(extractor, MultilingualExtractor):
            raise ActorgraphError(f"--open needs --extractor {RULES}: open triples come from the parse")
        return tuple(extractor.open_triples(document, nominal=wanted is Wanted.NOMINAL))

    return extract
