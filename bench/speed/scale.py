"""Measures scaling with one and two workers, fits a cost model, and estimates the needs of larger clusters.

    python -m bench.speed.scale         # prints the figures
    python -m bench.speed.scale_page    # writes docs/scale.md

Each stage runs in a process of its own; the best of several rounds counts.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from actorgraph.builder.extraction.pool import ExtractionPool
from actorgraph.builder.inputs.input_set import InputDocument, read_inputs
from actorgraph.builder.options import BuildOptions
from actorgraph.builder.storage.transaction import locked
from actorgraph.builder.storage.workspace import Workspace
from actorgraph.cluster.building import ClusterExtraction, build_from, extract_on, setup_of
from actorgraph.cluster.engine import Cluster, connected
from actorgraph.cluster.shard_task import close_extractors, process_shard
from actorgraph.cluster.shards import shards_of
from actorgraph.cluster.storage import make_folder, read_manifest
from bench.speed.synthetic_news import synthetic_news
from extract.documents.content.options import ReaderOptions
from extract.extractors import ExtractorSettings
from extract.multilingual import MultilingualExtractor
from extract.parsing.defaults import DEFAULT_MODEL
from graph.store.oxigraph import open_store

ROOT = Path(__file__).parents[2]
SMALL, LARGE, SHARD = 120, 480, 40
"""Documents in the two sizes that are measured, and in a shard."""
ROUNDS = 2
"""Number of times that extraction is measured; the shortest time counts, because other load only increases it."""
TINY = 100
"""Number of shards with one short document each, from which the cost of a shard is estimated."""
CORES, SHARD_OF = 16, 2000
"""Assumptions of the estimates: processors per machine, documents per shard."""

StageFigures = Mapping[str, float]


# ---- documents


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


# ---- stages, each in a process of its own


@dataclass(frozen=True, slots=True)
class PoolOptions:
    """The options that `ExtractionPool` reads."""

    jobs: int
    models: tuple[str, ...] = (DEFAULT_MODEL,)
    actors: Path | None = None
    document_seconds: float | None = None
    worker_memory: int | None = None


def serial(documents: Path, _: Path) -> dict[str, float]:
    """Extract in one process, after loading the model."""
    return _extract_locally(documents, 1)


def two_processes(documents: Path, _: Path) -> dict[str, float]:
    """Extract in two processes as with `--jobs 2`, including their start."""
    return _extract_locally(documents, 2)


def _extract_locally(documents: Path, jobs: int) -> dict[str, float]:
    extractor = MultilingualExtractor()
    with read_inputs([str(documents)], None, ReaderOptions(languages=extractor.languages)) as inputs:
        loaded = list(inputs.load(document.entry.id for document in inputs.documents))
    extractor.extraction(loaded[0][0])  # warm up the caches
    size = len(loaded), sum(len(document.text) for document, _ in loaded)
    start = time.perf_counter()
    with ExtractionPool(PoolOptions(jobs), extractor) as pool:
        count = sum(1 for _ in pool.lines(loaded, size, _fail))
    return {"documents": count, "seconds": time.perf_counter() - start}


def _fail(document: InputDocument, reason: str) -> None:
    raise SystemExit(f"{document.entry.id}: {reason}")


def ray_stage(jobs: int) -> Callable[[Path, Path], dict[str, float]]:
    """Return a stage that extracts with Ray on `jobs` processors; the start of Ray is measured separately."""

    def stage(documents: Path, results: Path) -> dict[str, float]:
        job = BuildOptions([str(documents)], results.parent / "out", PoolOptions(jobs).models)
        extractor = ExtractorSettings(tuple(job.models)).pipelines()
        begin = time.perf_counter()
        with connected(Cluster(None, jobs)):
            start = time.perf_counter()
            extraction = extract_on(Cluster(), job, extractor, results)
            seconds = time.perf_counter() - start
        rows = sum(shard.rows for shard in extraction.manifest.shards)
        size = sum(path.stat().st_size for path in results.glob("*.parquet"))
        counts = {"documents": rows, "shards": len(extraction.manifest.shards), "bytes": size}
        return {**counts, "seconds": seconds, "start": start - begin, "peak": _peak()}

    return stage


def worker(documents: Path, results: Path) -> dict[str, float]:
    """Do the work of a worker without Ray, and measure its CPU time, which other load hardly affects."""
    job = BuildOptions([str(documents)], results.parent / "out", PoolOptions(1).models)
    setup = setup_of(job, ExtractorSettings(tuple(job.models)).pipelines(), results)
    shards = shards_of(job.paths, None, [], [])
    make_folder(results)
    before = _cpu_seconds()
    rows = sum(process_shard(shard, setup).result.rows for shard in shards)
    close_extractors()
    return {"documents": rows, "shards": len(shards), "seconds": _cpu_seconds() - before}


def graph(documents: Path, results: Path) -> dict[str, float]:
    """Build the graph from the extracted shards: the part of a build that runs in one process."""
    job = BuildOptions([str(documents)], results.parent / f"graph-{results.name}", PoolOptions(1).models)
    extractor = ExtractorSettings(tuple(job.models)).pipelines()
    start, before = _cpu_seconds(), _peak()
    with locked(job.out):
        report = build_from(job, extractor, results, ClusterExtraction(read_manifest(results), (), ()))
    seconds, peak = _cpu_seconds() - start, _peak()
    store = Workspace(job.out).store()
    size = sum(path.stat().st_size for path in store.rglob("*") if path.is_file())
    totals = report.counts
    counts = {"documents": totals.documents, "claims": totals.claims, "triples": len(open_store(store))}
    return {**counts, "seconds": seconds, "memory": peak - before, "store": size}


def _cpu_seconds() -> float:
    """Return the CPU seconds of this process and of the child processes it has waited for."""
    usages = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def _peak() -> float:
    """Return the peak memory of this process in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return float(peak if sys.platform == "darwin" else peak * 1024)


