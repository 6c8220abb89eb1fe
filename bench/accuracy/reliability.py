"""Measures the calibration of the confidences: the share of correct claims by confidence and by rule.

The confidence of a claim is that of its rule (`extract.clauses.predicate.CONFIDENCE`) times c ** 0.25, where c is the
confidence of its coreference resolution (`extract.coreference.resolver`). The exponent has nearly the lowest log loss
of those that still distinguish claims of the same rule. The confidence of a rule is
(correct + 5p) / (sum of c ** 0.25 + 5m) on the annotated seeds, at most 0.97; p and m are the means over all rules, so
the estimate for a rule with few claims shrinks towards them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from extract.clauses.predicate import CONFIDENCE, DEFAULT_CONFIDENCE
from ontology.model import Claim

BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)
MAX_CONFIDENCE = 0.97
PRIOR_CLAIMS = 5
"""Weight of the mean over all rules, as a number of claims."""


@dataclass(frozen=True, slots=True)
class ClaimVerdict:
    """A claim of the seeds, and whether the scorer counts it as correct."""

    claim: Claim
    correct: bool


def read_verdicts(claims: Iterable[Claim], errors: Path) -> list[ClaimVerdict]:
    """Return each claim with its verdict: incorrect if it is in the scorer's file of errors."""
    lines = (json.loads(line) for line in errors.read_text(encoding="utf-8").splitlines())
    wrong = {(line["doc"], line["sent"], *line["system"]) for line in lines if line["error"] in {"wrong", "noise"}}
    return [ClaimVerdict(claim, _key(claim) not in wrong) for claim in claims]


def _key(claim: Claim) -> tuple[str | None, ...]:
    target = claim.target.entity.label if claim.target else None
    return claim.document, claim.sentence.text, claim.actor.entity.label, claim.action.lemma, target


def calibrated_confidences(verdicts: Sequence[ClaimVerdict]) -> dict[str, float]:
    """Return the confidence of each rule that fits these verdicts."""
    certainty = {id(v): v.claim.confidence / CONFIDENCE.get(v.claim.rule, DEFAULT_CONFIDENCE) for v in verdicts}
    mean_correct, mean_certainty = _mean(verdicts), sum(certainty.values()) / len(verdicts)
    confidences = {}
    for rule, of_rule in _by_rule(verdicts).items():
        correct = sum(verdict.correct for verdict in of_rule) + PRIOR_CLAIMS * mean_correct
        expected = sum(certainty[id(verdict)] for verdict in of_rule) + PRIOR_CLAIMS * mean_certainty
        confidences[rule] = round(min(MAX_CONFIDENCE, correct / expected), 2)
    return confidences


def reliability_tables(verdicts: Sequence[ClaimVerdict]) -> Iterator[str]:
    """Yield the lines of two Markdown tables: by confidence and by rule."""
    yield "| confidence | claims | right | mean confidence |"
    yield "|---|---|---|---|"
    for low, high in pairwise(BINS):
        in_bin = [verdict for verdict in verdicts if low <= verdict.claim.confidence < high]
        if in_bin:
            mean = sum(verdict.claim.confidence for verdict in in_bin) / len(in_bin)
            yield f"| {low:.1f} to {min(high, 1):.1f} | {len(in_bin)} | {_share(in_bin)} | {mean:.2f} |"
    yield ""
    yield "| rule | claims | right | confidence |"
    yield "|---|---|---|---|"
    confidence = calibrated_confidences(verdicts)
    for rule, of_rule in _by_rule(verdicts).items():
        yield f"| {rule} | {len(of_rule)} | {_share(of_rule)} | {confidence[rule]:.2f} |"


def _by_rule(verdicts: Sequence[ClaimVerdict]) -> dict[str, list[ClaimVerdict]]:
    by_rule: dict[str, list[ClaimVerdict]] = defaultdict(list)
    for verdict in verdicts:
        by_rule[verdict.claim.rule].append(verdict)
    return dict(sorted(by_rule.items(), key=lambda item: (-len(item[1]), item[0])))


def _share(verdicts: Sequence[ClaimVerdict]) -> str:
    return f"{sum(verdict.correct for verdict in verdicts)} ({100 * _mean(verdicts):.0f} %)"


def _mean(verdicts: Sequence[ClaimVerdict]) -> float:
    return sum(verdict.correct for verdict in verdicts) / len(verdicts)
