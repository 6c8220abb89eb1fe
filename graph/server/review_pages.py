"""Pages on which a person judges matches and claims, one after the other; only for this machine, and only on request.

Whoever has the address may write decisions: it holds a random token. Other pages cannot know the token, and their
requests are refused by their origin too. The pages work without scripts; a script adds keys.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from graph.reading.page import ServerLinks, rendered
from ontology.errors import ActorgraphError

MAX_BODY = 16_384
"""Bytes of a form."""
HEADERS = {
    "Cache-Control": "no-store",
    # with no-referrer, browsers send `Origin: null` with a form, which cannot be told from that of another page
    "Referrer-Policy": "same-origin",
}
NOTHING: Mapping[str, str] = MappingProxyType({})
KINDS = {"claims": "Claims", "matches": "Matches"}


@dataclass(frozen=True, slots=True)
class ReviewQuote:
    """A sentence as evidence. `parts`: its text, each part with the class of its mark or an empty string."""

    document: str
    date: str | None
    index: int
    parts: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ReviewSide:
    """What is judged: a claim, or one of two actors. `facts`: what is known of it."""

    title: str
    facts: Sequence[str]
    quotes: Sequence[ReviewQuote]


@dataclass(frozen=True, slots=True)
class ReviewCard:
    """An item with its evidence. `identity`: a form that was made for another item is refused.

    `keys`: by key, what it does. `fields`: parts that can be corrected, as they are. `decision`: the line that was
    written on it in this session.
    """

    identity: str
    sides: Sequence[ReviewSide]
    reasons: Sequence[str]
    keys: Mapping[str, str]
    fields: Mapping[str, str] = field(default_factory=dict)
    decision: str | None = None


class ReviewDesk(Protocol):
    """The reviews of a build, by kind: `KINDS`. Methods are called by one thread at a time."""

    def size(self, kind: str) -> tuple[int, int]:
        """How many items there are, and on how many a decision was made."""
        ...

    def card(self, kind: str, index: int) -> ReviewCard:
        """An item with its evidence."""
        ...

    def press(self, kind: str, index: int, identity: str, key: str, given: Mapping[str, str]) -> int:
        """Handle a key. Returns the index of the next item. Raises InputError if it cannot be done."""
        ...

    def apply(self) -> str:
        """Rebuild by the decisions. Returns what changed, in words."""
        ...


class ReviewPages:
    """Handlers of the pages, which all begin with the token."""

    def __init__(self, desk: ReviewDesk, token: str) -> None:
        self._desk = desk
        self._token = token
        self._links = ServerLinks()

    def routes(self) -> list[Route]:
        """The routes."""
        return [
            Route("/review/{token}/", self.overview),
            Route("/review/{token}/apply", self.apply, methods=["POST"]),
            Route("/review/{token}/{kind}/{index:int}", self.item),
            Route("/review/{token}/{kind}/{index:int}", self.decide, methods=["POST"]),
        ]

    async def overview(self, request: Request) -> Response:
        """How much there is to review."""
        return self._refusal(request) or await self._overview()

    async def _overview(self, message: str | None = None, status: int = 200) -> Response:
        sizes = {kind: await run_in_threadpool(self._desk.size, kind) for kind in KINDS}
        return self._page("review.html", status, sizes=sizes, message=message)

    async def item(self, request: Request) -> Response:
        """An item with its evidence and the keys."""
        return self._refusal(request) or await self._item(request)

    async def _item(self, request: Request, problem: str | None = None, given: Mapping[str, str] = NOTHING) -> Response:
        """The page of an item; after a `problem`, with what was `given`, so that nothing has to be typed again."""
        kind, index = request.path_params["kind"], request.path_params["index"]
        total, done = await run_in_threadpool(self._desk.size, kind)
        card = await run_in_threadpool(self._desk.card, kind, index) if index < total else None
        values = {"kind": kind, "index": index, "total": total, "done": done, "card": card}
        return self._page("review_item.html", 400 if problem else 200, **values, problem=problem, given=given)

    async def decide(self, request: Request) -> Response:
        """Save a decision, and go on to the next item."""
        refusal = self._refusal(request)
        if refusal is not None:
            return refusal
        form = await _form(request)
        if form is None:
            return PlainTextResponse("This form does not come from these pages\n", 400)
        kind, index = request.path_params["kind"], request.path_params["index"]
        given = {name.removeprefix("part-"): value for name, value in form.items() if name.startswith("part-")}
        given["why"] = form.get("why", "")
        try:
            arguments = (kind, index, form.get("identity", ""), form.get("key", ""), given)
            following = await run_in_threadpool(self._desk.press, *arguments)
        except ActorgraphError as error:
            return await self._item(request, str(error), given)
        return RedirectResponse(f"/review/{self._token}/{kind}/{following}", 303, HEADERS)

    async def apply(self, request: Request) -> Response:
        """Rebuild by the decisions."""
        refusal = self._refusal(request)
        if refusal is not None:
            return refusal
        try:
            return await self._overview(await run_in_threadpool(self._desk.apply))
        except ActorgraphError as error:
            return await self._overview(str(error), 500)

    def _refusal(self, request: Request) -> Response | None:
        """What is answered to whoever may not be here; None for whoever may."""
        if not secrets.compare_digest(request.path_params["token"].encode(), self._token.encode()):
            return PlainTextResponse("Not Found", 404)
        if request.path_params.get("kind", "claims") not in KINDS:
            return PlainTextResponse("Not Found", 404)
        if request.method == "POST" and not _is_own(request):
            return PlainTextResponse("Decisions are accepted only from the pages of this server\n", 403)
        return None

    def _page(self, name: str, status: int, **values: object) -> Response:
        html = rendered(name, self._links, base=f"/review/{self._token}", kinds=KINDS, **values)
        return HTMLResponse(html, status, HEADERS)


def new_token() -> str:
    """A token that nobody can guess."""
    return secrets.token_urlsafe(24)


def _is_own(request: Request) -> bool:
    """True if the request says that it comes from a page of this server; the middleware has checked the host."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    return request.headers.get("origin") == f"http://{request.headers.get('host', '')}" and site == "same-origin"


async def _form(request: Request) -> dict[str, str] | None:
    """The fields of a form; None if it is too long or no form."""
    if request.headers.get("content-type", "").partition(";")[0] != "application/x-www-form-urlencoded":
        return None
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            return None
    try:
        fields = parse_qs(body.decode("ascii"), keep_blank_values=True, strict_parsing=True, max_num_fields=20)
    except ValueError:
        return None
    return {name: " ".join(values[0].split()) for name, values in fields.items()}
