"""Documents in, claims, entities or open triples out, without a cache: by a process of its own, which has limits.

A document that nothing can be extracted from is one line; the others go on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from actorgraph.builder.extraction.pool import PRELOADED, TRIES, seconds_for, why_lost
from extract.extractors import (
    OPEN_NEEDS_RULES,
    RULES,
    DocumentExtractor,
    ExtractorSettings,
    Reasons,
    extractor_of,
    prepared,
)
from extract.multilingual import MultilingualExtractor
from ontology.errors import ActorgraphError, InputError
from ontology.model import Claim, Document, DocumentEntity, OpenTriple
from ontology.processes.child import TaskChannel
from ontology.processes.gc_thresholds import set_gc_thresholds
from ontology.processes.process import WorkerDiedError, WorkerSpec
from ontology.processes.worker import Worker

Extracted = Sequence[Claim] | Sequence[DocumentEntity] | Sequence[OpenTriple]


class Wanted(StrEnum):
    """What is extracted from a document."""

    CLAIMS = "claims"
    ENTITIES = "entities"
    OPEN = "open triples"
    NOMINAL = "open triples, with appositions and possessives"


@dataclass(frozen=True, slots=True)
class SingleResult:
    """What was `extracted` from a document; `missing`: as that of `Extraction`."""

    extracted: Extracted
    missing: str = ""


@dataclass(frozen=True, slots=True)
class SingleOptions:
    """What extracts, and what a document may take."""

    extractor: ExtractorSettings
    document_seconds: float | None
    worker_memory: int | None


class SingleExtractor:
    """Extracts from one document after the other in a worker process, which is replaced when it dies.

    `on_error` is called with each document that nothing can be extracted from, `on_warning` with each from which
    something is missing.
    """

    def __init__(
        self, options: SingleOptions, on_error: Callable[[InputError], None], on_warning: Callable[[InputError], None]
    ) -> None:
        self._seconds = options.document_seconds
        self._on_error, self._on_warning = on_error, on_warning
        # of the rules, which have nothing to prepare, only the worker has an extractor
        self._preparing = None if options.extractor.name == RULES else extractor_of(options.extractor)
        memory = options.worker_memory
        spec = WorkerSpec(single_worker, (options.extractor,), "actorgraph-extraction", PRELOADED, task_memory=memory)
        self._worker: Worker[tuple[Document, Wanted], SingleResult] = Worker(spec)

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
        reasons = Reasons() if self._preparing is None else prepared(self._preparing, [bare])
        tries_left = TRIES
        while True:
            try:
                result = self._worker.run((bare, wanted), seconds_for(document, self._seconds))
            except Exception as error:  # noqa: BLE001  # the boundary around one document
                tries_left -= 1
                if isinstance(error, WorkerDiedError) and tries_left:
                    continue
                self._on_error(InputError(document.id, reasons.explained(document.id, why_lost(error))))
                return ()
            if result.missing:
                self._on_warning(InputError(document.id, reasons.explained(document.id, result.missing)))
            return result.extracted


def single_worker(settings: ExtractorSettings) -> Callable[[tuple[Document, Wanted], TaskChannel], SingleResult]:
    """Set up a worker process, its model loaded. Returns the function that extracts from a document."""
    set_gc_thresholds()
    extractor = extractor_of(settings)
    extractor.load()

    return lambda task, _: _extracted(extractor, *task)


def _extracted(extractor: DocumentExtractor, document: Document, wanted: Wanted) -> SingleResult:
    """What is wanted of a document. Raises ActorgraphError if this extractor has none."""
    if wanted in {Wanted.CLAIMS, Wanted.ENTITIES}:
        extraction = extractor.extraction(document)
        return SingleResult(extraction.claims if wanted is Wanted.CLAIMS else extraction.entities, extraction.missing)
    if not isinstance(extractor, MultilingualExtractor):
        raise ActorgraphError(OPEN_NEEDS_RULES)
    return SingleResult(tuple(extractor.open_triples(document, nominal=wanted is Wanted.NOMINAL)))
