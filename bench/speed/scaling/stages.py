"""The stages of a build that `bench.speed.scaling.figures` measures, each in a process of its own.

python -m bench.speed.scaling.stages NAME DOCUMENTS RESULTS    # prints the figures of one stage
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

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
from extract.documents.content.options import ReaderOptions
from extract.multilingual import MultilingualExtractor
from extract.parsing.defaults import DEFAULT_MODEL
from graph.store.oxigraph import open_store

ROOT = Path(__file__).parents[2]


def _options(documents: Path, results: Path, jobs: int = 1) -> BuildOptions:
    """The options of a build whose graph lies beside the results of its shards."""
    return BuildOptions([str(documents)], results.parent / f"graph-{results.name}", (DEFAULT_MODEL,), jobs=jobs)


def serial(documents: Path, results: Path) -> dict[str, float]:
    """Extract in one process, after loading the model."""
    return _extract_locally(documents, _options(documents, results, jobs=1))


def two_processes(documents: Path, results: Path) -> dict[str, float]:
    """Extract in two processes as with `--jobs 2`, including their start."""
    return _extract_locally(documents, _options(documents, results, jobs=2))


def _extract_locally(documents: Path, options: BuildOptions) -> dict[str, float]:
    extractor = MultilingualExtractor()
    with read_inputs([str(documents)], None, ReaderOptions(languages=extractor.languages)) as inputs:
        loaded = list(inputs.load(document.entry.id for document in inputs.documents))
    extractor.extraction(loaded[0][0])  # warm up the caches
    size = len(loaded), sum(len(document.text) for document, _ in loaded)
    start = time.perf_counter()
    with ExtractionPool(options, extractor) as pool:
        count = sum(1 for _ in pool.lines(loaded, size, _fail))
    return {"documents": count, "seconds": time.perf_counter() - start}


def _fail(document: InputDocument, reason: str) -> None:
    raise SystemExit(f"{document.entry.id}: {reason}")


def ray_stage(jobs: int) -> Callable[[Path, Path], dict[str, float]]:
    """Return a stage that extracts with Ray on `jobs` processors; the start of Ray is measured separately."""

    def stage(documents: Path, results: Path) -> dict[str, float]:
        job = _options(documents, results)
        extractor = job.extractor_settings().pipelines()
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
    job = _options(documents, results)
    setup = setup_of(job, job.extractor_settings().pipelines(), results)
    shards = shards_of(job.paths, None, [], [])
    make_folder(results)
    before = _cpu_seconds()
    rows = sum(process_shard(shard, setup).result.rows for shard in shards)
    close_extractors()
    return {"documents": rows, "shards": len(shards), "seconds": _cpu_seconds() - before}


def graph(documents: Path, results: Path) -> dict[str, float]:
    """Build the graph from the extracted shards: the part of a build that runs in one process."""
    job = _options(documents, results)
    extractor = job.extractor_settings().pipelines()
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
    command = [sys.executable, "-m", "bench.speed.scaling.stages", stage, str(documents), str(results)]
    env = {**os.environ, "RAY_worker_niceness": "0"}  # the default of 15 would yield to all other load
    process = subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True)
    stage_figures: dict[str, float] = json.loads(process.stdout.splitlines()[-1])
    return stage_figures


def main() -> int:
    """Run one stage and print its figures."""
    name, documents, results = sys.argv[1:]
    print(json.dumps(STAGES[name](Path(documents), Path(results))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
