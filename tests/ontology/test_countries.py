"""The table of countries: demonyms, and agreement with the registry that is made of it."""

import pytest

from ontology.countries import countries, is_demonym
from ontology.registry import registry


@pytest.mark.parametrize("word", ["Thai", "Thais", "South Koreans", "Filipino’s", "the Vietnamese"])
def test_demonyms(word: str) -> None:
    assert is_demonym(word)


@pytest.mark.parametrize("word", ["Thailand", "thai", "Scammers", ""])
def test_other_words_are_no_demonyms(word: str) -> None:
    assert not is_demonym(word)


def test_the_registry_knows_the_country_of_every_demonym() -> None:
    words = [word for row in countries() for word in (*row.adjectives, *row.people)]
    assert words
    assert all(registry().country_of(word) is not None for word in words)
