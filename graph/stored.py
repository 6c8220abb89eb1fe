"""A claim as it comes back from the store, with what is known of its document."""

from __future__ import annotations

from dataclasses import dataclass

from ontology.model import Claim


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
    """Who else has the same text: sources or ids of the documents whose claims repeat this one (`graph.copies`)."""
