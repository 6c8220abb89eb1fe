"""Measures the accuracy of the claims on real documents and on the seeds; --write saves docs/quality.md.

bench/domain/GUIDELINES.md defines the annotation; the scorer is bench/domain/score_domain.py. --check compares the
figures with those of the last --write (bench/figures.json) and fails if one has dropped.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from bench.accuracy.benchmarks import BENCHMARKS as PUBLIC_BENCHMARKS
from bench.accuracy.benchmarks import run
from bench.accuracy.corpus import SPLITS, CorpusScores, score_corpus, total
from bench.accuracy.quality_page import BENCHMARKS_HEADING, OVERHEAD, UNSEEN, benchmark_table, render_page
from bench.accuracy.seeds import ROOT, SeedScores, score_seeds
from bench.speed.overhead import overhead
from extract.claims import Extractor
from extract.documents.reader import iter_documents

PAGE = ROOT / "docs" / "quality.md"
RECORDED = ROOT / "bench" / "figures.json"
TOLERANCE = 1.0
"""Percentage points by which a figure may drop: a new version of a model or a library causes smaller changes."""
Figures = dict[str, dict[str, float]]


def figures_of(
    scores: SeedScores, corpus: Mapping[str, CorpusScores], folder: Path | None, extractor: Extractor
) -> Figures:
    """Return the figures of each data set in percent: real documents, the seeds, the public benchmarks in `folder`."""
    names = ("core_recall", "precision", "f1", "negated_accuracy", "modality_accuracy", "attribution_accuracy")
    resolved, anaphors = scores.report["on_marked_gold"]["anaphora_resolved_to_canonical"]
    figures: Figures = {name: _dev_figures(of_mode) for name, of_mode in corpus.items()}
    figures |= {
        "annotated seeds": {name: round(100 * scores.report[name], 1) for name in names},
        "identity resolution": {
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
