"""The part of the page data that is parsed when a claim is first opened: sentences, offsets and rules."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from graph.map.columns import Data, Numbering
from graph.rdf.stored_claim import StoredClaim
from ontology.model import Span


def evidence(claims: Iterable[StoredClaim]) -> Data:
    """Sentences, and for each claim the place of its sentence and the offsets of actor, action and target in it."""
    sentences: Numbering[str] = Numbering()
    words: Numbering[str] = Numbering()
    columns: dict[str, list[Any]] = {
        key: [] for key in ("sentence", "at", "spans", "verb", "when", "place", "rule", "id")
    }
    also: dict[str, list[str]] = {}
    decisions: dict[str, str] = {}
    for number, (claim, others) in enumerate((stored.claim, stored.also_in) for stored in claims):
        if others:
            also[str(number)] = list(others)
        columns["sentence"].append(sentences(claim.sentence.text))
        columns["at"].append(claim.sentence.index)
        for span in (claim.actor.span, claim.action_span, claim.target.span if claim.target else None):
            columns["spans"] += _offsets(span, claim.sentence.start)
        columns["verb"].append(words(claim.action.label))
        columns["when"].append(words(claim.when))
        columns["place"].append(words(claim.where.label if claim.where else None))
        columns["rule"].append(words(claim.rule))
        columns["id"].append(claim.id.removeprefix("claim/"))
        if claim.review is not None:
            decisions[str(number)] = f"{claim.review.state.value} by a person"
    return {
        "sentences": sentences.values(),
        "words": words.values(),
        "claims": columns,
        "also": also,
        "decisions": decisions,
    }


def _offsets(span: Span | None, start: int) -> list[int]:
    return [-1, -1] if span is None else [span.start - start, span.end - start]
