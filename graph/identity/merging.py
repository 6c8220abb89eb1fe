"""Applies decisions on claims and on identity, and certain matches: one entity has one id over all documents.

A claim keeps its id, which is derived from the entities as its own document names them; a decision moves the claim
from one entity to another. Decisions of a person take precedence over matches. Certain matches are applied in order of
their scores, and never join two entities that a decision, two countries or the registry keep apart.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from graph.identity.entities import (
    DescriptionCounter,
    Labels,
    RewrittenExtractions,
    entities_of,
    rewritten,
    unified,
    with_descriptions,
)
from graph.identity.groups import EntityGroups
from graph.identity.matching import Match, matches
from graph.identity.profiles import EntityProfile, ProfileBuilder
from graph.review.corrections import ClaimReviews
from graph.review.decisions import Decisions, PendingDecision
from graph.review.identity import Decision, Pair, Verdict, split_reference
from graph.review.remarks import Remark
from ontology.identifiers import apart
from ontology.model import Entity, Extraction
from ontology.registry import Registry

log = logging.getLogger(__name__)

NO_MATCH_SCORE = 0.0


class MatchState(StrEnum):
    """State of a match: joined automatically, proposed for review, or the verdict of a person."""

    JOINED = "joined"
    PROPOSED = "proposed"
    SAME = "same"
    DIFFERENT = "different"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class ReviewedMatch:
    """A match with its state; `why` is the comment of the person who decided on it."""

    match: Match
    state: MatchState
    why: str = ""


@dataclass(frozen=True, slots=True)
class Identities:
    """The result of identity resolution over all documents."""

    extractions: Iterable[Extraction]
    """With merged ids and one description per entity; rewritten lazily, and can be read repeatedly."""
    merged: Mapping[str, str]
    """By id of each merged entity, the id it now has."""
    labels: Mapping[str, str]
    """By id, the label of every entity before merging."""
    reviewed: tuple[ReviewedMatch, ...]
    problems: tuple[str, ...]
    """A message for each set of decisions that contradict each other or are impossible."""
    pending: tuple[str, ...] = ()
    """A message for each decision on an entity that no document names; it applies once one does."""
    originals: Mapping[str, str] = field(default_factory=dict)
    """By id of each copied document, the id of its original."""
    applied: int = 0
    """The number of decisions that apply to these documents."""
    remarks: tuple[Remark, ...] = ()
    """The notes and tags on entities of these documents or of the registry, by the ids that these have now."""


def identities(extractions: Iterable[Extraction], decisions: Decisions, registry: Registry) -> Identities:
    """Resolve the entities of the extractions to one id each.

    The extractions are read two or three times; memory grows with the number of entities, not of documents.
    """
    written, reviews = list(decisions.on_identity), ClaimReviews(decisions.on_claims, registry)
    if reviews:
        extractions = RewrittenExtractions(extractions, reviews.apply)
    split = extractions
    if written:
        split = RewrittenExtractions(extractions, lambda extraction: _with_own_ids(extraction, written))
    originals: dict[str, str] = {}
    known, profiles = described_and_profiled(_recording_originals(split, originals), registry)
    proposed = matches(profiles, registry)
    groups = EntityGroups(known, registry, Path(decisions.file).name)
    resolved = _resolved_decisions(written)
    groups.join_decided(resolved)
    groups.join_matches([match for match in proposed if match.certain])
    merged = groups.merged()
    now = {gone: _merged_entity(known[gone], kept, known, registry) for gone, kept in merged.items() if gone in known}
    moved = RewrittenExtractions(split, lambda extraction: _with_merged_ids(extraction, now)) if now else split
    log.info("%d entities, %d matches, %d merged", len(known), len(proposed), len(merged))
    pending = (
        *_pending_decisions((*written, *decisions.remarks), extractions, registry, groups.file),
        *reviews.pending(groups.file),
    )
    waiting = {decision.line for decision in pending}
    applied = [remark for remark in decisions.remarks if remark.line not in waiting]
    return Identities(
        unified(moved, registry) if now else with_descriptions(moved, known),
        merged,
        Labels(known),
        tuple(_reviewed(proposed, {decision.pair: decision for decision in resolved}, groups, known)),
        problems=tuple(groups.problems),
        pending=tuple(decision.message for decision in pending),
        originals=originals,
        applied=len(decisions.by_key) - len(groups.refused | waiting),
        remarks=tuple(replace(remark, entity=merged.get(remark.entity, remark.entity)) for remark in applied),
    )


def _recording_originals(extractions: Iterable[Extraction], originals: dict[str, str]) -> Iterator[Extraction]:
    """The extractions, unchanged; fills `originals` with the original of each copy as they are read."""
    for extraction in extractions:
        if extraction.document.copy_of is not None:
            originals[extraction.document.id] = extraction.document.copy_of
        yield extraction


def described_and_profiled(
    extractions: Iterable[Extraction], registry: Registry
) -> tuple[Mapping[str, Entity], dict[str, EntityProfile]]:
    """By id, the description of every entity, and the profiles of those that can be matched. Reads once."""
    descriptions, profiles = DescriptionCounter(), ProfileBuilder(registry)
    for extraction in extractions:
        descriptions.add(extraction)
        profiles.add(extraction)
    known = descriptions.result(registry)
    return known, profiles.result(known)


def _pending_decisions(
    decisions: Sequence[Decision | Remark], extractions: Iterable[Extraction], registry: Registry, file: str
) -> Iterator[PendingDecision]:
    """The decisions and remarks on an entity that no document names."""
    references = {decision: _references(decision) for decision in decisions}
    ids = {split_reference(reference)[0] for about in references.values() for reference in about}
    named = {
        (entity.id, extraction.document.id)
        for extraction in (extractions if ids else ())
        for entity in (*(mentioned.entity for mentioned in extraction.entities), *entities_of(extraction))
        if entity.id in ids
    }
    named_anywhere = {identifier for identifier, _ in named}

    def is_known(reference: str) -> bool:
        identifier, document = split_reference(reference)
        if document:
            return (identifier, document) in named
        return identifier in named_anywhere or registry.get(identifier) is not None

    for decision, about in references.items():
        missing = [reference for reference in about if not is_known(reference)]
        if missing:
            verb = "stands" if len(missing) == 1 else "stand"
            why = f"{' and '.join(missing)} {verb} for nobody in these documents; this decision waits"
            yield PendingDecision(decision.line or 0, f"{file}:{decision.line}: {why}")


def _references(decision: Decision | Remark) -> tuple[str, ...]:
    """The ids that a line of the decisions file is about."""
    return (decision.entity,) if isinstance(decision, Remark) else (decision.first, decision.second)


def _with_own_ids(extraction: Extraction, decisions: Sequence[Decision]) -> Extraction:
    """The extraction with ids scoped to its document for entities that a decision separates from their namesakes."""
    own = {
        identifier: apart(identifier, document)
        for identifier, document in _split_references(decisions)
        if document == extraction.document.id
    }
    if not own:
        return extraction

    def change(entity: Entity) -> Entity:
        if entity.id not in own:
            return entity
        return replace(entity, id=own[entity.id], label=f"{entity.label} ({extraction.document.id})")

    return rewritten(extraction, change)


def _split_references(decisions: Iterable[Decision]) -> Iterator[tuple[str, str]]:
    """Id and document of each entity that a decision separates from the others of its name."""
    for decision in decisions:
        (first, _), (second, _) = split_reference(decision.first), split_reference(decision.second)
        own_name = first == second
        for reference in (decision.first, decision.second):
            identifier, document = split_reference(reference)
            parts = decision.verdict is (Verdict.DIFFERENT if own_name else Verdict.SAME)
            if document is not None and parts:
                yield identifier, document


def _resolved_decisions(decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions with plain ids: references to single documents are replaced by the ids assigned there."""
    apart_now = set(_split_references(decisions))
    resolved = []
    for decision in decisions:
        ids = []
        for reference in (decision.first, decision.second):
            identifier, document = split_reference(reference)
            is_own = document is not None and (identifier, document) in apart_now
            ids.append(apart(identifier, str(document)) if is_own else identifier)
        if ids[0] != ids[1]:
            resolved.append(replace(decision, first=ids[0], second=ids[1]))
    return resolved


