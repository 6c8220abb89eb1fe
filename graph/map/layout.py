"""Layout of the map: deterministic positions of all nodes; `overlap` moves symbols and labels apart.

Coordinates are pixels at zoom 1, y downwards. The map opens at about that zoom on a laptop, so labels have their real
size during layout.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import networkx as nx
import numpy as np
from scipy.spatial import cKDTree

from graph.map.overlap import Box, Frame, OverlapRemoval, Points
from graph.map.stress import on_grid, stress_layout

Place: TypeAlias = tuple[int, int]

FRAME: Frame = (910.0, 570.0)
"""Size of the map beside the panel on a laptop (1280 by 800 pixels)."""
COMMUNITY_STEP = 1.5
"""Length of an edge between two communities relative to one within a community."""
COMPONENT_GAP = 0.75
"""Distance between two connected components: this factor times the sum of the roots of their sizes."""
MAX_GROWTH = 1.1
"""How much larger than the frame an extended map may become."""
NEIGHBOUR_DISTANCE = 46.0
"""Pixels between a node and its neighbours that are hidden when the map opens."""
GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
SEED = 7


def positions(  # noqa: PLR0913  # the graph, its order, what is drawn first and how large, where things were
    graph: nx.MultiDiGraph,
    ranked: Sequence[str],
    first: Sequence[str],
    boxes: Mapping[str, Box],
    start: Mapping[str, Place] | None = None,
    *,
    frame: Frame = FRAME,
) -> dict[str, Place]:
    """The position of every node: x and y in whole pixels around (0, 0).

    `ranked`: all nodes, most important first. `first`: the nodes that the map opens with; they fill the frame, and
    their `boxes` (symbol and label) do not overlap. The other nodes are placed near their neighbours. `start`:
    positions of an earlier map; these nodes only move as far as new nodes need room.
    """
    simple = simple_graph(graph, ranked)
    known = {node: start[node] for node in ranked if node in start} if start else {}
    if known and 2 * sum(node in known for node in first) >= len(first):
        return _placed_beside(simple, ranked, first, boxes, known, frame=frame)
    points = fill(_stress_points(simple.subgraph(first), first), [boxes[node] for node in first], frame)
    placed = {node: (float(x), float(y)) for node, (x, y) in zip(first, points, strict=True)}
    _place_rest(simple, [node for node in ranked if node not in placed], placed)
    return _rounded(placed)


def simple_graph(graph: nx.MultiDiGraph, ranked: Sequence[str]) -> nx.Graph:
    """The undirected simple graph of the relations, with nodes and edges in a fixed order."""
    simple = nx.Graph()
    simple.add_nodes_from(ranked)
    simple.add_edges_from(sorted({(min(a, b), max(a, b)) for a, b in graph.edges() if a != b}))
    return simple


def opening(graph: nx.Graph, ranked: Sequence[str], most: int) -> list[str]:
    """The `most` most important nodes, and for each without a neighbour among them its most important neighbour."""
    rank = {node: index for index, node in enumerate(ranked)}
    chosen = set(ranked[:most])
    for node in ranked[:most]:
        near = sorted(graph[node], key=rank.__getitem__)
        if near and not any(other in chosen for other in near):
            chosen.add(near[0])
    return [node for node in ranked if node in chosen]


def communities(graph: nx.Graph, ranked: Sequence[str]) -> list[int]:
    """The community of each node (Louvain method), numbered by rank: that of the most important node is 0."""
    numbered = _numbered(graph, ranked)
    groups = nx.community.louvain_communities(numbered, seed=SEED) if len(ranked) else []
    by_first = sorted(groups, key=min)
    community = {node: number for number, members in enumerate(by_first) for node in members}
    return [community[number] for number in range(len(ranked))]


def fill(points: Points, boxes: Sequence[Box], frame: Frame = FRAME) -> Points:
    """The points spread over the frame, without overlaps of their boxes as far as the frame has room."""
    if len(points) < 2:
        return np.zeros_like(points)
    return OverlapRemoval(_scaled(_rotated(points), frame), boxes, frame).spread().without_overlaps()


def _numbered(graph: nx.Graph, order: Sequence[str]) -> nx.Graph:
    """The graph with integers as nodes, whose sets iterate in the same order everywhere, unlike sets of strings."""
    index = {node: number for number, node in enumerate(order)}
    numbered = nx.Graph()
    numbered.add_nodes_from(range(len(order)))
    numbered.add_edges_from(sorted(tuple(sorted((index[a], index[b]))) for a, b in graph.edges()))
    return numbered


def _stress_points(graph: nx.Graph, order: Sequence[str]) -> Points:
    """The stress layout, in which distances approximate the lengths of shortest paths."""
    if len(order) < 2:
        return np.zeros((len(order), 2))
    numbered = _numbered(graph, order)
    group = communities(graph, order)
    for first, other, about in numbered.edges(data=True):
        about["steps"] = 1.0 if group[first] == group[other] else COMMUNITY_STEP
    return stress_layout(_distances(numbered))


def _distances(graph: nx.Graph) -> Points:
    """Lengths of shortest paths between all nodes; components get a distance that places them side by side."""
    size: dict[int, float] = {}
    for piece in nx.connected_components(graph):
        size.update(dict.fromkeys(piece, math.sqrt(len(piece))))
    lengths = dict(nx.all_pairs_dijkstra_path_length(graph, weight="steps"))
    nodes = sorted(graph)
    return np.array(
        [[lengths[first].get(other, COMPONENT_GAP * (size[first] + size[other])) for other in nodes] for first in nodes]
    )


def _rotated(points: Points) -> Points:
    """Rotate the points so that they spread most from left to right, with the most important one on the left."""
    middle = np.array([math.fsum(axis) / len(points) for axis in points.T.tolist()])
    x, y = (points - middle).T
    xx, xy, yy = (math.fsum((one * other).tolist()) for one, other in ((x, x), (x, y), (y, y)))
    angle = math.atan2(2 * xy, xx - yy) / 2  # of the longer principal axis
    cos, sin = math.cos(angle), math.sin(angle)
    turned = on_grid(np.stack([x * cos + y * sin, y * cos - x * sin], axis=1))
    return turned * np.where(turned[0] > 0, -1.0, 1.0)


def _scaled(points: Points, frame: Frame) -> Points:
    """The points scaled to the frame; the scale of the longer axis limits that of the shorter one."""
    low, high = points.min(axis=0), points.max(axis=0)
    scale = np.array(frame) / np.maximum(high - low, 1e-9)
    scale = np.minimum(scale, 2.2 * scale.min())
    return on_grid((points - (low + high) / 2) * scale)


def _place_rest(graph: nx.Graph, rest: Sequence[str], placed: dict[str, tuple[float, float]]) -> None:
    """Place each node near the centroid of its placed neighbours (or outside), then separate close ones."""
    if not rest:
        return
    radius = max((math.hypot(x, y) for x, y in placed.values()), default=0.0)
    fixed = len(placed)
    for index, node in enumerate(rest):
        near = [placed[other] for other in sorted(graph[node]) if other in placed]
        angle = index * GOLDEN_ANGLE
        away = NEIGHBOUR_DISTANCE * (0.8 + 0.6 * math.sqrt(index / len(rest)))
        if near:
            x, y = (sum(axis) / len(near) for axis in zip(*near, strict=True))
        else:
            x, y, away = 0.0, 0.0, radius + away
        placed[node] = (x + away * math.cos(angle), y + away * math.sin(angle))
    points = _part_close(on_grid(np.array(list(placed.values()))), fixed, distance=NEIGHBOUR_DISTANCE * 0.6)
    placed.update(zip(list(placed), map(tuple, points.tolist()), strict=True))


def _part_close(points: Points, fixed: int, distance: float, passes: int = 25) -> Points:
    """Move all but the first `fixed` points until few pairs are closer than `distance`."""
    for _ in range(passes):
        pairs = cKDTree(points).query_pairs(distance, output_type="ndarray")
        if not len(pairs):
            break
        pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
        away = points[pairs[:, 1]] - points[pairs[:, 0]]
        far = np.linalg.norm(away, axis=1, keepdims=True)
        away = np.where(far > 0, away / np.maximum(far, 1e-9), (1.0, 0.0))
        move = away * (distance - far) * 0.5
        push = np.zeros_like(points)
        np.add.at(push, pairs[:, 0], -move)
        np.add.at(push, pairs[:, 1], move)
        push[:fixed] = 0.0
        points = points + push
    return points


def _placed_beside(  # noqa: PLR0913  # what `positions` was given
    graph: nx.Graph,
    ranked: Sequence[str],
    first: Sequence[str],
    boxes: Mapping[str, Box],
    known: Mapping[str, Place],
    *,
    frame: Frame,
) -> dict[str, Place]:
    """Place new nodes near their neighbours of an earlier map, where there is room; the old nodes stay."""
    placed: dict[str, tuple[float, float]] = {node: (float(x), float(y)) for node, (x, y) in known.items()}
    _place_rest(graph, [node for node in ranked if node not in placed], placed)
    order = [node for node in first if node in known] + [node for node in first if node not in known]
    points = np.array([placed[node] for node in order])
    fixed = sum(node in known for node in order)
    width, height = np.maximum(MAX_GROWTH * np.array(frame), 2 * np.abs(points).max(axis=0))
    points = OverlapRemoval(points, [boxes[node] for node in order], (float(width), float(height))).without_overlaps(
        fixed
    )
    placed.update(zip(order, map(tuple, points.tolist()), strict=True))
    return _rounded(placed)


def _rounded(placed: Mapping[str, tuple[float, float]]) -> dict[str, Place]:
    return {node: (round(x), round(y)) for node, (x, y) in placed.items()}
