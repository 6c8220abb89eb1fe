"""Measures builds with one and two processes against spaCy's default pipeline, and the memory of builds.

Each run is a separate process, as a user starts it. The runs alternate, so that other load on the machine affects all
of them equally.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from actorgraph.builder.storage.workspace import MANIFEST
from extract.parsing.defaults import DEFAULT_MODEL

SAMPLING_INTERVAL = 0.5
"""Seconds between two samples of memory."""
STOCK_PIPELINE = """
import json, sys
import spacy
texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")]
if sys.argv[2] == "paragraphs":
    texts = [line for text in texts for line in text.split("\\n")]
for _ in spacy.load({model!r}).pipe(texts):
    pass
"""


@dataclass(frozen=True, slots=True)
class BuildTimes:
    """Median seconds of spaCy's default pipeline on texts and on paragraphs, and of builds.

    Builds with 1 process, with 1 process and `--fast`, and with 2 processes.
    """

    texts: float
    paragraphs: float
    one_process: float
    fast: float
    two_processes: float


@dataclass(slots=True)
class MemoryProfile:
    """Samples of the memory of a build in MB: of the main process, and of the largest worker."""

    main: list[float] = field(default_factory=list)
    worker: list[float] = field(default_factory=list)

    @property
    def growth(self) -> float:
        """Median memory of a worker in the last quarter of the build, relative to the second quarter."""
        quarter = max(1, len(self.worker) // 4)
        second, last = self.worker[quarter : 2 * quarter], self.worker[-quarter:]
        return statistics.median(last) / statistics.median(second)


def build_times(news: Path, folder: Path, rounds: int) -> BuildTimes:
    """Measure the stock pipeline and builds on the same documents; the tasks alternate over `rounds` rounds."""
    tasks: Mapping[str, Callable[[], object]] = {
        "texts": lambda: run_stock_pipeline(news, "texts"),
        "paragraphs": lambda: run_stock_pipeline(news, "paragraphs"),
        "one_process": lambda: build(news, folder / "one_process", 1),
        "fast": lambda: build(news, folder / "fast", 1, "--fast"),
        "two_processes": lambda: build(news, folder / "two_processes", 2),
    }
    times: dict[str, list[float]] = {name: [] for name in tasks}
    for _ in range(rounds):
        for name, task in tasks.items():
            shutil.rmtree(folder / name, ignore_errors=True)
            times[name].append(seconds(task))
    return BuildTimes(**{name: statistics.median(taken) for name, taken in times.items()})


def seconds(task: Callable[[], object]) -> float:
    """Run a task and return the seconds it takes."""
    start = time.perf_counter()
    task()
    return time.perf_counter() - start


def run_stock_pipeline(news: Path, unit: str) -> None:
    """Run spaCy's pipeline with its default components over a JSONL file; `unit` is "texts" or "paragraphs"."""
    subprocess.run([sys.executable, "-c", STOCK_PIPELINE.format(model=DEFAULT_MODEL), str(news), unit], check=True)


def build_command(news: Path, out: Path, jobs: int, *options: str) -> list[str]:
    """Return the command line of a build."""
    return [sys.executable, "-m", "actorgraph", "build", str(news), "--out", str(out), "--jobs", str(jobs), *options]


def build(news: Path, out: Path, jobs: int, *options: str) -> None:
    """Run a build in a process of its own."""
    subprocess.run(build_command(news, out, jobs, *options), check=True, capture_output=True)


def same_outputs(first: Path, second: Path) -> bool:
    """Return whether two builds have written identical files."""
    names = sorted(json.loads((first / MANIFEST).read_bytes())["files"])
    return all((first / name).read_bytes() == (second / name).read_bytes() for name in names)


def profile_build(news: Path, out: Path, jobs: int) -> tuple[float, MemoryProfile]:
    """Return the seconds of a build and a profile of the memory of its processes (from /proc, Linux only)."""
    memory, start = MemoryProfile(), time.perf_counter()
    with subprocess.Popen(
        build_command(news, out, jobs), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        sampler = threading.Thread(target=_sample_memory, args=(process, memory))
        sampler.start()
        exit_code = process.wait()
        taken = time.perf_counter() - start
        sampler.join()
    if exit_code:
        raise SystemExit(f"the build of {news} ended with exit code {exit_code}")
    return taken, memory


def _sample_memory(process: subprocess.Popen[bytes], memory: MemoryProfile) -> None:
    while process.poll() is None:
        memory.main.append(_resident(process.pid))
        workers = [_resident(pid) for pid in _descendants(process.pid)]
        if workers:
            memory.worker.append(max(workers))
        time.sleep(SAMPLING_INTERVAL)


def _descendants(pid: int) -> Sequence[int]:
    """Return the ids of all descendants of a process."""
    tasks = Path(f"/proc/{pid}/task")
    try:
        children = [int(child) for task in tasks.iterdir() for child in (task / "children").read_text().split()]
    except OSError:
        return []
    return [*children, *(descendant for child in children for descendant in _descendants(child))]


def _resident(pid: int) -> float:
    """Return the resident memory of a process in MB, or 0 if it has ended."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
