"""Runs in a query process: keeps the store open and answers requests."""

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

REPLACEMENT_SECONDS = 5.0
"""How long to wait for a store that a build is replacing."""
POLL_SECONDS = 0.05
"""Time between two checks whether the new store is there."""


@dataclass(frozen=True, slots=True)
class NamedQueryRequest:
    """A request for the SPARQL of a named query. `parameters`: their names and values."""

    name: str
    parameters: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class VocabularyRequest:
    """A request for the vocabulary for completion."""


@dataclass(frozen=True, slots=True)
class ErrorReply:
    """An error with its HTTP status."""

    status: int
    message: str


WorkerRequest = QueryRequest | NamedQueryRequest | VocabularyRequest
Reply = QueryResult | ErrorReply


class ReloadedStore:
    """The store in a folder, reopened when a build has replaced it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp: object = None
        self._data: Dataset | None = None

    def data(self) -> Dataset:
        """The current store. Raises StoreError if there is none within `REPLACEMENT_SECONDS`."""
        deadline = time.monotonic() + REPLACEMENT_SECONDS
        while True:
            stamp = self._current_stamp()
            if self._data is not None and stamp is not None and stamp == self._stamp:
                return self._data
            try:
                self._data, self._stamp = open_store(self._path), stamp
            except StoreError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(POLL_SECONDS)
            else:
                log.info("%s: opened", self._path)
                return self._data

    def has_changed(self) -> bool:
        """True if the store was replaced after it was opened."""
        return self._current_stamp() != self._stamp

    def _current_stamp(self) -> object:
        """Changes whenever the store is replaced; None if there is no store."""
        try:
            stat = (self._path / "CURRENT").stat()
        except OSError:
            return None
        return stat.st_ino, stat.st_mtime_ns


def query_worker(path: Path) -> Callable[[WorkerRequest, TaskChannel], Reply]:
    """Set up a query process for the store in a folder. Returns the function that answers requests.

    Raises StoreError if the store cannot be opened.
    """
    _silence_stderr()
    store = ReloadedStore(path)
    store.data()

    def reply(request: WorkerRequest, _: TaskChannel) -> Reply:
        return reply_to(request, store)

    return reply


def _silence_stderr() -> None:
    """Drop what Oxigraph writes when it runs out of memory; what Python writes to stderr is still shown."""
    sys.stderr = os.fdopen(os.dup(2), "w")
    null_device = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null_device, 2)
    os.close(null_device)


def reply_to(request: WorkerRequest, store: ReloadedStore) -> Reply:
    """The reply to a request; errors become an `ErrorReply`. The request is repeated if the store was replaced."""
    try:
        return _attempt(request, store)
    except (OSError, RuntimeError) as error:
        if not store.has_changed():
            return ErrorReply(500, f"the store cannot answer: {error}")
    try:
        return _attempt(request, store)
    except (OSError, RuntimeError) as error:
        return ErrorReply(503, f"the store is being rebuilt; try again: {error}")


def _attempt(request: WorkerRequest, store: ReloadedStore) -> Reply:
    try:
        return HANDLERS[type(request)](store.data(), request)
    except NotAcceptableError as error:
        return ErrorReply(406, str(error))
    except StoreError as error:
        return ErrorReply(503, str(error))
    except ActorgraphError as error:
        return ErrorReply(400, str(error))
    except MemoryError:
        return ErrorReply(503, "the query needs too much memory")


def _expand(data: Dataset, request: NamedQueryRequest) -> QueryResult:
    lines = bound(data, request.name, dict(request.parameters)).splitlines()
    text = "\n".join(line for line in lines if not line.startswith("# @param"))  # their values are filled in
    return QueryResult(text.encode(), "application/sparql-query")


def _vocabulary(data: Dataset, _: VocabularyRequest) -> QueryResult:
    return QueryResult(vocabulary(data), "application/json")


HANDLERS: dict[type[WorkerRequest], Callable[[Dataset, Any], Reply]] = {
    QueryRequest: run_query,
    NamedQueryRequest: _expand,
    VocabularyRequest: _vocabulary,
}
