"""How right the claims are, measured on the annotated seeds; with --write the figures go into docs/quality.md.

The annotation (bench/domain) follows bench/domain/GUIDELINES.md; the scorer is bench/domain/score_domain.py.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks import rows

from extract.claims import Extractor
from extract.documents import read
from ontology.model import Claim

ROOT = Path(__file__).resolve().parent.parent
DOMAIN = ROOT / "bench" / "domain"
PAGE = ROOT / "docs" / "quality.md"
BASELINE: Mapping[str, float] = {"core_recall": 27.6, "precision": 37.3, "f1": 31.7}
"""A plain subject-verb-object extractor (textacy 0.13 on the same pipeline), same texts and scorer."""
HEAD = """# How right the claims are

Measured on the seed article and the two batches of briefs in `seeds/`: {sentences} annotated sentences with
{core} core claims and {noise} lines of noise (teasers, captions, bylines) from which no claim may come.
`bench/domain/GUIDELINES.md` says how they were annotated, `bench/domain/score_domain.py` how a system is scored.

    make bench

writes this page. The rules were developed on these texts, so the figures say what to expect of texts of the same
kind at best; a plain subject-verb-object extractor on the same parser stands beside them.

| | actorgraph | subject-verb-object |
|---|---|---|
| core claims found (recall) | {recall:.1f} % | {baseline[core_recall]} % |
| claims that are right (precision) | {precision:.1f} % | {baseline[precision]} % |
| F1 | **{f1:.1f}** | {baseline[f1]} |
| claims made of noise | {noise_claims} | |

Of the claims that match: negation is right in {negated:.1f} %, modality in {modality:.1f} %, who says it in
{attribution:.1f} %.
"""
BENCHMARKS = """
## Public benchmarks

Their development halves, which the rules were developed on too. `python bench/quality.py --benchmarks DIR --write`
makes these rows where DIR holds the data (BenchIE: Gashteovski et al. 2022, CC BY 4.0; CaRB: Bhardwaj et al. 2019,
MIT; PLOVER_GSR: Open Event Data Alliance, CC BY-SA 4.0). The others' figures are as published or measured with the
same scorer.

| benchmark | actorgraph | others (F1) |
|---|---|---|
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


def scores(model: str | None = None) -> Mapping[str, Any]:
    """The scorer's figures for the claims of `seeds/`."""
    extractor = Extractor(model) if model else Extractor()
    documents = read([ROOT / "seeds"], on_error=lambda error: sys.exit(str(error)))
    claims = [claim for document in documents for claim in extractor.extraction(document).claims]
    with tempfile.TemporaryDirectory() as folder:
        system = Path(folder) / "system.jsonl"
        system.write_text("".join(json.dumps(system_record(claim)) + "\n" for claim in claims), encoding="utf-8")
        command = [sys.executable, str(DOMAIN / "score_domain.py"), "--json", "--system", str(system)]
        command += ["--gold", str(DOMAIN / "gold.jsonl"), "--sents", str(DOMAIN / "sents.jsonl")]
        found: Mapping[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return found


def page(found: Mapping[str, Any]) -> str:
    """docs/quality.md for these figures."""
    counts = found["counts"]
    return HEAD.format(
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


def main() -> None:
    """Print the page, or write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write docs/quality.md")
    parser.add_argument("--benchmarks", type=Path, help="folder with openie/ and events/: run these too")
    parser.add_argument("--model", help="another spaCy pipeline")
    arguments = parser.parse_args()
    text = page(scores(arguments.model))
    if arguments.benchmarks is not None:
        text += BENCHMARKS + "\n".join([*rows(arguments.benchmarks, Extractor()), ""])
    elif PAGE.is_file():  # keep the rows of the last run that had the data
        text += "".join(PAGE.read_text(encoding="utf-8").partition(MARK)[1:])
    print(text)
    if arguments.write:
        PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
