"""Decisions on claims: what a line says, what is refused, and that text and decision are one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.review.claims import (
    ClaimDecision,
    ClaimReference,
    Correction,
    Status,
    parse_claim_decision,
    parse_status,
    sentence_digest,
)
from graph.review.decisions import Decisions
from ontology.errors import DataError
from ontology.model import EntityType, Modality, ReviewState

CLAIM = ClaimReference("2025-10/01-news", "3f9a1c02", "actor/laos", "crack down on", "actor/chen-bo")
LINE = "2025-10/01-news:3f9a1c02  actor/laos  'crack down on'  actor/chen-bo"


@pytest.mark.parametrize(
    ("line", "decision"),
    [
        (f"reject {LINE}", ClaimDecision(ReviewState.REJECTED, CLAIM)),
        (f"reject {LINE} # it denies it", ClaimDecision(ReviewState.REJECTED, CLAIM, why="it denies it")),
        (
            f"confirm {LINE} status=planned,alleged",
            ClaimDecision(ReviewState.CONFIRMED, CLAIM, Correction(status=Status(Modality.PLANNED, alleged=True))),
        ),
        (
            f"correct {LINE} actor='Kok An' actor-type=person target=- status=negated  # it's the brother",
            ClaimDecision(
                ReviewState.CORRECTED,
                CLAIM,
                Correction("Kok An", EntityType.PERSON, without_target=True, status=Status(negated=True)),
                "it's the brother",
            ),
        ),
        (
            "reject a%20b:00000000 actor/x meet -",
            ClaimDecision(ReviewState.REJECTED, ClaimReference("a b", "00000000", "actor/x", "meet", None)),
        ),
    ],
)
def test_what_a_line_says(line: str, decision: ClaimDecision) -> None:
    assert parse_claim_decision(line) == decision


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("reject a:00000000 actor/x meet", "are needed"),
        ("reject a actor/x meet -", "not a document with a sentence"),
        ("reject a:0000 actor/x meet -", "not a document with a sentence"),
        ("correct a:00000000 actor/x meet - 'who knows'", "not a correction"),
        ("correct a:00000000 actor/x meet - verb=host", "not a correction"),
        ("correct a:00000000 actor/x meet - actor=a actor=b", "at most once"),
        ("correct a:00000000 actor/x meet - actor-type=planet", "not a type"),
        ("correct a:00000000 actor/x meet - status=done", "not a status"),
        ("correct a:00000000 actor/x meet - status=planned,possible", "only one of"),
        ("correct a:00000000 actor/x meet - actor='Kok An", "not closed"),
    ],
)
def test_a_wrong_line_is_told(line: str, why: str) -> None:
    with pytest.raises(DataError, match=rf"decisions:1: .*{why}"):
        Decisions((line,))


def test_two_decisions_on_one_claim() -> None:
    with pytest.raises(DataError, match=r"2: 'confirm', but line 1 says 'reject' of the same claim"):
        Decisions((f"reject {LINE}", f"confirm {LINE}"))
    assert len(Decisions((f"reject {LINE}  # one", f"reject {LINE}  # other")).on_claims) == 1


def test_only_words_count_in_a_sentence() -> None:
    assert sentence_digest("Laos  arrested “Chen”.") == sentence_digest('laos arrested "Chen" .')
    assert sentence_digest("Laos arrested Chen.") != sentence_digest("Laos arrests Chen.")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("asserted", Status()),
        ("alleged", Status(alleged=True)),
        ("Planned, negated", Status(Modality.PLANNED, negated=True)),
        ("affirmed", Status()),
    ],
)
def test_words_of_a_status(text: str, status: Status) -> None:
    assert parse_status(text) == status
    assert parse_status(status.text()) == status


words = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=12).filter(lambda text: text != "-")
names = st.lists(words, min_size=1, max_size=3).map(" ".join)
ids = st.builds("{}/{}".format, st.sampled_from(["actor", "thing"]), st.from_regex(r"[a-z-]{1,8}", fullmatch=True))
statuses = st.builds(Status, st.sampled_from(Modality), st.booleans(), st.booleans())
decisions = st.builds(
    ClaimDecision,
    st.sampled_from(ReviewState),
    st.builds(ClaimReference, names, st.from_regex(r"[0-9a-f]{8}", fullmatch=True), ids, names, st.none() | ids),
    st.builds(
        Correction,
        actor=st.none() | names,
        actor_type=st.none() | st.sampled_from(EntityType),
        action=st.none() | names,
        target_type=st.none() | st.sampled_from(EntityType),
        status=st.none() | statuses,
    )
    | st.builds(Correction, target=names)
    | st.just(Correction(without_target=True)),
    st.lists(words, max_size=3).map(" ".join),
)


@given(decisions)
def test_a_line_says_what_was_decided(decision: ClaimDecision) -> None:
    assert parse_claim_decision(decision.text()) == decision


@given(decisions, decisions)
def test_deciding_and_taking_back(one: ClaimDecision, other: ClaimDecision) -> None:
    made = Decisions().deciding(one).deciding(other)
    assert {decision.statement() for decision in made.on_claims} == {
        decision.statement() for decision in ((other,) if one.key == other.key else (one, other))
    }
    assert made.without({one.key, other.key}).on_claims == ()
