"""A sentence read back from the store, with metadata of its document."""

from __future__ import annotations

from dataclasses import dataclass

from ontology.model import Sentence


@dataclass(frozen=True, slots=True)
class StoredSentence:
    """A sentence, with or without claims, and the batch, title, date, URL and source of its document."""

    sentence: Sentence
    batch: str
    title: str | None = None
    date: str | None = None
    url: str | None = None
    source: str | None = None
