"""Finds developments between two countries: from dispute to cooperation, or the other way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from graph.diff.alignment.batch_claims import BatchClaim, text_order
from graph.diff.alignment.tables import StageSequence, stages
from graph.diff.alignment.topics import PARTY
from graph.diff.alignment.wording.clauses import clause_text
from graph.diff.alignment.wording.noun_phrases import NounPhrase, country_of
from graph.diff.findings.model import Development
from graph.diff.findings.steps import ALLEGED, NEGATED, Step, merged, status_of, steps_of
from ontology.model import Entity, EntityType

TOGETHER = frozenset({"agree", "cooperate"})
"""Acts that two actors do with each other: they sign, agree, cooperate."""
STATES = frozenset({EntityType.COUNTRY, EntityType.GOVERNMENT_BODY, EntityType.INTERNATIONAL_ORGANISATION})


def country_pairs(sequence: StageSequence, claims: Iterable[BatchClaim]) -> Iterator[Development]:
    """The pairs of countries, or of bodies of no country, whose relation turned between two batches."""
    by_pair: dict[tuple[str, str], list[BatchClaim]] = {}
    entities: dict[str, Entity] = {}
    ordered = sorted(claims, key=text_order)
    for claim, *parties in (*_actor_and_target(ordered), *_together(ordered)):
        sides = [_country_id(party, entities) for party in parties if party.type in STATES]
        if len(sides) == 2 and None not in sides and sides[0] != sides[1]:
            first, second = sorted(filter(None, sides))
            by_pair.setdefault((first, second), []).append(claim)
    for (first, second), group in by_pair.items():
        told = merged([*steps_of(sequence, group), *_joint_steps(sequence, group)])
        steps = _turned([step for step in told if _is_stated(step)])
        if steps:
            subject = tuple(NounPhrase.of(_country(key, entities)) for key in (first, second))
            yield Development(sequence.id, subject, steps, (), is_named=True)


def _actor_and_target(claims: Iterable[BatchClaim]) -> Iterator[tuple[BatchClaim, Entity, Entity]]:
    for claim in claims:
        if claim.claim.target is not None:
            yield claim, claim.claim.actor.entity, claim.claim.target.entity


def _together(claims: Iterable[BatchClaim]) -> Iterator[tuple[BatchClaim, Entity, Entity]]:
    """What exactly two actors do together: "South Korea and Cambodia signed the treaty"."""
    acts: dict[tuple[str, int], dict[str, BatchClaim]] = {}
    for claim in claims:
        action = claim.claim.action
        is_mutual = action.lemma in stages().cues.reciprocal and claim.claim.actor.entity.type is EntityType.COUNTRY
        if (action.class_ in TOGETHER or is_mutual or _is_joint(claim)) and claim.claim.rule != PARTY:
            act = acts.setdefault(claim.act, {})
            act.setdefault(claim.claim.actor.entity.id, claim)
    for act in acts.values():
        if len(act) == 2:
            first, second = act.values()
            parties = first.claim.actor.entity, second.claim.actor.entity
            yield from ((claim, *parties) for claim in (first, second))


def _is_joint(claim: BatchClaim) -> bool:
    """True for any act of which the sentence says that they do it together."""
    return re.search(stages().cues.joint, clause_text(claim.claim)) is not None


def _joint_steps(sequence: StageSequence, claims: Iterable[BatchClaim]) -> list[Step]:
    """What two do together is cooperation, whatever it is."""
    last = len(sequence.stage) - 1
    return [
        Step(claim.batch, sequence.stage[last].id, last, status_of(claim.claim), (claim,))
        for claim in claims
        if claim.claim.action.class_ not in TOGETHER and _is_joint(claim)
    ]


def _is_stated(step: Step) -> bool:
    """False for cooperation that is denied, or that only an accusation says: it is no sign of good relations."""
    return step.rank == 0 or step.status not in {NEGATED, ALLEGED}


def _country_id(entity: Entity, entities: dict[str, Entity]) -> str | None:
    """Id of the country that acts, or of a body of no country; None for "officials" of no country.

    `entities` collects the entities of these ids.
    """
    country = country_of(entity)
    if country is None and not NounPhrase.of(entity).is_named:
        return None
    if country is None or entity.type is EntityType.COUNTRY:
        entities.setdefault(entity.id, entity)
    return country or entity.id


def _country(key: str, entities: Mapping[str, Entity]) -> Entity:
    label = key.partition("/")[2].replace("-", " ").title()
    return entities.get(key) or Entity(key, label, EntityType.COUNTRY)


def _turned(steps: Sequence[Step]) -> tuple[Step, ...]:
    """The steps if the two turned from dispute to cooperation or back; none if both go on side by side.

    The rank of a step is 0 for dispute and 1 for cooperation.
    """
    turns = set()
    for before, after in pairwise(sorted({step.batch for step in steps})):
        old = {step.rank for step in steps if step.batch == before}
        new = {step.rank for step in steps if step.batch == after}
        if len(new) == 1 and new != old and (new == {1} or 0 not in old):
            turns.add(after)
    return tuple(replace(step, is_new=step.batch in turns) for step in steps) if turns else ()
