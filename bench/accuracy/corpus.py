"""Scores the claims of real documents against `bench/annotations`, by split, genre and phenomenon.

Rules are developed on other texts and on the errors of the split `train`; `dev` chooses between them; `test` gives the
figures that the documentation quotes. Names are strict: only the resolved label of an actor counts, not its words in
the text. One to one: each annotated triple pays for one claim.

    python -m bench.accuracy.corpus [--errors FILE] [--fast] [--split NAME]

prints all figures; FILE gets the errors of the split `train`, and of no other. `--fast` leaves out the contextual
scorer.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self, TextIO

from bench.accuracy.records import system_record
from bench.domain.alignment import AnnotatedSentence, candidates, choose, quality_for
from bench.domain.matching import agreement, sentence_tokens
from bench.domain.score_domain import score
from extract.claims import Extractor
from extract.documents.reader import iter_documents

FOLDER = Path(__file__).resolve().parents[1] / "annotations"
SPLITS = ("train", "dev", "test")
RESAMPLES = 1_000
"""Bootstrap samples of documents behind an interval."""
INTERVAL = 0.95
BANDS = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)
"""Bounds of the bands of confidence of the reliability table."""
Row = dict[str, Any]


@dataclass(slots=True)
class Counts:
    """What the figures are made of: numbers of triples, claims and facts. Counts of documents can be added."""

    core: int = 0
    core_found: int = 0
    claims: int = 0
    matched: int = 0
    noise: int = 0
    facts: int = 0
    facts_right: int = 0
    facts_false: int = 0

    def __iadd__(self, other: Counts) -> Self:
        """Add the counts of another document."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        return self

    def figures(self) -> dict[str, float]:
        """Recall, precision and F1 one to one, and what is shown as plain fact; in percent."""
        recall, precision = _ratio(self.core_found, self.core), _ratio(self.matched, self.claims + self.noise)
        return {
            "F1": 2 * precision * recall / (precision + recall) if precision + recall else 0.0,
            "core recall": recall,
            "precision": precision,
            "facts right": _ratio(self.facts_right, self.facts),
            "facts false": _ratio(self.facts_false, self.facts),
        }


@dataclass(slots=True)
class Annotations:
    """The annotated documents: sentences and triples by document."""

    sources: dict[str, Row]
    sentences: dict[str, list[Row]]
    triples: dict[str, list[Row]] = field(default_factory=dict)


def read_annotations(folder: Path = FOLDER) -> Annotations:
    """The annotations of a folder; each triple gets the text of its sentence."""
    sources = {row["doc"]: row for row in _rows(folder / "sources.jsonl")}
    sentences, triples = defaultdict(list), defaultdict(list)
    for row in _rows(folder / "sents.jsonl"):
        sentences[row["doc"]].append(row)
    texts = {(row["doc"], row["sent_index"]): row["sent"] for rows in sentences.values() for row in rows}
    for row in _rows(folder / "gold.jsonl"):
        triples[row["doc"]].append({**row, "sent": texts[row["doc"], row["sent_index"]]})
    return Annotations(sources, sentences, triples)


def system_rows(extractor: Extractor, splits: Iterable[str], annotations: Annotations) -> dict[str, list[Row]]:
    """By document, the extractor's claims as input of the scorer, without the words of the actor."""
    wanted = {doc for doc, source in annotations.sources.items() if source["split"] in set(splits)}
    rows = {}
    for document in iter_documents([FOLDER / "docs"], on_error=lambda error: sys.exit(str(error))):
        name = document.id.removesuffix(".txt")
        if name in wanted:
            claims = extractor.extraction(document).claims
            rows[name] = [{**system_record(claim), "doc": name, "actor_text": None} for claim in claims]
    return rows


def counts_of(doc: str, rows: Sequence[Row], annotations: Annotations, errors: TextIO | None = None) -> Counts:
    """The counts of one document; its errors are written to `errors`, a JSON object a line."""
    gold, sentences = annotations.triples.get(doc, []), annotations.sentences[doc]
    report = score(gold, sentences, rows, errors=errors)
    numbers, noise = report["counts"], report["noise_false_positives"]
    claims = numbers["system_in_sentences"]
    counts = Counts(numbers["core"], numbers["core_found"], claims, 0, noise)
    counts.matched = round((report["precision_one_to_one"] or 0) * (claims + noise))
    _count_facts(counts, rows, gold, sentences)
    return counts


