"""Groups of entity ids that stand for one entity, joined by decisions and by certain matches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from graph.identity.components import DisjointSets, shortest_path
from graph.identity.matching import Match
from graph.review.identity import Decision, Pair, Verdict, pair
from ontology.model import Entity, EntityType
from ontology.registry import Registry


class EntityGroups:
    """Groups of ids that stand for one entity.

    Decisions are applied first and matches after them, so that a match never overrules a person. `known`: the
    entities of the documents by id; `registry`: the known actors; `file`: the name of the decisions file, for messages.
    """

    def __init__(self, known: Mapping[str, Entity], registry: Registry, file: str) -> None:
        self.known = known
        self.registry = registry
        self.file = file
        self.problems: list[str] = []
        self.refused: set[int] = set()
        """The lines of decisions that are not applied."""
        self._sets = DisjointSets()
        self._apart: set[Pair] = set()
        self._second: set[str] = set()

    def join_decided(self, decisions: Sequence[Decision]) -> None:
        """Apply the decisions. A group whose decisions contradict each other is left as it was and reported."""
        same = list({decision.pair: decision for decision in decisions if decision.verdict is Verdict.SAME}.values())
        different = [decision for decision in decisions if decision.verdict is Verdict.DIFFERENT]
        decided = DisjointSets()
        for decision in same:
            decided.union(decision.first, decision.second)
        for group in map(sorted, decided.components()):
            joining = [decision for decision in same if decision.first in group]
            fault = _contradiction(joining, different) or self._mixed(group)
            if fault is not None:
                lines = sorted(decision.line or 0 for decision in joining)
                self.refused.update(lines)
                numbers = ", ".join(map(str, lines))
                self.problems.append(f"{self.file}: {fault}; not applied: line{'s' * (len(lines) > 1)} {numbers}")
                continue
            for decision in joining:
                self._sets.union(decision.first, decision.second)
        self._second = {decision.second for decision in same}
        self._apart = {decision.pair for decision in decisions if decision.verdict is not Verdict.SAME}

    def join_matches(self, certain: Sequence[Match]) -> None:
        """Join the pairs of certain matches, highest score first, unless something keeps the two groups apart."""
        for match in certain:
            first_group, second_group = self.group(match.first), self.group(match.second)
            if not first_group & second_group and not self._kept_apart(first_group, second_group):
                self._sets.union(match.first, match.second)

    def group(self, identifier: str) -> frozenset[str]:
        """The ids that stand for the same entity as this one."""
        return self._sets.component(identifier)

    def merged(self) -> dict[str, str]:
        """By id of each merged entity, the id that is kept. Only ids in the documents or the registry count."""
        kept_ids = {}
        for group in self._sets.components():
            here = sorted(identifier for identifier in group if self._holds(identifier))
            if len(here) > 1:
                kept = min(here, key=self._rank)
                kept_ids.update({identifier: kept for identifier in here if identifier != kept})
        return {identifier: kept_ids[identifier] for identifier in sorted(kept_ids)}

    def _holds(self, identifier: str) -> bool:
        return identifier in self.known or self.registry.get(identifier) is not None

    def _rank(self, identifier: str) -> tuple[bool, bool, bool, int, bool, int, str]:
        """Sort key of the id to keep: actors first, then registry entries, ids named first, with a country, short.

        Of the names of a person, the fullest.
        """
        entity = self.known.get(identifier)
        has_country = entity is not None and entity.country is not None
        unknown = self.registry.get(identifier) is None
        is_thing = not identifier.startswith("actor/")
        is_person = entity is not None and entity.type is EntityType.PERSON
        words = -len(entity.label.split()) if entity is not None and is_person else 0
        return is_thing, unknown, identifier in self._second, words, not has_country, len(identifier), identifier

    def _kept_apart(self, first_group: frozenset[str], second_group: frozenset[str]) -> bool:
        if any(pair(first, second) in self._apart for first in first_group for second in second_group):
            return True
        both = first_group | second_group
        entries = [identifier for identifier in both if self.registry.get(identifier) is not None]
        countries = {self.known[identifier].country for identifier in both if identifier in self.known} - {None}
        return len(entries) > 1 or len(countries) > 1

    def _mixed(self, group: Sequence[str]) -> str | None:
        """Why a group cannot be one entity (an actor and a place, or two countries); None if it can."""
        actors = sorted(identifier for identifier in group if identifier.startswith("actor/"))
        places = sorted(identifier for identifier in group if identifier.startswith("place/"))
        if actors and places:
            return f"{actors[0]} can act, but {places[0]} is a place, so they cannot be the same entity"
        countries = [identifier for identifier in actors if self._is_country(identifier)]
        return f"{countries[0]} and {countries[1]} are two countries" if len(countries) > 1 else None

    def _is_country(self, identifier: str) -> bool:
        entry = self.registry.get(identifier)
        return entry is not None and entry.entity.type is EntityType.COUNTRY


def _contradiction(joining: Sequence[Decision], different: Iterable[Decision]) -> str | None:
    """A message naming the decisions by which two entities are both the same and different; None without any."""
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
