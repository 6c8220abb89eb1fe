"""One description per entity over all documents, so that a node has one label whatever each text calls it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from ontology.model import Claim, DocumentEntity, Entity, EntityType, Extraction, Mention, MentionKind, Participant
from ontology.registry import Registry

LEADING = re.compile(r"\A(?:(?:The|A|An|Another|Its|Their|His|Her|\d+th|[a-z]\S*)(?:\s+|$))+")
"""What may stand before a name and is no part of it."""


def descriptions(extractions: Iterable[Extraction], registry: Registry) -> dict[str, Entity]:
    """By id, in order: the registry's description, else the commonest (of two as common the first in the alphabet)."""
    seen: dict[str, Counter[tuple[str, EntityType, str]]] = defaultdict(Counter)
    for extraction in extractions:
        for entity in entities_of(extraction):
            seen[entity.id][entity.label, entity.type, entity.country or ""] += 1
    found = {}
    for identifier in sorted(seen):
        entry = registry.get(identifier)
        if entry is not None:
            found[identifier] = entry.entity
            continue
        counts = seen[identifier]
        label, kind, country = min(counts, key=lambda it: (-counts[it], it))
        found[identifier] = Entity(identifier, label, kind, country or None)
    return found


def unified(extractions: Sequence[Extraction], registry: Registry) -> list[Extraction]:
    """The extractions with one and the same description of each entity."""
    known = descriptions(extractions, registry)
    return [rewritten(extraction, lambda entity: known[entity.id]) for extraction in extractions]


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


def names(extractions: Iterable[Extraction]) -> dict[str, tuple[str, ...]]:
    """By entity id, the names that documents use for it besides its label, sorted."""
    found: dict[str, set[str]] = defaultdict(set)
    for extraction in extractions:
        for entity in extraction.entities:
            used = short_names(mention.span.text for mention in entity.mentions if mention.kind is MentionKind.NAME)
            found[entity.entity.id] |= used - {entity.entity.label}
    return {identifier: tuple(sorted(found[identifier])) for identifier in sorted(found) if found[identifier]}


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
    return replace(
        claim,
        actor=_participant(claim.actor, change),
        target=None if claim.target is None else _participant(claim.target, change),
        attribution=None if claim.attribution is None else change(claim.attribution),
        where=None if claim.where is None else change(claim.where),
    )


def _participant(participant: Participant, change: Callable[[Entity], Entity]) -> Participant:
    return replace(participant, entity=change(participant.entity))
