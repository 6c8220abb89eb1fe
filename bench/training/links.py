"""Trains the linear scorer of links: one logistic regression for actors, one for targets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.utils.parallel import Parallel, delayed

from bench.training.examples import Example
from extract.judge.features import Edge
from extract.judge.links import UNIT, Link, all_features
from extract.judge.weight_index import Weights

REGULARISATION = 0.1
"""Inverse strength, chosen by average precision on the split dev."""
MIN_COUNT = 3
"""Rarer features are left out."""
LEAST = 5
"""Smaller weights are left out, in thousandths."""
JOBS = 2
"""Regressions at a time; the weights do not depend on it."""
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
    tables = _tables(rows)
    return _joined(*Parallel(n_jobs=JOBS)(delayed(_weights)(table) for table in tables))


@dataclass(frozen=True, slots=True)
class _Table:
    """The pairs in one role: names of features, their matrix of ones, and the labels."""

    names: NDArray[np.str_]
    matrix: csr_matrix
    labels: NDArray[np.bool_]

    def without(self, pairs: NDArray[np.bool_]) -> _Table:
        """The table without some pairs."""
        return _Table(self.names, self.matrix[~pairs], self.labels[~pairs])


def _tables(rows: Sequence[Row]) -> tuple[_Table, _Table]:
    return _table(rows, 0), _table(rows, 1)


def _table(rows: Sequence[Row], role: int) -> _Table:
    vectorizer = DictVectorizer(dtype=np.float64)
    matrix = vectorizer.fit_transform([dict.fromkeys(row.features[role], 1.0) for row in rows])
    names = np.array(vectorizer.feature_names_)
    return _Table(names, matrix, np.array([row.labels[role] for row in rows]))


def _weights(table: _Table) -> dict[str, int]:
    often = table.matrix.getnnz(axis=0) >= MIN_COUNT
    model = LogisticRegression(C=REGULARISATION, max_iter=500).fit(table.matrix[:, often], table.labels)
    weights = {str(name): round(UNIT * value) for name, value in zip(table.names[often], model.coef_[0], strict=True)}
    return {**weights, "bias": round(UNIT * model.intercept_[0])}


def _joined(actor: Mapping[str, int], target: Mapping[str, int]) -> Weights:
    """The weights of both roles, without those that are light in both."""
    names = sorted(set(actor) | set(target))
    weights = {name: (actor.get(name, 0), target.get(name, 0)) for name in names}
    return {name: pair for name, pair in weights.items() if max(map(abs, pair)) >= LEAST}


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
    parts = folds(sorted({example.document for example in examples.values()}))
    documents = np.array([examples[at].document for at in examples for _ in rows[at]])
    tables = _tables([row for at in examples for row in rows[at]])
    tasks = [delayed(_weights)(table.without(np.isin(documents, sorted(part)))) for part in parts for table in tables]
    found = Parallel(n_jobs=JOBS)(tasks)
    for part, actor, target in zip(parts, found[::2], found[1::2], strict=True):
        weights = _joined(actor, target)
        for at, example in examples.items():
            if example.document in part:
                yield at, scores(rows[at], weights)
