"""Fits the weights of extract/lexicon/pronouns.toml to a GAP file (Webster et al. 2018), and says how well they do.

    python -m bench.accuracy.pronouns FILE.tsv [--write]

A record holds a pronoun and two names. Every person that our own rules see in the text is a candidate, not these two
alone; where the gold names neither, any other candidate or none is right. The figures come from five folds: each
record is answered by weights that were fitted without it. `--write` puts those fitted to all records into the lexicon.
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
"""GAP's two names are nearly always of one gender, so that it cannot tell how much a clash counts: this is assumed."""
FOLDS, ROUNDS, RIDGE, STIFF, RAREST, SMALLEST = 5, 3, 3.0, 100.0, 15, 0.02


@dataclass(frozen=True, slots=True)
class Record:
    """A GAP record with its parsed text: characters of the pronoun and of the two names, and which name is meant."""

    sentences: list[ParsedSentence]
    pronoun: int
    names: tuple[tuple[int, int], tuple[int, int]]
    meant: tuple[bool, bool]
    feminine: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """The features of the candidates at a pronoun; the indices of each name's candidates, and which names are right."""

    features: list[tuple[str, ...]]
    named: tuple[set[int], set[int]]
    meant: tuple[bool, bool]

    @property
    def right(self) -> list[int]:
        """Right answers; the last index, one past the candidates, is nobody."""
        for candidates, meant in zip(self.named, self.meant, strict=True):
            if meant:
                return sorted(candidates)
        return [i for i in range(len(self.features) + 1) if i not in self.named[0] | self.named[1]]


def records(path: Path, extractor: Extractor) -> Iterator[Record]:
    """The records of a GAP file."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            spans = [(int(row[f"{name}-offset"]), len(row[name])) for name in "AB"]
            yield Record(
                parse(extractor.pipeline, Document(row["ID"], row["Text"])),
                int(row["Pronoun-offset"]),
                ((spans[0][0], sum(spans[0])), (spans[1][0], sum(spans[1]))),
                (row["A-coref"].upper() == "TRUE", row["B-coref"].upper() == "TRUE"),
                row["Pronoun"].lower() in FEMININE,
            )


def choice(record: Record, extractor: Extractor) -> Choice | None:
    """What can be chosen at the pronoun; None where the parser does not see it."""
    resolver = Resolver("gap", record.sentences, extractor.registry)
    for parsed in record.sentences:
        for token in parsed.span:
            if parsed.offset + token.idx == record.pronoun:
                index = parsed.sentence.index
                persons = resolver.context.persons
                resolved = [earlier for earlier in persons.resolved if _before(earlier, index, token.i)]
                candidates = candidates_with_features(token, index, persons, resolved)
                ids = [candidate.entity.id for candidate, _ in candidates]
                named = tuple(_covering(span, resolver, record, ids) for span in record.names)
                return Choice([features for _, features in candidates], (named[0], named[1]), record.meant)
    return None


def _before(pronoun: ResolvedPronoun, sentence: int, position: int) -> bool:
    return (pronoun.sentence, pronoun.token.i) < (sentence, position)


def _covering(span: tuple[int, int], resolver: Resolver, record: Record, ids: Sequence[str]) -> set[int]:
    offsets = {parsed.sentence.index: parsed.offset for parsed in record.sentences}
    found = {
        m.entity.id
        for m in resolver.context.persons.mentions(0, len(record.sentences))
        if span[0] <= offsets[m.sentence] + m.token.idx < span[1]
    }
    return {i for i, identifier in enumerate(ids) if identifier in found}


def fit(choices: Sequence[Choice]) -> dict[str, float]:
    """Weights that make the right answers likeliest; candidates that the gold does not tell apart share them."""
    known = [one for one in choices if one.right]
    counts = Counter(feature for one in known for features in one.features for feature in features)
    names = sorted(feature for feature, count in counts.items() if count >= RAREST)
    expected = np.array([EXPECTED.get(feature, 0.0) for feature in names])
    ridge = np.array([STIFF if feature in EXPECTED else RIDGE for feature in names])
    table, right, first = _table(known, {feature: i for i, feature in enumerate(names)})
    many = np.diff(np.append(first, len(right)))

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        chances = _softmax(table @ weights, first, many)
        correct = np.where(right, chances, 0.0)
        shares = np.add.reduceat(correct, first)
        away = weights - expected
        slope = table.T @ (chances - correct / np.repeat(shares, many)) + ridge * away
        return float(ridge @ away**2 / 2 - np.log(shares).sum()), slope

    found = minimize(loss, expected, jac=True, method="L-BFGS-B").x
    return {
        feature: round(float(weight), 2)
        for feature, weight in zip(names, found, strict=True)
        if abs(weight) >= SMALLEST
    }


def _table(choices: Sequence[Choice], column: dict[str, int]) -> tuple[csr_matrix, np.ndarray, np.ndarray]:
    """A row of features per candidate and one for nobody; which rows are right; where each pronoun's rows begin."""
    cells, ends, right, first = [], [0], [], []
    for one in choices:
        first.append(len(right))
        for row, features in enumerate((*one.features, ())):
            cells.extend(column[feature] for feature in features if feature in column)
            ends.append(len(cells))
            right.append(row in one.right)
    table = csr_matrix((np.ones(len(cells)), cells, ends), shape=(len(right), len(column)))
    return table, np.array(right), np.array(first)


