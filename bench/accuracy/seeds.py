"""Scores the claims and the identity resolution of an extractor on the seeds."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.accuracy.clusters import ClusterScores, read_gold, score
from bench.accuracy.records import system_record
from extract.claims import Extractor
from extract.documents.reader import iter_documents

ROOT = Path(__file__).resolve().parents[2]
DOMAIN = ROOT / "bench" / "domain"


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
        command = [sys.executable, "-m", "bench.domain.score_domain", "--json", "--system", str(system)]
        command += ["--gold", str(DOMAIN / "gold.jsonl"), "--sents", str(DOMAIN / "sents.jsonl")]
        report: Mapping[str, Any] = json.loads(
            subprocess.run(command, check=True, capture_output=True, cwd=ROOT).stdout
        )
    return SeedScores(report, score(extractions, read_gold()))
