"""Where each actor and thing stands on the map: computed once, the same every time, labels kept apart.

Coordinates are pixels at zoom 1, y downwards, so that a label has its real size while the map is laid out.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

Points: TypeAlias = NDArray[np.float64]
"""One row a point: x and y."""

CORE = 400
"""Up to this many nodes are laid out by forces; a larger graph has its `SHOWN` most important laid out."""
SHOWN = 300
SMALL_COMPONENT = 90
"""Kamada and Kawai's layout shows distances best but its time grows with the cube of the nodes."""
EDGE_LENGTH = 135.0
ASPECT = 1.75
"""Width to height of the map on a usual screen beside the panel."""
GAP = 26.0
PASSES = 220
GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
SEED = 7


@dataclass(frozen=True, slots=True)
class Box:
    """The room that a node and its label take, in pixels around the node's centre."""

    half_width: float
    above: float
    below: float


def positions(graph: nx.MultiDiGraph, ranked: Sequence[str], boxes: Mapping[str, Box]) -> dict[str, tuple[int, int]]:
    """Place of every node: x and y, whole pixels round (0, 0).

    `ranked` holds all nodes, the most important first: of a large graph the first `SHOWN` are laid out
    by forces (connected components apart, labels pushed off each other), the rest stand by neighbours.
    """
    simple = nx.Graph()
    simple.add_nodes_from(ranked)
    simple.add_edges_from(sorted((a, b) for a, b in graph.edges() if a != b))
    core = list(ranked if len(ranked) <= CORE else ranked[:SHOWN])
    placed = _core(simple.subgraph(core), core, boxes)
    _place_rest(simple, ranked[len(core) :], placed)
    return {node: (round(x), round(y)) for node, (x, y) in placed.items()}


def push_apart(points: Points, boxes: Sequence[Box]) -> Points:
    """The points moved as little as needed, so that no two of their boxes overlap (200 passes at most)."""
    half = np.array([[box.half_width, (box.above + box.below) / 2] for box in boxes])
    shift = np.array([[0.0, (box.below - box.above) / 2] for box in boxes])
    centres = points + shift
    room = half[:, None, :] + half[None, :, :]
    upper = np.triu(np.ones((len(points), len(points)), dtype=bool), 1)
    for _ in range(PASSES):
        away = centres[None, :, :] - centres[:, None, :]
        overlap = room - np.abs(away)
        first, second = np.nonzero((overlap > 0.5).all(axis=2) & upper)  # half a pixel is no overlap
        if not len(first):
            break
        move = _least_moves(overlap[first, second], away[first, second])
        np.add.at(centres, first, -move)
        np.add.at(centres, second, move)
    moved: Points = centres - shift
    return moved


def _least_moves(overlap: Points, away: Points) -> Points:
    """Half of the way that parts each pair, along the axis on which it is shorter."""
    along_x = overlap[:, 0] < overlap[:, 1]
    sign = np.where(away >= 0, 1.0, -1.0)
    move = overlap * sign * 0.5
    move[along_x, 1] = 0.0
    move[~along_x, 0] = 0.0
    return move


def _core(graph: nx.Graph, order: Sequence[str], boxes: Mapping[str, Box]) -> dict[str, tuple[float, float]]:
    rank = {node: index for index, node in enumerate(order)}
    components = [sorted(found, key=rank.__getitem__) for found in nx.connected_components(graph)]
    components.sort(key=lambda nodes: (-len(nodes), rank[nodes[0]]))
    pieces = []
    for nodes in components:
        room = [boxes[node] for node in nodes]
        pieces.append((nodes, push_apart(_component(graph.subgraph(nodes), nodes), room), room))
    return _pack(pieces)


