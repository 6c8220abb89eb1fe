"""The triples of documents or claims by subject, and the values of their properties."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from rdflib import URIRef
from rdflib.namespace import RDF
from rdflib.term import Node

from graph.store.entities import EntityCache
from graph.store.node_queries import Triple
from ontology.errors import StoreError
from ontology.model import Entity, Span
from ontology.vocabulary import AG

ENTITY_PROPERTIES = (AG.actor, AG.target, AG.attribution, AG.where)
"""The properties of a claim that refer to entities."""

Description = dict[Node, list[Node]]


class SubjectIndex:
    """Triples indexed by subject: those of one document graph, or those describing some claims."""

    def __init__(self, triples: Iterable[Triple], known: EntityCache) -> None:
        self.known = known
        self.nodes: dict[Node, Description] = defaultdict(lambda: defaultdict(list))
        for subject, predicate, value in triples:
            self.nodes[subject][predicate].append(value)

    def claims(self) -> list[Node]:
        """The nodes of the claims."""
        return [node for node, about in self.nodes.items() if AG.Claim in about.get(RDF.type, ())]

    def entity_nodes(self) -> Iterator[Node]:
        """The nodes of the entities that the claims refer to."""
        for node in self.claims():
            for term in ENTITY_PROPERTIES:
                yield from self.nodes[node].get(term, ())

    def required(self, node: Node, term: Node) -> Node:
        """The value of a required property. Raises StoreError if it is missing."""
        values = self.nodes[node][term] if node in self.nodes else []
        if not values:
            raise StoreError(f"{node}: {term} is missing in the store; build it again")
        return values[0]

    def text(self, node: Node, term: Node) -> str | None:
        """The value of an optional property as text, or None."""
        values = self.nodes[node].get(term) if node in self.nodes else None
        return str(values[0]) if values else None

    def entity(self, node: Node) -> Entity:
        """The entity of a node. Raises StoreError if the store does not describe it."""
        return self.known[node]

    def optional_entity(self, node: Node, term: Node) -> Entity | None:
        """The entity that a property refers to, or None."""
        value = self.text(node, term)
        return self.entity(URIRef(value)) if value else None

    def span(self, node: Node, terms: Sequence[Node]) -> Span:
        """The span given by three properties: text, begin and end."""
        text, begin, end = (str(self.required(node, term)) for term in terms)
        return Span(int(begin), int(end), text)
