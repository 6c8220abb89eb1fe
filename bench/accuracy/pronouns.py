"""Fits the weights of extract/lexicon/pronouns.toml to a GAP file (Webster et al. 2018) and cross-validates them.

    python -m bench.accuracy.pronouns FILE.tsv [--write]

A record has a pronoun and two names. The candidates are all persons that the extractor detects in the text, not only
the two names. If the gold annotation selects neither name, any other candidate or none is correct. The figures come
from five-fold cross-validation. `--write` saves the weights fitted to all records in the lexicon.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from extract.claims import Extractor
from extract.coreference.pronouns.features import FEMININE
from extract.coreference.pronouns.persons import ResolvedPronoun
from extract.coreference.pronouns.ranking import candidates_with_features
from extract.coreference.resolver import Resolver
from extract.lexicon.loader import lexicon
from extract.parsing.sentences import ParsedSentence, parse
from ontology.model import Document

LEXICON = Path(__file__).parents[2] / "extract" / "lexicon" / "pronouns.toml"
EXPECTED = {"other gender by name": -2.0, "other gender by word": -2.0}
"""Prior means of weights that GAP cannot determine, because its two names nearly always have the same gender."""
FOLDS, ROUNDS, RIDGE, PRIOR_RIDGE, MIN_COUNT, MIN_WEIGHT = 5, 3, 3.0, 100.0, 15, 0.02


@dataclass(frozen=True, slots=True)
class GapRecord:
    """A GAP record with its parsed text.

    `pronoun`: character offset. `names`: character spans. `gold`: whether the pronoun refers to each of the names.
    """

    sentences: Sequence[ParsedSentence]
    pronoun: int
    names: tuple[tuple[int, int], tuple[int, int]]
    gold: tuple[bool, bool]
    feminine: bool


@dataclass(frozen=True, slots=True)
class CandidateSet:
    """The features of the candidates of a pronoun, the indices of those that match each name, and the gold answer."""

    features: list[tuple[str, ...]]
    candidates_of_names: tuple[set[int], set[int]]
    gold: tuple[bool, bool]

    @property
    def correct(self) -> list[int]:
        """Indices of correct answers; the index one past the candidates stands for none of them."""
        for candidates, is_referent in zip(self.candidates_of_names, self.gold, strict=True):
            if is_referent:
                return sorted(candidates)
        first, second = self.candidates_of_names
        return [i for i in range(len(self.features) + 1) if i not in first | second]


def read_records(path: Path, extractor: Extractor) -> Iterator[GapRecord]:
    """Read and parse the records of a GAP file."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            spans = [(int(row[f"{name}-offset"]), len(row[name])) for name in "AB"]
            yield GapRecord(
                parse(extractor.pipeline, Document(row["ID"], row["Text"])),
                int(row["Pronoun-offset"]),
                ((spans[0][0], sum(spans[0])), (spans[1][0], sum(spans[1]))),
                (row["A-coref"].upper() == "TRUE", row["B-coref"].upper() == "TRUE"),
                row["Pronoun"].lower() in FEMININE,
            )


def candidate_set(record: GapRecord, extractor: Extractor) -> CandidateSet | None:
    """Return the candidates of the pronoun, or None if it is not a token of the parse."""
    resolver = Resolver("gap", record.sentences, extractor.registry)
    for parsed in record.sentences:
        for token in parsed.span:
            if parsed.offset + token.idx == record.pronoun:
                index = parsed.sentence.index
                persons = resolver.context.persons
                resolved = [earlier for earlier in persons.resolved if _before(earlier, index, token.i)]
                candidates = candidates_with_features(token, index, persons, resolved)
                ids = [candidate.entity.id for candidate, _ in candidates]
                matching = tuple(_candidates_in(span, resolver, record, ids) for span in record.names)
                return CandidateSet([features for _, features in candidates], (matching[0], matching[1]), record.gold)
    return None


def _before(pronoun: ResolvedPronoun, sentence: int, position: int) -> bool:
    return (pronoun.sentence, pronoun.token.i) < (sentence, position)


def _candidates_in(span: tuple[int, int], resolver: Resolver, record: GapRecord, ids: Sequence[str]) -> set[int]:
    """Return the indices of the candidates that have a mention in a character span."""
    offsets = {parsed.sentence.index: parsed.offset for parsed in record.sentences}
    ids_in_span = {
        mention.entity.id
        for mention in resolver.context.persons.mentions(0, len(record.sentences))
        if span[0] <= offsets[mention.sentence] + mention.token.idx < span[1]
    }
    return {i for i, identifier in enumerate(ids) if identifier in ids_in_span}


