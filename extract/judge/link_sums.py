"""Sums of the weights of the features of pairs, for the linear scorer of links.

In: actions and nouns with their traits. Out: for each pair the sum of its weights, without those of what rules propose.
The features are those of `features`, but their names are not spelt out: see `weight_index`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from extract.judge.candidates import Candidates
from extract.judge.features import (
    ActionSide,
    ActionTraits,
    Between,
    Edge,
    Group,
    NounSide,
    NounTraits,
    Order,
    order_group,
    path_group,
    plain_of,
)
from extract.judge.paths import Path
from extract.judge.weight_index import NOTHING, ActionWeights, PlainWeights, Sum, WeightIndex, Weights

CACHED = 50_000
"""Sums of each kind that are kept."""
Key = TypeVar("Key")
Value = TypeVar("Value")
PathSum = tuple[Sum, PlainWeights | None]
"""The sum of the weights of a path alone, and the weights that it has with actions and nouns."""


class Cache(dict[Key, Value]):
    """What a function returns, by its argument; when there are too many, all are forgotten."""

    def __init__(self, compute: Callable[[Key], Value]) -> None:
        super().__init__()
        self._compute = compute

    def __missing__(self, key: Key) -> Value:
        """Compute what is not kept."""
        if len(self) >= CACHED:
            self.clear()
        found = self[key] = self._compute(key)
        return found


class LinkSums:
    """The sums of the weights of pairs, cached by what they depend on."""

    def __init__(self, weights: Weights) -> None:
        self._weights, index = weights, WeightIndex(weights)
        self._groups = Cache[Group, Sum](self._sum)
        self._orders = Cache[Order, Sum](lambda order: self._sum(order_group(order)))
        self._actions = Cache[ActionTraits, ActionWeights](index.of_action)
        self._plain = Cache[str, PlainWeights | None](index.of_plain)
        self._paths = Cache[Path | None, PathSum](
            lambda path: (self._sum(path_group(path)), self._plain[plain_of(path)])
        )

    def of_group(self, group: Group) -> Sum:
        """The sum of a group of features."""
        return self._groups[group]

    def of_pairs(
        self, candidates: Candidates, actions: Sequence[ActionSide], nouns: Sequence[NounSide]
    ) -> dict[Edge, Sum]:
        """The sums of all pairs of an action and another noun."""
        between = Between(candidates.parsed.span, [side.token.i for side in nouns])
        of_nouns = [(noun.token, noun.traits, self._groups[noun.features]) for noun in nouns]
        bias, totals = self._groups["bias",], {}
        for action in actions:
            anchor, traits, paths = action.token.i, action.traits, candidates.paths(action.token)
            own, weights = self._groups[action.features], self._actions[traits]
            for token, noun, of_noun in of_nouns:
                if token is not action.token:
                    path, order = paths.to(token), between.order(anchor, token.i)
                    pair, apart = weights.of_noun(noun), self._orders[order]
                    way = self._of_way(traits, noun, path, "+" if order.is_after else "-")
                    totals[anchor, token.i] = (
                        bias[0] + own[0] + of_noun[0] + pair[0] + apart[0] + way[0],
                        bias[1] + own[1] + of_noun[1] + pair[1] + apart[1] + way[1],
                    )
        return totals

    def _of_way(self, action: ActionTraits, noun: NounTraits, path: Path | None, side: str) -> Sum:
        """The sum of the weights of a path, alone and with the action and the noun at its ends."""
        own, plain = self._paths[path]
        preposition = "-" if path is None else path.preposition
        frame = self._actions[action].of_frame(side, preposition, action.own)
        if plain is None:
            return own[0] + frame[0], own[1] + frame[1]
        of_action, of_noun = plain.of_action(action), plain.of_noun(noun)
        return own[0] + frame[0] + of_action[0] + of_noun[0], own[1] + frame[1] + of_action[1] + of_noun[1]

    def _sum(self, group: Group) -> Sum:
        found = [self._weights.get(feature, NOTHING) for feature in group]
        return sum(weight[0] for weight in found), sum(weight[1] for weight in found)
