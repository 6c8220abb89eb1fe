"""Verbs and event nouns are candidates for actions, nouns and modifying names for actors and targets."""

from collections.abc import Callable
from typing import Any

import pytest

PREPARED = Callable[[str], tuple[Any, Any, Any]]


@pytest.mark.parametrize(
    ("text", "actions", "nouns"),
    [
        ("Peru arrested two men.", ["arrest"], ["Peru", "men"]),
        ("Peru cooperated with Chile.", ["cooperate/cooperate with"], ["Peru", "Chile"]),
        ("The arrest of two men by Peruvian police followed.", ["arrest", "follow"], ["men", "Peruvian", "police"]),
        ("Peru sanctioned a Kenya-based bank.", ["sanction", "base"], ["Peru", "bank"]),
        ("Peru sanctioned a Kenya-backed bank.", ["sanction", "back"], ["Peru", "Kenya", "bank"]),
        ("The sky is blue.", [], []),
    ],
)
def test_candidates_of_a_sentence(prepare: PREPARED, text: str, actions: list[str], nouns: list[str]) -> None:
    found, _, _ = prepare(text)
    assert ["/".join(reading.lemma for reading in action.actions) for action in found.actions] == actions
    assert [noun.token.text for noun in found.nouns if noun.token.text != "arrest"] == nouns


def test_a_modifying_name_stands_for_its_actor(prepare: PREPARED) -> None:
    found, _, _ = prepare("Peruvian police arrested two men.")
    modifier = next(noun for noun in found.nouns if noun.token.text == "Peruvian")
    assert ([entity.label for entity in modifier.entities], modifier.kind) == (["Peru"], "modifier")
