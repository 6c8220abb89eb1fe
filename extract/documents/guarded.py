"""Reads documents in a process of its own, which is stopped if a document takes too long or needs too much memory.

What the process dies of is one line, for the file or the member of a container that was being read; everything else is
read by the next process. The limits are those of `ReadingLimits`.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Self, cast

from extract.documents.content.options import ReaderOptions, ReadingLimits
from extract.documents.content.raw_item import MEGABYTE
from extract.documents.listing import InputFile, OnError, list_files
from extract.documents.reader import (
    FileReader,
    OnProgress,
    ReadDocument,
    ReadingStep,
    Resumption,
    file_size,
    read_files,
)
from extract.documents.sources import SidecarMetadata
from ontology.errors import InputError
from ontology.processes.child import TaskChannel
from ontology.processes.process import TaskTimeoutError, WorkerDiedError, WorkerSpec
from ontology.processes.worker import Worker

TRIES = 2
"""Processes that may die of one item: something else may have ended the first."""
MOST_DEATHS = 20
"""Items of one file that may end their process; then the rest of the file is left out."""
CRASHES = frozenset({"SIGABRT", "SIGSEGV", "SIGBUS", "SIGILL", "SIGFPE", "SIGTRAP"})
"""Ends that a process brings on itself: a second try would end in the same way."""
LOCAL = type(Path())
TOO_SLOW = "not read within {:g} seconds; leave it out, or allow more time with --max-seconds"
DIED = "crashed the process that read it, twice ({}); leave it out, and report it as a bug"
TOO_LARGE = "needs more than {:,} MB of memory, or is damaged ({}); leave it out, or allow more with --max-memory"
REST = "; the rest of the file was skipped"


@dataclass(frozen=True, slots=True)
class ReadingTask:
    """A file to read. `sources`: the metadata of its folder, if they were not sent before.

    `names`: by the ids that were given before, the documents that have them; None if the process knows them.
    """

    file: InputFile
    folder: int
    sources: Mapping[str, Mapping[str, object]] | None
    resumption: Resumption
    names: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class Reading:
    """A document that was read, and how many bytes of its file are read."""

    document: ReadDocument
    position: int


@dataclass(frozen=True, slots=True)
class Told:
    """An error, or a warning (`is_read`), of a file."""

    error: InputError
    is_read: bool


def read_guarded(  # noqa: PLR0913  # callbacks and options, as of `read_documents`
    paths: Sequence[str | Path],
    *,
    batch: str | None = None,
    on_error: OnError,
    on_note: OnError = lambda _: None,
    on_warning: OnError = lambda _: None,
    options: ReaderOptions,
    progress: OnProgress | None = None,
) -> Iterator[ReadDocument]:
    """As `read_documents`; in a process of its own, if the options have limits."""
    files = list_files(paths, batch, on_error, on_note)
    if options.limits is None:
        yield from read_files(files, on_error=on_error, on_warning=on_warning, options=options, progress=progress)
        return
    total, done = sum(map(file_size, files)), 0
    with GuardedReader(options, options.limits, on_error, on_warning) as reader:
        for file in files:
            size = file_size(file)
            for reading in reader.documents(file):
                yield reading.document
                if progress is not None:
                    progress(done + min(reading.position, size), total)
            done += size


class GuardedReader:
    """Reads files in a worker process, one after the other. The process ends with the block."""

    def __init__(self, options: ReaderOptions, limits: ReadingLimits, on_error: OnError, on_warning: OnError) -> None:
        self._options = options
        self._limits = limits
        self._tell = {False: on_error, True: on_warning}
        spec = WorkerSpec(reading_worker, (options,), "actorgraph-reading", task_memory=limits.memory)
        self._worker: Worker[ReadingTask, None] = Worker(spec)
        self._names: dict[str, str] = {}
        self._sent: set[int] = set()
        self._is_new = True
        self._told: set[tuple[str, str]] = set()
        self._unguarded = FileReader(options, on_error, on_warning)
        self._unguarded.name_by_id = self._names

    def __enter__(self) -> Self:
        """The reader."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process."""
        self._worker.close()

    def documents(self, file: InputFile) -> Iterator[Reading]:
        """The documents of a file, whatever its process dies of."""
        if file.path is not None and type(file.path) is not LOCAL:  # at an address: only this process can open it
            for document, position in self._unguarded.documents(file):
                yield Reading(document, position)
            return
        with ExitStack() as stack:
            if file.path is None:
                file = replace(file, path=stack.enter_context(_standard_input()), shown=file.name)
            progress = _Progress(self._limits)
            while not progress.is_over:
                try:
                    yield from self._attempt(file, progress)
                except (WorkerDiedError, TaskTimeoutError) as death:
                    self._sent.clear()
                    self._is_new = True
                    for error in progress.note(file, death):
                        self._report(Told(error, is_read=False))
                else:
                    return

    def _attempt(self, file: InputFile, progress: _Progress) -> Iterator[Reading]:
        """What the process reads of a file, from where the one before it died."""
        folder = id(file.sources)
        entries = None if folder in self._sent else {key: dict(entry) for key, entry in file.sources.entries.items()}
        names, self._is_new = (dict(self._names) if self._is_new else None), False
        self._sent.add(folder)
        task = ReadingTask(replace(file, sources=SidecarMetadata()), folder, entries, progress.resumption, names)
        for part in self._worker.stream(task, self._limits.seconds, per_step=True):
            if isinstance(part, Told):
                self._report(part)
                continue
            reading = cast("Reading", part)
            self._names[reading.document.document.id] = reading.document.where
            yield replace(reading, document=_with_extra(reading.document, MappingProxyType))

    def _report(self, told: Told) -> None:
        """Pass on what is told of a file, once: it is told again where a file is read from its beginning."""
        key = (told.error.where, told.error.why)
        if key not in self._told:
            self._told.add(key)
            self._tell[told.is_read](told.error)


