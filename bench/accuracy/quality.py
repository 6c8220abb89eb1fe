"""Measures the accuracy of the claims on real documents and on the seeds; --write saves docs/quality.md.

bench/domain/GUIDELINES.md defines the annotation; the scorer is bench/domain/score_domain.py. --check compares the
figures with those of the last --write (bench/figures.json) and fails if one has dropped.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.accuracy.benchmarks import BENCHMARKS as PUBLIC_BENCHMARKS
from bench.accuracy.benchmarks import run
from bench.accuracy.clusters import ClusterScores, read_gold, score
from bench.accuracy.corpus import (
    SPLITS,
    CorpusScores,
    detail_tables,
    reliability_table,
    score_corpus,
    split_table,
    total,
)
from bench.accuracy.records import system_record
from bench.speed.overhead import overhead
from extract.claims import Extractor
from extract.documents.reader import iter_documents

ROOT = Path(__file__).resolve().parents[2]
DOMAIN = ROOT / "bench" / "domain"
PAGE = ROOT / "docs" / "quality.md"
ERRORS = ROOT / "bench" / "errors.md"
RECORDED = ROOT / "bench" / "figures.json"
UNSEEN = ("dev", "test")
"""Splits that the judge was not trained on."""
TOLERANCE = 1.0
"""Percentage points by which a figure may drop: a new version of a model or a library causes smaller changes."""
Figures = dict[str, dict[str, float]]
BASELINE: Mapping[str, float] = {"core_recall": 27.6, "precision": 37.3, "f1": 31.7}
"""Figures of a plain subject-verb-object extractor (textacy 0.13 on the same pipeline) on the same texts and scorer."""
HEAD = """# How accurate the claims are

A claim is what a text says, not a fact. This page reports how often the claims match what the texts say. **Every claim
leads to its sentence: read it before you rely on it.** `make bench` writes this page.

The claims are compared with annotations. An annotation is a triple of actor, action and target that a sentence states.

- **Core triples** are acts that actorgraph must find: by a named or institutional actor, with a target. The other
  triples (background, general statements) are optional: finding one is correct, missing it is no error.
- **Core recall** is the share of core triples that were found.
- **Precision** is the share of extracted claims that match a triple.
- **F1** combines both (their harmonic mean).
- A **plain fact** is a claim that is shown as done: asserted, not negated and not alleged. It is *right* if the text
  states it as fact, and *false* if the text denies, plans, asks for or alleges it. The rest match no triple.
- **Noise** is text that is not part of the article, such as captions, teasers and bylines. Every claim from noise is
  wrong.

## Real documents

106 real documents of official publishers and Wikipedia, about 300 words of each. They were annotated before any output
was seen (`bench/annotations/README.md`), and are split into three parts:

- `train`: its errors may be studied to improve the rules, and the judge (the classifier that selects the claims) is
  trained on it. So its figures are too high.
- `dev`: its figures decide which of several rules is kept.
- `test`: its errors are never looked at. **Quote the figures of `test`.**

{corpus}

Figures are in percent, except the last column, which counts claims. Square brackets give 95 % confidence intervals
(bootstrap: 1,000 samples of the documents). The comparison is strict: an actor matches only if its resolved name is
correct, and each triple can match only one claim.

### Without the contextual scorer

The option `--fast` skips the contextual scorer, a neural network ([judge](decisions/judge.md)).

    actorgraph build FOLDER --fast

{fast}

### Are the confidences reliable?

The confidence of a claim is the probability that the judge assigns to it. If the confidences are reliable, the columns
"mean confidence" and "right" agree. The tables cover `dev` and `test`, on which the judge was not trained. Here, a
claim is right if it matches any triple of its sentence.

{reliability}

### By genre and by phenomenon

{details}

## The seeds

The seed article and the two batches of briefs in `seeds/`: {sentences} annotated sentences with {core} core triples,
and {noise} lines of noise. The texts are short, clean, and written for this project, and the rules were developed on
them. So these figures say little about other texts. The comparison is less strict than above: the words of an actor
also match, and several claims may match the same triple. The last column is a plain subject-verb-object extractor on
the same parser. `bench/domain/GUIDELINES.md` describes the annotation, `bench/domain/score_domain.py` computes the
scores.

