"""Features of candidate claims that cross others: a linear model cannot see that a score means more in one context.

In: the scores of a candidate claim and its other features. Out: features, with the value 1, for the interval of each
score, and for pairs of an interval and another feature: a type, a class, a rule. Intervals are coarse, so that the
pairs are common enough to be learnt. Claims have few different intervals, so that all results are cached.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

FINE = (-3.0, -2.0, -1.25, -0.6, 0.0, 0.6, 1.25, 2.0, 3.0)
"""Bounds of the intervals of a score on its own."""
COARSE = (-2.0, -1.0, 0.0, 1.0)
"""Bounds of the intervals of a score beside another feature."""
GAPS = (0.3, 1.0, 2.0, 4.0)
"""Bounds of the intervals of how far a noun is behind the best one."""
NO_TARGET = "-"
CROSSED = {
    "rule=": "least",
    "form=": "least",
    "class=": "least",
    "kind=": "actor",
    "actor-type=": "actor",
    "target-type=": "target",
}
"""By the beginning of a feature's name, the score that it is crossed with."""
CACHED = 20_000
"""Results of each function that are kept."""


@dataclass(slots=True, eq=False)
class Group:
    """Features with their values, in order. Many claims share one; groups are equal only if they are the same object.

    So what the weights make of a group needs to be computed only once.
    """

    features: tuple[tuple[str, float], ...] = ()


EMPTY = Group()


def flags(names: Iterable[str]) -> Group:
    """The group of features that are true."""
    return Group(tuple((name, 1.0) for name in names))


def of_score(role: str, score: float | None, gap: float) -> Group:
    """The features of the score of a role; `gap` says how far it is behind the best score."""
    return _of_intervals(role, _interval(score, FINE), _interval(gap, GAPS), _interval(score, COARSE))


@lru_cache(CACHED)
def _of_intervals(role: str, fine: str, gap: str, coarse: str) -> Group:
    return flags((f"{role}~{fine}", f"{role}-gap~{gap}/{coarse}"))


def level_of(score: float) -> str:
    """The coarse interval of a score."""
    return _interval(score, COARSE)


def of_claim(actor: str, target: str, groups: Iterable[Group]) -> Iterator[Group]:
    """The features of the levels of both scores together, and of each feature of these groups beside a level."""
    least = actor if target == NO_TARGET else min(actor, target)
    yield _of_levels(actor, target)
    for group in groups:
        yield _of_group(group, actor, target, least)


@lru_cache(CACHED)
def _of_levels(actor: str, target: str) -> Group:
    return flags((f"actor~target~{actor}/{target}",))


@lru_cache(CACHED)
def _of_group(group: Group, actor: str, target: str, least: str) -> Group:
    levels = {"actor": actor, "target": target, "least": least}
    names = (name for name, _ in group.features)
    crossed = ((name, CROSSED[name[: name.find("=") + 1]]) for name in names if name[: name.find("=") + 1] in CROSSED)
    return flags(f"{name}/{score}~{levels[score]}" for name, score in crossed)


def _interval(score: float | None, bounds: tuple[float, ...]) -> str:
    return NO_TARGET if score is None else str(bisect(bounds, score))
