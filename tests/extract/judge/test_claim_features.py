"""Scores of claims come from groups of features; they are the same bits as the sum over all features by name."""

import math
from collections.abc import Callable
from typing import Any

import pytest

from extract.judge.claim_features import ClaimScorer
from extract.judge.links import UNIT, LinkScorer
from extract.judge.triples import CandidateClaim, CandidateClaims, place, proposed_links
from extract.judge.weights import judge_weights

TEXTS = (
    "Peruvian police and Interpol, with the help of Chile, arrested two men after a raid on a bank.",
    "The UK imposed sanctions on the Prince Group and its chairman, Chen Zhi, for fraud.",
    "He slept.",
    "The proposal for a conference was welcomed by Kenya, Ghana and Togo, who met in Lima.",
)


def listed(
    prepare: Callable[[str], Any], text: str, scorer: ClaimScorer | None = None, least: float = -math.inf
) -> list[CandidateClaim]:
    """The candidate claims of a sentence."""
    found, proposals, _ = prepare(text)
    placed = place(found, proposals)
    proposed = proposed_links(placed)
    links = LinkScorer(judge_weights().links).scores(found, proposed)
    return CandidateClaims(found, placed, proposed, links, scorer).all(least)


@pytest.mark.parametrize("text", TEXTS)
def test_a_score_is_the_sum_over_the_features(prepare: Callable[[str], Any], text: str) -> None:
    weights = judge_weights().linear.weights
    scorer = ClaimScorer(weights)
    for claim in listed(prepare, text, scorer):
        total = float(weights["bias"])
        for name, value in claim.features.items():
            total += value * weights.get(name, 0)
        assert claim.score == total / UNIT
        assert len(claim.features) == sum(len(group.features) for group in claim.parts.groups), "a feature counts once"


def test_the_order_of_features(prepare: Callable[[str], Any]) -> None:
    claim = next(one for one in listed(prepare, TEXTS[0]) if one.proposal and one.target)
    names = list(claim.features)
    numbers = ["actor", "actor-floor", "actor-gap", "target", "target-floor", "least", "target-gap"]
    assert names[: len(numbers)] == numbers
    crossed = next(at for at, name in enumerate(names) if name.startswith("actor~target~"))
    assert names.index("by-rule") < names.index("rule-confidence") < crossed


def test_the_cache_is_emptied_when_it_is_full(prepare: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    weights = judge_weights().linear.weights
    expected = [claim.score for claim in listed(prepare, TEXTS[0], ClaimScorer(weights))]
    monkeypatch.setattr("extract.judge.claim_features.MAX_TAILS", 3)
    monkeypatch.setattr("extract.judge.link_sums.CACHED", 3)
    assert [claim.score for claim in listed(prepare, TEXTS[0], ClaimScorer(weights))] == expected


@pytest.mark.parametrize("text", TEXTS)
def test_improbable_candidates_are_left_out(prepare: Callable[[str], Any], text: str) -> None:
    scorer = ClaimScorer(judge_weights().linear.weights)
    every = listed(prepare, text, scorer)
    kept = [(one.actor, one.action, one.target, one.score) for one in every if one.proposal or one.score >= 0.0]
    likely = listed(prepare, text, scorer, 0.0)
    assert [(one.actor, one.action, one.target, one.score) for one in likely] == kept
