"""Entities -> RDF quads in the entity graph: types, names, dates of first and last sighting, merges and matches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from graph.identity.entities import DescriptionCounter, names_in
from graph.identity.merging import Identities, ReviewedMatch
from graph.rdf import schema
from graph.rdf.claim_quads import date_term
from graph.rdf.ntriples import Quad, Triple, decimal_term, iri_term, string_term, term
from graph.review.remarks import RemarkKind
from ontology.identifiers import match_id
from ontology.model import Entity, Extraction
from ontology.registry import Registry
from ontology.scratch import scratch_database
from ontology.vocabulary import CLASS_OF, ENTITY_GRAPH

GRAPH = term(ENTITY_GRAPH)
REMARK_TERMS = {RemarkKind.NOTE: schema.NOTE, RemarkKind.TAG: schema.TAG}
CLASSES = {kind: term(node) for kind, node in CLASS_OF.items()}


class EntityFacts:
    """Descriptions, names, first and last dates of entities, collected document by document in scratch databases."""

    def __init__(self) -> None:
        self._described = DescriptionCounter()
        self._database = scratch_database(
            "CREATE TABLE called (id TEXT, name TEXT)",
            "CREATE TABLE seen (id TEXT, date TEXT)",
        )

    def add(self, extraction: Extraction) -> None:
        """Collect the facts of a document."""
        self._described.add(extraction)
        called = ((one.entity.id, name) for one in extraction.entities for name in names_in(one))
        self._database.executemany("INSERT INTO called VALUES (?, ?)", called)
        if extraction.document.date is not None:
            seen = ((one.entity.id, extraction.document.date) for one in extraction.entities)
            self._database.executemany("INSERT INTO seen VALUES (?, ?)", seen)

    def names(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Each entity id, sorted, with the sorted names other than its label that documents use."""
        rows = self._database.execute("SELECT DISTINCT id, name FROM called ORDER BY id, name")
        for identifier, used in groupby(rows, key=itemgetter(0)):
            yield identifier, tuple(name for _, name in used)

    def quads(self, registry: Registry) -> Iterator[Quad]:
        """Descriptions of the entities that the registry lacks; names and first and last dates of all."""
        for entity in self._described.result(registry).values():
            if registry.get(entity.id) is None:
                for triple in _entity_triples(entity):
                    yield (*triple, GRAPH)
        for identifier, used in self.names():
            for name in used:
                if name not in registry.aliases(identifier):
                    yield iri_term(identifier), schema.ALT_LABEL, string_term(name), GRAPH
        dates = self._database.execute("SELECT id, min(date), max(date) FROM seen GROUP BY id ORDER BY id")
        for identifier, first, last in dates:
            node = iri_term(identifier)
            yield node, schema.FIRST_SEEN, date_term(first), GRAPH
            yield node, schema.LAST_SEEN, date_term(last), GRAPH


def entity_quads(extractions: Iterable[Extraction], registry: Registry) -> Iterator[Quad]:
    """The quads of the entities of all documents: see `EntityFacts`."""
    facts = EntityFacts()
    for extraction in extractions:
        facts.add(extraction)
    yield from facts.quads(registry)


def identity_quads(identities: Identities) -> Iterator[Quad]:
    """Merged ids with their former labels, notes and tags, and every match with its score, reasons and state."""
    for gone, kept in identities.merged.items():
        node = iri_term(kept)
        yield iri_term(gone), schema.REPLACED_BY, node, GRAPH
        yield node, schema.ALT_LABEL, string_term(identities.labels[gone]), GRAPH
        yield iri_term(gone), schema.PREF_LABEL, string_term(identities.labels[gone]), GRAPH
    for remark in identities.remarks:
        yield iri_term(remark.entity), REMARK_TERMS[remark.kind], string_term(remark.words), GRAPH
    for reviewed in identities.reviewed:
        for triple in _match_triples(reviewed):
            yield (*triple, GRAPH)


def _entity_triples(entity: Entity) -> Iterator[Triple]:
    node = iri_term(entity.id)
    yield node, schema.TYPE, CLASSES[entity.type]
    yield node, schema.LABEL, string_term(entity.label)
    if entity.country is not None:
        yield node, schema.COUNTRY, iri_term(entity.country)


def _match_triples(reviewed: ReviewedMatch) -> Iterator[Triple]:
    match = reviewed.match
    node = iri_term(match_id(match.first, match.second))
    yield node, schema.TYPE, schema.A_MATCH
    for identifier in match.pair:
        yield node, schema.MATCH_OF, iri_term(identifier)
    yield node, schema.STATE, string_term(reviewed.state.value)
    yield node, schema.SCORE, decimal_term(match.score)
    for reason in match.reasons:
        yield node, schema.REASON, string_term(reason)
    if reviewed.why:
        yield node, schema.WHY, string_term(reviewed.why)
