"""Documents in; lines of the extraction cache out, made by this process or by several workers. The lines are the same.

Few texts are in memory at once. A document whose worker dies is tried once more by a new one. If that dies, too, the
document is reported and the build goes on without it.
"""

from __future__ import annotations

import logging
import math
import os
import sys
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, replace
from itertools import islice
from typing import BinaryIO, Protocol, Self

from actorgraph.builder.inputs.input_set import InputDocument
from actorgraph.builder.storage.extraction_cache import CachedExtraction, line_of
from extract.extractors import DocumentExtractor, ExtractorSettings, extractor_of
from ontology.errors import ActorgraphError, NotExtractedError
from ontology.model import Document
from ontology.processes.child import TaskChannel
from ontology.processes.gc_thresholds import set_gc_thresholds
from ontology.processes.pool import PoolClosedError, WorkerPool
from ontology.processes.process import TaskTimeoutError, WorkerDiedError, WorkerSpec, start_preloading

log = logging.getLogger(__name__)

AHEAD = 4
"""Documents per worker that are submitted at a time: running, waiting, or done before their turn."""
WORTH = 150_000
"""Characters that one process extracts from in the time that another one takes to start."""
PRELOADED = ("actorgraph.builder.extraction.preload",)
TRIES = 2
LOST = "its worker process crashed twice ({}); leave it out, and report it as a bug"
TOO_SLOW = "not extracted within {:g} seconds; leave it out, or allow more time with --max-seconds"
TOO_LARGE = "needs more memory to be extracted than one document may use; leave it out, or allow more with --max-memory"
FAILED = "cannot be extracted ({}); leave it out, and report it as a bug"
TIMED_CHARACTERS = 100_000
"""Characters of a document for which the limit of time counts once."""

ExtractionTask = tuple[Document, str]
"""A document and its digest."""
InputDocuments = Iterable[tuple[Document, InputDocument]]
OnLost = Callable[[InputDocument, str], None]
"""Called with a document that nothing can be extracted from, and the reason."""


class ExtractionOptions(Protocol):
    """The options of a build that are used here."""

    def extractor_settings(self) -> ExtractorSettings:
        """What each worker makes its extractor of."""

    @property
    def jobs(self) -> int | None:
        """Processes at most; None for one per processor if there is enough to read."""

    @property
    def document_seconds(self) -> float | None:
        """Seconds that a worker process may take for 100,000 characters of a document; None for no limit."""

    @property
    def worker_memory(self) -> int | None:
        """Bytes of memory that a worker process may use; None for no limit."""


@dataclass(frozen=True, slots=True)
class CacheLine:
    """What was extracted from a document, as a line of the extraction cache; `missing`: as that of `Extraction`."""

    id: str
    content: bytes
    missing: str = ""


ExtractionWorkers = WorkerPool[ExtractionTask, CacheLine]


@dataclass(slots=True, eq=False)
class _Submitted:
    """A document that was handed to the workers."""

    document: InputDocument
    line: Future[CacheLine]


