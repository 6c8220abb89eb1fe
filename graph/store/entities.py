"""Store -> entities, their names and what they are members of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from rdflib import Dataset, URIRef
from rdflib.namespace import RDF, RDFS, SKOS
from rdflib.term import Node

from graph.store.node_queries import rows_about
from graph.store.oxigraph import named_graph
from ontology.errors import StoreError
from ontology.identifiers import id_of, iri
from ontology.model import Entity, EntityType
from ontology.vocabulary import AG, BASE_GRAPH, CLASS_OF, ENTITY_GRAPH

TYPE_OF: Mapping[Node, EntityType] = {node: kind for kind, node in CLASS_OF.items()}
ENTITY_QUERY = """SELECT DISTINCT ?s ?kind ?label ?country WHERE {
  VALUES ?s { $nodes } ?s a ?kind ; rdfs:label ?label OPTIONAL { ?s ag:country ?country }
}"""
NAME_QUERY = "SELECT DISTINCT ?s ?name WHERE { VALUES ?s { $nodes } ?s skos:altLabel ?name }"
NAME_PROPERTIES = frozenset(f"<{name}>" for name in (RDFS.label, SKOS.altLabel, AG.memberOf, AG.note, AG.tag))
MAX_CACHED_ENTITIES = 50_000
"""Entities kept in memory while claims are read."""


def entities(data: Dataset) -> dict[str, Entity]:
    """By id, sorted, every entity of the registry and of the documents."""
    entities_by_id: dict[str, Entity] = {}
    for name in (ENTITY_GRAPH, BASE_GRAPH):
        graph = named_graph(data, name)
        for node, kind in graph.subject_objects(RDF.type):
            if kind in TYPE_OF:
                country = graph.value(node, AG.country)
                identifier, label = id_of(str(node)), str(graph.value(node, RDFS.label))
                entities_by_id[identifier] = Entity(
                    identifier, label, TYPE_OF[kind], id_of(str(country)) if country else None
                )
    return {identifier: entities_by_id[identifier] for identifier in sorted(entities_by_id)}


def known_entities(data: Dataset, nodes: Sequence[Node]) -> dict[str, Entity]:
    """By id, the entities of those nodes that the store describes."""
    described_entities = {}
    for node, kind, label, country in rows_about(data, ENTITY_QUERY, nodes):
        if kind in TYPE_OF and kind is not None:
            identifier = id_of(str(node))
            of = None if country is None else id_of(str(country))
            described_entities[identifier] = Entity(identifier, str(label), TYPE_OF[kind], of)
    return described_entities


class EntityCache:
    """Entities by node, loaded on demand; cleared when there are more than `MAX_CACHED_ENTITIES`."""

    def __init__(self, data: Dataset) -> None:
        self._data = data
        self._found: dict[str, Entity] = {}

    def load(self, nodes: Iterable[Node]) -> None:
        """Load the entities that are not cached yet."""
        if len(self._found) > MAX_CACHED_ENTITIES:
            self._found.clear()
        wanted = sorted({node for node in nodes if id_of(str(node)) not in self._found}, key=str)
        self._found |= known_entities(self._data, wanted)

    def __getitem__(self, node: Node) -> Entity:
        """The entity of a node. Raises StoreError if the store does not describe it."""
        try:
            return self._found[id_of(str(node))]
        except KeyError:
            raise StoreError(f"{node}: not described in the store; build it again") from None


def aliases(data: Dataset, ids: Sequence[str] | None = None) -> dict[str, tuple[str, ...]]:
    """By id of all or of these entities, the sorted alternative names from the registry and the documents."""
    names: dict[str, set[str]] = defaultdict(set)
    if ids is None:
        pairs: Iterable[Sequence[Node | None]] = data.subject_objects(SKOS.altLabel)
    else:
        pairs = rows_about(data, NAME_QUERY, [URIRef(iri(identifier)) for identifier in ids])
    for node, name in pairs:
        names[id_of(str(node))].add(str(name))
    return {identifier: tuple(sorted(names[identifier])) for identifier in sorted(names)}


def memberships(data: Dataset) -> dict[str, tuple[str, ...]]:
    """By entity id, the sorted labels of the bodies it is a member of."""
    graph = named_graph(data, BASE_GRAPH)
    bodies: dict[str, set[str]] = defaultdict(set)
    for node, body in graph.subject_objects(AG.memberOf):
        bodies[id_of(str(node))].update(str(label) for label in graph.objects(body, RDFS.label))
    return {identifier: tuple(sorted(bodies[identifier])) for identifier in sorted(bodies)}


def is_about_names(line: str) -> bool:
    """True for a line of N-Quads that `aliases`, `memberships` or `graph.store.remarks` needs."""
    return line.split(" ", 2)[1] in NAME_PROPERTIES
