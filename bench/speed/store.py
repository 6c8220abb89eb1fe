"""The store beside what it is made of: loading and named queries on a made graph of a million triples, in one run.

    python -m bench.speed.store [--quads 1000000] [--rounds 3] [--only NAME …]

Prints, as ratios: `write_store` beside pyoxigraph's own bulk load of the same bytes; each named query through
`graph.query.engine.run` beside pyoxigraph's own answer to the same SPARQL, and beside rdflib's memory store with
the same data. The graph is that of `bench.speed.made`; `bench.speed.large` measures larger ones.
"""

from __future__ import annotations

import argparse
import io
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pyoxigraph as ox
from rdflib import Dataset

from bench.speed.large import parameters
from bench.speed.made import lines_of
from bench.speed.memory import LIMIT
from graph.query.catalogue import named_queries
from graph.query.engine import bound, run
from graph.query.literals import prefixed
from graph.store.loader import write_store
from graph.store.oxigraph import open_store, oxigraph_store
from ontology.vocabulary import PREFIXES

ROOT = Path(__file__).resolve().parents[2]


def in_turn(one: Callable[[], object], other: Callable[[], object], rounds: int) -> tuple[float, float]:
    """The medians of the seconds that two tasks take, run in turn: what else the machine does meets both alike."""
    found: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for seconds, task in zip(found, (one, other), strict=True):
            start = time.perf_counter()
            task()
            seconds.append(time.perf_counter() - start)
    return statistics.median(found[0]), statistics.median(found[1])


def load(lines: Sequence[str], rounds: int) -> float:
    """How many times as long our load takes as pyoxigraph's own, of the same lines."""

    def ours() -> None:
        with tempfile.TemporaryDirectory() as folder:
            write_store(Path(folder) / "store", lines)

    def theirs() -> None:
        with tempfile.TemporaryDirectory() as folder:
            store = ox.Store(str(Path(folder) / "store"))
            store.bulk_load(io.BytesIO("\n".join(lines).encode()), format=ox.RdfFormat.N_QUADS)
            store.flush()

    seconds = in_turn(ours, theirs, rounds)
    return seconds[0] / seconds[1]


def questions(data: Dataset) -> dict[str, str]:
    """The SPARQL of every named query, with a value for each parameter that it needs."""
    return {name: bound(data, name, parameters(name)) for name in named_queries()}


def main() -> int:
    """Print the ratios, query by query."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quads", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", action="append", choices=list(named_queries()), help="Only this named query.")
    arguments = parser.parse_args()
    lines = lines_of(arguments.quads)
    print(f"{len(lines):,} quads")
    print(f"load: {load(lines, arguments.rounds):.2f} × pyoxigraph")
    with tempfile.TemporaryDirectory() as folder:
        write_store(Path(folder) / "store", lines)
        data = open_store(Path(folder) / "store")
        texts = {name: text for name, text in questions(data).items() if name in (arguments.only or named_queries())}
        _compare(data, texts, _memory(Path(folder), lines, list(texts.values())), arguments.rounds)
    return 0


def _memory(folder: Path, lines: Sequence[str], texts: Sequence[str]) -> Iterator[float]:
    """The seconds of each query in rdflib's memory store, as they come."""
    (folder / "graph.nq").write_text("\n".join(lines), encoding="utf-8")
    (folder / "queries.json").write_text(json.dumps([prefixed(text, PREFIXES) for text in texts]), encoding="utf-8")
    command = [sys.executable, "-m", "bench.speed.memory", str(folder / "graph.nq"), str(folder / "queries.json")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        seconds = (float(line) for line in process.stdout or ())
        print(f"rdflib's memory store: {next(seconds):.0f} s to fill; a query is ended after {LIMIT:.0f} s")
        yield from seconds


def _compare(data: Dataset, texts: Mapping[str, str], memory: Iterator[float], rounds: int) -> None:
    beside, gains = [], []
    for (name, text), slow in zip(texts.items(), memory, strict=True):
        whole = prefixed(text, PREFIXES)
        ours, theirs = in_turn(
            lambda text=text: list(run(data, text)),
            lambda text=whole: list(oxigraph_store(data).query(text, use_default_graph_as_union=True)),
            rounds,
        )
        beside.append(ours / theirs)
        gains.append(slow / ours)
        least = "at least" if slow >= LIMIT else ""
        print(f"  {name:<26} {1000 * ours:8.1f} ms   {beside[-1]:6.2f} × pyoxigraph", end="")
        print(f"   rdflib memory {least:<8} {gains[-1]:8.1f} ×", flush=True)
    print(f"geometric means: {statistics.geometric_mean(beside):.2f} × pyoxigraph,", end=" ")
    print(f"{statistics.geometric_mean(gains):.1f} times faster than rdflib's memory store, least {min(gains):.1f}")


if __name__ == "__main__":
    sys.exit(main())