class ExtractionPool:
    """Extracts from documents: in this process, or in workers where there is enough to read.

    `options`: what each worker makes its own extractor of, and the number of processes. `extractor`: the one of this
    process. The workers end with the block.
    """

    def __init__(self, options: ExtractionOptions, extractor: DocumentExtractor) -> None:
        self._options = options
        self._extractor = extractor
        self._workers: ExtractionWorkers | None = None
        self._submitted: deque[_Submitted] = deque()
        self._spooled: list[tuple[str, int, str]] = []
        self._spool: BinaryIO | None = None

    def __enter__(self) -> Self:
        """The pool; its workers end when the block does."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the workers, without what still waits."""
        if self._workers is not None:
            self._workers.close()
        if self._spool is not None:
            self._spool.close()

    @property
    def submitted(self) -> set[str]:
        """Ids of the documents that were submitted ahead."""
        return {name for name, _, _ in self._spooled} | {submitted.document.entry.id for submitted in self._submitted}

    def start(self, characters: int) -> None:
        """Start workers before it is known how many documents there are. `characters`: how much there is to read."""
        count = processes_for(self._options.jobs, sys.maxsize, characters)
        if (count > 1 or has_limits(self._options)) and self._workers is None:
            memory, settings = self._options.worker_memory, self._options.extractor_settings()
            spec = WorkerSpec(extraction_worker, (settings,), "actorgraph-extraction", PRELOADED, task_memory=memory)
            self._workers = WorkerPool(spec, count, tries=TRIES, prefetch=True)
            self._workers.start()
            log.info("extracting with %d workers", count)

    def submit_ahead(self, document: Document, source: InputDocument) -> None:
        """Submit a document while others are still read, if workers have started and have time for it.

        What is extracted from it waits on the disk, and comes first in `lines`.
        """
        if self._workers is None:
            return
        if len(self._submitted) < AHEAD * self._workers.size:
            self._submitted.append(self._submit(self._workers, document, source))
        while self._submitted and _has_succeeded(self._submitted[0].line):
            self._keep(self._submitted.popleft().line.result())

    def _keep(self, line: CacheLine) -> None:
        if self._spool is None:
            self._spool = tempfile.TemporaryFile()  # noqa: SIM115  # closed when the block ends
        self._spool.write(line.content)
        self._spooled.append((line.id, len(line.content), line.missing))

    def lines(self, documents: InputDocuments, size: tuple[int, int], on_lost: OnLost) -> Iterator[CacheLine]:
        """What is extracted from each document, in their order. `size`: how many documents and characters.

        What was `submitted` comes first, and must not be among the documents.
        """
        yield from self._read_spool()
        if processes_for(self._options.jobs, *size) > 1 or (size[0] and has_limits(self._options)):
            self.start(size[1])
        if self._workers is not None:
            yield from self._from_workers(self._workers, iter(documents), on_lost)
            return
        for document, source in documents:
            try:
                line = _line(self._extractor, document, source.entry.digest)
            except Exception as error:  # noqa: BLE001  # the boundary around one document
                on_lost(source, why_lost(error))
            else:
                yield line

    def _submit(self, workers: ExtractionWorkers, document: Document, source: InputDocument) -> _Submitted:
        bare = replace(document, extra={})  # a read-only mapping cannot be sent
        seconds = seconds_for(document, self._options.document_seconds)
        return _Submitted(source, workers.submit((bare, source.entry.digest), seconds=seconds))

    def _read_spool(self) -> Iterator[CacheLine]:
        if self._spool is not None:
            self._spool.seek(0)
            yield from (CacheLine(name, self._spool.read(length), missing) for name, length, missing in self._spooled)

    def _from_workers(
        self,
        workers: ExtractionWorkers,
        documents: Iterator[tuple[Document, InputDocument]],
        on_lost: OnLost,
    ) -> Iterator[CacheLine]:
        waiting = self._submitted
        while True:
            room = AHEAD * workers.size - len(waiting)
            waiting.extend(self._submit(workers, document, source) for document, source in islice(documents, room))
            if not waiting:
                return
            first = waiting.popleft()
            try:
                line = first.line.result()
            except Exception as error:  # noqa: BLE001  # the boundary around one document
                on_lost(first.document, why_lost(error))
            else:
                yield line


def why_lost(error: Exception) -> str:
    """Why nothing can be extracted from a document. Raises what has nothing to do with the document."""
    if isinstance(error, NotExtractedError):
        return str(error)
    if isinstance(error, (ActorgraphError, PoolClosedError)):
        raise error
    if isinstance(error, WorkerDiedError):
        return LOST.format(error.how)
    if isinstance(error, TaskTimeoutError):
        return TOO_SLOW.format(error.seconds)
    if isinstance(error, MemoryError):
        return TOO_LARGE
    log.debug("extraction failed", exc_info=error)
    return FAILED.format(" ".join(f"{type(error).__name__}: {error}".split())[:120])


def seconds_for(document: Document, seconds: float | None) -> float | None:
    """How long a process may take for a document: `seconds` for each 100,000 characters of it that are begun."""
    return None if seconds is None else seconds * math.ceil(max(1, len(document.text)) / TIMED_CHARACTERS)


def has_limits(options: ExtractionOptions) -> bool:
    """True if what is extracted from a document is limited, which only a worker process can be."""
    return options.document_seconds is not None or options.worker_memory is not None


def processes_for(jobs: int | None, documents: int, characters: int) -> int:
    """How many processes to use: those asked for, else one for each processor as far as that is worth the start."""
    wanted = jobs or min(_processors(), 1 + characters // WORTH)
    return max(1, min(wanted, documents))


def prepare(options: ExtractionOptions) -> None:
    """If worker processes are sure to be used, begin to load what they need, while this one does something else."""
    if has_limits(options) or (options.jobs is not None and options.jobs > 1):
        start_preloading(PRELOADED)


def _processors() -> int:
    """Number of processors that this process may use; of all processors where that is unknown."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _line(extractor: DocumentExtractor, document: Document, digest: str) -> CacheLine:
    fingerprint, extraction = extractor.fingerprint_of(document.language), extractor.extraction(document)
    return CacheLine(document.id, line_of(CachedExtraction.of(extraction, fingerprint, digest)), extraction.missing)


def _has_succeeded(line: Future[CacheLine]) -> bool:
    return line.done() and line.exception() is None


# ---- in a worker


def extraction_worker(settings: ExtractorSettings) -> Callable[[ExtractionTask, TaskChannel], CacheLine]:
    """Set up a worker process. Returns the function that extracts from a document."""
    set_gc_thresholds()
    extractor = extractor_of(settings)

    def extract(task: ExtractionTask, _: TaskChannel) -> CacheLine:
        return _line(extractor, *task)

    return extract
