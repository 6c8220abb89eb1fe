"""Addresses of a SPARQL server, from the command line, and credentials, from environment variables only."""

from __future__ import annotations

import base64
import os
from collections.abc import Generator, Mapping
from contextlib import suppress
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
    """The URLs of a server's query and update endpoints."""

    query: str
    update: str

    @classmethod
    def of(cls, query: str, update: str | None = None) -> Address:
        """Build an address; without `update` its URL is derived from the query URL by the conventions of servers.

        Raises StoreError for a URL that is not http(s) or contains credentials.
        """
        return cls(_checked(query), _checked(update) if update else update_address(_checked(query)))


@dataclass(frozen=True, slots=True)
class Credentials:
    """User and password, or a token, or neither. They never appear in messages or reprs."""

    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Credentials:
        """The credentials of the environment. Raises StoreError if only one of user and password is set."""
        user, password, token = (environment.get(name, "") for name in (USER, PASSWORD, TOKEN))
        if bool(user) != bool(password):
            raise StoreError(f"{USER} and {PASSWORD} must be set together; set both in the environment, or neither")
        try:
            token.encode("ascii")
        except UnicodeEncodeError:
            raise StoreError(f"{TOKEN} contains characters that are not allowed in a token; set it again") from None
        return cls(user, password, token.strip())

    def auth(self) -> httpx.Auth | None:
        """The httpx authentication for requests; None without credentials."""
        if self.token:
            return BearerAuth(self.token)
        return NegotiatedAuth(self.user, self.password) if self.user else None

    def hide_in(self, text: str) -> str:
        """The text with any credentials that a server repeated replaced by `HIDDEN`."""
        pair = f"{self.user}:{self.password}" if self.user else ""
        for secret in (pair, base64.b64encode(pair.encode()).decode(), self.password, self.token):
            text = text.replace(secret, HIDDEN) if secret else text
        return text

    def advice(self) -> str:
        """The advice in the message when the server refuses access."""
        if not (self.user or self.token):
            return f"set {USER} and {PASSWORD}, or {TOKEN}, in the environment"
        return f"check {TOKEN if self.token else f'{USER} and {PASSWORD}'} and what this user may do there"


def update_address(query: str) -> str:
    """The update URL for a query URL: `/update` beside `/query`, `/statements` for RDF4J, else the same URL."""
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
    """The read timeout in seconds. Raises StoreError if the environment variable is not a positive number."""
    text = environment.get(TIMEOUT, "")
    try:
        seconds = float(text) if text else LONGEST_ANSWER
    except ValueError:
        seconds = 0
    if not 0 < seconds < float("inf"):
        raise StoreError(f"{TIMEOUT}={text}: write a number of seconds, such as {LONGEST_ANSWER:.0f}")
    return seconds


def shown(address: str) -> str:
    """An address as shown in messages: without its query string, which may contain a key."""
    return address.partition("?")[0]


def _checked(address: str) -> str:
    if "@" in address:  # even if a character of the password makes the URL unparsable
        raise StoreError(
            f"--store: the address contains a user name or password; remove it, and set {USER} and {PASSWORD} instead"
        )
    with suppress(ValueError):  # a malformed host, or a port that is not a number
        parts = urlsplit(address)
        if parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0:
            return urlunsplit(parts._replace(fragment=""))
    raise StoreError(f"{shown(address)}: not the address of a SPARQL server; write it as https://HOST/PATH")


class BearerAuth(httpx.Auth):
    """Authentication with a bearer token."""

    def __init__(self, token: str) -> None:
        self._header = f"Bearer {token}"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send the request with the token."""
        request.headers["Authorization"] = self._header
        yield request


class NegotiatedAuth(httpx.Auth):
    """User and password by Basic or Digest authentication, whichever the server asks for.

    The first request is sent without credentials: Virtuoso only announces Digest to such requests, and a password
    should not be sent in clear to a server that does not require it.
    """

    def __init__(self, user: str, password: str) -> None:
        self._user, self._password = user, password
        self._chosen: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send the request with the chosen scheme; choose one if the server asks for credentials."""
        if self._chosen is not None:
            response = yield from _delegated(self._chosen.auth_flow(request))
            if response.status_code != 401:
                return
            request.headers.pop("Authorization")  # a restarted server does not know the challenge any more
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


def _delegated(
    flow: Generator[httpx.Request, httpx.Response, None],
) -> Generator[httpx.Request, httpx.Response, httpx.Response]:
    """Run the flow of another authentication scheme and return its last response."""
    request = next(flow)
    while True:
        response = yield request
        try:
            request = flow.send(response)
        except StopIteration:
            return response
