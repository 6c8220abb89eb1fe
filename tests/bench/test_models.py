"""The recorded answers of a reader, verified and scored: what the documentation of language models says of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.accuracy.corpus import FOLDER, read_annotations, total
from bench.accuracy.models import score
from extract.documents.reader import iter_documents

pytestmark = pytest.mark.slow
FILE = Path(__file__).resolve().parents[2] / "bench" / "models" / "reader.jsonl"


def test_verification_keeps_good_answers_and_their_figures() -> None:
    recorded = {
        row["document"]: row["claims"] for row in map(json.loads, FILE.read_text(encoding="utf-8").splitlines())
    }
    paths = [FOLDER / "docs" / f"{name}.txt" for name in recorded]
    documents = list(iter_documents(paths, on_error=lambda error: pytest.fail(str(error))))
    found = score("llm", documents, recorded, read_annotations())
    figures = total(found.counts).figures()
    assert figures["F1"] >= 87
    assert figures["facts right"] >= 93
    assert found.asked == found.sentences
    assert sum(count for reason, count in found.notes.items() if reason.startswith("rejected")) <= 5
