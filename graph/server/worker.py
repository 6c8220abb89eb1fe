"""Processes that answer queries: Oxigraph cannot break one off, so one that takes too long ends with its process."""

from __future__ import annotations

import math
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from rdflib import Dataset

from graph.query.completion import vocabulary
from graph.query.engine import bound
from graph.server.results import Answer, NotAcceptableError, Question, answer
from graph.store.oxigraph import open_store
from ontology.errors import ActorgraphError, StoreError

START = 60.0
"""Seconds that a process may take to import its libraries and to open the store."""
REBUILT, PAUSE = 5.0, 0.05
"""Seconds to wait for a store that a build is just replacing, and between two looks at it."""
MEMORY = 2 * 1024**3
"""Bytes of address space that a process may use."""


@dataclass(frozen=True, slots=True)
class NamedQuestion:
    """A named query whose SPARQL is wanted, with the values of its parameters."""

    name: str
    given: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The wish for all names that a query may use."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no answer, with the status that says so in HTTP."""

    status: int
    message: str


Job = Question | NamedQuestion | Vocabulary
Reply = Answer | Refusal


class WorkerGoneError(Exception):
    """The process ended before it had answered; `took_too_long` if it was ended for that."""

    def __init__(self, message: str, *, took_too_long: bool = False) -> None:
        self.took_too_long = took_too_long
        super().__init__(message)


class Worker:
    """A process that holds the store open to read, and answers one job at a time."""

    def __init__(self, store: Path) -> None:
        context = multiprocessing.get_context("spawn")  # a fork would copy the server's open connections
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=work, args=(theirs, store), daemon=True, name="actorgraph-query")
        self._process.start()
        theirs.close()
        self._is_ready = False

    @property
    def pid(self) -> int | None:
        """The id of the process."""
        return self._process.pid

    def ready(self) -> None:
        """Wait until it takes jobs. Raises StoreError if it cannot open the store."""
        if self._is_ready:
            return
        try:
            trouble = self._connection.recv() if self._connection.poll(START) else "it does not start"
        except (EOFError, OSError):
            trouble = "its process ended while starting"
        if trouble is not None:
            self.kill()
            raise StoreError(str(trouble))
        self._is_ready = True

    def ask(self, job: Job, seconds: float) -> Reply:
        """The reply. Raises WorkerGoneError, with the process ended, if it takes longer, or if the process dies."""
        try:
            self._connection.send((job, seconds))
            if self._connection.poll(seconds):
                reply: Reply = self._connection.recv()
                return reply
        except (EOFError, OSError) as error:
            self.kill()
            raise WorkerGoneError("the query ended its process; it may need too much memory") from error
        self.kill()
        raise WorkerGoneError(f"the query took longer than {seconds:g} seconds and was stopped", took_too_long=True)

    def kill(self) -> None:
        """End the process, whatever it does, and wait for its end."""
        self._process.kill()
        self._process.join()


class Source:
    """The store in a folder, opened anew once a build has put another one in its place."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp: object = None
        self._data: Dataset | None = None

    def data(self) -> Dataset:
        """The store as it is now. Raises StoreError if there is none for longer than a build takes to replace it."""
        end = time.monotonic() + REBUILT
        while True:
            stamp = self._look()
            if self._data is not None and stamp is not None and stamp == self._stamp:
                return self._data
            try:
                self._data, self._stamp = open_store(self._path), stamp
            except StoreError:
                if time.monotonic() > end:
                    raise
                time.sleep(PAUSE)
            else:
                return self._data

    def has_changed(self) -> bool:
        """True if another store lies there than the one that was opened."""
        return self._look() != self._stamp

    def _look(self) -> object:
        try:
            found = (self._path / "CURRENT").stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns


def work(connection: Connection, store: Path) -> None:
    """Answer the jobs that come through the connection until its other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes of a terminal: the server ends this one
    _bound_memory()
    _hush()
    source = Source(store)
    try:
        source.data()
        connection.send(None)
    except StoreError as error:
        connection.send(str(error))
        return
    while True:
        try:
            job, seconds = connection.recv()
        except (EOFError, OSError):
            return
        _alarm(math.ceil(seconds) + 1)
        reply = reply_to(job, source)
        _alarm(0)
        connection.send(reply)


def _alarm(seconds: int) -> None:
    """Have the system end this process at that time, even if the server is no longer there to do it."""
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


def _hush() -> None:
    """Keep off the terminal what Oxigraph writes when it runs out of memory; what Python writes still comes there."""
    sys.stderr = os.fdopen(os.dup(2), "w")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def _bound_memory() -> None:
    if os.name == "posix":
        import resource  # noqa: PLC0415  # not on Windows

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def reply_to(job: Job, source: Source) -> Reply:
    """The reply to a job; errors are told as refusals. A store that was replaced meanwhile is asked again."""
    try:
        return _tried(job, source)
    except (OSError, RuntimeError) as error:
        if not source.has_changed():
            return Refusal(500, f"the store cannot answer: {error}")
    try:
        return _tried(job, source)
    except (OSError, RuntimeError) as error:
        return Refusal(503, f"the store is being built anew; ask again: {error}")


def _tried(job: Job, source: Source) -> Reply:
    try:
        return DOES[type(job)](source.data(), job)
    except NotAcceptableError as error:
        return Refusal(406, str(error))
    except StoreError as error:
        return Refusal(503, str(error))
    except ActorgraphError as error:
        return Refusal(400, str(error))
    except MemoryError:
        return Refusal(503, "the query needs too much memory")


def _expand(data: Dataset, job: NamedQuestion) -> Answer:
    lines = bound(data, job.name, dict(job.given)).splitlines()
    text = "\n".join(line for line in lines if not line.startswith("# @param"))  # the values stand in it
    return Answer(text.encode(), "application/sparql-query")


def _vocabulary(data: Dataset, _: Vocabulary) -> Answer:
    return Answer(vocabulary(data), "application/json")


DOES: dict[type[Job], Callable[[Dataset, Any], Reply]] = {
    Question: answer,
    NamedQuestion: _expand,
    Vocabulary: _vocabulary,
}
