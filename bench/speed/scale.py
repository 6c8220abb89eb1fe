"""What many machines cost: scaling on one and two workers, a cost model fitted to it, and what it says of more.

    python -m bench.speed.scale         # prints the figures
    python -m bench.speed.scale_page    # writes docs/scale.md

Each figure comes from a process of its own, and is the best of some rounds.
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
from actorgraph.builder.pipeline import make_extractor
from actorgraph.builder.storage.transaction import locked
from actorgraph.builder.storage.workspace import Workspace
from actorgraph.cluster.building import ClusterExtraction, build_from, extract_on, setup_of
from actorgraph.cluster.engine import Cluster, connected
from actorgraph.cluster.shard_task import close_extractors, finish
from actorgraph.cluster.shards import shards_of
from actorgraph.cluster.storage import make_folder, read_manifest
from bench.speed.news import news
from extract.documents.content.options import ReaderOptions
from extract.multilingual import MultilingualExtractor
from extract.parsing.defaults import DEFAULT_MODEL
from graph.store.oxigraph import open_store

ROOT = Path(__file__).parents[2]
SMALL, LARGE, SHARD = 120, 480, 40
"""Documents of the two sizes that each time is taken at, and in a shard."""
ROUNDS = 2
"""How often extraction is timed; the shorter time counts, as other programs only ever make it longer."""
TINY = 100
"""Shards of one short document, to see what a shard costs."""
CORES, SHARD_OF = 16, 2000
"""What the forecast takes for granted: processors of a machine, documents of a shard."""

Record = Mapping[str, float]


# ---- documents


def write_documents(folder: Path, count: int, in_shard: int = SHARD, *, is_tiny: bool = False) -> int:
    """JSONL shards of made news, of its first sentences alone if they are to be tiny; the words in them."""
    words, coming = 0, news(count)
    folder.mkdir(parents=True)
    for start in range(0, count, in_shard):
        found = []
        for record in islice(coming, in_shard):
            text = record["text"].partition(". ")[0] + "." if is_tiny else record["text"]
            words += len(text.split())
            found.append(json.dumps({**record, "text": text}))
        (folder / f"part-{start:07}.jsonl").write_text("\n".join(found) + "\n", encoding="utf-8")
    return words


# ---- stages, each in a process of its own


@dataclass(frozen=True, slots=True)
class Work:
    """What `ExtractionPool` needs to know."""

    jobs: int
    models: tuple[str, ...] = (DEFAULT_MODEL,)
    actors: Path | None = None
    document_seconds: float | None = None
    worker_memory: int | None = None


def serial(documents: Path, _: Path) -> dict[str, float]:
    """One process, its model loaded before."""
    return _local(documents, 1)


def two_processes(documents: Path, _: Path) -> dict[str, float]:
    """Two processes of `--jobs`, with their start."""
    return _local(documents, 2)


def _local(documents: Path, jobs: int) -> dict[str, float]:
    reader = MultilingualExtractor()
    with read_inputs([str(documents)], None, ReaderOptions(languages=reader.languages)) as inputs:
        coming = list(inputs.load(one.entry.id for one in inputs.documents))
    reader.extraction(coming[0][0])
    size = len(coming), sum(len(document.text) for document, _ in coming)
    start = time.perf_counter()
    with ExtractionPool(Work(jobs), reader) as readers:
        count = sum(1 for _ in readers.lines(coming, size, _refuse))
    return {"documents": count, "seconds": time.perf_counter() - start}


def _refuse(lost: InputDocument, why: str) -> None:
    raise SystemExit(f"{lost.entry.id}: {why}")


def ray_of(jobs: int) -> Callable[[Path, Path], dict[str, float]]:
    """A stage: a Ray of so many processors; its start is told apart."""

    def stage(documents: Path, results: Path) -> dict[str, float]:
        job = BuildOptions([str(documents)], results.parent / "out", Work(jobs).models)
        reader = make_extractor(job.models)
        begin = time.perf_counter()
        with connected(Cluster(None, jobs)):
            start = time.perf_counter()
            made = extract_on(Cluster(), job, reader, results)
            seconds = time.perf_counter() - start
        rows = sum(one.rows for one in made.manifest.shards)
        size = sum(path.stat().st_size for path in results.glob("*.parquet"))
        told = {"documents": rows, "shards": len(made.manifest.shards), "bytes": size}
        return {**told, "seconds": seconds, "start": start - begin, "peak": _peak()}

    return stage


def worker(documents: Path, results: Path) -> dict[str, float]:
    """All that a worker does, without Ray: its processor time and its reader's, which other programs make no longer."""
    job = BuildOptions([str(documents)], results.parent / "out", Work(1).models)
    setup = setup_of(job, make_extractor(job.models), results)
    shards = shards_of(job.paths, None, [], [])
    make_folder(results)
    before = _processor()
    rows = sum(finish(shard, setup).done.rows for shard in shards)
    close_extractors()
    return {"documents": rows, "shards": len(shards), "seconds": _processor() - before}


def graph(documents: Path, results: Path) -> dict[str, float]:
    """The graph of what was extracted: all that one process does after the others."""
    job = BuildOptions([str(documents)], results.parent / f"graph-{results.name}", Work(1).models)
    reader = make_extractor(job.models)
    start, before = _processor(), _peak()
    with locked(job.out):
        report = build_from(job, reader, results, ClusterExtraction(read_manifest(results), (), ()))
    seconds, peak = _processor() - start, _peak()
    store = Workspace(job.out).store()
    size = sum(path.stat().st_size for path in store.rglob("*") if path.is_file())
    counts = report.counts
    told = {"documents": counts.documents, "claims": counts.claims, "triples": len(open_store(store))}
    return {**told, "seconds": seconds, "memory": peak - before, "store": size}


