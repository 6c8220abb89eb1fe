"""The layout: the same every time, labels apart, everything placed."""

import networkx as nx
import numpy as np
import pytest

from graph.layout import Box, positions, push_apart

BOX = Box(50, 10, 30)


def graph_of(edges: list[tuple[str, str]], alone: tuple[str, ...] = ()) -> tuple[nx.MultiDiGraph, list[str]]:
    graph = nx.MultiDiGraph()
    graph.add_edges_from(edges)
    graph.add_nodes_from(alone)
    return graph, sorted(graph, key=lambda node: (-graph.degree(node), node))


def overlapping(placed: dict[str, tuple[int, int]]) -> list[tuple[str, str]]:
    names = sorted(placed)
    return [
        (a, b)
        for i, a in enumerate(names)
        for b in names[i + 1 :]
        if abs(placed[a][0] - placed[b][0]) < 2 * BOX.half_width - 2
        and abs(placed[a][1] - placed[b][1]) < BOX.above + BOX.below - 2
    ]


@pytest.mark.parametrize(
    "edges",
    [
        [],
        [("a", "a")],
        [("a", "b")],
        [("a", "b"), ("b", "a"), ("c", "d")],
        [(f"n{i}", f"n{i % 7}") for i in range(60)],
    ],
)
def test_everything_is_placed_and_labels_do_not_overlap(edges: list[tuple[str, str]]) -> None:
    graph, ranked = graph_of(edges, alone=("x", "y"))
    placed = positions(graph, ranked, dict.fromkeys(ranked, BOX))
    assert set(placed) == set(graph)
    assert overlapping(placed) == []


def test_the_same_graph_gives_the_same_picture() -> None:
    edges = [(f"n{i}", f"n{i * 7 % 31}") for i in range(120)]
    one, ranked = graph_of(edges)
    two, _ = graph_of(edges[::-1])
    boxes = dict.fromkeys(ranked, BOX)
    assert positions(one, ranked, boxes) == positions(two, ranked, boxes)


def test_boxes_that_do_not_overlap_stay() -> None:
    points = np.array([[0.0, 0.0], [500.0, 0.0]])
    assert np.array_equal(push_apart(points, [BOX, BOX]), points)


@pytest.mark.slow
def test_a_large_graph_is_placed_whole() -> None:
    made = nx.barabasi_albert_graph(3000, 2, seed=1)
    graph, ranked = graph_of([(f"n{a}", f"n{b}") for a, b in made.edges()])
    placed = positions(graph, ranked, dict.fromkeys(ranked, BOX))
    assert len(set(placed.values())) > 2900
