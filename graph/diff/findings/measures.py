"""Developments of measures in force: a ban that was kept, and is lifted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from graph.diff.alignment.batch_claims import BatchClaim, text_order
from graph.diff.alignment.noun_phrases import SUBJECT, NounPhrase, phrase_of, subject_words
from graph.diff.alignment.tables import StageSequence, nouns, stages
from graph.diff.alignment.topics import PARTY
from graph.diff.findings.model import Development
from graph.diff.findings.moves import acting_party, marked
from graph.diff.findings.steps import DONE, Step, merged, steps_of
from ontology.model import EntityType, Modality, Participant

KEPT = "kept"


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
        """True if a text says that it is on this, in more words or in fewer."""
        return any(words <= known or known <= words for known in self.on)

    @cached_property
    def phrase(self) -> NounPhrase:
        """The measure with what it is on, by the first sentence that says it: "ban on electricity exports"."""
        texts = (_text(claim) for claim in self.claims)
        return NounPhrase.of_text(max(texts, key=lambda text: " on " in text), EntityType.THING)


def measures(sequence: StageSequence, claims: Iterable[BatchClaim]) -> Iterator[Development]:
    """The measures that were imposed or kept in one batch, and eased or lifted in a later one, or the other way."""
    for measure in _measures(sequence, claims):
        steps = [_as_stated(step) for step in steps_of(sequence, measure.claims)]
        moved = marked(sequence, merged(steps))
        if moved:
            targets = (claim.claim.target for step in moved for claim in step.claims)
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
    sequence = next(sequence for sequence in stages().sequence if sequence.about == "measure")
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
    chosen = [claim for claim in ordered if _is_on_measure(sequence, claim.claim.target)]
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
    if target is None or claim.claim.action.concept != measure.head or claim.claim.rule == PARTY:
        return False
    words = {word.casefold() for word in target.entity.label.split()}
    return not measure.parties.isdisjoint(acting_party(claim)) and measure.is_on(words)


def _distance(claim: BatchClaim, measure: Measure) -> int | None:
    """Sentences since the text last named the measure; None if it has not named it before."""
    marks = (other.claim.sentence.index for other in measure.claims if other.document == claim.document)
    return min(
        (claim.claim.sentence.index - mark for mark in marks if mark <= claim.claim.sentence.index), default=None
    )


def _is_of(claim: BatchClaim, measure: Measure) -> bool:
    return _head(claim) == measure.head and not measure.parties.isdisjoint(acting_party(claim))


def _head(claim: BatchClaim) -> str:
    return phrase_of(claim.claim.target).head if claim.claim.target else ""


def _on(claim: BatchClaim) -> set[str]:
    """The words that say what the measure is on, within the target and after it."""
    if claim.claim.target is None:
        return set()
    phrase = phrase_of(claim.claim.target)
    rest = {word.casefold() for word in phrase.rest.split() if len(word) > len("the")}
    return {*phrase.distinctive, *rest, *subject_words(claim.claim)} - nouns().prepositions


def _text(claim: BatchClaim) -> str:
    """'Ban on electricity exports' in the words of the sentence."""
    target = claim.claim.target
    if target is None:
        return ""
    after = SUBJECT.match(claim.claim.sentence.text[target.span.end - claim.claim.sentence.start :])
    words = after[1].split() if after and not phrase_of(target).rest else []
    stops = nouns().prepositions | nouns().stops
    end = next((n for n, word in enumerate(words) if word.casefold() in stops), len(words))
    return f"{target.entity.label} on {' '.join(words[:end])}" if end else target.entity.label


def _as_stated(step: Step) -> Step:
    """To keep a measure is a plan by nature: what is to be kept is kept."""
    is_kept = step.stage == KEPT and step.status in {Modality.PLANNED, DONE}
    return replace(step, status=DONE) if is_kept else step
