"""Assigns claims to the stages of a development (proposed, signed, in force), each with its batch and status."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from graph.diff.alignment.batch_claims import BatchClaim, text_order
from graph.diff.alignment.statements import HAD_BEEN, PERFECT, PLAN, STATEMENT, TO_BE, WAS
from graph.diff.alignment.tables import Stage, StageSequence, nouns, stages
from graph.diff.alignment.topics import PARTY
from graph.diff.alignment.wording.clauses import DATELINE, NAME, WHEN, words_before_target
from graph.diff.alignment.wording.noun_phrases import phrase_of
from graph.diff.inflection import forms
from graph.rdf.stored_claim import StoredClaim
from ontology.model import Claim, Modality, Participant, Polarity

DONE, ALLEGED, NEGATED, OPEN, CONDITION = "done", "alleged", "negated", "open", "condition"
PENDING = frozenset({*Modality} - {Modality.ASSERTED}) | {OPEN, CONDITION}
HOLDING = frozenset({"host", "join", "lead", "establish", "plan"})
"""Acts on an event; only with them does its name say an act of its own."""
THE = "the "


@dataclass(frozen=True)
class Step:
    """What one batch says of one stage.

    `rank` is the place of the stage in its sequence, from 0; `status` is done, alleged, negated, open, condition or a
    modality. `is_new` marks what moved: no earlier batch says it.
    """

    batch: int
    stage: str
    rank: int
    status: str
    claims: tuple[BatchClaim, ...]
    is_new: bool = False

    @property
    def stored_claims(self) -> tuple[StoredClaim, ...]:
        """The claims as the store has them, in the order of the texts."""
        return tuple(claim.stored for claim in self.claims)


def stage_sequence(name: str) -> StageSequence:
    """The stage sequence of this id."""
    return next(sequence for sequence in stages().sequence if sequence.id == name)


def steps_of(sequence: StageSequence, claims: Iterable[BatchClaim]) -> list[Step]:
    """The claims by batch, stage and status, in that order."""
    groups: dict[tuple[int, int, str], list[BatchClaim]] = {}
    for claim in sorted(claims, key=text_order):
        for rank, status in _reached(sequence, claim.claim):
            groups.setdefault((claim.batch, rank, status), []).append(claim)
    return [
        Step(batch, sequence.stage[rank].id, rank, status, tuple(group))
        for (batch, rank, status), group in sorted(groups.items(), key=lambda item: item[0])
    ]


def status_of(claim: Claim) -> str:
    """How firmly a claim is stated: done, alleged, negated, a condition, or its modality.

    To have proposed and to propose to do something have one status: the content of a proposal is always a plan.
    """
    if claim.polarity is Polarity.NEGATED:
        return NEGATED
    if claim.alleged:
        return ALLEGED
    is_content = claim.modality is Modality.PLANNED and claim.action.lemma in stages().cues.prospective
    before = claim.sentence.text[: max(0, claim.action_span.start - claim.sentence.start)]
    if claim.modality is not Modality.ASSERTED and not is_content:
        return claim.modality
    return CONDITION if re.search(stages().cues.condition, before) else DONE


def is_demand(claim: Claim) -> bool:
    """True for what somebody else wants the actors to do: it is no plan of theirs."""
    if claim.attribution is not None and claim.attribution.id == claim.actor.entity.id:
        return False
    is_asked = claim.attribution is not None and status_of(claim) == Modality.OBLIGATED
    return is_asked or (status_of(claim) == Modality.PLANNED and wanting_verb(claim) is not None)


def wanting_verb(claim: Claim) -> str | None:
    """The verb of wanting right before the actors: "want" of "the groups want Chile to open its archives"."""
    words = claim.sentence.text[: claim.actor.span.start - claim.sentence.start].casefold().split()
    while words and words[-1] in nouns().articles | {"for"}:
        words.pop()
    return next((verb for verb in stages().cues.wanting if words and words[-1] in forms(verb)), None)


def promised_verb(claim: Claim) -> str | None:
    """The verb of what is promised, where a claim has only the promise: "promised on Monday to replace it"."""
    if claim.target is None or claim.action.lemma not in stages().cues.prospective or status_of(claim) != DONE:
        return None
    start = claim.sentence.start
    between = claim.sentence.text[claim.action_span.end - start : max(0, claim.target.span.start - start)]
    match = re.match(stages().cues.content, between)
    return match["verb"] if match else None


def stages_by_phrase(sequence: StageSequence, claim: Claim) -> Iterator[tuple[int, str, str]]:
    """What a sentence that begins with the topic says of it at the end: "The conference … has taken place".

    Yields rank of the stage, status and the words, for each such phrase.
    """
    target = claim.target
    if target is None:
        return
    rest = _rest_of_sentence(claim.sentence.text, claim, target)
    for rank, stage in enumerate(sequence.stage):
        for status, patterns in ((OPEN, stage.open), (DONE, stage.phrases)):
            match = next(filter(None, (re.search(pattern, rest) for pattern in patterns)), None)
            if match is not None:
                yield rank, status, match[0]
                break


def own_steps(sequence: StageSequence, claims: Iterable[BatchClaim]) -> list[Step]:
    """The stages that the actors of the claims reach by what they do themselves: "went on trial"."""
    groups: dict[tuple[int, int, str], list[BatchClaim]] = {}
    for claim in sorted(claims, key=text_order):
        for rank, status in dict.fromkeys((rank, status) for rank, status, _ in own_phrases(sequence, claim.claim)):
            groups.setdefault((claim.batch, rank, status), []).append(claim)
    return [
        Step(batch, sequence.stage[rank].id, rank, status, tuple(group))
        for (batch, rank, status), group in groups.items()
    ]


def merged(steps: Iterable[Step]) -> list[Step]:
    """The steps in the order of batch, stage and status; those that have the same as one."""
    groups: dict[tuple[int, int, str], Step] = {}
    for step in steps:
        known = groups.setdefault((step.batch, step.rank, step.status), step)
        if known is not step:
            together = dict.fromkeys((*known.claims, *step.claims))
            groups[step.batch, step.rank, step.status] = replace(known, claims=tuple(together))
    return [step for _, step in sorted(groups.items(), key=lambda item: item[0])]


def own_phrases(sequence: StageSequence, claim: Claim) -> Iterator[tuple[int, str, str]]:
    """What the actor of a claim does itself, as `stages_by_phrase` does for the target.

    The conduct of an accused is marked as alleged, but that they stand trial is a fact.
    """
    if claim.rule == PLAN:
        yield from (
            (rank, DONE, f"was {stage.predicate}") for rank, stage in enumerate(sequence.stage) if stage.any_planned
        )
        return
    yield from _suffered(sequence, claim)
    is_done = status_of(claim) in {DONE, ALLEGED}
    text = claim.sentence.text[claim.action_span.start - claim.sentence.start :]
    for rank, stage in enumerate(sequence.stage):
        patterns = {DONE: stage.own if is_done else (), OPEN: ()}
        if claim.rule == STATEMENT:
            patterns = {DONE: (*stage.own, *stage.phrases) if is_done else (), OPEN: stage.open}
        for status, of_status in patterns.items():
            every = (re.match(pattern, said) for said in (text, PERFECT.sub("", text)) for pattern in of_status)
            match = next(filter(None, every), None)
            if match is not None:
                yield rank, status, match[0]


def _suffered(sequence: StageSequence, claim: Claim) -> Iterator[tuple[int, str, str]]:
    """What is done to the actor of a claim whose sentence begins with its name: "Ann Holt was on Monday convicted".

    An age and an aside in commas may stand between the name and the verb, and only a date or an adverb of time within
    it: who "was due to be sentenced" or "was nearly released" is not. A statement may also say what is to be done.
    """
    status = status_of(claim)
    is_planned = claim.rule == STATEMENT and status == Modality.PLANNED
    rest = "" if status == NEGATED else _behind_name(claim)
    for rank, stage in enumerate(sequence.stage):
        was_done = f"{WAS}|{HAD_BEEN}" if claim.rule == STATEMENT else WAS
        match = _passive(stage.participles, TO_BE if is_planned else was_done).match(rest) if stage.suffered else None
        if match is not None:
            was = "was to be" if is_planned else "was"
            yield rank, status if is_planned else DONE, f"{was} {match['participle']}"


def _behind_name(claim: Claim) -> str:
    """What a sentence says after the name of the actor that it begins with, in full or in part; else nothing."""
    text = claim.sentence.text
    if claim.rule == STATEMENT:
        return text[claim.actor.span.end - claim.sentence.start :]
    dateline = DATELINE.match(text)
    name = re.compile(NAME).match(text, dateline.end() if dateline else 0)
    label = claim.actor.entity.label.split()
    words = name[0].split() if name else []
    is_same = bool(words) and words[-1] == label[-1] and {*words} <= {*label}
    return text[name.start() + len(name[0].rstrip()) :] if name and is_same else ""


@cache
def _passive(participles: tuple[str, ...], was: str) -> re.Pattern[str]:
    """'Was convicted', 'were on Monday arrested', 'was charged with fraud and sentenced'; not "was not charged"."""
    every = (word for sequence in stages().sequence for stage in sequence.stage for word in stage.participles)
    first, words = ("|".join(map(re.escape, dict.fromkeys(group))) for group in (every, participles))
    return re.compile(
        rf"(?: \([^()]*\))?(?:, \d+)?(?:,(?: who| which|[^,;:]*,)?)? (?:{was}) {WHEN}"
        rf"(?:(?:{first}) (?:of|to|with|for|in) [^,;:]*?,? and (?:was )?{WHEN})?(?P<participle>{words})\b"
    )


def _rest_of_sentence(text: str, claim: Claim, target: Participant) -> str:
    """What a sentence says after the target that it begins with, by its name or in other words; else nothing."""
    start, label = target.span.start - claim.sentence.start, target.entity.label
    for dateline in (DATELINE.match(text[:start]), DATELINE.match(text)):
        first = dateline.end() if dateline else 0
        first += len(THE) if text[first:].casefold().startswith(THE) else 0
        if text.startswith(label, first):
            return text[first + len(label) :]
        if start <= first:
            return text[target.span.end - claim.sentence.start :]
    return ""


def _reached(sequence: StageSequence, claim: Claim) -> Iterator[tuple[int, str]]:
    """Rank and status of the stage of the act, and of the stages that the rest of the sentence names."""
    status = status_of(claim)
    acts = {claim.action.class_, claim.action.concept, *_acts_in_name(claim)}
    intended = _intended(claim) if status == DONE else frozenset()
    if intended:
        acts, status = set(intended), Modality.PLANNED
    if sequence.about == "act" and promised_verb(claim):
        status = Modality.PLANNED
    ranks = [rank for rank, stage in enumerate(sequence.stage) if _is_verb_of(stage, claim)]
    ranks += [rank for rank, stage in enumerate(sequence.stage) if _is_of(stage, claim, acts, status)]
    ranks += [rank for rank, stage in enumerate(sequence.stage) if status == DONE and _is_on(stage, claim)]
    if ranks:
        yield ranks[0], status
    else:
        planned = [rank for rank, stage in enumerate(sequence.stage) if stage.any_planned]
        if planned and status in {Modality.PLANNED, Modality.OBLIGATED} and not is_demand(claim):
            yield planned[0], DONE
    yield from ((rank, status) for rank, status, _ in stages_by_phrase(sequence, claim))


def _is_verb_of(stage: Stage, claim: Claim) -> bool:
    before_target = words_before_target(claim)
    if not {claim.action.lemma, " ".join((claim.action.lemma, *before_target[:1]))} & {*stage.verbs}:
        return False
    head = phrase_of(claim.target).head if claim.target else ""
    if stage.of and stage.of.isdisjoint((*before_target, head)):
        return False
    start = claim.sentence.start
    words = claim.sentence.text[max(0, claim.actor.span.start - start) : max(0, claim.action_span.start - start)]
    return stage.by is None or re.search(stage.by, words) is not None


def _is_of(stage: Stage, claim: Claim, acts: set[str], status: str) -> bool:
    if stage.any:
        return status in (stage.modality or (DONE, NEGATED, ALLEGED))
    if stage.lemmas and claim.action.lemma not in stage.lemmas:
        return False
    if status == NEGATED and stage.refused:
        return bool(acts & set(stage.refused))
    return bool(acts & set(stage.actions))


def _is_on(stage: Stage, claim: Claim) -> bool:
    """True for bringing forward a thing whose noun says the stage: "a draft of the law", "the draft law"."""
    if claim.target is None or claim.action.lemma not in stage.presenting:
        return False
    phrase = phrase_of(claim.target)
    return not set(stage.heads).isdisjoint((*phrase.modifiers, phrase.head))


def _intended(claim: Claim) -> frozenset[str]:
    """What was only considered or threatened against a party: "considered sanctions against the Prince Group"."""
    cues = stages().cues
    if claim.rule != PARTY or claim.target is None or claim.action.lemma.split()[0] not in cues.intending:
        return frozenset()
    return frozenset(cues.intended[word] for word in words_before_target(claim) if word in cues.intended)


def _acts_in_name(claim: Claim) -> list[str]:
    """'Signing ceremony' is about signing."""
    if claim.target is None or not {claim.action.class_, claim.action.concept} & HOLDING:
        return []
    phrase = phrase_of(claim.target)
    return [nouns().acts[word] for word in (*phrase.modifiers, phrase.head) if word in nouns().acts]
