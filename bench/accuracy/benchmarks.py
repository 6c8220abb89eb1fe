"""The public benchmarks that a user has on disk: BenchIE, CaRB (open triples), PLOVER_GSR (events), GAP (pronouns).

Their data are other people's and not part of this repository. DIR holds `openie/`, `events/` and `pronouns/`, each with
its sentences, gold and scorer; see docs/quality.md for where they come from.
"""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.claims import Extractor
from ontology.model import Claim, Document


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A data set, how to answer it, its scorer's arguments, and how to read the figure."""

    name: str
    sentences: str
    answer: Callable[[Extractor, dict[str, Any]], Iterator[str]]
    command: tuple[str, ...]
    figures: Callable[[str], dict[str, float]]
    reference: str


def run(benchmark: Benchmark, folder: Path, extractor: Extractor) -> dict[str, float] | None:
    """The figures on a benchmark; None if its data are not in the folder."""
    sentences = folder / benchmark.sentences
    if not sentences.is_file():
        return None
    records = _records(sentences)
    with tempfile.TemporaryDirectory() as place:
        system = Path(place) / "system"
        lines = (line for record in records for line in benchmark.answer(extractor, record))
        system.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        words = [word.replace("SYSTEM", str(system)).replace("DIR", str(folder)) for word in benchmark.command]
        done = subprocess.run([sys.executable, *words], check=True, capture_output=True, text=True)
    return benchmark.figures(done.stdout)


def _records(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8", newline="") as file:
        if path.suffix == ".tsv":
            return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        return [json.loads(line) for line in file]


def _benchie(extractor: Extractor, record: dict[str, Any]) -> Iterator[str]:
    for triple in extractor.open_triples(Document(record["id"], record["text"])):
        yield "\t".join([record["id"], triple.subject, triple.relation, triple.object])


def _carb(extractor: Extractor, record: dict[str, Any]) -> Iterator[str]:
    for triple in extractor.open_triples(Document(record["id"], record["text"])):
        yield "\t".join([record["text"], str(triple.confidence), triple.relation, triple.subject, triple.object])


def _events(extractor: Extractor, record: dict[str, Any]) -> Iterator[str]:
    claims = extractor.extraction(Document(record["id"], record["text"])).claims
    yield json.dumps({"id": record["id"], "triples": [_event(claim) for claim in claims if claim.target]})


def _event(claim: Claim) -> dict[str, Any]:
    actor, target = claim.actor, claim.target
    assert target is not None  # noqa: S101  # for mypy: the caller has seen to it
    return {
        "actor": [actor.entity.label, actor.span.text],
        "action": claim.action.lemma,
        "target": [target.entity.label, target.span.text],
        "plover": claim.action.plover,
        "dyad": target.entity.is_actor,
    }


def _pronouns(extractor: Extractor, record: dict[str, Any]) -> Iterator[str]:
    """Whether the pronoun and each of the two names are mentions of one entity."""
    mentions = [
        (mention.span.start, mention.span.end, found.entity.id)
        for found in extractor.extraction(Document(record["ID"], record["Text"])).entities
        for mention in found.mentions
    ]
    at = int(record["Pronoun-offset"])
    meant = {identifier for start, end, identifier in mentions if (start, end) == (at, at + len(record["Pronoun"]))}
    answer: dict[str, Any] = {"id": record["ID"]}
    for name in "AB":
        first = int(record[f"{name}-offset"])
        last = first + len(record[name])
        answer[f"{name}_coref"] = any(start <= first and last <= end and key in meant for start, end, key in mentions)
    yield json.dumps(answer)


def _f1(text: str) -> dict[str, float]:
    last = text.strip().splitlines()[-1].rpartition("all")[2]
    found = {name: float(value) for name, value in re.findall(r"\b(P|R|F1)\s+([\d.]+)", last)}
    return {"precision": 100 * found["P"], "recall": 100 * found["R"], "F1": 100 * found["F1"]}


def _event_figures(text: str) -> dict[str, float]:
    found = json.loads(next(line for line in text.splitlines() if line.startswith("{")))
    return {"F1": found["F1"], "typed F1": found["F1_typed"], "types right": found["type_acc"]}


def _pronoun_figures(text: str) -> dict[str, float]:
    overall = re.search(r"overall .* F1 +([\d.]+)", text)
    shares = re.search(r"bias F/M ([\d.]+) +exact 3-way ([\d.]+)%", text)
    if overall is None or shares is None:
        raise ValueError(f"the scorer's output has changed: {text}")
    return {
        "F1": float(overall[1]),
        "both right": float(shares[2]),
        "feminine over masculine": round(100 * float(shares[1])),
    }


BENCHMARKS = (
    Benchmark(
        "BenchIE (open triples, exact match)",
        "openie/benchie_dev_sentences.jsonl",
        _benchie,
        ("DIR/openie/score_benchie.py", "DIR/openie/benchie_dev_gold.txt", "SYSTEM"),
        _f1,
        "ClausIE 32.4, MinIE 35.1, OpenIE6 24.9",
    ),
    Benchmark(
        "CaRB (open triples, lenient match)",
        "openie/carb_dev_sentences.jsonl",
        _carb,
        ("DIR/openie/score_carb.py", "DIR/openie/carb_dev_gold.tsv", "SYSTEM"),
        _f1,
        "published on the test part: ClausIE 45.0, OpenIE4 48.8",
    ),
    Benchmark(
        "PLOVER_GSR (directed pairs of actors)",
        "events/plover_gsr_dev.jsonl",
        _events,
        ("DIR/events/score_events.py", "SYSTEM", "--gold", "DIR/events/plover_gsr_dev.jsonl", "--aliases",
         "DIR/events/aliases.json"),
        _event_figures,
        "on other sentences: UniversalPetrarch 50.4 (typed 29.5), PETRARCH2 46.9 (29.0)",
    ),
    Benchmark(
        "GAP (whom a pronoun stands for)",
        "pronouns/gap-development.tsv",
        _pronouns,
        ("DIR/pronouns/score_gap.py", "DIR/pronouns/gap-development.tsv", "SYSTEM"),
        _pronoun_figures,
        "published on the test part: Lee et al. (2017) 64.0, parallelism 66.9",
    ),
)  # fmt: skip
