"""Whom "he" and "she" stand for. The sentences are invented; bench/pronouns.py says how good the weights are."""

from __future__ import annotations

import pytest

from extract.claims import Extractor
from extract.pronouns import score
from extract.rules import lexicon
from ontology.model import Document, MentionKind

RESOLVED = (
    ("Minister Ruth Adeyemi met Colonel Piet Claes. She signed the treaty.", "She", "Ruth Adeyemi"),
    ("Ruth Adeyemi resigned after she lost the vote.", "she", "Ruth Adeyemi"),
    ("After she lost the vote, Ruth Adeyemi resigned.", "she", "Ruth Adeyemi"),
    pytest.param(
        "Piet Claes accused Tom Brandt of fraud. He denied the charge and he left.",
        "he",
        "Tom Brandt",
        marks=pytest.mark.xfail(strict=True, reason="who denies is the accused: no cue knows what verbs imply"),
    ),
    ("Mr Claes and his wife, Mrs Anna Claes-Moor, left Kenya. She was charged in Ghana.", "She", "Anna Claes-Moor"),
    ("Maria Lopez met Jack Stone in Ghana. She left.", "She", "Maria Lopez"),
    pytest.param(
        "Jack Stone met Maria Lopez in Ghana. She left.",
        "She",
        "Maria Lopez",
        marks=pytest.mark.xfail(strict=True, reason="no first names are known: GAP's figures did not gain by a list"),
    ),
    ("Police arrested Piet Claes in his office.", "his", "Piet Claes"),
)
UNRESOLVED = (
    ("She signed the treaty.", "She"),
    ("The treaty entered into force. He signed it.", "He"),
    ("Kenya signed the treaty before he left.", "he"),
)


def person_of(extractor: Extractor, text: str, pronoun: str) -> list[str]:
    """The labels of those whom the last such pronoun of the text stands for."""
    start = text.rindex(f" {pronoun} ") + 1 if f" {pronoun} " in text else text.index(pronoun)
    return [
        found.entity.label
        for found in extractor.extraction(Document("d", text)).entities
        for mention in found.mentions
        if mention.kind is MentionKind.PRONOUN and mention.span.start == start
    ]


@pytest.mark.parametrize(("text", "pronoun", "person"), RESOLVED)
def test_the_person_meant(extractor: Extractor, text: str, pronoun: str, person: str) -> None:
    assert person_of(extractor, text, pronoun) == [person]


@pytest.mark.parametrize(("text", "pronoun"), UNRESOLVED)
def test_nobody_named(extractor: Extractor, text: str, pronoun: str) -> None:
    assert person_of(extractor, text, pronoun) == []


def test_arguments_of_one_verb_are_different_persons(extractor: Extractor) -> None:
    assert person_of(extractor, "Ruth Adeyemi sued her yesterday.", "her") == []


def test_a_score_is_the_sum_of_the_weights_of_its_cues() -> None:
    assert score(("a", "b", "unknown"), {"a": 1.5, "b": -0.5}) == 1.0
    assert all(isinstance(weight, float) for weight in lexicon().pronouns.weights.values())
