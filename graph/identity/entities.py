"""One description per entity over all documents, so that a node has one label whatever each text calls it.

Extractions are read from a source that can be gone through more than once (a list, or what reads them from disk), and
changed while they are read: all of them are never in memory for our sake.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ontology.model import Claim, DocumentEntity, Entity, EntityType, Extraction, Mention, MentionKind, Participant
from ontology.registry import Registry

LEADING = re.compile(r"\A(?:(?:The|A|An|Another|Its|Their|His|Her|\d+th|[a-z]\S*)(?:\s+|$))+")
"""What may stand before a name and is no part of it."""


@dataclass(frozen=True, slots=True)
class Changed:
    """The extractions of a source, each changed when it is read; they can be read as often as those of the source."""

    source: Iterable[Extraction]
    change: Callable[[Extraction], Extraction]

    def __iter__(self) -> Iterator[Extraction]:
        """The extractions in their order."""
        return map(self.change, self.source)


class Described:
    """How each entity is described, counted over documents."""

    def __init__(self) -> None:
        self._seen: dict[str, Counter[tuple[str, EntityType, str]]] = defaultdict(Counter)

    def add(self, extraction: Extraction) -> None:
        """Count what a document says."""
        for entity in entities_of(extraction):
            self._seen[entity.id][entity.label, entity.type, entity.country or ""] += 1

    def result(self, registry: Registry) -> dict[str, Entity]:
        """By id, in order: the registry's description, else the commonest (the first in the alphabet of two)."""
        return {identifier: self._one(identifier, registry) for identifier in sorted(self._seen)}

    def _one(self, identifier: str, registry: Registry) -> Entity:
        entry = registry.get(identifier)
        if entry is not None:
            return entry.entity
        counts = self._seen[identifier]
        label, kind, country = min(counts, key=lambda it: (-counts[it], it))
        return Entity(identifier, label, kind, country or None)


def descriptions(extractions: Iterable[Extraction], registry: Registry) -> dict[str, Entity]:
    """By id, in order, the description of each entity: see `Described`."""
    found = Described()
    for extraction in extractions:
        found.add(extraction)
    return found.result(registry)


def unified(extractions: Iterable[Extraction], registry: Registry) -> Changed:
    """The extractions with one and the same description of each entity."""
    return described(extractions, descriptions(extractions, registry))


def described(extractions: Iterable[Extraction], known: Mapping[str, Entity]) -> Changed:
    """The extractions with these descriptions of their entities."""
    return Changed(extractions, lambda extraction: rewritten(extraction, lambda entity: known[entity.id]))


def rewritten(extraction: Extraction, change: Callable[[Entity], Entity]) -> Extraction:
    """The extraction with each entity changed; claims keep their ids, mentions of what is now one are put together."""
    mentions: dict[str, set[Mention]] = defaultdict(set)
    entities: dict[str, Entity] = {}
    for found in extraction.entities:
        entity = change(found.entity)
        entities.setdefault(entity.id, entity)
        mentions[entity.id].update(found.mentions)
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
    """Names without the small words and articles before them: "the Border Guard Force", "nearby Shwe Kokko"."""
    return {name for text in texts if (name := LEADING.sub("", text))}


def names_in(found: DocumentEntity) -> set[str]:
    """The names that a document uses for an entity besides its label."""
    used = short_names(mention.span.text for mention in found.mentions if mention.kind is MentionKind.NAME)
    return used - {found.entity.label}


def entities_of(extraction: Extraction) -> Iterator[Entity]:
    """Every use of an entity in a document's claims and mentions."""
    for found in extraction.entities:
        yield from (found.entity for _ in found.mentions)
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
