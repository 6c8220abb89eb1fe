"""Words of proposals in sentences: exact, folded, near; and what is no match."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.proposals import matching
from extract.proposals.matching import Match, SearchedText, find_parts, spelling

TEXT = "On Monday Thailand’s  Prime Minister Anutin Charnvirakul proposed to host a conference for 1,209 victims."


def find(words: str, text: str, near: int = 0, start: int | None = None) -> Match | None:
    return matching.find(words, SearchedText(text), near, start)


@pytest.mark.parametrize(
    ("words", "found", "is_near"),
    [
        ("Anutin Charnvirakul", "Anutin Charnvirakul", False),
        ("thailand's prime minister", "Thailand’s  Prime Minister", False),
        ("PROPOSED", "proposed", False),
        ("Anutin Charnvirakull", "Anutin Charnvirakul", True),
        ("Anutin Charnvirakol", "Anutin Charnvirakul", True),
    ],
)
def test_words_are_found(words: str, found: str, is_near: bool) -> None:
    match = find(words, TEXT)
    assert match is not None
    assert (TEXT[match.start : match.end], match.is_near) == (found, is_near)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "…",
        "host a conf",
        "Cambodia",
        "1,208 victims",
        "Thai",
        "refused to host",
        "Hun Manet",
        "propose to host a treaty",
    ],
)
def test_other_words_are_not(words: str) -> None:
    assert find(words, TEXT) is None


def test_the_place_nearest_to_the_action_counts() -> None:
    text = "Kenya said Kenya met Peru."
    assert [find("Kenya", text, near).start for near in (0, 14)] == [0, 11]  # type: ignore[union-attr]


def test_an_offset_counts_only_if_the_words_stand_there() -> None:
    text = "Kenya said Kenya met Peru."
    assert find("Kenya", text, 0, 11) is not None
    assert find("Kenya", text, 0, 11).start == 11  # type: ignore[union-attr]
    assert find("Kenya", text, 0, 99).start == 0  # type: ignore[union-attr]
    assert find("Kenya", text, 0, -1).start == 0  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("words", "found"),
    [("has proposed", "has repeatedly proposed"), ("proposed has", None), ("has vetoed", None)],
)
def test_parts_of_an_action_are_found_in_their_order(words: str, found: str | None) -> None:
    text = "Thailand has repeatedly proposed a treaty."
    match = find_parts(words, SearchedText(text))
    assert (None if match is None else text[match.start : match.end]) == found


@pytest.mark.parametrize(
    ("words", "text"),
    [("กัมพูชา", "รัฐบาลกัมพูชาแถลง"), ("柬埔寨", "泰国和柬埔寨签署协议"), ("កម្ពុជា", "រដ្ឋាភិបាលកម្ពុជាបាន")],
)
def test_scripts_without_spaces_have_no_word_borders(words: str, text: str) -> None:
    match = find(words, text)
    assert match is not None
    assert text[match.start : match.end] == words


@given(st.text(min_size=1, max_size=60), st.data())
def test_what_is_found_lies_inside_the_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    match = find(text[start:end], text)
    if match is not None:
        assert 0 <= match.start < match.end <= len(text)
    found = spelling(text[start:end], SearchedText(text))
    assert found is None or found in text
