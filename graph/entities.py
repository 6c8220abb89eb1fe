"""One description per entity over all documents, so that a node has one label whatever each text calls it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ontology.model import Claim, DocumentEntity, Entity, EntityType, Extraction, MentionKind, Participant
from ontology.registry import Registry


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
    return [
        replace(
            extraction,
            claims=tuple(_claim(claim, known) for claim in extraction.claims),
            entities=tuple(
                DocumentEntity(found.document, known[found.entity.id], found.mentions) for found in extraction.entities
            ),
        )
        for extraction in extractions
    ]


def names(extractions: Iterable[Extraction]) -> dict[str, tuple[str, ...]]:
    """By entity id, the names that documents use for it besides its label, sorted."""
    found: dict[str, set[str]] = defaultdict(set)
    for extraction in extractions:
        for entity in extraction.entities:
            used = {mention.span.text for mention in entity.mentions if mention.kind is MentionKind.NAME}
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


def _claim(claim: Claim, known: Mapping[str, Entity]) -> Claim:
    return replace(
        claim,
        actor=_participant(claim.actor, known),
        target=None if claim.target is None else _participant(claim.target, known),
        attribution=None if claim.attribution is None else known[claim.attribution.id],
        where=None if claim.where is None else known[claim.where.id],
    )


def _participant(participant: Participant, known: Mapping[str, Entity]) -> Participant:
    return replace(participant, entity=known[participant.entity.id])
