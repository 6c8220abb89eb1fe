"""Footnote marks are taken off the words that they stand behind; what only looks like one stays."""

from __future__ import annotations

import pytest

from extract.documents.content.footnotes import is_mark, without_marks


@pytest.mark.parametrize(
    ("line", "plain"),
    [
        ("Peru¹ fined the Silver Lake Group.²", "Peru fined the Silver Lake Group."),
        ("Japan's¹ court, Huione¹˒² Group, in 2024³", "Japan's court, Huione Group, in 2024"),
        ("Interpol^1 praised Laos.^[2]", "Interpol praised Laos."),
        ("12 suspects [1] in Laos[2][3, 4] and [note 1]", "12 suspects in Laos and"),
        ("Laos[a] closed it.[citation needed]", "Laos closed it."),
        ("Chile closed a port†, and Chad* used it.** US* left", "Chile closed a port, and Chad used it. US left"),
        ("Interpol(1) praised Fiji§.", "Interpol praised Fiji."),
        ("[1] Ministry statement", "Ministry statement"),
        ("* Togo withdrew.", "Togo withdrew."),
        ("the *Silver Lake Group* and **65 percent,** of it", "the Silver Lake Group and 65 percent, of it"),
    ],
)
def test_marks_are_removed(line: str, plain: str) -> None:
    assert without_marks(line) == plain


@pytest.mark.parametrize(
    "line",
    [
        "12 km² and 5 m³, E = mc², 10⁵, x^2, 2^10",
        "section 5(1) and Article 3(2)(a)",
        "He said f*** it, and 5 * 3",
        "compound[s] and [t]he [sic] deal",
        "Police [12 of them] left",
        "a 4* hotel",
        "§ 5 of the law",
    ],
)
def test_what_is_no_mark_stays(line: str) -> None:
    assert without_marks(line) == line


@pytest.mark.parametrize(
    ("raised", "before", "expected"),
    [
        ("1", "Japan", True),
        ("[12]", "in 5", True),
        ("*", "Togo", True),
        ("3", "in 2024", True),
        ("2", "12 km", False),
        ("6", "10", False),
        ("th", "5", False),
        ("Japan", "", False),
    ],
)
def test_raised_pieces(raised: str, before: str, expected: bool) -> None:  # a column of the table
    assert is_mark(raised, before) is expected
