"""Stress layout: places nodes so that their distances on the map approximate given ones, the same on every processor.

The method is that of Gansner, Koren and North (2004), "Graph drawing by stress majorization", in its localised form:
each node in turn moves to the weighted mean of the places that the others would give it. It minimises the energy of
Kamada and Kawai (1989), as networkx does with a general optimiser; that one sums floating-point numbers in an order
that differs between processors, and small differences grow.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from graph.map.overlap import Points

GRID = 2.0**20
"""Coordinates are whole multiples of 1/GRID: sums of whole numbers do not depend on their order."""
MAX_SWEEPS = 300
TOLERANCE = 1e-3
"""The layout is finished when no node moves further than this in a sweep; neighbours have a distance of about 1."""


def stress_layout(distances: NDArray[np.float64]) -> Points:
    """The position of each node. `distances`: wanted distances, a symmetric matrix, positive off the diagonal."""
    number = len(distances)
    points = _circle(number, float(distances.max()) / 2)
    weights = 1.0 / np.where(distances > 0, distances, np.inf) ** 2
    shares = weights / np.array([[math.fsum(row)] for row in weights.tolist()])
    for _ in range(MAX_SWEEPS):
        before = points.copy()
        for node in range(number):
            points[node] = _moved(points, node, distances[node], shares[node])
        if np.abs(points - before).max() <= TOLERANCE:
            break
    return points


def _circle(number: int, radius: float) -> Points:
    angles = [2 * math.pi * node / number for node in range(number)]
    return on_grid(radius * np.array([[math.cos(angle), math.sin(angle)] for angle in angles]))


def _moved(points: Points, node: int, distances: NDArray[np.float64], shares: NDArray[np.float64]) -> Points:
    """The weighted mean of where the others would place a node: at the wanted distance, in its present direction."""
    away = points[node] - points
    far = np.sqrt(away[:, 0] * away[:, 0] + away[:, 1] * away[:, 1])
    wanted = points + away * (distances / np.where(far > 0, far, 1.0))[:, None]
    whole = np.rint(wanted * shares[:, None] * GRID).astype(np.int64)
    moved: Points = whole.sum(axis=0) / GRID
    return moved


def on_grid(points: Points) -> Points:
    """The points on the nearest places of the grid."""
    rounded: Points = np.rint(points * GRID) / GRID
    return rounded
