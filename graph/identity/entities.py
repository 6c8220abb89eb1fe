"""One description per entity over all documents, so that an entity has one label, type and country everywhere.

Extractions come from an iterable that can be read more than once (a list, or files on disk) and are rewritten while
they are read, so that they never have to be in memory together.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from graph.identity.name_words import NAME_WORDS
from ontology.model import Claim, DocumentEntity, Entity, EntityType, Extraction, Mention, MentionKind, Participant
from ontology.registry import Registry
from ontology.scratch import scratch_database

LEADING_WORDS = re.compile(rf"\A(?:(?:{'|'.join(NAME_WORDS.leading)}|\d+th|[a-z]\S*)(?:\s+|$))+")
"""Words before a name that are not part of it."""
RECENT = 1 << 15
"""Descriptions that are kept in memory."""
DESCRIBE = (
    """
    CREATE TABLE described AS
    SELECT id, label, type, country FROM (
        SELECT *, row_number() OVER (PARTITION BY id ORDER BY times DESC, label, type, country) AS rank
        FROM (SELECT id, label, type, country, sum(times) AS times FROM used GROUP BY id, label, type, country)
    )
    WHERE rank = 1
    """,
    "DROP TABLE used",
    "CREATE UNIQUE INDEX described_id ON described (id)",
)
"""Makes the table of descriptions of the table of uses."""


@dataclass(frozen=True, slots=True)
class RewrittenExtractions:
    """A lazy map over extractions that can be iterated as often as its source."""

    source: Iterable[Extraction]
    change: Callable[[Extraction], Extraction]

    def __iter__(self) -> Iterator[Extraction]:
        """The changed extractions, in the order of the source."""
        return map(self.change, self.source)


class DescriptionCounter:
    """Counts how often each entity is used with each label, type and country; in a scratch database."""

    def __init__(self) -> None:
        self._database = scratch_database("CREATE TABLE used (id TEXT, label TEXT, type TEXT, country TEXT, times INT)")

    def add(self, extraction: Extraction) -> None:
        """Count the descriptions in a document."""
        counts = Counter((one.id, one.label, one.type.value, one.country or "") for one in entities_of(extraction))
        rows = ((*used, times) for used, times in counts.items())
        self._database.executemany("INSERT INTO used VALUES (?, ?, ?, ?, ?)", rows)

    def result(self, registry: Registry) -> Descriptions:
        """The registry's description of each entity, else the most frequent one (of several the first by name)."""
        for statement in DESCRIBE:
            self._database.execute(statement)
        return Descriptions(self._database, registry)


class Descriptions(Mapping[str, Entity]):
    """By id, sorted, the description of each entity; read from a scratch database when it is needed."""

    def __init__(self, database: sqlite3.Connection, registry: Registry) -> None:
        self._database = database
        self._registry = registry
        self._recent = lru_cache(RECENT)(self._described)

    def __getitem__(self, identifier: str) -> Entity:
        """The description of an entity. Raises KeyError for an id that is not used."""
        entity = self._recent(identifier)
        if entity is None:
            raise KeyError(identifier)
        return entity

    def __contains__(self, identifier: object) -> bool:
        """True for an id that is used."""
        return isinstance(identifier, str) and self._recent(identifier) is not None

    def __iter__(self) -> Iterator[str]:
        """The ids, sorted."""
        return (identifier for (identifier,) in self._database.execute("SELECT id FROM described ORDER BY id"))

    def __len__(self) -> int:
        """The number of entities."""
        return int(self._database.execute("SELECT COUNT(*) FROM described").fetchone()[0])

    def _described(self, identifier: str) -> Entity | None:
        query = "SELECT label, type, country FROM described WHERE id = ?"
        row = self._database.execute(query, (identifier,)).fetchone()
        entry = self._registry.get(identifier)
        if row is None or entry is not None:
            return None if row is None or entry is None else entry.entity
        label, kind, country = row
        return Entity(identifier, label, EntityType(kind), country or None)


