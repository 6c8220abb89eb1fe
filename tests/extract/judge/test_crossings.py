"""Crossed features: intervals of scores, alone and beside another feature."""

from __future__ import annotations

import pytest

from extract.judge.crossings import NO_TARGET, Group, flags, level_of, of_claim, of_score

RULE = flags(("rule=verb", "class=arrest", "by-rule"))


def names(group: Group) -> list[str]:
    """The names of features, whose value is 1."""
    assert all(value == 1 for _, value in group.features)
    return [name for name, _ in group.features]


def test_a_claim_with_a_target_is_crossed_with_its_weaker_end() -> None:
    assert names(of_score("actor", 0.7, 0.0)) == ["actor~6", "actor-gap~0/3"]
    assert names(of_score("target", -1.5, 2.5)) == ["target~2", "target-gap~3/1"]
    assert [name for group in of_claim(level_of(0.7), level_of(-1.5), (RULE,)) for name in names(group)] == [
        "actor~target~3/1",
        "rule=verb/least~1",
        "class=arrest/least~1",
    ]


def test_a_claim_without_a_target_is_crossed_with_its_actor() -> None:
    assert names(of_score("target", None, 0.0)) == ["target~-", "target-gap~0/-"]
    crossed = {name for group in of_claim(level_of(0.7), NO_TARGET, (RULE,)) for name in names(group)}
    assert {"actor~target~3/-", "rule=verb/least~3"} <= crossed


@pytest.mark.parametrize(("score", "interval"), [(-9.0, 0), (-3.0, 1), (-0.1, 4), (0.0, 5), (9.0, 9)])
def test_intervals_include_their_lower_bound(score: float, interval: int) -> None:
    assert f"actor~{interval}" in names(of_score("actor", score, 0.0))
