"""Computes ISO 8601 values from parsed date expressions: "last Monday", relative to the date of the document.

A value is as exact as the words: "two months ago" is a month, "two weeks ago" a week (an interval of days). What the
words leave open has no value.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

DAYS_OF_SLACK = 7  # a page may be dated some days before or after the day it reports on
SHARES = {"quarter": 3, "q": 3, "half": 6, "h": 6}
DAY_WORDS = {
    "yesterday": -1,
    "last night": -1,
    "tomorrow": 1,
    "the day before yesterday": -2,
    "the day after tomorrow": 2,
}
STEPS = {"last": -1, "this": 0, "next": 1}


@dataclass(frozen=True, slots=True)
class ReferenceDate:
    """The date of the document as far as it is known; `future` is True where the context points ahead."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    future: bool = False

    @property
    def date(self) -> date | None:
        """The day, where all three parts are known."""
        if self.year is None or self.month is None or self.day is None:
            return None
        return date(self.year, self.month, self.day)


@dataclass(frozen=True, slots=True)
class DateParts:
    """The groups of a matched rule: numbers by group name (y, m, d, wd and y2, m2, d2; n), words in lower case."""

    numbers: Mapping[str, int]
    words: Mapping[str, str]
    text: str

    def number(self, *names: str) -> int | None:
        """The first of these groups that matched."""
        return next((self.numbers[name] for name in names if name in self.numbers), None)

    @property
    def step(self) -> int:
        """-1 for last, 0 for this, 1 for next."""
        return STEPS[self.words["which"]]


DateResolver = Callable[[DateParts, ReferenceDate], str | None]


def iso(year: int, month: int | None = None, day: int | None = None) -> str | None:
    """ISO 8601 form of a possibly partial date; None for a day or month that does not exist."""
    if month is None:
        return f"{year:04d}"
    if not 1 <= month <= 12:  # months of a year
        return None
    if day is None:
        return f"{year:04d}-{month:02d}"
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return f"{year:04d}-{month:02d}-{day:02d}"


def interval(start: str | None, end: str | None) -> str | None:
    """`start/end`; None where one is missing or they stand in the wrong order."""
    return f"{start}/{end}" if start and end and start < end else None


def year_of(month: int, day: int | None, reference: ReferenceDate, weekday: int | None = None) -> int | None:
    """The year of a date that gives none: the nearest that fits tense and weekday; None without a reference date."""
    if reference.year is None or reference.month is None:
        return None
    if day is not None and reference.date is not None:
        return _year_of_day(month, day, reference, weekday)
    here, there = reference.month, month
    if reference.future:
        return reference.year + (there < here)
    return reference.year - (there > here)


def _year_of_day(month: int, day: int, reference: ReferenceDate, weekday: int | None) -> int | None:
    base = reference.date
    if base is None:
        return None
    days = [date(y, month, day) for y in range(base.year - 1, base.year + 2) if iso(y, month, day)]
    if weekday is not None and any(d.weekday() == weekday for d in days):
        days = [d for d in days if d.weekday() == weekday]
        return min(days, key=lambda d: abs(d - base)).year
    slack = timedelta(DAYS_OF_SLACK)
    if reference.future:
        return next((d.year for d in days if d >= base - slack), None)
    return next((d.year for d in reversed(days) if d <= base + slack), None)


def _numeric(parts: DateParts, _: ReferenceDate) -> str | None:
    return iso(parts.numbers["y"], parts.numbers["mn"], parts.numbers["dn"])


def _either_order(parts: DateParts, _: ReferenceDate) -> str | None:
    """27/10/2025 and 10/27/2025 are clear, 5/10/2025 is not."""
    first, second, year = parts.numbers["n1"], parts.numbers["n2"], parts.numbers["y"]
    dates = {iso(year, second, first), iso(year, first, second)} - {None}
    return dates.pop() if len(dates) == 1 else None


def _day(parts: DateParts, reference: ReferenceDate) -> str | None:
    month, day = parts.numbers["m"], parts.numbers["d"]
    year = parts.number("y", "y2") or year_of(month, day, reference, parts.number("wd"))
    return iso(year, month, day) if year else None


def _days(parts: DateParts, reference: ReferenceDate) -> str | None:
    """Days of one month, joined by a dash or `to`, or by `and` where they are neighbours."""
    month, first, last = parts.numbers["m"], parts.numbers["d"], parts.numbers["d2"]
    listed = parts.words["joint"].strip() == "and" and not parts.text.lower().startswith("between")
    year = parts.number("y") or year_of(month, last, reference)
    if year is None or (listed and last != first + 1):
        return None
    return interval(iso(year, month, first), iso(year, month, last))


