"""Decisions and matches applied: the same entity under one id, over all documents. No text is parsed again.

A claim keeps its id, which was made of the entities as its own document names them: a decision moves claims from one
entity to another, and none is lost. What a person says goes before what a match says. A match that is certain joins
two entities unless a person keeps them apart; matches join in the order of their scores, and never two entities that
a decision, two countries or the registry keep apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import pairwise
from pathlib import Path

from graph.identity.components import DisjointSets, shortest_path
from graph.identity.decisions import Decision, Decisions, Pair, Verdict, pair, split_reference
from graph.identity.entities import Changed, Described, described, entities_of, rewritten, unified
from graph.identity.matching import Match, Profile, Profiles, matches
from ontology.identity import apart
from ontology.model import Entity, EntityType, Extraction
from ontology.registry import Registry

NO_MATCH_SCORE = 0.0


class State(StrEnum):
    """What became of a match: joined by its rule, still to be judged, or judged by a person."""

    JOINED = "joined"
    PROPOSED = "proposed"
    SAME = "same"
    DIFFERENT = "different"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Judged:
    """A match and what became of it; `why` is what the person wrote."""

    match: Match
    state: State
    why: str = ""


@dataclass(frozen=True, slots=True)
class Identities:
    """Who is who over all documents: entities under one id, the matches judged, and what could not be applied."""

    extractions: Iterable[Extraction]
    """Changed while they are read, as often as one likes."""
    merged: Mapping[str, str]
    """By the id of an entity that was merged, the id it is found under now."""
    labels: Mapping[str, str]
    """By id, the label of every entity before the merges."""
    judged: tuple[Judged, ...]
    problems: tuple[str, ...]
    """Decisions that contradict each other or cannot be: a line each, for people."""
    unmet: tuple[str, ...] = ()
    """Decisions on what no document here names: they wait, and are told in a line each."""
    originals: Mapping[str, str] = field(default_factory=dict)
    """By the id of each document that is a copy, that of its original."""


def identities(extractions: Iterable[Extraction], decisions: Decisions, registry: Registry) -> Identities:
    """The extractions with one id for each entity, by the certain matches and the decisions of a person.

    They are gone through two or three times. What grows in memory is what is known of each entity: its descriptions,
    names, partners and documents.
    """
    said = list(decisions.by_pair.values())
    set_apart = Changed(extractions, lambda extraction: _set_apart(extraction, said)) if said else extractions
    originals: dict[str, str] = {}
    known, about = described_and_profiled(_noting(set_apart, originals), registry)
    found = matches(about, registry)
    groups = _Groups(known, registry, Path(decisions.file).name)
    decided = _as_ids(said)
    groups.join_decided(decided)
    groups.join_matches([match for match in found if match.certain])
    merged = groups.merged()
    now = {gone: _kept(known[gone], kept, known, registry) for gone, kept in merged.items() if gone in known}
    moved = Changed(set_apart, lambda extraction: _moved(extraction, now)) if now else set_apart
    judged = tuple(_judged(found, {one.pair: one for one in decided}, groups, known))
    labels = {identifier: known[identifier].label for identifier in known}
    return Identities(
        unified(moved, registry) if now else described(moved, known),
        merged,
        labels,
        judged,
        tuple(groups.problems),
        tuple(_unmet(said, extractions, registry, groups.file)),
        originals,
    )


def _noting(extractions: Iterable[Extraction], originals: dict[str, str]) -> Iterator[Extraction]:
    """The extractions; of which document each copy is one is noted meanwhile."""
    for extraction in extractions:
        if extraction.document.copy_of is not None:
            originals[extraction.document.id] = extraction.document.copy_of
        yield extraction


def described_and_profiled(
    extractions: Iterable[Extraction], registry: Registry
) -> tuple[dict[str, Entity], dict[str, Profile]]:
    """By id, the description of every entity, and the profiles of those that may be matched; read once."""
    seen, found = Described(), Profiles(registry)
    for extraction in extractions:
        seen.add(extraction)
        found.add(extraction)
    known = seen.result(registry)
    return known, found.result(known)


def _unmet(said: Iterable[Decision], extractions: Iterable[Extraction], registry: Registry, file: str) -> Iterator[str]:
    """A line for each decision that names somebody whom no document here does."""
    said = list(said)
    asked = {split_reference(reference)[0] for one in said for reference in (one.first, one.second)}
    named = {
        (one.id, extraction.document.id)
        for extraction in (extractions if said else ())
        for one in (*(it.entity for it in extraction.entities), *entities_of(extraction))
        if one.id in asked
    }
    anywhere = {identifier for identifier, _ in named}
    for decision in said:
        for reference in (decision.first, decision.second):
            identifier, document = split_reference(reference)
            here = (identifier, document) in named if document else identifier in anywhere
            if not here and (document or registry.get(identifier) is None):
                yield f"{file}:{decision.line}: {reference} stands for nobody in these documents; the line waits"


# ---- one name, two people


def _set_apart(extraction: Extraction, said: Sequence[Decision]) -> Extraction:
    """The extraction with its own ids for entities that a person keeps apart in this document."""
    own = {
        identifier: apart(identifier, document)
        for identifier, document in _references(said)
        if document == extraction.document.id
    }
    if not own:
        return extraction

    def change(entity: Entity) -> Entity:
        if entity.id not in own:
            return entity
        return replace(entity, id=own[entity.id], label=f"{entity.label} ({extraction.document.id})")

    return rewritten(extraction, change)


def _references(said: Iterable[Decision]) -> Iterator[tuple[str, str]]:
    """The entities of single documents that are someone else than their name says."""
    for decision in said:
        (first, _), (second, _) = split_reference(decision.first), split_reference(decision.second)
        own_name = first == second
        for reference in (decision.first, decision.second):
            identifier, document = split_reference(reference)
            parts = decision.verdict is (Verdict.DIFFERENT if own_name else Verdict.SAME)
            if document is not None and parts:
                yield identifier, document


def _as_ids(said: Iterable[Decision]) -> list[Decision]:
    """The decisions on ids, those of single documents under the ids that they get there."""
    apart_now = set(_references(said))
    found = []
    for decision in said:
        ids = []
        for reference in (decision.first, decision.second):
            identifier, document = split_reference(reference)
            is_own = document is not None and (identifier, document) in apart_now
            ids.append(apart(identifier, str(document)) if is_own else identifier)
        if ids[0] != ids[1]:
            found.append(replace(decision, first=ids[0], second=ids[1]))
    return found


# ---- who is in one group


class _Groups:
    """Entities joined into groups, by a person first, then by certain matches."""

    def __init__(self, known: Mapping[str, Entity], registry: Registry, file: str) -> None:
        self.known = known
        self.registry = registry
        self.file = file
        self.problems: list[str] = []
        self._sets = DisjointSets()
        self._apart: set[Pair] = set()
        self._second: set[str] = set()

    def join_decided(self, said: Sequence[Decision]) -> None:
        """Join what is the same by decision; where decisions contradict each other none of theirs is applied."""
        same = list({one.pair: one for one in said if one.verdict is Verdict.SAME}.values())
        different = [one for one in said if one.verdict is Verdict.DIFFERENT]
        decided = DisjointSets()
        for decision in same:
            decided.union(decision.first, decision.second)
        for group in sorted(sorted(it) for it in decided.components()):
            joining = [one for one in same if one.first in group]
            fault = _contradiction(joining, different) or self._mixed(group)
            if fault is not None:
                lines = sorted(one.line or 0 for one in joining)
                told = ", ".join(str(line) for line in lines)
                self.problems.append(f"{self.file}: {fault}; not applied: line{'s' * (len(lines) > 1)} {told}")
                continue
            for decision in joining:
                self._sets.union(decision.first, decision.second)
        self._second = {one.second for one in same}
        self._apart = {one.pair for one in said if one.verdict is not Verdict.SAME}

    def join_matches(self, certain: Sequence[Match]) -> None:
        """Join what certain matches join, the surest first, where nothing keeps the two groups apart."""
        for match in certain:
            one, two = self.group(match.first), self.group(match.second)
            if not one & two and not self._kept_apart(one, two):
                self._sets.union(match.first, match.second)

    def group(self, identifier: str) -> frozenset[str]:
        """The ids that are one entity with this one."""
        return self._sets.component(identifier)

    def merged(self) -> dict[str, str]:
        """By id, the id of its group; only of entities that the documents or the registry hold."""
        found = {}
        for group in self._sets.components():
            here = sorted(identifier for identifier in group if self._holds(identifier))
            if len(here) > 1:
                kept = min(here, key=self._rank)
                found.update({identifier: kept for identifier in here if identifier != kept})
        return {identifier: found[identifier] for identifier in sorted(found)}

    def _holds(self, identifier: str) -> bool:
        return identifier in self.known or self.registry.get(identifier) is not None

    def _rank(self, identifier: str) -> tuple[bool, bool, bool, bool, int, str]:
        """What stays: an actor, the registry's, the one named first in decisions, one of a country, the shorter."""
        entity = self.known.get(identifier)
        has_country = entity is not None and entity.country is not None
        unknown = self.registry.get(identifier) is None
        is_thing = not identifier.startswith("actor/")
        return is_thing, unknown, identifier in self._second, not has_country, len(identifier), identifier

    def _kept_apart(self, one: Iterable[str], two: Iterable[str]) -> bool:
        two = list(two)
        if any(pair(a, b) in self._apart for a in one for b in two):
            return True
        entries = [identifier for identifier in (*one, *two) if self.registry.get(identifier) is not None]
        countries = {self.known[it].country for it in (*one, *two) if it in self.known} - {None}
        return len(entries) > 1 or len(countries) > 1

    def _mixed(self, group: Sequence[str]) -> str | None:
        """What cannot be one entity: an actor and a place, two countries."""
        actors = sorted(identifier for identifier in group if identifier.startswith("actor/"))
        places = sorted(identifier for identifier in group if identifier.startswith("place/"))
        if actors and places:
            return f"{actors[0]} can act and {places[0]} is a place: they are no one entity"
        countries = [identifier for identifier in actors if self._is_country(identifier)]
        return f"{countries[0]} and {countries[1]} are two countries" if len(countries) > 1 else None

    def _is_country(self, identifier: str) -> bool:
        entry = self.registry.get(identifier)
        return entry is not None and entry.entity.type is EntityType.COUNTRY


