"""An accelerated pipeline gives the annotations of the stock one; where it cannot, the stock one is kept."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any, NoReturn

import pytest
import spacy
from spacy.language import Language
from spacy.pipeline import AttributeRuler, EntityRuler, TrainablePipe
from spacy.tokens import Doc
from support.pipelines import ODD_TEXTS, SEEDS, annotations, seed_paragraphs
from thinc.api import Model

from extract.claims import Extractor
from extract.documents.reader import iter_documents
from extract.parsing.acceleration import accelerate, guard
from extract.parsing.acceleration.attribute_ruler import CachedAttributeRuler
from extract.parsing.acceleration.lemmatizer import CachedLemmatizer
from extract.parsing.acceleration.ner import BatchedEntityRecognizer
from extract.parsing.acceleration.threads import one_thread
from extract.parsing.acceleration.tok2vec import MaxoutNorm, TokenEmbedding
from extract.parsing.defaults import DEFAULT_MODEL

Break = Callable[[pytest.MonkeyPatch], None]


def raises(error: type[Exception]) -> Callable[..., NoReturn]:
    def fail(*_: object, **__: object) -> NoReturn:
        raise error("renamed")

    return fail


def without_symbol(patch: pytest.MonkeyPatch) -> None:
    patch.delattr("spacy.tokens._retokenize.set_token_attrs")
    patch.delitem(sys.modules, "extract.parsing.acceleration.attribute_ruler")


def without_replace_node(patch: pytest.MonkeyPatch) -> None:
    patch.delattr(Model, "replace_node")


def with_other_parameters(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(MaxoutNorm, "of", raises(KeyError))


def with_other_validation(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Language, "add_pipe", raises(RuntimeError))


def with_other_embeddings(patch: pytest.MonkeyPatch) -> None:
    embed = TokenEmbedding.__call__
    patch.setattr(TokenEmbedding, "__call__", lambda self, docs: -embed(self, docs))


def with_other_entities(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(BatchedEntityRecognizer, "_continues", lambda *_: False)


def with_other_attributes(patch: pytest.MonkeyPatch) -> None:
    def first_is_symbol(ruler: AttributeRuler, doc: Doc) -> Doc:
        AttributeRuler.__call__(ruler, doc)[0].pos_ = "SYM"
        return doc

    patch.setattr(CachedAttributeRuler, "__call__", first_is_symbol)


def layers_of(nlp: Language) -> list[Model[Any, Any]]:
    """All layers of all models of the components that are not disabled."""
    return [
        layer
        for _, component in nlp.pipeline
        if isinstance(component, TrainablePipe)
        for layer in component.model.walk()
    ]


def test_all_components_are_replaced(fast: Language) -> None:
    assert "ner" not in fast.pipe_names
    kinds = [type(component) for _, component in fast.pipeline]
    assert [kind for kind in kinds if kind.__module__.startswith("extract.")] == [
        CachedAttributeRuler,
        CachedLemmatizer,
        BatchedEntityRecognizer,
    ]
    names = {layer.name for layer in layers_of(fast)}
    assert "accelerated_tok2vec" in names
    assert "hashembed" not in names


@pytest.mark.parametrize("size", [1, 7, 256])
def test_annotations_are_those_of_spacy(stock: Language, fast: Language, size: int) -> None:
    texts = [*seed_paragraphs(), *ODD_TEXTS]
    expected = [annotations(doc) for doc in stock.pipe(texts)]
    with one_thread():
        assert [annotations(doc) for doc in fast.pipe(texts, batch_size=size)] == expected


@pytest.mark.parametrize(
    "kernel", [pytest.param(kernel, marks=pytest.mark.long) for kernel in ("Haswell", "Sandybridge", "Prescott")]
)
def test_other_processors_give_the_same_claims(kernel: str) -> None:
    """OpenBLAS has a kernel for each kind of processor, and they round differently."""
    code = (
        "from pathlib import Path\n"
        "from extract.claims import Extractor\n"
        "from extract.documents.reader import iter_documents\n"
        "extractor = Extractor()\n"
        f"for document in iter_documents([Path({str(SEEDS)!r})], on_error=print):\n"
        "    print(*(claim.id for claim in extractor.extraction(document).claims), sep='\\n')"
    )
    environment = {**os.environ, "OPENBLAS_CORETYPE": kernel}
    done = subprocess.run([sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True)
    documents = iter_documents([SEEDS], on_error=lambda error: pytest.fail(str(error)))
    extractor = Extractor()
    assert done.stdout.split() == [
        claim.id for document in documents for claim in extractor.extraction(document).claims
    ]


@pytest.mark.parametrize(
    ("break_something", "reason"),
    [
        (without_symbol, "ImportError: cannot import name 'set_token_attrs'"),
        (without_replace_node, "AttributeError: 'Model' object has no attribute 'replace_node'"),
        (with_other_parameters, "KeyError: 'renamed'"),
        (with_other_validation, "RuntimeError: renamed"),
        (with_other_embeddings, "AnnotationsDifferError"),
        (with_other_entities, "AnnotationsDifferError"),
        (with_other_attributes, "AnnotationsDifferError"),
    ],
)
def test_what_cannot_be_accelerated_stays_stock(
    break_something: Break,
    reason: str,
    stock: Language,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    nlp = spacy.load(DEFAULT_MODEL)
    components = nlp.pipeline
    layers = layers_of(nlp)
    with monkeypatch.context() as patch, caplog.at_level(logging.WARNING):
        break_something(patch)
        assert accelerate(nlp) is nlp
    assert [(record.name, record.levelname) for record in caplog.records] == [(guard.__name__, "WARNING")]
    assert reason in caplog.text
    assert nlp.pipeline == components
    assert nlp.disabled == stock.disabled
    assert layers_of(nlp) == layers
    for text in ODD_TEXTS:
        assert annotations(nlp(text)) == annotations(stock(text))


def test_a_pipeline_that_is_supported_gives_no_warning(fast: Language, caplog: pytest.LogCaptureFixture) -> None:
    assert accelerate(fast) is fast
    assert not caplog.records


def test_a_variable_turns_it_off(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setenv("ACTORGRAPH_ACCELERATE", "0")
    nlp = spacy.load(DEFAULT_MODEL)
    components = nlp.pipeline
    assert accelerate(nlp).pipeline == components
    assert type(nlp.get_pipe("attribute_ruler")) is AttributeRuler
    assert not caplog.records


def test_a_pipeline_of_other_components_is_left_alone() -> None:
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler", name="ner")
    assert isinstance(ruler, EntityRuler)
    ruler.add_patterns([{"label": "ORG", "pattern": "Bank of New York Mellon"}])
    nlp.add_pipe("sentencizer", name="attribute_ruler")
    components = nlp.pipeline
    assert accelerate(nlp).pipeline == components
