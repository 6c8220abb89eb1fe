"""Progress bars on standard error, if that is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

if TYPE_CHECKING:
    from actorgraph.builder.options import BuildProgress, ProgressCallback


@contextmanager
def progress_bar(label: str, unit: str) -> Iterator[ProgressCallback | None]:
    """A function that moves a progress bar to (done, total); None if standard error is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    columns = (TextColumn(label), BarColumn(), MofNCompleteColumn(), TextColumn(unit), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def build_progress() -> Iterator[BuildProgress]:
    """The progress callbacks of a build: bytes read, documents extracted and shards, with rate and time left."""
    from actorgraph.builder.options import BuildProgress

    if not sys.stderr.isatty():
        yield BuildProgress()
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=16),
        TextColumn("{task.fields[done]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        yield BuildProgress(
            _callback(bar, "Reading", _bytes_text),
            _callback(bar, "Asking", _documents_text),
            _callback(bar, "Extracting", _documents_text),
            _callback(bar, "Extracting", _shards_text),
        )


def _callback(bar: Progress, label: str, text: Callable[[int, int, float], str]) -> ProgressCallback:
    """A function that moves a bar of its own, with a `text` of done, total and speed."""
    task = bar.add_task(label, total=None, done="", visible=False)

    def update(done: int, total: int) -> None:
        speed = bar.tasks[task].speed or 0.0
        bar.update(task, completed=done, total=total, done=text(done, total, speed), visible=done < total)

    return update


def _bytes_text(done: int, total: int, speed: float) -> str:
    return f"{done / 1e6:.1f} of {total / 1e6:.1f} MB, {speed / 1e6:.1f} MB/s"


def _documents_text(done: int, total: int, speed: float) -> str:
    return f"{done} of {total} documents, {speed:.1f}/s"


def _shards_text(done: int, total: int, _: float) -> str:
    return f"{done:,} of {total:,} shards"
