"""Features of candidate claims that cross others: a linear model cannot see that a score means more in one context.

In: the features of a candidate claim. Out: features for the interval of each score, and for pairs of an interval and
another feature: a type, a class, a rule. Intervals are coarse, so that the pairs are common enough to be learnt.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Mapping

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


def crossings(features: Mapping[str, float]) -> Iterator[str]:
    """The names of the crossed features, whose value is 1."""
    scores = {"actor": features["actor"], "target": features.get("target")}
    scores["least"] = features.get("least", features["actor"])
    coarse = {name: _interval(score, COARSE) for name, score in scores.items()}
    for role in ("actor", "target"):
        yield f"{role}~{_interval(scores[role], FINE)}"
        yield f"{role}-gap~{_interval(features.get(f'{role}-gap', 0.0), GAPS)}/{coarse[role]}"
    yield f"actor~target~{coarse['actor']}/{coarse['target']}"
    for name in features:
        score = CROSSED.get(name[: name.find("=") + 1])
        if score is not None:
            yield f"{name}/{score}~{coarse[score]}"


def _interval(score: float | None, bounds: tuple[float, ...]) -> str:
    return NO_TARGET if score is None else str(bisect(bounds, score))
