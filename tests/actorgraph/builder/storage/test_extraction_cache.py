"""What was taken from documents: an index over lines on disk, read as often as one likes."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.samples import claim, extraction, extractions

from actorgraph.builder.storage import extraction_cache as cache_module
from actorgraph.builder.storage.extraction_cache import (
    CachedExtraction,
    ExtractionCache,
    document_digest,
    index_entries,
    line_of,
)
from actorgraph.builder.storage.workspace import CACHE, JOURNAL, Workspace
from ontology.errors import StoreError
from ontology.model import Document, Extraction

MADE = extraction(Document("2025-10/a", "Thailand propose conference.", date="2025-10", extra={"x": 1}), [claim()])


def remembered(name: str, extractor: str = "rules-1") -> CachedExtraction:
    return CachedExtraction.of(extraction(Document(name, "t", batch="b"), [claim(document=name)]), extractor)


def test_an_extraction_is_remembered_without_its_text(tmp_path: Path) -> None:
    (tmp_path / CACHE).write_bytes(line_of(CachedExtraction.of(MADE, "rules-1")))
    found = Workspace(tmp_path).cache_index()["2025-10/a"]
    assert (found.batch, found.date, found.extractor) == (MADE.document.batch, "2025-10", "rules-1")
    assert found.digest == document_digest(MADE.document)
    (kept,) = ExtractionCache([found])
    assert kept.extraction().claims == MADE.claims
    assert kept.document.text == ""


def test_a_digest_that_is_known_is_taken() -> None:
    assert CachedExtraction.of(MADE, "rules-1", "known").digest == "known"


@pytest.mark.parametrize("few", [0, 1 << 30])
@given(made=st.lists(extractions(), max_size=4))
def test_everything_comes_back_each_time(few: int, made: list[Extraction]) -> None:
    lines = [CachedExtraction.of(one, f"rules-{i}") for i, one in enumerate(made)]
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patched:
        patched.setattr(cache_module, "FEW", few)
        path = Path(folder, CACHE)
        path.write_bytes(b"".join(map(line_of, lines)))
        kept = ExtractionCache(index_entries(path))
        assert (len(kept), list(kept), list(kept)) == (len(lines), lines, lines)
        assert b"".join(kept.lines()) == path.read_bytes()


def test_the_head_of_a_line_may_be_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_module, "HEAD", 8)
    (tmp_path / CACHE).write_bytes(line_of(remembered("a")) + line_of(remembered("b")))
    assert [slot.id for slot in index_entries(tmp_path / CACHE)] == ["a", "b"]


@pytest.mark.parametrize("broken", [b"{broken\n", b"\n", b"[]\n", b'{"document": 1}\n', b"\xff\xfe\n"])
def test_a_broken_line_is_done_again(tmp_path: Path, broken: bytes) -> None:
    (tmp_path / CACHE).write_bytes(broken + line_of(remembered("a")))
    assert set(Workspace(tmp_path).cache_index()) == {"a"}


def test_the_last_line_of_a_journal_may_be_cut_off(tmp_path: Path) -> None:
    whole, cut = line_of(remembered("a")), line_of(remembered("b"))
    for length in (*range(1, len(cut) - 1, 23), len(cut) - 2):
        (tmp_path / JOURNAL).write_bytes(whole + cut[:length] + b"\n")
        assert set(Workspace(tmp_path).cache_index()) == {"a"}


def test_the_journal_goes_before_the_last_build(tmp_path: Path) -> None:
    space = Workspace(tmp_path)
    (tmp_path / CACHE).write_bytes(line_of(remembered("a", "old")) + line_of(remembered("b", "old")))
    with space.journal() as remember:
        remember(line_of(remembered("a", "new")))
    assert {key: slot.extractor for key, slot in space.cache_index().items()} == {"a": "new", "b": "old"}


def test_a_damaged_line_is_told(tmp_path: Path) -> None:
    line = line_of(remembered("a"))
    (tmp_path / CACHE).write_bytes(line.replace(b'"polarity":"affirmed"', b'"polarity":"perhaps!"'))
    with pytest.raises(StoreError, match=r"extractions\.jsonl: what was read of 'a' is damaged or of another version"):
        list(ExtractionCache(index_entries(tmp_path / CACHE)))
