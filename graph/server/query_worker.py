"""The code inside a query process: keeps the store open and answers one request after the other."""

from __future__ import annotations

import logging
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
from graph.server.results import NotAcceptableError, QueryRequest, QueryResult, run_query
from graph.store.oxigraph import open_store
from ontology.errors import ActorgraphError, StoreError
from ontology.processes.child import TaskChannel

log = logging.getLogger(__name__)

REBUILT, PAUSE = 5.0, 0.05
"""Seconds to wait for a store that a build is replacing, and between two checks."""


@dataclass(frozen=True, slots=True)
class NamedQueryRequest:
    """A request for the SPARQL of a named query with these parameters."""

    name: str
    given: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class VocabularyRequest:
    """A request for the vocabulary for completion."""


@dataclass(frozen=True, slots=True)
class ErrorReply:
    """An error with its HTTP status."""

    status: int
    message: str


Job = QueryRequest | NamedQueryRequest | VocabularyRequest
Reply = QueryResult | ErrorReply


class ReloadedStore:
    """The store in a folder, reopened when a build has replaced it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp: object = None
        self._data: Dataset | None = None

    def data(self) -> Dataset:
        """The current store. Raises StoreError if there is none for longer than a build takes to replace it."""
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
                log.info("%s: opened", self._path)
                return self._data

    def has_changed(self) -> bool:
        """True if the store was replaced after it was opened."""
        return self._look() != self._stamp

    def _look(self) -> object:
        try:
            stat = (self._path / "CURRENT").stat()
        except OSError:
            return None
        return stat.st_ino, stat.st_mtime_ns


def query_worker(store: Path) -> Callable[[Job, TaskChannel], Reply]:
    """The function that answers jobs in a worker process. Raises StoreError if the store cannot be opened."""
    _silence_stderr()
    source = ReloadedStore(store)
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


def reply_to(job: Job, source: ReloadedStore) -> Reply:
    """The reply to a job, with errors as `ErrorReply`. If the store was replaced meanwhile, the job is run again."""
    try:
        return _tried(job, source)
    except (OSError, RuntimeError) as error:
        if not source.has_changed():
            return ErrorReply(500, f"the store cannot answer: {error}")
    try:
        return _tried(job, source)
    except (OSError, RuntimeError) as error:
        return ErrorReply(503, f"the store is being built anew; ask again: {error}")


def _tried(job: Job, source: ReloadedStore) -> Reply:
    try:
        return DOES[type(job)](source.data(), job)
    except NotAcceptableError as error:
        return ErrorReply(406, str(error))
    except StoreError as error:
        return ErrorReply(503, str(error))
    except ActorgraphError as error:
        return ErrorReply(400, str(error))
    except MemoryError:
        return ErrorReply(503, "the query needs too much memory")


def _expand(data: Dataset, job: NamedQueryRequest) -> QueryResult:
    lines = bound(data, job.name, dict(job.given)).splitlines()
    text = "\n".join(line for line in lines if not line.startswith("# @param"))  # the values stand in it
    return QueryResult(text.encode(), "application/sparql-query")


def _vocabulary(data: Dataset, _: VocabularyRequest) -> QueryResult:
    return QueryResult(vocabulary(data), "application/json")


DOES: dict[type[Job], Callable[[Dataset, Any], Reply]] = {
    QueryRequest: run_query,
    NamedQueryRequest: _expand,
    VocabularyRequest: _vocabulary,
}
