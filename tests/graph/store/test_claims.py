"""Claims come back from a store as they went in."""

from hypothesis import given, settings
from support.samples import extractions
from support.stores import LATE, sample_store, store_of

from graph.identity.entities import unified
from graph.store.claims import claims_of_batch, stored_claims
from ontology.model import Extraction
from ontology.registry import registry


@settings(deadline=None)
@given(made=extractions())
def test_claims_come_back_as_they_went_in(made: Extraction) -> None:
    made = next(iter(unified([made], registry())))
    back = list(stored_claims(store_of([made])))
    assert {one.claim.id: one.claim for one in back} == {one.id: one for one in made.claims}
    document = made.document
    for one in back:
        assert (one.batch, one.title, one.date) == (document.batch, document.title, document.date)
        assert (one.url, one.source) == (document.url, document.source)


def test_claims_of_a_batch_are_those_of_its_documents() -> None:
    assert {one.claim.document for one in claims_of_batch(sample_store(), "2026-01")} == {LATE}
