"""Entities -> RDF quads in the graph of entities: what they are, under which names, when seen, and who is who."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from rdflib import Literal, URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS, SKOS

from graph.entities import Described, names_in
from graph.merging import Identities, Judged
from graph.quads import Quad, Triple, date_literal
from ontology.identity import iri, match_id
from ontology.model import Entity, Extraction
from ontology.registry import Registry
from ontology.vocabulary import AG, CLASS_OF, ENTITY_GRAPH


class EntityFacts:
    """What documents say of entities: descriptions, names used, first and last date. It grows with the entities."""

    def __init__(self) -> None:
        self._described = Described()
        self._names: dict[str, set[str]] = defaultdict(set)
        self._dates: dict[str, tuple[str, str]] = {}

    def add(self, extraction: Extraction) -> None:
        """Take in what a document says."""
        self._described.add(extraction)
        date = extraction.document.date
        for found in extraction.entities:
            identifier = found.entity.id
            if used := names_in(found):
                self._names[identifier] |= used
            if date is not None:
                first, last = self._dates.get(identifier, (date, date))
                self._dates[identifier] = min(first, date), max(last, date)

    def names(self) -> Mapping[str, tuple[str, ...]]:
        """By entity id, the names that documents use for it besides its label, sorted."""
        return {identifier: tuple(sorted(self._names[identifier])) for identifier in sorted(self._names)}

    def quads(self, registry: Registry) -> Iterator[Quad]:
        """What the registry does not hold of each entity; of all, the names used and the first and last date."""
        for identifier, entity in self._described.result(registry).items():
            if registry.get(identifier) is None:
                for triple in _entity_triples(entity):
                    yield (*triple, ENTITY_GRAPH)
        for identifier, used in self.names().items():
            for name in used:
                if name not in registry.aliases(identifier):
                    yield URIRef(iri(identifier)), SKOS.altLabel, Literal(name), ENTITY_GRAPH
        for identifier in sorted(self._dates):
            node, (first, last) = URIRef(iri(identifier)), self._dates[identifier]
            yield node, AG.firstSeen, date_literal(first), ENTITY_GRAPH
            yield node, AG.lastSeen, date_literal(last), ENTITY_GRAPH


def entity_quads(extractions: Iterable[Extraction], registry: Registry) -> Iterator[Quad]:
    """What documents say of entities, in the graph of entities: see `EntityFacts`."""
    facts = EntityFacts()
    for extraction in extractions:
        facts.add(extraction)
    yield from facts.quads(registry)


def identity_quads(found: Identities) -> Iterator[Quad]:
    """What was merged, under its old names and ids, and every match with its score, reasons and state."""
    for gone, kept in found.merged.items():
        node = URIRef(iri(kept))
        yield URIRef(iri(gone)), DCTERMS.isReplacedBy, node, ENTITY_GRAPH
        yield node, SKOS.altLabel, Literal(found.labels[gone]), ENTITY_GRAPH
        yield URIRef(iri(gone)), SKOS.prefLabel, Literal(found.labels[gone]), ENTITY_GRAPH
    for judged in found.judged:
        for triple in _match_triples(judged):
            yield (*triple, ENTITY_GRAPH)


def _entity_triples(entity: Entity) -> Iterator[Triple]:
    node = URIRef(iri(entity.id))
    yield node, RDF.type, CLASS_OF[entity.type]
    yield node, RDFS.label, Literal(entity.label)
    if entity.country is not None:
        yield node, AG.country, URIRef(iri(entity.country))


def _match_triples(judged: Judged) -> Iterator[Triple]:
    match = judged.match
    node = URIRef(iri(match_id(match.first, match.second)))
    yield node, RDF.type, AG.Match
    for identifier in match.pair:
        yield node, AG.matchOf, URIRef(iri(identifier))
    yield node, AG.state, Literal(judged.state.value)
    yield node, AG.score, Literal(Decimal(str(match.score)).normalize())
    for reason in match.reasons:
        yield node, AG.reason, Literal(reason)
    if judged.why:
        yield node, AG.why, Literal(judged.why)