@contextmanager
def _standard_input() -> Iterator[Path]:
    """A file with what comes from standard input, which no other process can read."""
    with tempfile.TemporaryDirectory(prefix="actorgraph-") as folder:
        path = Path(folder) / "stdin"
        with path.open("wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
        yield path


def _with_extra(reading: ReadDocument, kind: Callable[[dict[str, object]], Mapping[str, object]]) -> ReadDocument:
    """The document with its other metadata as a mapping of this kind: a read-only one cannot be sent."""
    return replace(reading, document=replace(reading.document, extra=kind(dict(reading.document.extra))))


class _Progress:
    """How far a file is read, over the deaths of the processes that read it."""

    def __init__(self, limits: ReadingLimits) -> None:
        self._limits = limits
        self._deaths: Counter[ReadingStep] = Counter()
        self.resumption = Resumption()
        self.is_over = False

    def note(self, file: InputFile, death: WorkerDiedError | TaskTimeoutError) -> Iterator[InputError]:
        """Note a death, and where the next process goes on; the error if an item is left out for it."""
        step = death.step if isinstance(death.step, ReadingStep) else ReadingStep(1, file.name)
        self._deaths[step] += 1
        before = self.resumption
        self.resumption = replace(before, first=max(before.first, step.number))
        if isinstance(death, WorkerDiedError) and death.how not in CRASHES and self._deaths[step] < TRIES:
            return
        why = TOO_SLOW.format(death.seconds) if isinstance(death, TaskTimeoutError) else self._died(death)
        if step.is_container:
            why += REST
            self.resumption = replace(self.resumption, ends={**before.ends, step.name: step.number})
        else:
            first, deadly = max(before.first, step.number + 1), before.deadly | {step.number}
            self.resumption = replace(self.resumption, first=first, deadly=deadly)
        yield InputError(step.name, why)
        if len(self.resumption.deadly) + len(self.resumption.ends) >= MOST_DEATHS:
            self.is_over = True
            yield InputError(file.name, f"{MOST_DEATHS} parts of it crashed the process that reads them{REST}")

    def _died(self, death: WorkerDiedError) -> str:
        if self._limits.memory is None:
            return DIED.format(death.how)
        return TOO_LARGE.format(self._limits.memory // MEGABYTE, death.how)


# ---- in the worker


def reading_worker(options: ReaderOptions) -> Callable[[ReadingTask, TaskChannel], None]:
    """Set up a process that reads. Returns the function that reads a file."""
    _silence_stderr()
    sources: dict[int, SidecarMetadata] = {}
    told: list[Told] = []
    reader = FileReader(
        options,
        on_error=lambda error: told.append(Told(error, is_read=False)),
        on_warning=lambda error: told.append(Told(error, is_read=True)),
    )

    def read(task: ReadingTask, channel: TaskChannel) -> None:
        if task.sources is not None:
            sources[task.folder] = SidecarMetadata(task.sources)
        if task.names is not None:
            reader.name_by_id.update(task.names)

        def announce(step: ReadingStep) -> None:
            _tell(told, channel)
            channel.announce(step)

        reader.on_step = announce
        file = replace(task.file, sources=sources[task.folder])
        for document, position in reader.documents(file, task.resumption):
            _tell(told, channel)
            channel.emit(Reading(_with_extra(document, dict), position))
        _tell(told, channel)

    return read


def _silence_stderr() -> None:
    """Drop what libraries write about a damaged file, or when they run out of memory: one line is told for it."""
    null_device = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null_device, 2)
    os.close(null_device)


def _tell(told: list[Told], channel: TaskChannel) -> None:
    for one in told:
        channel.emit(one)
    told.clear()
