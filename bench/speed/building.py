"""A build beside the parser that it stands on, by one process and by two; its memory; and a build with nothing to do.

Each is a process of its own, as a person starts it, and they take turns: what else the machine does meets all alike.
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

TICK = 0.5
"""Seconds between two looks at the memory of processes."""
RAW = """
import json, sys
import spacy
texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")]
if sys.argv[2] == "paragraphs":
    texts = [line for text in texts for line in text.split("\\n")]
for _ in spacy.load({model!r}).pipe(texts):
    pass
"""


@dataclass(frozen=True, slots=True)
class Speeds:
    """Seconds, each the median of some rounds: spaCy's default pipeline fed texts and fed paragraphs; builds."""

    texts: float
    paragraphs: float
    one: float
    two: float


@dataclass(slots=True)
class Memory:
    """MB of the processes of a build: of the one that leads, and of the largest of the others over time."""

    leading: list[float] = field(default_factory=list)
    working: list[float] = field(default_factory=list)

    @property
    def growth(self) -> float:
        """How many times as much the others have in the last quarter of their time as in the second."""
        quarter = max(1, len(self.working) // 4)
        second, last = self.working[quarter : 2 * quarter], self.working[-quarter:]
        return statistics.median(last) / statistics.median(second)


def speeds(news: Path, folder: Path, rounds: int) -> Speeds:
    """The seconds of the raw pipeline and of builds of the same documents, one after the other, in turns."""
    tasks: Mapping[str, Callable[[], object]] = {
        "texts": lambda: raw(news, "texts"),
        "paragraphs": lambda: raw(news, "paragraphs"),
        "one": lambda: build(news, folder / "one", 1),
        "two": lambda: build(news, folder / "two", 2),
    }
    found: dict[str, list[float]] = {name: [] for name in tasks}
    for _ in range(rounds):
        for name, task in tasks.items():
            shutil.rmtree(folder / name, ignore_errors=True)
            found[name].append(seconds(task))
    return Speeds(**{name: statistics.median(taken) for name, taken in found.items()})


def seconds(task: Callable[[], object]) -> float:
    """The seconds that a task takes."""
    start = time.perf_counter()
    task()
    return time.perf_counter() - start


def raw(news: Path, fed: str) -> None:
    """Run spaCy's pipeline, with its default components, over the texts or the paragraphs of a file."""
    subprocess.run([sys.executable, "-c", RAW.format(model=DEFAULT_MODEL), str(news), fed], check=True)


def command(news: Path, out: Path, jobs: int) -> list[str]:
    """What a person calls for a build."""
    return [sys.executable, "-m", "actorgraph", "build", str(news), "--out", str(out), "--jobs", str(jobs)]


def build(news: Path, out: Path, jobs: int) -> None:
    """Build."""
    subprocess.run(command(news, out, jobs), check=True, capture_output=True)


def same(one: Path, other: Path) -> bool:
    """True if two builds have left the same files."""
    names = sorted(json.loads((one / MANIFEST).read_bytes())["files"])
    return all((one / name).read_bytes() == (other / name).read_bytes() for name in names)


def watched(news: Path, out: Path, jobs: int) -> tuple[float, Memory]:
    """The seconds of a build and the memory of its processes while it runs; Linux tells it in /proc."""
    memory, start = Memory(), time.perf_counter()
    with subprocess.Popen(command(news, out, jobs), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        watcher = threading.Thread(target=_watch, args=(process, memory))
        watcher.start()
        code = process.wait()
        taken = time.perf_counter() - start
        watcher.join()
    if code:
        raise SystemExit(f"the build of {news} ended with exit code {code}")
    return taken, memory


def _watch(process: subprocess.Popen[bytes], memory: Memory) -> None:
    while process.poll() is None:
        memory.leading.append(_resident(process.pid))
        others = [_resident(pid) for pid in _children(process.pid)]
        if others:
            memory.working.append(max(others))
        time.sleep(TICK)


def _children(pid: int) -> Sequence[int]:
    """The processes that a process has started, and those that they have."""
    tasks = Path(f"/proc/{pid}/task")
    try:
        found = [int(one) for task in tasks.iterdir() for one in (task / "children").read_text().split()]
    except OSError:
        return []
    return [*found, *(other for one in found for other in _children(one))]


def _resident(pid: int) -> float:
    """MB that a process has now; 0 for one that has ended."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
