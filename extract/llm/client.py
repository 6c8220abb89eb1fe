"""The client of an OpenAI-compatible chat endpoint: retries, fallbacks, and messages without keys or texts."""

from __future__ import annotations

import json
import logging
import random
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from threading import Lock
from typing import Any, Self
from urllib.parse import urlsplit

import httpx

from extract.llm.cache import Answer, answer_of
from extract.llm.requests import ModelRequest
from extract.llm.settings import KEY_VARIABLE, ModelSettings, key_of_environment
from ontology.errors import ModelError

log = logging.getLogger(__name__)

PATH = "/chat/completions"
CONNECT_TIMEOUT = 10.0
TRIES = 5
FIRST_PAUSE, MAX_PAUSE = 1.0, 60.0
MAX_ANSWER = 8 << 20
"""Bytes of a response beyond which it is no answer."""
RETRYABLE = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
FORMAT = "response_format"
"""Key of a request that asks for structured output."""
FORMAT_REFUSED = frozenset({400, 415, 422, 501})
"""Status codes with which servers refuse a request for structured output."""
CODE = re.compile(r"[a-z][a-z0-9_.-]{2,60}")
"""A code of an error. Messages of servers are never shown: they may quote the request."""


class RequestFailedError(Exception):
    """A request that got no answer; others may get theirs. The message holds neither text nor key."""


class UnreachableError(RequestFailedError):
    """A request that did not reach the server."""


@dataclass(frozen=True, slots=True)
class _Failure:
    """Why an attempt failed, whether another one may succeed, and when the server asks to be tried again."""

    reason: str
    may_pass: bool = True
    retry_after: str = ""
    is_unreachable: bool = False


class ChatEndpoint:
    """Sends requests to the endpoint of `settings`, with the `key` if there is one. Usable from several threads.

    Raises ModelError for an address that is none, or that holds a password.
    """

    def __init__(
        self, settings: ModelSettings, key: str | None = None, *, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._where = _checked_address(settings.url) + PATH
        self._model = settings.model
        key = key_of_environment() if key is None else key
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        timeout = httpx.Timeout(settings.timeout, connect=CONNECT_TIMEOUT)
        # redirects are not followed: they would send key and texts to another server
        self._client = httpx.Client(headers=headers, timeout=timeout, follow_redirects=False)
        self._sleep = sleep
        self._has_format = True
        self._lock = Lock()

    def __enter__(self) -> Self:
        """The endpoint; its connections are closed when the block ends."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connections."""
        self._client.close()

    def answer(self, request: ModelRequest) -> Answer:
        """The answer to a request, retried after errors that may pass.

        Raises RequestFailedError if there is none (UnreachableError if the server is not there), ModelError if no
        request can succeed.
        """
        failure = _Failure("no answer")
        for attempt in range(1, TRIES + 1):
            outcome = self._attempt(request)
            if isinstance(outcome, Answer):
                return outcome
            failure = outcome
            if not failure.may_pass:
                break
            if attempt < TRIES:
                log.info("%s: attempt %d failed (%s)", self._where, attempt, failure.reason)
                self._sleep(_pause(attempt, failure.retry_after))
        raise (UnreachableError if failure.is_unreachable else RequestFailedError)(failure.reason)

    def _attempt(self, request: ModelRequest) -> Answer | _Failure:
        """The answer to a request sent once, or twice if the server refuses structured output."""
        try:
            has_format = self._has_format and FORMAT in request.body
            status, headers, content = self._post(request.body, has_format=has_format)
            if has_format and status in FORMAT_REFUSED:
                status, headers, content = self._post(request.body, has_format=False)
                self._give_up_format(status)
        except (httpx.ConnectError, httpx.ConnectTimeout):
            why = f"{self._where} cannot be reached; check --llm-url, and check that the server is running"
            return _Failure(why, is_unreachable=True)
        except httpx.TimeoutException:
            return _Failure("no answer in time")
        except httpx.TransportError:
            return _Failure("the connection was lost")
        if status != HTTPStatus.OK:
            return _Failure(self._reason(status, content), status in RETRYABLE, headers.get("retry-after", ""))
        try:
            return answer_of(request.key, json.loads(content))
        except ValueError:
            return _Failure("an answer that is not a chat completion")

    def _post(self, body: Mapping[str, Any], *, has_format: bool) -> tuple[int, Mapping[str, str], bytes]:
        sent = {key: value for key, value in body.items() if has_format or key != FORMAT}
        content = bytearray()
        with self._client.stream("POST", self._where, json=sent) as response:
            for chunk in response.iter_bytes():
                content += chunk
                if len(content) > MAX_ANSWER:
                    raise RequestFailedError("an answer of more than 8 MB")
            return response.status_code, response.headers, bytes(content)

    def _give_up_format(self, status: int) -> None:
        """Send no schema from now on, if a request without one was not refused: with this status."""
        if status in FORMAT_REFUSED:
            return  # it was not the schema that was refused
        with self._lock:
            had, self._has_format = self._has_format, False
        if had:
            log.info("%s: no structured output; the answers are read as they come", self._where)

    def _reason(self, status: int, content: bytes) -> str:
        """What a status code means. Raises ModelError for one that every request would get."""
        if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
            raise ModelError(
                f"{self._where}: the server refused the request ({status}); set {KEY_VARIABLE} to a valid key"
            )
        if status in {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED}:
            why = f"no chat completions here, or no model {self._model!r}"
            raise ModelError(f"{self._where}: {why} ({status}); check --llm-url and --llm-model")
        if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
            raise ModelError(
                f"{self._where}: the server redirects to another address ({status}); "
                "if you trust that address, give it instead"
            )
        code = _error_code(content)
        return f"the server answered with status {status}{f' ({code})' if code else ''}"


def _error_code(content: bytes) -> str | None:
    """The code of an error in the body of a response, if it is one word."""
    try:
        error = json.loads(content)["error"]
        words = [str(error.get(name)) for name in ("code", "type") if error.get(name)]
    except (ValueError, LookupError, TypeError, AttributeError):
        return None
    return next((word for word in words if CODE.fullmatch(word)), None)


def _checked_address(url: str) -> str:
    try:
        parts = urlsplit(url)
        is_address = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        is_address = False
    if not is_address:
        raise ModelError(f"--llm-url {url!r}: not an http(s) address; give one such as http://127.0.0.1:11434/v1")
    if parts.username or parts.password:
        raise ModelError(f"--llm-url: the address contains a password; remove it, and set {KEY_VARIABLE} instead")
    return url.rstrip("/").removesuffix(PATH)


def _pause(attempt: int, asked: str) -> float:
    """Seconds before the next attempt: exponential backoff with jitter, or what the server asks for."""
    if asked.isdecimal():
        return min(float(asked), MAX_PAUSE)
    return min(FIRST_PAUSE * 2.0 ** (attempt - 1), MAX_PAUSE) * random.uniform(0.75, 1.25)  # noqa: S311  # no secret
