"""The batches of a store and their documents."""

import pytest
from support.stores import EARLY, EMPTY, LATE, sample_store

from graph.store.batches import batches, check_batch, dated_documents, document_graphs
from graph.store.claims import claims_of_batch
from ontology.errors import InputError
from ontology.identifiers import document_id, iri


def test_batches_by_name() -> None:
    assert batches(sample_store()) == ["2025-10", "2026-01"]


def test_each_batch_has_its_document_graphs() -> None:
    data = sample_store()
    early, late = (document_graphs(data, batch=batch) for batch in batches(data))
    assert [str(name) for name in early] == [iri(document_id(EARLY))]
    assert {str(name) for name in late} == {iri(document_id(document)) for document in (LATE, EMPTY)}
    assert document_graphs(data) == sorted([*early, *late])


def test_documents_without_a_date_are_left_out() -> None:
    dates = {str(name): date for name, date in dated_documents(sample_store()).items()}
    assert dates == {iri(document_id(EARLY)): "2025-10-27", iri(document_id(LATE)): "2026-01"}


def test_an_unknown_batch_is_told_with_the_known_ones() -> None:
    data = sample_store()
    check_batch(data, "2025-10")
    for read in (check_batch, claims_of_batch):
        with pytest.raises(InputError, match="2025-10, 2026-01"):
            read(data, "2027")
