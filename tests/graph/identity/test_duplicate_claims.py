"""Claims of copies count once and name all their sources."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import replace

import pytest
from rdflib import Dataset
from support.rdf import nodes

from actorgraph.builder.extraction.duplicates import extractions_of
from actorgraph.builder.storage.extraction_cache import CachedExtraction, ExtractionCache, index_entries, line_of
from extract.claims import Extractor
from graph.export.tables import write_csv
from graph.identity.duplicate_claims import as_original, duplicate_quads, repeated_claims
from graph.identity.merging import identities
from graph.identity.quads import entity_quads
from graph.map.network import network
from graph.query.engine import rows, run_named
from graph.query.shacl import check
from graph.rdf.claim_quads import extraction_quads, reference_quads
from graph.rdf.relations import select
from graph.rdf.stored_claim import without_duplicates
from graph.review.decisions import Decisions
from graph.store.claims import claims_of_batch, stored_claims
from graph.store.oxigraph import memory_store, nquads_lines
from ontology.model import Document, Extraction
from ontology.registry import registry

WIRE = (
    "Thailand signed the Lusaka Treaty in Hanoi on Saturday. The ministry arrested nine suspects near the border. "
    "Kenya did not extradite the two men, its police said. "
    "Malaysia pledged to sign the Lusaka Treaty before the summer."
)
OWN = "Laos signed the Lusaka Treaty in Vientiane."
"""What one paper adds to the wire report."""


def documents() -> list[Document]:
    common = {"batch": "b", "source": None}
    return [
        Document("wire", WIRE, date="2025-10-25", **{**common, "source": "Wire"}),  # type: ignore[arg-type]
        Document("paper", f"{WIRE} {OWN}", date="2025-10-26", **{**common, "source": "Paper"}),  # type: ignore[arg-type]
        Document("site", WIRE, date="2025-10-27", **common),  # type: ignore[arg-type]
        Document("own", "Thailand signed the Lusaka Treaty. It will host a conference.", date="2025-10-27", **common),  # type: ignore[arg-type]
    ]


@pytest.fixture(scope="module")
def extractions(extractor: Extractor, tmp_path_factory: pytest.TempPathFactory) -> Iterable[Extraction]:
    path = tmp_path_factory.mktemp("kept") / "extractions.jsonl"
    path.write_bytes(b"".join(line_of(CachedExtraction.of(extractor.extraction(one), "x")) for one in documents()))
    return extractions_of(ExtractionCache(index_entries(path)))


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


@pytest.fixture(scope="module")
def data(extractions: Iterable[Extraction]) -> Dataset:
    found = identities(extractions, Decisions(), registry())
    quads = [*reference_quads(registry()), *entity_quads(found.extractions, registry())]
    first = repeated_claims(found.extractions)
    for one in found.extractions:
        quads += [*extraction_quads(one), *duplicate_quads(one, first)]
    return memory_store(nquads_lines(quads))


def test_documents_of_one_text_are_copies_of_the_earliest(extractions: Iterable[Extraction]) -> None:
    assert {one.document.id: one.document.copy_of for one in extractions} == {
        "wire": None, "paper": "wire", "site": "wire", "own": None,
    }  # fmt: skip


def test_a_body_named_only_by_kind_is_one_in_the_copies_of_a_text(extractions: Iterable[Extraction]) -> None:
    bodies = {claim.actor.entity.id for one in extractions for claim in one.claims if claim.action.class_ == "arrest"}
    assert len(bodies) == 1


def test_claims_repeat_those_of_the_original_and_what_a_copy_adds_is_its_own(extractions: Iterable[Extraction]) -> None:
    first = repeated_claims(extractions)
    by_document = {one.document.id: one.claims for one in extractions}
    own = [claim for claim in by_document["paper"] if claim.id not in first]
    assert [claim.actor.entity.label for claim in own] == ["Laos"]
    assert all(claim.id in first for claim in by_document["site"])
    assert not set(first) & {claim.id for claim in (*by_document["wire"], *by_document["own"])}
    assert set(first.values()) <= {claim.id for claim in by_document["wire"]}


def test_a_copy_that_says_it_in_another_way_does_not_repeat_it(extractor: Extractor) -> None:
    one = extractor.extraction(Document("a", "Kenya arrested nine suspects."))
    other = extractor.extraction(Document("b", "Kenya did not arrest nine suspects.", copy_of="a"))
    assert repeated_claims([one, as_original(other)]) == {}
    same = extractor.extraction(Document("c", "Kenya detained nine suspects.", copy_of="a"))
    assert len(repeated_claims([one, as_original(other), as_original(same)])) == 1


def test_a_relation_counts_each_text_once(data: Dataset) -> None:
    signed = network(stored_claims(data)).edges["actor/thailand", "thing/lusaka-treaty", "sign"]
    assert signed["weight"] == 2  # the wire report and the text of its own
    assert sorted(len(one.also_in) for one in signed["claims"]) == [0, 2]
    assert next(one.also_in for one in signed["claims"] if one.also_in) == ("Paper", "site")
    assert select(stored_claims(data), min_claims=3) == []
    assert len(select(stored_claims(data), actor="Thailand", action="sign", min_claims=2)) == 4  # all of them are there


def test_all_claims_are_kept_with_their_evidence(data: Dataset, extractions: Iterable[Extraction]) -> None:
    every = list(stored_claims(data))
    assert len(every) == sum(len(one.claims) for one in extractions)
    out = io.BytesIO()
    write_csv(every, out)
    assert out.getvalue().count(b"\n") == len(every) + 1
    assert len(claims_of_batch(data, "b")) < len(every)


def test_folded_keeps_the_first_of_those_that_are_there(data: Dataset) -> None:
    every = [one for one in stored_claims(data) if one.claim.document != "wire"]
    kept = [one for one in without_duplicates(every) if one.claim.document in {"paper", "site"}]
    assert {one.claim.document for one in kept} == {"paper"}
    assert without_duplicates(without_duplicates(every)) == without_duplicates(every)
    assert len(without_duplicates(reversed(every))) == len(without_duplicates(every))


def test_the_graph_keeps_to_its_shapes_and_a_chain_does_not(data: Dataset, extractor: Extractor) -> None:
    assert check(data) == []
    chain = [Document("a", WIRE), Document("b", WIRE, copy_of="a"), Document("c", WIRE, copy_of="b")]
    made = [extractor.extraction(one) for one in chain]
    quads = [*reference_quads(registry()), *entity_quads(made, registry())]
    bad = memory_store(nquads_lines([*quads, *(quad for one in made for quad in extraction_quads(one))]))
    assert any("an original is a copy of none" in finding.message for finding in check(bad))


@pytest.mark.parametrize(
    ("name", "given", "row"),
    [
        ("who-did-what", {"actor": "Thailand", "action": "sign"}, {"claims": "2", "documents": "4"}),
        ("top-actors", {"limit": "1"}, {"actor": "Thailand", "acts": "3", "documents": "4"}),
        ("by-bloc", {"bloc": "ASEAN", "action": "sign"}, {"member": "Thailand", "claims": "2"}),
        ("one-source", {"actor": "Kenya"}, {"document id": "wire", "stated": "negated"}),
    ],
)
def test_named_queries_count_texts_and_name_all_documents(
    data: Dataset, name: str, given: dict[str, str], row: dict[str, str]
) -> None:
    columns, found = rows(run_named(data, name, given))
    first = {column.replace("_", " "): str(cell) for column, cell in zip(columns, found[0], strict=True)}
    assert {key: first[key] for key in row} == row


def test_what_a_document_says_of_itself_is_in_the_graph(extractor: Extractor) -> None:
    about = {
        "byline": "Jane Doe",
        "standfirst": "In short.",
        "dateline": "HANOI",
        "language": "en",
        "date_from": "meta",
    }
    made = extractor.extraction(replace(Document("a", OWN, date="2025-10-25"), **about))  # type: ignore[arg-type]
    said = {(str(p).rpartition("#")[2], str(o)) for _, p, o, _ in nodes(extraction_quads(made))}
    assert {("dateFrom" if key == "date_from" else key, value) for key, value in about.items()} <= said
