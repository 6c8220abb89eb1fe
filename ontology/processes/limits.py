"""Limits of a worker process, above which the kernel or the process itself ends it: memory, time, life of its parent.

Memory: on Linux the kernel refuses address space beyond the limit (`RLIMIT_AS`), so that the task fails with
MemoryError, or the process aborts inside a C library. Other POSIX systems do not enforce that limit; there a thread
ends the process once its peak resident memory is above it. Windows has neither: memory is not limited.

Time: the parent kills a worker that takes too long, on every platform. On POSIX the kernel's alarm ends it, too, in
case the parent is no longer there.
"""

from __future__ import annotations

import math
import multiprocessing
import os
import signal
import sys
import threading
from multiprocessing.connection import wait
from pathlib import Path

OUT_OF_MEMORY = 79
"""Exit code of a worker that ended itself because it used more memory than allowed."""
MEMORY_CHECK = 1.0
"""Seconds between two looks at the memory of this process, where the kernel does not enforce a limit."""
ALARM_GRACE = 1
"""Seconds after which the alarm ends a worker that its parent should have killed."""


def limit_address_space(size: int) -> bool:
    """Let the kernel refuse this process more than `size` bytes of address space; False where it does not do that."""
    if sys.platform != "linux":
        return False
    import resource  # noqa: PLC0415  # not on Windows

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    allowed = size if hard == resource.RLIM_INFINITY else min(size, hard)
    resource.setrlimit(resource.RLIMIT_AS, (allowed, hard))
    return True


def address_space() -> int:
    """The address space that this process uses, in bytes; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def peak_memory() -> int:
    """The largest resident size of this process so far, in bytes; 0 where the system does not say."""
    if os.name != "posix":
        return 0
    import resource  # noqa: PLC0415  # not on Windows

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def set_alarm(seconds: float | None) -> None:
    """Let the kernel end this process some time after `seconds`; None turns the alarm off. Does nothing on Windows."""
    if hasattr(signal, "alarm"):
        signal.alarm(0 if seconds is None else math.ceil(seconds) + ALARM_GRACE)


def end_with_parent(memory: int | None = None) -> None:
    """Start a thread that ends this process when its parent ends, or when it has used more than `memory` bytes."""
    threading.Thread(target=_watch, args=(memory,), daemon=True, name="actorgraph-watchdog").start()


def _watch(memory: int | None) -> None:
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    while not wait([parent.sentinel], None if memory is None else MEMORY_CHECK):
        if memory is not None and peak_memory() > memory:
            os._exit(OUT_OF_MEMORY)
    os._exit(1)
