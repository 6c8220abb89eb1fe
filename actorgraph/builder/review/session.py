"""A review, one key for each item: on a terminal or in a browser. Each decision is saved at once; `b` takes it back."""

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

    `decide` gives the decision that a key makes on an item, None if it makes none. `save` is called with the decisions
    after each change. `made`: by index of the item, the decision on it.
    """

    items: Sequence[Item]
    decide: Callable[[Item, str], Decision | ClaimDecision | None]
    save: Callable[[Decisions], None]
    decisions: Decisions
    made: dict[int, Decision | ClaimDecision] = field(default_factory=dict)

    def press(self, index: int, key: str) -> int | None:
        """Handle a key on an item. Returns the index of the item to show next, None if the key means nothing here."""
        if key in {"q", ""}:
            return len(self.items)
        if key == "b":
            return self._back(index)
        if key == "l":
            return index + 1
        decision = self.decide(self.items[index], key)
        if decision is None:
            return None
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


def run_on_terminal(
    session: Session[Item], show: Callable[[Item, int, int, bool], None], read_key: Callable[[], str]
) -> int:
    """Ask until the last item or `q`. Returns the number of decisions.

    `show` is called with an item, its number, the number of items, and whether to show more (`m`). `read_key` waits for
    a key.
    """
    index: int | None = 0
    while index is not None and index < len(session.items):
        at, item = index, session.items[index]
        show(item, at + 1, len(session.items), False)
        index = None
        while index is None:
            key = read_key()
            if key == "m":
                show(item, at + 1, len(session.items), True)
            else:
                index = session.press(at, key)
    return len(session.made)
