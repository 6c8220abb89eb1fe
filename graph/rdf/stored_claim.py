"""A claim as it comes back from the store, with what is known of its document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from ontology.model import Claim, Extraction, Participant


@dataclass(frozen=True, slots=True)
class StoredClaim:
    """A claim and its document's title, date, address, source and batch."""

    claim: Claim
    batch: str
    title: str | None = None
    date: str | None = None
    url: str | None = None
    source: str | None = None
    repeats: str | None = None
    """Id of the claim that says the same in the text of which this one's document is a copy."""
    also: tuple[str, ...] = ()
    """Who else has the same text: sources or ids of the documents whose claims repeat this one (see `folded`)."""


def stored_of(extraction: Extraction, first: Mapping[str, str]) -> list[StoredClaim]:
    """The claims of a document as the store gives them back, in reading order; `first`: by claim, what it repeats."""
    document = extraction.document
    about = (document.batch, document.title, document.date, document.url, document.source)
    ordered = sorted(map(_as_stored, extraction.claims), key=claim_order)
    return [StoredClaim(claim, *about, first.get(claim.id)) for claim in ordered]


def claim_order(claim: Claim) -> tuple[int, int, int, str]:
    """What the claims of a document are sorted by."""
    return claim.sentence.start, claim.action_span.start, claim.actor.span.start, claim.id


def _as_stored(claim: Claim) -> Claim:
    """The claim with its numbers as RDF has them: without leading zeros, in European digits."""
    parts = (claim.actor, claim.target)
    if not any(one is not None and one.quantity is not None and one.quantity.isdecimal() for one in parts):
        return claim
    target = None if claim.target is None else _counted(claim.target)
    return replace(claim, actor=_counted(claim.actor), target=target)


def _counted(part: Participant) -> Participant:
    if part.quantity is None or not part.quantity.isdecimal():
        return part
    return replace(part, quantity=str(int(part.quantity)))


LAST = "9999-99-99"


def folded(claims: Iterable[StoredClaim]) -> list[StoredClaim]:
    """The claims without those that repeat one of them; that one says in `also` where else it stands.

    Where the first is not among them (a choice, one batch), the first of those that repeat it stands for it.
    """
    groups: dict[str, list[StoredClaim]] = defaultdict(list)
    for stored in claims:
        groups[stored.repeats or stored.claim.id].append(stored)
    return [_folded(group) for group in groups.values()]


def _folded(group: list[StoredClaim]) -> StoredClaim:
    if len(group) == 1:
        return group[0]
    ordered = sorted(group, key=lambda one: (one.repeats is not None, one.date or LAST, one.claim.document))
    others = [one.source or one.claim.document for one in ordered[1:]]
    return replace(ordered[0], also=tuple(dict.fromkeys(others)))
