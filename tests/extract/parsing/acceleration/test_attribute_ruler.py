"""The pipeline that is made faster gives the annotations of the one that spaCy loads."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc, Span

from extract.claims import Extractor
from extract.documents.reader import read
from extract.parsing.acceleration.attribute_ruler import RULER, RememberingRuler, can_remember, lean
from extract.parsing.acceleration.ner import NER, BatchedRecognizer, Moves, batched, moves_of
from extract.parsing.acceleration.tok2vec import accelerate_tok2vec
from extract.parsing.defaults import DEFAULT_MODEL
from extract.parsing.threads import one_thread

SEEDS = Path(__file__).resolve().parents[4] / "seeds"
ODD = (
    "I'm gonna say there's no treaty, ain't it? Let's go, y'all: c'mon, you've got ta.",
    "The  \n man of New \t York came.  There are two ministers in \n Hanoi!",
    "It did. You do it; I had it done, but I have it and they do n't.",
    "Ann",
    " ",
    "The U.S. Treasury sanctioned Prince Group on Oct. 14, 2025 for $15 billion. Cambodia did not",
)
COLUMNS = ("tag_", "pos_", "dep_", "ent_type_", "ent_iob_", "lemma_")


def annotations(doc: Doc) -> list[tuple[Any, ...]]:
    return [(*(getattr(token, name) for name in COLUMNS), token.head.i, str(token.morph)) for token in doc]


def texts() -> list[str]:
    documents = read([SEEDS], on_error=lambda error: pytest.fail(str(error)))
    return [*(line for one in documents for line in one.text.split("\n")), *ODD]


@pytest.fixture(scope="module")
def plain() -> Language:
    return spacy.load(DEFAULT_MODEL)


@pytest.fixture
def fast() -> Language:
    pipeline = spacy.load(DEFAULT_MODEL)
    lean(pipeline)
    accelerate_tok2vec(pipeline)
    batched(pipeline)
    return pipeline


def test_both_parts_are_replaced(fast: Language) -> None:
    assert NER not in fast.pipe_names
    assert [type(part) for _, part in fast.pipeline if type(part) in {RememberingRuler, BatchedRecognizer}] == [
        RememberingRuler,
        BatchedRecognizer,
    ]


@pytest.mark.parametrize("size", [1, 7, 256])
def test_annotations_are_those_of_spacy(plain: Language, fast: Language, size: int) -> None:
    expected = [annotations(doc) for doc in plain.pipe(texts())]
    with one_thread():
        assert [annotations(doc) for doc in fast.pipe(texts(), batch_size=size)] == expected


def test_what_is_forgotten_is_learnt_anew(plain: Language, fast: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.parsing.acceleration.attribute_ruler.MOST", 3)
    for text in ODD:
        assert annotations(fast(text)) == annotations(plain(text))


@pytest.mark.parametrize("kernel", ["Haswell", "Sandybridge", "Prescott"])
def test_other_processors_give_the_same_claims(extractor: Extractor, kernel: str) -> None:
    """The products of numpy have a kernel for each kind of processor, which round otherwise."""
    code = (
        "from pathlib import Path; from extract.claims import Extractor; from extract.documents.reader import read\n"
        "extractor = Extractor()\n"
        f"for one in read([Path({str(SEEDS)!r})], on_error=print):\n"
        "    print(*(claim.id for claim in extractor.extraction(one).claims), sep='\\n')"
    )
    environment = {**os.environ, "OPENBLAS_CORETYPE": kernel}
    done = subprocess.run([sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True)
    documents = read([SEEDS], on_error=lambda error: pytest.fail(str(error)))
    expected = [claim.id for one in documents for claim in extractor.extraction(one).claims]
    assert done.stdout.split() == expected


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
def test_only_patterns_about_the_word_itself_are_remembered(pattern: list[dict[str, Any]], expected: bool) -> None:
    assert can_remember([{"patterns": [pattern], "attrs": {"POS": "NOUN"}, "index": 0}]) is expected


def test_a_ruler_with_other_patterns_is_left_alone(plain: Language) -> None:
    pipeline = spacy.load(DEFAULT_MODEL)
    ruler = pipeline.get_pipe(RULER)
    ruler.add([[{"SHAPE": "Xxxx"}]], {"POS": "PROPN"})  # type: ignore[attr-defined]
    lean(pipeline)
    assert pipeline.get_pipe(RULER) is ruler
    assert not isinstance(plain.get_pipe(RULER), RememberingRuler)


def test_entities_that_were_set_before_are_kept(fast: Language, plain: Language) -> None:
    text = "The Prince Group moved money to Cambodia."
    given = [fast.make_doc(text), plain.make_doc(text)]
    for doc in given:
        doc.set_ents([Span(doc, 4, 6, label="LAW")], default="missing")
    ours, theirs = fast(given[0]), plain(given[1])
    assert annotations(ours) == annotations(theirs)
    assert (ours.ents[1].label_, ours.ents[1].text) == ("LAW", "money to")


def test_texts_of_nothing_and_of_one_word(fast: Language) -> None:
    assert [len(doc) for doc in fast.pipe(["", "Ann", "", ""])] == [0, 1, 0, 0]


@pytest.mark.parametrize(
    ("names", "known"),
    [
        (["O", "B-ORG", "I-ORG", "L-ORG", "U-ORG"], True),
        (["B-ORG", "I-ORG", "L-ORG", "U-ORG", "O", "U-"], True),
        (["O", "B-ORG", "L-ORG", "U-ORG"], False),
        (["B-ORG", "I-ORG", "L-ORG", "U-ORG"], False),
        (["O", "S", "B-ORG", "I-ORG", "L-ORG", "U-ORG"], False),
    ],
)
def test_moves(names: list[str], known: bool) -> None:
    assert (Moves.of(names) is not None) is known


def test_a_recogniser_of_another_kind_is_left_alone() -> None:
    pipeline = spacy.blank("en")
    pipeline.add_pipe("entity_ruler", name=NER)
    batched(pipeline)
    assert (moves_of(pipeline.get_pipe(NER)), pipeline.pipe_names) == (None, [NER])

    class Other(EntityRecognizer):
        pass

    assert moves_of(Other(pipeline.vocab, spacy.load(DEFAULT_MODEL).get_pipe(NER).model)) is None  # type: ignore[attr-defined]
