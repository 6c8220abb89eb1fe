"""How right the claims are, measured on the annotated seeds; with --write the figures go into docs/quality.md.

The annotation (bench/domain) follows bench/domain/GUIDELINES.md; the scorer is bench/domain/score_domain.py.
--check compares with the figures of the last --write (bench/figures.json) and fails where one has fallen.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.accuracy.benchmarks import BENCHMARKS as PUBLIC
from bench.accuracy.benchmarks import run
from bench.accuracy.clusters import Clusters, read_gold, score
from bench.accuracy.reliability import Judged, judged, tables
from bench.speed.overhead import overhead
from extract.claims import Extractor
from extract.documents.reader import iter_documents
from ontology.model import Claim

ROOT = Path(__file__).resolve().parents[2]
DOMAIN = ROOT / "bench" / "domain"
PAGE = ROOT / "docs" / "quality.md"
ERRORS = ROOT / "bench" / "errors.md"
RECORDED = ROOT / "bench" / "figures.json"
MOST_LOST = 1.0
"""Points that a figure may fall below the recorded one: less is noise of a model's or a library's new version."""
Figures = dict[str, dict[str, float]]
BASELINE: Mapping[str, float] = {"core_recall": 27.6, "precision": 37.3, "f1": 31.7}
"""A plain subject-verb-object extractor (textacy 0.13 on the same pipeline), same texts and scorer."""
HEAD = """# How right the claims are

A claim is what a text says, not a fact. This page says how often a claim is what the text says. **Every claim leads
to its sentence: read it before you rely on it.**

Measured on the seed article and the two batches of briefs in `seeds/`: {sentences} annotated sentences with {core}
core claims, and {noise} lines of noise (teasers, captions, bylines) that must give no claim.
`bench/domain/GUIDELINES.md` describes the annotation, `bench/domain/score_domain.py` scores a system.

    make bench

writes this page. The rules were developed on these texts. So for other texts of the same kind, the figures are an
upper limit. The last column is a plain subject-verb-object extractor on the same parser.

| | actorgraph | subject-verb-object |
|---|---|---|
| core claims found (recall) | {recall:.1f} % | {baseline[core_recall]} % |
| claims that are right (precision) | {precision:.1f} % | {baseline[precision]} % |
| F1 | **{f1:.1f}** | {baseline[f1]} |
| claims made from noise | {noise_claims} | |

Of the matching claims, negation is right in {negated:.1f} %, modality in {modality:.1f} %, and the speaker in
{attribution:.1f} %.

## Unseen texts

Other publishers' texts, which the rules were not developed on, give lower figures. They were measured once, in November
2026, with stricter rules: names must match strictly, and each annotated claim counts once. The texts are not in this
repository.

| texts | F1 | core claims found | claims that are right | plain facts: right | plain facts: false |
|---|---|---|---|---|---|
| 18 press articles | 54 | 46 % | 66 % | 74 % | 3 % |
| 20 official documents | 53 | 43 % | 68 % | 65 % | 13 % |

The last two columns are shares of all claims that are shown as plain fact. "False" means that the text denies, plans,
asks or alleges the act. The rest match no annotated claim.

## Who is who

{clusters.mentions} annotated mentions ("the ministry", "Phnom Penh") of the same texts, grouped by the entity that
they refer to in all documents (`bench/accuracy/clusters.py` defines the measure). {clusters.seen} of them are detected.

| | |
|---|---|
| B³ recall | {clusters.recall:.1%} |
| B³ precision | {clusters.precision:.1%} |
| B³ F1 | **{clusters.f1:.1%}** |
| pairs of different government bodies under one id | {merged} |
| countries under more than one id | {split} |
| pronouns and nominal mentions in matching claims that resolve to the right name | {anaphora[0]} of {anaphora[1]} |

## How far a confidence can be trusted

{reliability}

The tables give the share of right claims, by confidence and by rule. The confidences were fitted on these texts
(`bench/accuracy/reliability.py` explains how). For other texts, expect them to be somewhat too high.
"""
BENCHMARKS = """
## Public benchmarks

These are the development halves, which the rules were developed on too.
`python -m bench.accuracy.quality --benchmarks DIR --write` makes these rows if DIR holds the data (BenchIE:
Gashteovski et al. 2022, CC BY 4.0; CaRB: Bhardwaj et al. 2019, MIT; PLOVER_GSR: Open Event Data Alliance, CC BY-SA
4.0). The figures of other systems are as published, or measured with the same scorer.

| benchmark | actorgraph | others (F1) |
|---|---|---|
"""
OVERHEAD = """
## Time

Making claims adds {share:.0f} % to the time of the parser (median of 7 rounds over the seeds in one run).
"""
MARK = "\n## Public benchmarks\n"


def system_record(claim: Claim) -> dict[str, Any]:
    """A claim in the scorer's words."""
    return {
        "doc": claim.document,
        "sentence": claim.sentence.text,
        "actor": claim.actor.entity.label,
        "actor_text": claim.actor.span.text,
        "action": claim.action.lemma,
        "action_class": claim.action.class_,
        "target": claim.target.entity.label if claim.target else None,
        "target_text": claim.target.span.text if claim.target else None,
        "negated": claim.polarity.value == "negated",
        "modality": claim.modality.value,
        "attribution": claim.attribution.label if claim.attribution else None,
        "alleged": claim.alleged,
    }


@dataclass(frozen=True, slots=True)
class Scores:
    """What is measured on the seeds: the scorer's figures, its verdict on each claim, and who is who."""

    found: Mapping[str, Any]
    verdicts: Sequence[Judged]
    clusters: Clusters


