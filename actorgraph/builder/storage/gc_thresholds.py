"""How seldom Python looks for unused objects that refer to each other."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = 50_000, 20, 100
"""New objects between two looks at them, and how many of these between two at the older ones (`gc.set_threshold`)."""


def collect_seldom() -> None:
    """Look seldom from now on: of the many objects that a build makes hardly any refer to each other."""
    gc.set_threshold(*SELDOM)


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Look seldom for a while."""
    before = gc.get_threshold()
    collect_seldom()
    try:
        yield
    finally:
        gc.set_threshold(*before)