def _merged_entity(gone: Entity, kept: str, known: Mapping[str, Entity], registry: Registry) -> Entity:
    """The description of the kept entity, with the country of the merged one if it has none of its own."""
    entry = registry.get(kept)
    entity = known[kept] if entry is None else entry.entity
    return entity if entity.country is not None or entry is not None else replace(entity, country=gone.country)


def _with_merged_ids(extraction: Extraction, now: Mapping[str, Entity]) -> Extraction:
    """The extraction with every entity, and the country of every entity, replaced by what it was merged into."""

    def change(entity: Entity) -> Entity:
        current = now.get(entity.id, entity)
        country = now.get(current.country or "")
        return current if country is None else replace(current, country=country.id)

    return rewritten(extraction, change)


def _reviewed(
    found_matches: Iterable[Match],
    decisions: Mapping[Pair, Decision],
    groups: EntityGroups,
    known: Mapping[str, Entity],
) -> Iterator[ReviewedMatch]:
    """Every match with its state, then the decisions that no match proposed."""
    seen = set()
    for match in found_matches:
        seen.add(match.pair)
        decision = decisions.get(match.pair)
        if decision is not None:
            yield ReviewedMatch(match, MatchState(decision.verdict.value), decision.why)
        elif match.second in groups.group(match.first):
            yield ReviewedMatch(match, MatchState.JOINED)
        else:
            yield ReviewedMatch(match, MatchState.PROPOSED)
    for two in sorted(set(decisions) - seen):
        if all(identifier in known or groups.registry.get(identifier) is not None for identifier in two):
            decision = decisions[two]
            match = Match(decision.first, decision.second, NO_MATCH_SCORE, ())
            yield ReviewedMatch(match, MatchState(decision.verdict.value), decision.why)
