"""Claims of duplicate texts: which claims of a copy repeat a claim of its original, so that views count them once.

The store keeps every claim with its own evidence. If ten papers print one wire report, views show its claim once and
name all ten sources.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from graph.identity.entities import rewritten
from graph.rdf import schema
from graph.rdf.ntriples import Quad, iri_term
from graph.rdf.stored_claim import NO_DATE
from ontology.identifiers import document_id, in_scope_of
from ontology.model import Claim, Extraction

Statement = tuple[str, str, str | None, str, str, bool]
"""What a claim states: actor, action, target, polarity, modality, whether it is alleged."""


def as_original(extraction: Extraction) -> Extraction:
    """The extraction of a copy, with ids scoped to the copy ("the ministry") replaced by those of the original."""
    document, original = extraction.document.id, extraction.document.copy_of
    if original is None:
        return extraction
    return rewritten(extraction, lambda entity: replace(entity, id=in_scope_of(entity.id, document, original)))


@dataclass(frozen=True, slots=True, order=True)
class _Statements:
    """The place of a document among those with its text, and what it states with the ids of the claims, in order."""

    place: tuple[bool, str, str]
    statements: tuple[tuple[Statement, str], ...] = field(compare=False)


class DuplicateGroups:
    """What is stated by documents that are copies or have copies, grouped by original; others are not kept in memory.

    `originals`: by id of each copy, the id of its original.
    """

    def __init__(self, originals: Mapping[str, str]) -> None:
        self._relevant = {*originals, *originals.values()}
        self._groups: dict[str, list[_Statements]] = defaultdict(list)

    def add(self, extraction: Extraction) -> None:
        """Keep what a document states if it is a copy or has copies."""
        if extraction.document.id in self._relevant:
            original = extraction.document.copy_of or extraction.document.id
            self._groups[original].append(_Statements(_order(extraction, original), _statements(extraction)))

    def repeated_claims(self) -> dict[str, str]:
        """By id of each claim that repeats a claim of a document with the same text, the id of that claim.

        The documents of a group are compared starting with the original. A statement made twice in one text may be
        repeated twice by each copy.
        """
        repeats: dict[str, str] = {}
        for original in sorted(self._groups):
            if len(self._groups[original]) > 1:
                repeats |= _repeats_in_group(sorted(self._groups[original]))
        return repeats


def repeated_claims(extractions: Iterable[Extraction]) -> dict[str, str]:
    """The repeated claims of extractions, which are read twice: see `DuplicateGroups.repeated_claims`."""
    copies = [(extraction.document.id, extraction.document.copy_of) for extraction in extractions]
    groups = DuplicateGroups({document: original for document, original in copies if original is not None})
    for extraction in extractions:
        groups.add(extraction)
    return groups.repeated_claims()


def duplicate_quads(extraction: Extraction, first: Mapping[str, str]) -> Iterator[Quad]:
    """The `ag:repeats` quads of a copy, in the graph of its document; `first`: see `repeated_claims`."""
    graph = iri_term(document_id(extraction.document.id))
    for claim in extraction.claims:
        if claim.id in first and not claim.is_rejected:
            yield iri_term(claim.id), schema.REPEATS, iri_term(first[claim.id]), graph


def _order(extraction: Extraction, original: str) -> tuple[bool, str, str]:
    document = extraction.document
    return document.id != original, document.date or NO_DATE, document.id


def _statements(extraction: Extraction) -> tuple[tuple[Statement, str], ...]:
    claims = sorted((claim for claim in extraction.claims if not claim.is_rejected), key=_place)
    return tuple((_statement(claim), claim.id) for claim in claims)


def _repeats_in_group(documents: Iterable[_Statements]) -> dict[str, str]:
    first_claims: dict[Statement, list[str]] = defaultdict(list)
    repeats: dict[str, str] = {}
    for document in documents:
        times: dict[Statement, int] = defaultdict(int)
        for key, identifier in document.statements:
            known = first_claims[key]
            if times[key] < len(known):
                repeats[identifier] = known[times[key]]
            else:
                known.append(identifier)
            times[key] += 1
    return repeats


def _place(claim: Claim) -> tuple[int, int, str]:
    return claim.sentence.start, claim.action_span.start, claim.id


def _statement(claim: Claim) -> Statement:
    target = claim.target.entity.id if claim.target else None
    about = claim.actor.entity.id, claim.action.concept, target
    return (*about, claim.polarity.value, claim.modality.value, claim.alleged)
