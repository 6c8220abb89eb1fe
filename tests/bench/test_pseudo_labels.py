"""Tests of bench.training.pseudo_labels: what is labelled, and with which probabilities."""

from __future__ import annotations

from bench.training.pseudo_labels import labelled, sequences, unannotated
from extract.claims import Extractor
from ontology.model import Document

KNOWN = "Interpol arrested nine men in the port on Friday"


def test_paragraphs_of_annotated_documents_are_left_out() -> None:
    text = f"Kenya met Chad.\n\nPolice said {KNOWN.lower()} morning.\n\nTogo left."
    assert list(unannotated(text, sequences(KNOWN))) == ["Kenya met Chad.", "Togo left."]


def test_only_the_first_words_are_labelled() -> None:
    long = " ".join(["word"] * 700)
    assert list(unannotated(f"{long}\n\nKenya met Chad.", frozenset())) == [long]


def test_kept_claims_have_the_higher_probability(extractor: Extractor) -> None:
    document = Document(id="a", text="Kenya arrested two men on Friday.")
    judge = extractor.judge
    assert judge is not None
    (row,) = labelled(extractor, judge, document)
    tokens, (actors, targets) = row["tokens"], row["links"]
    best_actor, best_target = max(actors, key=lambda link: link[2]), max(targets, key=lambda link: link[2])
    assert [tokens[at] for at in best_actor[:2]] == ["arrested", "Kenya"]
    assert [tokens[at] for at in best_target[:2]] == ["arrested", "men"]
    assert min(best_actor[2], best_target[2]) > 0.5
