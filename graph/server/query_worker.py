"""What a process that answers queries does: it holds the store open and gives a reply to each job."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rdflib import Dataset

from graph.query.completion import vocabulary
from graph.query.engine import bound
from graph.server.results import Answer, NotAcceptableError, Question, answer
from graph.store.oxigraph import open_store
from ontology.errors import ActorgraphError, StoreError
from ontology.processes.child import TaskChannel

REBUILT, PAUSE = 5.0, 0.05
"""Seconds to wait for a store that a build is just replacing, and between two looks at it."""


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


def query_worker(store: Path) -> Callable[[Job, TaskChannel], Reply]:
    """What answers jobs in a worker process. Raises StoreError if the store cannot be opened."""
    _silence_stderr()
    source = Source(store)
    source.data()

    def reply(job: Job, _: TaskChannel) -> Reply:
        return reply_to(job, source)

    return reply


def _silence_stderr() -> None:
    """Drop what Oxigraph writes when it runs out of memory; what Python writes to stderr is still shown."""
    sys.stderr = os.fdopen(os.dup(2), "w")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)


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
