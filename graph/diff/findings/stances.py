"""Finds developments of opinion and of membership: who changed sides on a topic, and who joined what others began."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from graph.diff.alignment.batch_claims import BatchClaim
from graph.diff.alignment.tables import StageSequence
from graph.diff.alignment.topics import PARTY, Topic
from graph.diff.alignment.wording.clauses import is_background
from graph.diff.alignment.wording.noun_phrases import key_of, phrase_of
from graph.diff.findings.model import Development
from graph.diff.findings.steps import DONE, Step, merged, steps_of
from ontology.model import Modality


def stances(sequence: StageSequence, all_topics: Iterable[Topic]) -> Iterator[Development]:
    """The topics on which an actor took one side in a batch, and only the other side in a later one."""
    for topic in _of_types(sequence, all_topics):
        by_actor: dict[str, list[BatchClaim]] = {}
        for claim in _direct(topic.claims):
            by_actor.setdefault(key_of(claim.claim.actor), []).append(claim)
        for claims in by_actor.values():
            actor = phrase_of(claims[0].claim.actor)
            now = [claim for claim in claims if not is_background(claim.claim)] or claims
            steps = _turned(merged(map(_as_said, filter(_is_said, steps_of(sequence, now)))))
            if steps and not actor.is_generic:
                yield Development(sequence.id, (actor, topic.phrase), steps, topic.links, topic.is_named)


def _is_said(step: Step) -> bool:
    """True for a side that is taken, also where an actor says that it could take it."""
    is_own = all(
        claim.claim.attribution is not None and claim.claim.attribution.id == claim.claim.actor.entity.id
        for claim in step.claims
    )
    return step.status == DONE or (step.status == Modality.POSSIBLE and is_own)


def _as_said(step: Step) -> Step:
    return replace(step, status=DONE)


def _turned(steps: Sequence[Step]) -> tuple[Step, ...]:
    """The steps, those of the last batch as new, if it is on one side, and all earlier ones are on the other."""
    last = max((step.batch for step in steps), default=0)
    old, new = ({step.rank for step in steps if (step.batch == last) is is_last} for is_last in (False, True))
    if len(old) != 1 or len(new) != 1 or old == new:
        return ()
    return tuple(replace(step, is_new=step.batch == last) for step in steps)


def newcomers(sequence: StageSequence, all_topics: Iterable[Topic]) -> Iterator[Development]:
    """Who joined a treaty, a body or an operation that others had begun or joined, and that did not name them."""
    for topic in _of_types(sequence, all_topics):
        claims = [claim for entity in topic.core for claim in _direct(entity.claims)]
        steps = [step for step in steps_of(sequence, claims) if step.status == DONE]
        first = min((step.batch for step in steps), default=0)
        known = {_party(claim) for claim in claims if claim.batch == first}
        old = [step for step in steps if step.batch == first]
        new = [_only_new(step, known) for step in steps if step.batch > first and sequence.stage[step.rank].joins]
        joined = [step for step in new if step.claims]
        if old and joined and (topic.is_identified or topic.phrase.is_specific):
            yield Development(sequence.id, (topic.phrase,), (*old, *joined), topic.links, topic.is_named, _ids(topic))


def _only_new(step: Step, known: set[str]) -> Step:
    """The step without the claims of parties that were known before."""
    claims = tuple(claim for claim in step.claims if _party(claim) not in known and _is_named(claim))
    return replace(step, claims=claims, is_new=True)


def _party(claim: BatchClaim) -> str:
    """Who acts; a body by its country."""
    return claim.claim.actor.entity.country or claim.claim.actor.entity.id


def _is_named(claim: BatchClaim) -> bool:
    return phrase_of(claim.claim.actor).is_named


def _ids(topic: Topic) -> frozenset[str]:
    return frozenset(entity.entity.id for entity in topic.core)


def _of_types(sequence: StageSequence, all_topics: Iterable[Topic]) -> Iterator[Topic]:
    return (topic for topic in all_topics if sequence.is_of_type(topic.entity.type, topic.phrase.kinds))


def _direct(claims: Iterable[BatchClaim]) -> Iterator[BatchClaim]:
    return (claim for claim in claims if claim.claim.rule != PARTY)
