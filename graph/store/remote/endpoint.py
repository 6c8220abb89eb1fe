"""SPARQL 1.1 Protocol over HTTP: requests that are tried again, and errors that are one line."""

from __future__ import annotations

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
CONNECT = 10.0
LATER = frozenset({429, 500, 502, 503, 504})
"""Answers after which the same request may succeed."""
AWAY = frozenset({502, 503, 504})
"""Those among them that say that the server behind a proxy is not there."""
CUT_OFF = (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError)
"""Connections that were made and broke off: the next one may hold. A query that takes too long will do so again."""
GONE = (*CUT_OFF, httpx.ConnectError, httpx.ConnectTimeout)
FIRST_PAUSE, LONGEST_PAUSE = 0.25, 15.0
DOUBLED = 10
LONGEST_REASON = 300

Outcome = httpx.Response | Exception


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a request is tried, and the longest time that a server which answered before is waited for."""

    tries: int = 5
    seconds: float = 60.0


class Endpoint:
    """A server that answers queries and takes updates, with its credentials."""

    def __init__(
        self,
        address: Address,
        credentials: Credentials | None = None,
        *,
        patience: Patience | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.address = address
        self._credentials = Credentials.from_environment() if credentials is None else credentials
        self._patience, self._sleep = patience or Patience(), sleep
        self._answered = False
        timeout = httpx.Timeout(longest_answer(), connect=CONNECT)
        # certificates are verified; a redirect is not followed, so that credentials go nowhere else
        self._client = httpx.Client(auth=self._credentials.auth(), timeout=timeout, follow_redirects=False)
        weakref.finalize(self, self._client.close)  # those who read a Dataset never close it

    def query(self, text: str, accept: str = JSON, parameters: Mapping[str, str] | None = None) -> httpx.Response:
        """The answer to a query. Raises QueryError if the server refuses it, StoreError where it cannot answer."""
        form = {"query": text, **(parameters or {})}
        send = partial(self._client.post, self.address.query, data=form, headers={"Accept": accept})
        return self._sent(send, CUT_OFF)

    def update(self, text: str) -> None:
        """Have the server do an update, which must do no harm if it is done twice. Raises StoreError."""
        headers = {"Content-Type": f"{UPDATE}; charset=utf-8", "Accept": "*/*"}
        send = partial(self._client.post, self.address.update, content=text.encode(), headers=headers)
        try:
            self._sent(send, (*CUT_OFF, httpx.ReadTimeout, httpx.WriteTimeout))
        except QueryError as error:
            raise StoreError(f"{shown(self.address.update)}: an update is refused: {error}") from error

    def _sent(self, send: Callable[[], httpx.Response], passing: tuple[type[Exception], ...]) -> httpx.Response:
        """The answer to a request, tried again after errors that may be `passing`."""
        begin = time.monotonic()
        for attempt in count(1):
            outcome = self._tried(send)
            waits = self._answered and time.monotonic() - begin < self._patience.seconds
            if not _is_away(outcome, waits) and (attempt >= self._patience.tries or not _may_pass(outcome, passing)):
                break
            self._sleep(_pause(attempt, outcome))
        if isinstance(outcome, Exception):
            raise StoreError(self._unreachable(outcome))
        return self._checked(outcome)

    def _tried(self, send: Callable[[], httpx.Response]) -> Outcome:
        try:
            response = send()
        except (httpx.TransportError, httpx.InvalidURL) as error:
            return error
        self._answered = self._answered or response.status_code not in AWAY
        return response

    def _checked(self, response: httpx.Response) -> httpx.Response:
        """The answer if it is one. Raises QueryError or StoreError in one line if not."""
        code, where = response.status_code, shown(str(response.request.url))
        if response.is_success:
            return response
        if code in {401, 403}:
            raise StoreError(f"{where}: the server refuses ({code}); {self._credentials.advice()}")
        if response.is_redirect:
            there = shown(response.headers.get("location", "elsewhere"))
            raise StoreError(f"{where}: the server sends on to {there} ({code}); give that address if you trust it")
        if code in {404, 405}:
            raise StoreError(f"{where}: no SPARQL here ({code}); check the address, and --update-store for updates")
        said = self._credentials.hide_in(_reason(response.text))
        if code == 400:
            raise QueryError(f"the query is not valid for {where}: {said}")
        raise StoreError(f"{where}: the server fails ({code}): {said}; look into its log, then run this again")

    def _unreachable(self, error: Exception) -> str:
        where = shown(self.address.query)
        if isinstance(error, httpx.TimeoutException):
            return f"{where}: no answer in time; try again, or set ACTORGRAPH_STORE_TIMEOUT to more seconds"
        why = self._credentials.hide_in(_reason(str(error))) or "the connection broke off"
        return f"{where}: cannot be reached: {why}; check the address, and that the server runs"


def _is_away(outcome: Outcome, waits: bool) -> bool:
    """True for a server that has answered before and may be starting again; one that never did is not there."""
    return waits and (isinstance(outcome, GONE) if isinstance(outcome, Exception) else outcome.status_code in AWAY)


def _may_pass(outcome: Outcome, passing: tuple[type[Exception], ...]) -> bool:
    return isinstance(outcome, passing) if isinstance(outcome, Exception) else outcome.status_code in LATER


def _pause(attempt: int, outcome: Outcome) -> float:
    """Seconds before the next try: doubled each time, with chance in it so that many clients do not come at once."""
    asked = "" if isinstance(outcome, Exception) else outcome.headers.get("retry-after", "")
    if asked.isdecimal():
        return min(float(asked), LONGEST_PAUSE)
    doubled = FIRST_PAUSE * 2.0 ** min(attempt - 1, DOUBLED)
    return min(doubled, LONGEST_PAUSE) * random.uniform(0.75, 1.25)  # noqa: S311  # no secret


def _reason(text: str) -> str:
    """The first paragraph of what a server says, in one line: Virtuoso repeats the whole query behind it."""
    return " ".join(text.strip().split("\n\n")[0].split())[:LONGEST_REASON]
