"""Undoing merges: a person's decision is taken back, a rule's is overruled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.identity.decisions import Decision, Decisions, Pair, Verdict
from graph.identity.merging import Identities, MatchState


def split(found: Identities, decisions: Decisions, ids: Sequence[str]) -> tuple[Decisions, list[str]]:
    """The decisions after the split of two ids, or of one from everyone; and what was done, in words.

    Two that are joined through others stay joined: the lines that say how are told, and nothing is changed for them.
    """
    first, second = ids[0], ids[1] if len(ids) > 1 else None
    taken = [one for one in _said_same(decisions) if first in one.pair and second in {None, *one.pair}]
    made = [pair for pair in _joined(found) if first in pair and second in {None, *pair}]
    after = decisions.without({one.pair for one in taken})
    told = [f"taken back: {one.text()}" for one in taken]
    for pair in made:
        overruling = Decision(Verdict.DIFFERENT, *pair, " / ".join(found.labels[identifier] for identifier in pair))
        after = after.deciding(overruling)
        told.append(f"kept apart from now on: {pair[0]} and {pair[1]}")
    if second is not None and not told and _root(found, first) == _root(found, second):
        told += [f"joined through others: {one.text()}" for one in _said_same(decisions)]
    return after, told


def _said_same(decisions: Decisions) -> list[Decision]:
    return [one for one in decisions.by_pair.values() if one.verdict is Verdict.SAME]


def _joined(found: Identities) -> Iterator[Pair]:
    for one in found.reviewed:
        if one.state is MatchState.JOINED:
            yield one.match.pair


def _root(found: Identities, identifier: str) -> str:
    return found.merged.get(identifier, identifier)
