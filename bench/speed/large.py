"""Measures time and peak memory of loading, queries, map, diff and export on a large synthetic graph.

    python -m bench.speed.large [--claims 100000] [--folder FOLDER] [--limit 120] [--only TASK …]

The graph comes from `bench.speed.synthetic_graph`. It is kept in FOLDER, if given, for the next run. Each task runs
once, in a process of its own: compare how time and memory grow with the number of claims.
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
from bench.speed.measurement import Measurement, measure
from bench.speed.synthetic_graph import chunks
from graph.diff import diff
from graph.diff.inputs import of_batch
from graph.diff.rdf.lines import diff_of_files
from graph.export.formats import export as run_export
from graph.query.catalogue import named_queries
from graph.query.engine import bound, run
from graph.query.tables.answers import has_sql
from graph.store.loader import load_store
from graph.store.oxigraph import open_store, rows

OTHERS = {"b": "Vietnam", "bloc": "ASEAN"}
"""By parameter, a value other than the sample of its kind."""
SAMPLES = {"entity": "Thailand", "action": "sign", "date": "2025", "number": "50", "text": "Country"}
"""A value for each kind of required query parameter."""
DROP_EVERY = 1000
"""One of this many quads is missing in the second graph of a comparison."""
BATCHES = ("2024-05", "2025-06")
LIMIT = 120.0
COMPARE_FILES, EXPORTED = "diff of two graphs", "a.nq"


@dataclass(frozen=True, slots=True)
class TaskFigure:
    """Measurement of a task on a graph with a number of claims."""

    task: str
    claims: int
    measurement: Measurement


def measure_tasks(claims: int, folder: Path, limit: float = LIMIT, only: tuple[str, ...] = ()) -> Iterator[TaskFigure]:
    """Measure every task, or those named in `only`, on a graph that is created in the folder if it is missing."""
    store = folder / f"store-{claims}"
    if not store.is_dir():
        yield TaskFigure("load", claims, measure(partial(load, store, claims)))
    exported = folder / EXPORTED
    exported.unlink(missing_ok=True)
    for name, task in tasks(store, folder).items():
        is_runnable = name != COMPARE_FILES or exported.exists()  # the export may have exceeded the limit
        if (only and name not in only) or not is_runnable:
            continue
        yield TaskFigure(name, claims, measure(task, limit))


def tasks(store: Path, folder: Path) -> dict[str, Callable[[], object]]:
    """Return the tasks on the store by name."""
    queries: dict[str, Callable[[], object]] = {
        f"query {name}": partial(query, store, name) for name in sorted(named_queries())
    }
    queries |= {
        f"query {name} of an actor": partial(query, store, name, "Thailand")
        for name in sorted(named_queries())
        if actor_parameter(name)
    }
    queries |= {
        f"SPARQL of {name}": partial(query_with_sparql, store, name)
        for name in sorted(named_queries())
        if has_sql(name)
    }
    return {
        **queries,
        "map": partial(draw, store, folder / "map.html"),
        "map of an actor": partial(draw, store, folder / "map.html", "Thailand"),
        "diff of two batches": partial(compare, store),
        "export nq": partial(export, store, folder / EXPORTED, "nq"),
        "export csv": partial(export, store, folder / "a.csv", "csv"),
        COMPARE_FILES: partial(compare_files, folder),
    }


def load(store: Path, claims: int) -> None:
    """Generate a synthetic graph and load it into a new store."""
    load_store(store, chunks(claims))


def query(store: Path, name: str, actor: str | None = None) -> int:
    """Run a named query, over everything or for an actor, and return the number of rows."""
    data = open_store(store)
    chosen = actor_parameter(name)
    given = parameters(name) | ({} if actor is None else {chosen: OTHERS.get(chosen, actor)})
    return len(list(run(data, bound(data, name, given))))


def query_with_sparql(store: Path, name: str) -> int:
    """Run the SPARQL of a named query on the store, without its tables, and return the number of rows."""
    data = open_store(store)
    return sum(1 for _ in rows(data, bound(data, name, parameters(name))))


def actor_parameter(name: str) -> str:
    """Return the first optional parameter of a named query that takes an entity; empty if there is none."""
    optional = (it.name for it in named_queries()[name].parameters if it.kind == "entity" and it.default is not None)
    return next(optional, "")


def parameters(name: str) -> dict[str, str]:
    """Return a value for each required parameter of a named query."""
    values = {it.name: SAMPLES[it.kind] for it in named_queries()[name].parameters if it.default is None}
    return values | {key: other for key, other in OTHERS.items() if key in values}


def draw(store: Path, path: Path, actor: str | None = None) -> str:
    """Write the map page as the command does and return its title."""
    page = map_of(open_store(store), actor=actor)
    page.save(path)
    return page.title


def compare(store: Path) -> int:
    """Compare two batches and return the number of relations that only one of them has."""
    data = open_store(store)
    before, after = (of_batch(data, name) for name in BATCHES)
    report = diff(before.claims, after.claims, before_name=before.name, after_name=after.name)
    return len(report.added) + len(report.gone)


def export(store: Path, path: Path, form: str) -> None:
    """Export the graph as the command does."""
    run_export(open_store(store), form, path)


def compare_files(folder: Path) -> int:
    """Compare the export with a copy that lacks some quads and return the number of differences."""
    first, second = folder / EXPORTED, folder / "b.nq"
    with first.open("rb") as source, second.open("wb") as target:
        target.writelines(line for number, line in enumerate(source) if number % DROP_EVERY)
    difference = diff_of_files(first, second)
    return len(difference.added) + len(difference.gone)


def main() -> int:
    """Measure all tasks and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, help="Where the graph is kept; default: a temporary folder.")
    parser.add_argument("--limit", type=float, default=LIMIT, help="Seconds after which a task is stopped.")
    parser.add_argument(
        "--only", action="append", default=[], help=f"Only this task, by its name; {COMPARE_FILES!r} needs 'export nq'."
    )
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.folder or Path(temporary)
        folder.mkdir(exist_ok=True)
        for figure in measure_tasks(arguments.claims, folder, arguments.limit, tuple(arguments.only)):
            outcome = figure.measurement
            seconds = f"over {arguments.limit:.0f} s" if outcome.seconds is None else f"{outcome.seconds:8.1f} s"
            if outcome.processor is not None:
                seconds += f", {outcome.processor:8.1f} s of a processor"
            memory = "" if outcome.peak is None else f"peak {outcome.peak:7.0f} MB"
            print(f"{figure.claims:,} claims: {figure.task:<38} {seconds} {memory}  {outcome.result or ''}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
