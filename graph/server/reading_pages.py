"""The pages of documents and of the search. They run in threads: SQLite waits for the disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from graph.reading.library import Library
from graph.reading.page import ServerLinks, document_page, documents_page, search_page
from graph.reading.search import Search, SearchResult, search
from ontology.errors import InputError, StoreError

PAGE = 30
"""Hits on a page."""
DOCUMENTS = 500
"""Documents on a page of their list."""
MAX_DIGITS = 10
MAX_WORDS = 500
"""Characters of a search."""
ORIGINAL_POLICY = "default-src 'none'; sandbox"
Original = Callable[[str], Path | None]
"""By the id of a document, the file that it was read from."""


def no_original(_: str) -> Path | None:
    """No file: they are not for everyone who can reach the server."""
    return None


class ReadingPages:
    """Handlers of the pages to read. `library`: its file. `original`: finds the file of a document."""

    def __init__(self, library: Path, original: Original = no_original) -> None:
        self._library = Library(library)
        self._original = original
        self._links = ServerLinks()

    def routes(self) -> list[Route]:
        """The routes."""
        return [
            Route("/documents", self.documents),
            Route("/document", self.document),
            Route("/document/{identifier:path}", self.document),
            Route("/search", self.search),
            Route("/original", self.original),
        ]

    def documents(self, request: Request) -> Response:
        """The list of documents."""
        try:
            return HTMLResponse(documents_page(self._library, self._links, DOCUMENTS, _offset(request)))
        except StoreError as error:
            return _failed(error)

    def document(self, request: Request) -> Response:
        """The page of a document."""
        identifier = request.path_params.get("identifier") or request.query_params.get("id", "")
        try:
            document = self._library.document(identifier)
        except StoreError as error:
            return _failed(error)
        if document is None:
            return PlainTextResponse(f"No document {identifier!r} in this build; /documents lists them\n", 404)
        path = self._original(identifier)
        original = None if path is None else (f"/original?{urlencode({'id': identifier})}", path.name)
        return HTMLResponse(document_page(document, self._links, original))

    def original(self, request: Request) -> Response:
        """The file of a document, to be saved: it is never shown as a page of this server."""
        path = self._original(request.query_params.get("id", ""))
        if path is None:
            return PlainTextResponse("No such file\n", 404)
        headers = {"Content-Security-Policy": ORIGINAL_POLICY}
        return FileResponse(path, media_type="application/octet-stream", filename=path.name, headers=headers)

    def search(self, request: Request) -> Response:
        """The search form and what it finds."""
        wanted = _search_of(request)
        result: SearchResult | None = None
        problem = None
        try:
            result = None if wanted.is_empty else search(self._library, wanted)
        except InputError as error:
            problem = str(error)
        except StoreError as error:
            return _failed(error)
        return HTMLResponse(search_page(wanted, result, self._links, problem), 400 if problem else 200)


def _search_of(request: Request) -> Search:
    given = request.query_params

    def text(name: str) -> str | None:
        return given.get(name, "").strip()[:MAX_WORDS] or None

    return Search(
        text("q") or "",
        since=text("since"),
        until=text("until"),
        source=text("source"),
        actor=text("actor"),
        batch=text("batch"),
        without_claims=text("unclaimed") is not None,
        limit=PAGE,
        offset=_offset(request),
    )


def _offset(request: Request) -> int:
    """Where a page of a list begins; 0 if the address does not say so in digits."""
    offset = request.query_params.get("offset", "0")
    return int(offset) if offset.isascii() and offset.isdecimal() and len(offset) < MAX_DIGITS else 0


def _failed(error: StoreError) -> Response:
    return PlainTextResponse(f"{error}\n", 503)
