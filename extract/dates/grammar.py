"""The grammar of date expressions: loads, validates and compiles `lexicon/dates.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from extract.dates.values import RESOLVERS
from ontology.data_files import DataTable, load_toml
from ontology.errors import DataError

FILE = "dates.toml"
BEFORE = r"(?<![\w$€£¥#@/-])(?<!\d[.,:])"
AFTER = r"(?!\w|%|[/-]\w|[.,:]\d)"
SPACE = r"(?:[ \u00a0]+)"
AMBIGUOUS_MONTHS = frozenset({"April", "May", "June", "August"})  # also names of people
LONGEST_NUMBER = 3  # digits of "120 days ago"


class TextFeature(Enum):
    """A feature of a text that is cheap to test for, and without which most patterns cannot match."""

    DIGIT = "digit"
    MONTH = "month"
    WEEKDAY = "weekday"


FEATURE_PIECES = {
    TextFeature.DIGIT: re.compile(r"\\d|%(?:year2?|day2?)%"),
    TextFeature.MONTH: re.compile("%month(?:2|_name|_sure)?%"),
    TextFeature.WEEKDAY: re.compile("%weekday(?:s|_name)?%"),
}
"""By feature, the pieces of a pattern that require it."""
OPTIONAL = re.compile(
    r"\(\?<?[!=][^()]*\)|\((?:\?:|\?P<\w+>)?[^()]*\)[?*{]|\((?:\?:|\?P<\w+>)?[^()|]*\|[^()]*\)|\[[^]]*\]"
)
"""Parts of a pattern that need not match: lookarounds, optional groups, alternatives, character classes."""
GROUP = re.compile(r"\((?:\?:|\?P<\w+>)?([^()|]*)\)(?![?*{])")


@dataclass(frozen=True, slots=True)
class DateRule:
    """A compiled [[rule]] of `dates.toml`: a pattern, the name of the resolver of its value, an example for tests."""

    name: str
    pattern: re.Pattern[str]
    value: str
    guarded: bool
    needs: frozenset[TextFeature]
    """Features that a text must have for the pattern to match."""
    example: str
    gives: str


@dataclass(frozen=True, slots=True)
class DateGrammar:
    """The compiled content of `dates.toml`: rules in the order of the file, word tables and patterns of date lines."""

    rules: tuple[DateRule, ...]
    numbers: Mapping[str, int]
    """Month, weekday, number and ordinal words in lower case."""
    lead_words: frozenset[str]
    months: frozenset[str]
    weekdays: frozenset[str]
    """Names in all their spellings."""
    stamp: re.Pattern[str]
    """A date line in the head of a page; a NUL character stands for the date."""
    update: re.Pattern[str]
    """A line with the date of a later version."""
    dateline: re.Pattern[str]
    """The dateline at the start of an article."""
    pieces: re.Pattern[str]
    """The separators of the parts of a date line."""


def _resolver(name: str) -> str:
    if name not in RESOLVERS:
        raise ValueError(f"{name!r} is not a resolver; those are {', '.join(RESOLVERS)}")
    return name


class DateWords(DataTable):
    """Names of months and weekdays in all their forms, number words, and words that decide what a number is."""

    months: tuple[tuple[str, ...], ...] = Field(min_length=12, max_length=12)
    weekdays: tuple[tuple[str, ...], ...] = Field(min_length=7, max_length=7)
    numbers: tuple[str, ...]
    ordinals: tuple[str, ...]
    counted: tuple[str, ...]
    lead_words: frozenset[str]


class StampPatterns(DataTable):
    """Patterns of the lines in a page's head that give its date, and of datelines."""

    published: tuple[str, ...]
    updated: tuple[str, ...]
    zones: tuple[str, ...]
    pattern: str
    dateline: re.Pattern[str]
    separator: re.Pattern[str]
    pieces: dict[str, str]


class RuleTable(DataTable):
    """A [[rule]] of `dates.toml`, whose head explains the keys."""

    name: str
    pattern: str
    value: Annotated[str, AfterValidator(_resolver)]
    guard: Literal["name"] | None = None
    example: str = ""
    gives: str = ""


class DatesFile(DataTable):
    """The content of `dates.toml`."""

    words: DateWords
    pieces: dict[str, str]
    stamp: StampPatterns
    rule: tuple[RuleTable, ...]


