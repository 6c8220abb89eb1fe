"""External merge sort of lines, in memory that does not grow with their number.

Sorted runs are written to disk and merged `FAN_IN` at a time (Knuth, The Art of Computer Programming, vol. 3, 5.4).
Lines are UTF-8 bytes without line feeds; their byte order is the order of code points.
"""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

RUN_BYTES = 64_000_000
"""Bytes of lines sorted in memory at once; Python needs about twice as much memory for them."""
FAN_IN = 64
"""Runs merged at once; each is an open file."""


def external_sort(lines: Iterable[bytes], *, run: int = RUN_BYTES, fan: int = FAN_IN) -> Iterator[bytes]:
    """The distinct lines in order. Uses temporary files if they exceed one run of `run` bytes."""
    chunks = _sorted_chunks(lines, run)
    first = next(chunks, [])
    second = next(chunks, None)
    if second is None:
        yield from first
        return
    with tempfile.TemporaryDirectory(prefix="actorgraph-") as folder:
        files = SortedRuns(Path(folder), fan)
        for chunk in (first, second):
            files.add(chunk)
        del first, second
        for chunk in chunks:
            files.add(chunk)
        yield from files.merged()


def merged(sources: Iterable[Iterable[bytes]]) -> Iterator[bytes]:
    """The distinct lines of several sorted sources, in order."""
    return (line for line, _ in groupby(heapq.merge(*sources)))


def lines_in(path: Path) -> Iterator[bytes]:
    """The lines of a file without line feeds."""
    with path.open("rb") as file:
        for line in file:
            yield line.removesuffix(b"\n")


class SortedRuns:
    """Sorted runs on disk in levels: when a level has `fan` runs, they are merged into one run of the next level."""

    def __init__(self, folder: Path, fan: int) -> None:
        self._folder = folder
        self._fan = fan
        self._levels: list[list[Path]] = [[]]
        self._count = 0

    def add(self, lines: Iterable[bytes], level: int = 0) -> None:
        """Write sorted lines as a run, and merge its level if it is full."""
        path = self._folder / str(self._count)
        self._count += 1
        with path.open("wb") as file:
            file.writelines(line + b"\n" for line in lines)
        if level == len(self._levels):
            self._levels.append([])
        self._levels[level].append(path)
        if len(self._levels[level]) == self._fan:
            full, self._levels[level] = self._levels[level], []
            self.add(merged(map(lines_in, full)), level + 1)
            for old in full:
                old.unlink()

    def merged(self) -> Iterator[bytes]:
        """The distinct lines of all runs, in order."""
        return merged(lines_in(path) for level in self._levels for path in level)


def _sorted_chunks(lines: Iterable[bytes], most: int) -> Iterator[list[bytes]]:
    """The lines in sorted chunks of about `most` bytes, without duplicates within a chunk."""
    run: set[bytes] = set()
    size = 0
    for line in lines:
        if line not in run:
            run.add(line)
            size += len(line)
        if size >= most:
            yield sorted(run)
            run, size = set(), 0
    if run:
        yield sorted(run)
