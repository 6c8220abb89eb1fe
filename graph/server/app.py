"""The ASGI application: SPARQL endpoint, map and query page. It makes no requests to other servers."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import signal
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import uvicorn
from jinja2 import Environment
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from graph.resources import template
from graph.server.connections import MOST_WAITING, BoundedProtocol
from graph.server.protocol import MAX_REQUEST_BYTES, RefusedError, description, query_request, response
from graph.server.query_pool import QueryPool
from graph.server.query_worker import ErrorReply, NamedQueryRequest, VocabularyRequest, WorkerRequest
from graph.server.reading_pages import Original, ReadingPages, no_original
from graph.server.security import EVERYWHERE, SecurityMiddleware
from ontology.errors import StoreError

__all__ = ["EVERYWHERE", "ServedBuild", "ServerSettings", "Site", "serve"]
FEWEST, MOST = 2, 8
"""Bounds on the number of query processes; within them one per core."""
MAX_CONNECTIONS = 400
"""Connections with a request; those without one are limited in `connections`."""
DISCONNECT_INTERVAL = 0.2
"""Seconds between checks whether the client is still connected."""
SHUTDOWN_SECONDS = 3
"""Seconds to finish sending responses when the server stops."""


@dataclass(frozen=True, slots=True)
class ServedBuild:
    """The served files: store, map, library of documents, and manifest, which a build writes last.

    `original`: finds, by document id, the file that a document was read from.
    """

    store: Path
    map: Path
    manifest: Path
    library: Path
    original: Original = no_original


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """Address to listen on, time limit of a query in seconds, and limit of rows or triples of a result."""

    host: str = "127.0.0.1"
    port: int = 8765
    seconds: float = 30
    limit: int = 10_000


class Site:
    """The routes of the application and their handlers."""

    def __init__(self, build: ServedBuild, settings: ServerSettings, pool: QueryPool) -> None:
        self._build = build
        self._settings = settings
        self._pool = pool
        self._pages = Environment(autoescape=True)  # the templates are our own, what stands in them is data

    def application(self, more: Sequence[Route] = ()) -> Starlette:
        """The ASGI application, with these routes besides its own."""
        routes = [
            Route("/", self.start),
            Route("/map", self.map),
            Route("/sparql", self.sparql),
            Route("/query", self.query, methods=["GET", "POST"]),
            Route("/named/{name}", self.named),
            Route("/vocabulary", self.vocabulary),
            Route("/health", self.health),
            *ReadingPages(self._build.library, self._build.original).routes(),
            *more,
            Mount("/assets", StaticFiles(packages=[("graph", "static")])),
        ]
        guard = Middleware(SecurityMiddleware, host=self._settings.host)
        return Starlette(routes=routes, middleware=[guard], lifespan=self._lifespan)

    @asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        yield
        self._pool.close()

    async def query(self, request: Request) -> Response:
        """The SPARQL 1.1 Protocol."""
        try:
            question = await query_request(request, self._settings.limit)
        except RefusedError as error:
            return response(error.reply, self._settings.limit)
        if question is None:
            accept, form = request.headers.get("accept", ""), request.query_params.get("format")
            return description(str(request.url.replace(query="")), accept, form)
        return await self._reply(request, question)

    async def named(self, request: Request) -> Response:
        """The SPARQL of a named query with its parameters."""
        given = tuple((name, value) for name, value in request.query_params.items() if value)
        return await self._reply(request, NamedQueryRequest(request.path_params["name"], given))

    async def vocabulary(self, request: Request) -> Response:
        """The names that a query may use."""
        return await self._reply(request, VocabularyRequest())

    async def _reply(self, request: Request, task: WorkerRequest) -> Response:
        """The response to a request for a query process, which is cancelled when the client disconnects."""
        asked = asyncio.ensure_future(self._pool.ask(task))
        left = asyncio.ensure_future(_disconnected(request))
        await asyncio.wait({asked, left}, return_when=asyncio.FIRST_COMPLETED)
        left.cancel()
        if asked.done():
            return response(asked.result(), self._settings.limit)
        asked.cancel()
        return response(ErrorReply(499, "the client has disconnected"), self._settings.limit)

    async def health(self, _: Request) -> Response:
        """Health check: whether there is a build and a running query process."""
        known = self._counts()
        is_well = known is not None and bool(self._pool.pids)
        counts = known or {"documents": None, "claims": None, "build": None}
        return JSONResponse({"ok": is_well, **counts}, 200 if is_well else 503)

    def _counts(self) -> dict[str, object] | None:
        try:
            manifest = self._build.manifest.read_bytes()
            counts = json.loads(manifest)["counts"]
        except (OSError, ValueError, KeyError):
            return None
        digest = hashlib.sha256(manifest).hexdigest()
        return {"documents": counts["documents"], "claims": counts["claims"], "build": digest}

    async def start(self, request: Request) -> Response:
        """The start page."""
        return self._page("start.html", counts=self._counts(), address=str(request.base_url).rstrip("/"))

    async def sparql(self, request: Request) -> Response:
        """The query page."""
        return self._page("sparql.html", nonce=request.state.nonce, settings=self._settings)

    def _page(self, name: str, **values: object) -> Response:
        return HTMLResponse(self._pages.from_string(template(name)).render(**values))

    async def map(self, _: Request) -> Response:
        """The map of the build."""
        if not self._build.map.is_file():
            return PlainTextResponse("There is no map in this build; draw it with: actorgraph map\n", 404)
        return FileResponse(self._build.map, media_type="text/html")


async def _disconnected(request: Request) -> None:
    while not await request.is_disconnected():  # noqa: ASYNC110  # the request has no event to wait for
        await asyncio.sleep(DISCONNECT_INTERVAL)


class Server(uvicorn.Server):
    """A uvicorn server that reports when it is ready and ends running queries when it stops."""

    def __init__(self, config: uvicorn.Config, pool: QueryPool, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._pool = pool
        self._on_ready = on_ready
        self.trouble: StoreError | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start the processes, then listen."""
        try:
            await self._pool.start()
        except StoreError as error:
            self.trouble, self.should_exit = error, True
            self._pool.close()
            return
        await super().startup(sockets)
        self._on_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop."""
        self._pool.close()
        await super().shutdown(sockets)


def serve(
    build: ServedBuild, settings: ServerSettings, on_ready: Callable[[str], None], more: Sequence[Route] = ()
) -> None:
    """Serve a build until SIGINT or SIGTERM; `on_ready` is called with the URL. `more`: routes besides its own.

    Raises StoreError if the store cannot be opened, OSError if the server cannot listen on the address.
    """
    listening = _listening(settings)
    pool = QueryPool(build.store, size=min(MOST, max(FEWEST, os.cpu_count() or 1)), seconds=settings.seconds)
    address = _address(settings.host, listening.getsockname()[1])
    server = Server(_config(Site(build, settings, pool).application(more)), pool, lambda: on_ready(address))

    def stop(_: int, __: FrameType | None) -> None:
        server.should_exit = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)  # uvicorn sends the signal on to the handler that was there before it
    with listening:
        server.run(sockets=[listening])
    if server.trouble is not None:
        raise server.trouble


def _config(application: Starlette) -> uvicorn.Config:
    return uvicorn.Config(
        application,
        log_level="error",
        access_log=False,
        lifespan="on",
        ws="none",
        server_header=False,
        proxy_headers=False,
        limit_concurrency=MAX_CONNECTIONS + MOST_WAITING,
        h11_max_incomplete_event_size=MAX_REQUEST_BYTES,
        http=BoundedProtocol,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )


def _listening(settings: ServerSettings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        if os.name == "posix":  # elsewhere it would let two servers listen on one port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((settings.host, settings.port))
        listener.listen(2048)
    except OSError:
        listener.close()
        raise
    return listener


def _address(host: str, port: int) -> str:
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}/"
