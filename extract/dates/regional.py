"""Dates in languages of Southeast and East Asia: Buddhist years, digits of other scripts, names of months.

The patterns are data (`lexicon/regional_dates.toml`), the months those of the CLDR (`lexicon/regional_names.toml`). As
in English, nothing is invented: a day without a year takes that of the document if it is near, else it has no value.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from pydantic import field_validator

from extract.dates.expressions import YEARS, DateMention
from extract.dates.values import iso
from extract.lexicon.regional_names import month_names
from ontology.data_files import DataTable, load_toml

FILE = "regional_dates.toml"
BUDDHIST_OFFSET = 543
FIRST_BUDDHIST_YEAR = 2400
HALF_YEAR = 6
SAME = {"tl": "fil"}
"""Two codes for one language: Tagalog is called Filipino in the CLDR."""
WIDTHS = ("wide", "abbreviated")


class RegionalDates(DataTable):
    """The content of `regional_dates.toml`, which its head describes."""

    buddhist: frozenset[str]
    spaced: frozenset[str]
    digits: dict[str, str]
    patterns: dict[str, tuple[str, ...]]

    @field_validator("digits")
    @classmethod
    def _ten(cls, digits: dict[str, str]) -> dict[str, str]:
        for script, characters in digits.items():
            if len(characters) != 10 or not characters.isdecimal():
                raise ValueError(f"{script}: ten digits are needed, from 0 to 9")
        return digits


@cache
def regional_dates() -> RegionalDates:
    """The patterns, loaded and validated once."""
    return load_toml("extract.lexicon", FILE, RegionalDates)


def regional_languages() -> frozenset[str]:
    """ISO 639 codes of the languages whose dates are read."""
    return frozenset({*regional_dates().patterns, *SAME})


def ascii_digits(text: str) -> str:
    """The text with ASCII digits for those of other scripts; its length stays the same."""
    return text.translate(_digits())


def find_regional_dates(text: str, language: str, reference: str | None) -> list[DateMention]:
    """The dates that a text in this language mentions, in reading order; none in a language without patterns.

    `reference` is the document's date, which gives the year of a date without one.
    """
    language = SAME.get(language, language)
    plain, mentions, taken = ascii_digits(text), list[DateMention](), set[int]()
    for pattern in _patterns(language):
        for match in pattern.finditer(plain):
            if not taken.isdisjoint(range(*match.span())):
                continue
            taken.update(range(*match.span()))  # also of a day that does not exist: its month is no date either
            value = _value(match, language, reference)
            if value is not None:
                mentions.append(DateMention(*match.span(), value))
    return sorted(mentions, key=lambda mention: mention.start)


def _value(match: re.Match[str], language: str, reference: str | None) -> str | None:
    groups = {name: value for name, value in match.groupdict().items() if value is not None}
    month = _months(language)[groups["month"].casefold()] if "month" in groups else int(groups.get("m", 0)) or None
    day = int(groups["d"]) if "d" in groups else None
    if "y" in groups:
        year = int(groups["y"])
    else:
        near = _year_near(reference, month)
        if near is None:
            return None
        year = near
    if year >= FIRST_BUDDHIST_YEAR and language in regional_dates().buddhist:
        year -= BUDDHIST_OFFSET
    return iso(year, month, day) if year in YEARS else None


def _year_near(reference: str | None, month: int | None) -> int | None:
    """The year of the document, if the month is less than half a year away from its date."""
    if reference is None or month is None or len(reference) < len("2025-10"):
        return None
    return int(reference[:4]) if abs(int(reference[5:7]) - month) < HALF_YEAR else None


@cache
def _digits() -> Mapping[int, str]:
    return {ord(digit): str(value) for digits in regional_dates().digits.values() for value, digit in enumerate(digits)}


@cache
def _months(language: str) -> Mapping[str, int]:
    return {
        name.casefold(): number
        for width in WIDTHS
        for number, name in enumerate(month_names().get(f"{language}_{width}", ()), 1)
    }


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    names = sorted(_months(language), key=lambda name: (-len(name), name))
    month = f"(?P<month>{'|'.join(map(re.escape, names))})"
    border = r"\w" if language in regional_dates().spaced else r"\d"
    found = (pattern.replace("{month}", month) for pattern in regional_dates().patterns.get(language, ()))
    return tuple(re.compile(f"(?<!{border})(?:{pattern})(?!{border})", re.IGNORECASE) for pattern in found)
