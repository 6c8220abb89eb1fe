"""A store on disk: nothing is lost, order does not matter, damage is told."""

import io
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import BNode, URIRef
from support.samples import claim, entity, extraction, extractions

from graph.identity.entities import unified
from graph.identity.quads import entity_quads
from graph.rdf.claim_quads import extraction_quads, reference_quads
from graph.rdf.ntriples import Quad, quad_of
from graph.store.claims import stored_claims
from graph.store.loader import StoreLoader, write_store
from graph.store.oxigraph import (
    block_of,
    graph_names,
    memory_store,
    named_graph,
    nquads_lines,
    open_store,
    rows,
    store_lines,
    triples_about,
    triples_of_graphs,
    write_trig,
)
from ontology.errors import StoreError
from ontology.model import Document, Extraction
from ontology.registry import registry


def quads(*found: Extraction) -> list[Quad]:
    same = unified(found, registry())
    return [*entity_quads(same, registry()), *(quad for one in same for quad in extraction_quads(one))]


@pytest.fixture(scope="module")
def reference() -> list[str]:
    return nquads_lines(reference_quads(registry()))


@settings(deadline=None)
@given(made=extractions(), seed=st.integers())
def test_lines_do_not_depend_on_order(made: Extraction, seed: int) -> None:
    found = quads(made)
    shuffled = found[:]
    random.Random(seed).shuffle(shuffled)  # noqa: S311  # no secret
    assert nquads_lines(found) == nquads_lines(shuffled) == sorted(nquads_lines(found))


@settings(deadline=None)
@given(made=extractions())
def test_the_store_keeps_every_line(made: Extraction) -> None:
    lines = nquads_lines(quads(made))
    assert list(store_lines(memory_store(lines))) == lines


@pytest.fixture
def built(tmp_path: Path, reference: list[str]) -> Path:
    one = extraction(Document("2025-10/a", "", date="2025-10", batch="2025-10"), [claim()])
    two = extraction(
        Document("2026-01/b", "", batch="2026-01"),
        [claim(entity("Anutin Charnvirakul", "person", "actor/thailand"), "host", document="2026-01/b")],
    )
    write_store(tmp_path / "store", [*reference, *nquads_lines(quads(one, two))])
    return tmp_path / "store"


def test_a_store_on_disk(built: Path) -> None:
    data = open_store(built)
    assert [one.claim.document for one in stored_claims(data)] == ["2025-10/a", "2026-01/b"]


def test_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="actorgraph build"):
        open_store(tmp_path / "store")


def test_a_damaged_store(built: Path) -> None:
    (built / "CURRENT").write_text("nonsense\n")
    with pytest.raises(StoreError, match="build it again"):
        open_store(built)


def test_a_folder_that_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be opened"):
        open_store(tmp_path)


@pytest.mark.parametrize("background", [False, True])
def test_a_store_that_cannot_be_written_is_told(tmp_path: Path, background: bool) -> None:
    (tmp_path / "file").write_text("in the way")
    with (
        pytest.raises(StoreError, match=r"file/store: the store cannot be written"),
        StoreLoader(tmp_path / "file" / "store", background=background),
    ):
        pass


def test_lines_that_are_no_quads_end_the_loading(tmp_path: Path) -> None:
    with pytest.raises(SyntaxError), StoreLoader(tmp_path / "store", background=True) as loading:
        loading.add(b"this is no quad\n")


def test_rows_and_triples_are_those_of_rdflib(built: Path) -> None:
    data = open_store(built)
    text = "SELECT ?s ?p ?o WHERE { ?s a ag:Claim ; ?p ?o }"
    assert set(rows(data, text)) == {tuple(row) for row in data.query(text)}
    names = graph_names(data)
    found = [set(one) for one in triples_of_graphs(data, names)]
    assert found == [set(named_graph(data, name)) for name in names]
    nodes = sorted({s for one in found for s, _, _ in one}, key=str)
    assert set(triples_about(data, nodes)) == {triple for one in found for triple in one}


def test_a_blank_node_is_refused() -> None:
    node = URIRef("https://example.org/a")
    with pytest.raises(StoreError, match="blank node"):
        quad_of((BNode(), node, node, node))


def test_trig_says_the_same(built: Path) -> None:
    lines = list(store_lines(open_store(built)))
    out = io.BytesIO()
    write_trig(out, [block_of(lines)])
    written = out.getvalue()
    assert b"actor:thailand action:propose thing:conference" in written
