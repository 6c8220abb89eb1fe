"""Reads complete results from a server: rows of a query and whole graphs, checked for truncation."""

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
from ontology.identifiers import BASE
from ontology.vocabulary import AG

STATE_GRAPH = URIRef(BASE + "graph/build")
"""The graph with the digest of each graph's lines. It is not part of the build."""
DIGEST = URIRef(BASE + "graph/build#digest")

Row = tuple[Node | None, ...]
Triple = tuple[Node, Node, Node]

GRAPHS_PER_COUNT = 500
"""Graphs counted by one query."""
ROUND_LIMIT = 100
"""Server limits are multiples of this: a page with such a number of rows may have been truncated."""


@dataclass(frozen=True, slots=True)
class ResultTable:
    """Variables and rows of a result; `is_cut` if the server reports that it reached its limit of rows."""

    variables: tuple[str, ...]
    rows: list[Row]
    is_cut: bool


class RemoteReader:
    """Reads query results and whole graphs from an endpoint, in the server's dialect."""

    def __init__(self, endpoint: Endpoint, dialect: Dialect) -> None:
        self.endpoint, self.dialect = endpoint, dialect

    @property
    def address(self) -> str:
        """The address as shown in messages."""
        return shown(self.endpoint.address.query)

    def answer(self, text: str, accept: str = JSON) -> httpx.Response:
        """The response to a query over the union of all graphs. Raises QueryError or StoreError."""
        return self.endpoint.query(self.dialect.text(text), accept, self.dialect.union)

    def table(self, text: str) -> ResultTable:
        """The result of a SELECT query. Raises QueryError or StoreError."""
        response = self.answer(text)
        content = self.content(response)
        variables = tuple(content["head"]["vars"])
        rows = [
            tuple(self._term(binding.get(name)) for name in variables) for binding in content["results"]["bindings"]
        ]
        return ResultTable(variables, rows, response.headers.get(CUT, "") == str(len(rows)))

    def content(self, response: httpx.Response) -> Any:  # noqa: ANN401  # JSON
        """The JSON of a response. Raises StoreError if it is not a SPARQL result."""
        try:
            content = response.json()
        except ValueError:
            content = None
        if not isinstance(content, Mapping) or "head" not in content or not content.keys() & {"boolean", "results"}:
            raise StoreError(f"{self.address}: the answer is not a SPARQL result; check the address")
        return content

    def paged(self, variables: Sequence[str], pattern: str) -> Iterator[Row]:
        """The distinct rows of a pattern, read page by page in a stable order."""
        offset = 0
        while True:
            page = self._page(variables, pattern, offset, distinct=True)
            yield from page
            offset += len(page)
            if not page or (len(page) < self.dialect.rows and len(page) % ROUND_LIMIT):
                return

    def names(self) -> list[URIRef]:
        """The graphs of the build, sorted."""
        names = [*self.digests()]
        if not names:  # the server was loaded from an export, not written by `RemoteWriter`
            pattern = f'GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{BASE}"))'
            names = [URIRef(str(name)) for (name,) in self.paged(("g",), pattern)]
        return sorted(names)

    def digests(self) -> dict[URIRef, str]:
        """By graph, the digest stored when it was written."""
        rows = self.paged(("g", "d"), f"GRAPH {STATE_GRAPH.n3()} {{ ?g {DIGEST.n3()} ?d }}")
        return {URIRef(str(name)): str(digest) for name, digest in rows}

    def graphs(self, names: Sequence[URIRef]) -> Iterator[tuple[URIRef, list[Triple]]]:
        """The complete graphs of these names, in their order. Raises StoreError if the server truncates them."""
        for start in range(0, len(names), GRAPHS_PER_COUNT):
            sizes = self.sizes(names[start : start + GRAPHS_PER_COUNT])
            for bundle in _graph_chunks(sizes, self.dialect.rows):
                yield from self._graph_chunk(bundle).items()

    def sizes(self, names: Sequence[URIRef]) -> dict[URIRef, int]:
        """The number of triples of each graph."""
        text = f"SELECT ?g (COUNT(*) AS ?n) WHERE {{ {_values_clause(names)} GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g"
        counted = {URIRef(str(name)): int(str(number)) for name, number in self.table(text).rows if name is not None}
        return {name: counted.get(name, 0) for name in names}

    def _graph_chunk(self, sizes: Mapping[URIRef, int]) -> dict[URIRef, list[Triple]]:
        """Several graphs in one request; those that come back truncated are read again one by one."""
        triples: dict[URIRef, list[Triple]] = {name: [] for name in sizes}
        if sum(sizes.values()) <= self.dialect.rows:
            text = f"SELECT ?g ?s ?p ?o WHERE {{ {_values_clause([*sizes])} GRAPH ?g {{ ?s ?p ?o }} }}"
            for name, subject, predicate, value in self.table(text).rows:
                if subject is not None and predicate is not None and value is not None:
                    triples[URIRef(str(name))].append((subject, predicate, value))
        for name, size in sizes.items():
            if len(triples[name]) != size:
                triples[name] = self._whole_graph(name, size)
        return triples

    def _whole_graph(self, name: URIRef, size: int) -> list[Triple]:
        """One graph, page by page. Raises StoreError if it stays incomplete."""
        triples: dict[Triple, None] = {}
        offset = 0
        while offset < size:
            page = self._page(("s", "p", "o"), f"GRAPH {name.n3()} {{ ?s ?p ?o }}", offset)
            if not page:
                break
            triples |= {(s, p, o): None for s, p, o in page if s is not None and p is not None and o is not None}
            offset += len(page)
        if len(triples) != size:
            raise StoreError(
                f"{self.address}: sends {len(triples):,} of {size:,} triples of {name}; if nobody writes there now, "
                "raise its limit of rows"
            )
        return list(triples)

    def _page(self, variables: Sequence[str], pattern: str, offset: int, *, distinct: bool = False) -> list[Row]:
        names = " ".join(f"?{name}" for name in variables)
        # ORDER BY inside, LIMIT outside: Virtuoso sorts at most 10,000 rows if both are in one place
        inner = f"SELECT {'DISTINCT ' if distinct else ''}{names} WHERE {{ {pattern} }} ORDER BY {names}"
        return self.table(f"SELECT {names} WHERE {{ {{ {inner} }} }} LIMIT {self.dialect.rows} OFFSET {offset}").rows

    def _term(self, binding: Mapping[str, str] | None) -> Node | None:
        if binding is None:
            return None
        value = binding["value"]
        if binding["type"] == "uri":
            return URIRef(value)
        if binding["type"] == "bnode":
            return BNode(value)
        language = binding.get("xml:lang")
        datatype = None if language else URIRef(binding.get("datatype", XSD.string))  # as the local store gives them
        # not normalised: rdflib would turn a month into a day
        literal = Literal(value, lang=language, datatype=datatype, normalize=False)
        return self.dialect.term(literal)


