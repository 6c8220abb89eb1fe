"""Documents to lines of what was taken from them, by one process or several: the lines are the same.

Few texts are in memory at once. A process that dies is replaced; what it may have died of is tried once more, each
document alone, and one that ends its process again is given up.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from itertools import islice
from multiprocessing.connection import wait
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import BinaryIO, Protocol, Self

from actorgraph.builder.inputs.input_set import Given
from actorgraph.builder.storage.extraction_cache import Remembered, line_of
from actorgraph.builder.storage.gc_thresholds import collect_seldom
from extract.multilingual import MultilingualExtractor
from ontology.model import Document
from ontology.registry import known_actors

AHEAD = 4
"""Documents for each process that wait or are done."""
WORTH = 150_000
"""Characters that one process reads while another one starts."""
PRELOADED = "actorgraph.builder.extraction.preload"
CAN_FORK = sys.platform == "linux"
"""Elsewhere system libraries may not be used in a forked process, or there is no fork."""
LOST = "ended the process that read it, twice; send the file to the developers, and build without it"

Progress = Callable[[int, int], None]
Coming = Iterable[tuple[Document, Given]]
OnLost = Callable[[Given], None]
"""Told of a document that cannot be read without the process ending."""


class Work(Protocol):
    """What is needed of a build's job."""

    @property
    def models(self) -> Sequence[str]:
        """Pipelines, as `MultilingualExtractor` takes them."""

    @property
    def actors(self) -> Path | None:
        """The user's own actors."""

    @property
    def jobs(self) -> int | None:
        """Processes at most; None for one for each processor, where there is enough to read."""


@dataclass(frozen=True, slots=True)
class Line:
    """What was taken from a document."""

    id: str
    content: bytes


class Readers:
    """Who takes something from documents: this process, or several others where there is enough to read."""

    def __init__(self, work: Work, reader: MultilingualExtractor) -> None:
        self._work = work
        self._reader = reader
        self._started: _Processes | None = None
        self._waiting: deque[_Waiting] = deque()
        self._ahead: list[tuple[str, int]] = []
        self._spool: BinaryIO | None = None

    def __enter__(self) -> Self:
        """Itself; its processes end when the block does."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the processes, without what still waits."""
        if self._started is not None:
            self._started.close()
        if self._spool is not None:
            self._spool.close()

    @property
    def begun(self) -> set[str]:
        """Ids of the documents that were handed over ahead."""
        return {name for name, _ in self._ahead} | {one.document.id for one in self._waiting}

    def start(self, characters: int) -> None:
        """Start processes before it is known how many documents there are; of so many characters, or about."""
        count = processes_for(self._work.jobs, sys.maxsize, characters)
        if count > 1 and self._started is None:
            self._started = _Processes(self._work, count)

    def ahead(self, document: Document, given: Given) -> None:
        """Hand a document over while others are still read, if processes have started and have time for it.

        What is taken from it waits on the disk, and comes first in `lines`.
        """
        if self._started is None:
            return
        if len(self._waiting) < AHEAD * self._started.count:
            self._waiting.append(self._started.submit(document, given))
        while self._waiting and self._waiting[0].is_done:
            self._keep(self._waiting.popleft().line.result())

    def _keep(self, line: Line) -> None:
        if self._spool is None:
            self._spool = tempfile.TemporaryFile()  # noqa: SIM115  # closed when the block ends
        self._spool.write(line.content)
        self._ahead.append((line.id, len(line.content)))

    def lines(self, coming: Coming, size: tuple[int, int], on_lost: OnLost) -> Iterator[Line]:
        """What is taken from each document, in about their order. `size`: how many documents and characters.

        What has `begun` comes besides, and must not be among them.
        """
        yield from self._finished()
        if processes_for(self._work.jobs, *size) > 1:
            self.start(size[1])
        if self._started is not None:
            yield from _by_several(self._started, self._waiting, coming, on_lost)
            return
        for document, given in coming:
            yield _line(self._reader, document, given.entry.digest)

    def _finished(self) -> Iterator[Line]:
        if self._spool is not None:
            self._spool.seek(0)
            yield from (Line(name, self._spool.read(length)) for name, length in self._ahead)


