"""The seconds that rdflib's memory store takes for queries, in a process of its own: `bench/speed/store.py` starts it.

    python -m bench.speed.memory GRAPH.nq QUERIES.json

Prints the seconds that filling took, then one line of seconds for each query. Each query runs in a fork, so that it can
be ended after `LIMIT` seconds: no process that has opened an Oxigraph store can be forked safely.
"""

from __future__ import annotations

import json
import multiprocessing
import sys
import time
from pathlib import Path

from rdflib import Dataset

LIMIT = 60.0
"""Seconds after which a query is given up: it is then at least so slow."""


def capped(data: Dataset, text: str) -> float:
    """The seconds of a query in a process of its own, which is ended after `LIMIT` seconds: then those."""
    child = multiprocessing.get_context("fork").Process(target=lambda: list(data.query(text)))
    start = time.perf_counter()
    child.start()
    child.join(LIMIT)
    took = time.perf_counter() - start
    if child.is_alive():
        child.kill()
    elif child.exitcode:
        raise SystemExit(f"rdflib cannot answer: {text}")
    child.join()
    return took


def main() -> int:
    """Fill the store, then answer the queries in their order."""
    graph, queries = map(Path, sys.argv[1:])
    data = Dataset(default_union=True)
    start = time.perf_counter()
    data.parse(data=graph.read_text(encoding="utf-8"), format="nquads")
    print(f"{time.perf_counter() - start:.3f}", flush=True)
    for text in json.loads(queries.read_text(encoding="utf-8")):
        print(f"{capped(data, text):.3f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
