"""The grammar of date expressions: loads and checks `lexicon/dates.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib.resources import files
from typing import Any

from extract.dates.values import RESOLVERS
from ontology.errors import DataError

FILE = "dates.toml"
BEFORE = r"(?<![\w$€£¥#@/-])(?<!\d[.,:])"
AFTER = r"(?!\w|%|[/-]\w|[.,:]\d)"
SPACE = r"(?:[ \u00a0]+)"
AMBIGUOUS_MONTHS = frozenset({"April", "May", "June", "August"})  # also names of persons
RULE_KEYS = frozenset({"name", "pattern", "value", "example", "gives", "guard"})
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


@cache
def date_grammar() -> DateGrammar:
    """The rules, loaded once. Raises DataError where the file breaks its own form."""
    data = tomllib.loads(files("extract.lexicon").joinpath(FILE).read_text(encoding="utf-8"))
    pieces = {**_word_pieces(data["words"]), **data["pieces"]}
    return DateGrammar(
        tuple(_rule(entry, pieces) for entry in data["rule"]),
        _numbers(data["words"]),
        frozenset(data["words"]["lead_words"]),
        _all_forms(data["words"]["months"]),
        _all_forms(data["words"]["weekdays"]),
        _stamp(data["stamp"], "published"),
        _stamp(data["stamp"], "updated"),
        re.compile(data["stamp"]["dateline"]),
        re.compile(data["stamp"]["separator"]),
    )


def _rule(entry: Mapping[str, Any], pieces: Mapping[str, str]) -> DateRule:
    unknown = sorted(set(entry) - RULE_KEYS)
    if unknown or entry.get("value") not in RESOLVERS:
        raise DataError(FILE, None, f"rule {entry.get('name')!r}: unknown {unknown or entry.get('value')}")
    try:
        pattern = re.compile(BEFORE + "(?:" + _filled(entry["pattern"], pieces) + ")" + AFTER)
    except (re.error, KeyError) as error:
        raise DataError(FILE, None, f"rule {entry['name']!r}: {error}") from error
    return DateRule(
        entry["name"],
        pattern,
        entry["value"],
        "guard" in entry,
        hints(entry["pattern"]),
        entry.get("example", ""),
        entry.get("gives", ""),
    )


def hints(pattern: str) -> frozenset[Hint]:
    """What every text has that a pattern matches in, as far as it is plain from the pattern."""
    before = ""
    while pattern != before:
        before, pattern = pattern, GROUP.sub(r"\1", ASIDE.sub("", pattern))
    if "|" in pattern or "(" in pattern:
        return frozenset()
    return frozenset(hint for hint, piece in HINTS.items() if piece.search(pattern))


def _stamp(data: Mapping[str, Any], kind: str) -> re.Pattern[str]:
    pieces = {"label": "|".join(data[kind]), "zone": "|".join(data["zones"]), **data["pieces"]}
    return re.compile(_filled(data["pattern"], pieces), re.IGNORECASE)


def _filled(pattern: str, pieces: Mapping[str, str]) -> str:
    """The pattern with its %pieces% and blanks written out."""
    while match := re.search(r"%(\w+)%", pattern):
        pattern = pattern.replace(match[0], pieces[match[1]])
    return pattern.replace("[ -]", "(?: |-)").replace(" ", SPACE)


def _word_pieces(words: Mapping[str, Any]) -> dict[str, str]:
    months = [name for names in words["months"] for name in names]
    full = [names[0] for names in words["months"]]
    weekdays = [name for names in words["weekdays"] for name in names]
    sure = [name for name in full if name not in AMBIGUOUS_MONTHS]
    month, weekday = _names(months), _names(names[0] for names in words["weekdays"])
    return {
        "month": rf"(?P<m>{month})\.?",
        "month2": rf"(?P<m2>{month})\.?",
        "month_name": f"(?P<m>{_names(full)})",
        "month_sure": f"(?P<m>{_names(sure)})",
        "weekday": rf"(?P<wd>{_names(weekdays)})\.?",
        "weekday_name": f"(?P<wd>{weekday})",
        "weekdays": weekday,
        "number": rf"(?P<n>\d{{1,{LONGEST_NUMBER}}}|{'|'.join([*words['numbers'], 'an', 'one'])})",
        "ordinal": "|".join(words["ordinals"]),
        "counted": "|".join(words["counted"]),
    }


def _names(names: Iterable[str]) -> str:
    """Alternatives of capitalised words, the longest first; also in capitals, never in small letters."""
    return "|".join(sorted(_forms(names), key=lambda form: (-len(form), form)))


def _all_forms(table: Iterable[Iterable[str]]) -> frozenset[str]:
    return frozenset(_forms(name for names in table for name in names))


def _forms(names: Iterable[str]) -> set[str]:
    return {form for name in names for form in (name, name.upper())}


def _numbers(words: Mapping[str, Any]) -> dict[str, int]:
    numbers = {name.lower(): i for i, names in enumerate(words["months"], 1) for name in names}
    numbers |= {name.lower(): i for i, names in enumerate(words["weekdays"]) for name in names}
    numbers |= {name: i for i, name in enumerate(words["numbers"], 1)}
    numbers |= {name: i for i, name in enumerate(words["ordinals"], 1)}
    return numbers | {"an": 1, "one": 1}
