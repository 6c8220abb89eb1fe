"""How alike two names are: a table of pairs, and laws."""

import pytest
from hypothesis import given
from support.samples import LABELS

from graph.identity.similarity import name_similarity, words

ALIKE = [
    ("Border Guard Force (Myanmar)", "Karen Border Guard Force", "part"),
    ("Do Hung Viet", "Đỗ Hùng Việt", "same"),
    ("Hung Viet", "Do Hung Viet", "part"),
    ("Luong Cuong", "Cuong Luong", "order"),
    ("Xi Jinping", "Xi Jin Ping", "same"),
    ("Sihasak Phuangketkeow", "Sihasak Puangketkaew", "spelling"),
    ("Anutin Charnvirakul", "Anutin Chanvirakul", "spelling"),
    ("Muammar Gaddafi", "Moammar Qaddafi", "spelling"),
    ("Mohammed bin Salman", "Muhammad bin Salman", "spelling"),
    ("R. Hontiveros", "Risa Hontiveros", "spelling"),
    ("BGF", "Border Guard Force", "acronym"),
    ("Justice Department", "Department of Justice", "order"),
    ("Cyber Security Center", "Cyber Security Centre", "spelling"),
]
UNLIKE = [
    ("Ministry of Justice", "Ministry of Health"),
    ("Ministry of Information", "Ministry of Immigration"),
    ("Operation Serengeti", "Operation Serengeti 2.0"),
    ("Task Force 1", "Task Force 2"),
    ("North Korea Desk", "South Korea Desk"),
    ("Thailand", "Taiwan"),
    ("Laos", "Macau"),
    ("J. S.", "John Smith"),
    ("AFP", "Border Guard Force"),
    ("", "Border Guard Force"),
]


@pytest.mark.parametrize(("first", "second", "kind"), ALIKE)
def test_alike(first: str, second: str, kind: str) -> None:
    found = name_similarity(first, second, person=" " in first and kind == "spelling")
    assert found is not None
    assert found.kind == kind
    assert 0 < found.score < 1
    assert found.reason


@pytest.mark.parametrize(("first", "second"), UNLIKE)
def test_unlike(first: str, second: str) -> None:
    assert name_similarity(first, second) is None
    assert name_similarity(first, second, person=True) is None


def test_one_letter_of_a_short_word_weighs_less_than_one_of_a_long_word() -> None:
    short, long = (
        name_similarity("Kim Min-ho", "Kim Min-ha", person=True),
        name_similarity("Kim Minhoo", "Kim Minhoa", person=True),
    )
    assert short is not None
    assert long is not None
    assert short.score < 0.5 <= long.score


def test_a_son_is_not_simply_his_father() -> None:
    found = name_similarity("Ferdinand Marcos", "Ferdinand Marcos Jr.", person=True)
    assert found is not None
    assert found.score < 0.5


@given(LABELS, LABELS)
def test_the_order_of_the_two_does_not_matter(one: str, two: str) -> None:
    first, second = name_similarity(one, two), name_similarity(two, one)
    assert (first is None) == (second is None)
    if first is not None and second is not None:
        assert (first.kind, first.score) == (second.kind, second.score)


@given(LABELS)
def test_a_name_is_like_itself(name: str) -> None:
    found = name_similarity(name, name)
    assert found is None or found.kind == "same"
    assert words(name) or found is None
