"""A large made graph: load, named queries, map, diff and export, each in a process of its own with its peak memory.

    python -m bench.speed.large [--claims 100000] [--folder FOLDER] [--limit 120] [--only TASK …]

`figures` gives the same as data. The graph is that of `bench.speed.made`; it is left in FOLDER, if one is given,
for the next run. Seconds are of one run; what counts is how they and the memory grow with the claims.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from actorgraph.builder.outputs.maps import map_of
from bench.speed.made import chunks
from bench.speed.measuring import Measured, measured
from graph.diff import diff
from graph.diff.inputs import of_batch
from graph.diff.rdf.lines import diff_of_files
from graph.export.formats import export as run_export
from graph.query.catalogue import named_queries
from graph.query.engine import bound, run
from graph.store.loader import load_store
from graph.store.oxigraph import open_store

SAMPLES = {"entity": "Thailand", "action": "sign", "date": "2025", "number": "50", "text": "Country"}
"""A value for each kind of parameter that must be given."""
CHANGED = 1000
"""Of so many quads, one is left out in the graph that is compared."""
BATCHES = ("2024-05", "2025-06")
LIMIT = 120.0
FILES, EXPORTED = "diff of two graphs", "a.nq"


@dataclass(frozen=True, slots=True)
class Figure:
    """One task on a graph of so many claims."""

    task: str
    claims: int
    measured: Measured


def figures(claims: int, folder: Path, limit: float = LIMIT, only: tuple[str, ...] = ()) -> Iterator[Figure]:
    """Every task on a graph of so many claims, which is made in the folder if it is not there."""
    store = folder / f"store-{claims}"
    if not store.is_dir():
        yield Figure("load", claims, measured(partial(load, store, claims)))
    exported = folder / EXPORTED
    exported.unlink(missing_ok=True)
    for name, task in tasks(store, folder).items():
        if (only and name not in only) or (name == FILES and not exported.exists()):  # the export took too long
            continue
        yield Figure(name, claims, measured(task, limit))


def tasks(store: Path, folder: Path) -> dict[str, Callable[[], object]]:
    """By name, what is done with the store."""
    queries: dict[str, Callable[[], object]] = {
        f"query {name}": partial(query, store, name) for name in sorted(named_queries())
    }
    return {
        **queries,
        "map": partial(draw, store, folder / "map.html"),
        "map of an actor": partial(draw, store, folder / "map.html", "Thailand"),
        "diff of two batches": partial(compare, store),
        "export nq": partial(export, store, folder / EXPORTED, "nq"),
        "export csv": partial(export, store, folder / "a.csv", "csv"),
        FILES: partial(compare_files, folder),
    }


def load(store: Path, claims: int) -> None:
    """Make the store of a made graph, while it is made."""
    load_store(store, chunks(claims))


def query(store: Path, name: str) -> int:
    """Ask a named query; the number of its rows."""
    data = open_store(store)
    return len(list(run(data, bound(data, name, parameters(name)))))


def parameters(name: str) -> dict[str, str]:
    """A value for each parameter that a named query needs."""
    given = {it.name: SAMPLES[it.kind] for it in named_queries()[name].parameters if it.default is None}
    return given | ({"b": "Vietnam"} if "b" in given else {})


def draw(store: Path, path: Path, actor: str | None = None) -> str:
    """Draw the map as the command does; its title."""
    page = map_of(open_store(store), actor=actor)
    page.save(path)
    return page.title


def compare(store: Path) -> int:
    """Compare two batches claim by claim; the number of relations that only one has."""
    data = open_store(store)
    one, two = (of_batch(data, name) for name in BATCHES)
    found = diff(one.claims, two.claims, before_name=one.name, after_name=two.name)
    return len(found.added) + len(found.gone)


def export(store: Path, path: Path, form: str) -> None:
    """Export the graph as the command does."""
    run_export(open_store(store), form, path)


def compare_files(folder: Path) -> int:
    """Compare the export with one that lacks some quads; the number of those that differ."""
    first, second = folder / EXPORTED, folder / "b.nq"
    with first.open("rb") as source, second.open("wb") as target:
        target.writelines(line for number, line in enumerate(source) if number % CHANGED)
    found = diff_of_files(first, second)
    return len(found.added) + len(found.gone)


def main() -> int:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, help="Where the graph is made and left; without it, it is removed.")
    parser.add_argument("--limit", type=float, default=LIMIT, help="Seconds after which a task is ended.")
    parser.add_argument(
        "--only", action="append", default=[], help=f"Only this task, by its name; {FILES!r} needs 'export nq'."
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as aside:
        folder = given.folder or Path(aside)
        folder.mkdir(exist_ok=True)
        for figure in figures(given.claims, folder, given.limit, tuple(given.only)):
            it = figure.measured
            took = f"more than {given.limit:.0f} s or no answer" if it.seconds is None else f"{it.seconds:8.1f} s"
            memory = "" if it.peak is None else f"{it.peak:7.0f} MB at most"
            print(f"{figure.claims:,} claims: {figure.task:<38} {took} {memory}  {it.result or ''}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
