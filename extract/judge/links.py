"""Scores of links: how well each noun fits as actor and as target of each action.

The linear scorer is a logistic regression on binary features. Its weights are whole thousandths, so that their sum
does not depend on the order of summation, and is the same on every processor.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from extract.judge.candidates import Candidates
from extract.judge.features import (
    CACHED,
    ActionSide,
    Edge,
    Group,
    NounSide,
    Pair,
    Proposed,
    action_side,
    noun_side,
    pairs,
)

UNIT = 1000
"""Weights are whole numbers of this fraction."""
Weights = Mapping[str, tuple[int, int]]
"""By feature, its weights for the roles actor and target."""


@dataclass(frozen=True, slots=True)
class Link:
    """The scores (log odds) of a noun as actor and as target of an action."""

    actor: float
    target: float


class LinkScorer:
    """The linear scorer with its weights. It keeps the sums of groups of features that many pairs share."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self._sums = _GroupSums(weights)

    def scores(self, candidates: Candidates, proposed: Proposed) -> dict[Edge, Link]:
        """The scores of all pairs of a sentence, by the positions of action and noun."""
        actions, nouns = _sides(candidates)
        bias = _sums(("bias",), self.weights)
        of_actions = [_plus(bias, _sums(side.features, self.weights)) for side in actions]
        of_nouns = [_sums(side.features, self.weights) for side in nouns]
        links, sums = {}, self._sums
        for pair in pairs(candidates, actions, nouns, proposed):
            actor, target = _plus(of_actions[pair.action], of_nouns[pair.noun])
            for group in pair.groups:
                of_actor, of_target = sums[group]
                actor += of_actor
                target += of_target
            actor += sums[pair.actor_features][0]
            target += sums[pair.target_features][1]
            edge = actions[pair.action].token.i, nouns[pair.noun].token.i
            links[edge] = Link(actor / UNIT, target / UNIT)
        return links


class _GroupSums(dict[Group, tuple[int, int]]):
    """A cache of the sums of the weights of groups."""

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        self._weights = weights

    def __missing__(self, group: Group) -> tuple[int, int]:
        if len(self) >= CACHED:
            self.clear()
        found = self[group] = _sums(group, self._weights)
        return found


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


def _sums(features: Iterable[str], weights: Weights) -> tuple[int, int]:
    actor = target = 0
    for feature in features:
        found = weights.get(feature)
        if found is not None:
            actor += found[0]
            target += found[1]
    return actor, target


def _plus(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return one[0] + other[0], one[1] + other[1]
