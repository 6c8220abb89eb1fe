"""The cached attribute ruler assigns what the stock one assigns."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

import pytest
import spacy
from spacy.language import Language
from support.pipelines import ODD_TEXTS, annotations

from extract.parsing.acceleration.attribute_ruler import accelerate_attribute_ruler, is_cacheable
from extract.parsing.defaults import DEFAULT_MODEL

RULER = "attribute_ruler"


def test_the_cache_is_emptied_when_it_is_full(stock: Language, fast: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.parsing.acceleration.attribute_ruler.MAX_FORMS", 3)
    for text in ODD_TEXTS:
        assert annotations(fast(text)) == annotations(stock(text))


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ([{"TAG": "NN"}], True),
        ([{"LOWER": {"IN": ["let", "got"]}}, {"DEP": {"NOT_IN": ["det"]}}], True),
        ([{"LOWER": {"REGEX": "^n't$"}, "TAG": "RB"}], True),
        ([{"IS_SPACE": True}], True),
        ([{"SHAPE": "Xxxx"}], False),
        ([{"TAG": "NN", "OP": "+"}], False),
        ([{"LOWER": {"FUZZY": "treaty"}}], False),
        ([{"TAG": "NN"}, {"ENT_TYPE": "GPE"}], False),
    ],
)
def test_only_patterns_about_the_token_itself_are_cacheable(pattern: list[dict[str, Any]], expected: bool) -> None:
    assert is_cacheable([{"patterns": [pattern], "attrs": {"POS": "NOUN"}, "index": 0}]) is expected


def test_a_ruler_with_other_patterns_is_left_alone() -> None:
    nlp = spacy.load(DEFAULT_MODEL)
    ruler = nlp.get_pipe(RULER)
    ruler.add([[{"SHAPE": "Xxxx"}]], {"POS": "PROPN"})  # type: ignore[attr-defined]
    with ExitStack() as undo:
        assert not accelerate_attribute_ruler(nlp, RULER, undo)
    assert dict(nlp.pipeline)[RULER] is ruler