| | actorgraph | subject-verb-object |
|---|---|---|
| core triples found (recall) | {recall:.1f} % | {baseline[core_recall]} % |
| claims that are right (precision) | {precision:.1f} % | {baseline[precision]} % |
| F1 | **{f1:.1f}** | {baseline[f1]} |
| claims from noise | {noise_claims} | |

In the claims that match a triple, negation is right in {negated:.1f} %, modality (asserted, planned, possible,
obligated) in {modality:.1f} %, and the speaker in {attribution:.1f} %.

## Identity resolution

The seeds have {clusters.mentions} annotated mentions ("the ministry", "Phnom Penh"), grouped by the entity that they
refer to across all documents. {clusters.seen} of them are detected. B³ measures how well the groups agree with the
annotation: recall falls if one entity is split, precision falls if two entities are merged
(`bench/accuracy/clusters.py`).

| | |
|---|---|
| B³ recall | {clusters.recall:.1%} |
| B³ precision | {clusters.precision:.1%} |
| B³ F1 | **{clusters.f1:.1%}** |
| pairs of different government bodies under one id | {merged} |
| countries under more than one id | {split} |
| pronouns and nominal mentions in matching claims that resolve to the right name | {anaphora[0]} of {anaphora[1]} |

"""
BENCHMARKS_HEAD = """
## Public benchmarks

These figures are for the development halves of the benchmarks, on which the rules were developed too.
`python -m bench.accuracy.quality --benchmarks DIR --write` computes them if DIR contains the data (BenchIE:
Gashteovski et al. 2022, CC BY 4.0; CaRB: Bhardwaj et al. 2019, MIT; PLOVER_GSR: Open Event Data Alliance, CC BY-SA
4.0). The figures of other systems are as published, or measured with the same scorer.

| benchmark | actorgraph | others (F1) |
|---|---|---|
"""
OVERHEAD = """
## Time

