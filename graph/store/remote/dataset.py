"""A remote server as an rdflib Dataset, read in whole graphs and whole results, never triple by triple."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, cast

from rdflib import Dataset, Graph, URIRef, Variable
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.query import Result
from rdflib.term import Identifier, Node

from graph.store.oxigraph import RemoteGraphStore
from graph.store.remote.dialect import CUT
from graph.store.remote.endpoint import TRIPLES, Endpoint
from graph.store.remote.rows import RemoteReader, ResultTable, Row, Triple, connect
from ontology.errors import QueryError
from ontology.vocabulary import BASE_GRAPH, ENTITY_GRAPH

SKIPPED = re.compile(
    r"""<[^<>\s]*>|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\#[^\n]*|\b(?:PREFIX|BASE)\b[^<]*""", re.IGNORECASE
)
FORM = re.compile(r"\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.IGNORECASE)
ORDERED = re.compile(r"\bORDER\s+BY\b", re.IGNORECASE)
LIMIT = re.compile(r"\bLIMIT\s+(\d+)\s*(?:OFFSET\s+\d+\s*)?\Z", re.IGNORECASE)
PREFIX = re.compile(r"^\s*(PREFIX|BASE)\b", re.IGNORECASE | re.MULTILINE)
CACHED_GRAPHS = frozenset({BASE_GRAPH, ENTITY_GRAPH})
"""Graphs that are read repeatedly and therefore cached."""

Pattern = tuple[Node | None, Node | None, Node | None]


def open_remote(endpoint: Endpoint) -> Dataset:
    """Open the build on a server read-only; its default graph is the union of all graphs.

    Raises StoreError if the server cannot be reached, refuses access, or has no build.
    """
    return Dataset(store=RemoteStore(connect(endpoint)), default_union=True)


class RemoteStore(RemoteGraphStore):
    """A read-only rdflib store that translates rdflib's calls into SPARQL requests."""

    context_aware = True
    graph_aware = True

    def __init__(self, rows: RemoteReader) -> None:
        super().__init__()
        self._rows = rows
        self._kept: dict[URIRef, Graph] = {}

    def graphs(self, names: Sequence[URIRef]) -> Iterator[Graph]:
        """The graphs of these names, in their order."""
        for name, triples in self._rows.graphs(names):
            yield _graph(name, triples)

    def names(self) -> list[URIRef]:
        """The names of all graphs of the build."""
        return self._rows.names()

    def triples(
        self, triple_pattern: Pattern, context: Graph | None = None
    ) -> Iterator[tuple[Triple, Iterator[Graph | None]]]:
        """The triples of a pattern, in one graph or in the union of all."""
        name = None if context is None else context.identifier
        if name is None or name == DATASET_DEFAULT_GRAPH_ID:
            triples = self._union(triple_pattern)
        else:
            triples = self._graph(URIRef(str(name))).triples(triple_pattern)
        for triple in triples:
            yield triple, iter((context,))

    def query(self, query: str, initNs: Mapping[str, Any], *_: object, **__: object) -> Result:  # type: ignore[override]  # noqa: N803
        """The result of a query. Raises QueryError if the server rejects it or does not send all rows."""
        prologue = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in initNs.items())
        form = FORM.search(SKIPPED.sub(" ", query))
        kind = form[1].upper() if form else "SELECT"
        if kind == "ASK":
            return self._ask(prologue + query)
        if kind in {"CONSTRUCT", "DESCRIBE"}:
            return self._described(prologue + query, kind)
        first = self._rows.table(prologue + query)
        return _result(first.variables, [*first.rows, *self._more(prologue, query, first)])

    def __len__(self, context: Graph | None = None) -> int:
        """The number of triples of a graph, or of the union of all graphs."""
        return sum(1 for _ in self.triples((None, None, None), context))

    def contexts(self, triple: Triple | None = None) -> Generator[Graph, None, None]:  # noqa: ARG002  # rdflib's interface
        """The graphs of the build."""
        yield from (Graph(store=self, identifier=name) for name in self._rows.names())

    def _graph(self, name: URIRef) -> Graph:
        if name in self._kept:
            return self._kept[name]
        graph = next(self.graphs([name]))
        if name in CACHED_GRAPHS:
            self._kept[name] = graph
        return graph

    def _union(self, pattern: Pattern) -> Iterator[Triple]:
        if pattern == (None, None, None):
            # only graphs of the build: the server may have others
            graphs = self._rows.graphs(self._rows.names())
            yield from dict.fromkeys(chain.from_iterable(triples for _, triples in graphs))
            return
        free = [name for name, term in zip("spo", pattern, strict=True) if term is None]
        text = " ".join(f"?{name}" if term is None else term.n3() for name, term in zip("spo", pattern, strict=True))
        for row in self._rows.paged(free, text) if free else self._held(text):
            values = iter(row)
            s, p, o = (next(values) if term is None else term for term in pattern)
            if s is not None and p is not None and o is not None:
                yield s, p, o

    def _held(self, text: str) -> Iterator[Row]:
        """One empty row if the triple exists."""
        if self._rows.table(f"SELECT ?x WHERE {{ {text} BIND(1 AS ?x) }} LIMIT 1").rows:
            yield ()

    def _ask(self, text: str) -> Result:
        answer = Result("ASK")
        answer.askAnswer = self._rows.dialect.truth(self._rows.content(self._rows.answer(text)))
        return answer

    def _described(self, text: str, kind: str) -> Result:
        response = self._rows.answer(text, TRIPLES)
        parsed = Graph().parse(data=response.text, format="nt")
        if response.headers.get(CUT, "") == str(len(parsed)):
            raise _truncated_error(len(parsed))
        answer = Result(kind)
        answer.graph = _graph(URIRef(""), [(s, p, self._rows.dialect.term(o)) for s, p, o in parsed])
        return answer

    def _more(self, prologue: str, query: str, first: ResultTable) -> Iterator[Row]:
        """The rows beyond the server's limit, page by page; this requires a query with ORDER BY."""
        table, most, done = first, len(first.rows), len(first.rows)
        plain = SKIPPED.sub(" ", query)
        limit = LIMIT.search(plain)
        if limit is not None and int(limit[1]) <= most:
            return
        while table.is_cut and table.rows:
            if not ORDERED.search(plain) or PREFIX.search(query):
                raise _truncated_error(done)
            names = " ".join(f"?{name}" for name in first.variables)
            table = self._rows.table(f"{prologue}SELECT {names} WHERE {{ {{ {query} }} }} LIMIT {most} OFFSET {done}")
            yield from table.rows
            done += len(table.rows)


def _truncated_error(rows: int) -> QueryError:
    return QueryError(
        f"the server sends no more than {rows:,} rows, and may have more; ask with ORDER BY and no PREFIX of your own, "
        "with LIMIT and OFFSET, or raise its limit"
    )


def _graph(name: URIRef, triples: Sequence[Triple]) -> Graph:
    graph = Graph(identifier=name)
    for triple in triples:
        graph.add(triple)
    return graph


def _result(variables: Sequence[str], rows: Sequence[Row]) -> Result:
    names = [Variable(name) for name in variables]
    answer = Result("SELECT")
    answer.vars = names
    answer.bindings = [
        {name: cast("Identifier", value) for name, value in zip(names, row, strict=True) if value is not None}
        for row in rows
    ]
    return answer
