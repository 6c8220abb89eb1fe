"""Whole results of a server: rows of a query, and graphs many at a time, with a check that nothing was left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx
from rdflib import BNode, Literal, URIRef
from rdflib.namespace import XSD
from rdflib.term import Node

from graph.store.remote.address import shown
from graph.store.remote.dialect import CUT, UNION, Dialect, dialect_of
from graph.store.remote.endpoint import JSON, Endpoint
from ontology.errors import StoreError
from ontology.identity import BASE
from ontology.vocabulary import AG

STATE_GRAPH = URIRef(BASE + "graph/build")
"""The graph of what the server holds: by graph, the digest of its lines. It is no part of the build."""
DIGEST = URIRef(BASE + "graph/build#digest")

Row = tuple[Node | None, ...]
Triple = tuple[Node, Node, Node]

COUNTED = 500
"""Graphs whose sizes are asked for at once."""
ROUND = 100
"""Limits of servers are round numbers: a page of a round number of rows may have been cut."""


@dataclass(frozen=True, slots=True)
class Table:
    """Variables and rows of an answer; `is_cut` if the server says that it sends no more rows than these."""

    variables: tuple[str, ...]
    rows: list[Row]
    is_cut: bool


class Rows:
    """Reads a server."""

    def __init__(self, endpoint: Endpoint, dialect: Dialect) -> None:
        self.endpoint, self.dialect = endpoint, dialect

    @property
    def where(self) -> str:
        """The address as messages show it."""
        return shown(self.endpoint.address.query)

    def answer(self, text: str, accept: str = JSON) -> httpx.Response:
        """The answer to a query over the union of all graphs. Raises QueryError or StoreError."""
        return self.endpoint.query(self.dialect.text(text), accept, self.dialect.union)

    def table(self, text: str) -> Table:
        """The answer to a SELECT query. Raises QueryError or StoreError."""
        response = self.answer(text)
        content = self.content(response)
        variables = tuple(content["head"]["vars"])
        rows = [tuple(self._term(found.get(name)) for name in variables) for found in content["results"]["bindings"]]
        return Table(variables, rows, response.headers.get(CUT, "") == str(len(rows)))

    def content(self, response: httpx.Response) -> Any:  # noqa: ANN401  # JSON
        """The JSON of an answer. Raises StoreError if it is none."""
        try:
            content = response.json()
            _ = content["head"], content.get("boolean", content.get("results"))
        except (ValueError, KeyError, TypeError, AttributeError):
            raise StoreError(f"{self.where}: the answer is no SPARQL result; check the address") from None
        return content

    def paged(self, variables: Sequence[str], pattern: str) -> Iterator[Row]:
        """Every different row of a pattern, page by page in a stable order."""
        offset = 0
        while True:
            page = self._page(variables, pattern, offset, distinct=True)
            yield from page
            offset += len(page)
            if not page or (len(page) < self.dialect.rows and len(page) % ROUND):
                return

    def names(self) -> list[URIRef]:
        """The graphs of the build, sorted."""
        found = [*self.digests()]
        if not found:  # somebody loaded an export instead of having us write it
            pattern = f'GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{BASE}"))'
            found = [URIRef(str(name)) for (name,) in self.paged(("g",), pattern)]
        return sorted(found)

    def digests(self) -> dict[URIRef, str]:
        """By graph, the digest that was left when it was written."""
        rows = self.paged(("g", "d"), f"GRAPH {STATE_GRAPH.n3()} {{ ?g {DIGEST.n3()} ?d }}")
        return {URIRef(str(name)): str(digest) for name, digest in rows}

    def graphs(self, names: Sequence[URIRef]) -> Iterator[tuple[URIRef, list[Triple]]]:
        """The graphs of these names in their order, whole. Raises StoreError where the server leaves rows out."""
        for start in range(0, len(names), COUNTED):
            sizes = self.sizes(names[start : start + COUNTED])
            for bundle in _bundles(sizes, self.dialect.rows):
                yield from self._bundle(bundle).items()

    def sizes(self, names: Sequence[URIRef]) -> dict[URIRef, int]:
        """How many triples each of these graphs has."""
        text = f"SELECT ?g (COUNT(*) AS ?n) WHERE {{ {_among(names)} GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g"
        counted = {URIRef(str(name)): int(str(number)) for name, number in self.table(text).rows if name is not None}
        return {name: counted.get(name, 0) for name in names}

    def _bundle(self, sizes: Mapping[URIRef, int]) -> dict[URIRef, list[Triple]]:
        """Several graphs by one request; each for itself where the server leaves rows out."""
        found: dict[URIRef, list[Triple]] = {name: [] for name in sizes}
        if sum(sizes.values()) <= self.dialect.rows:
            text = f"SELECT ?g ?s ?p ?o WHERE {{ {_among([*sizes])} GRAPH ?g {{ ?s ?p ?o }} }}"
            for name, subject, predicate, value in self.table(text).rows:
                if subject is not None and predicate is not None and value is not None:
                    found[URIRef(str(name))].append((subject, predicate, value))
        for name, size in sizes.items():
            if len(found[name]) != size:
                found[name] = self._whole(name, size)
        return found

    def _whole(self, name: URIRef, size: int) -> list[Triple]:
        """One graph, page by page. Raises StoreError where it does not become whole."""
        found: dict[Triple, None] = {}
        offset = 0
        while offset < size:
            page = self._page(("s", "p", "o"), f"GRAPH {name.n3()} {{ ?s ?p ?o }}", offset)
            if not page:
                break
            found |= {(s, p, o): None for s, p, o in page if s is not None and p is not None and o is not None}
            offset += len(page)
        if len(found) != size:
            raise StoreError(
                f"{self.where}: sends {len(found):,} of {size:,} triples of {name}; if nobody writes there now, "
                "raise its limit of rows"
            )
        return list(found)

    def _page(self, variables: Sequence[str], pattern: str, offset: int, *, distinct: bool = False) -> list[Row]:
        names = " ".join(f"?{name}" for name in variables)
        # ordered within, cut without: Virtuoso sorts no more than 10,000 rows for a LIMIT and OFFSET in one place
        inner = f"SELECT {'DISTINCT ' if distinct else ''}{names} WHERE {{ {pattern} }} ORDER BY {names}"
        return self.table(f"SELECT {names} WHERE {{ {{ {inner} }} }} LIMIT {self.dialect.rows} OFFSET {offset}").rows

    def _term(self, found: Mapping[str, str] | None) -> Node | None:
        if found is None:
            return None
        value = found["value"]
        if found["type"] == "uri":
            return URIRef(value)
        if found["type"] == "bnode":
            return BNode(value)
        language = found.get("xml:lang")
        datatype = None if language else URIRef(found.get("datatype", XSD.string))  # as the local store gives them
        # not normalised: rdflib would turn a month into a day
        literal = Literal(value, lang=language, datatype=datatype, normalize=False)
        return self.dialect.term(literal)


def connect(endpoint: Endpoint) -> Rows:
    """A server that holds a build, to read.

    Raises StoreError if it holds none, or if there is no way to ask for the union of all graphs.
    """
    held = f"{{ ?document {AG.documentId.n3()} ?id }}"
    for union in UNION:
        response = endpoint.query(f"SELECT ?id WHERE {held} LIMIT 1", parameters=union)
        rows = Rows(endpoint, dialect_of(response.headers.get("server", ""), union))
        if rows.content(response)["results"]["bindings"]:
            return rows
    if rows.table(f"SELECT ?id WHERE {{ GRAPH ?g {held} }} LIMIT 1").rows:
        raise StoreError(f"{rows.where}: set the default graph of the server to be the union of all graphs")
    raise StoreError(f"{rows.where}: nothing is built here yet; run first: actorgraph build PATH --store {rows.where}")


def _among(names: Sequence[URIRef]) -> str:
    return f"VALUES ?g {{ {' '.join(name.n3() for name in names)} }}"


def _bundles(sizes: Mapping[URIRef, int], most: int) -> Iterator[dict[URIRef, int]]:
    """The graphs in their order, so many together that their triples are not more than `most`."""
    bundle: dict[URIRef, int] = {}
    for name, size in sizes.items():
        if bundle and sum(bundle.values()) + size > most:
            yield bundle
            bundle = {}
        bundle[name] = size
    if bundle:
        yield bundle