Extracting the claims takes another {share:.0f} % of the time of the parser (median of 7 rounds over the seeds in one
run).
"""
BENCHMARKS_HEADING = "\n## Public benchmarks\n"


@dataclass(frozen=True, slots=True)
class SeedScores:
    """Scores on the seeds: the report of the domain scorer and the identity resolution."""

    report: Mapping[str, Any]
    clusters: ClusterScores


def score_seeds(extractor: Extractor) -> SeedScores:
    """Score the claims and entities that an extractor finds in `seeds/`."""
    documents = iter_documents([ROOT / "seeds"], on_error=lambda error: sys.exit(str(error)))
    extractions = [extractor.extraction(document) for document in documents]
    claims = [claim for extraction in extractions for claim in extraction.claims]
    with tempfile.TemporaryDirectory() as folder:
        system = Path(folder) / "system.jsonl"
        system.write_text("".join(json.dumps(system_record(claim)) + "\n" for claim in claims), encoding="utf-8")
        command = [
            sys.executable,
            str(DOMAIN / "score_domain.py"),
            "--json",
            "--system",
            str(system),
        ]
        command += ["--gold", str(DOMAIN / "gold.jsonl"), "--sents", str(DOMAIN / "sents.jsonl")]
        report: Mapping[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return SeedScores(report, score(extractions, read_gold()))


def render_page(scores: SeedScores, corpus: CorpusScores, fast: CorpusScores) -> str:
    """Return the part of docs/quality.md that needs no data from outside the repository."""
    report, counts, clusters = scores.report, scores.report["counts"], scores.clusters
    text = HEAD.format(
        corpus="\n".join(split_table(corpus)),
        details="\n".join(detail_tables(corpus)),
        fast="\n".join(split_table(fast, UNSEEN)),
        reliability="\n".join(reliability_table(corpus, UNSEEN)),
        clusters=clusters,
        merged=len(clusters.merged_bodies),
        split=len(clusters.split_countries),
        anaphora=report["on_marked_gold"]["anaphora_resolved_to_canonical"],
        sentences=counts["sentences"],
        core=counts["core"],
        noise=counts["noise_lines"],
        recall=100 * report["core_recall"],
        precision=100 * report["precision"],
        f1=100 * report["f1"],
        noise_claims=report["noise_false_positives"],
        negated=100 * report["negated_accuracy"],
        modality=100 * report["modality_accuracy"],
        attribution=100 * report["attribution_accuracy"],
        baseline=BASELINE,
    )
    return text + ERRORS.read_text(encoding="utf-8")


def figures_of(
    scores: SeedScores, corpus: Mapping[str, CorpusScores], folder: Path | None, extractor: Extractor
) -> Figures:
    """Return the figures of each data set in percent: real documents, the seeds, the public benchmarks in `folder`."""
    names = ("core_recall", "precision", "f1", "negated_accuracy", "modality_accuracy", "attribution_accuracy")
    resolved, anaphors = scores.report["on_marked_gold"]["anaphora_resolved_to_canonical"]
    figures: Figures = {name: _dev_figures(of_mode) for name, of_mode in corpus.items()}
    figures |= {
        "annotated seeds": {name: round(100 * scores.report[name], 1) for name in names},
        "who is who": {
            "B³ F1": round(100 * scores.clusters.f1, 1),
            "anaphora": round(100 * resolved / anaphors, 1),
        },
    }
    for benchmark in PUBLIC_BENCHMARKS if folder is not None else ():
        measures = run(benchmark, folder, extractor) if folder is not None else None
        if measures is not None:
            figures[benchmark.name] = {name: round(value, 1) for name, value in measures.items()}
    return figures


def _dev_figures(corpus: CorpusScores) -> dict[str, float]:
    figures = total(corpus.of("split", "dev")).figures()
    figures.pop("facts false")  # a higher figure is worse
    return {name: round(value, 1) for name, value in figures.items()}


def regressions(now: Figures, before: Figures) -> Iterator[str]:
    """Yield a line for each figure that has dropped by more than TOLERANCE."""
    for name, figures in now.items():
        for measure, value in figures.items():
            recorded = before.get(name, {}).get(measure)
            if recorded is not None and value < recorded - TOLERANCE:
                yield f"{name}: {measure} is {value}, was {recorded}"


def benchmark_table(figures: Figures) -> str:
    """Return the section on the public benchmarks, with those that were run."""
    reference = {benchmark.name: benchmark.reference for benchmark in PUBLIC_BENCHMARKS}
    rows = [
        f"| {name} | {', '.join(f'{measure} {value:.1f}' for measure, value in scores.items())} | {reference[name]} |\n"
        for name, scores in figures.items()
        if name in reference
    ]
    return BENCHMARKS_HEAD + "".join(rows)


def default_benchmark_folder() -> Path | None:
    """Return a folder `eval` with benchmark data beside the checkout, or one level below, if there is one."""
    folders = [
        path.parent for pattern in ("eval/openie", "*/eval/openie") for path in sorted(ROOT.parent.glob(pattern))
    ]
    return folders[0] if folders else None


def main() -> None:
    """Print the page and write it, or check the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write docs/quality.md and bench/figures.json")
    parser.add_argument("--check", action="store_true", help="fail if a figure fell by more than a point")
    parser.add_argument(
        "--benchmarks", type=Path, default=default_benchmark_folder(), help="folder with openie/ and events/"
    )
    parser.add_argument("--model", help="another spaCy pipeline")
    arguments = parser.parse_args()
    extractor = Extractor(arguments.model) if arguments.model else Extractor()
    scores = score_seeds(extractor)
    corpus = score_corpus(extractor, ("dev",) if arguments.check else SPLITS)
    fast = score_corpus(Extractor(extractor.model, fast=True), ("dev",) if arguments.check else UNSEEN)
    real = {"real documents (dev)": corpus, "real documents (dev), --fast": fast}
    figures = figures_of(scores, real, arguments.benchmarks, extractor)
    if arguments.check:
        dropped = list(regressions(figures, json.loads(RECORDED.read_text(encoding="utf-8"))))
        print(*dropped, f"{len(figures)} data sets, {len(dropped)} figures dropped", sep="\n")
        sys.exit(1 if dropped else 0)
    text = render_page(scores, corpus, fast)
    if arguments.benchmarks is not None:
        documents = list(iter_documents([ROOT / "seeds"], on_error=lambda error: sys.exit(str(error))))
        text += benchmark_table(figures) + OVERHEAD.format(share=100 * overhead(extractor, documents))
    elif PAGE.is_file():  # keep the rows of the last run that had the data
        text += "".join(PAGE.read_text(encoding="utf-8").partition(BENCHMARKS_HEADING)[1:])
        figures = json.loads(RECORDED.read_text(encoding="utf-8")) | figures
    print(text)
    if arguments.write:
        PAGE.write_text(text, encoding="utf-8")
        RECORDED.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
