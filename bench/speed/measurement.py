"""Measures the time and peak memory of a task in a process of its own."""

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
class Measurement:
    """Time and memory of a task; `seconds` is None if the task was stopped at its limit."""

    seconds: float | None
    peak: float | None = None
    """Peak memory of the process in MB, including the interpreter and the libraries."""
    added: float | None = None
    """Growth of the peak memory during the task in MB."""
    result: Any = None
    processor: float | None = None
    """Processor time of the process in seconds, which other programs on the machine do not lengthen."""


def measure(task: Callable[[], object], limit: float | None = None) -> Measurement:
    """Measure a task in a new process, which is killed after `limit` seconds. Its result must be picklable.

    Raises ChildProcessError if the process dies, for example for lack of memory.
    """
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(task, sender))
    child.start()
    sender.close()
    try:
        measurement = Measurement(*receiver.recv()) if receiver.poll(limit) else Measurement(None)
    except EOFError:
        child.join()
        raise ChildProcessError(f"the measured process died with exit code {child.exitcode}") from None
    child.kill()
    child.join()
    return measurement


def _child(task: Callable[[], object], sender: Any) -> None:  # noqa: ANN401  # multiprocessing has no public type for it
    before = peak()
    start, processor = time.perf_counter(), time.process_time()
    result = task()
    seconds, processor = time.perf_counter() - start, time.process_time() - processor
    sender.send((seconds, peak(), peak() - before, result, processor))


def peak() -> float:
    """Return the peak memory of this process in MB. Only the figure of Linux excludes memory of the parent process."""
    if STATUS.exists():
        line = next(line for line in STATUS.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    peak_rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak_rss / (1024 * 1024 if sys.platform == "darwin" else 1024)
