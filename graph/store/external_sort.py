"""Lines in order, however many: sorted in runs on disk and merged, in memory that does not grow with their number.

External merge sort (Knuth, The Art of Computer Programming, vol. 3, 5.4): runs of what fits in memory, merged `FAN` at
a time. Lines are bytes of UTF-8, whose order is that of the code points, without their line feeds.
"""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

RUN = 64_000_000
"""Bytes of lines that are sorted in memory at once; Python needs about twice as many for them."""
FAN = 64
"""Runs that are merged at once: each is an open file."""


def in_order(lines: Iterable[bytes], *, run: int = RUN, fan: int = FAN) -> Iterator[bytes]:
    """The lines sorted, each once. What does not fit in a run of so many bytes lies in temporary files meanwhile."""
    chunks = _runs(lines, run)
    first = next(chunks, [])
    second = next(chunks, None)
    if second is None:
        yield from first
        return
    with tempfile.TemporaryDirectory(prefix="actorgraph-") as folder:
        files = _Files(Path(folder), fan)
        for chunk in (first, second):
            files.add(chunk)
        del first, second
        for chunk in chunks:
            files.add(chunk)
        yield from files.merged()


def merged(sources: Iterable[Iterable[bytes]]) -> Iterator[bytes]:
    """Sorted lines of several sources in one order, each once."""
    return (line for line, _ in groupby(heapq.merge(*sources)))


def lines_in(path: Path) -> Iterator[bytes]:
    """The lines of a file, without their line feeds."""
    with path.open("rb") as file:
        for line in file:
            yield line.removesuffix(b"\n")


class _Files:
    """Runs on disk, by level: `fan` of one level become one of the next."""

    def __init__(self, folder: Path, fan: int) -> None:
        self._folder = folder
        self._fan = fan
        self._levels: list[list[Path]] = [[]]
        self._count = 0

    def add(self, lines: Iterable[bytes], level: int = 0) -> None:
        """Write sorted lines as a run, and merge what is enough of one level."""
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
        """The lines of all runs."""
        return merged(lines_in(path) for level in self._levels for path in level)


def _runs(lines: Iterable[bytes], most: int) -> Iterator[list[bytes]]:
    """The lines in sorted parts of about so many bytes, in each of which a line stands once."""
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
