"""Finds developments of measures, such as a ban that is imposed in one batch and lifted in a later one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property

from graph.diff.alignment.batch_claims import BatchClaim, text_order
from graph.diff.alignment.statements import STATEMENT
from graph.diff.alignment.tables import StageSequence, nouns, stages
from graph.diff.alignment.topics import PARTY
from graph.diff.alignment.wording.clauses import places_of
from graph.diff.alignment.wording.noun_phrases import NounPhrase, content_words, phrase_of, subject_phrase
from graph.diff.findings.model import Development
from graph.diff.findings.moves import acting_party, marked
from graph.diff.findings.steps import DONE, Step, merged, own_steps, status_of, steps_of
from graph.diff.inflection import forms
from ontology.model import Claim, EntityType, Modality, Participant, Span

KEPT = "kept"
LEAST_SHARED = 2
"""Fewest words that two descriptions of what a measure is on share, if none has all words of the other."""


@dataclass
class Measure:
    """A measure of one party, by its noun ("ban") and the words for what it is on, and the claims on it."""

    head: str
    claims: list[BatchClaim] = field(default_factory=list)
    on: list[set[str]] = field(default_factory=list)
    parties: set[str] = field(default_factory=set)

    def add(self, claim: BatchClaim) -> None:
        """Add a claim of the measure."""
        self.claims.append(claim)
        self.on += [words] if (words := _on(claim)) else []
        self.parties |= acting_party(claim)

    def is_on(self, words: set[str]) -> bool:
        """True if a text says that it is on this, in more words or in fewer, or in mostly the same."""
        return any(words <= known or known <= words or len(words & known) >= LEAST_SHARED for known in self.on)

    @cached_property
    def phrase(self) -> NounPhrase:
        """The measure with what it is on, by the first sentence that says it: "ban on electricity exports"."""
        told = max(self.claims, key=lambda claim: bool(subject_phrase(claim.claim, _noun(claim))))
        return NounPhrase.of_text(_text(told), EntityType.THING)


def _noun_phrase(claim: BatchClaim) -> Participant | None:
    """What a claim is on; in a statement, what its sentence is about: "the ban was lifted"."""
    return claim.claim.actor if claim.claim.rule == STATEMENT else claim.claim.target


def measures(sequence: StageSequence, claims: Iterable[BatchClaim]) -> Iterator[Development]:
    """The measures that were imposed or kept in one batch, and eased or lifted in a later one, or the other way."""
    for measure in _measures(sequence, claims):
        moved = marked(sequence, _steps(sequence, measure.claims))
        if moved:
            targets = (_noun_phrase(claim) for step in moved for claim in step.claims)
            core = frozenset(target.entity.id for target in targets if target is not None)
            yield Development(sequence.id, (measure.phrase,), moved, (), is_named=False, core=core)


def is_echo(claim: BatchClaim, measure: BatchClaim) -> bool:
    """True for "banned exports" beside "lifted its ban on exports": the noun of a measure is no act of its own."""
    target = measure.claim.target
    span = claim.claim.action_span
    return (
        claim is not measure
        and target is not None
        and target.span.start <= span.start
        and span.end <= target.span.end
        and claim.claim.actor.entity.id == measure.claim.actor.entity.id
    )


def without_echoes(claims: Sequence[BatchClaim]) -> list[BatchClaim]:
    """The claims without those that only repeat the noun of a measure that another claim is on."""
    sequence = measure_sequence()
    by_sentence: dict[tuple[str, int], list[BatchClaim]] = {}
    for claim in claims:
        if _is_on_measure(sequence, claim.claim.target):
            by_sentence.setdefault((claim.document, claim.claim.sentence.start), []).append(claim)
    return [
        claim
        for claim in claims
        if not any(
            is_echo(claim, measure) for measure in by_sentence.get((claim.document, claim.claim.sentence.start), ())
        )
    ]


def _is_on_measure(sequence: StageSequence, target: Participant | None) -> bool:
    return target is not None and phrase_of(target).head in sequence.heads


def _measures(sequence: StageSequence, claims: Iterable[BatchClaim]) -> list[Measure]:
    """The claims by measure. "The ban" is the one that the text named last."""
    found: list[Measure] = []
    ordered = sorted(claims, key=text_order)
    chosen = [
        claim for claim in ordered if _is_on_measure(sequence, _noun_phrase(claim)) or governing_verb(claim.claim)
    ]
    bare = [claim for claim in chosen if not _on(claim)]
    for claim in chosen:
        if _on(claim):
            known = next((measure for measure in found if _is_of(claim, measure) and measure.is_on(_on(claim))), None)
            if known is None:
                known = Measure(_head(claim))
                found.append(known)
            known.add(claim)
    for measure in found:
        for claim in ordered:
            if _is_imposition(claim, measure):
                measure.add(claim)
    for claim in bare:
        near = [(_distance(claim, measure), n) for n, measure in enumerate(found) if _is_of(claim, measure)]
        before = [(distance, n) for distance, n in near if distance is not None]
        if before:
            found[min(before)[1]].add(claim)
    return found


def _is_imposition(claim: BatchClaim, measure: Measure) -> bool:
    """True for the act that the measure is called after: "sanctioned Redline" for "sanctions on Redline"."""
    target = claim.claim.target
    if (
        target is None
        or measure.head not in {claim.claim.action.concept, claim.claim.action.lemma}
        or claim.claim.rule == PARTY
    ):
        return False
    if _last_word(claim.claim) == measure.head:
        return False
    words = _stems(target.entity.label)
    is_party = _is_nobodys(measure) or not measure.parties.isdisjoint(acting_party(claim))
    return bool(words) and is_party and measure.is_on(words)


def _distance(claim: BatchClaim, measure: Measure) -> int | None:
    """Sentences since the text last named the measure; None if it has not named it before."""
    marks = (other.claim.sentence.index for other in measure.claims if other.document == claim.document)
    return min(
        (claim.claim.sentence.index - mark for mark in marks if mark <= claim.claim.sentence.index), default=None
    )


def _is_nobodys(measure: Measure) -> bool:
    """True for a measure of which no sentence says whose it is."""
    return all(claim.claim.rule == STATEMENT for claim in measure.claims)


def _is_of(claim: BatchClaim, measure: Measure) -> bool:
    """True for the same noun and the same party; what nobody is said to do may be of any party."""
    is_anybody = claim.claim.rule == STATEMENT or _is_nobodys(measure)
    return _head(claim) == measure.head and (is_anybody or not measure.parties.isdisjoint(acting_party(claim)))


def _head(claim: BatchClaim) -> str:
    """The noun of the measure."""
    if governing_verb(claim.claim) is not None:
        return _last_word(claim.claim)
    noun = _noun_phrase(claim)
    return phrase_of(noun).head if noun else ""


def _on(claim: BatchClaim) -> set[str]:
    """The words that say what the measure is on, within its noun phrase and after it, else where it is in force."""
    target = _noun_phrase(claim)
    if target is None:
        return set()
    phrase = phrase_of(target)
    inner = {*phrase.distinctive, *content_words(phrase.rest)} if phrase.head == _head(claim) else set()
    on = subject_phrase(claim.claim, _noun(claim)) or " ".join(sorted(places_of(claim.claim)))
    return _stems(" ".join([*sorted(inner), on]))


def _stems(text: str) -> set[str]:
    """The content words without the endings of plurals."""
    return {word.removesuffix("s") for word in content_words(text)}


def _text(claim: BatchClaim) -> str:
    """'Ban on electricity exports' in the words of the sentence."""
    target, on = _noun_phrase(claim), subject_phrase(claim.claim, _noun(claim))
    label = target.entity.label if target and phrase_of(target).head == _head(claim) else _head(claim)
    return f"{label} {on}" if on else label


def _noun(claim: BatchClaim) -> Span:
    """Where the noun of the measure stands: it is the target, or the action itself."""
    target = _noun_phrase(claim)
    return claim.claim.action_span if governing_verb(claim.claim) or target is None else target.span


def governing_verb(claim: Claim) -> str | None:
    """The verb over the noun that is the action of a claim: "extend" of "extended its ban on exports".

    None if the action is no noun of a measure, or if its verb is no verb of a stage.
    """
    sequence = measure_sequence()
    noun = _last_word(claim)
    before = claim.sentence.text[: claim.action_span.end - claim.sentence.start]
    match = _governor().search(before[: len(before) - len(noun)])
    if noun not in sequence.heads or match is None:
        return None
    verbs = (verb for stage in sequence.stage for verb in stage.verbs)
    return next((verb for verb in verbs if match["verb"].casefold() in forms(verb)), None)


@cache
def _governor() -> re.Pattern[str]:
    """The verb right before the noun of a measure."""
    return re.compile(rf"(?P<verb>\w+)\s+(?:(?:{'|'.join(sorted(nouns().articles))})\s+)?(?:[a-z-]+\s+)?$")


def _last_word(claim: Claim) -> str:
    """The noun of an action that is a noun, or ends with one: "extended its ban"."""
    return claim.action_span.text.rpartition(" ")[2].casefold()


def measure_sequence() -> StageSequence:
    """The stages of measures in force."""
    return next(sequence for sequence in stages().sequence if sequence.about == "measure")


def _steps(sequence: StageSequence, claims: Sequence[BatchClaim]) -> list[Step]:
    """The steps of a measure; where its noun is the action of a claim, the verb over the noun says the stage."""
    stated = [claim for claim in claims if claim.claim.rule == STATEMENT]
    plain = [claim for claim in claims if governing_verb(claim.claim) is None and claim not in stated]
    steps = [*steps_of(sequence, plain), *own_steps(sequence, stated)]
    for claim in claims:
        verb = governing_verb(claim.claim)
        rank = next((rank for rank, stage in enumerate(sequence.stage) if verb in stage.verbs), None)
        if rank is not None:
            steps.append(Step(claim.batch, sequence.stage[rank].id, rank, status_of(claim.claim), (claim,)))
    return merged(_as_stated(step) for step in steps)


def _as_stated(step: Step) -> Step:
    """To keep a measure is a plan by nature: what is to be kept is kept."""
    is_kept = step.stage == KEPT and step.status in {Modality.PLANNED, DONE}
    return replace(step, status=DONE) if is_kept else step
