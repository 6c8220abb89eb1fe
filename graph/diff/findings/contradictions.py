"""Contradictions: one text affirms what another denies, or somebody denies what they are accused of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from graph.diff.alignment.noun_phrases import Said, Wording
from graph.diff.alignment.topics import Matter
from graph.diff.findings.developments import ALLEGED, DENIED, DONE, status_of
from graph.diff.findings.model import Claims, Contradiction
from ontology.model import Entity, Modality

ACCUSING, DENYING = frozenset({"accuse", "prosecute"}), frozenset({"deny"})


def contradictions(said: Sequence[Said], found: Iterable[Matter]) -> tuple[Contradiction, ...]:
    """What the texts say against each other, where at least one of them is of the last batch."""
    last = max((one.batch for one in said), default=0)
    every = [*_acts(found), *_accusations(said)]
    new = [(first, pair) for first, pair in every if last in {one.batch for side in pair for one in side}]
    kept = [Contradiction(about, accused, *(_claims(side) for side in pair)) for (about, accused), pair in new]
    return tuple(sorted(kept, key=lambda one: (-len(one.affirmed) - len(one.denied), one.about.id)))


Pair = tuple[tuple[Entity, bool], tuple[list[Said], list[Said]]]


def _claims(said: Iterable[Said]) -> Claims:
    return tuple(one.stored for one in said)


def _acts(found: Iterable[Matter]) -> Iterator[Pair]:
    """The same act of the same actor on the same target, affirmed by one text and denied by another."""
    for matter in found:
        by_act: dict[tuple[str, str], list[Said]] = {}
        core = (one for part in matter.core for one in part.said)
        for one in sorted(core, key=lambda it: (it.batch, it.claim.document, it.claim.sentence.start, it.claim.id)):
            by_act.setdefault((one.claim.actor.entity.id, one.claim.action.concept), []).append(one)
        for claims in by_act.values():
            sides = _sides(claims)
            actor = claims[0].claim.actor.entity
            if all(sides) and _differ(*sides) and not Wording.of(actor.label, actor.type).is_generic:
                yield (actor, False), sides


def _sides(claims: Iterable[Said]) -> tuple[list[Said], list[Said]]:
    ordered = list(claims)
    how = {one.claim.id: status_of(one.claim) for one in ordered}
    affirmed = [one for one in ordered if how[one.claim.id] in {DONE, ALLEGED}]
    denied = [one for one in ordered if how[one.claim.id] == DENIED and one.claim.modality is Modality.ASSERTED]
    return affirmed, [two for two in denied if not all(_is_before(two, one) for one in affirmed)]


def _is_before(denial: Said, other: Said) -> bool:
    """True if the denial is of an older document, as far as both are dated: nobody denies what is not yet said."""
    if denial.batch != other.batch:
        return denial.batch < other.batch
    dates = denial.stored.date, other.stored.date
    if None in dates or denial.document == other.document:
        return False
    first, second = (str(date) for date in dates)
    length = min(len(first), len(second))
    return first[:length] < second[:length]


def _differ(affirmed: Sequence[Said], denied: Sequence[Said]) -> bool:
    """True if they stand in different documents, or are said by different sources.

    What was denied first and is affirmed later is no contradiction: it has been done meanwhile.
    """
    return any(_voice(one) != _voice(two) and not _is_before(two, one) for one in affirmed for two in denied)


def _voice(one: Said) -> tuple[str, str | None]:
    return one.document, one.claim.attribution.id if one.claim.attribution else None


def _accusations(said: Sequence[Said]) -> Iterator[Pair]:
    """A named party that is accused, and denies it."""
    accused = _by_party(said, ACCUSING, of_target=True)
    denying = _by_party(said, DENYING, of_target=False)
    for key, (entity, claims) in accused.items():
        if key in denying:
            denied = [two for two in denying[key][1] if not all(_is_before(two, one) for one in claims)]
            if denied:
                yield (entity, True), (claims, denied)


def _by_party(
    said: Iterable[Said], classes: frozenset[str], *, of_target: bool
) -> Mapping[str, tuple[Entity, list[Said]]]:
    found: dict[str, tuple[Entity, list[Said]]] = {}
    for one in said:
        part = one.claim.target if of_target else one.claim.actor
        if part is None or one.claim.action.class_ not in classes or status_of(one.claim) not in {DONE, ALLEGED}:
            continue
        if Wording.of(part.entity.label, part.entity.type).is_named:
            found.setdefault(part.entity.id, (part.entity, []))[1].append(one)
    return found
