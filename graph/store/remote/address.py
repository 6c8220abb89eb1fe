"""Where a server is and who asks: addresses from the command line, credentials from the environment alone."""

from __future__ import annotations

import base64
import os
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit

import httpx

from ontology.errors import StoreError

USER, PASSWORD, TOKEN = "ACTORGRAPH_STORE_USER", "ACTORGRAPH_STORE_PASSWORD", "ACTORGRAPH_STORE_TOKEN"
TIMEOUT = "ACTORGRAPH_STORE_TIMEOUT"
LONGEST_ANSWER = 300.0
HIDDEN = "***"


@dataclass(frozen=True, slots=True)
class Address:
    """The addresses that a server answers queries and takes updates at."""

    query: str
    update: str

    @classmethod
    def of(cls, query: str, update: str | None = None) -> Address:
        """The address for updates is found by what servers do where it is not given.

        Raises StoreError for what is no http(s) address or holds credentials.
        """
        return cls(_checked(query), _checked(update) if update else update_address(_checked(query)))


@dataclass(frozen=True, slots=True)
class Credentials:
    """User and password, or a token, or neither. They are never shown."""

    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Credentials:
        """What the environment holds. Raises StoreError where only half of user and password is there."""
        user, password, token = (environment.get(name, "") for name in (USER, PASSWORD, TOKEN))
        if bool(user) != bool(password):
            raise StoreError(f"{USER} and {PASSWORD} belong together; set both in the environment, or neither")
        try:
            token.encode("ascii")
        except UnicodeEncodeError:
            raise StoreError(f"{TOKEN} holds what no token can hold; set it again") from None
        return cls(user, password, token.strip())

    def auth(self) -> httpx.Auth | None:
        """How requests say who asks; None if nobody is named."""
        if self.token:
            return _Bearer(self.token)
        return _Login(self.user, self.password) if self.user else None

    def hide_in(self, text: str) -> str:
        """The text without the credentials, should a server repeat them."""
        pair = f"{self.user}:{self.password}" if self.user else ""
        for secret in (pair, base64.b64encode(pair.encode()).decode(), self.password, self.token):
            text = text.replace(secret, HIDDEN) if secret else text
        return text

    def advice(self) -> str:
        """What to do when the server refuses."""
        if not (self.user or self.token):
            return f"set {USER} and {PASSWORD}, or {TOKEN}, in the environment"
        return f"check {TOKEN if self.token else f'{USER} and {PASSWORD}'} and what this user may do there"


def update_address(query: str) -> str:
    """Where a server takes updates: `/update` beside `/query`, `/statements` of an RDF4J repository, else the same."""
    parts = urlsplit(query)
    head, _, last = parts.path.rstrip("/").rpartition("/")
    if last == "query":
        path = f"{head}/update"
    elif head.endswith("/repositories"):
        path = f"{head}/{last}/statements"
    else:
        path = parts.path
    return urlunsplit(parts._replace(path=path))


def longest_answer(environment: Mapping[str, str] = os.environ) -> float:
    """Seconds that an answer may take. Raises StoreError if the environment holds no such number."""
    text = environment.get(TIMEOUT, "")
    try:
        seconds = float(text) if text else LONGEST_ANSWER
    except ValueError:
        seconds = 0
    if not 0 < seconds < float("inf"):
        raise StoreError(f"{TIMEOUT}={text}: write a number of seconds, such as {LONGEST_ANSWER:.0f}")
    return seconds


def shown(address: str) -> str:
    """An address as messages show it: what stands behind `?` may be a key."""
    return address.partition("?")[0]


def _checked(address: str) -> str:
    if "@" in address:  # also where a character of the password keeps it from being read as one
        raise StoreError(f"--store: the address holds a user or password; set {USER} and {PASSWORD} instead")
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise StoreError(f"{shown(address)}: no address of a SPARQL server; write it as https://HOST/PATH")
    return urlunsplit(parts._replace(fragment=""))


class _Bearer(httpx.Auth):
    def __init__(self, token: str) -> None:
        self._header = f"Bearer {token}"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = self._header
        yield request


class _Login(httpx.Auth):
    """User and password in the way that the server asks for.

    The first request goes without them: Virtuoso wants Digest, and does not say so to whom comes with Basic; and a
    password should not be sent as it is to a server that does not need it so.
    """

    def __init__(self, user: str, password: str) -> None:
        self._user, self._password = user, password
        self._chosen: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if self._chosen is not None:
            response = yield from _through(self._chosen.auth_flow(request))
            if response.status_code != 401:
                return
            request.headers.pop("Authorization")  # a server that was started again has forgotten what it asked
        response = yield request
        if response.status_code not in {401, 403}:
            return
        if response.headers.get("www-authenticate", "").lower().startswith("digest"):
            self._chosen = httpx.DigestAuth(self._user, self._password)
            flow = self._chosen.auth_flow(request)
            next(flow)
            yield flow.send(response)
        else:
            self._chosen = httpx.BasicAuth(self._user, self._password)
            yield from self._chosen.auth_flow(request)


def _through(
    flow: Generator[httpx.Request, httpx.Response, None],
) -> Generator[httpx.Request, httpx.Response, httpx.Response]:
    """The last answer of what another way to log in asks."""
    request = next(flow)
    while True:
        response = yield request
        try:
            request = flow.send(response)
        except StopIteration:
            return response
