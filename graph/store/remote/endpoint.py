"""A SPARQL 1.1 Protocol client: retries, and error messages of one line."""

from __future__ import annotations

import logging
import random
import time
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import count

import httpx

from graph.store.remote.address import Address, Credentials, longest_answer, shown
from ontology.errors import QueryError, StoreError

JSON, TRIPLES, UPDATE = "application/sparql-results+json", "application/n-triples", "application/sparql-update"
CONNECT_TIMEOUT = 10.0
RETRYABLE = frozenset({429, 500, 502, 503, 504})
"""Status codes after which a retry may succeed."""
UNAVAILABLE = frozenset({502, 503, 504})
"""Status codes with which a proxy reports that the server behind it is down."""
BROKEN_CONNECTION = (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError)
"""Errors of established connections, which a retry may avoid. A read timeout is not among them: it would recur."""
UNREACHABLE = (*BROKEN_CONNECTION, httpx.ConnectError, httpx.ConnectTimeout)
FIRST_PAUSE, MAX_PAUSE = 0.25, 15.0
MAX_DOUBLINGS = 10
MAX_REASON = 300

Outcome = httpx.Response | Exception

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """The number of attempts per request, and the seconds to wait for a server that has answered before."""

    tries: int = 5
    seconds: float = 60.0


class Endpoint:
    """A SPARQL server: sends queries and updates with its credentials, and retries transient errors."""

    def __init__(
        self,
        address: Address,
        credentials: Credentials | None = None,
        *,
        retries: RetryPolicy | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.address = address
        self._credentials = Credentials.from_environment() if credentials is None else credentials
        self._retries, self._sleep = retries or RetryPolicy(), sleep
        self._answered = False
        timeout = httpx.Timeout(longest_answer(), connect=CONNECT_TIMEOUT)
        # redirects are not followed, so that credentials are not sent to another server
        self._client = httpx.Client(auth=self._credentials.auth(), timeout=timeout, follow_redirects=False)
        weakref.finalize(self, self._client.close)  # users of a Dataset never close it

    @property
    def _where(self) -> str:
        return shown(self.address.query)

    def query(self, text: str, accept: str = JSON, parameters: Mapping[str, str] | None = None) -> httpx.Response:
        """The response to a query. Raises QueryError if the server rejects it, StoreError for any other failure."""
        form = {"query": text, **(parameters or {})}
        send = partial(self._client.post, self.address.query, data=form, headers={"Accept": accept})
        return self._sent(send, BROKEN_CONNECTION)

    def update(self, text: str) -> None:
        """Send an update, which must be idempotent because it may be retried. Raises StoreError."""
        headers = {"Content-Type": f"{UPDATE}; charset=utf-8", "Accept": "*/*"}
        send = partial(self._client.post, self.address.update, content=text.encode(), headers=headers)
        try:
            self._sent(send, (*BROKEN_CONNECTION, httpx.ReadTimeout, httpx.WriteTimeout))
        except QueryError as error:
            raise StoreError(f"{shown(self.address.update)}: the server refused an update: {error}") from error

    def _sent(self, send: Callable[[], httpx.Response], passing: tuple[type[Exception], ...]) -> httpx.Response:
        """The response to a request, retried after retryable status codes and after the errors in `passing`."""
        begin = time.monotonic()
        for attempt in count(1):
            outcome = self._tried(send)
            waits = self._answered and time.monotonic() - begin < self._retries.seconds
            is_last = attempt >= self._retries.tries or not _is_retryable(outcome, passing)
            if is_last and not (waits and _is_unavailable(outcome)):
                break
            pause = _pause(attempt, outcome)
            log.info("%s: attempt %d failed (%s); retrying in %.1f s", self._where, attempt, _kind(outcome), pause)
            self._sleep(pause)
        if isinstance(outcome, Exception):
            raise StoreError(self._unreachable(outcome))
        return self._checked(outcome)

    def _tried(self, send: Callable[[], httpx.Response]) -> Outcome:
        try:
            response = send()
        except (httpx.TransportError, httpx.InvalidURL) as error:
            return error
        self._answered = self._answered or response.status_code not in UNAVAILABLE
        return response

    def _checked(self, response: httpx.Response) -> httpx.Response:
        """The response if it is a success. Raises QueryError or StoreError with a message of one line otherwise."""
        code, where = response.status_code, shown(str(response.request.url))
        if response.is_success:
            return response
        if code in {401, 403}:
            raise StoreError(f"{where}: the server refused access ({code}); {self._credentials.advice()}")
        if response.is_redirect:
            there = shown(response.headers.get("location", "elsewhere"))
            raise StoreError(
                f"{where}: the server redirects to {there} ({code}); if you trust that address, give it instead"
            )
        if code in {404, 405}:
            raise StoreError(f"{where}: no SPARQL here ({code}); check the address, and --update-store for updates")
        reason = self._credentials.hide_in(_reason(response.text))
        if code == 400:
            raise QueryError(f"the query is not valid for {where}: {reason}")
        raise StoreError(f"{where}: the server failed ({code}): {reason}; check its log, then run the command again")

    def _unreachable(self, error: Exception) -> str:
        where = self._where
        if isinstance(error, httpx.TimeoutException):
            return f"{where}: no answer in time; try again, or set ACTORGRAPH_STORE_TIMEOUT to more seconds"
        why = self._credentials.hide_in(_reason(str(error))) or "the connection was lost"
        return f"{where}: cannot be reached: {why}; check the address, and check that the server is running"


def _is_unavailable(outcome: Outcome) -> bool:
    """True if the server is down; if it has answered before, it may be restarting."""
    return isinstance(outcome, UNREACHABLE) if isinstance(outcome, Exception) else outcome.status_code in UNAVAILABLE


def _kind(outcome: Outcome) -> str:
    """A failure as logged; without the text of an exception, which may contain credentials."""
    return type(outcome).__name__ if isinstance(outcome, Exception) else str(outcome.status_code)


def _is_retryable(outcome: Outcome, passing: tuple[type[Exception], ...]) -> bool:
    return isinstance(outcome, passing) if isinstance(outcome, Exception) else outcome.status_code in RETRYABLE


def _pause(attempt: int, outcome: Outcome) -> float:
    """Seconds before the next attempt: exponential backoff with jitter, or what the server asks for."""
    asked = "" if isinstance(outcome, Exception) else outcome.headers.get("retry-after", "")
    if asked.isdecimal():
        return min(float(asked), MAX_PAUSE)
    doubled = FIRST_PAUSE * 2.0 ** min(attempt - 1, MAX_DOUBLINGS)
    return min(doubled, MAX_PAUSE) * random.uniform(0.75, 1.25)  # noqa: S311  # no secret


def _reason(text: str) -> str:
    """The first paragraph of a server's message in one line; Virtuoso appends the whole query."""
    return " ".join(text.strip().split("\n\n")[0].split())[:MAX_REASON]
