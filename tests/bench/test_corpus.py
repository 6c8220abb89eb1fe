"""The scores of the annotated documents: counts, intervals, and what the annotation must be like."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from bench.accuracy.corpus import Counts, counts_of, intervals, read_annotations, total

ANNOTATIONS = read_annotations()
DOC = next(doc for doc, source in ANNOTATIONS.sources.items() if source["split"] == "train")


def claim_of(triple: dict[str, Any], **changes: object) -> dict[str, Any]:
    """The claim that says what a triple says."""
    row = {"doc": DOC, "sentence": triple["sent"], "action": triple["action_lemma"], "actor_text": None}
    kept = ("actor", "action_class", "target", "negated", "modality", "alleged", "attribution")
    return {**row, **{name: triple[name] for name in kept}, **changes}


def distinct() -> list[dict[str, Any]]:
    """One core triple of each sentence."""
    return list({triple["sent"]: triple for triple in ANNOTATIONS.triples[DOC] if triple["core"]}.values())


def test_every_triple_has_its_sentence_and_every_document_its_text() -> None:
    assert {source["split"] for source in ANNOTATIONS.sources.values()} == {"train", "dev", "test", "extra"}
    assert set(ANNOTATIONS.sentences) == set(ANNOTATIONS.sources)
    for doc, triples in ANNOTATIONS.triples.items():
        noise = {row["sent_index"] for row in ANNOTATIONS.sentences[doc] if row["noise"]}
        assert noise.isdisjoint({triple["sent_index"] for triple in triples}), doc


def test_a_claim_that_is_annotated_counts_once() -> None:
    rows = [claim_of(triple) for triple in distinct()]
    counts = counts_of(DOC, rows, ANNOTATIONS)
    assert (counts.claims, counts.matched, counts.core_found) == (len(rows), len(rows), len(rows))
    twice = counts_of(DOC, rows * 2, ANNOTATIONS)
    assert twice.claims == 2 * len(rows)
    assert twice.matched < twice.claims


@pytest.mark.parametrize(
    ("change", "is_false"), [({}, False), ({"modality": "asserted", "negated": False, "alleged": False}, True)]
)
def test_what_is_planned_or_alleged_is_no_fact(change: dict[str, object], is_false: bool) -> None:
    triples = [triple for triple in distinct() if triple["modality"] != "asserted" or triple["alleged"]]
    assert triples
    counts = counts_of(DOC, [claim_of(triple, **change) for triple in triples], ANNOTATIONS)
    assert bool(counts.facts_false) == is_false


def test_errors_are_told() -> None:
    errors = io.StringIO()
    wrong = claim_of(distinct()[0], actor="Nobody at all")
    counts_of(DOC, [wrong], ANNOTATIONS, errors)
    kinds = [json.loads(line)["error"] for line in errors.getvalue().splitlines()]
    assert kinds.count("wrong") == 1
    assert "missed" in kinds


def test_an_interval_holds_its_figure_and_grows_with_the_spread() -> None:
    even = [Counts(core=10, core_found=5, claims=10, matched=5)] * 12
    uneven = [Counts(core=10, core_found=found, claims=10, matched=found) for found in (0, 10) * 6]
    assert intervals(even)["F1"] == (50, 50)
    low, high = intervals(uneven)["F1"]
    assert low < total(uneven).figures()["F1"] == 50 < high