def _component(graph: nx.Graph, nodes: Sequence[str]) -> Points:
    """One connected component, its edges `EDGE_LENGTH` long on average, its long side horizontal."""
    if len(nodes) == 1:
        return np.zeros((1, 2))
    ordered = nx.Graph()  # a subgraph view iterates in set order: the layout must not depend on it
    ordered.add_nodes_from(nodes)
    ordered.add_edges_from(sorted(tuple(sorted(edge)) for edge in graph.edges()))
    found = _algorithm(len(nodes))(ordered)
    points = np.array([found[node] for node in nodes], dtype=float)
    index = {node: at for at, node in enumerate(nodes)}
    ends = np.array([(index[a], index[b]) for a, b in ordered.edges()])
    lengths = np.linalg.norm(points[ends[:, 0]] - points[ends[:, 1]], axis=1)
    return _lay_flat(points * (EDGE_LENGTH / max(float(lengths.mean()), 1e-9)))


def _algorithm(size: int) -> Callable[[nx.Graph], Mapping[str, Any]]:
    if size <= SMALL_COMPONENT:
        return nx.kamada_kawai_layout  # type: ignore[no-any-return]
    return lambda graph: nx.forceatlas2_layout(graph, max_iter=300, seed=SEED, linlog=False, distributed_action=True)


def _lay_flat(points: Points) -> Points:
    """Turn the points so that they spread most from left to right, the first (most important) on the left."""
    centred = points - points.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    turned = centred @ axes.T
    turned *= np.where(turned[0] > 0, -1.0, 1.0)
    turned[:, 0] *= 1.15  # labels are wide and screens too
    flat: Points = turned
    return flat


def _pack(pieces: Sequence[tuple[Sequence[str], Points, Sequence[Box]]]) -> dict[str, tuple[float, float]]:
    """Components on shelves, the largest first, as wide together as the screen's shape asks."""
    frames = [_frame(points, room) for _, points, room in pieces]
    area = sum(float(np.prod(high - low + GAP)) for low, high in frames)
    widest = max((float(high[0] - low[0]) for low, high in frames), default=0.0)
    limit = max(widest + GAP, math.sqrt(area * ASPECT))
    placed: dict[str, tuple[float, float]] = {}
    x = y = shelf = 0.0
    for (nodes, points, _), (low, high) in zip(pieces, frames, strict=True):
        width, height = high - low + GAP
        if x and x + width > limit:
            x, y, shelf = 0.0, y + shelf, 0.0
        for node, (px, py) in zip(nodes, points - low + (x, y), strict=True):
            placed[node] = (float(px), float(py))
        x, shelf = x + float(width), max(shelf, float(height))
    middle = np.array([limit, y + shelf]) / 2
    return {node: (px - middle[0], py - middle[1]) for node, (px, py) in placed.items()}


def _frame(points: Points, room: Sequence[Box]) -> tuple[Points, Points]:
    low = np.array([[box.half_width, box.above] for box in room])
    high = np.array([[box.half_width, box.below] for box in room])
    return (points - low).min(axis=0), (points + high).max(axis=0)


def _place_rest(graph: nx.Graph, rest: Sequence[str], placed: dict[str, tuple[float, float]]) -> None:
    """Put each node by the middle of its placed neighbours (or outside), then part those too close."""
    if not rest:
        return
    radius = max(math.hypot(x, y) for x, y in placed.values()) if placed else 0.0
    fixed = len(placed)
    for index, node in enumerate(rest):
        near = [placed[other] for other in sorted(graph[node]) if other in placed]
        angle = index * GOLDEN_ANGLE
        away = EDGE_LENGTH * (0.6 + 0.4 * math.sqrt(index / len(rest)))
        if near:
            x, y = (sum(axis) / len(near) for axis in zip(*near, strict=True))
        else:
            x, y, away = 0.0, 0.0, radius + away
        placed[node] = (x + away * math.cos(angle), y + away * math.sin(angle))
    points = _part_close(np.array(list(placed.values())), fixed, distance=EDGE_LENGTH * 0.3)
    placed.update(zip(list(placed), map(tuple, points.tolist()), strict=True))


def _part_close(points: Points, fixed: int, distance: float, passes: int = 25) -> Points:
    """Move all but the first `fixed` points until hardly any two are nearer than `distance`."""
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
