"""Trains the linear scorer of links: one logistic regression for actors, one for targets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from bench.training.examples import Example
from extract.judge.features import Edge
from extract.judge.links import UNIT, Link, Weights, all_features

REGULARISATION = 0.1
"""Inverse strength, chosen by average precision on the split dev."""
MIN_COUNT = 3
"""Rarer features are left out."""
FOLDS = 5
Scores = dict[Edge, Link]


@dataclass(frozen=True, slots=True)
class Row:
    """A pair of a sentence with its features and labels in both roles."""

    edge: Edge
    features: tuple[Sequence[str], Sequence[str]]
    labels: tuple[bool, bool]


def rows_of(example: Example) -> list[Row]:
    """The pairs of a sentence."""
    actions, nouns = example.candidates.actions, example.candidates.nouns
    rows = []
    for pair, of_actor, of_target in all_features(example.candidates, example.proposed):
        edge = actions[pair.action].token.i, nouns[pair.noun].token.i
        rows.append(Row(edge, (of_actor, of_target), (edge in example.actors, edge in example.targets)))
    return rows


def fit(rows: Sequence[Row]) -> Weights:
    """The weights of all features, in thousandths."""
    by_role = [_fit_role(rows, role) for role in (0, 1)]
    names = sorted(set(by_role[0]) | set(by_role[1]))
    weights = {name: (by_role[0].get(name, 0), by_role[1].get(name, 0)) for name in names}
    return {name: pair for name, pair in weights.items() if pair != (0, 0)}


def _fit_role(rows: Sequence[Row], role: int) -> dict[str, int]:
    counts = Counter(feature for row in rows for feature in row.features[role])
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(
        [{feature: 1.0 for feature in row.features[role] if counts[feature] >= MIN_COUNT} for row in rows]
    )
    model = LogisticRegression(C=REGULARISATION, max_iter=500).fit(matrix, [row.labels[role] for row in rows])
    weights = {name: round(UNIT * value) for name, value in zip(vectorizer.feature_names_, model.coef_[0], strict=True)}
    return {**weights, "bias": round(UNIT * model.intercept_[0])}


def scores(rows: Sequence[Row], weights: Weights) -> Scores:
    """The scores of the pairs of a sentence."""
    found = {}
    for row in rows:
        values = [
            weights.get("bias", (0, 0))[role] + sum(weights[f][role] for f in row.features[role] if f in weights)
            for role in (0, 1)
        ]
        found[row.edge] = Link(values[0] / UNIT, values[1] / UNIT)
    return found


def folds(documents: Sequence[str]) -> list[frozenset[str]]:
    """Groups of documents that are held out in turn, the same on every run."""
    ordered = sorted(documents)
    return [frozenset(ordered[fold::FOLDS]) for fold in range(FOLDS)]


def held_out(examples: Mapping[int, Example], rows: Mapping[int, list[Row]]) -> Iterator[tuple[int, Scores]]:
    """Scores of each sentence by weights that were trained without its document."""
    for fold in folds(sorted({example.document for example in examples.values()})):
        weights = fit([row for at, example in examples.items() if example.document not in fold for row in rows[at]])
        for at, example in examples.items():
            if example.document in fold:
                yield at, scores(rows[at], weights)
