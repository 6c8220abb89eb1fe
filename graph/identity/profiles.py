"""Profiles of entities over all documents: what matching compares."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import groupby
from operator import itemgetter

from graph.identity.entities import short_names
from graph.identity.office_holders import title_in
from graph.identity.similarity import is_acronym, words
from ontology.model import ACTOR_TYPES, DocumentEntity, Entity, EntityType, Extraction, MentionKind
from ontology.registry import Registry
from ontology.scratch import scratch_database

MATCHED = ACTOR_TYPES - {EntityType.COUNTRY} | {EntityType.EVENT, EntityType.LAW}


class _Said(IntEnum):
    """What a document says of an entity, in the order in which it is taken in."""

    IN_DOCUMENT = 0
    COUNTRY = 1
    ACRONYM = 2
    NAMED = 3
    PARTNER = 4
    TITLE = 5


@dataclass(slots=True)
class EntityProfile:
    """An entity over all documents, with what matching compares: names, documents, partners, countries."""

    entity: Entity
    known: bool
    names: set[str]
    documents: set[str] = field(default_factory=set)
    partners: set[str] = field(default_factory=set)
    named: bool = False
    titles: set[str] = field(default_factory=set)
    """Of a person, each high office with the family name after it: "president tan"."""
    countries: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """By country, the documents that give it."""

    def take(self, kind: _Said, value: str) -> None:
        """Take in what a document says of the entity."""
        match kind:
            case _Said.IN_DOCUMENT:
                self.documents.add(value)
            case _Said.COUNTRY:
                country, _, document = value.partition(" ")
                self.countries[country].add(document)
            case _Said.ACRONYM:
                self.names.add(value)
            case _Said.NAMED:
                self.named = True
            case _Said.PARTNER:
                self.partners.add(value)
            case _Said.TITLE:
                self.titles.add(value)

    def tokens(self) -> set[str]:
        """The blocking keys: the first four letters of every word, and the initials of every name."""
        all_words = {word for name in self.names for word in words(name)}
        initials = ("".join(word[0] for word in words(name)) for name in self.names)
        return {word[:4] for word in all_words} | {f"={letters}" for letters in initials if len(letters) > 1}


class ProfileBuilder:
    """Collects the profiles of entities that can be matched: named actors, events and laws.

    What documents say of them is in a scratch database, because most entities turn out to have no name.
    """

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._documents = 0
        self._database = scratch_database("CREATE TABLE said (id TEXT, place INT, kind INT, value TEXT)")

    def add(self, extraction: Extraction) -> None:
        """Add the entities and claims of a document."""
        self._documents += 1
        rows: dict[tuple[str, _Said, str], None] = {}
        for document_entity in extraction.entities:
            if document_entity.entity.type in MATCHED:
                rows |= dict.fromkeys(_said_of(extraction.document.id, document_entity))
        for claim in (claim for claim in extraction.claims if not claim.is_rejected):
            if claim.target is not None:
                rows |= dict.fromkeys(_partners(claim.actor.entity, claim.target.entity))
        self._database.executemany(
            "INSERT INTO said VALUES (?, ?, ?, ?)",
            ((identifier, self._documents, kind.value, value) for identifier, kind, value in rows),
        )

    def result(self, known: Mapping[str, Entity]) -> dict[str, EntityProfile]:
        """By id, sorted, the profiles, with the descriptions that hold over all documents."""
        found = {
            entry.entity.id: EntityProfile(entry.entity, True, {entry.entity.label, *entry.aliases}, named=True)
            for entry in self._registry.entries()
            if entry.entity.type in MATCHED
        }
        said = self._database.execute("SELECT id, kind, value FROM said ORDER BY id, place, kind, value")
        for identifier, rows in groupby(said, key=itemgetter(0)):
            profile = found.get(identifier)
            for _, kind, value in rows:
                if profile is None and kind == _Said.IN_DOCUMENT.value:
                    profile = EntityProfile(known[identifier], False, {known[identifier].label})
                if profile is not None:
                    profile.take(_Said(kind), value)
            if profile is not None and _is_matchable(profile):
                found[identifier] = profile
        return {key: found[key] for key in sorted(found)}


def _said_of(document: str, document_entity: DocumentEntity) -> Iterator[tuple[str, _Said, str]]:
    entity = document_entity.entity
    names = [m.span.text for m in document_entity.mentions if m.kind is MentionKind.NAME]
    yield entity.id, _Said.IN_DOCUMENT, document
    if entity.country is not None:
        yield entity.id, _Said.COUNTRY, f"{entity.country} {document}"
    yield from ((entity.id, _Said.ACRONYM, name) for name in short_names(names) if is_acronym(name))
    if entity.type is EntityType.PERSON:
        yield from ((entity.id, _Said.TITLE, title) for name in names if (title := title_in(name)) is not None)
    if names:
        yield entity.id, _Said.NAMED, ""


def _partners(first: Entity, second: Entity) -> Iterator[tuple[str, _Said, str]]:
    """Who acts on whom. Only names count: that two bodies both arrest "people" is no evidence."""
    for entity, other in ((first, second), (second, first)):
        if other.label[:1].isupper():
            yield entity.id, _Said.PARTNER, other.id


def _is_matchable(profile: EntityProfile) -> bool:
    """True for named entities and for bodies of a known country; "victims" of two texts are not compared."""
    entity = profile.entity
    if profile.known:
        return True
    is_name = profile.named and entity.label[:1].isupper()
    return is_name or (entity.type is EntityType.GOVERNMENT_BODY and entity.country is not None)
