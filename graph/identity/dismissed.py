"""Finds the entities all of whose claims a person has rejected: a document names them, but no view lists them."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from ontology.model import Claim, Extraction


@dataclass(slots=True)
class DismissedEntities:
    """The ids of the entities that rejected claims are about and no other claim names, collected by document."""

    _rejected: set[str] = field(default_factory=set)
    _named: set[str] = field(default_factory=set)

    def add(self, extraction: Extraction) -> None:
        """Take in the claims of a document."""
        for claim in extraction.claims:
            if claim.is_rejected:
                self._rejected |= _participants(claim)
            else:
                self._named |= _participants(claim)
                self._named |= {entity.id for entity in (claim.attribution, claim.where) if entity is not None}

    def ids(self) -> frozenset[str]:
        """The ids, of the documents so far."""
        return frozenset(self._rejected - self._named)


def _participants(claim: Claim) -> set[str]:
    return {part.entity.id for part in (claim.actor, claim.target) if part is not None}


def without_mentions(extraction: Extraction, dismissed: AbstractSet[str]) -> Extraction:
    """The extraction without the mentions of these entities; its claims stay."""
    if not dismissed:
        return extraction
    kept = tuple(mentioned for mentioned in extraction.entities if mentioned.entity.id not in dismissed)
    return replace(extraction, entities=kept)
