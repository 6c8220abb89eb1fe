"""A diff as the interactive map: both sides in one drawing, each relation in the colour of its change.

The slider above the map goes from one side over both to the other; a relation's card has the sentences of both sides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from graph.diff.findings.model import Diff
from graph.diff.render.grammar import sentence
from graph.diff.render.headlines import headline
from graph.diff.render.map_states import actor_states, relation_states
from graph.map.page import Map
from graph.map.page_context import NOTHING, MapDifference
from graph.rdf.relations import RelationKey
from graph.rdf.stored_claim import StoredClaim


def to_map(
    diff: Diff,
    *,
    aliases: Mapping[str, Sequence[str]] = NOTHING,
    memberships: Mapping[str, Sequence[str]] = NOTHING,
) -> str:
    """The map page of a diff. Its two sides are shown as batches; a claim of both sides is in both batches."""
    sides = _names(diff)
    states = relation_states(diff)
    before = _named((stored for state in states.values() for stored in state.before), sides[0])
    after = _named((stored for state in states.values() for stored in state.after), sides[1])
    page = Map(
        [*before, *after],
        title=f"What changed: {sides[0]} → {sides[1]}",
        aliases=aliases,
        memberships=memberships,
        difference=MapDifference(
            sides,
            {key: state.name for key, state in states.items()},
            {actor: state.name for actor, state in actor_states(diff).items()},
            _matches(diff),
            [(_title(headline(development)), sorted(development.claim_ids)) for development in diff.developments],
        ),
    )
    return page.html


def _names(diff: Diff) -> tuple[str, str]:
    """The names of the sides, made different if two folders have one name."""
    if diff.before_name != diff.after_name:
        return diff.before_name, diff.after_name
    return f"{diff.before_name} (before)", f"{diff.after_name} (after)"


def _title(line: str) -> str:
    return sentence(line).rstrip(".").replace("->", "→")


def _matches(diff: Diff) -> list[list[RelationKey]]:
    """Relations of both sides that have different words, in a fixed order."""
    groups = (change.keys for change in diff.in_both if len(change.keys) > 1)
    return sorted(sorted(keys, key=_order) for keys in groups)


def _order(key: RelationKey) -> tuple[str, str, str]:
    return key[0], key[1], key[2] or ""


def _named(claims: Iterable[StoredClaim], name: str) -> list[StoredClaim]:
    """The claims, each once, with their side as their batch; copies are merged within a side only."""
    every = {stored.claim.id: stored for stored in claims}.values()
    return [replace(stored, batch=name, repeats=f"{name} {stored.repeats or stored.claim.id}") for stored in every]
