"""The writing half of a build: document by document, in order, the same bytes as all at once."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from support.samples import claim, entity, extraction, extractions

from actorgraph.builder.outputs import files as writing
from actorgraph.builder.outputs import maps as drawing
from actorgraph.builder.outputs.files import PreviousBuild, digests, write_build
from actorgraph.builder.storage.workspace import CLAIMS_CSV, CLAIMS_JSONL, GRAPH, MAP, STORE, place
from graph.identity.duplicate_claims import repeated_claims
from graph.identity.entities import unified
from graph.identity.merging import identities
from graph.map.selection import MapLimits
from graph.rdf.stored_claim import stored_claims_of
from graph.review.decisions import Decisions
from graph.store import loader
from graph.store.claims import stored_claims
from graph.store.loader import write_store
from graph.store.oxigraph import memory_store, nquads_lines, open_store, store_lines
from ontology.model import Document, Extraction
from ontology.registry import registry

NOTHING = PreviousBuild(Path("nowhere"))


class Read:
    """Extractions that are made when they are read, as of a file; it knows how many were read."""

    def __init__(self, *numbers: int) -> None:
        self.numbers = numbers
        self.read = 0

    def __iter__(self) -> Iterator[Extraction]:
        """What each document gave."""
        for number in self.numbers:
            self.read += 1
            name = f"b/{number}"
            made = [
                claim("Peru", "sign", entity(f"treaty {number}", "law"), document=name),
                claim("Kenya", "meet", entity("Laos"), document=name, start=60, index=1),
            ]
            yield extraction(Document(name, "", date="2025-10", batch="b"), made)


def written(folder: Path, source: Read, *, in_background: bool = False) -> dict[str, str]:
    folder.mkdir()
    found = identities(source, Decisions(), registry())
    counts = write_build(folder, found, registry(), NOTHING, in_background=in_background)
    assert (counts.documents, counts.claims, counts.sentences) == (len(source.numbers), *[2 * len(source.numbers)] * 2)
    return digests(folder)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(extractions())
def test_claims_are_as_the_store_gives_them_back(made: Extraction) -> None:
    (one,) = unified([made], registry())
    found = identities([made], Decisions(), registry())
    lines = [*nquads_lines(writing.reference_quads(registry()))]
    facts = writing.EntityFacts()
    facts.add(one)
    lines += nquads_lines([*facts.quads(registry()), *writing.extraction_quads(one)])
    back = list(stored_claims(memory_store(lines)))
    assert [it for each in found.extractions for it in stored_claims_of(each, repeated_claims([one]))] == back


@pytest.mark.parametrize(("quantity", "stored"), [("0012", "12"), ("more than 500", "more than 500"), ("٣", "3")])
def test_numbers_are_as_the_store_gives_them_back(quantity: str, stored: str) -> None:
    one = claim("Peru", "arrest", entity("suspects", "group"))
    assert one.target is not None
    counted = replace(one, target=replace(one.target, quantity=quantity))
    (made,) = unified([extraction(Document("2025-10/a", ""), [counted])], registry())
    facts = writing.EntityFacts()
    facts.add(made)
    lines = nquads_lines([*facts.quads(registry()), *writing.extraction_quads(made)])
    lines += nquads_lines(writing.reference_quads(registry()))
    (back,) = stored_claims(memory_store(lines))
    assert back.claim.target is not None
    assert back.claim.target.quantity == stored
    assert stored_claims_of(made, {}) == [back]


@pytest.mark.long
def test_a_store_is_the_same_in_however_many_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = written(tmp_path / "whole", Read(1, 2, 3))
    monkeypatch.setattr(loader, "MIN_PART_BYTES", 300_000)
    assert written(tmp_path / "parts", Read(1, 2, 3)) == whole
    assert written(tmp_path / "aside", Read(1, 2, 3), in_background=True) == whole
    first, *others = (list(store_lines(open_store(tmp_path / name / STORE))) for name in ("whole", "parts", "aside"))
    assert others == [first, first]
    write_store(tmp_path / "lines", first)
    assert list(store_lines(open_store(tmp_path / "lines"))) == first


def test_blocks_are_cut_at_the_ends_of_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path / "whole", Read(1, 2))
    lines = list(store_lines(open_store(tmp_path / "whole" / STORE)))
    text = "".join(f"{line}\n" for line in lines).encode()
    for part in (300_000, 10**9):
        monkeypatch.setattr(loader, "MIN_PART_BYTES", part)
        monkeypatch.setattr(loader, "MAX_PART_BYTES", part)
        half = text.index(b"\n", len(text) // 2) + 1
        loader.load_store(tmp_path / str(part), [text[:half], text[half:]])
        assert list(store_lines(open_store(tmp_path / str(part)))) == lines


def test_documents_must_come_in_order(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="in the order of their IRIs"):
        written(tmp_path / "x", Read(2, 1))


def test_documents_are_in_the_order_of_their_iris() -> None:
    assert sorted(["a b", "a-b", "a/b", "ä"], key=place) == ["ä", "a b", "a-b", "a/b"]


def test_a_source_is_read_a_few_times_and_kept_by_nobody(tmp_path: Path) -> None:
    source = Read(*range(10, 30))
    written(tmp_path / "x", source)
    assert source.read / 20 == 3


def test_a_store_of_the_same_graph_stays(tmp_path: Path) -> None:
    graph = written(tmp_path / "first", Read(1, 2))[GRAPH]
    (tmp_path / "second").mkdir()
    found = identities(Read(1, 2), Decisions(), registry())
    write_build(tmp_path / "second", found, registry(), PreviousBuild(tmp_path / "first" / STORE, graph))
    assert not (tmp_path / "second" / STORE).exists()
    assert digests(tmp_path / "second") == digests(tmp_path / "first")


def test_the_map_of_a_large_build_is_of_its_chief_actors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = written(tmp_path / "small", Read(1, 2, 3, 4))
    limits = MapLimits(claims=5, entities=3, evidence=2)
    monkeypatch.setattr(writing, "LIMITS", limits)
    monkeypatch.setattr(drawing, "LIMITS", limits)
    large = written(tmp_path / "large", Read(1, 2, 3, 4))
    assert [name for name in small if small[name] != large[name]] == [MAP, "positions.json"]
    page = (tmp_path / "large" / MAP).read_text(encoding="utf-8")
    assert "Who did what: b: 2 of 7 actors and things, the most frequent, at most 2 claims of a relation" in page
    for name in (CLAIMS_JSONL, CLAIMS_CSV, GRAPH):
        assert (tmp_path / "large" / name).read_bytes() == (tmp_path / "small" / name).read_bytes()
