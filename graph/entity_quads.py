"""Entities -> RDF quads in the graph of entities: what they are, under which names, when seen, and who is who."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal

from rdflib import Literal, URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS, SKOS

from graph.entities import descriptions, names
from graph.merging import Identities, Judged
from graph.quads import Quad, Triple, date_literal
from ontology.identity import iri, match_id
from ontology.model import Entity, Extraction
from ontology.registry import Registry
from ontology.vocabulary import AG, CLASS_OF, ENTITY_GRAPH


def entity_quads(extractions: Iterable[Extraction], registry: Registry) -> Iterator[Quad]:
    """What the documents name and the registry does not hold; of all, the names used and the first and last date."""
    extractions = list(extractions)
    for identifier, entity in descriptions(extractions, registry).items():
        if registry.get(identifier) is None:
            for triple in _entity_triples(entity):
                yield (*triple, ENTITY_GRAPH)
    for identifier, used in names(extractions).items():
        for name in used:
            if name not in registry.aliases(identifier):
                yield URIRef(iri(identifier)), SKOS.altLabel, Literal(name), ENTITY_GRAPH
    for identifier, dates in _seen(extractions).items():
        node = URIRef(iri(identifier))
        yield node, AG.firstSeen, date_literal(min(dates)), ENTITY_GRAPH
        yield node, AG.lastSeen, date_literal(max(dates)), ENTITY_GRAPH


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


def _seen(extractions: Iterable[Extraction]) -> dict[str, set[str]]:
    """By entity id, in order, the dates of the documents that name it."""
    found: dict[str, set[str]] = defaultdict(set)
    for extraction in extractions:
        if extraction.document.date is not None:
            for one in extraction.entities:
                found[one.entity.id].add(extraction.document.date)
    return {identifier: found[identifier] for identifier in sorted(found)}
