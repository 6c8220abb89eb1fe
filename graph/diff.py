"""What two batches say differently: actors and relations new, gone, stronger, weaker or said in another way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.network import RelationKey, relation_key, status
from graph.stored import StoredClaim
from ontology.model import Claim, Entity, EntityType

Claims = tuple[StoredClaim, ...]
DENIED = "denied"
SECTIONS = ("changed", "added", "gone", "strengthened", "weakened")
"""The lists of relations in a `Diff`, the most telling first."""


@dataclass(frozen=True, slots=True)
class RelationChange:
    """A relation that the two batches do not say alike, with the claims of both."""

    actor: Entity
    action: str
    """Third person singular present: `proposes`."""
    concept: str
    target: Entity | None
    before: Claims
    after: Claims

    @property
    def stated(self) -> tuple[str, str]:
        """How it is stated before and after: the firmest status, and "denied" where a text denies it."""
        return _stated(self.before), _stated(self.after)


@dataclass(frozen=True, slots=True)
class ActorChange:
    """An actor that only one of the batches speaks of, with the claims that it takes part in."""

    actor: Entity
    claims: Claims


@dataclass(frozen=True, slots=True)
class Diff:
    """The difference of two batches. Relations stand in exactly one list, or are the same in both."""

    before_name: str
    after_name: str
    changed: tuple[RelationChange, ...]
    added: tuple[RelationChange, ...]
    gone: tuple[RelationChange, ...]
    strengthened: tuple[RelationChange, ...]
    weakened: tuple[RelationChange, ...]
    actors_added: tuple[ActorChange, ...]
    actors_gone: tuple[ActorChange, ...]
    same: int
    """Relations that both batches state alike, in as many claims and documents."""

    @property
    def is_empty(self) -> bool:
        """True if the batches say the same."""
        lists = (*(getattr(self, name) for name in SECTIONS), self.actors_added, self.actors_gone)
        return not any(lists)


def diff(before: Iterable[StoredClaim], after: Iterable[StoredClaim], *, before_name: str, after_name: str) -> Diff:
    """Compare the claims of two batches; the order of the claims does not matter."""
    old, new = _by_relation(before), _by_relation(after)
    found: Mapping[str, list[RelationChange]] = {name: [] for name in (*SECTIONS, "same")}
    for key in sorted({*old, *new}, key=lambda key: (key[0], key[1], key[2] or "")):
        change = _change(old.get(key, ()), new.get(key, ()))
        found[_kind(change)].append(change)
    ordered = {name: tuple(sorted(found[name], key=_importance)) for name in SECTIONS}
    old_actors, new_actors = _by_actor(old.values()), _by_actor(new.values())
    return Diff(
        before_name,
        after_name,
        **ordered,
        actors_added=_only_in(new_actors, old_actors),
        actors_gone=_only_in(old_actors, new_actors),
        same=len(found["same"]),
    )


def _by_relation(claims: Iterable[StoredClaim]) -> dict[RelationKey, Claims]:
    found: dict[RelationKey, list[StoredClaim]] = defaultdict(list)
    for stored in sorted(claims, key=_place):
        found[relation_key(stored.claim)].append(stored)
    return {key: tuple(claims) for key, claims in found.items()}


def _place(stored: StoredClaim) -> tuple[str, str, int, str]:
    claim = stored.claim
    return stored.date or "", claim.document, claim.sentence.start, claim.id


def _by_actor(relations: Iterable[Claims]) -> dict[str, ActorChange]:
    claims: dict[str, list[StoredClaim]] = defaultdict(list)
    entities: dict[str, Entity] = {}
    for stored in sorted((stored for found in relations for stored in found), key=_place):
        for entity in _actors(stored.claim):
            claims[entity.id].append(stored)
            entities.setdefault(entity.id, entity)
    return {key: ActorChange(entities[key], tuple(claims[key])) for key in sorted(claims)}


def _actors(claim: Claim) -> list[Entity]:
    parts = {
        entity.id: entity for entity in (claim.actor.entity, claim.target.entity if claim.target else None) if entity
    }
    return [entity for entity in parts.values() if entity.is_actor]


def _only_in(here: Mapping[str, ActorChange], there: Mapping[str, ActorChange]) -> tuple[ActorChange, ...]:
    found = [change for key, change in here.items() if key not in there]
    return tuple(sorted(found, key=lambda change: (-len(change.claims), change.actor.id)))


def _change(before: Claims, after: Claims) -> RelationChange:
    first = (before or after)[0].claim
    last = (after or before)[0].claim
    target = first.target.entity if first.target else None
    return RelationChange(first.actor.entity, last.action.label, first.action.concept, target, before, after)


def _kind(change: RelationChange) -> str:
    if not change.before:
        return "added"
    if not change.after:
        return "gone"
    if change.stated[0] != change.stated[1]:
        return "changed"
    if _size(change.after) == _size(change.before):
        return "same"
    return "strengthened" if _size(change.after) > _size(change.before) else "weakened"


def _size(claims: Claims) -> tuple[int, int]:
    """Documents first: a text that repeats itself is weaker than two texts."""
    return len({stored.claim.document for stored in claims}), len(claims)


def _stated(claims: Claims) -> str:
    """How claims are stated: "planned", "asserted", "asserted and denied" …; empty for no claims."""
    counts = list(status(claims))
    firmest = counts[:1]
    return " and ".join([*firmest, *([DENIED] if DENIED in counts[1:] else [])])


def _importance(change: RelationChange) -> tuple[object, ...]:
    """Documents and claims first; then named actors before groups, and acts with a class of their own before others."""
    documents, claims = _size((*change.before, *change.after))
    action = (change.before or change.after)[0].claim.action
    vague = (change.actor.type is EntityType.GROUP, action.class_ in {"other", "state"})
    return -documents, -claims, *vague, change.actor.id, change.concept, change.target.id if change.target else ""


def counts(found: Diff) -> dict[str, int]:
    """How many of each, in the order of the sections."""
    figures: dict[str, int] = {name: len(getattr(found, name)) for name in SECTIONS}
    return {**figures, "actors new": len(found.actors_added), "actors gone": len(found.actors_gone)}


def relations(found: Diff) -> Sequence[tuple[str, tuple[RelationChange, ...]]]:
    """The sections with their relations."""
    return [(name, getattr(found, name)) for name in SECTIONS]
