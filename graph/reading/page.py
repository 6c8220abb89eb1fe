"""Renders documents and search results as HTML that needs no script: pages of the server, or files beside the map."""

from __future__ import annotations

from functools import cache
from urllib.parse import quote, urlencode

from jinja2 import Environment, Template
from markupsafe import Markup

from graph.page_policy import hash_sources, web_address
from graph.reading.library import Library, LibraryDocument
from graph.reading.marks import paragraphs, statuses
from graph.reading.page_names import INDEX, anchor, page_name
from graph.reading.search import Search, SearchResult
from graph.resources import static_text, template

STYLES = ("site.css", "document.css")
POLICY = "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; style-src {styles}"
"""Of a page on disk, which has no server to send it."""


class Links:
    """Where the pages lead to: nowhere, for a page that stands alone; see the classes that inherit from this one.

    `map`, `documents`, `search`: the map, the list of documents and the search, empty where there is none.
    """

    map = documents = search = ""
    is_served = False

    def document(self, identifier: str) -> str:  # noqa: ARG002  # there is no such page
        """The page of a document."""
        return ""

    def entity(self, identifier: str) -> str:  # noqa: ARG002  # likewise
        """Where more about an actor or thing is."""
        return ""


class ServerLinks(Links):
    """The addresses of `actorgraph serve`."""

    map, documents, search, is_served = "/map", "/documents", "/search", True

    def document(self, identifier: str) -> str:
        """The page of a document."""
        if {"", ".", ".."} & set(identifier.split("/")):  # browsers take such steps out of a path
            return f"/document?{urlencode({'id': identifier})}"
        return f"/document/{quote(identifier)}"

    def entity(self, identifier: str) -> str:
        """The sentences that mention an actor or thing."""
        return f"/search?{urlencode({'actor': identifier})}"


class FileLinks(Links):
    """Pages in a folder beside the map. `map_file`: the file of the map, seen from there."""

    documents = INDEX

    def __init__(self, map_file: str = "../map.html") -> None:
        self.map = quote(map_file)

    def document(self, identifier: str) -> str:
        """The page of a document."""
        return page_name(identifier)

    def entity(self, identifier: str) -> str:
        """An actor or thing on the map."""
        return f"{self.map}#{urlencode({'actor': identifier})}"


def document_page(document: LibraryDocument, links: Links, original: tuple[str, str] | None = None) -> str:
    """The page of a document: its whole text with mentions and claims, an anchor at each sentence.

    `original`: the address of the file it was read from, and its name.
    """
    return rendered(
        "document.html",
        links,
        document=document.document,
        summary=document.summary,
        paragraphs=paragraphs(document),
        without=document.without_claims,
        original=original,
        url=web_address(document.document.url),
    )


def single_page(document: LibraryDocument) -> str:
    """The page of a document alone, without a map or other pages beside it: its links lead to its own anchors."""
    return document_page(document, Links())


def documents_page(library: Library, links: Links, limit: int = -1, offset: int = 0) -> str:
    """The list of all documents, or a page of it: `limit` of them after the first `offset`."""
    total, sentences, with_claims = library.totals()
    documents = library.documents(limit, offset)
    return rendered(
        "documents.html",
        links,
        documents=documents,
        total=total,
        sentences=sentences,
        with_claims=with_claims,
        earlier=max(0, offset - limit) if offset else None,
        later=offset + len(documents) if offset + len(documents) < total else None,
    )


def search_page(wanted: Search, result: SearchResult | None, links: Links, problem: str | None = None) -> str:
    """The search form, with what was found, or the reason why nothing can be."""
    fields = {
        "q": wanted.words,
        "since": wanted.since,
        "until": wanted.until,
        "source": wanted.source,
        "actor": wanted.actor,
        "batch": wanted.batch,
        "unclaimed": "1" if wanted.without_claims else None,
    }
    given = {name: value for name, value in fields.items() if value}

    def page_at(offset: int) -> str:
        return f"{links.search}?{urlencode({**given, 'offset': offset})}"

    return rendered(
        "search.html", links, wanted=wanted, result=result, problem=problem, page_at=page_at, filters=len(given) > 1
    )


def rendered(name: str, links: Links, **values: object) -> str:
    """The page of a template that extends `layout`."""
    css = [] if links.is_served else [static_text(style) for style in STYLES]
    return _template(name).render(
        links=links,
        css=[Markup(text) for text in css],  # noqa: S704  # our own files
        styles=STYLES,
        policy=POLICY.format(styles=hash_sources(*css)),
        anchor=anchor,
        statuses=statuses,
        **values,
    )


@cache
def _template(name: str) -> Template:
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    layout = environment.from_string(template("reading.html"))
    environment.globals["layout"] = layout
    return environment.from_string(template(name))
