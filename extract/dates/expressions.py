"""When: date expressions in a text, resolved against the date of its document; and that date itself.

The grammar is data (`lexicon/dates.toml`), the arithmetic is `extract.dates.values`. Nothing is guessed: an
expression that the text and the reference do not settle is no mention, and no day is made up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extract.dates.grammar import DateRule, Hint, date_grammar
from extract.dates.values import RESOLVERS, Parts, Reference, iso

ISO_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ].*)?)?)?")
YEARS = range(1000, 3000)  # of documents; beyond, the arithmetic of days has no room
GLUED = re.compile(r"((?:19|20)\d\d)(\d{1,2}:\d\d)")  # "3 November 20254:19 PM": two elements of a page
HEAD_LINES = 10
DIGIT = re.compile(r"\d")
CAPITALISED = re.compile("[A-Z][A-Za-z]+")
STAMP_HEAD = 200  # characters within which a line that gives a date has begun to
FULL = len("2025-10-27")


@dataclass(frozen=True, slots=True)
class DateMention:
    """Characters `start` to `end` (exclusive) of a text and what they mean: an ISO 8601 date or interval."""

    start: int
    end: int
    value: str


def find_dates(text: str, reference: str | None, *, future: bool = False) -> list[DateMention]:
    """The dates that a text names, in reading order.

    `reference` is the document's date (ISO 8601, possibly partial); without it relative and yearless
    expressions are no mentions. `future` says that the words around point ahead ("will meet on Monday").
    """
    base = _reference(reference, future=future)
    found: list[DateMention] = []
    position = 0
    for start, end, _, rule, match in _matches(text):
        if start < position:
            continue
        value = None
        if not rule.guarded or _stands_alone(text, match, start, end):
            value = RESOLVERS[rule.value](_parts(match), base)
        if value is not None:
            found.append(DateMention(start, end, value))
        # "17 and 25 December" is no interval, but the second part is a date
        listed = value is None and "joint" in rule.pattern.groupindex
        position = match.end("joint") if listed else end
    return found


def iso_date(value: str) -> str | None:
    """The date part of an ISO 8601 date (possibly partial) or date and time; None if neither or no likely year."""
    match = ISO_DATE.fullmatch(value.strip())
    if match is None:
        return None
    year, *rest = (int(group) for group in match.groups() if group)
    return iso(year, *rest) if year in YEARS else None


def document_date(text: str) -> str | None:
    """The publication date (YYYY-MM-DD) that the first lines give: a line, a byline or a dateline."""
    found = dated_line(text)
    return None if found is None else found[0]


def dated_line(text: str) -> tuple[str, str] | None:
    """The publication date (YYYY-MM-DD) that the first lines give, and the line that gives it."""
    updated = None
    for line in [line for line in text.split("\n") if line.strip()][:HEAD_LINES]:
        value = stamped_date(line)
        if value is not None:
            return value, line
        value = stamped_date(line, updated=True)
        updated = updated or (None if value is None else (value, line))
    return updated


def stamped_date(line: str, *, updated: bool = False) -> str | None:
    """The date of a line that is there to give it: "By X | 9 January 2026", "HANOI (17 January 2026) - ...".

    With `updated` the date of a later version ("Updated: 9 January 2026").
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


@lru_cache(maxsize=64)  # a sentence is asked once for what was, and once for what will be
def _matches(text: str) -> list[tuple[int, int, int, DateRule, re.Match[str]]]:
    """(start, end, number of the rule, rule, match), by start, and from there the longest first."""
    seen = _seen(text)
    found = [
        (*match.span("span" if "span" in rule.pattern.groupindex else 0), number, rule, match)
        for number, rule in enumerate(date_grammar().rules)
        if rule.needs <= seen
        for match in rule.pattern.finditer(text)
    ]
    return sorted(found, key=lambda f: (f[0], -f[1], f[2]))


def _seen(text: str) -> set[Hint]:
    """What is in a text of that which rules need: most texts have few dates, and each pattern takes its time."""
    grammar, words = date_grammar(), set(CAPITALISED.findall(text))
    found = (
        (Hint.MONTH, grammar.months & words),
        (Hint.WEEKDAY, grammar.weekdays & words),
        (Hint.DIGIT, DIGIT.search(text)),
    )
    return {hint for hint, is_there in found if is_there}


def _stands_alone(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """False where the capitalised word is part of a name: Black Friday, USA Today, the Sunday Times."""
    if not text[start].isupper() or match.groupdict().get("on"):
        return True
    before = re.search(r"([^\s,.;:]+) $", text[:start])
    if before and before[1][0].isupper() and before[1] not in date_grammar().lead_words:
        return False
    return not re.match(r" [A-Z]", text[end:])


def _parts(match: re.Match[str]) -> Parts:
    words, numbers = date_grammar().numbers, {}
    texts = {name: text.lower() for name, text in match.groupdict().items() if text is not None}
    for name, text in texts.items():
        if text.isdecimal():
            numbers[name] = int(text)
        elif text.rstrip(".") in words:
            numbers[name] = words[text.rstrip(".")]
    return Parts(numbers, texts, match[0])


def _reference(value: str | None, *, future: bool) -> Reference:
    known = iso_date(value.split("/")[0]) if value else None
    if known is None:
        return Reference(future=future)
    year, month, day = (*(int(part) for part in known.split("-")), None, None)[:3]
    return Reference(year, month, day, future=future)
