"""Makes documents of teasers: other articles that a page links to, dated by relative ages such as "3 hours ago"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import MINYEAR, datetime, timedelta
from functools import cache
from types import MappingProxyType
from typing import Literal
from urllib.parse import urljoin

from extract.documents.content.article import Content, Teaser
from ontology.data_files import DataTable, load_toml
from ontology.model import Document

FILE = "teasers.toml"
Unit = Literal["minutes", "hours", "days", "weeks", "months", "years"]
DAY = len("2025-10-27")


class AgeWords(DataTable):
    """The content of `teasers.toml`: how pages in several languages say how long ago something came out."""

    units: dict[Unit, tuple[str, ...]]
    numbers: dict[str, int]
    one_back: dict[str, Unit]


@dataclass(frozen=True, slots=True)
class AgePatterns:
    """The words of `teasers.toml` compiled: a pattern with groups for number and unit, and lookups for both."""

    age: re.Pattern[str]
    unit_of: Mapping[str, Unit]
    numbers: Mapping[str, int]
    one_back: Mapping[str, Unit]


@cache
def age_patterns() -> AgePatterns:
    """The patterns of ages, loaded once. Raises DataError where the file breaks its rules."""
    words = load_toml("extract.lexicon", FILE, AgeWords)
    unit_of = {word: unit for unit, listed in words.units.items() for word in listed}
    units = "|".join(sorted(map(re.escape, unit_of), key=len, reverse=True))
    age = re.compile(rf"\b(\d+|{'|'.join(words.numbers)})\s?({units})(?![^\W\d_ก-๙])", re.IGNORECASE)
    return AgePatterns(age, unit_of, words.numbers, words.one_back)


def teaser_documents(document: Document, content: Content) -> list[Document]:
    """A document for each teaser of a page; their ids are that of the page with `/teaser-1` and so on."""
    return [_document(document, content, teaser, number) for number, teaser in enumerate(content.teasers, 1)]


def _document(document: Document, content: Content, teaser: Teaser, number: int) -> Document:
    retrieved = str(document.extra.get("retrieved") or "")
    moment, basis = (retrieved[:16], "time of download") if retrieved else (document.date or "", "date of the page")
    if moment == content.date and content.time:
        moment, basis = f"{moment}T{content.time}", "date and time of the page"
    date = date_of_age(teaser.ago, moment)
    address = _joined(document.url or "", teaser.url or "")
    return replace(
        document,
        id=f"{document.id}/teaser-{number}",
        text="\n".join(filter(None, (teaser.headline, teaser.summary))),
        title=teaser.headline,
        date=date,
        date_from=f"“{teaser.ago}”, counted from the {basis}" if date else None,
        url=address if teaser.url and "://" in address else None,
        byline=None,
        standfirst=None,
        dateline=None,
        extra=MappingProxyType({"teaser_of": document.id}),
    )


def _joined(page: str, link: str) -> str:
    """The address that a link on a page leads to; "" if one of them is no address, such as http://[."""
    try:
        return urljoin(page, link)
    except ValueError:
        return ""


def date_of_age(age: str, moment: str) -> str | None:
    """The ISO 8601 date, as exact as the words allow, that is an age before a date or date and time (2025-10-28T16:19).

    Hours before a day without a time may be that day or the one before: the part that both share is returned. None for
    an age that is not understood, a moment that is none ("25:00"), and an age that leads before the calendar.
    """
    counted = _counted(age)
    if counted is None or len(moment) < DAY:
        return None
    try:
        return _before(datetime.fromisoformat(moment), *counted, has_time=len(moment) > DAY)
    except (ValueError, OverflowError):
        return None


def _before(begin: datetime, number: int, unit: Unit, *, has_time: bool) -> str | None:
    if unit in {"months", "years"}:
        months = begin.year * 12 + begin.month - 1 - number * (12 if unit == "years" else 1)
        if months < 12 * MINYEAR:
            return None
        return f"{months // 12:04}" if unit == "years" else f"{months // 12:04}-{months % 12 + 1:02}"
    back = timedelta(**{unit: number})
    last = begin - back
    if unit == "weeks":
        return _common(last - timedelta(days=6), last)
    if has_time or unit == "days":
        return last.date().isoformat()
    return _common(last, last + timedelta(hours=23, minutes=59))


def _counted(age: str) -> tuple[int, Unit] | None:
    """Number and unit of an age; None if it is not understood."""
    patterns = age_patterns()
    match = patterns.age.search(age)
    if match is not None:
        number = int(match[1]) if match[1].isdecimal() else patterns.numbers[match[1].lower()]
        return number, patterns.unit_of[match[2].lower()]
    unit = next((unit for word, unit in patterns.one_back.items() if word in age.casefold()), None)
    return None if unit is None else (1, unit)


def _common(first: datetime, last: datetime) -> str | None:
    """The day, else the month, else the year that both share."""
    start, end = first.date().isoformat(), last.date().isoformat()
    return next((start[:length] for length in (DAY, 7, 4) if start[:length] == end[:length]), None)
