"""Documents to extractions, by one process or several: the result is the same, and few texts are in memory at once."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Protocol

from extract.polyglot import Polyglot
from ontology.model import Document, Extraction
from ontology.registry import registry

AHEAD = 4
"""Documents for each process that wait or are done."""


class Work(Protocol):
    """What is needed of a build's job."""

    @property
    def models(self) -> Sequence[str]:
        """Pipelines, as `Polyglot` takes them."""

    @property
    def actors(self) -> Path | None:
        """The user's own actors."""

    @property
    def jobs(self) -> int:
        """Processes."""


def extractions(
    work: Work,
    reader: Polyglot,
    documents: Iterable[Document],
    total: int,
    progress: Callable[[int, int], None] | None,
) -> Iterator[Extraction]:
    """The extractions in the order of the documents."""
    is_alone = work.jobs <= 1 or total <= 1
    found = map(reader.extraction, documents) if is_alone else _by_several(work, documents)
    for done, extraction in enumerate(found, 1):
        yield extraction
        if progress is not None:
            progress(done, total)


def _by_several(work: Work, documents: Iterable[Document]) -> Iterator[Extraction]:
    context = multiprocessing.get_context("spawn")  # the same on every system
    start = (tuple(work.models), work.actors)
    with ProcessPoolExecutor(work.jobs, context, _start_worker, start) as pool:
        waiting: deque[tuple[Document, Future[Extraction]]] = deque()
        coming = iter(documents)
        try:
            while True:
                for document in islice(coming, AHEAD * work.jobs - len(waiting)):
                    bare = replace(document, extra={})  # a read-only mapping cannot be sent
                    waiting.append((document, pool.submit(_in_worker, bare)))
                if not waiting:
                    return
                document, future = waiting.popleft()
                yield replace(future.result(), document=document)
        finally:
            for _, future in waiting:
                future.cancel()


_worker: list[Polyglot] = []


def _start_worker(models: Sequence[str], actors: Path | None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that leads
    _worker.append(Polyglot(models, registry() if actors is None else registry().extended(actors)))


def _in_worker(document: Document) -> Extraction:
    return _worker[0].extraction(document)
