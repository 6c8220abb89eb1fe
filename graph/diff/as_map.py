"""A diff as the interactive map: both sides drawn as one, each relation in the colour of what became of it.

The filter "change" shows only what is new, gone, changed or the same; the filter "batch" goes between before and after.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from graph.diff.model import Diff
from graph.diff.states import relation_states
from graph.page import Map
from graph.page_data import NOTHING
from graph.stored import StoredClaim


def to_map(
    found: Diff,
    *,
    aliases: Mapping[str, Sequence[str]] = NOTHING,
    memberships: Mapping[str, Sequence[str]] = NOTHING,
) -> str:
    """The map page of a diff, in which the batches are its two sides."""
    states = relation_states(found)
    claims: dict[str, StoredClaim] = {}
    for state in states.values():
        for name, side in ((found.before_name, state.before), (found.after_name, state.after)):
            claims |= _named(side, name)
    page = Map(
        claims.values(),
        title=f"What changed: {found.before_name} → {found.after_name}",
        aliases=aliases,
        memberships=memberships,
        changes={key: state.name for key, state in states.items()},
    )
    return page.html


def _named(claims: Iterable[StoredClaim], name: str) -> dict[str, StoredClaim]:
    """By id, the claims with their side as their batch."""
    return {stored.claim.id: replace(stored, batch=name) for stored in claims}
