"""Thresholds of the cyclic garbage collector, which runs rarely during a build."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

THRESHOLDS = 50_000, 20, 100
"""Arguments of `gc.set_threshold`: a build makes millions of objects, and hardly any are in reference cycles."""


def set_gc_thresholds() -> None:
    """Let the cyclic garbage collector run rarely from now on."""
    gc.set_threshold(*THRESHOLDS)


@contextmanager
def rare_collections() -> Iterator[None]:
    """Let the cyclic garbage collector run rarely within the block."""
    before = gc.get_threshold()
    set_gc_thresholds()
    try:
        yield
    finally:
        gc.set_threshold(*before)