def _span(parts: DateParts, reference: ReferenceDate) -> str | None:
    """From one day or month to another; a year written once is that of the end."""
    month, day, month2, day2 = (parts.number(name) for name in ("m", "d", "m2", "d2"))
    if month is None or month2 is None:
        return None
    year, year2 = parts.number("y"), parts.number("y2")
    if year2 is None:
        year2 = year + ((month2, day2 or 0) < (month, day or 0)) if year else year_of(month2, day2, reference)
    if year2 is None:
        return None
    year = year or year2 - ((month, day or 0) > (month2, day2 or 0))
    return interval(iso(year, month, day), iso(year2, month2, day2))


def _month(parts: DateParts, reference: ReferenceDate) -> str | None:
    month = parts.numbers["m"]
    year = parts.number("y") or year_of(month, None, reference)
    return iso(year, month) if year else None


def _named_month(parts: DateParts, reference: ReferenceDate) -> str | None:
    """Last May: the one before this month; next May: the one after it; this May: of the same year."""
    month = parts.numbers["m"]
    if reference.year is None or (reference.month is None and parts.step):
        return None
    here = reference.month or month
    if parts.step < 0:
        return iso(reference.year - (month >= here), month)
    return iso(reference.year + (parts.step > 0 and month <= here), month)


def _year(parts: DateParts, _: ReferenceDate) -> str | None:
    return iso(parts.numbers["y"])


def _years(parts: DateParts, _: ReferenceDate) -> str | None:
    return interval(iso(parts.numbers["y"]), iso(parts.numbers["y2"]))


def _share(parts: DateParts, reference: ReferenceDate) -> str | None:
    """A quarter or half of a year, as an interval of months."""
    year = parts.number("y")
    if year is None and "which" in parts.words and reference.year is not None:
        year = reference.year + parts.step
    months = SHARES[parts.words["share"]]
    nth = parts.number("nth") or 12 // months
    end = nth * months
    if year is None or end > 12:  # months of a year
        return None
    return interval(iso(year, end - months + 1), iso(year, end))


def _shifted(reference: ReferenceDate, days: int) -> str | None:
    return (reference.date + timedelta(days)).isoformat() if reference.date else None


def _day_word(parts: DateParts, reference: ReferenceDate) -> str | None:
    return _shifted(reference, DAY_WORDS.get(" ".join(parts.text.lower().split()), 0))


def _weekday(parts: DateParts, reference: ReferenceDate) -> str | None:
    """The day of that name in the week up to the reference, or from it on where the words point ahead."""
    if reference.date is None:
        return None
    ahead = (parts.numbers["wd"] - reference.date.weekday()) % 7
    which = parts.words.get("which")
    if which == "next":
        return _shifted(reference, ahead or 7)
    if which == "last":
        return _shifted(reference, ahead - 7)
    return _shifted(reference, ahead if reference.future or not ahead else ahead - 7)


def _week(reference: ReferenceDate, step: int, first: int = 0) -> str | None:
    """Monday (or its day number `first`) to Sunday of the week `step` weeks on."""
    if reference.date is None:
        return None
    monday = 7 * step - reference.date.weekday()
    return interval(_shifted(reference, monday + first), _shifted(reference, monday + 6))


def _weekday_of_week(parts: DateParts, reference: ReferenceDate) -> str | None:
    if reference.date is None:
        return None
    return _shifted(reference, 7 * parts.step - reference.date.weekday() + parts.numbers["wd"])


def _period(parts: DateParts, reference: ReferenceDate) -> str | None:
    """Last, this or next week, weekend, month or year."""
    unit = parts.words["unit"]
    if unit == "weekend":
        return _week(reference, parts.step, first=5)
    return _moved(reference, unit, parts.step)


def _moved(reference: ReferenceDate, unit: str, step: int) -> str | None:
    """The day, week, month or year that lies `step` units from the reference."""
    if reference.year is None:
        return None
    if unit == "year":
        return iso(reference.year + step)
    if unit == "month":
        if reference.month is None:
            return None
        years, month = divmod(reference.year * 12 + reference.month - 1 + step, 12)
        return iso(years, month + 1)
    return _week(reference, step) if unit == "week" else _shifted(reference, step)


def _ago(parts: DateParts, reference: ReferenceDate) -> str | None:
    return _moved(reference, parts.words["unit"], -parts.numbers["n"])


def _ahead(parts: DateParts, reference: ReferenceDate) -> str | None:
    """`In two weeks` is a date only where the context points ahead; else it is a duration."""
    return _moved(reference, parts.words["unit"], parts.numbers["n"]) if reference.future else None


def _nothing(_: DateParts, __: ReferenceDate) -> str | None:
    return None


RESOLVERS: Mapping[str, DateResolver] = {
    "numeric": _numeric,
    "either_order": _either_order,
    "day": _day,
    "days": _days,
    "span": _span,
    "month": _month,
    "named_month": _named_month,
    "year": _year,
    "years": _years,
    "share": _share,
    "day_word": _day_word,
    "weekday": _weekday,
    "weekday_of_week": _weekday_of_week,
    "period": _period,
    "ago": _ago,
    "ahead": _ahead,
    "nothing": _nothing,
}
"""Resolvers by the names that rules of `dates.toml` use."""
