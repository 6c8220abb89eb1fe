"""Trains the scorer of candidate claims: a logistic regression on the scores of their links and on what they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from bench.training.examples import Example, RightClaims
from extract.judge.features import Edge
from extract.judge.links import UNIT, Link
from extract.judge.triples import CandidateClaim, CandidateClaims

REGULARISATION = 0.1


@dataclass(frozen=True, slots=True)
class Labelled:
    """A candidate claim and whether it is right."""

    claim: CandidateClaim
    right: bool


def labelled(example: Example, links: Mapping[Edge, Link]) -> list[Labelled]:
    """The candidate claims of a sentence."""
    claims = CandidateClaims(example.candidates, example.placed, example.proposed, links).all()
    right = RightClaims(example)
    return [Labelled(one, right.is_right(one)) for one in claims]


def fit(rows: Sequence[Labelled]) -> dict[str, int]:
    """The weights of all features, in thousandths; `bias` is the intercept."""
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform([row.claim.features for row in rows])
    model = LogisticRegression(C=REGULARISATION, max_iter=5000).fit(matrix, [row.right for row in rows])
    weights = {name: round(UNIT * value) for name, value in zip(vectorizer.feature_names_, model.coef_[0], strict=True)}
    return {**weights, "bias": round(UNIT * model.intercept_[0])}
