"""Decisions on claims, applied to what was extracted: parts, copies, and what waits."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.samples import claim, entity, extraction

from graph.review.claims import ClaimDecision, Correction, Status, reference
from graph.review.corrections import ClaimReviews
from ontology.model import Claim, Document, EntityType, Extraction, Modality, Polarity, ReviewState
from ontology.registry import registry

DOCUMENT = Document("2025-10/a", "")
CLAIM = claim("Laos", "arrest", entity("Chen Bo", EntityType.PERSON))
OTHER = claim("Thailand", "host", start=100)
READ = extraction(DOCUMENT, [CLAIM, OTHER])


def applied(decision: ClaimDecision, read: Extraction = READ) -> Claim:
    """The first claim after a decision; the other one must stay as it is."""
    after = ClaimReviews([decision], registry()).apply(read)
    assert after.claims[1:] == read.claims[1:]
    return after.claims[0]


def decided(state: ReviewState, correction: Correction | None = None) -> ClaimDecision:
    return ClaimDecision(state, reference(CLAIM), correction or Correction(), "why")


def test_a_rejected_claim_stays_and_is_marked() -> None:
    after = applied(decided(ReviewState.REJECTED))
    assert after.is_rejected
    assert replace(after, review=None) == CLAIM


@pytest.mark.parametrize(
    ("correction", "actor", "action", "target", "stated"),
    [
        (Correction(actor="Thailand"), "actor/thailand", "arrest", "actor/chen-bo", "asserted"),
        (Correction(actor="actor/thailand"), "actor/thailand", "arrest", "actor/chen-bo", "asserted"),
        (Correction(actor="chen bo"), "actor/chen-bo", "arrest", "actor/chen-bo", "asserted"),
        (Correction(actor="Lao PDR"), "actor/laos", "arrest", "actor/chen-bo", "asserted"),
        (Correction(actor="Nine Dragons"), "actor/nine-dragons", "arrest", "actor/chen-bo", "asserted"),
        (Correction(action="release"), "actor/laos", "release", "actor/chen-bo", "asserted"),
        (Correction(target="brother"), "actor/laos", "arrest", "thing/brother", "asserted"),
        (Correction(target="Pai", target_type=EntityType.PLACE), "actor/laos", "arrest", "place/pai", "asserted"),
        (Correction(without_target=True), "actor/laos", "arrest", None, "asserted"),
        (Correction(status=Status(Modality.PLANNED)), "actor/laos", "arrest", "actor/chen-bo", "planned"),
    ],
)  # fmt: skip
def test_each_part_can_be_corrected(
    correction: Correction, actor: str, action: str, target: str | None, stated: str
) -> None:
    after = applied(decided(ReviewState.CORRECTED, correction))
    assert after.actor.entity.id == actor
    assert after.action.lemma == action
    assert (after.target.entity.id if after.target else None) == target
    assert (after.modality.value, after.confidence, after.id) == (stated, 1.0, CLAIM.id)
    for part in (after.actor, after.target):
        if part is not None:
            start = CLAIM.sentence.start
            assert CLAIM.sentence.text[part.span.start - start : part.span.end - start] == part.span.text


def test_the_plover_type_follows_the_status() -> None:
    condemned = claim("Laos", "help", "Thailand")
    read = extraction(DOCUMENT, [condemned])
    planned = ClaimDecision(ReviewState.CORRECTED, reference(condemned), Correction(status=Status(Modality.PLANNED)))
    refused = ClaimDecision(ReviewState.CORRECTED, reference(condemned), Correction(status=Status(negated=True)))
    assert [applied(one, read).action.plover for one in (planned, refused)] == ["AGREE", "REJECT"]
    assert applied(refused, read).polarity is Polarity.NEGATED


def test_a_decision_holds_for_a_copy() -> None:
    copied = replace(CLAIM, document="2025-10/copy")
    copy = extraction(Document("2025-10/copy", "", copy_of="2025-10/a"), [copied])
    reviews = ClaimReviews([decided(ReviewState.REJECTED)], registry())
    assert reviews.apply(copy).claims[0].is_rejected
    own = ClaimDecision(ReviewState.CONFIRMED, reference(copied))
    both = ClaimReviews([decided(ReviewState.REJECTED), own], registry())
    assert not both.apply(copy).claims[0].is_rejected
    assert both.apply(READ).claims[0].is_rejected


def test_what_meets_nothing_waits() -> None:
    gone = ClaimDecision(ReviewState.REJECTED, replace(reference(CLAIM), action="release"), line=7)
    elsewhere = ClaimDecision(ReviewState.REJECTED, replace(reference(CLAIM), document="b"), line=4)
    reviews = ClaimReviews([gone, elsewhere, decided(ReviewState.REJECTED)], registry())
    reviews.apply(READ)
    assert [waiting.message for waiting in reviews.pending("decisions.txt")] == [
        "decisions.txt:4: b is not in this build; this decision waits",
        "decisions.txt:7: no claim of 2025-10/a says this: actor/laos, release, actor/chen-bo; this decision waits",
    ]


@given(st.permutations([CLAIM, OTHER, claim("Kenya", "praise", "Laos", start=200)]), st.sets(st.integers(0, 2)))
def test_only_what_is_decided_changes(claims: list[Claim], chosen: set[int]) -> None:
    read = extraction(DOCUMENT, claims)
    decisions = [ClaimDecision(ReviewState.REJECTED, reference(claims[at])) for at in sorted(chosen)]
    after = ClaimReviews(decisions, registry()).apply(read)
    assert {at for at, made in enumerate(after.claims) if made.is_rejected} == chosen
    assert [replace(made, review=None) for made in after.claims] == list(read.claims)
    assert ClaimReviews(decisions[::-1], registry()).apply(read) == after
    assert ClaimReviews(decisions, registry()).apply(after) == after


def test_what_is_confirmed_stays_as_it_is() -> None:
    odd = replace(CLAIM, action=replace(CLAIM.action, plover="PROTEST"))
    read = extraction(DOCUMENT, [odd])
    confirmed = ClaimDecision(ReviewState.CONFIRMED, reference(odd), Correction(status=Status()), "why")
    after = applied(confirmed, read)
    assert replace(after, review=None, confidence=odd.confidence) == odd
