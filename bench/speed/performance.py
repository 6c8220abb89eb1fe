"""Every figure of speed and memory beside its yardstick, as ratios from one run; writes docs/performance.md.

    make performance                             # half an hour or more
    python -m bench.speed.performance --check          # two minutes: fails where a ratio is far from what it was

What a figure is held against runs in the same run, so that the speed of the machine drops out.
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
from bench.speed.news import write_news
from extract.claims import Extractor
from ontology.model import Document

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "performance.md"
STARTS = 15
LIBRARIES = ("spacy", "thinc", "numpy", "pyoxigraph", "rdflib", "networkx")
HEAD = """# Speed and memory

<!-- Written by `make performance`: change the text in bench/speed/performance.py. -->

Compare the ratios: each figure and its reference ran in the same run, on {machine}. The texts are synthetic news:
sentences of the seeds with other actors, numbers and days, about 500 words and 47 claims each. General news has fewer
claims.

| figure | measured | reference | ratio | required |
|---|---|---|---|---|
{rows}

The parser uses accelerated spaCy components where they give the same annotations; the environment variable
`ACTORGRAPH_ACCELERATE=0` turns them off.

Other pages have their own figures:

| subject | page | command |
|---|---|---|
| quality of the claims | docs/quality.md | `make bench` |
| many machines | docs/scale.md | `python -m bench.speed.scale_page` |
| reading documents | docs/documents.md | `python -m bench.accuracy.reading` |
| the page of a large map | docs/map.md | `python -m bench.speed.page` |
| comparing graphs | docs/diff.md | `python -m bench.accuracy.diff --quads 1000000` |
| queries, compared with pyoxigraph and rdflib | – | `python -m bench.speed.store` |
"""


@dataclass(frozen=True, slots=True)
class Row:
    """A figure, what it stands beside, the ratio, and what is asked of it."""

    name: str
    measured: str
    beside: str = ""
    ratio: float | None = None
    least: float | None = None
    most: float | None = None
    floor: float | None = None
    """In the small run, the ratio is at least this, or at most, if `most` is asked."""

    def text(self) -> str:
        """A row of the table."""
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        asked = f"at least {self.least:g}" if self.least is not None else ""
        asked = f"at most {self.most:g}" if self.most is not None else asked
        return f"| {self.name} | {self.measured} | {self.beside} | {ratio} | {asked} |"

    def is_lost(self) -> bool:
        """True if the ratio is far from what it was."""
        if self.ratio is None or self.floor is None:
            return False
        return self.ratio > self.floor if self.most is not None else self.ratio < self.floor


def start() -> Iterator[Row]:
    """`actorgraph --help` beside the start of Python."""
    ours, theirs = (
        min(seconds(lambda words=words: _run(*words)) for _ in range(STARTS))  # type: ignore[misc]
        for words in (("-m", "actorgraph", "--help"), ("-c", "pass"))
    )
    beside = f"`python -c pass`: {1e3 * theirs:.0f} ms"
    yield Row("`actorgraph --help`", f"{1e3 * ours:.0f} ms", beside, ours / theirs, most=2.5, floor=4)


def _run(*words: str) -> None:
    subprocess.run([sys.executable, *words], check=True, capture_output=True)


def builds(folder: Path, documents: int, rounds: int) -> Iterator[Row]:
    """Whole builds beside the raw pipeline, and by two processes beside one."""
    news = folder / "news.jsonl"
    words = write_news(news, documents)
    found = building.speeds(news, folder, rounds)
    name = f"a build of {documents:,} documents ({words:,} words), from files to the map"
    ours = f"{words / found.one:,.0f} words/s"
    for fed, theirs, least, floor in (("texts", found.texts, 1.0, 0.5), ("paragraphs", found.paragraphs, None, 0.35)):
        beside = f"spaCy's default pipeline fed {fed}: {words / theirs:,.0f} words/s"
        yield Row(f"{name}, one process", ours, beside, theirs / found.one, least=least, floor=floor)
    two = f"{words / found.two:,.0f} words/s"
    yield Row(f"{name}, `--jobs 2`", two, f"one process: {ours}", found.one / found.two, least=1.7, floor=0.7)
    if not building.same(folder / "one", folder / "two"):
        raise SystemExit("two processes gave other files than one")


def rules(documents: int) -> Iterator[Row]:
    """The rules beside the parse."""
    with tempfile.TemporaryDirectory() as folder:
        news = Path(folder) / "news.jsonl"
        write_news(news, documents)
        texts = [Document(f"d{n}", line) for n, line in enumerate(_texts(news))]
    share = overhead.overhead(Extractor(), texts)
    yield Row("making claims, in addition to parsing", f"{share:.0%} of the time", "the accelerated parser", share)


def _texts(news: Path) -> list[str]:
    return [json.loads(line)["text"] for line in news.read_text(encoding="utf-8").splitlines()]


def many(folder: Path, documents: int, jobs: int) -> Iterator[Row]:
    """Memory of a large build, and a build with nothing to do."""
    news, out = folder / "many.jsonl", folder / "many"
    write_news(news, documents)
    first, memory = building.watched(news, out, jobs)
    peak = f"{max(memory.working):.0f} MB"
    name = f"{documents:,} documents"
    yield Row(f"{name}: peak memory of a worker", peak, "1,200 MB", max(memory.working) / 1200, most=1, floor=1)
    yield Row(f"{name}: memory of a worker, last quarter / second quarter", "", "", memory.growth, most=1.1, floor=1.5)
    yield Row(f"{name}: peak memory of the main process", f"{max(memory.leading):.0f} MB")
    again = min(seconds(lambda: building.build(news, out, jobs)) for _ in range(3))
    beside = f"the first build: {first:.0f} s"
    yield Row(f"{name}, unchanged: a repeated build", f"{again:.2f} s", beside, first / again, least=100, floor=3)


def stores(folder: Path, claims: int, limit: float) -> Iterator[Row]:
    """What a large graph takes."""
    found = list(large.figures(claims, folder, limit))
    for figure in sorted(found, key=_named):
        it = figure.measured
        took = f"more than {limit:.0f} s" if it.seconds is None else f"{it.seconds:.1f} s"
        memory = "" if it.peak is None else f", {it.peak:,.0f} MB"
        yield Row(f"{claims:,} claims: {figure.task}", took + memory)


def _named(figure: large.Figure) -> tuple[bool, str]:
    return figure.task.startswith("query"), figure.task


def page(rows: Iterable[Row]) -> str:
    """The text of docs/performance.md."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    system = f"{os.cpu_count()} processors ({platform.machine()}, {platform.system()})"
    machine = f"{system} with Python {platform.python_version()}, {libraries}"
    return HEAD.format(machine=machine, rows="\n".join(row.text() for row in rows))


def check() -> int:
    """The small run. Exit code 1 if a ratio is lost."""
    lost = 0
    with tempfile.TemporaryDirectory() as folder:
        for rows in (start(), builds(Path(folder), 120, 1), many(Path(folder), 60, 2)):
            for row in rows:
                print(row.text(), "LOST" if row.is_lost() else "", flush=True)
                lost += row.is_lost()
    return 1 if lost else 0


def main() -> int:
    """Print every figure and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="The small run.")
    parser.add_argument("--documents", type=int, default=600)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--many", type=int, default=3000)
    parser.add_argument("--claims", type=int, action="append", help="Of a large graph; may be given again.")
    parser.add_argument("--limit", type=float, default=large.LIMIT, help="Seconds for a task on a large graph.")
    given = parser.parse_args()
    if given.check:
        return check()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        parts = [start(), rules(40), builds(folder, given.documents, given.rounds), many(folder, given.many, 2)]
        parts += [stores(folder, claims, given.limit) for claims in given.claims or (100_000, 1_000_000)]
        for part in parts:
            for row in part:
                print(row.text(), flush=True)
                rows.append(row)
    PAGE.write_text(page(rows), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
