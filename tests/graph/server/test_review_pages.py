"""The pages of the review: who may write, what is escaped, what a form may be."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from support.serving import HOSTILE

from graph.server.review_pages import MAX_BODY, ReviewCard, ReviewPages, ReviewQuote, ReviewSide, new_token
from graph.server.security import SecurityMiddleware
from ontology.errors import InputError

TOKEN = "the-token"  # noqa: S105  # of a server that lives as long as the test
HOST = "http://127.0.0.1:8765"
HERE = {"Origin": HOST, "Content-Type": "application/x-www-form-urlencoded"}
FORM = {"identity": "claim/1", "key": "c", "why": "seen", "part-actor": "Chen"}


class Desk:
    """Two claims; it knows what was pressed."""

    def __init__(self) -> None:
        self.pressed: list[tuple[str, int, str, str, Mapping[str, str]]] = []
        self.applied = 0

    def size(self, _: str) -> tuple[int, int]:
        return 2, len(self.pressed)

    def card(self, _: str, index: int) -> ReviewCard:
        quote = ReviewQuote("2025-10/a b", "2025", 3, [(HOSTILE, "actor"), ("said so", "")])
        side = ReviewSide(f"Title {HOSTILE}", [HOSTILE], [quote])
        return ReviewCard(f"claim/{index + 1}", [side], [HOSTILE], {"c": "confirm", "e": "correct"}, {"actor": HOSTILE})

    def press(self, kind: str, index: int, identity: str, key: str, given: Mapping[str, str]) -> int:
        if key == "x":
            raise InputError("review", f"no key {HOSTILE}")
        self.pressed.append((kind, index, identity, key, dict(given)))
        return index + 1

    def apply(self) -> str:
        self.applied += 1
        return f"Applied {HOSTILE}"


class Client:
    """Asks an application without a network."""

    def __init__(self, application: Starlette) -> None:
        self.application = application

    def get(self, path: str) -> httpx.Response:
        return self._in_thread("GET", path, b"", {})

    def post(self, path: str, content: bytes | str = b"", headers: Mapping[str, str] | None = None) -> httpx.Response:
        return self._in_thread("POST", path, content, headers or {})

    def _in_thread(self, method: str, path: str, content: bytes | str, headers: Mapping[str, str]) -> httpx.Response:
        """The thread of the tests may have an event loop already, that of Playwright."""
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(lambda: asyncio.run(self._reply(method, path, content, headers))).result()

    async def _reply(self, method: str, path: str, content: bytes | str, headers: Mapping[str, str]) -> httpx.Response:
        transport = httpx.ASGITransport(app=self.application)
        async with httpx.AsyncClient(transport=transport, base_url=HOST) as client:
            return await client.request(method, path, content=content, headers=dict(headers))


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def client(desk: Desk) -> Client:
    guard = Middleware(SecurityMiddleware, host="127.0.0.1")
    application = Starlette(routes=ReviewPages(desk, TOKEN).routes(), middleware=[guard])
    return Client(application)


def test_a_decision_goes_on_to_the_next(client: Client, desk: Desk) -> None:
    reply = client.post(f"/review/{TOKEN}/claims/0", content=urlencode(FORM), headers=HERE)
    assert (reply.status_code, reply.headers["location"]) == (303, f"/review/{TOKEN}/claims/1")
    assert desk.pressed == [("claims", 0, "claim/1", "c", {"actor": "Chen", "why": "seen"})]


REFUSED = [
    ("wrong token", f"/review/{TOKEN}x/claims/0", {}, 404),
    ("no token", "/review//claims/0", {}, 404),
    ("unknown kind", f"/review/{TOKEN}/files/0", {}, 404),
    ("no origin", f"/review/{TOKEN}/claims/0", {"Origin": None}, 403),
    ("null origin", f"/review/{TOKEN}/claims/0", {"Origin": "null"}, 403),
    ("foreign origin", f"/review/{TOKEN}/claims/0", {"Origin": "http://evil.example"}, 403),
    ("another port", f"/review/{TOKEN}/claims/0", {"Origin": "http://127.0.0.1:9999"}, 403),
    ("another scheme", f"/review/{TOKEN}/claims/0", {"Origin": "https://127.0.0.1:8765"}, 403),
    ("from a site", f"/review/{TOKEN}/claims/0", {"Sec-Fetch-Site": "cross-site"}, 403),
    ("same site only", f"/review/{TOKEN}/claims/0", {"Sec-Fetch-Site": "same-site"}, 403),
    ("rebound name", f"/review/{TOKEN}/claims/0", {"Host": "evil.example"}, 421),
    ("no form", f"/review/{TOKEN}/claims/0", {"Content-Type": "text/plain"}, 400),
    ("apply", f"/review/{TOKEN}/apply", {"Origin": "http://evil.example"}, 403),
    ("apply without origin", f"/review/{TOKEN}/apply", {"Origin": None}, 403),
    ("apply, wrong token", "/review/x/apply", {}, 404),
]


@pytest.mark.parametrize(("path", "headers", "status"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_who_may_not_write(client: Client, desk: Desk, path: str, headers: dict[str, str | None], status: int) -> None:
    given = {name: value for name, value in {**HERE, **headers}.items() if value is not None}
    assert client.post(path, content=urlencode(FORM), headers=given).status_code == status
    assert (desk.pressed, desk.applied) == ([], 0)


@pytest.mark.parametrize(
    "body", [b"a" * (MAX_BODY + 1), b"key", b"key=\xff", urlencode({str(n): "" for n in range(99)})]
)
def test_what_is_no_form(client: Client, desk: Desk, body: bytes | str) -> None:
    assert client.post(f"/review/{TOKEN}/claims/0", content=body, headers=HERE).status_code == 400
    assert desk.pressed == []


@pytest.mark.parametrize("path", ["claims/0", "apply"])
def test_reading_an_address_writes_nothing(client: Client, desk: Desk, path: str) -> None:
    assert client.get(f"/review/{TOKEN}/{path}?{urlencode(FORM)}").status_code in {200, 405}
    assert (desk.pressed, desk.applied) == ([], 0)


def test_a_problem_is_said_and_what_was_typed_stays(client: Client) -> None:
    form = urlencode({**FORM, "key": "x", "part-actor": "Typed before"})
    reply = client.post(f"/review/{TOKEN}/claims/0", content=form, headers=HERE)
    assert reply.status_code == 400
    assert "no key" in reply.text
    assert 'value="Typed before"' in reply.text


def test_texts_are_escaped_and_pages_not_kept(client: Client) -> None:
    replies = [client.get(f"/review/{TOKEN}/"), *(client.get(f"/review/{TOKEN}/claims/{n}") for n in range(3))]
    replies.append(client.post(f"/review/{TOKEN}/apply", headers=HERE))
    for reply in replies:
        assert reply.status_code == 200
        assert "<img" not in reply.text
        assert reply.headers["cache-control"] == "no-store"
        assert reply.headers["referrer-policy"] == "same-origin"
        assert reply.headers["x-frame-options"] == "DENY"
        assert "script-src 'self'" in reply.headers["content-security-policy"]
    assert "/document/2025-10/a%20b#s4" in replies[1].text


def test_tokens_are_long_and_never_the_same() -> None:
    tokens = {new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert min(map(len, tokens)) >= 32