def _contradiction(joining: Sequence[Decision], different: Iterable[Decision]) -> str | None:
    """The decisions by which two entities are the same and different, if there are such."""
    by_pair = {decision.pair: decision for decision in joining}
    entities = {identifier for two in by_pair for identifier in two}
    for decision in different:
        if {decision.first, decision.second} <= entities:
            path = shortest_path(by_pair, decision.first, decision.second)
            steps = [by_pair[pair(*step)] for step in pairwise(path)]
            lines = sorted(step.line for step in (*steps, decision) if step.line is not None)
            chain = " = ".join(path)
            return f"lines {', '.join(map(str, lines))} contradict each other: {chain}, but the first and last differ"
    return None


# ---- applied to extractions


def _kept(gone: Entity, kept: str, known: Mapping[str, Entity], registry: Registry) -> Entity:
    """What stays of two: its own description, with the country of the other where it has none."""
    entry = registry.get(kept)
    entity = known[kept] if entry is None else entry.entity
    return entity if entity.country is not None or entry is not None else replace(entity, country=gone.country)


def _moved(extraction: Extraction, now: Mapping[str, Entity]) -> Extraction:
    """The extraction with each entity as it is known now, and in the country that is known now."""

    def change(entity: Entity) -> Entity:
        found = now.get(entity.id, entity)
        country = now.get(found.country or "")
        return found if country is None else replace(found, country=country.id)

    return rewritten(extraction, change)


def _judged(
    found: Iterable[Match], said: Mapping[Pair, Decision], groups: _Groups, known: Mapping[str, Entity]
) -> Iterator[Judged]:
    """Every match with its state, then the decisions that no match proposed."""
    seen = set()
    for match in found:
        seen.add(match.pair)
        decision = said.get(match.pair)
        if decision is not None:
            yield Judged(match, State(decision.verdict.value), decision.why)
        elif match.second in groups.group(match.first):
            yield Judged(match, State.JOINED)
        else:
            yield Judged(match, State.PROPOSED)
    for two in sorted(set(said) - seen):
        if all(one in known or groups.registry.get(one) is not None for one in two):
            decision = said[two]
            match = Match(decision.first, decision.second, NO_MATCH_SCORE, ())
            yield Judged(match, State(decision.verdict.value), decision.why)
