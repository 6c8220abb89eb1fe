"""Is a claim of confidence 0.8 right in 8 of 10? The share of right claims by confidence and by rule.

A claim's confidence is that of its rule (`extract.clauses.predicate.CONFIDENCE`) times c ** 0.25, where c is the
confidence of the resolution (`extract.coreference.resolver`); the exponent is the one of 0, 0.1 ... 1 with about the
least log loss that still tells claims of one rule apart. A rule's confidence is (right + 5p) / (sum of
c ** 0.25 + 5m) on the annotated seeds, at most 0.97, where p and m are the means of all
rules: a rule with few claims is drawn towards them.
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
HIGHEST = 0.97
PRIOR = 5
"""Claims that the share of all rules counts for, beside those of the rule itself."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim of the seeds, and whether the annotation has it."""

    claim: Claim
    right: bool


def judged(claims: Iterable[Claim], errors: Path) -> list[Judged]:
    """Each claim with its verdict: wrong if the scorer wrote it into its list of errors."""
    lines = (json.loads(line) for line in errors.read_text(encoding="utf-8").splitlines())
    wrong = {(line["doc"], line["sent"], *line["system"]) for line in lines if line["error"] in {"wrong", "noise"}}
    return [Judged(claim, _key(claim) not in wrong) for claim in claims]


def _key(claim: Claim) -> tuple[str | None, ...]:
    target = claim.target.entity.label if claim.target else None
    return claim.document, claim.sentence.text, claim.actor.entity.label, claim.action.lemma, target


def calibrated(verdicts: Sequence[Judged]) -> dict[str, float]:
    """The confidence that each rule's record on these verdicts gives."""
    sure = {id(v): v.claim.confidence / CONFIDENCE.get(v.claim.rule, DEFAULT_CONFIDENCE) for v in verdicts}
    share, certainty = _mean(verdicts), sum(sure.values()) / len(verdicts)
    found = {}
    for rule, its in _by_rule(verdicts).items():
        right = sum(verdict.right for verdict in its) + PRIOR * share
        found[rule] = round(min(HIGHEST, right / (sum(sure[id(v)] for v in its) + PRIOR * certainty)), 2)
    return found


def tables(verdicts: Sequence[Judged]) -> Iterator[str]:
    """Two tables in Markdown: by confidence and by rule."""
    yield "| confidence | claims | right | mean confidence |"
    yield "|---|---|---|---|"
    for low, high in pairwise(BINS):
        found = [verdict for verdict in verdicts if low <= verdict.claim.confidence < high]
        if found:
            mean = sum(verdict.claim.confidence for verdict in found) / len(found)
            yield f"| {low:.1f} to {min(high, 1):.1f} | {len(found)} | {_share(found)} | {mean:.2f} |"
    yield ""
    yield "| rule | claims | right | confidence |"
    yield "|---|---|---|---|"
    confidence = calibrated(verdicts)
    for rule, found in _by_rule(verdicts).items():
        yield f"| {rule} | {len(found)} | {_share(found)} | {confidence[rule]:.2f} |"


def _by_rule(verdicts: Sequence[Judged]) -> dict[str, list[Judged]]:
    found: dict[str, list[Judged]] = defaultdict(list)
    for verdict in verdicts:
        found[verdict.claim.rule].append(verdict)
    return dict(sorted(found.items(), key=lambda item: (-len(item[1]), item[0])))


def _share(verdicts: Sequence[Judged]) -> str:
    return f"{sum(verdict.right for verdict in verdicts)} ({100 * _mean(verdicts):.0f} %)"


def _mean(verdicts: Sequence[Judged]) -> float:
    return sum(verdict.right for verdict in verdicts) / len(verdicts)
