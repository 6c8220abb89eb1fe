"""The comparison of two batches of claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from graph.diff.alignment.noun_phrases import Said
from graph.diff.alignment.targets import THRESHOLD
from graph.diff.alignment.topics import matters
from graph.diff.findings.contradictions import contradictions
from graph.diff.findings.developments import of_matters
from graph.diff.findings.model import Diff
from graph.diff.findings.relations import actor_changes, relation_changes
from graph.rdf.stored_claim import StoredClaim


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
    said = numbered((before, after))
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


def numbered(batches: Iterable[Iterable[StoredClaim]]) -> list[Said]:
    """Each claim of each batch once, in an order that does not depend on that of the input."""
    found = {(n, stored.claim.id): stored for n, claims in enumerate(batches) for stored in claims}
    times = Counter(claim for _, claim in found)
    shared = {stored.claim.document for (_, claim), stored in found.items() if times[claim] > 1}
    return [Said(n, found[n, claim], found[n, claim].claim.document in shared) for n, claim in sorted(found)]


def _common(said: Iterable[Said]) -> set[str]:
    """Ids of the claims that stand in both batches."""
    sides: tuple[set[str], set[str]] = (set(), set())
    for one in said:
        sides[one.batch].add(one.claim.id)
    return sides[0] & sides[1]
