"""Union-find and shortest paths give what networkx gives."""

from itertools import pairwise

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from graph.identity.components import DisjointSets, shortest_path

NODES = st.sampled_from("abcdefghij")
EDGES = st.lists(st.tuples(NODES, NODES), max_size=20)


@given(EDGES)
def test_components_are_those_of_the_graph(edges: list[tuple[str, str]]) -> None:
    sets = DisjointSets()
    for first, second in edges:
        sets.union(first, second)
    expected = {frozenset(group) for group in nx.connected_components(nx.Graph(edges))}
    components = list(sets.components())
    assert set(components) == expected
    assert len(components) == len(expected)
    assert all(sets.component(item) == group for group in expected for item in group)


def test_an_unknown_item_is_alone() -> None:
    assert DisjointSets().component("a") == frozenset("a")
    assert list(DisjointSets().components()) == []


@given(EDGES, NODES, NODES)
def test_paths_are_as_short_as_possible(edges: list[tuple[str, str]], first: str, last: str) -> None:
    graph = nx.Graph(edges)
    graph.add_nodes_from((first, last))
    path = shortest_path(edges, first, last)
    if not nx.has_path(graph, first, last):
        assert path == []
        return
    assert (path[0], path[-1], len(path)) == (first, last, nx.shortest_path_length(graph, first, last) + 1)
    assert all(graph.has_edge(*step) for step in pairwise(path))


def test_of_several_paths_the_first_by_name_is_taken() -> None:
    edges = [("a", "c"), ("c", "d"), ("a", "b"), ("b", "d")]
    assert shortest_path(edges, "a", "d") == shortest_path(edges[::-1], "a", "d") == ["a", "b", "d"]
