"""Sentences in which nobody acts: what they say of a name, and what they do not say."""

from __future__ import annotations

import pytest
from support.samples import claim, entity, stored

from graph.diff import Diff, diff
from graph.diff.alignment.batch_claims import batch_claims
from graph.diff.alignment.statements import statements
from graph.diff.alignment.subjects import readings
from graph.diff.alignment.wording.clauses import date_of
from graph.diff.render.headlines import headline, story
from graph.rdf.stored_claim import StoredClaim
from graph.rdf.stored_sentence import StoredSentence
from ontology.model import Modality, Sentence

ANN = entity("Ann Holt", "person")
SUMMIT, PACT = entity("Oslo Summit on Ransomware", "event"), entity("Data Broker Bill", "law")
KNOWN = [
    stored(claim("Laos", "accuse", ANN)),
    stored(claim("Norway", "host", SUMMIT, start=50, index=1, modality=Modality.PLANNED)),
    stored(claim("Norway", "propose", PACT, start=90, index=2)),
    stored(claim(entity("Bob Bell", "person"), "meet", ANN, start=130, index=3)),
]


def sentences(*texts: str, batch: str = "2026-01", date: str = "2026-01-20") -> list[StoredSentence]:
    starts = [sum(len(text) + 1 for text in texts[:n]) for n in range(len(texts))]
    made = [Sentence(f"{batch}/b", n, starts[n], starts[n] + len(text), text) for n, text in enumerate(texts)]
    return [StoredSentence(sentence, batch, date=date) for sentence in made]


def read(*texts: str) -> list[tuple[str, str, str]]:
    """Name, verb and modality of each statement."""
    known = batch_claims((KNOWN, []))
    found = statements(readings([(), sentences(*texts)], known), known)
    return [(one.claim.actor.entity.label, one.claim.action.lemma, one.claim.modality.value) for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ann Holt was extradited to China on Friday.", (ANN, "extradite", "asserted")),
        ("BEIJING — Ann Holt, 41, the founder of a bank, was on Monday sentenced.", (ANN, "sentence", "asserted")),
        ("In Oslo, meanwhile, the founder of Marble Bay, Ann Holt, was sentenced.", (ANN, "sentence", "asserted")),
        ("The businesswoman Ann Holt was convicted.", (ANN, "convict", "asserted")),
        ("Foreign Minister Ann Holt was arrested.", (ANN, "arrest", "asserted")),
        ("The vote was delayed by Ann Holt, 41, who was arrested.", (ANN, "arrest", "asserted")),
        ("OSLO, May 2 (AFP) - Ann Holt was arrested.", (ANN, "arrest", "asserted")),
        ("Ann Holt refused to resign.", (ANN, "refuse", "asserted")),
        ("Ann Holt is to be extradited in May.", (ANN, "extradite", "planned")),
        ("Ann Holt has gone on trial in Lima.", (ANN, "go", "asserted")),
        ("The Oslo Summit on Ransomware was held on 19 and 20 May.", (SUMMIT, "hold", "asserted")),
        ("The Oslo Summit on Ransomware has been put off.", (SUMMIT, "put off", "asserted")),
        ("The Oslo Summit on Ransomware took place in May.", (SUMMIT, "take", "asserted")),
        ("The Data Broker Act was adopted on Thursday.", (PACT, "adopt", "asserted")),
        ("The Data Broker Bill will enter into force in May.", (PACT, "enter", "planned")),
    ],
)
def test_what_a_sentence_states(text: str, expected: tuple[object, str, str]) -> None:
    assert read(text) == [(expected[0].label, *expected[1:])]


@pytest.mark.parametrize(
    "text",
    [
        "A lawyer for Ann Holt was arrested.",
        "The brother of Ann Holt was arrested.",
        "Ann Holt’s brother was arrested.",
        "The court said Ann Holt was arrested.",
        "Reports that Ann Holt was arrested are false.",
        "If arrested, Ann Holt was to be extradited.",
        "Unless Ann Holt was extradited, the case would end.",
        "Was it true that Ann Holt was extradited?",
        "Ann Holt was not extradited.",
        "Ann Holt was nearly extradited.",
        "Ann Holt was due to be extradited.",
        "Ann Holt had been arrested in 2024.",
        "Ann Holt may be extradited.",
        "Ann Holt said the Oslo Summit on Ransomware was held.",
        "Joann Holt was arrested.",
        "Mary-Ann Holt was arrested.",
        "The Oslo Summit on Ransomware was held responsible.",
        "The mayor of Oslo, a town near Ann Holt, was arrested.",
        "Peru was sanctioned.",
        "Holt was arrested.",
    ],
)
def test_what_a_sentence_does_not_state(text: str) -> None:
    assert read(text) == []


