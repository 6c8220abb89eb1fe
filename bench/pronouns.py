"""Fits the weights of extract/lexicon/pronouns.toml to a GAP file (Webster et al. 2018), and says how well they do.

    python -m bench.pronouns FILE.tsv [--write]

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
from scipy.special import logsumexp

from extract.claims import Extractor
from extract.parsing import ParsedSentence, parse
from extract.pronouns import Past, options
from extract.resolution import Resolver
from extract.rules import lexicon
from ontology.model import Document

LEXICON = Path(__file__).parents[1] / "extract" / "lexicon" / "pronouns.toml"
FOLDS, ROUNDS, RIDGE, RAREST = 5, 3, 1.0, 15


@dataclass(frozen=True, slots=True)
class Record:
    """A GAP record with its parsed text: characters of the pronoun and of the two names, and which name is meant."""

    sentences: list[ParsedSentence]
    pronoun: int
    names: tuple[tuple[int, int], tuple[int, int]]
    meant: tuple[bool, bool]


@dataclass(frozen=True, slots=True)
class Choice:
    """The candidates' cues at a pronoun; the indices of each name's candidate (None: not seen) and which are right."""

    cues: list[tuple[str, ...]]
    named: tuple[set[int], set[int]]
    meant: tuple[bool, bool]

    @property
    def right(self) -> list[int]:
        """Right answers; the last index, one past the candidates, is nobody."""
        for candidates, meant in zip(self.named, self.meant, strict=True):
            if meant:
                return sorted(candidates)
        return [i for i in range(len(self.cues) + 1) if i not in self.named[0] | self.named[1]]


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
            )


def choice(record: Record, extractor: Extractor) -> Choice | None:
    """What can be chosen at the pronoun; None where the parser does not see it."""
    resolver = Resolver("gap", record.sentences, extractor.registry)
    for parsed in record.sentences:
        for token in parsed.span:
            if parsed.offset + token.idx == record.pronoun:
                past = [one for one in resolver.past if _before(one, parsed.sentence.index, token.i)]
                index = parsed.sentence.index
                people = [m for m in resolver.people if m.named or (m.sentence, m.token.i) < (index, token.i)]
                found = options(token, index, people, past)
                named = tuple(
                    _covering(span, resolver, record, [c.entity.id for c, _ in found]) for span in record.names
                )
                return Choice([cues for _, cues in found], (named[0], named[1]), record.meant)
    return None


def _before(one: Past, sentence: int, position: int) -> bool:
    return (one.sentence, one.token.i) < (sentence, position)


def _covering(span: tuple[int, int], resolver: Resolver, record: Record, ids: Sequence[str]) -> set[int]:
    offsets = {parsed.sentence.index: parsed.offset for parsed in record.sentences}
    found = {m.entity.id for m in resolver.people if span[0] <= offsets[m.sentence] + m.token.idx < span[1]}
    return {i for i, identifier in enumerate(ids) if identifier in found}


def fit(choices: Sequence[Choice]) -> dict[str, float]:
    """Weights that make the right answers likeliest; candidates that the gold does not tell apart share them."""
    counts = Counter(cue for one in choices for cues in one.cues for cue in cues)
    names = sorted(cue for cue, count in counts.items() if count >= RAREST)
    column = {cue: i for i, cue in enumerate(names)}
    tables = []
    for one in choices:
        if not one.right:
            continue
        table = np.zeros((len(one.cues) + 1, len(names)))
        for row, cues in enumerate(one.cues):
            table[row, [column[cue] for cue in cues if cue in column]] = 1
        tables.append((table, one.right))

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        total, slope = RIDGE / 2 * weights @ weights, RIDGE * weights
        for table, right in tables:
            scores = table @ weights
            everyone, correct = logsumexp(scores), logsumexp(scores[right])
            total += everyone - correct
            slope = slope + table.T @ np.exp(scores - everyone) - table[right].T @ np.exp(scores[right] - correct)
        return float(total), slope

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B").x
    return {cue: round(float(weight), 2) for cue, weight in zip(names, found, strict=True) if abs(weight) >= 0.05}


def answer(one: Choice, weights: dict[str, float]) -> tuple[bool, bool]:
    """Whether the pronoun stands for the first and for the second name, by these weights."""
    scores = [*(sum(weights.get(cue, 0.0) for cue in cues) for cues in one.cues), 0.0]
    top = max(range(len(scores)), key=lambda i: scores[i])
    return top in one.named[0], top in one.named[1]


def figures(answers: Sequence[tuple[tuple[bool, bool], tuple[bool, bool]]]) -> dict[str, float]:
    """F1 over name-pronoun pairs and the share of records with both right, from (answer, gold) pairs, in percent."""
    pairs = [pair for given, gold in answers for pair in zip(given, gold, strict=True)]
    hits = sum(given and gold for given, gold in pairs)
    f1 = 2 * hits / max(1, sum(given for given, _ in pairs) + sum(gold for _, gold in pairs))
    exact = sum(given == gold for given, gold in answers) / max(1, len(answers))
    return {"F1": round(100 * f1, 1), "exact": round(100 * exact, 1)}


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
            for record, one in list(zip(texts, choices, strict=True))[fold::FOLDS]:
                given.append(((False, False) if one is None else answer(one, weights), record.meant))
        print(f"round {number + 1}: {figures(given)} over {FOLDS} folds")
        table.clear()
        table.update(fit([one for one in choices if one is not None]))
    if "--write" in arguments:
        head = LEXICON.read_text(encoding="utf-8").partition("[weights]\n")[0]
        rows = [f'"{cue}" = {weight}\n' for cue, weight in sorted(table.items())]
        LEXICON.write_text(f"{head}[weights]\n{''.join(rows)}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
