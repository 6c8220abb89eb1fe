"""Measures queries on rdflib's memory store; `bench.speed.store` runs it in a process of its own.

    python -m bench.speed.rdflib_memory GRAPH.nq QUERIES.json

Prints the seconds of loading, then the seconds of each query, one per line. Each query runs in a forked process, which
can be killed after `LIMIT` seconds; a process that has opened an Oxigraph store cannot be forked safely.
"""

from __future__ import annotations

import json
import multiprocessing
import sys
import time
from pathlib import Path

from rdflib import Dataset

LIMIT = 60.0
"""Seconds after which a query is stopped."""


def query_seconds(data: Dataset, text: str) -> float:
    """Run a query in a forked process and return its seconds, at most about `LIMIT`."""
    child = multiprocessing.get_context("fork").Process(target=lambda: list(data.query(text)))
    start = time.perf_counter()
    child.start()
    child.join(LIMIT)
    seconds = time.perf_counter() - start
    if child.is_alive():
        child.kill()
    elif child.exitcode:
        raise SystemExit(f"rdflib cannot answer: {text}")
    child.join()
    return seconds


def main() -> int:
    """Load the graph, then run the queries in order."""
    graph, queries = map(Path, sys.argv[1:])
    data = Dataset(default_union=True)
    start = time.perf_counter()
    data.parse(data=graph.read_text(encoding="utf-8"), format="nquads")
    print(f"{time.perf_counter() - start:.3f}", flush=True)
    for text in json.loads(queries.read_text(encoding="utf-8")):
        print(f"{query_seconds(data, text):.3f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
