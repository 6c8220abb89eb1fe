"""Overlap removal: moves the boxes of symbols and labels apart within the frame of the map."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Points: TypeAlias = NDArray[np.float64]
"""One row per point: x and y."""
Mask: TypeAlias = NDArray[np.bool_]
"""One boolean per box."""
Frame: TypeAlias = tuple[float, float]
"""Width and height in pixels."""

MAX_DENSITY = 0.6
"""The largest fraction of the frame that boxes may fill; with more of them the frame is enlarged."""
GROWTH_STEPS = tuple(0.3 + 0.05 * step for step in range(14))
"""Boxes grow to their size in these steps, so that dense groups spread before they block each other."""
PASSES, LAST_PASSES, DAMPING = 60, 300, 0.3
GRID_STEP, BATCH_SIZE = 6.0, 512
"""Pixels between the candidate positions of a box that has no room, and candidates tested at once."""
LARGE_HEIGHT = 36.0
"""Boxes higher than this have a label and are placed before smaller boxes, in pixels."""
TOLERANCE = 0.5
"""Overlaps of up to this many pixels are ignored."""


@dataclass(frozen=True, slots=True)
class Box:
    """The extent of a node with its label, in pixels from the node's centre."""

    half_width: float
    above: float
    below: float


class OverlapRemoval:
    """Boxes around points in a frame centred on (0, 0), which are moved until they do not overlap.

    `points`: the positions of the nodes; `boxes`: their extents; `frame`: enlarged if the boxes fill too much of it.
    """

    def __init__(self, points: Points, boxes: Sequence[Box], frame: Frame) -> None:
        self.half = np.array([[box.half_width, (box.above + box.below) / 2] for box in boxes])
        self.shift = np.array([[0.0, (box.below - box.above) / 2] for box in boxes])
        self.centres = points + self.shift
        area = float(4 * self.half.prod(axis=1).sum())
        self.frame = np.array(frame) * max(1.0, math.sqrt(area / (MAX_DENSITY * frame[0] * frame[1])))

    def spread(self) -> OverlapRemoval:
        """Push the boxes apart while they grow to their size. In dense groups some overlaps remain."""
        for size in GROWTH_STEPS:
            self._push(self.half * size, PASSES, DAMPING)
        self._push(self.half, LAST_PASSES, 1.0)
        return self

    def _push(self, half: Points, passes: int, share: float) -> None:
        room = half[:, None, :] + half[None, :, :]
        wall = np.maximum(self.frame / 2 - self.half, 0.0)
        for _ in range(passes):
            self.centres = np.clip(self.centres, -wall, wall)
            first, second = self._overlapping(room)
            if not len(first):
                return
            away = self.centres[second] - self.centres[first]
            move = share * _least_moves(room[first, second] - np.abs(away), away)
            np.add.at(self.centres, first, -move)
            np.add.at(self.centres, second, move)
        self.centres = np.clip(self.centres, -wall, wall)

    def _overlapping(self, room: Points) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        across, down = (np.abs(axis[None, :] - axis[:, None]) for axis in self.centres.T)
        overlap = (room[:, :, 0] - across > TOLERANCE) & (room[:, :, 1] - down > TOLERANCE)
        first, second = np.nonzero(np.triu(overlap, 1))
        return first, second

    def without_overlaps(self, fixed: int = 0) -> Points:
        """The points after one box of each overlapping pair was moved to the nearest free position.

        The first `fixed` boxes stay. Large boxes are placed first, ignoring small ones, which are moved afterwards.
        """
        free = np.arange(len(self.centres)) >= fixed
        large = 2 * self.half[:, 1] > LARGE_HEIGHT
        self._separate(free & large, large | ~free)
        self._separate(free & ~large, np.ones_like(free))
        self._separate(free, np.ones_like(free))
        points: Points = self.centres - self.shift
        return points

    def _separate(self, movable: Mask, solid: Mask) -> None:
        """Move overlapping boxes that are both solid and movable to where they overlap no solid box."""
        room = self.half[:, None, :] + self.half[None, :, :]
        for first, other in zip(*self._overlapping(room), strict=True):
            if not (solid[first] and solid[other] and self._hits(first, self.centres[[first]])[0, other]):
                continue
            candidates = [
                (far, at, place) for at in (first, other) if movable[at] for far, place in self._nearest_free(at, solid)
            ]
            if candidates:
                _, at, place = min(candidates, key=lambda first: first[:2])
                self.centres[at] = place

    def _nearest_free(self, box: np.intp, solid: Mask) -> list[tuple[float, Points]]:
        """The nearest position without overlap with solid boxes, and its distance; empty if the frame is full."""
        wall = np.maximum(self.frame / 2 - self.half[box], 0.0)
        axes = [np.arange(-end, end + GRID_STEP / 2, GRID_STEP) for end in wall]
        places = np.stack(np.meshgrid(*axes), axis=-1).reshape(-1, 2)
        far = np.linalg.norm(places - self.centres[box], axis=1)
        order = np.argsort(far, kind="stable")
        for some in np.array_split(order, 1 + len(order) // BATCH_SIZE):
            free = some[~self._hits(box, places[some])[:, solid].any(axis=1)]
            if len(free):
                return [(float(far[free[0]]), places[free[0]])]
        return []

    def _hits(self, box: np.intp, places: Points) -> NDArray[np.bool_]:
        """For each position, which boxes this one would overlap there."""
        gap = (self.half[box] + self.half)[None, :, :] - np.abs(self.centres[None, :, :] - places[:, None, :])
        hits: NDArray[np.bool_] = (gap > TOLERANCE).all(axis=2)
        hits[:, box] = False
        return hits


def _least_moves(overlap: Points, away: Points) -> Points:
    """Half of the shortest axis-parallel displacement that separates each pair."""
    along_x = overlap[:, 0] < overlap[:, 1]
    sign = np.where(away >= 0, 1.0, -1.0)
    move = overlap * sign * 0.5
    move[along_x, 1] = 0.0
    move[~along_x, 0] = 0.0
    return move
