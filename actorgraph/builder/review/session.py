"""A review on a terminal: one key for each item; every decision is saved at once and can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from graph.review.claims import ClaimDecision
from graph.review.decisions import Decisions
from graph.review.identity import Decision

Item = TypeVar("Item")


@dataclass(slots=True)
class Session(Generic[Item]):
    """A review of items (matches, claims), one key per item.

    `show` is called with an item, its number, the number of items, and whether to show more. `read_key` waits for a
    key. `decide` gives the decision that a key makes on an item, None if it makes none. `save` is called with the
    decisions after each change. `made`: by index of the item, the decision on it.
    """

    items: Sequence[Item]
    show: Callable[[Item, int, int, bool], None]
    read_key: Callable[[], str]
    decide: Callable[[Item, str], Decision | ClaimDecision | None]
    save: Callable[[Decisions], None]
    decisions: Decisions
    made: dict[int, Decision | ClaimDecision] = field(default_factory=dict)

    def run(self) -> int:
        """Ask until the last item or `q`; each decision is saved at once. Returns the number of decisions."""
        index = 0
        while index < len(self.items):
            self.show(self.items[index], index + 1, len(self.items), False)
            index = self._next_index(index)
        return len(self.made)

    def _next_index(self, index: int) -> int:
        """Handle keys until one ends this item. Returns the index of the item to show next."""
        item = self.items[index]
        while True:
            pressed = self.read_key()
            if pressed in {"q", ""}:
                return len(self.items)
            if pressed == "b":
                return self._back(index)
            if pressed == "l":
                return index + 1
            if pressed == "m":
                self.show(item, index + 1, len(self.items), True)
                continue
            decision = self.decide(item, pressed)
            if decision is not None:
                self.made[index] = decision
                self.decisions = self.decisions.deciding(decision)
                self.save(self.decisions)
                return index + 1

    def _back(self, index: int) -> int:
        previous = max(0, index - 1)
        decision = self.made.pop(previous, None)
        if decision is not None:
            self.decisions = self.decisions.without({decision.key})
            self.save(self.decisions)
        return previous
