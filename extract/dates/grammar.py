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
AMBIGUOUS_MONTHS = frozenset({"April", "May", "June", "August"})  # also names of persons
LONGEST_NUMBER = 3  # digits of "120 days ago"


class Hint(Enum):
    """What can be seen in a text at a glance, and most expressions need."""

    DIGIT = "digit"
    MONTH = "month"
    WEEKDAY = "weekday"


HINTS = {
    Hint.DIGIT: re.compile(r"\\d|%(?:year2?|day2?)%"),
    Hint.MONTH: re.compile("%month(?:2|_name|_sure)?%"),
    Hint.WEEKDAY: re.compile("%weekday(?:s|_name)?%"),
}
"""By hint, the pieces of a pattern that need it."""
ASIDE = re.compile(
    r"\(\?<?[!=][^()]*\)|\((?:\?:|\?P<\w+>)?[^()]*\)[?*{]|\((?:\?:|\?P<\w+>)?[^()|]*\|[^()]*\)|\[[^]]*\]"
)
"""What need not be there: what is looked at only, optional groups, alternatives, classes of characters."""
GROUP = re.compile(r"\((?:\?:|\?P<\w+>)?([^()|]*)\)(?![?*{])")


@dataclass(frozen=True, slots=True)
class DateRule:
    """One kind of expression; see lexicon/dates.toml."""

    name: str
    pattern: re.Pattern[str]
    value: str
    guarded: bool
    needs: frozenset[Hint]
    """What a text must hold for the pattern to match somewhere."""
    example: str
    gives: str


@dataclass(frozen=True, slots=True)
class DateGrammar:
    """All rules in the order of their file, and the words they use."""

    rules: tuple[DateRule, ...]
    numbers: Mapping[str, int]
    """Month, weekday, number and ordinal words in lower case."""
    lead_words: frozenset[str]
    months: frozenset[str]
    weekdays: frozenset[str]
    """Names in all their forms, as they are written."""
    stamp: re.Pattern[str]
    """A line of a page's head that gives its date; the date itself stands as a NUL."""
    update: re.Pattern[str]
    """Such a line where it gives the date of a later version."""
    dateline: re.Pattern[str]
    """The start of an article that names place and date."""
    pieces: re.Pattern[str]
    """What stands between the parts of such a line."""


def _resolver(name: str) -> str:
    if name not in RESOLVERS:
        raise ValueError(f"{name!r} is no resolver; they are {', '.join(RESOLVERS)}")
    return name


class Words(DataTable):
    """Names of months and weekdays in all their forms, number words, and words that decide what a number is."""

    months: tuple[tuple[str, ...], ...] = Field(min_length=12, max_length=12)
    weekdays: tuple[tuple[str, ...], ...] = Field(min_length=7, max_length=7)
    numbers: tuple[str, ...]
    ordinals: tuple[str, ...]
    counted: tuple[str, ...]
    lead_words: frozenset[str]


class Stamps(DataTable):
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

    words: Words
    pieces: dict[str, str]
    stamp: Stamps
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
        raise DataError(FILE, None, f"[[rule]] {table.name}: pattern: no piece is called {error}") from error
    guarded = table.guard is not None
    return DateRule(table.name, pattern, table.value, guarded, hints(table.pattern), table.example, table.gives)


def hints(pattern: str) -> frozenset[Hint]:
    """What every text has that a pattern matches in, as far as it is plain from the pattern."""
    before = ""
    while pattern != before:
        before, pattern = pattern, GROUP.sub(r"\1", ASIDE.sub("", pattern))
    if "|" in pattern or "(" in pattern:
        return frozenset()
    return frozenset(hint for hint, piece in HINTS.items() if piece.search(pattern))


def _stamp(stamps: Stamps, labels: Iterable[str]) -> re.Pattern[str]:
    pieces = {"label": "|".join(labels), "zone": "|".join(stamps.zones), **stamps.pieces}
    return re.compile(_filled(stamps.pattern, pieces), re.IGNORECASE)


def _filled(pattern: str, pieces: Mapping[str, str]) -> str:
    """The pattern with its %pieces% and blanks written out."""
    while match := re.search(r"%(\w+)%", pattern):
        pattern = pattern.replace(match[0], pieces[match[1]])
    return pattern.replace("[ -]", "(?: |-)").replace(" ", SPACE)


def _word_pieces(words: Words) -> dict[str, str]:
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
    """Alternatives of capitalised words, the longest first; also in capitals, never in small letters."""
    return "|".join(sorted(_forms(names), key=lambda form: (-len(form), form)))


def _all_forms(table: Iterable[Iterable[str]]) -> frozenset[str]:
    return frozenset(_forms(name for names in table for name in names))


def _forms(names: Iterable[str]) -> set[str]:
    return {form for name in names for form in (name, name.upper())}


def _numbers(words: Words) -> dict[str, int]:
    numbers = {name.lower(): i for i, names in enumerate(words.months, 1) for name in names}
    numbers |= {name.lower(): i for i, names in enumerate(words.weekdays) for name in names}
    numbers |= {name: i for i, name in enumerate(words.numbers, 1)}
    numbers |= {name: i for i, name in enumerate(words.ordinals, 1)}
    return numbers | {"an": 1, "one": 1}
