"""The answers of a store about many nodes, which are put into the text of a query some at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

from rdflib import Dataset, URIRef
from rdflib.term import Node

from graph.store.oxigraph import is_local, rows, triples_about

Triple = tuple[Node, Node, Node]
NODES_PER_QUERY = 200
"""Resources described by one query."""
DESCRIBE_QUERY = "SELECT ?s ?p ?o WHERE { VALUES ?s { $nodes } ?s ?p ?o FILTER(?p != ag:mentions) }"


def rows_about(data: Dataset, text: str, nodes: Sequence[Node]) -> Iterator[tuple[Node | None, ...]]:
    """The rows of a query on `$nodes`, which is run for a limited number of nodes at a time."""
    for start in range(0, len(nodes), NODES_PER_QUERY):
        terms = " ".join(URIRef(str(node)).n3() for node in nodes[start : start + NODES_PER_QUERY])
        yield from rows(data, text.replace("$nodes", terms))


def description_triples(data: Dataset, nodes: Sequence[Node]) -> Iterator[Triple]:
    """The triples whose subjects are these claims or sentences."""
    return triples_about(data, nodes) if is_local(data) else queried_triples(data, nodes)


def queried_triples(data: Dataset, nodes: Sequence[Node]) -> Iterator[Triple]:
    """The triples whose subjects are these nodes, except mentions in a document."""
    for row in rows_about(data, DESCRIBE_QUERY, nodes):
        yield cast("Triple", row)
