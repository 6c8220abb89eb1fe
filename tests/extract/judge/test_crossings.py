"""Crossed features: intervals of scores, alone and beside another feature."""

from __future__ import annotations

import pytest

from extract.judge.crossings import crossings


def crossed(**scores: float) -> set[str]:
    """The crossed features of a claim that a rule proposes."""
    return set(crossings({**scores, "rule=verb": 1.0, "class=arrest": 1.0, "by-rule": 1.0}))


def test_a_claim_with_a_target_is_crossed_with_its_weaker_end() -> None:
    assert crossed(**{"actor": 0.7, "actor-gap": 0.0, "target": -1.5, "target-gap": 2.5, "least": -1.5}) == {
        "actor~6",
        "target~2",
        "actor-gap~0/3",
        "target-gap~3/1",
        "actor~target~3/1",
        "rule=verb/least~1",
        "class=arrest/least~1",
    }


def test_a_claim_without_a_target_is_crossed_with_its_actor() -> None:
    names = crossed(**{"actor": 0.7, "no-target": 1.0, "best-target": -2.0})
    assert {"target~-", "actor~target~3/-", "rule=verb/least~3"} <= names


@pytest.mark.parametrize(("score", "interval"), [(-9.0, 0), (-3.0, 1), (-0.1, 4), (0.0, 5), (9.0, 9)])
def test_intervals_include_their_lower_bound(score: float, interval: int) -> None:
    assert f"actor~{interval}" in crossed(actor=score)
