"""SPARQL 1.1 Protocol over HTTP: requests that are tried again, and errors that are one line."""

from __future__ import annotations

import random
import time
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import httpx

from graph.remote.address import Address, Credentials, longest_answer, shown
from ontology.errors import QueryError, StoreError

JSON, TRIPLES, UPDATE = "application/sparql-results+json", "application/n-triples", "application/sparql-update"
CONNECT = 10.0
LATER = frozenset({429, 500, 502, 503, 504})
"""Answers after which the same request may succeed."""
FIRST_PAUSE, LONGEST_PAUSE = 0.25, 15.0
LONGEST_REASON = 300


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
        return self._sent(lambda: self._client.post(self.address.query, data=form, headers={"Accept": accept}))

    def update(self, text: str) -> None:
        """Have the server do an update, which must do no harm if it is done twice. Raises StoreError."""
        headers = {"Content-Type": f"{UPDATE}; charset=utf-8", "Accept": "*/*"}
        content = text.encode()
        try:
            self._sent(lambda: self._client.post(self.address.update, content=content, headers=headers))
        except QueryError as error:
            raise StoreError(f"{shown(self.address.update)}: an update is refused: {error}") from error

    def _sent(self, send: Callable[[], httpx.Response]) -> httpx.Response:
        """The answer to a request, tried again while that can help."""
        begin = time.monotonic()
        for attempt in range(1, 1_000):
            try:
                response = send()
            except (httpx.TransportError, httpx.InvalidURL) as error:
                # a server that has answered may be starting again; one that never did is not there
                waits = self._answered and time.monotonic() - begin < self._patience.seconds
                if not waits and (not _is_cut(error) or attempt >= self._patience.tries):
                    raise StoreError(self._unreachable(error)) from None
                self._sleep(_pause(attempt))
                continue
            self._answered = True
            if response.status_code not in LATER or attempt >= self._patience.tries:
                return self._checked(response)
            self._sleep(_pause(attempt, response.headers.get("retry-after", "")))
        raise AssertionError("unreachable")

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


def _is_cut(error: Exception) -> bool:
    """True for a connection that was made and broke off: the next one may hold."""
    return isinstance(error, (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError, httpx.ReadTimeout))


def _pause(attempt: int, asked: str = "") -> float:
    """Seconds before the next try: doubled each time, with chance in it so that many clients do not come at once."""
    if asked.isdecimal():
        return min(float(asked), LONGEST_PAUSE)
    return min(FIRST_PAUSE * 2.0 ** (attempt - 1), LONGEST_PAUSE) * random.uniform(0.75, 1.25)  # noqa: S311  # no secret


def _reason(text: str) -> str:
    """The first paragraph of what a server says, in one line: Virtuoso repeats the whole query behind it."""
    return " ".join(text.strip().split("\n\n")[0].split())[:LONGEST_REASON]
