"""Memory of identity resolution grows with names, not with documents."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Iterator

import pytest
from support.samples import claim, extraction

from graph.identity import entities
from graph.identity.dismissed import DismissedEntities
from graph.identity.merging import identities
from graph.identity.quads import EntityFacts
from graph.review.decisions import Decisions
from ontology.model import Document, Entity, EntityType, Extraction
from ontology.registry import registry


class Documents:
    """Documents that name the same actors, and things of their own that have no name; made when they are read."""

    def __init__(self, count: int) -> None:
        self.count = count

    def __iter__(self) -> Iterator[Extraction]:
        """What each document gave."""
        for number in range(self.count):
            name = f"b/{number:05d}"
            made = [
                claim("Peru", "arrest", _men(f"{number}-{place}"), document=name, start=60 * place)
                for place in range(9)
            ]
            yield extraction(Document(name, "", date="2025-10", batch="b"), made)


def _men(number: str) -> Entity:
    return Entity(f"actor/men-{number}", "men", EntityType.GROUP)


def _peak(count: int) -> int:
    """Bytes of Python's own memory at most while this many documents are resolved and described."""
    gc.collect()
    tracemalloc.start()
    found, facts, dismissed = identities(Documents(count), Decisions(), registry()), EntityFacts(), DismissedEntities()
    for made in found.extractions:
        facts.add(made)
        dismissed.add(made)
    described = sum(1 for _ in facts.quads(registry()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert described > 9 * count
    return peak


@pytest.mark.long
def test_memory_does_not_grow_with_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entities, "RECENT", 64)
    _peak(10)  # what is loaded once
    few, many = _peak(100), _peak(500)
    assert many < 1.2 * few, f"{few:,} bytes for 100 documents, {many:,} for 500"
