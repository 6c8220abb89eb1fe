"""Measures loading and named queries against pyoxigraph and rdflib on a synthetic graph.

    python -m bench.speed.store [--quads 1000000] [--rounds 3] [--only NAME …]

Prints ratios: `write_store` to pyoxigraph's bulk load of the same bytes; each named query with `graph.query.engine.run`
to pyoxigraph's own answer to the same SPARQL, and to rdflib's memory store with the same data. The graph
comes from `bench.speed.synthetic_graph`; `bench.speed.large` measures larger ones.
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
from functools import partial
from pathlib import Path
from typing import cast

import pyoxigraph as ox
from rdflib import Dataset

from bench.speed.large import parameters
from bench.speed.rdflib_memory import LIMIT
from bench.speed.synthetic_graph import lines_of
from graph.query.catalogue import named_queries
from graph.query.engine import bound, run
from graph.query.literals import prefixed
from graph.store.loader import write_store
from graph.store.oxigraph import open_store, oxigraph_store
from ontology.vocabulary import PREFIXES

ROOT = Path(__file__).resolve().parents[2]


def alternating_medians(first: Callable[[], object], second: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Return the median seconds of two tasks, run alternately so that other load affects both equally."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for seconds, task in zip(times, (first, second), strict=True):
            start = time.perf_counter()
            task()
            seconds.append(time.perf_counter() - start)
    return statistics.median(times[0]), statistics.median(times[1])


def load_ratio(lines: Sequence[str], rounds: int) -> float:
    """Return the time of `write_store` relative to pyoxigraph's bulk load of the same lines."""

    def write() -> None:
        with tempfile.TemporaryDirectory() as folder:
            write_store(Path(folder) / "store", lines)

    def bulk_load() -> None:
        with tempfile.TemporaryDirectory() as folder:
            store = ox.Store(str(Path(folder) / "store"))
            store.bulk_load(io.BytesIO("\n".join(lines).encode()), format=ox.RdfFormat.N_QUADS)
            store.flush()

    own_seconds, pyoxigraph_seconds = alternating_medians(write, bulk_load, rounds)
    return own_seconds / pyoxigraph_seconds


def query_texts(data: Dataset) -> dict[str, str]:
    """Return the SPARQL of every named query, with values for its required parameters."""
    return {name: bound(data, name, parameters(name)) for name in named_queries()}


def main() -> int:
    """Print the ratios for each query."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quads", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", action="append", choices=list(named_queries()), help="Only this named query.")
    arguments = parser.parse_args()
    lines = lines_of(arguments.quads)
    print(f"{len(lines):,} quads")
    print(f"load: {load_ratio(lines, arguments.rounds):.2f} × pyoxigraph")
    with tempfile.TemporaryDirectory() as folder:
        write_store(Path(folder) / "store", lines)
        data = open_store(Path(folder) / "store")
        texts = {name: text for name, text in query_texts(data).items() if name in (arguments.only or named_queries())}
        _compare(data, texts, _rdflib_seconds(Path(folder), lines, list(texts.values())), arguments.rounds)
    return 0


def _rdflib_seconds(folder: Path, lines: Sequence[str], texts: Sequence[str]) -> Iterator[float]:
    """Yield the seconds of each query in rdflib's memory store."""
    (folder / "graph.nq").write_text("\n".join(lines), encoding="utf-8")
    (folder / "queries.json").write_text(json.dumps([prefixed(text, PREFIXES) for text in texts]), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "bench.speed.rdflib_memory",
        str(folder / "graph.nq"),
        str(folder / "queries.json"),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        seconds = (float(line) for line in process.stdout or ())
        print(f"rdflib's memory store: {next(seconds):.0f} s to load; a query is stopped after {LIMIT:.0f} s")
        yield from seconds


def _rows(data: Dataset, text: str) -> list[object]:
    return list(run(data, text))


def _solutions(data: Dataset, text: str) -> list[object]:
    return list(cast("ox.QuerySolutions", oxigraph_store(data).query(text, use_default_graph_as_union=True)))


def _compare(data: Dataset, texts: Mapping[str, str], rdflib_seconds: Iterator[float], rounds: int) -> None:
    ratios, speedups = [], []
    for (name, text), rdflib in zip(texts.items(), rdflib_seconds, strict=True):
        full_text = prefixed(text, PREFIXES)
        own, pyoxigraph = alternating_medians(
            partial(_rows, data, text),
            partial(_solutions, data, full_text),
            rounds,
        )
        ratios.append(own / pyoxigraph)
        speedups.append(rdflib / own)
        bound_note = "at least" if rdflib >= LIMIT else ""
        print(f"  {name:<26} {1000 * own:8.1f} ms   {ratios[-1]:6.2f} × pyoxigraph", end="")
        print(f"   rdflib memory {bound_note:<8} {speedups[-1]:8.1f} ×", flush=True)
    print(f"geometric means: {statistics.geometric_mean(ratios):.2f} × pyoxigraph,", end=" ")
    print(
        f"{statistics.geometric_mean(speedups):.1f} times faster than rdflib's memory store, least {min(speedups):.1f}"
    )


if __name__ == "__main__":
    sys.exit(main())
