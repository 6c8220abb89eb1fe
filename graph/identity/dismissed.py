"""Finds the entities all of whose claims a person has rejected: a document names them, but no view lists them."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import replace

from ontology.model import Claim, Extraction
from ontology.scratch import scratch_database


class DismissedEntities:
    """The ids of the entities that rejected claims are about and no other claim names, collected by document."""

    def __init__(self) -> None:
        self._database = scratch_database("CREATE TABLE rejected (id TEXT)", "CREATE TABLE named (id TEXT)")

    def add(self, extraction: Extraction) -> None:
        """Take in the claims of a document."""
        rejected, named = set[str](), set[str]()
        for claim in extraction.claims:
            if claim.is_rejected:
                rejected |= _participants(claim)
            else:
                named |= _participants(claim)
                named |= {entity.id for entity in (claim.attribution, claim.where) if entity is not None}
        self._database.executemany("INSERT INTO rejected VALUES (?)", zip(rejected))
        self._database.executemany("INSERT INTO named VALUES (?)", zip(named))

    def ids(self) -> frozenset[str]:
        """The ids, of the documents so far."""
        rows = self._database.execute("SELECT id FROM rejected WHERE id NOT IN (SELECT id FROM named)")
        return frozenset(identifier for (identifier,) in rows)


def _participants(claim: Claim) -> set[str]:
    return {part.entity.id for part in (claim.actor, claim.target) if part is not None}


def without_mentions(extraction: Extraction, dismissed: AbstractSet[str]) -> Extraction:
    """The extraction without the mentions of these entities; its claims stay."""
    if not dismissed:
        return extraction
    kept = tuple(mentioned for mentioned in extraction.entities if mentioned.entity.id not in dismissed)
    return replace(extraction, entities=kept)
