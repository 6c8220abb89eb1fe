"""All sentences of a store, with the metadata of their documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from actorgraph.api import build
from graph.diff.inputs import of_batch, of_file, of_store
from graph.rdf.stored_sentence import StoredSentence
from graph.store.oxigraph import open_store

pytestmark = pytest.mark.usefixtures("in_process")
TEXT = "Talks in Oslo\n\n7 October 2025\n\nKenya arrested nine suspects. The Oslo Summit was held."


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of a document, and of a copy of it in another batch."""
    folder: Path = tmp_path_factory.mktemp("sentences")
    for name in ("2025-10/a.txt", "2026-01/a-copy.txt"):
        path = folder / "docs" / name
        path.parent.mkdir(parents=True)
        path.write_text(TEXT, encoding="utf-8")
    build(folder / "docs", folder / "out")
    return folder / "out"


def texts(found: list[StoredSentence]) -> list[str]:
    return [stored.sentence.text for stored in found]


def test_sentences_without_a_claim_too(out: Path) -> None:
    data = open_store(out / "store")
    found = list(of_batch(data, "2025-10").read_sentences())
    assert texts(found)[-2:] == ["Kenya arrested nine suspects.", "The Oslo Summit was held."]
    last = found[-1]
    assert (last.batch, last.date, last.sentence.document) == ("2025-10", "2025-10-07", "2025-10/a")
    assert last.sentence.end - last.sentence.start == len(last.sentence.text)


def test_copies_are_left_out(out: Path) -> None:
    data = open_store(out / "store")
    assert of_batch(data, "2026-01").read_sentences() == []
    assert of_store(data, "all").read_sentences() == of_batch(data, "2025-10").read_sentences()


def test_sentences_of_a_file(out: Path) -> None:
    found = of_file(out / "graph.trig").read_sentences()
    assert texts(list(found))[-1] == "The Oslo Summit was held."
