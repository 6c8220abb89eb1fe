"""Sums and numbers: which texts are sums, in which currency, and which numbers are one."""

import pytest

from graph.diff.alignment.wording.amounts import currency_of, is_sum, plain_number, sum_of
from ontology.model import Entity, EntityType, Participant, Span


@pytest.mark.parametrize(
    ("text", "currency", "number"),
    [
        ("$12 million", "dollar", "12000000"),
        ("US$12 million", "dollar", "12000000"),
        ("A$5", "Australian dollar", "5"),
        ("12 million dollars", "dollar", "12000000"),
        ("5 Australian dollars", "Australian dollar", "5"),
        ("EUR 5 million", "euro", "5000000"),
        ("over £3bn", "pound", "3000000000"),
        ("2,500 pesos", "peso", "2500"),
    ],
)
def test_a_sum(text: str, currency: str, number: str) -> None:
    assert is_sum(Entity("x", text, EntityType.THING))
    assert (currency_of(text), plain_number(text)) == (currency, number)


@pytest.mark.parametrize("text", ["5,000 people", "the won case", "PHP version", "euro zone", "pounds of rice", ""])
def test_no_sum(text: str) -> None:
    assert not is_sum(Entity("x", text, EntityType.THING))
    assert currency_of(text) is None


@pytest.mark.parametrize(
    ("first", "second", "is_same"),
    [("3,500", "3.5 thousand", True), ("1.5 million", "1,500,000", True), ("15", "1.5", False), ("two", "2", False)],
)
def test_one_number(first: str, second: str, is_same: bool) -> None:
    assert (plain_number(first) == plain_number(second)) is is_same


def test_equal_numbers_in_two_currencies_are_two_sums() -> None:
    def sum_in(label: str, quantity: str | None = None) -> tuple[str, str | None]:
        return sum_of(Participant(Entity("x", label, EntityType.THING), Span(0, len(label), label), quantity))

    assert sum_in("euros", "5 million") == sum_in("€5m")
    assert sum_in("€5m") != sum_in("$5m")
