"""Exports a store as RDF: with and without named graphs, and with claims as reifiers of triples (RDF 1.2).

All output is sorted and streamed: memory does not grow with the graph.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from typing import BinaryIO

import pyoxigraph as ox
from rdflib import Dataset, URIRef
from rdflib.namespace import RDF

from graph.rdf.stored_claim import StoredClaim
from graph.store.claims import stored_claims
from graph.store.external_sort import external_sort
from graph.store.oxigraph import block_of, graph_lines, parsed, serialize_to, store_lines, write_trig
from ontology.identifiers import action_id, document_id, iri

LINES_PER_PARSE = 10_000
"""Lines parsed at once."""


def nquads(data: Dataset, file: BinaryIO) -> None:
    """Write every quad as sorted N-Quads."""
    file.writelines(f"{line}\n".encode() for line in store_lines(data))


def trig_graphs(data: Dataset, file: BinaryIO) -> None:
    """Write every quad as TriG, graph by graph."""
    write_trig(file, (block_of(lines) for _, lines in graph_lines(data)))


def turtle(data: Dataset, file: BinaryIO) -> None:
    """Write the triples of all graphs as Turtle, without the graphs."""
    triples = external_sort(f"{quad.triple} .".encode() for _, lines in graph_lines(data) for quad in parsed(lines))
    serialize_to(file, (quad.triple for quad in _quads(triples)), ox.RdfFormat.TURTLE)


def json_ld(data: Dataset, file: BinaryIO) -> None:
    """Write every quad as JSON-LD."""
    serialize_to(file, _quads(line.encode() for line in store_lines(data)), ox.RdfFormat.JSON_LD)


def trig_1_2(data: Dataset, file: BinaryIO) -> None:
    """Write every quad, and each claim with a target as a reifier of its triple (RDF 1.2 TriG).

    The triple term `<<( … )>>` does not assert the triple, so negated and planned claims are not stated as facts.
    """
    write_trig(file, map(block_of, _with_reifiers(data)))


def _with_reifiers(data: Dataset) -> Iterator[list[str]]:
    """The sorted lines of each graph, including those of its reifiers."""
    claims_by_graph = groupby(stored_claims(data), key=_graph)  # by the same names, in the same order
    waiting = next(claims_by_graph, None)
    for name, lines in graph_lines(data):
        more: list[str] = []
        if waiting is not None and waiting[0] == name:
            more = list(_reifiers(name, waiting[1]))
            waiting = next(claims_by_graph, None)
        yield sorted({*lines, *more})


def _graph(stored: StoredClaim) -> URIRef:
    return URIRef(iri(document_id(stored.claim.document)))


def _reifiers(graph: URIRef, claims: Iterable[StoredClaim]) -> Iterator[str]:
    for stored in claims:
        claim = stored.claim
        if claim.target is not None:
            ids = (claim.actor.entity.id, action_id(claim.action.concept), claim.target.entity.id)
            triple = " ".join(f"<{iri(identifier)}>" for identifier in ids)
            yield f"<{iri(claim.id)}> <{RDF}reifies> <<( {triple} )>> <{graph}> ."


def _quads(lines: Iterable[bytes]) -> Iterator[ox.Quad]:
    coming = (line.decode() for line in lines)
    while part := list(islice(coming, LINES_PER_PARSE)):
        yield from parsed(part)
