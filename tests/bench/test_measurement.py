"""Measurements in a process of their own: a limit is told from a death."""

import os
import time
from functools import partial

import pytest

from bench.speed.measurement import measure


def test_a_task_is_measured() -> None:
    found = measure(partial(sum, [1, 2]))
    assert found.result == 3
    assert found.seconds is not None


def test_a_task_over_its_limit_has_no_time() -> None:
    assert measure(partial(time.sleep, 600), limit=0.5).seconds is None


def test_a_task_that_kills_its_process_is_an_error() -> None:
    with pytest.raises(ChildProcessError, match="exit code 3"):
        measure(partial(os._exit, 3))
