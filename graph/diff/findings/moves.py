"""Decides which steps of a development are new: a stage that a later batch reports and no earlier one does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from graph.diff.alignment.batch_claims import BatchClaim, days
from graph.diff.alignment.statements import PLAN, STATEMENT
from graph.diff.alignment.tables import StageSequence
from graph.diff.alignment.wording.noun_phrases import country_of, phrase_of
from graph.diff.findings.steps import ALLEGED, DONE, NEGATED, PENDING, Step
from ontology.model import EntityType

Parties = Callable[[BatchClaim], set[str]]


def marked(sequence: StageSequence, steps: Sequence[Step], parties: Parties | None = None) -> tuple[Step, ...]:
    """The steps, with what is new marked; none if nothing moved.

    `parties`: who acts in a claim. If it is given, later batches count only with claims of parties known before.
    """
    kept: list[Step] = []
    for step in steps:
        earlier = [before for before in kept if before.batch < step.batch]
        claims = _of_known_parties(step.claims, earlier, parties)
        if claims:
            kept.append(replace(step, claims=claims, is_new=_is_move(sequence, step, earlier, claims)))
    return tuple(kept) if any(step.is_new for step in kept) else ()


def acting_party(claim: BatchClaim) -> set[str]:
    """Who acts: the id, the country, and the name without the country, which a text may get wrong."""
    actor = claim.claim.actor
    is_named = phrase_of(actor).is_named and actor.entity.type is not EntityType.COUNTRY
    names = [actor.entity.label.partition(" (")[0]] if is_named else []
    country = country_of(actor.entity)
    return {actor.entity.id, *names, *([country] if country else [])}


def _of_known_parties(
    claims: Sequence[BatchClaim], earlier: Sequence[Step], parties: Parties | None
) -> tuple[BatchClaim, ...]:
    """The claims of parties to the earlier steps, and of those who act in one sentence with them.

    In a statement nobody acts; what it is on has been found by its description.
    """
    is_anybody = any(claim.claim.rule in {STATEMENT, PLAN} for step in earlier for claim in step.claims)
    if not earlier or parties is None or is_anybody:
        return tuple(claims)
    known = set().union(*(parties(claim) for step in earlier for claim in step.claims))
    sentences = {claim.claim.sentence.start for claim in claims if parties(claim) & known}
    return tuple(claim for claim in claims if claim.claim.rule == STATEMENT or claim.claim.sentence.start in sentences)


def _is_move(sequence: StageSequence, step: Step, earlier: Sequence[Step], claims: Sequence[BatchClaim]) -> bool:
    affirmed = [before for before in earlier if before.status != NEGATED]
    # What somebody denied, and others now say of them, is word against word.
    only_word = sequence.about == "act" and not affirmed and all(claim.claim.attribution for claim in claims)
    if not earlier or only_word or all(_is_past(claim, earlier) for claim in claims):
        return False
    if step.status == NEGATED:
        return _is_refusal(sequence, step, earlier, affirmed)
    is_open = step.status in PENDING or (step.status == ALLEGED and sequence.about != "party")
    if is_open or sequence.stage[step.rank].steady:
        return False
    same = [before for before in earlier if before.rank == step.rank]
    if any(before.status in {DONE, ALLEGED} for before in same):
        return False
    is_denied = sequence.id != "undertaking" and any(before.status == NEGATED for before in same)
    ends = sequence.stage[step.rank].ends
    return is_denied or any(before.rank <= step.rank or ends for before in affirmed)


def _is_refusal(sequence: StageSequence, step: Step, earlier: Sequence[Step], affirmed: Sequence[Step]) -> bool:
    """True if a denial is a step back: of what an earlier batch affirms, and not denied before."""
    if sequence.about == "act" and all(before.status == ALLEGED for before in affirmed):
        return False  # an accusation and its denial are a contradiction
    is_known = any(before.status == NEGATED and before.rank == step.rank for before in earlier)
    return not is_known and any(before.rank <= step.rank for before in affirmed)


def _is_past(claim: BatchClaim, earlier: Sequence[Step]) -> bool:
    """True for an act that was over before the acts of earlier batches: it is no news."""
    times = days(claim.stored)
    dated = (days(other.stored) for step in earlier for other in step.claims)
    before = [first_and_last[0] for first_and_last in dated if first_and_last is not None]
    return claim.claim.when is not None and times is not None and bool(before) and times[1] < min(before)
