"""A claim read back from the store, with metadata of its document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from ontology.model import Claim, Extraction, Participant


@dataclass(frozen=True, slots=True)
class StoredClaim:
    """A claim with the batch, title, date, URL and source of its document, as views and exports need it."""

    claim: Claim
    batch: str
    title: str | None = None
    date: str | None = None
    url: str | None = None
    source: str | None = None
    repeats: str | None = None
    """Id of the claim that this one repeats, if its document is a copy."""
    also_in: tuple[str, ...] = ()
    """Sources or ids of the documents whose claims repeat this one: see `without_duplicates`."""


def stored_claims_of(extraction: Extraction, first: Mapping[str, str]) -> list[StoredClaim]:
    """The claims of a document as the store would return them, in reading order: without those rejected.

    `first`: by id of a claim, the id of the claim that it repeats.
    """
    document = extraction.document
    about = (document.batch, document.title, document.date, document.url, document.source)
    ordered = sorted(
        (_with_normal_quantities(claim) for claim in extraction.claims if not claim.is_rejected), key=claim_order
    )
    return [StoredClaim(claim, *about, first.get(claim.id)) for claim in ordered]


def claim_order(claim: Claim) -> tuple[int, int, int, str]:
    """Sort key for the claims of a document: reading order."""
    return claim.sentence.start, claim.action_span.start, claim.actor.span.start, claim.id


def _with_normal_quantities(claim: Claim) -> Claim:
    """The claim with quantities in the lexical form of xsd:integer: ASCII digits without leading zeros."""
    parts = (claim.actor, claim.target)
    if not any(part is not None and part.quantity is not None and part.quantity.isdecimal() for part in parts):
        return claim
    target = None if claim.target is None else _with_normal_quantity(claim.target)
    return replace(claim, actor=_with_normal_quantity(claim.actor), target=target)


def _with_normal_quantity(part: Participant) -> Participant:
    if part.quantity is None or not part.quantity.isdecimal():
        return part
    return replace(part, quantity=str(int(part.quantity)))


NO_DATE = "9999-99-99"
"""Sorts claims of undated documents last."""


def without_duplicates(claims: Iterable[StoredClaim]) -> list[StoredClaim]:
    """The claims with repetitions removed; `also_in` of the remaining claim lists where it is repeated.

    If the original claim is not among them (a selection, one batch), the first repetition represents the group.
    """
    groups: dict[str, list[StoredClaim]] = defaultdict(list)
    for stored in claims:
        groups[stored.repeats or stored.claim.id].append(stored)
    return [_representative(group) for group in groups.values()]


def _representative(group: list[StoredClaim]) -> StoredClaim:
    if len(group) == 1:
        return group[0]
    ordered = sorted(
        group, key=lambda stored: (stored.repeats is not None, stored.date or NO_DATE, stored.claim.document)
    )
    others = [stored.source or stored.claim.document for stored in ordered[1:]]
    return replace(ordered[0], also_in=tuple(dict.fromkeys(others)))