@cache
def date_grammar() -> DateGrammar:
    """The rules of `dates.toml`, loaded and compiled once. Raises DataError where the file breaks its rules."""
    tables = load_toml("extract.lexicon", FILE, DatesFile)
    pieces = {**_word_pieces(tables.words), **tables.pieces}
    return DateGrammar(
        tuple(_rule(entry, pieces) for entry in tables.rule),
        _numbers(tables.words),
        tables.words.lead_words,
        _all_forms(tables.words.months),
        _all_forms(tables.words.weekdays),
        _stamp(tables.stamp, tables.stamp.published),
        _stamp(tables.stamp, tables.stamp.updated),
        tables.stamp.dateline,
        tables.stamp.separator,
    )


def _rule(table: RuleTable, pieces: Mapping[str, str]) -> DateRule:
    try:
        pattern = re.compile(BEFORE + "(?:" + _filled(table.pattern, pieces) + ")" + AFTER)
    except re.error as error:
        raise DataError(FILE, None, f"[[rule]] {table.name}: pattern: {error}") from error
    except KeyError as error:
        raise DataError(FILE, None, f"[[rule]] {table.name}: pattern: there is no piece called {error}") from error
    guarded = table.guard is not None
    return DateRule(
        table.name, pattern, table.value, guarded, required_features(table.pattern), table.example, table.gives
    )


def required_features(pattern: str) -> frozenset[TextFeature]:
    """The features of every text that a pattern matches, as far as the pattern shows them."""
    before = ""
    while pattern != before:
        before, pattern = pattern, GROUP.sub(r"\1", OPTIONAL.sub("", pattern))
    if "|" in pattern or "(" in pattern:
        return frozenset()
    return frozenset(feature for feature, piece in FEATURE_PIECES.items() if piece.search(pattern))


def _stamp(stamps: StampPatterns, labels: Iterable[str]) -> re.Pattern[str]:
    pieces = {"label": "|".join(labels), "zone": "|".join(stamps.zones), **stamps.pieces}
    return re.compile(_filled(stamps.pattern, pieces), re.IGNORECASE)


def _filled(pattern: str, pieces: Mapping[str, str]) -> str:
    """The pattern with its %pieces% and blanks written out."""
    while match := re.search(r"%(\w+)%", pattern):
        pattern = pattern.replace(match[0], pieces[match[1]])
    return pattern.replace("[ -]", "(?: |-)").replace(" ", SPACE)


def _word_pieces(words: DateWords) -> dict[str, str]:
    months = [name for names in words.months for name in names]
    full = [names[0] for names in words.months]
    weekdays = [name for names in words.weekdays for name in names]
    sure = [name for name in full if name not in AMBIGUOUS_MONTHS]
    month, weekday = _names(months), _names(names[0] for names in words.weekdays)
    return {
        "month": rf"(?P<m>{month})\.?",
        "month2": rf"(?P<m2>{month})\.?",
        "month_name": f"(?P<m>{_names(full)})",
        "month_sure": f"(?P<m>{_names(sure)})",
        "weekday": rf"(?P<wd>{_names(weekdays)})\.?",
        "weekday_name": f"(?P<wd>{weekday})",
        "weekdays": weekday,
        "number": rf"(?P<n>\d{{1,{LONGEST_NUMBER}}}|{'|'.join([*words.numbers, 'an', 'one'])})",
        "ordinal": "|".join(words.ordinals),
        "counted": "|".join(words.counted),
    }


def _names(names: Iterable[str]) -> str:
    """Alternatives for capitalised words, the longest first; also in capitals, never in lower case."""
    return "|".join(sorted(_forms(names), key=lambda form: (-len(form), form)))


def _all_forms(table: Iterable[Iterable[str]]) -> frozenset[str]:
    return frozenset(_forms(name for names in table for name in names))


def _forms(names: Iterable[str]) -> set[str]:
    return {form for name in names for form in (name, name.upper())}


def _numbers(words: DateWords) -> dict[str, int]:
    numbers = {name.lower(): i for i, names in enumerate(words.months, 1) for name in names}
    numbers |= {name.lower(): i for i, names in enumerate(words.weekdays) for name in names}
    numbers |= {name: i for i, name in enumerate(words.numbers, 1)}
    numbers |= {name: i for i, name in enumerate(words.ordinals, 1)}
    return numbers | {"an": 1, "one": 1}
