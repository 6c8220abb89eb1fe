"""Accelerated tok2vec models give the vectors of spaCy's, whatever is read together or was read before."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import Linear, Model, chain

from extract.parsing.acceleration import numpy_products, tok2vec
from extract.parsing.acceleration.threads import one_thread
from extract.parsing.acceleration.tok2vec import TokenEmbedding, accelerate_tok2vec, accelerated_tok2vec
from extract.parsing.defaults import DEFAULT_MODEL

TEXTS = (
    "",
    "Thailand will host a conference on 17 December, its ministry said.",
    "Ann",
    " \n ",
    "U.S. prosecutors charged Chen Zhi; he denied it.",
    " ".join(f"Word{number} and 10{number}." for number in range(100)),
)
COMPONENTS = ("tok2vec", "ner")
FORMS = 64


@pytest.fixture(scope="module")
def nlp() -> Language:
    with numpy_products():
        return spacy.load(DEFAULT_MODEL)


def tok2vec_of(nlp: Language, name: str = "tok2vec") -> Model[Any, Any]:
    """The tok2vec model of a component."""
    component: Any = nlp.get_pipe(name)
    model: Model[Any, Any] = component.model
    return model if name == "tok2vec" else model.get_ref("tok2vec").layers[0]


def accelerated(model: Model[Any, Any]) -> Model[Any, Any]:
    fast = accelerated_tok2vec(model)
    assert fast is not None
    return fast


def docs_of(nlp: Language) -> list[Doc]:
    return [nlp.make_doc(text) for text in TEXTS]


@pytest.mark.parametrize("name", COMPONENTS)
def test_vectors_are_those_of_the_stock_model(nlp: Language, name: str) -> None:
    model, docs = tok2vec_of(nlp, name), docs_of(nlp)
    fast_vectors, stock_vectors = accelerated(model).predict(docs), model.predict(docs)
    assert [vectors.shape for vectors in fast_vectors] == [vectors.shape for vectors in stock_vectors]
    for ours, theirs in zip(fast_vectors, stock_vectors, strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-5)


def test_they_do_not_depend_on_what_was_read_before(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    docs = docs_of(nlp)
    with one_thread():
        first, second = (accelerated(tok2vec_of(nlp)) for _ in range(2))
        monkeypatch.setattr(tok2vec, "MAX_FORMS", 20)  # the cache is emptied meanwhile
        backwards = [first.predict([doc])[0] for doc in reversed(docs)]
        forwards = [second.predict([doc])[0] for doc in docs]
    assert all(np.array_equal(one, other) for one, other in zip(backwards, reversed(forwards), strict=True))


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_form_has_the_same_vector_in_every_place(nlp: Language, name: str) -> None:
    doc = nlp.make_doc(" ".join(f"Word{number}" for number in range(FORMS)))
    embed = tok2vec_of(nlp, name).layers[0]
    with one_thread():
        together = TokenEmbedding(embed)([doc])
        alone = [TokenEmbedding(embed)([doc[number : number + 1].as_doc()])[0] for number in range(FORMS)]
    assert np.array_equal(together, np.array(alone))


def test_vectors_do_not_depend_on_the_number_of_cores(nlp: Language) -> None:
    docs = docs_of(nlp)
    outside = TokenEmbedding(tok2vec_of(nlp).layers[0])(docs)
    with one_thread():
        assert np.array_equal(TokenEmbedding(tok2vec_of(nlp).layers[0])(docs), outside)


def test_long_texts_are_encoded_in_groups(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    docs = docs_of(nlp)
    fast = accelerated(tok2vec_of(nlp))
    whole = fast.predict(docs)
    monkeypatch.setattr(tok2vec, "MAX_TOKENS", 8)
    for in_groups, at_once in zip(fast.predict(docs), whole, strict=True):
        np.testing.assert_allclose(in_groups, at_once, atol=1e-5)


def test_another_architecture_is_left_as_it_is() -> None:
    assert accelerated_tok2vec(chain(Linear(2, 2), Linear(2, 2))) is None
    blank = spacy.blank("en")
    blank.add_pipe("sentencizer")
    with ExitStack() as undo:
        accelerate_tok2vec(blank, undo)


def test_it_cannot_be_trained(nlp: Language) -> None:
    fast = accelerated(tok2vec_of(nlp))
    with pytest.raises(ValueError, match="cannot be trained"):
        fast.begin_update(docs_of(nlp))
