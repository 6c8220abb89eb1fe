"""The form of the page data: JSON objects, and columns that refer to repeated values by number."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Generic, TypeVar

Data = dict[str, Any]
T = TypeVar("T", bound=Hashable)


class Numbering(Generic[T]):
    """Assigns numbers to distinct values in the order of their first use."""

    def __init__(self) -> None:
        self._numbers: dict[T, int] = {}

    def __call__(self, value: T | None) -> int:
        """The number of a value; -1 for None."""
        return -1 if value is None else self._numbers.setdefault(value, len(self._numbers))

    def values(self) -> list[T]:
        """The values, by number."""
        return list(self._numbers)
