"""A store of two small documents that say things in every way: plainly, denied, planned, alleged, reported, undated."""

from __future__ import annotations

from functools import cache

from rdflib import Dataset
from support.samples import claim, entity, extraction

from graph.identity.entities import unified
from graph.identity.quads import entity_quads
from graph.rdf.claim_quads import extraction_quads, reference_quads
from graph.store.oxigraph import memory_store, nquads_lines
from ontology.model import Claim, Document, Extraction, Modality, Polarity
from ontology.registry import registry

EARLY, LATE, EMPTY = "2025-10/a b", "2026-01/ü", "2026-01/nothing"
RING = entity('The "Ring"; of\nseven', "criminal-group")
TREATY = entity("treaty", "law")
MINISTRY = entity("Ministry of Truth", "government-body", "actor/kenya")


def sample_claims() -> tuple[list[Claim], list[Claim]]:
    """The claims of the two documents."""
    early = [
        claim("Thailand", "propose", "conference", document=EARLY, modality=Modality.PLANNED, when="2025-11"),
        claim("Cambodia", "extradite", RING, document=EARLY, start=60, index=1, attribution=entity("UNODC", "company")),
        claim("Vietnam", "sign", TREATY, document=EARLY, start=120, index=2, where=entity("Hanoi", "place")),
        claim("Laos", "arrest", RING, document=EARLY, start=180, index=3, polarity=Polarity.NEGATED),
        claim(RING, "scam", entity("Cambodia"), document=EARLY, start=240, index=4, alleged=True),
    ]
    late = [
        claim(MINISTRY, "meet", None, document=LATE, when="2026-01-02/2026-01-05"),
        claim("Kenya", "frobnicate", entity("Laos"), document=LATE, start=60, index=1),
        claim("Kenya", "arrest", entity("John Doe", "person"), document=LATE, start=120, index=2, confidence=0.41),
        claim(
            "Kenya", "visit", entity("Hanoi", "place"), document=LATE, start=180, index=3, modality=Modality.POSSIBLE
        ),
    ]
    return early, late


def sample_extractions() -> list[Extraction]:
    """What the documents gave; the third gave nothing."""
    early, late = sample_claims()
    return unified(
        [
            extraction(
                Document(EARLY, "", 'First, "quoted"', "2025-10-27", "https://example.org/a", "X", "2025-10"), early
            ),
            extraction(Document(LATE, "", batch="2026-01", date="2026-01"), late),
            extraction(Document(EMPTY, "", batch="2026-01"), []),
        ],
        registry(),
    )


def sample_store() -> Dataset:
    """The store of these documents, with the registry."""
    return store_of(sample_extractions())


def store_of(made: list[Extraction]) -> Dataset:
    """The store of what these documents gave, with the registry."""
    quads = [*entity_quads(made, registry()), *(quad for one in made for quad in extraction_quads(one))]
    return memory_store([*_reference_lines(), *nquads_lines(quads)])


@cache
def _reference_lines() -> tuple[str, ...]:
    return tuple(nquads_lines(reference_quads(registry())))