def _count_facts(counts: Counts, rows: Sequence[Row], gold: Sequence[Row], sentences: Sequence[Row]) -> None:
    """Count what is shown as plain fact: how much of it the annotation states as fact, and how much it does not."""
    for row, hits in matches(rows, gold, sentences):
        if is_fact(row):
            counts.facts += 1
            counts.facts_right += any(map(is_fact, hits))
            counts.facts_false += bool(hits) and not any(map(is_fact, hits))


def matches(
    rows: Sequence[Row], gold: Sequence[Row], sentences: Sequence[Row]
) -> Iterator[tuple[Row, Sequence[Mapping[str, Any]]]]:
    """Each claim in an annotated sentence with the triples that it matches."""
    by_text: dict[str, AnnotatedSentence] = {}
    for row in sentences:
        by_text.setdefault(row["sent"], AnnotatedSentence.of(row))
    for triple in gold:
        by_text[triple["sent"]].gold.append(triple)
    for row in rows:
        near = candidates(sentence_tokens(row["sentence"]), by_text.values())
        if near:
            chosen = choose(near, quality_for(row))
            yield row, [triple for triple in chosen.gold if all(agreement(row, triple))]


def is_fact(row: Mapping[str, Any]) -> bool:
    """True for what is stated as done: not denied, planned, asked for or alleged."""
    return row["modality"] == "asserted" and not row["negated"] and not row["alleged"]


def total(counts: Iterable[Counts]) -> Counts:
    """The sum of the counts of documents."""
    whole = Counts()
    for one in counts:
        whole += one
    return whole


def intervals(counts: Sequence[Counts]) -> dict[str, tuple[float, float]]:
    """By figure, the bounds of its interval from resampled documents (bootstrap of Efron 1979; a fixed seed)."""
    chance = random.Random(1979)  # noqa: S311  # no secret
    samples = [total(chance.choices(counts, k=len(counts))).figures() for _ in range(RESAMPLES)]
    cut = int(RESAMPLES * (1 - INTERVAL) / 2)
    bounds = {}
    for name in samples[0]:
        values = sorted(sample[name] for sample in samples)
        bounds[name] = values[cut], values[-cut - 1]
    return bounds


@dataclass(frozen=True, slots=True)
class Verdict:
    """The confidence and rule of a claim, and whether an annotated triple says the same."""

    confidence: float
    rule: str
    right: bool


@dataclass(frozen=True, slots=True)
class CorpusScores:
    """The counts of each document, and of each phenomenon of the annotation the core triples and those found."""

    counts: Mapping[str, Counts]
    sources: Mapping[str, Row]
    phenomena: Mapping[str, tuple[int, int]]
    verdicts: Mapping[str, Sequence[Verdict]]
    """By document, the verdict on each claim in an annotated sentence."""

    def of(self, key: str, value: str) -> list[Counts]:
        """The counts of the documents of a split or genre."""
        return [counts for doc, counts in self.counts.items() if self.sources[doc][key] == value]


def score_corpus(extractor: Extractor, splits: Iterable[str] = SPLITS, errors: TextIO | None = None) -> CorpusScores:
    """Score an extractor on these splits. `errors` gets the errors of the split `train`."""
    annotations = read_annotations()
    rows = system_rows(extractor, splits, annotations)
    counts, verdicts = {}, {}
    for doc, claims in rows.items():
        is_open = annotations.sources[doc]["split"] == "train"
        gold, sentences = annotations.triples.get(doc, []), annotations.sentences[doc]
        counts[doc] = counts_of(doc, claims, annotations, errors if is_open else None)
        found = matches(claims, gold, sentences)
        verdicts[doc] = [Verdict(row["confidence"], row["rule"], bool(hits)) for row, hits in found]
    everything = score(
        [triple for doc in rows for triple in annotations.triples.get(doc, [])],
        [row for doc in rows for row in annotations.sentences[doc]],
        [row for claims in rows.values() for row in claims],
    )
    phenomena = {
        name: (round(row["core"] * row["core_recall"]), row["core"])
        for name, row in everything["per_phenomenon"].items()
        if row["core"]
    }
    return CorpusScores(counts, annotations.sources, phenomena, verdicts)


