"""The batched recogniser finds the entities of the stock one."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
import spacy
from spacy.language import Language
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Span
from support.pipelines import annotations

from extract.parsing.acceleration.ner import BiluoMoves, accelerate_ner, supported_moves

NER = "ner"


def test_entities_that_were_set_before_are_kept(fast: Language, stock: Language) -> None:
    text = "The Prince Group moved money to Cambodia."
    docs = [fast.make_doc(text), stock.make_doc(text)]
    for doc in docs:
        doc.set_ents([Span(doc, 4, 6, label="LAW")], default="missing")
    ours, theirs = fast(docs[0]), stock(docs[1])
    assert annotations(ours) == annotations(theirs)
    assert (ours.ents[1].label_, ours.ents[1].text) == ("LAW", "money to")


def test_texts_of_no_and_of_one_token(fast: Language) -> None:
    assert [len(doc) for doc in fast.pipe(["", "Ann", "", ""])] == [0, 1, 0, 0]


@pytest.mark.parametrize(
    ("names", "is_supported"),
    [
        (["O", "B-ORG", "I-ORG", "L-ORG", "U-ORG"], True),
        (["B-ORG", "I-ORG", "L-ORG", "U-ORG", "O", "U-"], True),
        (["O", "B-ORG", "L-ORG", "U-ORG"], False),
        (["B-ORG", "I-ORG", "L-ORG", "U-ORG"], False),
        (["O", "S", "B-ORG", "I-ORG", "L-ORG", "U-ORG"], False),
    ],
)
def test_moves(names: list[str], is_supported: bool) -> None:
    assert (BiluoMoves.of(names) is not None) is is_supported


def test_a_recogniser_of_another_kind_is_left_alone(stock: Language) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler", name=NER)
    with ExitStack() as undo:
        assert not accelerate_ner(nlp, NER, undo)
        assert nlp.pipe_names == [NER]

    class Other(EntityRecognizer):
        pass

    assert supported_moves(Other(nlp.vocab, stock.get_pipe(NER).model)) is None  # type: ignore[attr-defined]
