"""Measures speed and memory relative to references and writes docs/performance.md.

    make performance                             # half an hour or more
    python -m bench.speed.performance --check     # two minutes; fails if a ratio has worsened a lot

Each figure and its reference come from the same run, so that the ratio does not depend on the speed of the machine.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from bench.speed import building, large, overhead
from bench.speed.building import seconds
from bench.speed.synthetic_news import write_news
from extract.claims import Extractor
from ontology.model import Document

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "performance.md"
STARTS = 15
LIBRARIES = ("spacy", "thinc", "numpy", "pyoxigraph", "rdflib", "networkx")
HEAD = """# Speed and memory

<!-- Written by `make performance`: change the text in bench/speed/performance.py. -->

Compare the ratios, not the absolute figures: each figure and its reference were measured in the same run, on {machine}.
The texts are synthetic news: sentences of the seeds with other actors, numbers and days, about 500 words and 47 claims
each. General news has fewer claims.

| figure | measured | reference | ratio | required |
|---|---|---|---|---|
{rows}

The parser uses accelerated spaCy components where they give the same annotations; the environment variable
`ACTORGRAPH_ACCELERATE=0` turns them off.

Other pages have their own figures:

| subject | page | command |
|---|---|---|
| quality of the claims | docs/quality.md | `make bench` |
| many machines | docs/scale.md | `python -m bench.speed.scaling.page` |
| reading documents | docs/documents.md | `python -m bench.accuracy.reading` |
| the page of a large map | docs/map.md | `python -m bench.speed.page` |
| comparing graphs | docs/diff.md | `python -m bench.accuracy.diff --quads 1000000` |
| queries, compared with pyoxigraph and rdflib | – | `python -m bench.speed.store` |
"""


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A row of the page: a figure, its reference, their ratio and the required ratio.

    `least` or `most` is the required ratio. `floor` is the limit of --check, whose run is small and noisy: a lower
    limit, or an upper limit if `most` is given.
    """

    name: str
    measured: str
    reference: str = ""
    ratio: float | None = None
    least: float | None = None
    most: float | None = None
    floor: float | None = None

    def text(self) -> str:
        """Return the row in Markdown."""
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        required = f"at least {self.least:g}" if self.least is not None else ""
        required = f"at most {self.most:g}" if self.most is not None else required
        return f"| {self.name} | {self.measured} | {self.reference} | {ratio} | {required} |"

    def is_regression(self) -> bool:
        """Return whether the ratio is beyond `floor`."""
        if self.ratio is None or self.floor is None:
            return False
        return self.ratio > self.floor if self.most is not None else self.ratio < self.floor


def startup_rows() -> Iterator[FigureRow]:
    """Measure `actorgraph --help` against the start of Python."""
    help_seconds, python_seconds = (
        min(seconds(lambda arguments=arguments: _run_python(*arguments)) for _ in range(STARTS))  # type: ignore[misc]
        for arguments in (("-m", "actorgraph", "--help"), ("-c", "pass"))
    )
    reference = f"`python -c pass`: {1e3 * python_seconds:.0f} ms"
    ratio = help_seconds / python_seconds
    yield FigureRow("`actorgraph --help`", f"{1e3 * help_seconds:.0f} ms", reference, ratio, most=2.5, floor=4)


def _run_python(*arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)


def build_rows(folder: Path, documents: int, rounds: int) -> Iterator[FigureRow]:
    """Measure builds against the stock pipeline, and two processes against one."""
    news = folder / "news.jsonl"
    words = write_news(news, documents)
    times = building.build_times(news, folder, rounds)
    name = f"a build of {documents:,} documents ({words:,} words), from files to the map"
    one_process = f"{words / times.one_process:,.0f} words/s"
    for mode, taken, least, share in (("", times.one_process, 0.6, 0.2), (", `--fast`", times.fast, 1.0, 1.0)):
        for unit, stock, floor in (("texts", times.texts, 0.35), ("paragraphs", times.paragraphs, 0.25)):
            reference = f"spaCy's default pipeline fed {unit}: {words / stock:,.0f} words/s"
            required = least if unit == "paragraphs" else None
            row = f"{name}, one process{mode}", f"{words / taken:,.0f} words/s", reference, stock / taken
            yield FigureRow(*row, least=required, floor=share * floor)
    two_processes = f"{words / times.two_processes:,.0f} words/s"
    reference, ratio = f"one process: {one_process}", times.one_process / times.two_processes
    yield FigureRow(f"{name}, `--jobs 2`", two_processes, reference, ratio, least=1.7, floor=0.7)
    if not building.same_outputs(folder / "one_process", folder / "two_processes"):
        raise SystemExit("builds with one and two processes wrote different files")


