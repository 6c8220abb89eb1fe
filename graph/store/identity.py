"""Store -> the pairs of entities that a person keeps apart."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import DCTERMS, Dataset, Graph
from rdflib.term import Literal, Node

from graph.review.identity import Pair, Verdict, pair
from graph.store.oxigraph import named_graph
from ontology.identifiers import id_of
from ontology.vocabulary import AG, ENTITY_GRAPH


def kept_apart(data: Dataset) -> frozenset[Pair]:
    """The pairs of ids on which a person decided that they are different, or left it open; by the ids they have now."""
    graph = named_graph(data, ENTITY_GRAPH)
    verdicts = (Verdict.DIFFERENT, Verdict.UNDECIDED)
    matches = (match for verdict in verdicts for match in graph.subjects(AG.state, Literal(verdict.value)))
    return frozenset(two for match in matches for two in _pairs(graph, match))


def _pairs(graph: Graph, match: Node) -> Iterator[Pair]:
    ids = sorted(
        {id_of(str(graph.value(node, DCTERMS.isReplacedBy) or node)) for node in graph.objects(match, AG.matchOf)}
    )
    if len(ids) > 1:
        yield pair(ids[0], ids[1])
