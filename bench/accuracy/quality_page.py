"""The text of docs/quality.md, from scores."""

from __future__ import annotations

from collections.abc import Mapping

from bench.accuracy.benchmarks import BENCHMARKS as PUBLIC_BENCHMARKS
from bench.accuracy.corpus import CorpusScores, detail_tables, reliability_table, split_table
from bench.accuracy.seeds import ROOT, SeedScores

ERRORS = ROOT / "bench" / "errors.md"
UNSEEN = ("dev", "test")
"""Splits that the judge was not trained on."""
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

An event of PLOVER_GSR is a claim whose act has a PLOVER type and whose actor and target both bear a name ("Peruvian
miners", not "miners"), as event data have codes only for such actors. An act that is merely demanded is no event of
its own: the demand is. Without these conditions, the same claims reach F1 63.4 and typed F1 50.7.

| benchmark | actorgraph | others (F1) |
|---|---|---|
"""
OVERHEAD = """
## Time

Extracting the claims takes another {share:.0f} % of the time of the parser (median of 7 rounds over the seeds in one
run).
"""
BENCHMARKS_HEADING = "\n## Public benchmarks\n"


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


def benchmark_table(figures: Mapping[str, Mapping[str, float]]) -> str:
    """Return the section on the public benchmarks, with those that were run."""
    reference = {benchmark.name: benchmark.reference for benchmark in PUBLIC_BENCHMARKS}
    rows = [
        f"| {name} | {', '.join(f'{measure} {value:.1f}' for measure, value in scores.items())} | {reference[name]} |\n"
        for name, scores in figures.items()
        if name in reference
    ]
    return BENCHMARKS_HEAD + "".join(rows)