def fit(choices: Sequence[CandidateSet]) -> dict[str, float]:
    """Fit the weights of a log-linear ranking model by maximum likelihood with ridge regularisation.

    The likelihood of a pronoun is the summed probability of its correct answers.
    """
    answerable = [candidates for candidates in choices if candidates.correct]
    counts = Counter(feature for candidates in answerable for features in candidates.features for feature in features)
    names = sorted(feature for feature, count in counts.items() if count >= MIN_COUNT)
    expected = np.array([EXPECTED.get(feature, 0.0) for feature in names])
    ridge = np.array([PRIOR_RIDGE if feature in EXPECTED else RIDGE for feature in names])
    matrix, correct, first = _design_matrix(answerable, {feature: i for i, feature in enumerate(names)})
    sizes = np.diff(np.append(first, len(correct)))

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        probabilities = _softmax(matrix @ weights, first, sizes)
        correct_mass = np.where(correct, probabilities, 0.0)
        likelihoods = np.add.reduceat(correct_mass, first)
        deviation = weights - expected
        gradient = matrix.T @ (probabilities - correct_mass / np.repeat(likelihoods, sizes)) + ridge * deviation
        return float(ridge @ deviation**2 / 2 - np.log(likelihoods).sum()), gradient

    fitted = minimize(loss, expected, jac=True, method="L-BFGS-B").x
    return {
        feature: round(float(weight), 2)
        for feature, weight in zip(names, fitted, strict=True)
        if abs(weight) >= MIN_WEIGHT
    }


def _design_matrix(
    choices: Sequence[CandidateSet], column: dict[str, int]
) -> tuple[csr_matrix, np.ndarray, np.ndarray]:
    """Return the feature rows of all candidates, which rows are correct, and the first row of each pronoun.

    The last row of each pronoun has no features: it stands for "none of the candidates".
    """
    indices: list[int] = []
    correct: list[bool] = []
    row_ends, first = [0], []
    for candidates in choices:
        first.append(len(correct))
        for row, features in enumerate((*candidates.features, ())):
            indices.extend(column[feature] for feature in features if feature in column)
            row_ends.append(len(indices))
            correct.append(row in candidates.correct)
    matrix = csr_matrix((np.ones(len(indices)), indices, row_ends), shape=(len(correct), len(column)))
    return matrix, np.array(correct), np.array(first)


def _softmax(scores: np.ndarray, first: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Return the probability of each row among those of its pronoun."""
    exponentials = np.exp(scores - np.repeat(np.maximum.reduceat(scores, first), sizes))
    probabilities: np.ndarray = exponentials / np.repeat(np.add.reduceat(exponentials, first), sizes)
    return probabilities


def predict(candidates: CandidateSet, weights: dict[str, float]) -> tuple[bool, bool]:
    """Return whether the pronoun refers to the first and to the second name, by these weights."""
    scores = [*(sum(weights.get(feature, 0.0) for feature in features) for features in candidates.features), 0.0]
    top = max(range(len(scores)), key=lambda i: scores[i])
    first, second = candidates.candidates_of_names
    return top in first, top in second


Prediction = tuple[tuple[bool, bool], GapRecord]
"""The predictions for the two names of a record, and the record."""


def figures(predictions: Sequence[Prediction]) -> dict[str, float]:
    """Return F1 over name-pronoun pairs, the share of exact records, and feminine over masculine F1, in percent."""
    exact = sum(predicted == record.gold for predicted, record in predictions) / max(1, len(predictions))
    women, men = (
        [prediction for prediction in predictions if prediction[1].feminine is feminine] for feminine in (True, False)
    )
    bias = _f1(women) / max(_f1(men), 1e-9)
    return {"F1": round(100 * _f1(predictions), 1), "exact": round(100 * exact, 1), "bias": round(100 * bias, 1)}


def _f1(predictions: Sequence[Prediction]) -> float:
    pairs = [pair for predicted, record in predictions for pair in zip(predicted, record.gold, strict=True)]
    hits = sum(predicted and gold for predicted, gold in pairs)
    return 2 * hits / max(1, sum(predicted for predicted, _ in pairs) + sum(gold for _, gold in pairs))


def _predict_all(
    records: Sequence[GapRecord], choices: Sequence[CandidateSet | None], weights: dict[str, float]
) -> list[Prediction]:
    predicted = [(False, False) if candidates is None else predict(candidates, weights) for candidates in choices]
    return list(zip(predicted, records, strict=True))


def main(arguments: Sequence[str]) -> int:
    """Fit in several rounds, since the features of a pronoun depend on how earlier pronouns were resolved."""
    extractor = Extractor()
    records = list(read_records(Path(arguments[0]), extractor))
    table = lexicon().pronouns.weights
    assert isinstance(table, dict)  # noqa: S101  # the table that the lexicon uses: each round replaces its content
    for number in range(ROUNDS):
        choices = [candidate_set(record, extractor) for record in records]
        cross_validated: list[Prediction] = []
        for fold in range(FOLDS):
            training = [item for i, item in enumerate(choices) if item is not None and i % FOLDS != fold]
            weights = fit(training)
            cross_validated.extend(_predict_all(records[fold::FOLDS], choices[fold::FOLDS], weights))
        table.clear()
        table.update(fit([candidates for candidates in choices if candidates is not None]))
        fitted = figures(_predict_all(records, choices, table))
        print(
            f"round {number + 1}: {figures(cross_validated)} over {FOLDS} folds,"
            f" {fitted} fitted to all, {len(table)} weights"
        )
    if "--write" in arguments:
        head = LEXICON.read_text(encoding="utf-8").partition("[weights]\n")[0]
        rows = [f'"{feature}" = {weight}\n' for feature, weight in sorted(table.items())]
        LEXICON.write_text(f"{head}[weights]\n{''.join(rows)}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