STAGES: Mapping[str, Callable[[Path, Path], dict[str, float]]] = {
    "serial": serial,
    "jobs-2": two_processes,
    "ray-1": ray_stage(1),
    "ray-2": ray_stage(2),
    "worker": worker,
    "graph": graph,
}


def run_stage(stage: str, documents: Path, results: Path) -> dict[str, float]:
    """Run a stage in a process of its own and return its figures."""
    command = [sys.executable, "-m", "bench.speed.scale", "--stage", stage, str(documents), str(results)]
    env = {**os.environ, "RAY_worker_niceness": "0"}  # the default of 15 would yield to all other load
    process = subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True)
    stage_figures: dict[str, float] = json.loads(process.stdout.splitlines()[-1])
    return stage_figures


# ---- figures


@dataclass(frozen=True, slots=True)
class ScaleFigures:
    """The measured figures by stage and number of documents, in seconds and bytes."""

    words: float
    """Words per document."""
    runs: Mapping[str, StageFigures]


@dataclass(frozen=True, slots=True)
class CostModel:
    """Costs per document, shard and build: CPU seconds and bytes."""

    words: float
    start: float
    """Seconds to start Ray and load the model."""
    document: float
    shard: float
    graph: float
    """Seconds per document in the process that builds the graph."""
    claims: float
    triples: float
    store: float
    memory: float
    results: float
    slowdown: float
    """Measured time of two Ray workers relative to the model; they share processors with other programs."""


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


def fit_costs(measured: ScaleFigures, small: int = SMALL, large: int = LARGE) -> CostModel:
    """Fit the costs: the seconds of a worker are load + document * documents + shard * shards, in three runs.

    Raises ValueError if a larger run did not cost more, which happens on a busy machine.
    """
    runs = [measured.runs[f"worker {which}"] for which in (small, large, "tiny")]
    coefficients = np.array([[1.0, run["documents"], run["shards"]] for run in runs])
    seconds = np.array([run["seconds"] for run in runs])
    load, document, shard = map(float, np.linalg.lstsq(coefficients, seconds, rcond=None)[0])
    ray, small_graph, large_graph = (
        measured.runs[name] for name in (f"ray-2 {large}", f"graph {small}", f"graph {large}")
    )
    predicted = load + (document * ray["documents"] + shard * ray["shards"]) / 2

    def slope(name: str) -> float:
        return (large_graph[name] - small_graph[name]) / (large_graph["documents"] - small_graph["documents"])

    if min(document, slope("seconds"), slope("memory"), slope("store")) <= 0:
        raise ValueError("more documents took no more time or room; run this on a machine that has nothing else to do")
    return CostModel(
        words=measured.words,
        start=load + ray["start"],
        document=document,
        shard=max(0.0, shard),
        graph=slope("seconds"),
        claims=large_graph["claims"] / large_graph["documents"],
        triples=slope("triples"),
        store=slope("store"),
        memory=slope("memory"),
        results=ray["bytes"] / ray["documents"],
        slowdown=ray["seconds"] / predicted,
    )


@dataclass(frozen=True, slots=True)
class BuildEstimate:
    """Estimated needs of a build of a number of documents."""

    documents: float
    machines: int
    extraction: float
    """Hours on these machines."""
    graph: float
    """Hours of the process that builds the graph."""
    memory: float
    """Gigabytes of memory of that process."""
    claims: float
    triples: float
    store: float
    """Gigabytes."""
    results: float
    """Gigabytes of Parquet files."""


def estimate(
    costs: CostModel, documents: float, machines: int, cores: int = CORES, in_shard: int = SHARD_OF
) -> BuildEstimate:
    """Estimate the needs of a build from the costs, assuming linear speed-up over workers."""
    work = documents * costs.document + documents / in_shard * costs.shard
    return BuildEstimate(
        documents,
        machines,
        (costs.start + work / (machines * cores)) / 3600,
        documents * costs.graph / 3600,
        documents * costs.memory / 1e9,
        documents * costs.claims,
        documents * costs.triples,
        documents * costs.store / 1e9,
        documents * costs.results / 1e9,
    )


def main() -> int:
    """Measure and print the figures, or run one stage."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stage", nargs=3, metavar=("NAME", "DOCUMENTS", "RESULTS"), help="run only this stage")
    arguments = parser.parse_args()
    if arguments.stage:
        name, documents, results = arguments.stage
        print(json.dumps(STAGES[name](Path(documents), Path(results))))
        return 0
    measured = figures()
    print(json.dumps({"runs": measured.runs, "model": asdict(fit_costs(measured))}, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
