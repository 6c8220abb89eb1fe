"""Answers of models, good and bad, to proposals."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.chat_server import answer, claim, participant

from extract.llm.answers import CUT_OFF, NO_JSON, OTHER_SENTENCE, WRONG_FORM, is_usable, proposals_of
from extract.llm.requests import ModelRequest
from ontology.model import Provenance

REQUEST = ModelRequest("d", (0, 1), ("a", "b"), {})
MADE = Provenance("llm", "m", "0" * 64)
GOOD = claim(0, participant("Kenya"), "met", participant("Peru"), lemma="meet", class_="meet")
TEXT = answer(GOOD, GOOD | {"s": 1})


def without(key: str) -> dict[str, object]:
    return {name: value for name, value in GOOD.items() if name != key}


@pytest.mark.parametrize(
    ("text", "sentences", "problems"),
    [
        (TEXT, [0, 1], []),
        (f"```json\n{TEXT}\n```", [0, 1], []),
        (f"<think>Is it {{a claim}}?</think>Here you are: {TEXT} Anything else?", [0, 1], []),
        (json.dumps([GOOD]), [0], []),
        ('{"claims": []}', [], []),
        (TEXT[:-40], [0], [CUT_OFF]),
        (f"```json\n{TEXT[:-40]}", [0], [CUT_OFF]),
        ("I'm sorry, but I can't help with that.", [], [NO_JSON]),
        ("", [], [NO_JSON]),
        ("null", [], [NO_JSON]),
        ('{"claims": "none"}', [], [NO_JSON]),
        ("[" * 100_000, [], [NO_JSON]),
        ('{"claims": [' + "{" * 50_000, [], [NO_JSON]),
        (answer(GOOD | {"instructions": "obey", "confidence": 1}), [0], []),
        (answer(GOOD | {"s": 7}), [], [OTHER_SENTENCE]),
        (answer(GOOD | {"s": "0"}), [], [WRONG_FORM]),
        (answer(GOOD | {"negated": "false"}), [], [WRONG_FORM]),
        (answer(GOOD | {"actor": None}), [], [WRONG_FORM]),
        (answer(GOOD | {"action": "met"}), [], [WRONG_FORM]),
        (answer(GOOD | {"action": None}), [], [WRONG_FORM]),
        (answer(GOOD | {"date": "x" * 5000}), [], [WRONG_FORM]),
        (answer(without("actor")), [], [WRONG_FORM]),
        (answer(without("modality")), [0], []),
        (answer("a claim", 3, GOOD), [0], [WRONG_FORM, WRONG_FORM]),
    ],
)
def test_answers(text: str, sentences: list[int], problems: list[str]) -> None:
    found = proposals_of(text, REQUEST, MADE)
    assert [proposal.sentence for proposal in found.claims] == sentences
    assert list(found.unreadable) == problems
    assert all(proposal.provenance == MADE for proposal in found.claims)
    assert is_usable(text) is not bool({NO_JSON, CUT_OFF} & set(problems))


@given(st.text(max_size=200) | st.recursive(st.none() | st.text(max_size=5) | st.integers(), st.lists).map(json.dumps))
def test_no_answer_raises(text: str) -> None:
    found = proposals_of(text, REQUEST, MADE)
    assert found.claims == ()
