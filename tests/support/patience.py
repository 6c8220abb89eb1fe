"""How long a test waits for what must happen: long, because it must pass on a slow and busy machine too."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE = 300.0
"""Seconds after which a test gives up; what takes longer hangs."""


def wait_until(holds: Callable[[], object], what: str = "the condition") -> None:
    """Return as soon as something holds; fail if it does not within `PATIENCE` seconds."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, f"{what} never held"
        time.sleep(0.05)