def processes_for(jobs: int | None, documents: int, characters: int) -> int:
    """How many processes to use: those asked for, else one for each processor as far as that is worth the start."""
    wanted = jobs or min(_processors(), 1 + characters // WORTH)
    return max(1, min(wanted, documents))


def _processors() -> int:
    """Those that this process may use, where the system tells."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _line(reader: MultilingualExtractor, document: Document, digest: str) -> Line:
    fingerprint = reader.fingerprint_of(document.language)
    return Line(document.id, line_of(Remembered.of(reader.extraction(document), fingerprint, digest)))


# ---- several processes


def prepare(jobs: int | None) -> None:
    """If several processes are asked for, begin to load what they need, while this one does something else."""
    if jobs is not None and jobs > 1 and CAN_FORK:
        from multiprocessing import forkserver  # noqa: PLC0415  # there is none on Windows

        _context()
        forkserver.ensure_running()


def _context() -> BaseContext:
    """How processes start: forked from one that has everything loaded, where that is safe; else each by itself."""
    if not CAN_FORK:
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([PRELOADED])
    return context


@dataclass(slots=True, eq=False)
class _Waiting:
    """A document that was handed to the processes."""

    document: Document
    given: Given
    line: Future[Line]

    @property
    def is_done(self) -> bool:
        """True if its line is there."""
        return self.line.done() and self.line.exception() is None


@dataclass(slots=True)
class _Processes:
    """Some processes, which are replaced when one of them dies."""

    work: Work
    count: int
    pool: ProcessPoolExecutor = field(init=False)

    def __post_init__(self) -> None:
        self.pool = self._start(self.count)

    def close(self) -> None:
        """End the processes, without what still waits."""
        self.pool.shutdown(cancel_futures=True)

    def _start(self, count: int) -> ProcessPoolExecutor:
        pool = ProcessPoolExecutor(count, _context(), _start_worker, (tuple(self.work.models), self.work.actors))
        for _ in range(count):
            pool.submit(os.getpid)  # a process starts when there is something to do
        return pool

    def submit(self, document: Document, given: Given) -> _Waiting:
        """Hand a document to the processes."""
        bare = replace(document, extra={})  # a read-only mapping cannot be sent
        try:
            return _Waiting(document, given, self.pool.submit(_in_worker, bare, given.entry.digest))
        except BrokenProcessPool as error:  # it is noticed, and told of those that were handed over before
            broken: Future[Line] = Future()
            broken.set_exception(error)
            return _Waiting(document, given, broken)

    def alone(self, one: _Waiting) -> Line | None:
        """What is taken from a document by a process that has no other; None if it dies."""
        bare = replace(one.document, extra={})
        with self._start(1) as pool:
            try:
                return pool.submit(_in_worker, bare, one.given.entry.digest).result()
            except BrokenProcessPool:
                return None

    def replace(self, waiting: Iterable[_Waiting]) -> deque[_Waiting]:
        """New processes for dead ones; what waits is handed to them."""
        self.pool.shutdown()
        self.pool = self._start(self.count)
        return deque(one if one.is_done else self.submit(one.document, one.given) for one in waiting)


def _by_several(processes: _Processes, waiting: deque[_Waiting], coming: Coming, on_lost: OnLost) -> Iterator[Line]:
    left, count = iter(coming), processes.count
    while True:
        waiting.extend(processes.submit(*pair) for pair in islice(left, AHEAD * count - len(waiting)))
        if not waiting:
            return
        try:
            yield waiting[0].line.result()
            waiting.popleft()
        except BrokenProcessPool:
            # documents are begun in their order, so one of the first that are not done was being read
            suspects = [one for one in waiting if not one.is_done][:count]
            yield from _one_by_one(processes, suspects, on_lost)
            waiting = processes.replace(one for one in waiting if one not in suspects)


def _one_by_one(processes: _Processes, suspects: Iterable[_Waiting], on_lost: OnLost) -> Iterator[Line]:
    for suspect in suspects:
        line = processes.alone(suspect)
        if line is None:
            on_lost(suspect.given)
        else:
            yield line


_worker: list[MultilingualExtractor] = []


def _start_worker(models: Sequence[str], actors: Path | None) -> None:
    threading.Thread(target=_end_with_leader, daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that leads
    collect_seldom()
    _worker.append(MultilingualExtractor(models, known_actors(actors)))


def _end_with_leader() -> None:
    """Wait for the process that leads, and end if it does: killed, it cannot tell."""
    leader = multiprocessing.parent_process()
    if leader is not None:
        wait([leader.sentinel])
        os._exit(1)


def _in_worker(document: Document, digest: str) -> Line:
    return _line(_worker[0], document, digest)
