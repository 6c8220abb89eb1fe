"""Entities -> RDF quads in the graph of entities: what they are, under which names, when seen, and who is who."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from graph.identity.entities import Described, names_in
from graph.identity.merging import Identities, Judged
from graph.rdf import schema as ag
from graph.rdf.claim_quads import date
from graph.rdf.ntriples import Quad, Triple, decimal, named, term, text
from ontology.identity import match_id
from ontology.model import Entity, Extraction
from ontology.registry import Registry
from ontology.vocabulary import CLASS_OF, ENTITY_GRAPH

GRAPH = term(ENTITY_GRAPH)
CLASSES = {kind: term(node) for kind, node in CLASS_OF.items()}


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
                    yield (*triple, GRAPH)
        for identifier, used in self.names().items():
            for name in used:
                if name not in registry.aliases(identifier):
                    yield named(identifier), ag.ALT_LABEL, text(name), GRAPH
        for identifier in sorted(self._dates):
            node, (first, last) = named(identifier), self._dates[identifier]
            yield node, ag.FIRST_SEEN, date(first), GRAPH
            yield node, ag.LAST_SEEN, date(last), GRAPH


def entity_quads(extractions: Iterable[Extraction], registry: Registry) -> Iterator[Quad]:
    """What documents say of entities, in the graph of entities: see `EntityFacts`."""
    facts = EntityFacts()
    for extraction in extractions:
        facts.add(extraction)
    yield from facts.quads(registry)


def identity_quads(found: Identities) -> Iterator[Quad]:
    """What was merged, under its old names and ids, and every match with its score, reasons and state."""
    for gone, kept in found.merged.items():
        node = named(kept)
        yield named(gone), ag.REPLACED_BY, node, GRAPH
        yield node, ag.ALT_LABEL, text(found.labels[gone]), GRAPH
        yield named(gone), ag.PREF_LABEL, text(found.labels[gone]), GRAPH
    for judged in found.judged:
        for triple in _match_triples(judged):
            yield (*triple, GRAPH)


def _entity_triples(entity: Entity) -> Iterator[Triple]:
    node = named(entity.id)
    yield node, ag.TYPE, CLASSES[entity.type]
    yield node, ag.LABEL, text(entity.label)
    if entity.country is not None:
        yield node, ag.COUNTRY, named(entity.country)


def _match_triples(judged: Judged) -> Iterator[Triple]:
    match = judged.match
    node = named(match_id(match.first, match.second))
    yield node, ag.TYPE, ag.A_MATCH
    for identifier in match.pair:
        yield node, ag.MATCH_OF, named(identifier)
    yield node, ag.STATE, text(judged.state.value)
    yield node, ag.SCORE, decimal(match.score)
    for reason in match.reasons:
        yield node, ag.REASON, text(reason)
    if judged.why:
        yield node, ag.WHY, text(judged.why)