def extraction_rows(documents: int) -> Iterator[FigureRow]:
    """Measure extraction against parsing."""
    with tempfile.TemporaryDirectory() as folder:
        news = Path(folder) / "news.jsonl"
        write_news(news, documents)
        texts = [Document(f"d{n}", line) for n, line in enumerate(_texts(news))]
    share = overhead.overhead(Extractor(), texts)
    yield FigureRow(
        "extracting claims, in addition to parsing", f"{share:.0%} of the time", "the accelerated parser", share
    )


def _texts(news: Path) -> list[str]:
    return [json.loads(line)["text"] for line in news.read_text(encoding="utf-8").splitlines()]


def large_build_rows(folder: Path, documents: int, jobs: int) -> Iterator[FigureRow]:
    """Measure the memory of a large build, and the time of a repeated build without changes."""
    news, out = folder / "many.jsonl", folder / "many"
    write_news(news, documents)
    first_seconds, memory = building.profile_build(news, out, jobs)
    peak = f"{max(memory.worker):.0f} MB"
    name = f"{documents:,} documents"
    yield FigureRow(f"{name}: peak memory of a worker", peak, "1,200 MB", max(memory.worker) / 1200, most=1, floor=1)
    yield FigureRow(
        f"{name}: memory of a worker, last quarter / second quarter", "", "", memory.growth, most=1.1, floor=1.5
    )
    yield FigureRow(f"{name}: peak memory of the main process", f"{max(memory.main):.0f} MB")
    repeated_seconds = min(seconds(lambda: building.build(news, out, jobs)) for _ in range(3))
    reference = f"the first build: {first_seconds:.0f} s"
    ratio = first_seconds / repeated_seconds
    yield FigureRow(
        f"{name}, unchanged: a repeated build", f"{repeated_seconds:.2f} s", reference, ratio, least=100, floor=3
    )


def large_graph_rows(folder: Path, claims: int, limit: float) -> Iterator[FigureRow]:
    """Measure the tasks on a large graph."""
    figures = list(large.measure_tasks(claims, folder, limit))
    for figure in sorted(figures, key=_queries_last):
        outcome = figure.measurement
        duration = f"more than {limit:.0f} s" if outcome.seconds is None else f"{outcome.seconds:.1f} s"
        memory = "" if outcome.peak is None else f", {outcome.peak:,.0f} MB"
        yield FigureRow(f"{claims:,} claims: {figure.task}", duration + memory)


def _queries_last(figure: large.TaskFigure) -> tuple[bool, str]:
    return figure.task.startswith("query"), figure.task


def render_page(rows: Iterable[FigureRow]) -> str:
    """Return the text of docs/performance.md."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    system = f"{os.cpu_count()} processors ({platform.machine()}, {platform.system()})"
    machine = f"{system} with Python {platform.python_version()}, {libraries}"
    return HEAD.format(machine=machine, rows="\n".join(row.text() for row in rows))


def check() -> int:
    """Run the small measurement. Return exit code 1 if a ratio is a regression."""
    regressions = 0
    with tempfile.TemporaryDirectory() as folder:
        for rows in (startup_rows(), build_rows(Path(folder), 120, 1), large_build_rows(Path(folder), 60, 2)):
            for row in rows:
                print(row.text(), "REGRESSION" if row.is_regression() else "", flush=True)
                regressions += row.is_regression()
    return 1 if regressions else 0


def main() -> int:
    """Measure and print all figures, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="Run the small measurement.")
    parser.add_argument("--documents", type=int, default=600)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--many", type=int, default=3000)
    parser.add_argument("--claims", type=int, action="append", help="Size of a large graph; repeatable.")
    parser.add_argument("--limit", type=float, default=large.LIMIT, help="Seconds after which a task is stopped.")
    arguments = parser.parse_args()
    if arguments.check:
        return check()
    rows: list[FigureRow] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        parts = [
            startup_rows(),
            extraction_rows(40),
            build_rows(folder, arguments.documents, arguments.rounds),
            large_build_rows(folder, arguments.many, 2),
        ]
        parts += [
            large_graph_rows(folder, claims, arguments.limit) for claims in arguments.claims or (100_000, 1_000_000)
        ]
        for part in parts:
            for row in part:
                print(row.text(), flush=True)
                rows.append(row)
    PAGE.write_text(render_page(rows), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
