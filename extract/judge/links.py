"""Scores of links: how well each noun fits as actor and as target of each action.

The linear scorer is a logistic regression on binary features. Its weights are whole thousandths, so that their sum
does not depend on the order of summation, and is the same on every processor.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from extract.judge.candidates import Candidates
from extract.judge.features import (
    BY_RULE,
    ActionSide,
    Edge,
    NounSide,
    Pair,
    Proposed,
    action_side,
    linked_actions,
    noun_side,
    pairs,
    proposed_group,
)
from extract.judge.link_sums import LinkSums
from extract.judge.weight_index import Sum, Weights

UNIT = 1000
"""Weights are whole numbers of this fraction."""


class Link(NamedTuple):
    """The scores (log odds) of a noun as actor and as target of an action."""

    actor: float
    target: float


class LinkScorer:
    """The linear scorer with its weights. It never spells out the features of a pair: see `link_sums`."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self._sums = LinkSums(weights)

    def scores(self, candidates: Candidates, proposed: Proposed) -> dict[Edge, Link]:
        """The scores of all pairs of a sentence, by the positions of action and noun."""
        actions, nouns = _sides(candidates)
        totals = self._sums.of_pairs(candidates, actions, nouns)
        self._add_proposed(totals, proposed)
        return {edge: Link(actor / UNIT, target / UNIT) for edge, (actor, target) in totals.items()}

    def _add_proposed(self, totals: dict[Edge, Sum], proposed: Proposed) -> None:
        """Add what it means that rules make some of the links, and no others of the same actions."""
        linked = linked_actions(proposed)
        if not (linked[0] or linked[1]):
            return
        for edge, (actor, target) in totals.items():
            if edge[0] in linked[0] or edge[0] in linked[1]:
                both = self._sums.of_group(BY_RULE[edge in proposed.actors, edge in proposed.targets])
                of_actor = self._sums.of_group(proposed_group(edge, proposed.actors, linked[0]))
                of_target = self._sums.of_group(proposed_group(edge, proposed.targets, linked[1]))
                totals[edge] = actor + both[0] + of_actor[0], target + both[1] + of_target[1]


def reasons(features: Iterable[str], weights: Weights, role: int) -> list[tuple[str, float]]:
    """What speaks for (above 0) and against a link: its features with their weights, the heaviest first.

    `role`: 0 for the actor, 1 for the target.
    """
    weighed = [(name, weights[name][role] / UNIT) for name in features if name in weights and weights[name][role]]
    return sorted(weighed, key=lambda pair: (-abs(pair[1]), pair[0]))


def all_features(candidates: Candidates, proposed: Proposed) -> list[tuple[Pair, tuple[str, ...], tuple[str, ...]]]:
    """Each pair with all its features as actor and as target: input of training and of explanations."""
    actions, nouns = _sides(candidates)
    rows = []
    for pair in pairs(candidates, actions, nouns, proposed):
        shared = (*actions[pair.action].features, *nouns[pair.noun].features, *pair.features)
        rows.append((pair, (*shared, *pair.actor_features), (*shared, *pair.target_features)))
    return rows


def _sides(candidates: Candidates) -> tuple[list[ActionSide], list[NounSide]]:
    heading = candidates.parsed.heading
    return [action_side(one, heading=heading) for one in candidates.actions], list(map(noun_side, candidates.nouns))