def split_table(scores: CorpusScores, splits: Iterable[str] = SPLITS) -> Iterator[str]:
    """Markdown lines: the figures of these splits, with their intervals."""
    yield (
        "| split | documents | F1 | core recall | precision "
        "| plain facts: right | plain facts: false | claims from noise |"
    )
    yield "|---|---|---|---|---|---|---|---|"
    for split in splits:
        counts = scores.of("split", split)
        figures, bounds = total(counts).figures(), intervals(counts)
        cells = (f"{value:.1f} [{bounds[name][0]:.0f}–{bounds[name][1]:.0f}]" for name, value in figures.items())
        yield f"| {split} | {len(counts)} | {' | '.join(cells)} | {total(counts).noise} |"


def reliability_table(scores: CorpusScores, splits: Iterable[str]) -> Iterator[str]:
    """Markdown lines: the share of right claims of these splits by confidence, and by rule."""
    wanted = set(splits)
    documents = [doc for doc in scores.verdicts if scores.sources[doc]["split"] in wanted]
    verdicts = [verdict for doc in documents for verdict in scores.verdicts[doc]]
    yield from ("| confidence | claims | mean confidence | right |", "|---|---|---|---|")
    for low, high in itertools.pairwise(BANDS):
        inside = [verdict for verdict in verdicts if low <= verdict.confidence < high]
        if inside:
            yield f"| {low:.1f} to {min(high, 1.0):.1f} | {_verdict_cells(inside)} |"
    yield from ("", "| rule | claims | mean confidence | right |", "|---|---|---|---|")
    for rule in sorted({verdict.rule for verdict in verdicts}):
        yield f"| {rule} | {_verdict_cells([verdict for verdict in verdicts if verdict.rule == rule])} |"


def _verdict_cells(verdicts: Sequence[Verdict]) -> str:
    mean = sum(verdict.confidence for verdict in verdicts) / len(verdicts)
    return f"{len(verdicts)} | {mean:.2f} | {_ratio(sum(verdict.right for verdict in verdicts), len(verdicts)):.0f} %"


def detail_tables(scores: CorpusScores) -> Iterator[str]:
    """Markdown lines: figures by genre, recall by phenomenon."""
    yield from ("| genre (all splits) | documents | F1 | core recall | precision |", "|---|---|---|---|---|")
    for genre in sorted({scores.sources[doc]["genre"] for doc in scores.counts}):
        counts = scores.of("genre", genre)
        figures = total(counts).figures()
        yield (
            f"| {genre} | {len(counts)} | " + " | ".join(f"{value:.0f}" for value in list(figures.values())[:3]) + " |"
        )
    yield from ("", "| phenomenon (all splits) | core triples | found |", "|---|---|---|")
    for name, (found, core) in scores.phenomena.items():
        yield f"| {name.replace('_', ' ')} | {core} | {_ratio(found, core):.0f} % |"


def _ratio(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0


def _rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def main() -> None:
    """Print the tables; write the errors of the split `train`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", type=Path, help="file for the errors of the split train")
    parser.add_argument("--fast", action="store_true", help="leave out the contextual scorer")
    parser.add_argument("--split", dest="splits", action="append", choices=SPLITS, help="only this split")
    arguments = parser.parse_args()
    extractor, splits = Extractor(fast=arguments.fast), arguments.splits or SPLITS
    if arguments.errors is None:
        scores = score_corpus(extractor, splits)
    else:
        with arguments.errors.open("w", encoding="utf-8") as file:
            scores = score_corpus(extractor, splits, errors=file)
    print(*split_table(scores, splits), "", *detail_tables(scores), "", *reliability_table(scores, splits), sep="\n")


if __name__ == "__main__":
    main()
