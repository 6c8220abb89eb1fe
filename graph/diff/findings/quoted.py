"""Developments that are told by quoting an earlier and a later sentence (see `graph.diff.quotations`)."""

from __future__ import annotations

from collections.abc import Iterable

from graph.diff.alignment.batch_claims import BatchClaim
from graph.diff.alignment.subjects import Reading
from graph.diff.alignment.text_claims import TextClaim
from graph.diff.alignment.wording.noun_phrases import NounPhrase
from graph.diff.findings.model import Development
from graph.diff.findings.steps import DONE, Step, stage_sequence
from graph.diff.quotations.features import Feature, Featured
from graph.diff.quotations.pairs import Place, Quotation, quotations
from graph.rdf.stored_claim import StoredClaim
from ontology.model import Participant, Span

QUOTATION = "quotation"
"""The rule of the claims that stand for quoted sentences, and the id of the stage sequence."""
LEMMA = "appear"
"""What such a claim says of the name or words that both sentences have."""


def quoted_developments(read: Iterable[Reading], told: Iterable[StoredClaim]) -> list[Development]:
    """What later sentences say of matters of earlier ones; `told`: the claims that other findings tell."""
    places: set[Place] = {(stored.claim.document, stored.claim.sentence.start) for stored in told}
    return [_development(pair) for pair in quotations(read, places)]


def _development(pair: Quotation) -> Development:
    sentences = pair.before, pair.after
    first = _subject(pair)
    claims = [_claim(sentence, pair, side) for side, sentence in enumerate(sentences)]
    stages = stage_sequence(QUOTATION).stage
    steps = tuple(
        Step(claim.batch, stages[rank].id, rank, DONE, (claim,), is_new=rank > 0) for rank, claim in enumerate(claims)
    )
    entity = pair.after.entity(first)
    return Development(QUOTATION, (NounPhrase.of(entity),), steps, (), is_named=first.kind == "name")


def _subject(pair: Quotation) -> Feature:
    """The longest name that both sentences have; without one, the rarest two words."""
    names = [feature for feature in pair.common if feature.kind == "name"]
    return max(names, key=lambda name: len(pair.after.entity(name).label)) if names else pair.common[0]


def _claim(featured: Featured, pair: Quotation, side: int) -> BatchClaim:
    """The claim that what both sentences name appears in this one, with the words of the turn."""
    sentence, words = featured.stored.sentence, pair.words[side]
    subject = _subject(pair)
    start, end = featured.places[subject]
    text = sentence.text[start:end]
    place = sentence.start + words.start()
    said = sentence.text[words.start() : words.end()].strip()
    made = TextClaim(
        rule=QUOTATION,
        actor=Participant(featured.entity(subject), Span(sentence.start + start, sentence.start + end, text)),
        lemma=LEMMA,
        action_span=Span(place, place + len(said), said),
        key=(pair.turn,),
    )
    return BatchClaim(featured.batch, made.stored(featured.stored))
