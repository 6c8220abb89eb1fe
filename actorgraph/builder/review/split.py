"""Undoes merges: withdraws the decision of a person, or overrules an automatic match by a decision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.identity.merging import Identities, MatchState
from graph.review.decisions import Decisions
from graph.review.identity import Decision, Pair, Verdict


def split(resolved: Identities, decisions: Decisions, ids: Sequence[str]) -> tuple[Decisions, list[str]]:
    """The decisions after splitting two ids, or one id from all others, and a message for each change.

    Two ids that are merged only through other ids stay merged: the messages list the decisions to change instead.
    """
    first, second = ids[0], ids[1] if len(ids) > 1 else None
    withdrawn = [
        decision for decision in _same(decisions) if first in decision.pair and second in {None, *decision.pair}
    ]
    matched = [pair for pair in _joined_pairs(resolved) if first in pair and second in {None, *pair}]
    changed = decisions.without({decision.pair for decision in withdrawn})
    messages = [f"withdrawn: {decision.text()}" for decision in withdrawn]
    for pair in matched:
        labels = " / ".join(resolved.labels[identifier] for identifier in pair)
        changed = changed.deciding(Decision(Verdict.DIFFERENT, *pair, labels))
        messages.append(f"kept apart from now on: {pair[0]} and {pair[1]}")
    if second is not None and not messages and _merged_id(resolved, first) == _merged_id(resolved, second):
        messages += [f"merged through others: {decision.text()}" for decision in _same(decisions)]
    return changed, messages


def _same(decisions: Decisions) -> list[Decision]:
    return [decision for decision in decisions.on_identity if decision.verdict is Verdict.SAME]


def _joined_pairs(resolved: Identities) -> Iterator[Pair]:
    """The pairs that were merged automatically."""
    for reviewed in resolved.reviewed:
        if reviewed.state is MatchState.JOINED:
            yield reviewed.match.pair


def _merged_id(resolved: Identities, identifier: str) -> str:
    return resolved.merged.get(identifier, identifier)
