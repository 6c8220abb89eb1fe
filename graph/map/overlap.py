"""Boxes in a frame, set apart: the room that symbols and their labels take on the map."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Points: TypeAlias = NDArray[np.float64]
"""One row a point: x and y."""
Mask: TypeAlias = NDArray[np.bool_]
"""One truth for each box."""
Frame: TypeAlias = tuple[float, float]
"""Width and height in pixels."""

DENSEST = 0.6
"""The share of the frame that boxes can fill and still be set apart; for more of them the frame is widened."""
GROWTH = tuple(0.3 + 0.05 * step for step in range(14))
"""Boxes grow to their size in these steps, so that crowds spread before they jam."""
PASSES, LAST_PASSES, DAMPING = 60, 300, 0.3
GRID, AT_ONCE = 6.0, 512
"""Pixels between two places that are tried for a box that has no room where it is; so many are tried together."""
LARGE = 36.0
"""Pixels: what is higher has a label and needs much room, so that lower boxes make way for it."""
TOUCH = 0.5
"""Pixels: less is no overlap."""


@dataclass(frozen=True, slots=True)
class Box:
    """The room that a node and its label take, in pixels around the node's centre."""

    half_width: float
    above: float
    below: float


class Boxes:
    """Boxes in a frame round (0, 0), which are to lie apart; each belongs to a point."""

    def __init__(self, points: Points, boxes: Sequence[Box], frame: Frame) -> None:
        self.half = np.array([[box.half_width, (box.above + box.below) / 2] for box in boxes])
        self.shift = np.array([[0.0, (box.below - box.above) / 2] for box in boxes])
        self.centres = points + self.shift
        area = float(4 * self.half.prod(axis=1).sum())
        self.frame = np.array(frame) * max(1.0, math.sqrt(area / (DENSEST * frame[0] * frame[1])))

    def spread(self) -> Boxes:
        """Push the boxes apart while they grow to their size; where they jam, some overlaps are left."""
        for size in GROWTH:
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
        away = np.abs(self.centres[None, :, :] - self.centres[:, None, :])
        first, second = np.nonzero(np.triu(((room - away) > TOUCH).all(axis=2), 1))
        return first, second

    def moved_away(self, fixed: int = 0) -> Points:
        """The points when of two boxes that overlap one went to the nearest free place; the first `fixed` stay.

        Large boxes go first and need not mind the small ones, which then make way.
        """
        free = np.arange(len(self.centres)) >= fixed
        large = 2 * self.half[:, 1] > LARGE
        self._part(free & large, large | ~free)
        self._part(free & ~large, np.ones_like(free))
        self._part(free, np.ones_like(free))
        points: Points = self.centres - self.shift
        return points

    def _part(self, movable: Mask, solid: Mask) -> None:
        """Move the movable of the solid boxes that overlap to where they overlap no solid one."""
        room = self.half[:, None, :] + self.half[None, :, :]
        for one, other in zip(*self._overlapping(room), strict=True):
            if not (solid[one] and solid[other] and self._hits(one, self.centres[[one]])[0, other]):
                continue
            found = [(far, at, place) for at in (one, other) if movable[at] for far, place in self._nearest(at, solid)]
            if found:
                _, at, place = min(found, key=lambda one: one[:2])
                self.centres[at] = place

    def _nearest(self, box: np.intp, solid: Mask) -> list[tuple[float, Points]]:
        """The nearest place where it overlaps no solid box, with its distance; empty if the frame is full."""
        wall = np.maximum(self.frame / 2 - self.half[box], 0.0)
        axes = [np.arange(-end, end + GRID / 2, GRID) for end in wall]
        places = np.stack(np.meshgrid(*axes), axis=-1).reshape(-1, 2)
        far = np.linalg.norm(places - self.centres[box], axis=1)
        order = np.argsort(far, kind="stable")
        for some in np.array_split(order, 1 + len(order) // AT_ONCE):
            free = some[~self._hits(box, places[some])[:, solid].any(axis=1)]
            if len(free):
                return [(float(far[free[0]]), places[free[0]])]
        return []

    def _hits(self, box: np.intp, places: Points) -> NDArray[np.bool_]:
        """Which boxes it would overlap at each of the places."""
        gap = (self.half[box] + self.half)[None, :, :] - np.abs(self.centres[None, :, :] - places[:, None, :])
        hits: NDArray[np.bool_] = (gap > TOUCH).all(axis=2)
        hits[:, box] = False
        return hits


def _least_moves(overlap: Points, away: Points) -> Points:
    """Half of the way that parts each pair, along the axis on which it is shorter."""
    along_x = overlap[:, 0] < overlap[:, 1]
    sign = np.where(away >= 0, 1.0, -1.0)
    move = overlap * sign * 0.5
    move[along_x, 1] = 0.0
    move[~along_x, 0] = 0.0
    return move
