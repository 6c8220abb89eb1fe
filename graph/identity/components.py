"""Connected components and shortest paths of small undirected graphs, without a graph library."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator


class DisjointSets:
    """A union-find structure over strings: which items are connected by the pairs joined so far.

    Each item refers to the set it belongs to, and a union moves the items of the smaller set. networkx would do the
    same, but it takes a quarter of a second to import, which a build or a query should not pay.
    """

    def __init__(self) -> None:
        self._set_of: dict[str, set[str]] = {}

    def union(self, first: str, second: str) -> None:
        """Join the sets of two items."""
        small, large = sorted((self._member_set(first), self._member_set(second)), key=len)
        if small is large:
            return
        large |= small
        for item in small:
            self._set_of[item] = large

    def component(self, item: str) -> frozenset[str]:
        """The items connected with this one, itself included."""
        return frozenset(self._set_of.get(item, {item}))

    def components(self) -> Iterator[frozenset[str]]:
        """Every set once, in order of its first item."""
        seen: set[str] = set()
        for item in sorted(self._set_of):
            if item not in seen:
                seen |= self._set_of[item]
                yield frozenset(self._set_of[item])

    def _member_set(self, item: str) -> set[str]:
        return self._set_of.setdefault(item, {item})


def shortest_path(edges: Iterable[tuple[str, str]], first: str, last: str) -> list[str]:
    """The nodes of a shortest path, both ends included; empty if there is none. Of several the first by name."""
    neighbours: dict[str, set[str]] = defaultdict(set)
    for left, right in edges:
        neighbours[left].add(right)
        neighbours[right].add(left)
    previous: dict[str, str] = {}
    queue = deque([last])  # from the end, so that the path can be read off from the beginning
    while queue and first not in previous:
        node = queue.popleft()
        for neighbour in sorted(neighbours[node]):
            if neighbour != last and neighbour not in previous:
                previous[neighbour] = node
                queue.append(neighbour)
    if first not in previous:
        return [first] if first == last else []
    path = [first]
    while path[-1] != last:
        path.append(previous[path[-1]])
    return path