def _processor() -> float:
    """Seconds of processors that this process and those it waited for have used."""
    used = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def _peak() -> float:
    """The most memory that this process has had, in bytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return float(most if sys.platform == "darwin" else most * 1024)


STAGES: Mapping[str, Callable[[Path, Path], dict[str, float]]] = {
    "serial": serial,
    "jobs-2": two_processes,
    "ray-1": ray_of(1),
    "ray-2": ray_of(2),
    "worker": worker,
    "graph": graph,
}


def measured(stage: str, documents: Path, results: Path) -> dict[str, float]:
    """The figures of a stage."""
    command = [sys.executable, "-m", "bench.speed.scale", "--stage", stage, str(documents), str(results)]
    env = {**os.environ, "RAY_worker_niceness": "0"}  # Ray's own is 15: behind whatever else is running
    done = subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


# ---- figures


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured, by stage and number of documents; seconds and bytes."""

    words: float
    """In a document."""
    runs: Mapping[str, Record]


@dataclass(frozen=True, slots=True)
class Model:
    """What things cost: seconds of one processor that does nothing else, bytes."""

    words: float
    start: float
    """To start Ray and load the model."""
    document: float
    shard: float
    graph: float
    """For a document, in the one process that makes the graph."""
    claims: float
    triples: float
    store: float
    memory: float
    results: float
    took: float
    """How many times as long as the model says two workers of Ray took: other programs were running."""


def figures(small: int = SMALL, large: int = LARGE, tiny: int = TINY) -> Figures:
    """Measure everything; some minutes."""
    with tempfile.TemporaryDirectory(prefix="actorgraph-") as name:
        folder = Path(name)
        words = [write_documents(folder / str(count), count) / count for count in (small, large)]
        write_documents(folder / "tiny", tiny, in_shard=1, is_tiny=True)
        rounds = [_extracting(folder, (small, large), number) for number in range(ROUNDS)]
        runs = {stage: min((one[stage] for one in rounds), key=lambda run: run["seconds"]) for stage in rounds[0]}
        runs["worker tiny"] = measured("worker", folder / "tiny", folder / "worker-tiny")
        for count in (small, large):
            runs[f"worker {count}"] = measured("worker", folder / str(count), folder / f"worker-{count}")
            runs[f"graph {count}"] = measured("graph", folder / str(count), folder / f"0-ray-2-{count}")
        runs["ray-2 again"] = measured("ray-2", folder / str(large), folder / f"0-ray-2-{large}")
    return Figures(words[-1], runs)


def _extracting(folder: Path, counts: Iterable[int], number: int) -> dict[str, Record]:
    return {
        f"{stage} {count}": measured(stage, folder / str(count), folder / f"{number}-{stage}-{count}")
        for count in counts
        for stage in ("serial", "jobs-2", "ray-1", "ray-2")
    }


def model(found: Figures, small: int = SMALL, large: int = LARGE) -> Model:
    """Solve for the costs: a worker's seconds = load + document x documents + shard x shards, in three runs.

    Raises ValueError if more documents took no more: the machine had something else to do.
    """
    runs = [found.runs[f"worker {which}"] for which in (small, large, "tiny")]
    sides = np.array([[1.0, run["documents"], run["shards"]] for run in runs])
    seconds = np.array([run["seconds"] for run in runs])
    load, document, shard = map(float, np.linalg.lstsq(sides, seconds, rcond=None)[0])
    two, least, most = (found.runs[f"{name}"] for name in (f"ray-2 {large}", f"graph {small}", f"graph {large}"))
    said = load + (document * two["documents"] + shard * two["shards"]) / 2

    def slope(name: str) -> float:
        return (most[name] - least[name]) / (most["documents"] - least["documents"])

    if min(document, slope("seconds"), slope("memory"), slope("store")) <= 0:
        raise ValueError("more documents took no more time or room; run this on a machine that has nothing else to do")
    return Model(
        words=found.words,
        start=load + two["start"],
        document=document,
        shard=max(0.0, shard),
        graph=slope("seconds"),
        claims=most["claims"] / most["documents"],
        triples=slope("triples"),
        store=slope("store"),
        memory=slope("memory"),
        results=two["bytes"] / two["documents"],
        took=two["seconds"] / said,
    )


@dataclass(frozen=True, slots=True)
class Need:
    """What a number of documents needs."""

    documents: float
    machines: int
    extraction: float
    """Hours on these machines."""
    graph: float
    """Hours of the one process that makes the graph."""
    memory: float
    """Gigabytes that it needs."""
    claims: float
    triples: float
    store: float
    """Gigabytes."""
    results: float
    """Gigabytes of Parquet files."""


def need(costs: Model, documents: float, machines: int, cores: int = CORES, in_shard: int = SHARD_OF) -> Need:
    """What the model says of so many documents on so many machines; every further worker is taken to help as much."""
    work = documents * costs.document + documents / in_shard * costs.shard
    return Need(
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
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stage", nargs=3, metavar=("NAME", "DOCUMENTS", "RESULTS"), help="one stage alone")
    arguments = parser.parse_args()
    if arguments.stage:
        name, documents, results = arguments.stage
        print(json.dumps(STAGES[name](Path(documents), Path(results))))
        return 0
    found = figures()
    print(json.dumps({"runs": found.runs, "model": asdict(model(found))}, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