def test_the_last_name_is_known_in_a_text_with_the_full_name() -> None:
    assert read("Ann Holt left.", "Holt was arrested.") == [("Ann Holt", "arrest", "asserted")]
    assert read("Ann Holt left.", "Bob Bell left.", "Bell was arrested.") == [("Bob Bell", "arrest", "asserted")]


def test_a_claim_of_the_same_verb_says_it_already() -> None:
    made = claim("Laos", "extradite", ANN, document="2026-01/b")
    told = sentences("Ann Holt was extradited by Laos.")
    known = batch_claims((KNOWN, [stored(made)]))
    assert statements(readings([(), told], known), known) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" in 2024", "2024"), (" in March", "2025-03"), (" in January", "2026-01"), (" on 5 May 2025", "2025-05-05"),
        (" on Monday", None), (" with 34 votes", None), ("; others were held in 2024", None),
    ],
)  # fmt: skip
def test_the_date_behind_a_verb(text: str, expected: str | None) -> None:
    assert date_of(text, "2026-01-20") == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("Ann Holt is a banker.", "She was arrested."), ["Ann Holt"]),
        (("Ann Holt met Bob Bell.", "He was arrested."), []),
        (("Nobody came.", "She was arrested."), []),
    ],
)
def test_whom_a_pronoun_means(texts: tuple[str, ...], expected: list[str]) -> None:
    assert [name for name, _, _ in read(*texts)] == expected


def test_two_countries_at_odds() -> None:
    assert read("Norway and Sweden are still at odds over the cable.") == [
        ("Norway", "be at odds", "asserted"),
        ("Sweden", "be at odds", "asserted"),
    ]
    assert read("Ann Holt and Bob Bell are at odds.") == []


def compared(*texts: str, old: tuple[StoredSentence, ...] = ()) -> Diff:
    return diff(KNOWN, [], before_name="2025-10", after_name="2026-01", sentences=(old, sentences(*texts)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ann Holt was extradited to China.", "Ann Holt went from accused to extradited"),
        ("Ann Holt pleaded guilty in January.", "Ann Holt went from accused to convicted"),
        ("The Oslo Summit on Ransomware was held in January.",
         "the Oslo Summit on Ransomware went from planned to held"),
        ("The judge refused. Ann Holt, who was extradited, left.", "Ann Holt went from accused to extradited"),
        ("The Data Broker Act was passed by 34 votes.", "the Data Broker Bill went from proposed to adopted"),
    ],
)  # fmt: skip
def test_what_moved(text: str, expected: str) -> None:
    (development,) = compared(text).developments
    assert story(development) == expected
    (news,) = development.news
    assert (news.claim.sentence.text, news.claim.document, news.claim.target) == (text, "2026-01/b", None)


@pytest.mark.parametrize(
    "text",
    [
        "Ann Holt was arrested in 2024.",  # before the accusation
        "Ann Holt is to be arrested.",
        "The Oslo Summit on Ransomware is to be held in May.",
    ],
)
def test_what_is_past_or_still_to_come_has_not_moved(text: str) -> None:
    assert compared(text).developments == ()


def test_what_both_sides_state_has_not_moved() -> None:
    known = tuple(sentences("Ann Holt was arrested.", batch="2025-10", date="2025-10-20"))
    assert [headline(one) for one in compared("Ann Holt was arrested.", old=known).developments] == []


def test_a_statement_is_no_relation_and_no_actor() -> None:
    found = compared("Ann Holt was extradited to China.")
    assert found.added == ()
    assert found.actors_added == ()


def stated(found: Diff) -> list[StoredClaim]:
    return [claim.stored for development in found.developments for claim in development.news]


def test_the_position_of_a_statement() -> None:
    (made,) = stated(compared("Nothing else.", "Ann Holt was extradited."))
    assert (made.claim.actor.span.start, made.claim.actor.span.end) == (14, 22)
    assert (made.claim.action_span.start, made.claim.action_span.text) == (23, "was extradited")
