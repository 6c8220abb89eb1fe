"""Reads numbers and sums of money: how many of a thing a text counts, and the currency of a sum."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache

from graph.diff.alignment.tables import nouns, sentence_words
from ontology.model import Entity, EntityType, Participant

SCALES = sentence_words().scales
"""Words for powers of ten."""
NUMBER = re.compile(rf"(?P<digits>\d[\d.,]*)\s?(?P<scale>(?:{'|'.join(SCALES)})\b)?", re.IGNORECASE)
ABOUT = (
    r"(?:(?:over|about|around|nearly|some|at least|up to|more than|the|a|first|further|another|initial|remaining|"
    r"last) ){0,2}"
)
OF_COUNTRY = r"(?:(?P<country>[A-Z][a-z]+) )?"
"""The country of a currency: "Australian dollars"."""


def amount(target: Participant) -> str | None:
    """How many of the target the text counts, or the sum that the target is."""
    return target.quantity or (target.entity.label if is_sum(target.entity) else None)


def is_sum(entity: Entity) -> bool:
    """True for an amount of money: it has no stages of its own, and two equal amounts are not one thing."""
    return entity.type is EntityType.THING and _sum_pattern().fullmatch(entity.label) is not None


def currency_of(text: str) -> str | None:
    """The currency of a sum, by its word in the table: "dollar" of "$5", "5 million dollars" and "dollars"."""
    pattern = _currency_pattern()
    match = pattern.search(text) if re.search(r"\d", text) else pattern.fullmatch(text)
    if match is None:
        return None
    word = next(word for word, spellings in nouns().currency.items() if match["unit"] in spellings)
    return f"{match['country']} {word}" if match["country"] else word


def plain_number(text: str) -> str:
    """A number in one spelling: "3,500" and "3.5 thousand" are 3500; a text without digits is itself."""
    match = NUMBER.search(text)
    if match is None:
        return text.casefold()
    digits = match["digits"].rstrip(".,").replace(",", "")
    if digits.count(".") > 1:
        return digits
    zeros = SCALES.get((match["scale"] or "").casefold(), 0)
    return f"{Decimal(digits).scaleb(zeros).normalize():f}"


def sum_of(target: Participant) -> tuple[str, str | None]:
    """The number and the currency of a sum: two sums are equal only if both are."""
    text = f"{target.quantity or ''} {target.entity.label}"
    return plain_number(text), currency_of(text)


@cache
def _sum_pattern() -> re.Pattern[str]:
    """A target that is a sum: "$12 million", "12 million dollars", "EUR 12 million"."""
    before = _either(unit for unit in _units() if not unit[0].islower())
    words = _either(unit for unit in _units() if unit[0].islower())
    return re.compile(
        rf"{ABOUT}(?:{before}\s?\d.*|\d[\d.,]*\s(?:(?:thousand|million|billion|trillion)\b.*|{OF_COUNTRY}{words}))"
    )


@cache
def _currency_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w$]){OF_COUNTRY}(?P<unit>{_either(_units())})(?![a-z])")


def _units() -> list[str]:
    """Every spelling of every currency, the longest first."""
    return sorted((unit for units in nouns().currency.values() for unit in units), key=lambda unit: (-len(unit), unit))


def _either(units: Iterable[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, units))})"
