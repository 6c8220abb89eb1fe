"""The persons that "he" and "she" refer to (invented sentences; bench/accuracy/pronouns.py measures the weights)."""

from __future__ import annotations

import pytest

from extract.claims import Extractor
from extract.coreference.pronouns import ranking
from extract.coreference.pronouns.ranking import score
from extract.lexicon.loader import is_feminine_name, lexicon
from ontology.model import Document, EntityType, MentionKind

RESOLVED = (
    ("Minister Ruth Adeyemi met Colonel Piet Claes. She signed the treaty.", "She", "Ruth Adeyemi"),
    ("Ruth Adeyemi resigned after she lost the vote.", "she", "Ruth Adeyemi"),
    ("After she lost the vote, Ruth Adeyemi resigned.", "she", "Ruth Adeyemi"),
    pytest.param(
        "Piet Claes accused Tom Brandt of fraud. He denied the charge and he left.",
        "he",
        "Tom Brandt",
        marks=pytest.mark.xfail(strict=True, reason="who denies is the accused: no feature knows what verbs imply"),
    ),
    ("Mr Claes and his wife, Mrs Anna Claes-Moor, left Kenya. She was charged in Ghana.", "She", "Anna Claes-Moor"),
    ("Piet Claes, who sold his firm to Tom Brandt, fled.", "his", "Piet Claes"),
    ("In his speech Piet Claes thanked Tom Brandt.", "his", "Piet Claes"),
    ("Tom Brandt told police that Piet Claes had robbed him.", "him", "Tom Brandt"),
    ("Police arrested Piet Claes in his office.", "his", "Piet Claes"),
)
GENDER = (
    ("Maria Lopez met Jack Stone in Ghana. She left.", "She", "Maria Lopez"),
    ("Jack Stone met Maria Lopez in Ghana. She left.", "She", "Maria Lopez"),
    ("Maria Lopez met Jack Stone in Ghana. He left.", "He", "Jack Stone"),
    ("Tom Brandt thanked Maria Lopez for her help.", "her", "Maria Lopez"),
    ("Tom Brandt thanked Maria Lopez for his office.", "his", "Tom Brandt"),
)
"""Gender by titles, words of kin and first names."""
BINDING = (
    ("Tom Brandt left before Claes paid him.", "him", "Tom Brandt"),
    ("Ruth Adeyemi met her sister Ann.", "her", "Ruth Adeyemi"),
    ("Piet Claes left because his wife, Ann, was ill.", "his", "Piet Claes"),
)
"""The nearest name is excluded by the binding rules."""
ABOUT = (
    ("Tom Brandt met Piet Claes. Brandt said that he would sign.", "he", "Tom Brandt"),
    ("Tom Brandt was sentenced. Piet Claes was freed. Brandt appealed. He lost.", "He", "Tom Brandt"),
    ("Ruth Adeyemi praised Olga Brandt, and she thanked the court.", "she", "Ruth Adeyemi"),
    ("Brandt resigned. The court freed Olga Brandt because she had paid.", "she", "Olga Brandt"),
)
"""The topic of a clause, and persons named again."""
UNCERTAIN = (
    ("Carney resigned in May. Police searched his home.", "his", "Carney"),
    ("Yesterday Carney resigned. Police searched his home.", "his", "Carney"),
    ("Ruth Adeyemi flew to Harbin. Later she signed the pact.", "she", "Ruth Adeyemi"),
    ("Police in Harbin arrested Ruth Adeyemi. She confessed.", "She", "Ruth Adeyemi"),
)
"""Names that the model does not label as a person, and places beside a person."""
QUOTED = (
    ('Piet Claes fled in May. "He will face trial," Minister Tom Brandt said.', "He", "Piet Claes"),
    ('Maria Lopez was jailed in May. "The harm she caused was great," Ruth Adeyemi said.', "she", "Maria Lopez"),
    ("Tom Brandt said that he would face trial.", "he", "Tom Brandt"),
)
"""Who speaks a quotation says "I" of himself in it."""
UNRESOLVED = (
    ('"He will face trial," Tom Brandt said.', "He"),
    ("The Thai police freed a woman. She signed it.", "She"),
    ("Police closed the Tango channel. She signed it.", "She"),
    ("She signed the treaty.", "She"),
    ("The treaty entered into force. He signed it.", "He"),
    ("Kenya signed the treaty before he left.", "he"),
    ("Police said that he had fled.", "he"),
    ("The Boreal Bank lost the case. His lawyer protested.", "His"),
    ("Interpol praised the Kenyan police. He signed.", "He"),
    ("Officials from Harbin met in Ghana. He signed the pact.", "He"),
)


def person_of(extractor: Extractor, text: str, pronoun: str) -> list[str]:
    """The labels of the persons that the last such pronoun of the text refers to."""
    start = text.rindex(f" {pronoun} ") + 1 if f" {pronoun} " in text else text.index(pronoun)
    return [
        listed.entity.label
        for listed in extractor.extraction(Document("d", text)).entities
        for mention in listed.mentions
        if mention.kind is MentionKind.PRONOUN and mention.span.start == start
    ]


@pytest.mark.parametrize(("text", "pronoun", "person"), [*RESOLVED, *GENDER, *BINDING, *ABOUT, *UNCERTAIN, *QUOTED])
def test_the_person_meant(extractor: Extractor, text: str, pronoun: str, person: str) -> None:
    assert person_of(extractor, text, pronoun) == [person]


@pytest.mark.parametrize(("text", "pronoun"), UNRESOLVED)
def test_nobody_named(extractor: Extractor, text: str, pronoun: str) -> None:
    assert person_of(extractor, text, pronoun) == []


def test_arguments_of_one_verb_are_different_persons(extractor: Extractor) -> None:
    assert person_of(extractor, "Ruth Adeyemi sued her yesterday.", "her") == []


def test_a_name_that_a_pronoun_refers_to_is_a_persons(extractor: Extractor) -> None:
    text = "Carney resigned in May. Police searched {} home. Carney appealed."
    types = {
        owner: {
            listed.entity.type
            for listed in extractor.extraction(Document("d", text.format(owner))).entities
            if listed.entity.label == "Carney"
        }
        for owner in ("the", "his")
    }
    assert types["his"] == {EntityType.PERSON}
    assert types["the"] != types["his"]


def test_the_mention_of_a_name_leaves_out_its_possessor(extractor: Extractor) -> None:
    entities = extractor.extraction(Document("d", "Police freed Kenya's Ruth Adeyemi.")).entities
    mentions = [m for listed in entities if listed.entity.label == "Ruth Adeyemi" for m in listed.mentions]
    spans = [mention.span.text for mention in mentions]
    assert spans == ["Ruth Adeyemi"]


@pytest.mark.parametrize(
    ("name", "feminine"), [("Maria", True), ("jack", False), ("Okitipi", None), ("Ministry", None), ("", None)]
)
def test_first_names(name: str, feminine: bool | None) -> None:
    assert is_feminine_name(name) is feminine


def test_a_score_is_the_sum_of_the_weights_of_its_features() -> None:
    assert score(("a", "b", "unknown"), {"a": 1.5, "b": -0.5}) == 1.0
    assert all(isinstance(weight, float) for weight in lexicon().pronouns.weights.values())


def test_a_pronoun_below_the_floor_stays_open(extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Tom Brandt told Kai Voss about Leo Falk. His brother left."
    assert person_of(extractor, text, "His") == ["Tom Brandt"]
    monkeypatch.setattr(ranking, "FLOOR", 0.999)
    assert person_of(extractor, text, "His") == []
