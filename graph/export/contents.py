"""Store -> documents, claims and the entities that they speak of: what exports of the whole graph are made from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rdflib import Dataset, URIRef
from rdflib.namespace import RDFS
from rdflib.term import Node

from graph.rdf.stored_claim import StoredClaim
from graph.store.claims import aliases, document_graphs, entities, stored_claims
from graph.store.oxigraph import named_graph
from ontology.identity import id_of, iri
from ontology.model import Claim, Entity
from ontology.vocabulary import AG, BASE_GRAPH, ENTITY_GRAPH

ALPHA2, ALPHA3 = 2, 3
Links = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document of the store, without its text, and the ids of the entities that it mentions."""

    id: str
    batch: str
    title: str | None
    date: str | None
    url: str | None
    source: str | None
    mentions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """An entity with what the store knows of it: other names, ISO codes, first and last date, what it belongs to."""

    entity: Entity
    names: tuple[str, ...]
    codes: tuple[str, ...]
    first: str | None
    last: str | None
    member_of: tuple[str, ...]
    part_of: tuple[str, ...]

    @property
    def alpha2(self) -> str | None:
        """ISO 3166-1 alpha-2 code of a country, in capitals."""
        return _code(self.codes, ALPHA2)


@dataclass(frozen=True, slots=True)
class Contents:
    """The documents, the claims in reading order, and by id the entities of both and those that these belong to."""

    documents: tuple[StoredDocument, ...]
    claims: tuple[StoredClaim, ...]
    profiles: Mapping[str, Profile]


def contents(data: Dataset) -> Contents:
    """All that documents say, read from the store; of the registry only what they speak of."""
    documents = tuple(sorted(_documents(data), key=lambda document: document.id))
    claims = tuple(stored_claims(data))
    spoken = {one.id for stored in claims for one in entities_of(stored.claim)}
    spoken.update(one for document in documents for one in document.mentions)
    return Contents(documents, claims, _profiles(data, spoken))


def entities_of(claim: Claim) -> list[Entity]:
    """Every entity of a claim: who acts, who or what is acted on, who says it, where."""
    target = claim.target.entity if claim.target else None
    return [one for one in (claim.actor.entity, target, claim.attribution, claim.where) if one is not None]


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
            mentions=tuple(sorted(id_of(str(one)) for one in graph.objects(node, AG.mentions))),
        )


def _profiles(data: Dataset, spoken: Iterable[str]) -> dict[str, Profile]:
    """The entities and, as far as the links lead, their countries and what they are members or parts of."""
    known, names = entities(data), aliases(data)
    members, parts, codes = (_values(data, term) for term in (AG.memberOf, AG.partOf, AG.code))
    found: dict[str, Profile] = {}
    waiting = sorted(one for one in spoken if one in known)
    while waiting:
        identifier = waiting.pop()
        if identifier in found or identifier not in known:
            continue
        about, node = known[identifier], URIRef(iri(identifier))
        first, last = (_text(named_graph(data, ENTITY_GRAPH).value(node, term)) for term in (AG.firstSeen, AG.lastSeen))
        belongs = (members.get(identifier, ()), parts.get(identifier, ()))
        found[identifier] = Profile(about, names.get(identifier, ()), codes.get(identifier, ()), first, last, *belongs)
        waiting += [one for one in (about.country, *belongs[0], *belongs[1]) if one is not None]
    return {identifier: found[identifier] for identifier in sorted(found)}


def country_codes(data: Dataset) -> dict[str, str]:
    """By id of a country that the registry knows, its ISO 3166-1 alpha-3 code."""
    return {key: code for key, codes in _values(data, AG.code).items() if (code := _code(codes, ALPHA3)) is not None}


def _code(codes: Iterable[str], length: int) -> str | None:
    """The ISO 3166-1 code of so many letters, in capitals."""
    return next((code.upper() for code in codes if len(code) == length and code.isalpha()), None)


def _values(data: Dataset, term: URIRef) -> Links:
    found: dict[str, set[str]] = {}
    for node, value in named_graph(data, BASE_GRAPH).subject_objects(term):
        found.setdefault(id_of(str(node)), set()).add(id_of(str(value)))
    return {identifier: tuple(sorted(values)) for identifier, values in found.items()}


def _text(term: Node | None) -> str | None:
    return None if term is None else str(term)
