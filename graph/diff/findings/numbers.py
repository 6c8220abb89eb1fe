"""Finds changed numbers of one thing: 306 arrests in an operation, and later 412 in the same operation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from graph.diff.alignment.tables import nouns
from graph.diff.alignment.wording.amounts import amount, currency_of, is_sum
from graph.diff.alignment.wording.clauses import PROGRAMMES, Setting, is_total, named, occasions, places_of
from graph.diff.alignment.wording.noun_phrases import NounPhrase, is_known, key_of, phrase_of, subject_words
from graph.diff.findings.model import Claims, RelationChange
from graph.diff.findings.steps import ALLEGED, DONE, status_of
from graph.rdf.stored_claim import StoredClaim
from ontology.model import Claim, EntityType

PLACES = frozenset({"place"})
UNIT = re.compile(r"\s*[\d.,]+\s*(?:thousand|million|billion|trillion)?\s*")
Key = tuple[str, str, str]


def recounted(alone: Iterable[RelationChange]) -> tuple[list[RelationChange], list[RelationChange]]:
    """Relations of one side each that count one thing, as relations of both sides; and the remaining relations.

    The thing is the same where the sentences name the same operation or event, where things are in the same named
    place (people only if the later text counts them so far: others are arrested there again), or where two amounts
    are for the same purpose.
    """
    groups: dict[Key, list[RelationChange]] = {}
    for change in alone:
        groups.setdefault(_key(change), []).append(change)
    counted: list[RelationChange] = []
    rest: list[RelationChange] = []
    for changes in groups.values():
        of_both = _of_both_sides(changes)
        counted += [of_both] if of_both else []
        used = {stored.claim.id for stored in (*of_both.before, *of_both.after)} if of_both else set()
        rest += without(changes, used)
    return counted, rest


def _key(change: RelationChange) -> Key:
    """Actor, concept and target; of amounts of money only the currency, of what has no name the words."""
    claim = (change.before or change.after)[0].claim
    actor, target = key_of(claim.actor), claim.target
    if target is None:
        return actor, change.concept, ""
    if is_sum(target.entity) and target.quantity is None:
        return actor, change.concept, currency_of(target.entity.label) or UNIT.sub("#", target.entity.label)
    return actor, change.concept, key_of(target)


def _of_both_sides(changes: Sequence[RelationChange]) -> RelationChange | None:
    """The claims of both sides that count one thing; None if no such thing is on both sides."""
    if not is_known(changes[0].actor):
        return None
    before, after = (
        [stored for change in changes for stored in getattr(change, side) if _counts(stored)]
        for side in ("before", "after")
    )
    is_any_total = any(is_total(stored.claim) for stored in after)
    known = [count for count in (_Count.of(stored, in_places=is_any_total) for stored in before) if count.things]
    counted = [_Count.of(stored, in_places=is_total(stored.claim)) for stored in after] if known else []
    old = tuple(count.stored for count in known if any(count.is_of(other) for other in counted))
    new = tuple(count.stored for count in counted if any(count.is_of(other) for other in known))
    return replace(changes[0], before=old, after=new) if old and new else None


def _counts(stored: StoredClaim) -> bool:
    target = stored.claim.target
    if target is not None and {*target.span.text.casefold().split()} & nouns().other:
        return False  # "another 25 people" are more of them
    return target is not None and amount(target) is not None and status_of(stored.claim) in {DONE, ALLEGED}


@dataclass(frozen=True, slots=True)
class _Count:
    """A claim that counts something, and what identifies the counted thing."""

    stored: StoredClaim
    things: frozenset[str]
    setting: Setting

    @classmethod
    def of(cls, stored: StoredClaim, *, in_places: bool) -> _Count:
        return cls(stored, _things(stored.claim, in_places=in_places), Setting.of([stored.claim]))

    def is_of(self, other: _Count) -> bool:
        """True if both count one thing: on the same occasion, in the same place or for the same purpose."""
        return not self.things.isdisjoint(other.things) and not self.setting.is_apart(other.setting)


def _things(claim: Claim, *, in_places: bool) -> frozenset[str]:
    """What identifies the counted thing: a named occasion; else a named place, or the purpose.

    `in_places`: a place or programme identifies people too, as a later text gives a total. Without a total, a later
    number for the same place is of other people.
    """
    named_occasions = occasions(claim)
    if named_occasions or claim.target is None:
        return named_occasions
    if amount(claim.target) and claim.target.quantity is None:
        purpose = sorted(subject_words(claim))
        return frozenset({f"for {' '.join(purpose)}"} if purpose else ())
    if claim.target.entity.is_actor or "people" in phrase_of(claim.target).kinds:
        return named(claim.sentence.text, PLACES | PROGRAMMES) | places_of(claim) if in_places else frozenset()
    place = claim.where
    is_named = place is not None and place.type is EntityType.PLACE and NounPhrase.of(place).is_named
    return frozenset({place.id}) if place is not None and is_named else frozenset()


def without(changes: Iterable[RelationChange], used: set[str]) -> list[RelationChange]:
    """The relations without the claims of these ids."""

    def kept(claims: Claims) -> Claims:
        return tuple(stored for stored in claims if stored.claim.id not in used)

    cut = (replace(change, before=kept(change.before), after=kept(change.after)) for change in changes)
    return [change for change in cut if change.before or change.after]