def connect(endpoint: Endpoint) -> RemoteReader:
    """A reader for a server with a build.

    Raises StoreError if the server has no build, or no way to query the union of all graphs.
    """
    held = f"{{ ?document {AG.documentId.n3()} ?id }}"
    for union in UNION:
        response = endpoint.query(f"SELECT ?id WHERE {held} LIMIT 1", parameters=union)
        rows = RemoteReader(endpoint, dialect_of(response.headers.get("server", ""), union))
        if rows.content(response)["results"]["bindings"]:
            return rows
    if rows.table(f"SELECT ?id WHERE {{ GRAPH ?g {held} }} LIMIT 1").rows:
        raise StoreError(f"{rows.address}: configure the server so that its default graph is the union of all graphs")
    raise StoreError(
        f"{rows.address}: nothing is built here yet; run first: actorgraph build PATH --store {rows.address}"
    )


def _values_clause(names: Sequence[URIRef]) -> str:
    return f"VALUES ?g {{ {' '.join(name.n3() for name in names)} }}"


def _graph_chunks(sizes: Mapping[URIRef, int], most: int) -> Iterator[dict[URIRef, int]]:
    """The graphs in their order, grouped so that a group has at most `most` triples."""
    bundle: dict[URIRef, int] = {}
    for name, size in sizes.items():
        if bundle and sum(bundle.values()) + size > most:
            yield bundle
            bundle = {}
        bundle[name] = size
    if bundle:
        yield bundle
