"""Corpora of few actors, actions and targets, in which claims meet: large relations, contradictions, copies."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from support.samples import claim, entity, extraction
from support.stores import sample_extractions

from graph.identity.duplicate_claims import duplicate_quads, repeated_claims
from graph.identity.entities import unified
from graph.identity.quads import entity_quads
from graph.rdf.claim_quads import extraction_quads, reference_quads
from graph.rdf.stored_claim import stored_claims_of
from graph.store.oxigraph import nquads_lines
from graph.store.relations import RelationCollector
from ontology.model import Document, Extraction, Modality, Polarity, Provenance, Review, ReviewState
from ontology.registry import registry

ACTORS = (
    *(entity(name) for name in ("Thailand", "Kenya", "Laos")),
    entity("Ministry of Truth", "government-body", "actor/kenya"),
    entity('The "Ring"; of\nseven', "criminal-group"),
    entity("Åsa Ødegård", "person", "actor/laos"),
)
TARGETS = (
    *ACTORS,
    entity("conference on scams", "event"),
    entity("harbour conference", "event"),
    entity("Hanoi", "place"),
)
LEMMAS = ("propose", "sign", "arrest", "raid", "accuse", "plan", "meet", "postpone", "reject", "frobnicate")
DATES = ("2025", "2025-10", "2025-10-27", "2026-01-05", None)
WHENS = (None, None, None, "2025-12", "2025-10-01/2026-02-03", "2026")
CLAIMS, COPIES, MODELS_OWN = 6, 4, 5
"""Claims of a document; every document of this number in a row is a copy of the one before it. A language
model made the claim with the last number."""


def corpus(seed: int, documents: int) -> list[Extraction]:
    """What this many documents gave, with copies and rejected claims among them, after identity resolution."""
    rng = random.Random(seed)  # noqa: S311  # not for security
    made = [_document(rng, number) for number in range(documents)]
    for number in range(COPIES - 1, documents, COPIES):
        made[number] = _copy(made[number - 1], f"b/{number}")
    return unified([*made, _contradiction(), *sample_extractions()], registry())


def lines_of(made: Sequence[Extraction]) -> list[str]:
    """The N-Quads of a graph of these documents, as a build writes them."""
    first = repeated_claims(made)
    quads = [*reference_quads(registry()), *entity_quads(made, registry())]
    with RelationCollector() as relations:
        for one in made:
            quads += [*extraction_quads(one), *duplicate_quads(one, first)]
            for stored in stored_claims_of(one, first):
                relations.add(stored)
        blocks = [line for block in relations.blocks() for line in block]
    return [*nquads_lines(quads), *blocks]


def _document(rng: random.Random, number: int) -> Extraction:
    name = f"b/{number}"
    claims = []
    for index in range(CLAIMS):
        said = claim(
            rng.choice(ACTORS),
            rng.choice(LEMMAS),
            rng.choice((*TARGETS, None)),
            document=name,
            start=100 * index,
            index=index,
            polarity=Polarity.NEGATED if rng.random() < 0.2 else Polarity.AFFIRMED,
            modality=rng.choice((*Modality, Modality.ASSERTED, Modality.ASSERTED)),
            alleged=rng.random() < 0.2,
            attribution=rng.choice((None, None, *ACTORS)),
            when=rng.choice(WHENS),
            where=rng.choice((None, None, TARGETS[-1])),
            confidence=rng.choice((0.3, 0.5, 0.9)),
        )
        review = Review(ReviewState.REJECTED) if rng.random() < 0.1 else None
        made = Provenance("llm", "m", f"request of {name}") if index == MODELS_OWN else None
        claims.append(replace(said, review=review, provenance=made))
    about = Document(name, "", rng.choice((None, f"Title {number}")), rng.choice(DATES), source=rng.choice((None, "X")))
    return extraction(replace(about, batch="b"), claims)


def _contradiction() -> Extraction:
    """A document that affirms and denies the same, which chance may leave out."""
    name, (kenya, laos) = "b/both", ACTORS[1:3]
    affirmed = claim(kenya, "arrest", laos, document=name, attribution=laos)
    denied = claim(kenya, "arrest", laos, document=name, start=100, index=1, polarity=Polarity.NEGATED)
    return extraction(Document(name, "", batch="b"), [affirmed, denied])


def _copy(original: Extraction, name: str) -> Extraction:
    claims = [
        replace(one, id=f"{one.id}x", document=name, sentence=replace(one.sentence, document=name))
        for one in original.claims
    ]
    return extraction(replace(original.document, id=name, copy_of=original.document.id), claims)
