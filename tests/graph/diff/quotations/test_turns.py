"""The words that show a turn of a matter, and those that only look so."""

from __future__ import annotations

import pytest

from graph.diff.quotations.turns import has_verb, load_turns, turns
from ontology.errors import DataError


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the session has been postponed to may.", {"postponed", "done"}),
        ("the ban was prolonged by 180 days.", {"extended", "done"}),
        ("the agency gave the firm its licence back.", {"lifted"}),
        ("chile missed the deadline of 1 june.", {"promise"}),
        ("peru rejected the accusation.", {"refused"}),
        ("the law took effect on 15 june.", {"in-force"}),
        ("a court acquitted the director.", {"court"}),
        ("the number has risen to 264.", {"number"}),
        ("the session will be postponed.", set()),
        ("kenya refused to extend it.", {"refused"}),
        ("peru again rejected the report.", set()),
        ("unless it is postponed, kenya leaves.", {"membership"}),
        ("the minister declined to comment.", set()),
        ("the number is not known.", set()),
        ("mali met laos.", set()),
    ],
)
def test_turns_that_a_later_sentence_tells(text: str, expected: set[str]) -> None:
    assert {turn.id for turn, _ in turns().in_later(text)} == expected


@pytest.mark.parametrize(
    ("turn", "text", "fits"),
    [
        ("postponed", "the session will be held in may.", True),
        ("postponed", "the session was postponed, and will be held in may.", False),
        ("in-force", "parliament adopted the act.", True),
        ("in-force", "the act that is in force was adopted in 2009.", False),
        ("number", "nine states have arrested 187 people.", True),
        ("number", "nine states have arrested many people.", False),
    ],
)
def test_what_an_earlier_sentence_must_say(turn: str, text: str, fits: bool) -> None:
    (one,) = [one for one in turns().turn if one.id == turn]
    assert (turns().in_earlier(text, one) is not None) is fits


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("chile plans to recruit 60 officers.", "has recruited", True),
        ("chile plans to train 60.", "has recruited", False),
    ],
)
def test_the_same_verb_in_another_form(text: str, words: str, expected: bool) -> None:
    assert has_verb(text, words) is expected


def test_a_wrong_table_is_one_line() -> None:
    with pytest.raises(DataError, match="not a regular expression"):
        load_turns('unfinished = "("\nfunction_words = []\n[[turn]]\nid = "x"\nbefore = "a"\nafter = "b"\n')
