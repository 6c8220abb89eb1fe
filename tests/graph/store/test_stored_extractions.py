"""What a store has of its documents: all sentences and claims, and who takes part in them."""

from support.stores import sample_extractions, sample_store

from graph.store.documents import stored_extractions
from ontology.identifiers import document_id, iri


def test_sentences_and_claims_come_back() -> None:
    back = list(stored_extractions(sample_store()))
    made = sorted(sample_extractions(), key=lambda extraction: iri(document_id(extraction.document.id)))
    assert [one.document.id for one in back] == [one.document.id for one in made]
    for stored, extracted in zip(back, made, strict=True):
        assert stored.sentences == extracted.sentences
        assert {claim.id for claim in stored.claims} == {claim.id for claim in extracted.claims}
        assert {one.entity.id: len(one.mentions) for one in stored.entities} == {
            one.entity.id: len(set(one.mentions)) for one in extracted.entities
        }
