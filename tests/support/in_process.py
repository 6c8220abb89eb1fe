"""Commands that read and extract in the process of the test: starting others takes longer than most builds of tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from actorgraph.builder.extraction import pool, single
from actorgraph.cli.options.reading import ReadingOptions
from extract.documents.content.options import ReaderOptions
from ontology.processes.process import WorkerSpec


@contextmanager
def without_limits() -> Iterator[None]:
    """Documents have no limits of time and memory, which only processes of their own can have; --jobs still counts.

    For tests that are not about these processes; tests/extract/documents/test_guarded.py and
    tests/actorgraph/builder/extraction are, and tests/actorgraph/cli/test_reading.py runs the commands with them.
    """
    limited = ReadingOptions.reader_options

    def unlimited(reading: ReadingOptions) -> ReaderOptions:
        return replace(limited(reading), limits=None)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ReadingOptions, "reader_options", unlimited)
        patch.setattr(pool, "has_limits", lambda _: False)
        patch.setattr(single, "Worker", _WorkerHere)
        patch.setattr(single, "set_gc_thresholds", lambda: None)  # those of a worker are not for the tests
        yield


class _WorkerHere:
    """Does the tasks of a worker process in this one."""

    def __init__(self, spec: WorkerSpec) -> None:
        self._spec = spec
        self._handler: Callable[[Any, Any], Any] | None = None

    def start(self) -> None:
        """Nothing has to start."""

    def run(self, task: object, _: float | None) -> Any:  # noqa: ANN401  # whatever the task gives
        """The result of a task; it takes as long as it likes."""
        if self._handler is None:
            self._handler = self._spec.setup(*self._spec.arguments)
        return self._handler(task, None)

    def close(self) -> None:
        """Nothing has to end."""
