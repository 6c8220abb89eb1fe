"""Finds date expressions in a text, and the publication date of a page; `values` computes what they mean.

The grammar is data (`lexicon/dates.toml`). Nothing is guessed: an expression that the text and the reference date leave
ambiguous is no mention, and no day is invented.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extract.dates.grammar import DateRule, TextFeature, date_grammar
from extract.dates.values import RESOLVERS, DateParts, ReferenceDate, iso

ISO_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ].*)?)?)?")
YEARS = range(1000, 3000)  # likely years of documents; day arithmetic fails near the ends of the calendar
GLUED = re.compile(r"((?:19|20)\d\d)(\d{1,2}:\d\d)")  # "3 November 20254:19 PM": adjacent elements of a page
HEAD_LINES = 10
DIGIT = re.compile(r"\d")
CAPITALISED = re.compile("[A-Z][A-Za-z]+")
STAMP_HEAD = 200  # the date of a date line begins within so many characters
FULL = len("2025-10-27")


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a text: characters `start` to `end` (exclusive), and its `value`, an ISO 8601 date or interval."""

    start: int
    end: int
    value: str


def find_dates(text: str, reference: str | None, *, future: bool = False) -> list[DateMention]:
    """The dates that a text mentions, in reading order.

    `reference` is the document's date (ISO 8601, possibly partial); without it relative and yearless expressions are
    not resolved. `future` is True where the context points ahead ("will meet on Monday").
    """
    base = _reference(reference, future=future)
    mentions: list[DateMention] = []
    position = 0
    for start, end, _, rule, match in _matches(text):
        if start < position:
            continue
        value = None
        if not rule.guarded or _stands_alone(text, match, start, end):
            value = RESOLVERS[rule.value](_parts(match), base)
        if value is not None:
            mentions.append(DateMention(start, end, value))
        # "17 and 25 December" is no interval, but its second part is a date
        listed = value is None and "joint" in rule.pattern.groupindex
        position = match.end("joint") if listed else end
    return mentions


def iso_date(value: str) -> str | None:
    """The date part of an ISO 8601 date (possibly partial) or date and time; None for anything else."""
    match = ISO_DATE.fullmatch(value.strip())
    if match is None:
        return None
    year, *rest = (int(group) for group in match.groups() if group)
    return iso(year, *rest) if year in YEARS else None


def dated_line(text: str) -> tuple[str, str] | None:
    """The publication date (YYYY-MM-DD) in the first lines, and the line: a date line, a byline or a dateline."""
    updated = None
    for line in [line for line in text.split("\n") if line.strip()][:HEAD_LINES]:
        value = stamped_date(line)
        if value is not None:
            return value, line
        value = stamped_date(line, updated=True)
        updated = updated or (None if value is None else (value, line))
    return updated


def stamped_date(line: str, *, updated: bool = False) -> str | None:
    """The date of a date line, byline or dateline: "By X | 9 January 2026", "HANOI (17 January 2026) - ...".

    With `updated` the date of a later version: "Updated: 9 January 2026".
    """
    if not DIGIT.search(line, 0, STAMP_HEAD):
        return None
    line = GLUED.sub(r"\1 \2", line)
    dates = [d for d in find_dates(line, None) if len(d.value) == FULL]
    if not dates:
        return None
    first = dates[0]
    marked = line[: first.start].lstrip() + "\0" + line[first.end :].rstrip()
    grammar = date_grammar()
    pattern = grammar.update if updated else grammar.stamp
    if any(pattern.fullmatch(piece.strip()) for piece in (marked, *grammar.pieces.split(marked)) if "\0" in piece):
        return first.value
    return first.value if grammar.dateline.match(marked) and not updated else None


@lru_cache(maxsize=64)  # each sentence is asked twice, with `future` and without
def _matches(text: str) -> list[tuple[int, int, int, DateRule, re.Match[str]]]:
    """(start, end, number of the rule, rule, match), sorted by start, the longest first."""
    features = _features(text)
    matches = [
        (*match.span("span" if "span" in rule.pattern.groupindex else 0), number, rule, match)
        for number, rule in enumerate(date_grammar().rules)
        if rule.needs <= features
        for match in rule.pattern.finditer(text)
    ]
    return sorted(matches, key=lambda match: (match[0], -match[1], match[2]))


def _features(text: str) -> set[TextFeature]:
    """The features of a text that rules require: a cheap test before the patterns, as most texts have few dates."""
    grammar, words = date_grammar(), set(CAPITALISED.findall(text))
    tests = (
        (TextFeature.MONTH, grammar.months & words),
        (TextFeature.WEEKDAY, grammar.weekdays & words),
        (TextFeature.DIGIT, DIGIT.search(text)),
    )
    return {feature for feature, is_present in tests if is_present}


def _stands_alone(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """False where a capitalised word is part of a name: Black Friday, USA Today, the Sunday Times."""
    if not text[start].isupper() or match.groupdict().get("on"):
        return True
    before = re.search(r"([^\s,.;:]+) $", text[:start])
    if before and before[1][0].isupper() and before[1] not in date_grammar().lead_words:
        return False
    return not re.match(r" [A-Z]", text[end:])


def _parts(match: re.Match[str]) -> DateParts:
    words, numbers = date_grammar().numbers, {}
    texts = {name: text.lower() for name, text in match.groupdict().items() if text is not None}
    for name, text in texts.items():
        if text.isdecimal():
            numbers[name] = int(text)
        elif text.rstrip(".") in words:
            numbers[name] = words[text.rstrip(".")]
    return DateParts(numbers, texts, match[0])


def _reference(value: str | None, *, future: bool) -> ReferenceDate:
    known = iso_date(value.split("/")[0]) if value else None
    if known is None:
        return ReferenceDate(future=future)
    year, month, day = (*(int(part) for part in known.split("-")), None, None)[:3]
    return ReferenceDate(year, month, day, future=future)
