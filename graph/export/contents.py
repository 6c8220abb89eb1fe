"""Reads documents, claims and their entities from a store: the input of exports of the whole graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rdflib import Dataset, URIRef
from rdflib.namespace import RDFS
from rdflib.term import Node

from graph.rdf.stored_claim import StoredClaim
from graph.store.batches import document_graphs
from graph.store.claims import stored_claims
from graph.store.entities import aliases, entities
from graph.store.oxigraph import named_graph
from ontology.identifiers import id_of, iri
from ontology.model import Claim, Entity
from ontology.vocabulary import AG, BASE_GRAPH, ENTITY_GRAPH

ALPHA2, ALPHA3 = 2, 3
Links = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """The metadata of a stored document and the ids of the entities it mentions."""

    id: str
    batch: str
    title: str | None
    date: str | None
    url: str | None
    source: str | None
    mentions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExportedEntity:
    """An entity with its alternative names, ISO codes, first and last dates, and the bodies it belongs to."""

    entity: Entity
    names: tuple[str, ...]
    codes: tuple[str, ...]
    first: str | None
    last: str | None
    member_of: tuple[str, ...]
    part_of: tuple[str, ...]

    @property
    def alpha2(self) -> str | None:
        """The ISO 3166-1 alpha-2 code of a country, in capitals."""
        return _code(self.codes, ALPHA2)


@dataclass(frozen=True, slots=True)
class GraphContents:
    """The documents, the claims in reading order, and their entities by id, including countries and parent bodies."""

    documents: tuple[StoredDocument, ...]
    claims: tuple[StoredClaim, ...]
    profiles: Mapping[str, ExportedEntity]


def claims_of(data: Dataset, least: float) -> Iterator[StoredClaim]:
    """The claims with at least this confidence, in reading order."""
    return (stored for stored in stored_claims(data) if stored.claim.confidence >= least)


def contents(data: Dataset, least: float = 0.0) -> GraphContents:
    """Read documents, entities, and claims with at least the confidence `least`, from the store.

    Registry entries that no document uses are omitted.
    """
    documents = tuple(sorted(_documents(data), key=lambda document: document.id))
    claims = tuple(claims_of(data, least))
    spoken = {identifier.id for stored in claims for identifier in entities_of(stored.claim)}
    spoken.update(identifier for document in documents for identifier in document.mentions)
    return GraphContents(documents, claims, _profiles(data, spoken))


def entities_of(claim: Claim) -> list[Entity]:
    """The entities of a claim: actor, target, source of the attribution, place."""
    target = claim.target.entity if claim.target else None
    return [entity for entity in (claim.actor.entity, target, claim.attribution, claim.where) if entity is not None]


def _documents(data: Dataset) -> Iterator[StoredDocument]:
    for node in document_graphs(data):
        graph = named_graph(data, node)
        yield StoredDocument(
            id=str(graph.value(node, AG.documentId)),
            batch=str(graph.value(graph.value(node, AG.batch), RDFS.label)),
            title=_text(graph.value(node, AG.title)),
            date=_text(graph.value(node, AG.date)),
            url=_text(graph.value(node, AG.url)),
            source=_text(graph.value(node, AG.source)),
            mentions=tuple(sorted(id_of(str(mention)) for mention in graph.objects(node, AG.mentions))),
        )


def _profiles(data: Dataset, spoken: Iterable[str]) -> dict[str, ExportedEntity]:
    """The entities and, recursively, their countries and the bodies they are members or parts of."""
    known, names = entities(data), aliases(data)
    members, parts, codes = (_values(data, term) for term in (AG.memberOf, AG.partOf, AG.code))
    exported: dict[str, ExportedEntity] = {}
    waiting = sorted(identifier for identifier in spoken if identifier in known)
    while waiting:
        identifier = waiting.pop()
        if identifier in exported or identifier not in known:
            continue
        about, node = known[identifier], URIRef(iri(identifier))
        first, last = (_text(named_graph(data, ENTITY_GRAPH).value(node, term)) for term in (AG.firstSeen, AG.lastSeen))
        belongs = (members.get(identifier, ()), parts.get(identifier, ()))
        own = (names.get(identifier, ()), codes.get(identifier, ()))
        exported[identifier] = ExportedEntity(about, *own, first, last, *belongs)
        waiting += filter(None, (about.country, *belongs[0], *belongs[1]))
    return {identifier: exported[identifier] for identifier in sorted(exported)}


def country_codes(data: Dataset) -> dict[str, str]:
    """By id of each country in the registry, its ISO 3166-1 alpha-3 code."""
    return {key: code for key, codes in _values(data, AG.code).items() if (code := _code(codes, ALPHA3)) is not None}


def _code(codes: Iterable[str], length: int) -> str | None:
    """The ISO 3166-1 code with this number of letters, in capitals."""
    return next((code.upper() for code in codes if len(code) == length and code.isalpha()), None)


def _values(data: Dataset, term: URIRef) -> Links:
    values_by_id: dict[str, set[str]] = {}
    for node, value in named_graph(data, BASE_GRAPH).subject_objects(term):
        values_by_id.setdefault(id_of(str(node)), set()).add(id_of(str(value)))
    return {identifier: tuple(sorted(values)) for identifier, values in values_by_id.items()}


def _text(term: Node | None) -> str | None:
    return None if term is None else str(term)
