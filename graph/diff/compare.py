"""The comparison of two batches of claims."""

from __future__ import annotations

from collections.abc import Iterable

from graph.diff.alignment import THRESHOLD
from graph.diff.contradictions import contradictions
from graph.diff.developments import of_matters
from graph.diff.matters import matters
from graph.diff.model import Diff
from graph.diff.relations import actor_changes, relation_changes
from graph.diff.wording import Said
from graph.stored import StoredClaim


def diff(
    before: Iterable[StoredClaim],
    after: Iterable[StoredClaim],
    *,
    before_name: str,
    after_name: str,
    threshold: float = THRESHOLD,
) -> Diff:
    """Compare the claims of two batches; the order of the claims does not matter.

    `threshold`, from 0 to 1: how surely two targets that are worded differently must be one to be compared as one.
    """
    said = _unique([*(Said(0, stored) for stored in before), *(Said(1, stored) for stored in after)])
    common = _common(said)
    found = matters(said, threshold)
    added, gone = actor_changes(said)
    sections = relation_changes(said, found)
    news = [one for one in said if one.claim.id not in common]
    moved = of_matters(said, found) if news else []
    return Diff(
        before_name,
        after_name,
        developments=tuple(moved),
        contradictions=contradictions(said, found) if news else (),
        **sections,
        actors_added=added,
        actors_gone=gone,
    )


def _unique(said: Iterable[Said]) -> list[Said]:
    """Each claim of each batch once, in an order that does not depend on that of the input."""
    found = {(one.batch, one.claim.id): one for one in said}
    return [found[key] for key in sorted(found)]


def _common(said: Iterable[Said]) -> set[str]:
    """Ids of the claims that stand in both batches."""
    sides: tuple[set[str], set[str]] = (set(), set())
    for one in said:
        sides[one.batch].add(one.claim.id)
    return sides[0] & sides[1]
