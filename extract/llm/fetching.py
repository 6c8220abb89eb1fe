"""Sends the requests that the cache has no answer to, several at a time, and keeps each answer at once.

Ctrl-C loses nothing that was answered: the next run sends the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Thread

from extract.llm.cache import Answer, AnswerCache
from extract.llm.client import ChatEndpoint, RequestFailedError, UnreachableError
from extract.llm.requests import ModelRequest
from ontology.errors import ActorgraphError, ModelError

OnDocument = Callable[[int], None]
"""Called with the number of documents whose requests are done."""
OnProblem = Callable[[str, str], None]
"""Called with the id of a document that lacks an answer, and the reason."""
Callbacks = tuple[OnDocument | None, OnProblem | None]
Outcome = tuple[ModelRequest, Answer | Exception]
UNREACHABLE = 3
"""Documents in a row that do not reach the server; after them no other is tried."""


@dataclass(slots=True)
class _Waiting:
    """How many requests of a document are open, and how many documents are done."""

    open: dict[str, int]
    done: int = 0

    def finish(self, document: str) -> None:
        """Count a request of a document as done."""
        self.open[document] -= 1
        if not self.open[document]:
            del self.open[document]
            self.done += 1


@dataclass(slots=True)
class Fetcher:
    """Gets the answers to the requests of documents into the `cache`, `parallel` at a time."""

    cache: AnswerCache
    parallel: int
    _unreached: set[str] = field(default_factory=set)
    """The last documents in a row whose requests did not reach the server, also of earlier calls."""

    def fetch(
        self,
        documents: Iterable[tuple[str, Sequence[ModelRequest]]],
        endpoint: ChatEndpoint,
        callbacks: Callbacks = (None, None),
    ) -> None:
        """Send the requests that have no answer. A request that fails is a problem of its document.

        Raises ModelError if no request can succeed, or after `UNREACHABLE` documents that did not reach the server.
        """
        on_document, on_problem = callbacks
        waiting = _Waiting({})
        for request, outcome in _outcomes(_missing(documents, self.cache, waiting), endpoint, self.parallel):
            if isinstance(outcome, ActorgraphError):
                raise outcome
            self._check_reached(request, outcome)
            if isinstance(outcome, Answer):
                self.cache.add(outcome)
            elif on_problem is not None:
                on_problem(request.document, str(outcome))
            waiting.finish(request.document)
            if on_document is not None:
                on_document(waiting.done)

    def _check_reached(self, request: ModelRequest, outcome: Answer | Exception) -> None:
        """Raises ModelError if too many documents in a row did not reach the server."""
        if not isinstance(outcome, UnreachableError):
            self._unreached.clear()
            return
        self._unreached.add(request.document)
        if len(self._unreached) >= UNREACHABLE:
            raise ModelError(f"{outcome} ({UNREACHABLE} documents in a row did not reach it)")


def _missing(
    documents: Iterable[tuple[str, Sequence[ModelRequest]]], cache: AnswerCache, waiting: _Waiting
) -> Iterator[ModelRequest]:
    asked: set[str] = set()
    for document, requests in documents:
        missing = [one for one in requests if one.key not in asked and cache.get(one.key) is None]
        if not missing:
            waiting.done += 1
            continue
        asked.update(one.key for one in missing)
        waiting.open[document] = len(missing)
        yield from missing


def _outcomes(requests: Iterator[ModelRequest], endpoint: ChatEndpoint, parallel: int) -> Iterator[Outcome]:
    """The outcome of each request, in the order in which they come.

    The threads are daemons: a process that is told to stop does not wait for a model.
    """
    todo: SimpleQueue[ModelRequest | None] = SimpleQueue()
    done: SimpleQueue[Outcome] = SimpleQueue()
    for _ in range(parallel):
        Thread(target=_work, args=(endpoint, todo, done), daemon=True).start()
    try:
        running = 0
        for request in requests:
            todo.put(request)
            running += 1
            while running >= 2 * parallel or not done.empty():
                yield done.get()
                running -= 1
        for _ in range(running):
            yield done.get()
    finally:
        _drop(todo)
        for _ in range(parallel):
            todo.put(None)


def _drop(todo: SimpleQueue[ModelRequest | None]) -> None:
    while True:
        try:
            todo.get_nowait()
        except Empty:
            return


def _work(endpoint: ChatEndpoint, todo: SimpleQueue[ModelRequest | None], done: SimpleQueue[Outcome]) -> None:
    while (request := todo.get()) is not None:
        try:
            done.put((request, endpoint.answer(request)))
        except (ActorgraphError, RequestFailedError) as error:
            done.put((request, error))
        except Exception as error:  # noqa: BLE001  # a thread that ends without an outcome would be waited for forever
            done.put((request, RequestFailedError(type(error).__name__)))