class Labels(Mapping[str, str]):
    """By id, sorted, the label of each entity."""

    def __init__(self, known: Mapping[str, Entity]) -> None:
        self._known = known

    def __getitem__(self, identifier: str) -> str:
        """The label of an entity. Raises KeyError for an id that is not used."""
        return self._known[identifier].label

    def __iter__(self) -> Iterator[str]:
        """The ids, sorted."""
        return iter(self._known)

    def __len__(self) -> int:
        """The number of entities."""
        return len(self._known)


def descriptions(extractions: Iterable[Extraction], registry: Registry) -> Descriptions:
    """By id, sorted, the description of each entity: see `DescriptionCounter`."""
    counter = DescriptionCounter()
    for extraction in extractions:
        counter.add(extraction)
    return counter.result(registry)


def unified(extractions: Iterable[Extraction], registry: Registry) -> RewrittenExtractions:
    """The extractions with one description for each entity."""
    return with_descriptions(extractions, descriptions(extractions, registry))


def with_descriptions(extractions: Iterable[Extraction], known: Mapping[str, Entity]) -> RewrittenExtractions:
    """The extractions with their entities replaced by these descriptions."""
    return RewrittenExtractions(extractions, lambda extraction: rewritten(extraction, lambda entity: known[entity.id]))


def rewritten(extraction: Extraction, change: Callable[[Entity], Entity]) -> Extraction:
    """The extraction with each entity changed. Claims keep their ids; entities that become one share their mentions."""
    mentions: dict[str, set[Mention]] = defaultdict(set)
    entities: dict[str, Entity] = {}
    for document_entity in extraction.entities:
        entity = change(document_entity.entity)
        entities.setdefault(entity.id, entity)
        mentions[entity.id].update(document_entity.mentions)
    return replace(
        extraction,
        claims=tuple(_claim(claim, change) for claim in extraction.claims),
        entities=tuple(
            DocumentEntity(extraction.document.id, entities[key], tuple(sorted(mentions[key], key=_place)))
            for key in sorted(entities)
        ),
    )


def _place(mention: Mention) -> tuple[int, int, str]:
    return mention.span.start, mention.span.end, mention.kind


def short_names(texts: Iterable[str]) -> set[str]:
    """Names without articles and lower-case words before them ("the Border Guard Force", "nearby Shwe Kokko")."""
    return {name for text in texts if (name := LEADING_WORDS.sub("", text))}


def names_in(document_entity: DocumentEntity) -> set[str]:
    """The names of an entity in a document other than its label."""
    used = short_names(mention.span.text for mention in document_entity.mentions if mention.kind is MentionKind.NAME)
    return used - {document_entity.entity.label}


def entities_of(extraction: Extraction) -> Iterator[Entity]:
    """Every use of an entity in a document's claims and mentions."""
    for document_entity in extraction.entities:
        yield from (document_entity.entity for _ in document_entity.mentions)
    for claim in extraction.claims:
        yield claim.actor.entity
        for entity in (claim.target.entity if claim.target else None, claim.attribution, claim.where):
            if entity is not None:
                yield entity


def _claim(claim: Claim, change: Callable[[Entity], Entity]) -> Claim:
    before = (claim.actor, claim.target, claim.attribution, claim.where)
    actor = _participant(claim.actor, change)
    target = None if claim.target is None else _participant(claim.target, change)
    by = None if claim.attribution is None else change(claim.attribution)
    where = None if claim.where is None else change(claim.where)
    if (actor, target, by, where) == before:  # as nearly always; a comparison costs a tenth of a copy
        return claim
    said_by = None if claim.attribution is None else _head_lemma(claim.attribution_head_lemma, claim.attribution, by)
    return replace(claim, actor=actor, target=target, attribution=by, where=where, attribution_head_lemma=said_by)


def _participant(participant: Participant, change: Callable[[Entity], Entity]) -> Participant:
    before, entity = participant.entity, change(participant.entity)
    if entity == before:
        return participant
    return replace(participant, entity=entity, head_lemma=_head_lemma(participant.head_lemma, before, entity))


def _head_lemma(lemma: str | None, before: Entity, after: Entity | None) -> str | None:
    """The head lemma, which belongs to the label, unless a merge has given the entity another label."""
    return lemma if after is not None and after.label.casefold() == before.label.casefold() else None
