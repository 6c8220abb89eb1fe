"""Teasers to documents: other articles that a page points to, dated from how long ago each says it came out."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType
from urllib.parse import urljoin

from extract.documents.content.article import Content, Teaser
from ontology.model import Document

UNITS = {
    "minutes": "minute minutes min mins menit minit minuto phút นาที",
    "hours": "hour hours hr hrs h jam oras giờ tiếng ชั่วโมง ชม. ชม",
    "days": "day days hari araw ngày วัน",
    "weeks": "week weeks minggu linggo tuần สัปดาห์",
    "months": "month months bulan buwan tháng เดือน",
    "years": "year years tahun năm ปี",
}
WORDS = {"an": 1, "a": 1, "one": 1, "two": 2, "three": 3, "isang": 1}
ONE_BACK = {
    "yesterday": "days", "kemarin": "days", "semalam": "days", "kahapon": "days", "hôm qua": "days", "sehari": "days",
    "เมื่อวาน": "days", "sejam": "hours", "seminggu": "weeks",
}  # fmt: skip
UNIT_OF = {word: unit for unit, words in UNITS.items() for word in words.split()}
AGE = re.compile(
    rf"\b(\d+|{'|'.join(WORDS)})\s?({'|'.join(sorted(map(re.escape, UNIT_OF), key=len, reverse=True))})(?![^\W\d_ก-๙])",
    re.IGNORECASE,
)
DAY = len("2025-10-27")


def teaser_documents(document: Document, found: Content) -> list[Document]:
    """A document for each teaser of a page; ids are the page's with `/teaser-1` and so on."""
    return [_document(document, found, teaser, number) for number, teaser in enumerate(found.teasers, 1)]


def _document(document: Document, found: Content, teaser: Teaser, number: int) -> Document:
    retrieved = str(document.extra.get("retrieved") or "")
    moment, told = (retrieved[:16], "time the page was got") if retrieved else (document.date or "", "date of the page")
    if moment == found.date and found.time:
        moment, told = f"{moment}T{found.time}", "date and time of the page"
    date = date_of_age(teaser.ago, moment)
    address = urljoin(document.url or "", teaser.url or "")
    return replace(
        document,
        id=f"{document.id}/teaser-{number}",
        text="\n".join(filter(None, (teaser.headline, teaser.summary))),
        title=teaser.headline,
        date=date,
        date_from=f"“{teaser.ago}”, counted from the {told}" if date else None,
        url=address if teaser.url and "://" in address else None,
        byline=None,
        standfirst=None,
        dateline=None,
        extra=MappingProxyType({"teaser_of": document.id}),
    )


def date_of_age(age: str, moment: str) -> str | None:
    """The date (ISO 8601, as exact as can be) that lies an age before a date or a date and time (2025-10-28T16:19).

    Hours before a day without its time may be that day or the one before: what both have in common is given.
    """
    counted = _counted(age)
    if counted is None or len(moment) < DAY:
        return None
    number, unit = counted
    begin, has_time = datetime.fromisoformat(moment), len(moment) > DAY
    if unit in {"months", "years"}:
        months = begin.year * 12 + begin.month - 1 - number * (12 if unit == "years" else 1)
        return f"{months // 12:04}" if unit == "years" else f"{months // 12:04}-{months % 12 + 1:02}"
    back = timedelta(**{unit: number})
    last = begin - back
    if unit == "weeks":
        return _common(last - timedelta(days=6), last)
    if has_time or unit == "days":
        return last.date().isoformat()
    return _common(last, last + timedelta(hours=23, minutes=59))


def _counted(age: str) -> tuple[int, str] | None:
    match = AGE.search(age)
    if match is not None:
        return (int(match[1]) if match[1].isdecimal() else WORDS[match[1].lower()]), UNIT_OF[match[2].lower()]
    word = next((word for word in ONE_BACK if word in age.casefold()), None)
    return None if word is None else (1, ONE_BACK[word])


def _common(first: datetime, last: datetime) -> str | None:
    """The day, else the month, else the year in which both are."""
    one, other = first.date().isoformat(), last.date().isoformat()
    return next((one[:length] for length in (DAY, 7, 4) if one[:length] == other[:length]), None)
