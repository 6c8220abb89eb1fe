"""The rows of docs/performance.md, and when the small run says that one is lost."""

from __future__ import annotations

import pytest

from bench.speed.building import MemoryProfile
from bench.speed.performance import FigureRow, render_page


@pytest.mark.parametrize(
    ("row", "lost"),
    [
        (FigureRow("a", "1", ratio=1.2, least=1, floor=0.5), False),
        (FigureRow("a", "1", ratio=0.4, least=1, floor=0.5), True),
        (FigureRow("a", "1", ratio=3.0, most=2.5, floor=4), False),
        (FigureRow("a", "1", ratio=4.5, most=2.5, floor=4), True),
        (FigureRow("a", "1"), False),
        (FigureRow("a", "1", ratio=0.1, least=1), False),
    ],
)
def test_a_ratio_is_lost_only_far_from_what_is_asked(row: FigureRow, lost: bool) -> None:
    assert row.is_regression() is lost


def test_the_page_has_a_row_for_each_figure() -> None:
    text = render_page([FigureRow("start", "17 ms", "10 ms", 1.7, most=2.5), FigureRow("memory", "300 MB")])
    assert "| start | 17 ms | 10 ms | 1.70 | at most 2.5 |\n| memory | 300 MB |  |  |  |\n" in text


def test_memory_that_grows_is_seen() -> None:
    assert MemoryProfile(worker=[50, 100, 100, 100, 100, 100, 100, 100]).growth == 1
    assert MemoryProfile(worker=[50, 50, 100, 100, 150, 150, 200, 200]).growth == 2
