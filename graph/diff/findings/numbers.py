"""Other numbers for the same thing: 306 arrests in an operation, and 412 in the same one later."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from graph.diff.alignment.noun_phrases import ARTICLES, NAME, PREPOSITIONS, Wording, is_known, topics_of
from graph.diff.findings.developments import ALLEGED, DONE, status_of
from graph.diff.findings.model import Claims, RelationChange, amount
from graph.rdf.stored_claim import StoredClaim
from ontology.model import EntityType

OCCASIONS = frozenset({"operation", "gathering"})
"""Kinds of which a name tells one occasion: "Operation Red Card"."""
UNIT = re.compile(r"\s*[\d.,]+\s*(?:thousand|million|billion|trillion)?\s*")
Key = tuple[str, str, str]


def recounted(alone: Iterable[RelationChange]) -> tuple[list[RelationChange], list[RelationChange]]:
    """Relations of one side each that count one thing, told as relations of both sides; and what is left.

    The thing is the same where the sentences name the same operation or event, where things stand in the same named
    place (people are arrested there again), or where two amounts are for the same purpose.
    """
    groups: dict[Key, list[RelationChange]] = {}
    for change in alone:
        groups.setdefault(_key(change), []).append(change)
    found: list[RelationChange] = []
    rest: list[RelationChange] = []
    for changes in groups.values():
        one = _one(changes)
        found += [one] if one else []
        used = {stored.claim.id for stored in (*one.before, *one.after)} if one else set()
        rest += _left(changes, used)
    return found, rest


def _key(change: RelationChange) -> Key:
    """Actor, concept and target; of amounts of money only the unit."""
    first = (change.before or change.after)[0].claim.target
    unit = UNIT.sub("#", first.entity.label) if first and amount(first) and first.quantity is None else ""
    return change.actor.id, change.concept, unit or (change.target.id if change.target else "")


def _one(changes: Sequence[RelationChange]) -> RelationChange | None:
    """What both sides count of one thing."""
    if not is_known(changes[0].actor):
        return None
    before, after = ([s for one in changes for s in getattr(one, side) if _counts(s)] for side in ("before", "after"))
    old, new = tuple(s for s in before if _shares(s, after)), tuple(s for s in after if _shares(s, before))
    return replace(changes[0], before=old, after=new) if old and new else None


def _counts(stored: StoredClaim) -> bool:
    target = stored.claim.target
    return target is not None and amount(target) is not None and status_of(stored.claim) in {DONE, ALLEGED}


def _shares(stored: StoredClaim, others: Iterable[StoredClaim]) -> bool:
    mine = _things(stored)
    return bool(mine) and any(mine & _things(other) for other in others)


def _things(stored: StoredClaim) -> frozenset[str]:
    """What tells the counted thing from others: an occasion with a name; else a named place, or the purpose."""
    claim = stored.claim
    found = occasions(claim.sentence.text)
    if found or claim.target is None:
        return found
    wording = Wording.of(claim.target.entity.label, claim.target.entity.type)
    if amount(claim.target) and claim.target.quantity is None:
        return frozenset({f"for {' '.join(sorted(topics_of(claim)))}"} if topics_of(claim) else ())
    place = claim.where
    is_told = place is not None and place.type is EntityType.PLACE and Wording.of(place.label, place.type).is_named
    is_people = claim.target.entity.is_actor or "people" in wording.kinds
    return frozenset({place.id}) if place is not None and is_told and not is_people else frozenset()


def occasions(text: str) -> frozenset[str]:
    """The operations and events that a sentence calls by a name of two words or more."""
    runs = (match[0].split() for match in re.finditer(NAME, text))
    names = (" ".join(_bare(words)) for words in runs)
    return frozenset(name for name in names if " " in name and Wording.of(name, EntityType.EVENT).kinds & OCCASIONS)


def _bare(words: list[str]) -> list[str]:
    """Without the small words that a sentence begins with, and without its full stop."""
    while words and words[0].casefold() in PREPOSITIONS | ARTICLES:
        words = words[1:]
    return [word.rstrip(".,") for word in words]


def _left(changes: Iterable[RelationChange], used: set[str]) -> list[RelationChange]:
    """The relations without the claims that are told elsewhere."""

    def kept(claims: Claims) -> Claims:
        return tuple(stored for stored in claims if stored.claim.id not in used)

    cut = (replace(one, before=kept(one.before), after=kept(one.after)) for one in changes)
    return [one for one in cut if one.before or one.after]
