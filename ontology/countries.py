"""The table of countries: codes, names, adjectives, names of the people (demonyms) and seats of government.

Read from `data/countries.csv`: codes, Wikidata ids and regions as in the `rigour` library (MIT), the rest from the CIA
World Factbook (public domain). Users cannot extend it; their own actors go into a `ontology.registry.Registry`.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import BeforeValidator, Field

from ontology.data_files import DataTable, validated
from ontology.names import plain_name

FILE = "countries.csv"


def _names(cell: object) -> object:
    """The names in a cell of the table, which are separated by semicolons."""
    return tuple(part for part in cell.split(";") if part) if isinstance(cell, str) else cell


Names = Annotated[tuple[str, ...], BeforeValidator(_names)]


class CountryRow(DataTable):
    """A row of the table. `code` and `alpha3` are ISO 3166-1 codes, `region` and `subregion` those of UN M49."""

    code: str = Field(min_length=2, max_length=2)
    alpha3: str = Field(min_length=3, max_length=3)
    wikidata: str = Field(pattern=r"^Q\d+$")
    name: str = Field(min_length=1)
    adjectives: Names
    people: Names
    seats: Names
    also: Names
    region: str
    subregion: str


@cache
def countries() -> tuple[CountryRow, ...]:
    """Every country, loaded and validated once. Raises DataError for a row that breaks the rules."""
    text = files("ontology").joinpath("data", FILE).read_text(encoding="utf-8")
    return tuple(validated(row, FILE, CountryRow) for row in csv.DictReader(text.splitlines()))


@cache
def _demonyms() -> frozenset[str]:
    return frozenset(plain_name(word) for row in countries() for word in (*row.adjectives, *row.people))


@cache
def _country_names() -> frozenset[str]:
    return frozenset(plain_name(name) for row in countries() for name in (row.name, *row.also))


def is_country_name(words: str) -> bool:
    """True for the name of a country: Viet Nam, the Philippines, UAE."""
    return plain_name(words) in _country_names()


def is_demonym(word: str) -> bool:
    """True for the adjective of a country or the name of its people: Thai, Thais, South Koreans."""
    return plain_name(word) in _demonyms()
