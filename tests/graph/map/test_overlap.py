"""Boxes are set apart: in the frame, as near to where they were as there is room, none over another."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.map.overlap import MAX_DENSITY, Box, OverlapRemoval, Points

FRAME = (910.0, 570.0)
LABELLED, PLAIN = Box(52, 14, 40), Box(11, 11, 11)


def overlaps(points: Points, boxes: list[Box]) -> list[tuple[int, int]]:
    return [
        (one, other)
        for one, (x, y) in enumerate(points)
        for other in range(one)
        if abs(x - points[other][0]) < boxes[one].half_width + boxes[other].half_width - 1
        and y - boxes[one].above < points[other][1] + boxes[other].below - 1
        and points[other][1] - boxes[other].above < y + boxes[one].below - 1
    ]


def inside(points: Points, boxes: list[Box], frame: tuple[float, float] = FRAME) -> bool:
    return all(
        abs(x) + box.half_width <= frame[0] / 2 + 1
        and y - box.above >= -frame[1] / 2 - 1
        and y + box.below <= frame[1] / 2 + 1
        for (x, y), box in zip(points, boxes, strict=True)
    )


def area(boxes: list[Box]) -> float:
    return sum(2 * box.half_width * (box.above + box.below) for box in boxes)


@pytest.mark.parametrize("seed", range(6))
def test_crowded_boxes_find_room(seed: int) -> None:
    chance = np.random.default_rng(seed)
    boxes = [Box(chance.uniform(25, 75), 14, chance.choice([26.0, 40.0, 54.0])) for _ in range(50)] + [PLAIN] * 60
    assert 0.9 * MAX_DENSITY < area(boxes) / (FRAME[0] * FRAME[1]) < 1.1 * MAX_DENSITY
    middle = chance.normal(0, 80, (len(boxes), 2))
    apart = OverlapRemoval(middle, boxes, FRAME).spread().without_overlaps()
    assert overlaps(apart, boxes) == []
    assert inside(apart, boxes, (FRAME[0] * 1.05, FRAME[1] * 1.05))  # it is widened for more than the densest


@given(st.lists(st.tuples(st.floats(-400, 400), st.floats(-250, 250)), min_size=1, max_size=25))
@settings(max_examples=30, deadline=None)
def test_few_boxes_stay_in_the_frame_and_apart(places: list[tuple[float, float]]) -> None:
    boxes = [LABELLED if number % 2 else PLAIN for number in range(len(places))]
    apart = OverlapRemoval(np.array(places), boxes, FRAME).spread().without_overlaps()
    assert overlaps(apart, boxes) == []
    assert inside(apart, boxes)


def test_what_is_fixed_stays_and_the_rest_goes_to_the_nearest_free_place() -> None:
    points = np.array([[0.0, 0.0], [200.0, 0.0], [10.0, 5.0]])
    apart = OverlapRemoval(points, [LABELLED] * 3, FRAME).without_overlaps(2)
    assert np.array_equal(apart[:2], points[:2])
    assert overlaps(apart, [LABELLED] * 3) == []
    assert np.linalg.norm(apart[2] - points[2]) < 80


def test_small_boxes_make_way_for_large_ones() -> None:
    points = np.array([[0.0, 0.0], [4.0, 8.0]])
    apart = OverlapRemoval(points, [LABELLED, PLAIN], FRAME).without_overlaps()
    assert np.array_equal(apart[0], points[0])
    assert overlaps(apart, [LABELLED, PLAIN]) == []


def test_a_frame_that_is_too_small_is_widened() -> None:
    boxes = [LABELLED] * 40
    apart = (
        OverlapRemoval(np.zeros((40, 2)) + np.arange(40)[:, None], boxes, (200.0, 100.0)).spread().without_overlaps()
    )
    assert overlaps(apart, boxes) == []
