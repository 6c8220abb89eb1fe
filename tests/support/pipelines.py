"""Texts, and what a pipeline annotates in them, for tests of parsing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from spacy.tokens import Doc

from extract.documents.reader import iter_documents

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
ODD_TEXTS = (
    "I'm gonna say there's no treaty, ain't it? Let's go, y'all: c'mon, you've got ta.",
    "The  \n man of New \t York came.  There are two ministers in \n Hanoi!",
    "It did. You do it; I had it done, but I have it and they do n't.",
    "Ann",
    " ",
    "The U.S. Treasury sanctioned Prince Group on Oct. 14, 2025 for $15 billion. Cambodia did not",
)
COLUMNS = ("tag_", "pos_", "dep_", "ent_type_", "ent_iob_", "lemma_", "is_sent_start")


def annotations(doc: Doc) -> list[tuple[Any, ...]]:
    """What a pipeline says of each token of a text."""
    return [(*(getattr(token, name) for name in COLUMNS), token.head.i, str(token.morph)) for token in doc]


def seed_paragraphs() -> list[str]:
    """The paragraphs of the seeds."""
    documents = iter_documents([SEEDS], on_error=lambda error: pytest.fail(str(error)))
    return [line for document in documents for line in document.text.split("\n")]
