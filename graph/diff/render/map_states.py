"""Decides how the map of a diff marks each relation and actor: added, gone, changed or the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.diff.findings.model import Claims, Diff, RelationChange
from graph.rdf.relations import RelationKey, relation_key
from graph.rdf.stored_claim import StoredClaim

ADDED, GONE, CHANGED, SAME = "added", "gone", "changed", "same"
OF_SECTION: Mapping[str, str] = {
    "changed": CHANGED,
    "strengthened": CHANGED,
    "weakened": CHANGED,
    "numbers": CHANGED,
    "same": SAME,
    "added": ADDED,
    "gone": GONE,
}


@dataclass(frozen=True, slots=True)
class ChangeState:
    """The state of a relation or an actor (added, gone, changed or same), with the claims of each side."""

    name: str
    before: Claims
    after: Claims


def relation_states(diff: Diff) -> dict[RelationKey, ChangeState]:
    """By relation, as the map has them (actor, action, target), its state; in the order of their keys.

    A relation with different words on each side has the state "changed" or "same" under both keys, each with the
    claims of both. A repeated act is added under the key of its new target and gone under the other.
    """
    states: dict[RelationKey, ChangeState] = {}
    for section, name in OF_SECTION.items():
        for change in getattr(diff, section):
            state = ChangeState(name, change.before, change.after)
            _add(states, dict.fromkeys(change.keys, state))
    for change in diff.repeated:
        _add(states, _of_repeated(change))
    return {key: states[key] for key in sorted(states, key=lambda key: (key[0], key[1], key[2] or ""))}


def _add(states: dict[RelationKey, ChangeState], more: Mapping[RelationKey, ChangeState]) -> None:
    """Add states; a relation that has two of them has changed."""
    for key, state in more.items():
        old = states.get(key)
        both = old and ChangeState(CHANGED, (*old.before, *state.before), (*old.after, *state.after))
        states[key] = both or state


def _of_repeated(change: RelationChange) -> dict[RelationKey, ChangeState]:
    before, after = _by_key(change.before), _by_key(change.after)
    return {
        key: ChangeState(
            CHANGED if key in before and key in after else ADDED if key in after else GONE,
            before.get(key, ()),
            after.get(key, ()),
        )
        for key in {*before, *after}
    }


def _by_key(claims: Iterable[StoredClaim]) -> dict[RelationKey, Claims]:
    by_key: dict[RelationKey, Claims] = {}
    for stored in claims:
        key = relation_key(stored.claim)
        by_key[key] = (*by_key.get(key, ()), stored)
    return by_key


def actor_states(diff: Diff) -> dict[str, ChangeState]:
    """By id of an actor, its state: new, gone, in changed relations, or the same; in the order of the ids."""
    states: dict[str, ChangeState] = {}
    sides: dict[str, tuple[list[StoredClaim], list[StoredClaim]]] = {}
    moved: set[str] = set()
    for state in {id(state): state for state in relation_states(diff).values()}.values():
        for side, claims in enumerate((state.before, state.after)):
            for stored in claims:
                for actor in _actors(stored):
                    sides.setdefault(actor, ([], []))[side].append(stored)
                    moved |= set() if state.name == SAME else {actor}
    for actor, (before, after) in sides.items():
        name = CHANGED if actor in moved else SAME
        name = ADDED if not before else GONE if not after else name
        states[actor] = ChangeState(name, tuple(before), tuple(after))
    return {actor: states[actor] for actor in sorted(states)}


def _actors(stored: StoredClaim) -> set[str]:
    parts = (stored.claim.actor.entity, stored.claim.target.entity if stored.claim.target else None)
    return {entity.id for entity in parts if entity is not None and entity.is_actor}
