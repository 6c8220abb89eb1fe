"""One description per entity over all documents, so that an entity has one label, type and country everywhere.

Extractions come from an iterable that can be read more than once (a list, or files on disk) and are rewritten while
they are read, so that they never have to be in memory together.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from graph.identity.name_words import NAME_WORDS
from ontology.model import Claim, DocumentEntity, Entity, EntityType, Extraction, Mention, MentionKind, Participant
from ontology.registry import Registry

LEADING_WORDS = re.compile(rf"\A(?:(?:{'|'.join(NAME_WORDS.leading)}|\d+th|[a-z]\S*)(?:\s+|$))+")
"""Words before a name that are not part of it."""


@dataclass(frozen=True, slots=True)
class RewrittenExtractions:
    """A lazy map over extractions that can be iterated as often as its source."""

    source: Iterable[Extraction]
    change: Callable[[Extraction], Extraction]

    def __iter__(self) -> Iterator[Extraction]:
        """The changed extractions, in the order of the source."""
        return map(self.change, self.source)


class DescriptionCounter:
    """Counts how often each entity is used with each label, type and country."""

    def __init__(self) -> None:
        self._seen: dict[str, Counter[tuple[str, EntityType, str]]] = defaultdict(Counter)

    def add(self, extraction: Extraction) -> None:
        """Count the descriptions in a document."""
        for entity in entities_of(extraction):
            self._seen[entity.id][entity.label, entity.type, entity.country or ""] += 1

    def result(self, registry: Registry) -> dict[str, Entity]:
        """By id, sorted: the registry's description, else the most frequent one (of several the first by name)."""
        return {identifier: self._description(identifier, registry) for identifier in sorted(self._seen)}

    def _description(self, identifier: str, registry: Registry) -> Entity:
        entry = registry.get(identifier)
        if entry is not None:
            return entry.entity
        counts = self._seen[identifier]
        label, kind, country = min(counts, key=lambda description: (-counts[description], description))
        return Entity(identifier, label, kind, country or None)


def descriptions(extractions: Iterable[Extraction], registry: Registry) -> dict[str, Entity]:
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
