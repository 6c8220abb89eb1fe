"""Runs public benchmarks from local data: BenchIE and CaRB (open triples), PLOVER_GSR (events), GAP (pronouns).

The data are third-party and not in this repository. DIR holds `openie/`, `events/` and `pronouns/`, each with
sentences, gold annotations and a scorer; docs/quality.md names the sources.
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
from ontology.model import Claim, Document, Modality, Participant


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A public data set and how to score the extractor on it.

    `sentences`: path of the input below the data folder. `predict`: turns one input record into lines of the system
    output. `command`: arguments of the scorer, where SYSTEM and DIR stand for the output file and the data folder.
    `parse_scores`: reads the figures from the scorer's output. `reference`: published figures, for the page.
    """

    name: str
    sentences: str
    predict: Callable[[Extractor, dict[str, Any]], Iterator[str]]
    command: tuple[str, ...]
    parse_scores: Callable[[str], dict[str, float]]
    reference: str


def run(benchmark: Benchmark, folder: Path, extractor: Extractor) -> dict[str, float] | None:
    """Return the figures on a benchmark, or None if the folder lacks its data."""
    sentences = folder / benchmark.sentences
    if not sentences.is_file():
        return None
    records = _read_records(sentences)
    with tempfile.TemporaryDirectory() as temporary:
        system = Path(temporary) / "system"
        lines = (line for record in records for line in benchmark.predict(extractor, record))
        system.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        arguments = [
            argument.replace("SYSTEM", str(system)).replace("DIR", str(folder)) for argument in benchmark.command
        ]
        scorer = subprocess.run([sys.executable, *arguments], check=True, capture_output=True, text=True)
    return benchmark.parse_scores(scorer.stdout)


def _read_records(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8", newline="") as file:
        if path.suffix == ".tsv":
            return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        return [json.loads(line) for line in file]


def _benchie_lines(extractor: Extractor, record: dict[str, Any]) -> Iterator[str]:
    for triple in extractor.open_triples(Document(record["id"], record["text"])):
        yield "\t".join([record["id"], triple.subject, triple.relation, triple.object])


def _carb_lines(extractor: Extractor, record: dict[str, Any]) -> Iterator[str]:
    for triple in extractor.open_triples(Document(record["id"], record["text"])):
        yield "\t".join([record["text"], str(triple.confidence), triple.relation, triple.subject, triple.object])


def _event_lines(extractor: Extractor, record: dict[str, Any]) -> Iterator[str]:
    claims = extractor.extraction(Document(record["id"], record["text"])).claims
    events = [_event_record(claim, claim.target) for claim in claims if claim.target and _is_plover_event(claim)]
    yield json.dumps({"id": record["id"], "triples": events})


def _is_plover_event(claim: Claim) -> bool:
    """True for an act of a PLOVER type that is not merely demanded: there the demand is the event."""
    return claim.action.plover is not None and claim.modality is not Modality.OBLIGATED


def _event_record(claim: Claim, target: Participant) -> dict[str, Any]:
    """The event of a claim; `dyad`: whether both ends are actors that event data can identify."""
    actor = claim.actor
    return {
        "actor": [actor.entity.label, actor.span.text],
        "action": claim.action.lemma,
        "target": [target.entity.label, target.span.text],
        "plover": claim.action.plover,
        "dyad": target.entity.is_actor and _has_name(actor) and _has_name(target),
    }


def _has_name(participant: Participant) -> bool:
    """True for Peru and "Peruvian troops"; event data have no codes for "troops"."""
    return participant.head_lemma is None or any(word[0].isupper() for word in participant.entity.label.split())


def _pronoun_lines(extractor: Extractor, record: dict[str, Any]) -> Iterator[str]:
    """State for each of the two names whether it and the pronoun are mentions of the same entity."""
    mentions = [
        (mention.span.start, mention.span.end, entity.entity.id)
        for entity in extractor.extraction(Document(record["ID"], record["Text"])).entities
        for mention in entity.mentions
    ]
    start_of_pronoun = int(record["Pronoun-offset"])
    pronoun_span = (start_of_pronoun, start_of_pronoun + len(record["Pronoun"]))
    referents = {identifier for start, end, identifier in mentions if (start, end) == pronoun_span}
    prediction: dict[str, Any] = {"id": record["ID"]}
    for name in "AB":
        first = int(record[f"{name}-offset"])
        last = first + len(record[name])
        prediction[f"{name}_coref"] = any(
            start <= first and last <= end and identifier in referents for start, end, identifier in mentions
        )
    yield json.dumps(prediction)


def _parse_triple_scores(text: str) -> dict[str, float]:
    summary = text.strip().splitlines()[-1].rpartition("all")[2]
    scores = {name: float(value) for name, value in re.findall(r"\b(P|R|F1)\s+([\d.]+)", summary)}
    return {"precision": 100 * scores["P"], "recall": 100 * scores["R"], "F1": 100 * scores["F1"]}


def _parse_event_scores(text: str) -> dict[str, float]:
    scores = json.loads(next(line for line in text.splitlines() if line.startswith("{")))
    return {"F1": scores["F1"], "typed F1": scores["F1_typed"], "types right": scores["type_acc"]}


def _parse_pronoun_scores(text: str) -> dict[str, float]:
    overall = re.search(r"overall .* F1 +([\d.]+)", text)
    shares = re.search(r"bias F/M ([\d.]+) +exact 3-way ([\d.]+)%", text)
    if overall is None or shares is None:
        raise ValueError(f"unexpected output of the GAP scorer: {text}")
    return {
        "F1": float(overall[1]),
        "both right": float(shares[2]),
        "feminine over masculine": round(100 * float(shares[1])),
    }


BENCHMARKS = (
    Benchmark(
        "BenchIE (open triples, exact match)",
        "openie/benchie_dev_sentences.jsonl",
        _benchie_lines,
        ("DIR/openie/score_benchie.py", "DIR/openie/benchie_dev_gold.txt", "SYSTEM"),
        _parse_triple_scores,
        "ClausIE 32.4, MinIE 35.1, OpenIE6 24.9",
    ),
    Benchmark(
        "CaRB (open triples, lenient match)",
        "openie/carb_dev_sentences.jsonl",
        _carb_lines,
        ("DIR/openie/score_carb.py", "DIR/openie/carb_dev_gold.tsv", "SYSTEM"),
        _parse_triple_scores,
        "published on the test part: ClausIE 45.0, OpenIE4 48.8",
    ),
    Benchmark(
        "PLOVER_GSR (directed pairs of actors)",
        "events/plover_gsr_dev.jsonl",
        _event_lines,
        ("DIR/events/score_events.py", "SYSTEM", "--gold", "DIR/events/plover_gsr_dev.jsonl", "--aliases",
         "DIR/events/aliases.json"),
        _parse_event_scores,
        "on other sentences: UniversalPetrarch 50.4 (typed 29.5), PETRARCH2 46.9 (29.0)",
    ),
    Benchmark(
        "GAP (whom a pronoun stands for)",
        "pronouns/gap-development.tsv",
        _pronoun_lines,
        ("DIR/pronouns/score_gap.py", "DIR/pronouns/gap-development.tsv", "SYSTEM"),
        _parse_pronoun_scores,
        "published on the test part: Lee et al. (2017) 64.0, parallelism 66.9",
    ),
)  # fmt: skip