def _softmax(scores: np.ndarray, first: np.ndarray, many: np.ndarray) -> np.ndarray:
    """The chance of each row among those of its pronoun."""
    raised = np.exp(scores - np.repeat(np.maximum.reduceat(scores, first), many))
    chances: np.ndarray = raised / np.repeat(np.add.reduceat(raised, first), many)
    return chances


def answer(one: Choice, weights: dict[str, float]) -> tuple[bool, bool]:
    """Whether the pronoun stands for the first and for the second name, by these weights."""
    scores = [*(sum(weights.get(feature, 0.0) for feature in features) for features in one.features), 0.0]
    top = max(range(len(scores)), key=lambda i: scores[i])
    return top in one.named[0], top in one.named[1]


Answer = tuple[tuple[bool, bool], Record]
"""What was answered for the two names of a record."""


def figures(answers: Sequence[Answer]) -> dict[str, float]:
    """F1 over name-pronoun pairs, the share of records with both right, feminine F1 over masculine; in percent."""
    exact = sum(given == record.meant for given, record in answers) / max(1, len(answers))
    women, men = ([one for one in answers if one[1].feminine is feminine] for feminine in (True, False))
    bias = _f1(women) / max(_f1(men), 1e-9)
    return {"F1": round(100 * _f1(answers), 1), "exact": round(100 * exact, 1), "bias": round(100 * bias, 1)}


def _f1(answers: Sequence[Answer]) -> float:
    pairs = [pair for given, record in answers for pair in zip(given, record.meant, strict=True)]
    hits = sum(given and gold for given, gold in pairs)
    return 2 * hits / max(1, sum(given for given, _ in pairs) + sum(gold for _, gold in pairs))


def _answers(texts: Sequence[Record], choices: Sequence[Choice | None], weights: dict[str, float]) -> list[Answer]:
    given = [(False, False) if one is None else answer(one, weights) for one in choices]
    return list(zip(given, texts, strict=True))


def main(arguments: Sequence[str]) -> int:
    """Fit in rounds: the pronouns before the one asked for are resolved by the weights of the round before."""
    extractor = Extractor()
    texts = list(records(Path(arguments[0]), extractor))
    table = lexicon().pronouns.weights
    assert isinstance(table, dict)  # noqa: S101  # the lexicon's own table, which the rounds replace
    for number in range(ROUNDS):
        choices = [choice(record, extractor) for record in texts]
        given = []
        for fold in range(FOLDS):
            weights = fit([one for i, one in enumerate(choices) if one is not None and i % FOLDS != fold])
            given.extend(_answers(texts[fold::FOLDS], choices[fold::FOLDS], weights))
        table.clear()
        table.update(fit([one for one in choices if one is not None]))
        whole = figures(_answers(texts, choices, table))
        print(f"round {number + 1}: {figures(given)} over {FOLDS} folds, {whole} fitted to all, {len(table)} weights")
    if "--write" in arguments:
        head = LEXICON.read_text(encoding="utf-8").partition("[weights]\n")[0]
        rows = [f'"{feature}" = {weight}\n' for feature, weight in sorted(table.items())]
        LEXICON.write_text(f"{head}[weights]\n{''.join(rows)}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
