"""Scores of links: how well each noun fits as actor and as target of each action.

The linear scorer is a logistic regression on binary features. Its weights are whole thousandths, so that their sum
does not depend on the order of summation, and is the same on every processor.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from extract.judge.candidates import Candidates
from extract.judge.features import Edge, Pair, Proposed, action_side, noun_side, pairs

UNIT = 1000
"""Weights are whole numbers of this fraction."""
Weights = Mapping[str, tuple[int, int]]
"""By feature, its weights for the roles actor and target."""
NO_WEIGHT = (0, 0)


@dataclass(frozen=True, slots=True)
class Link:
    """The scores (log odds) of a noun as actor and as target of an action."""

    actor: float
    target: float


def score_links(candidates: Candidates, proposed: Proposed, weights: Weights) -> dict[Edge, Link]:
    """The linear scores of all pairs of a sentence, by the positions of action and noun."""
    actions = [action_side(action, heading=candidates.parsed.heading) for action in candidates.actions]
    nouns = [noun_side(noun) for noun in candidates.nouns]
    of_actions = [_sums(side.features, weights) for side in actions]
    of_nouns = [_sums(side.features, weights) for side in nouns]
    bias = weights.get("bias", NO_WEIGHT)
    links = {}
    for pair in pairs(candidates, actions, nouns, proposed):
        of_action, of_noun, own = of_actions[pair.action], of_nouns[pair.noun], _sums(pair.features, weights)
        actor = bias[0] + of_action[0] + of_noun[0] + own[0] + _sums(pair.actor_features, weights)[0]
        target = bias[1] + of_action[1] + of_noun[1] + own[1] + _sums(pair.target_features, weights)[1]
        edge = actions[pair.action].token.i, nouns[pair.noun].token.i
        links[edge] = Link(actor / UNIT, target / UNIT)
    return links


def reasons(features: Iterable[str], weights: Weights, role: int) -> list[tuple[str, float]]:
    """What speaks for (above 0) and against a link: its features with their weights, the heaviest first.

    `role`: 0 for the actor, 1 for the target.
    """
    weighed = [(name, weights[name][role] / UNIT) for name in features if name in weights and weights[name][role]]
    return sorted(weighed, key=lambda pair: (-abs(pair[1]), pair[0]))


def all_features(candidates: Candidates, proposed: Proposed) -> list[tuple[Pair, tuple[str, ...], tuple[str, ...]]]:
    """Each pair with all its features as actor and as target: input of training and of explanations."""
    actions = [action_side(action, heading=candidates.parsed.heading) for action in candidates.actions]
    nouns = [noun_side(noun) for noun in candidates.nouns]
    rows = []
    for pair in pairs(candidates, actions, nouns, proposed):
        shared = (*actions[pair.action].features, *nouns[pair.noun].features, *pair.features)
        rows.append((pair, (*shared, *pair.actor_features), (*shared, *pair.target_features)))
    return rows


def _sums(features: Iterable[str], weights: Weights) -> tuple[int, int]:
    actor = target = 0
    for feature in features:
        found = weights.get(feature)
        if found is not None:
            actor += found[0]
            target += found[1]
    return actor, target
