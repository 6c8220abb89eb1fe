"""Seconds and peak memory of a task in a process of its own."""

from __future__ import annotations

import multiprocessing
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

STATUS = Path("/proc/self/status")


@dataclass(frozen=True, slots=True)
class Measured:
    """What a task took; None if it was ended after its limit, or could not do its work."""

    seconds: float | None
    peak: float | None = None
    """Most memory of the process, in MB, the interpreter and the libraries included."""
    added: float | None = None
    """By how much it grew while the task ran, in MB."""
    result: Any = None


def measured(task: Callable[[], object], limit: float | None = None) -> Measured:
    """What a task takes in a fresh process; it is ended after `limit` seconds. What it returns must be plain data."""
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(task, sender))
    child.start()
    sender.close()
    try:
        found = Measured(*receiver.recv()) if receiver.poll(limit) else Measured(None)
    except EOFError:  # the process has died: out of memory, say
        found = Measured(None)
    child.kill()
    child.join()
    return found


def _child(task: Callable[[], object], sender: Any) -> None:  # noqa: ANN401  # multiprocessing's own type has no name
    before = peak()
    start = time.perf_counter()
    result = task()
    seconds = time.perf_counter() - start
    sender.send((seconds, peak(), peak() - before, result))


def peak() -> float:
    """The most memory that this process has had, in MB. Linux alone does not count what the parent had."""
    if STATUS.exists():
        line = next(line for line in STATUS.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)
