"""Measures the stages of a build in several sizes; the best of several rounds counts."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bench.speed.scaling.stages import run_stage
from bench.speed.synthetic_news import synthetic_news

SMALL, LARGE, SHARD = 120, 480, 40
"""Documents in the two sizes that are measured, and in a shard."""
ROUNDS = 2
"""Number of times that extraction is measured; the shortest time counts, because other load only increases it."""
TINY = 100
"""Number of shards with one short document each, from which the cost of a shard is estimated."""

StageFigures = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class ScaleFigures:
    """The measured figures by stage and number of documents, in seconds and bytes."""

    words: float
    """Words per document."""
    runs: Mapping[str, StageFigures]


def figures(small: int = SMALL, large: int = LARGE, tiny: int = TINY) -> ScaleFigures:
    """Measure all stages; takes several minutes."""
    with tempfile.TemporaryDirectory(prefix="actorgraph-") as name:
        folder = Path(name)
        words = [write_documents(folder / str(count), count) / count for count in (small, large)]
        write_documents(folder / "tiny", tiny, in_shard=1, is_tiny=True)
        rounds = [_extraction_round(folder, (small, large), number) for number in range(ROUNDS)]
        runs = {stage: min((stages[stage] for stages in rounds), key=lambda run: run["seconds"]) for stage in rounds[0]}
        runs["worker tiny"] = run_stage("worker", folder / "tiny", folder / "worker-tiny")
        for count in (small, large):
            runs[f"worker {count}"] = run_stage("worker", folder / str(count), folder / f"worker-{count}")
            runs[f"graph {count}"] = run_stage("graph", folder / str(count), folder / f"0-ray-2-{count}")
        runs["ray-2 again"] = run_stage("ray-2", folder / str(large), folder / f"0-ray-2-{large}")
    return ScaleFigures(words[-1], runs)


def _extraction_round(folder: Path, counts: Iterable[int], number: int) -> dict[str, StageFigures]:
    return {
        f"{stage} {count}": run_stage(stage, folder / str(count), folder / f"{number}-{stage}-{count}")
        for count in counts
        for stage in ("serial", "jobs-2", "ray-1", "ray-2")
    }


def write_documents(folder: Path, count: int, in_shard: int = SHARD, *, is_tiny: bool = False) -> int:
    """Write JSONL shards of synthetic news and return the number of words; `is_tiny` keeps only first sentences."""
    words, records = 0, synthetic_news(count)
    folder.mkdir(parents=True)
    for start in range(0, count, in_shard):
        lines = []
        for record in islice(records, in_shard):
            text = record["text"].partition(". ")[0] + "." if is_tiny else record["text"]
            words += len(text.split())
            lines.append(json.dumps({**record, "text": text}))
        (folder / f"part-{start:07}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return words
