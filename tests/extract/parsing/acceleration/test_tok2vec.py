"""The vectors of words are those of spaCy's model, whatever is read together or was read before."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import Linear, Model, chain

from extract.parsing.acceleration import tok2vec
from extract.parsing.acceleration.attribute_ruler import fast_products
from extract.parsing.acceleration.tok2vec import TokenEmbedding, accelerate_tok2vec, accelerated_tok2vec
from extract.parsing.defaults import DEFAULT_MODEL
from extract.parsing.threads import one_thread

TEXTS = (
    "",
    "Thailand will host a conference on 17 December, its ministry said.",
    "Ann",
    " \n ",
    "U.S. prosecutors charged Chen Zhi; he denied it.",
    " ".join(f"Word{number} and 10{number}." for number in range(100)),
)
PARTS = ("tok2vec", "ner")
FORMS = 64


@pytest.fixture(scope="module")
def pipeline() -> Language:
    with fast_products():
        return spacy.load(DEFAULT_MODEL)


def model_of(pipeline: Language, part: str) -> Model[Any, Any]:
    """The model of words' vectors in a part."""
    found: Any = pipeline.get_pipe(part)
    model: Model[Any, Any] = found.model
    return model if part == "tok2vec" else model.get_ref("tok2vec").layers[0]


def docs_of(pipeline: Language) -> list[Doc]:
    return [pipeline.make_doc(text) for text in TEXTS]


@pytest.mark.parametrize("part", PARTS)
def test_they_are_those_of_the_model(pipeline: Language, part: str) -> None:
    model, docs = model_of(pipeline, part), docs_of(pipeline)
    lean = accelerated_tok2vec(model)
    assert lean is not None
    found, wanted = lean.predict(docs), model.predict(docs)
    assert [one.shape for one in found] == [one.shape for one in wanted]
    for one, other in zip(found, wanted, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-5)


def test_they_do_not_depend_on_what_was_read_before(pipeline: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    docs = docs_of(pipeline)
    with one_thread():
        first, second = (accelerated_tok2vec(model_of(pipeline, "tok2vec")) for _ in range(2))
        assert first is not None
        assert second is not None
        monkeypatch.setattr(tok2vec, "MAX_FORMS", 20)  # forms are forgotten meanwhile
        alone = [first.predict([doc])[0] for doc in reversed(docs)]
        again = [second.predict([doc])[0] for doc in docs]
    assert all(np.array_equal(one, other) for one, other in zip(alone, reversed(again), strict=True))


def test_a_form_has_the_same_vector_in_every_place(pipeline: Language) -> None:
    (doc,) = (pipeline.make_doc(" ".join(f"Word{number}" for number in range(FORMS))),)
    embed = model_of(pipeline, "tok2vec").layers[0]
    with one_thread():
        together = TokenEmbedding(embed)([doc])
        alone = [TokenEmbedding(embed)([doc[number : number + 1].as_doc()])[0] for number in range(FORMS)]
    assert np.array_equal(together, np.array(alone))


def test_long_texts_are_gone_through_in_parts(pipeline: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    docs = docs_of(pipeline)
    lean = accelerated_tok2vec(model_of(pipeline, "tok2vec"))
    assert lean is not None
    whole = lean.predict(docs)
    monkeypatch.setattr(tok2vec, "MAX_TOKENS", 8)
    for one, other in zip(lean.predict(docs), whole, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-5)


def test_another_architecture_is_left_as_it_is() -> None:
    assert accelerated_tok2vec(chain(Linear(2, 2), Linear(2, 2))) is None
    blank = spacy.blank("en")
    blank.add_pipe("sentencizer")
    accelerate_tok2vec(blank)


def test_it_cannot_be_trained(pipeline: Language) -> None:
    lean = accelerated_tok2vec(model_of(pipeline, "tok2vec"))
    assert lean is not None
    with pytest.raises(ValueError, match="cannot be trained"):
        lean.begin_update(docs_of(pipeline))
