"""The cached lemmatizer gives the lemmas of the stock one."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
import spacy
from spacy.language import Language
from support.pipelines import ODD_TEXTS, annotations

from extract.parsing.acceleration.lemmatizer import accelerate_lemmatizer
from extract.parsing.defaults import DEFAULT_MODEL

LEMMATIZER = "lemmatizer"


def test_the_cache_is_emptied_when_it_is_full(stock: Language, fast: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.parsing.acceleration.lemmatizer.MAX_CACHED", 3)
    for text in ODD_TEXTS:
        assert annotations(fast(text)) == annotations(stock(text))


def test_a_lemmatizer_that_overwrites_is_left_alone() -> None:
    nlp = spacy.load(DEFAULT_MODEL, config={"components": {LEMMATIZER: {"overwrite": True}}})
    lemmatizer = nlp.get_pipe(LEMMATIZER)
    with ExitStack() as undo:
        assert not accelerate_lemmatizer(nlp, LEMMATIZER, undo)
    assert dict(nlp.pipeline)[LEMMATIZER] is lemmatizer