def scores(extractor: Extractor) -> Scores:
    """The figures for the claims and entities of `seeds/`."""
    documents = iter_documents([ROOT / "seeds"], on_error=lambda error: sys.exit(str(error)))
    extractions = [extractor.extraction(document) for document in documents]
    claims = [claim for extraction in extractions for claim in extraction.claims]
    with tempfile.TemporaryDirectory() as folder:
        system, errors = Path(folder) / "system.jsonl", Path(folder) / "errors.jsonl"
        system.write_text("".join(json.dumps(system_record(claim)) + "\n" for claim in claims), encoding="utf-8")
        command = [
            sys.executable,
            str(DOMAIN / "score_domain.py"),
            "--json",
            "--system",
            str(system),
            "--errors",
            str(errors),
        ]
        command += ["--gold", str(DOMAIN / "gold.jsonl"), "--sents", str(DOMAIN / "sents.jsonl")]
        found: Mapping[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        verdicts = judged(claims, errors)
    return Scores(found, verdicts, score(extractions, read_gold()))


def page(measured: Scores) -> str:
    """docs/quality.md for these figures, as far as it follows from the repository alone."""
    found, counts, clusters = measured.found, measured.found["counts"], measured.clusters
    text = HEAD.format(
        reliability="\n".join(tables(measured.verdicts)),
        clusters=clusters,
        merged=len(clusters.merged_bodies),
        split=len(clusters.split_countries),
        anaphora=found["on_marked_gold"]["anaphora_resolved_to_canonical"],
        sentences=counts["sentences"],
        core=counts["core"],
        noise=counts["noise_lines"],
        recall=100 * found["core_recall"],
        precision=100 * found["precision"],
        f1=100 * found["f1"],
        noise_claims=found["noise_false_positives"],
        negated=100 * found["negated_accuracy"],
        modality=100 * found["modality_accuracy"],
        attribution=100 * found["attribution_accuracy"],
        baseline=BASELINE,
    )
    return text + ERRORS.read_text(encoding="utf-8")


def figures_of(measured: Scores, folder: Path | None, extractor: Extractor) -> Figures:
    """Every figure by its data set, in percent: the annotated seeds, and the public benchmarks that lie in a folder."""
    names = ("core_recall", "precision", "f1", "negated_accuracy", "modality_accuracy", "attribution_accuracy")
    right, asked = measured.found["on_marked_gold"]["anaphora_resolved_to_canonical"]
    figures: Figures = {
        "annotated seeds": {name: round(100 * measured.found[name], 1) for name in names},
        "who is who": {
            "B³ F1": round(100 * measured.clusters.f1, 1),
            "anaphora": round(100 * right / asked, 1),
        },
    }
    for benchmark in PUBLIC if folder is not None else ():
        its = run(benchmark, folder, extractor) if folder is not None else None
        if its is not None:
            figures[benchmark.name] = {name: round(value, 1) for name, value in its.items()}
    return figures


def lost(now: Figures, before: Figures) -> Iterator[str]:
    """A line for each figure that has fallen by more than it may."""
    for name, figures in now.items():
        for measure, value in figures.items():
            recorded = before.get(name, {}).get(measure)
            if recorded is not None and value < recorded - MOST_LOST:
                yield f"{name}: {measure} is {value}, was {recorded}"


def benchmark_rows(figures: Figures) -> str:
    """The table of the public benchmarks that were run."""
    reference = {benchmark.name: benchmark.reference for benchmark in PUBLIC}
    rows = [
        f"| {name} | {', '.join(f'{measure} {value:.1f}' for measure, value in its.items())} | {reference[name]} |\n"
        for name, its in figures.items()
        if name in reference
    ]
    return BENCHMARKS + "".join(rows)


def beside() -> Path | None:
    """A folder `eval` with benchmark data beside the checkout, or one folder further: where people keep it."""
    found = [path.parent for pattern in ("eval/openie", "*/eval/openie") for path in sorted(ROOT.parent.glob(pattern))]
    return found[0] if found else None


def main() -> None:
    """Print the page and write it, or check the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write docs/quality.md and bench/figures.json")
    parser.add_argument("--check", action="store_true", help="fail if a figure fell by more than a point")
    parser.add_argument("--benchmarks", type=Path, default=beside(), help="folder with openie/ and events/")
    parser.add_argument("--model", help="another spaCy pipeline")
    arguments = parser.parse_args()
    extractor = Extractor(arguments.model) if arguments.model else Extractor()
    measured = scores(extractor)
    figures = figures_of(measured, arguments.benchmarks, extractor)
    if arguments.check:
        losses = list(lost(figures, json.loads(RECORDED.read_text(encoding="utf-8"))))
        print(*losses, f"{len(figures)} data sets, {len(losses)} figures lost", sep="\n")
        sys.exit(1 if losses else 0)
    text = page(measured)
    if arguments.benchmarks is not None:
        documents = list(iter_documents([ROOT / "seeds"], on_error=lambda error: sys.exit(str(error))))
        text += benchmark_rows(figures) + OVERHEAD.format(share=100 * overhead(extractor, documents))
    elif PAGE.is_file():  # keep the rows of the last run that had the data
        text += "".join(PAGE.read_text(encoding="utf-8").partition(MARK)[1:])
        figures = json.loads(RECORDED.read_text(encoding="utf-8")) | figures
    print(text)
    if arguments.write:
        PAGE.write_text(text, encoding="utf-8")
        RECORDED.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
