"""A text that both sides have is read alike on both: what differs in it is no news."""

from collections.abc import Mapping

import pytest
from rdflib import Dataset
from support.samples import claim, extraction, stored
from support.stores import store_of

from graph.diff.inputs import DiffInput, of_batch, of_store
from graph.diff.rereading import as_read_later
from graph.rdf.stored_claim import StoredClaim
from ontology.model import Document

SIGNED, MET = stored(claim(lemma="sign")), stored(claim(lemma="meet", start=90))
OTHER = stored(claim("Kenya", "sign", document="2026-01/b"))


def side(texts: Mapping[str, str], *claims: StoredClaim) -> DiffInput:
    return DiffInput("x", lambda: claims, lambda: (), read_texts=lambda: texts)


@pytest.mark.parametrize(
    ("before", "after", "old", "reread"),
    [
        pytest.param(side({"2025-10/a": "1"}, SIGNED), side({"2025-10/a": "1"}, MET), [MET], 1, id="read differently"),
        pytest.param(side({"2025-10/a": "1"}, SIGNED), side({"2025-10/a": "1"}, SIGNED), [SIGNED], 0, id="read alike"),
        pytest.param(side({"2025-10/a": "1"}, SIGNED), side({"2025-10/a": "1"}), [], 1, id="nothing read any more"),
        pytest.param(side({"2025-10/a": "1"}, SIGNED), side({"2025-10/a": "2"}, MET), [SIGNED], 0, id="another text"),
        pytest.param(side({"2025-10/a": "1"}, SIGNED), side({"2026-01/b": "1"}, OTHER), [SIGNED], 0, id="others"),
        pytest.param(side({}, SIGNED), side({}, MET), [SIGNED], 0, id="texts unknown"),
    ],
)
def test_a_text_of_both_sides(before: DiffInput, after: DiffInput, old: list[StoredClaim], reread: int) -> None:
    assert as_read_later(before, after) == (tuple(old), reread)


def store(*claims: StoredClaim) -> Dataset:
    document = Document("2025-10/a", "", date="2025-10", batch="2025-10")
    return store_of([extraction(document, [one.claim for one in claims])])


def test_texts_are_compared_by_their_sentences() -> None:
    data = store(SIGNED, MET)
    same, fewer = of_store(store(SIGNED, MET), "b"), of_store(store(SIGNED), "c")
    first = of_store(data, "a")
    assert first.read_texts() == same.read_texts() != fewer.read_texts()
    assert first.read_texts().keys() == fewer.read_texts().keys()


def test_parts_of_one_store_are_not_compared() -> None:
    data = store(SIGNED)
    one, other = of_batch(data, "2025-10"), of_store(data, "all")
    assert as_read_later(one, other) == (one.claims, 0)
