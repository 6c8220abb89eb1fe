"""The layout: the same every time, labels apart, everything placed."""

import networkx as nx
import numpy as np
import pytest

from graph.map.layout import communities, opening, positions, simple_graph
from graph.map.overlap import Box, OverlapRemoval

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
    placed = positions(graph, ranked, ranked, dict.fromkeys(ranked, BOX))
    assert set(placed) == set(graph)
    assert overlapping(placed) == []


def test_the_same_graph_gives_the_same_picture() -> None:
    edges = [(f"n{i}", f"n{i * 7 % 31}") for i in range(120)]
    one, ranked = graph_of(edges)
    two, _ = graph_of(edges[::-1])
    boxes = dict.fromkeys(ranked, BOX)
    assert positions(one, ranked, ranked, boxes) == positions(two, ranked, ranked, boxes)


def test_boxes_that_do_not_overlap_stay() -> None:
    points = np.array([[0.0, 0.0], [500.0, 0.0]])
    assert np.array_equal(OverlapRemoval(points, [BOX, BOX], (1200.0, 600.0)).spread().without_overlaps(), points)


@pytest.mark.long
def test_a_large_graph_is_placed_whole() -> None:
    made = nx.barabasi_albert_graph(2000, 2, seed=1)
    graph, ranked = graph_of([(f"n{a}", f"n{b}") for a, b in made.edges()])
    first = opening(simple_graph(graph, ranked), ranked, 100)
    placed = positions(graph, ranked, first, dict.fromkeys(ranked, BOX))
    assert len(set(placed.values())) > 1900
    assert overlapping({node: placed[node] for node in first[:20]}) == []


def test_the_first_are_the_most_important_and_what_links_them() -> None:
    graph, _ = graph_of([("a", "x"), ("a", "y"), ("b", "y")])
    simple = simple_graph(graph, ["a", "b", "y", "x"])
    assert opening(simple, ["a", "b", "y", "x"], 1) == ["a", "y"]
    assert opening(simple, ["a", "b", "y", "x"], 3) == ["a", "b", "y"]


def test_communities_deal_with_each_other() -> None:
    cliques = [(f"{name}{i}", f"{name}{j}") for name in "abc" for i in range(6) for j in range(i)]
    graph, ranked = graph_of([*cliques, ("a0", "b0"), ("b0", "c0")])
    found = communities(simple_graph(graph, ranked), ranked)
    assert {node[0]: found[ranked.index(node)] for node in ranked} == {
        node[0]: found[ranked.index(f"{node[0]}1")] for node in ranked
    }
    assert len(set(found)) == 3
    assert found[0] == 0


def test_old_places_move_little_when_something_is_added() -> None:
    edges = [(f"n{i}", f"n{i * 7 % 31}") for i in range(60)]
    graph, ranked = graph_of(edges)
    boxes = dict.fromkeys([*ranked, "new", "newer"], Box(20, 6, 20))
    before = positions(graph, ranked, ranked, boxes)
    more, more_ranked = graph_of([*edges, ("n1", "new"), ("newer", "n2")])
    after = positions(more, more_ranked, more_ranked, boxes, start=before)
    moved = [abs(after[node][0] - x) + abs(after[node][1] - y) for node, (x, y) in before.items()]
    assert max(moved) < 60
    assert sorted(moved)[len(moved) // 2] <= 2


def test_a_map_that_has_little_of_the_old_is_laid_out_anew() -> None:
    graph, ranked = graph_of([(f"n{i}", f"n{i + 1}") for i in range(12)])
    boxes = dict.fromkeys(ranked, BOX)
    assert positions(graph, ranked, ranked, boxes, start={"n0": (9000, 0)}) == positions(graph, ranked, ranked, boxes)
