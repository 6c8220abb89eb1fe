"""What a reader hands on: the article of a text, what the text says of itself, and what was dropped of it and why."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from extract.dates.expressions import dated_line, stamped_date
from extract.documents.content.boilerplate import Judgement, is_head_furniture, is_paragraph, judged, source_of

TITLE_WORDS = 25
STANDFIRST_WORDS = 60
INVISIBLE = re.compile("[\u00ad\u200b\u200c\u2060\ufeff]|[\\x01-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f]")
BYLINE = re.compile(
    r"by (?!the numbers)([\w\s.,’'&/()-]{2,80}?)(?:\s*[|•·●]\s*.*|\s+[–—]\s+.*|,?\s*\d.*)?", re.IGNORECASE
)
DATELINE = re.compile(r"([A-ZÀ-Þ]{3,}(?:[ -][A-ZÀ-Þ]{2,})*)(?=[, (–—-])[^.!?]{0,60}?[–—-] ")
"""The place of a dateline: "KUALA LUMPUR, 28 October 2025 – "."""
TIME = re.compile(r"\b(\d{1,2})[:.]([0-5]\d)(?:[:.]\d\d)?(?: ?([ap])\.?m\b)?(?![\d.])", re.IGNORECASE)
EMPTY: Mapping[str, object] = MappingProxyType({})


class FormatError(ValueError):
    """Why the bytes cannot be read, and what to do."""


class OtherDocumentError(FormatError):
    """A document, but in a format that is not read."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """Words that were on the page and are not in the text, and the rule that took them out."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Teaser:
    """Another article that the page points to: headline, summary, how long ago it came out, address."""

    headline: str
    ago: str
    summary: str = ""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """A document's text (one paragraph or heading a line) and what it says of itself."""

    text: str
    title: str | None = None
    date: str | None = None
    date_from: str | None = None
    """Where the date stands: "meta", "JSON-LD", "line “24 October 2025”" ..."""
    time: str | None = None
    """The time of day beside the date, as 16:19."""
    url: str | None = None
    source: str | None = None
    standfirst: str | None = None
    dateline: str | None = None
    byline: str | None = None
    language: str | None = None
    """ISO 639-1 code that the page declares: a hint, pages are often wrong about it."""
    dropped: tuple[Dropped, ...] = ()
    teasers: tuple[Teaser, ...] = ()
    extra: Mapping[str, object] = field(default_factory=lambda: EMPTY)


def normal(line: str) -> str:
    """NFC, one blank between words, no invisible characters."""
    return unicodedata.normalize("NFC", " ".join(INVISIBLE.sub("", line).split()))


def article(lines: Iterable[str], *, title: str | None = None, dropped: Iterable[Dropped] = ()) -> Content:
    """The article in normal lines, without boilerplate, and title, date, byline and the rest as far as the lines tell.

    `title` is known from elsewhere; `dropped` is what the reader has already left out.
    """
    found = [line for line in lines if line]
    verdicts = judged(found)
    kept = [one.line for one in verdicts if one.why is None]
    date, date_from = _date(found)
    return Content(
        "\n".join(kept),
        title or title_of(kept),
        date=date,
        date_from=date_from,
        time=time_of_day(date_from or ""),
        source=next(filter(None, map(source_of, found)), None),
        standfirst=_standfirst(verdicts),
        dateline=_dateline(kept),
        byline=_byline(verdicts),
        dropped=(*dropped, *_dropped(verdicts)),
        teasers=tuple(teasers(verdicts)),
    )


def title_of(lines: Sequence[str]) -> str | None:
    """The first line, if it is short, ends without a full stop and has running text below it."""
    has_body = any(is_paragraph(line) for line in lines[1:])
    if not has_body or is_paragraph(lines[0]) or lines[0].endswith(".") or len(lines[0].split()) > TITLE_WORDS:
        return None
    return lines[0]


def time_of_day(line: str) -> str | None:
    """The time that a line gives, as 16:19."""
    match = TIME.search(line)
    if match is None:
        return None
    half = (match[3] or "").lower()
    hour = int(match[1]) % 12 + 12 * (half == "p") if half else int(match[1])
    return f"{hour:02}:{match[2]}" if hour < 24 else None


def teasers(verdicts: Sequence[Judgement]) -> Iterable[Teaser]:
    """The other articles among dropped lines that say how long ago each came out, by where the age stands.

    Headline, age, summary; or headline, summary, age; or age, headline, summary.
    """
    ages = [i for i, one in enumerate(verdicts) if one.is_age]
    if not ages:
        return
    first = next((k + 1 for k in range(ages[0] - 1, -1, -1) if _is_edge(verdicts[k])), 0)
    edges = [first, *(i + 1 for i in ages)]
    has_headline_first = first < ages[0]
    for number, i in enumerate(ages):
        stop = ages[number + 1] if number + 1 < len(ages) else len(verdicts)
        above = verdicts[edges[number] : i] if has_headline_first else ()
        before = [one for one in above if one.why is not None and one.is_text]
        after = [one for one in verdicts[i + 1 : stop] if one.why is not None and one.is_text]
        yield from _teaser(verdicts[i].line, before, after)


def _is_edge(one: Judgement) -> bool:
    return one.why is None or not one.is_text


def _teaser(age: str, before: Sequence[Judgement], after: Sequence[Judgement]) -> Iterable[Teaser]:
    if before and not before[-1].is_running:
        summary = next((one.line for one in after[:1] if one.is_running), "")
        yield Teaser(before[-1].line, age, summary)
    elif len(before) > 1 and not before[-2].is_running:
        yield Teaser(before[-2].line, age, before[-1].line)
    elif after and not after[0].is_running:
        summary = next((one.line for one in after[1:2] if one.is_running), "")
        yield Teaser(after[0].line, age, summary)


def _date(lines: Sequence[str]) -> tuple[str | None, str | None]:
    found = dated_line("\n".join(lines))
    if found is None:
        return None, None
    value, line = found
    return value, f"dateline “{line[:60].strip()}”" if is_paragraph(line) else f"line “{line}”"


def _dropped(verdicts: Iterable[Judgement]) -> Iterable[Dropped]:
    for one in verdicts:
        if one.why is not None:
            yield Dropped(one.line, one.why)
        yield from (Dropped(text, why) for text, why in one.cut)


def _head(verdicts: Sequence[Judgement]) -> Sequence[Judgement]:
    """What stands above the second paragraph."""
    running = [i for i, one in enumerate(verdicts) if one.why is None and is_paragraph(one.line)]
    return verdicts[: running[0]] if running else ()


def byline_of(lines: Iterable[str]) -> str | None:
    """Who wrote it, by the first line that says so: "By Jane Doe | 9 January 2026"."""
    match = next(filter(None, map(BYLINE.fullmatch, lines)), None)
    return match[1].strip(" ,") if match else None


def _byline(verdicts: Sequence[Judgement]) -> str | None:
    return byline_of(one.line for one in _head(verdicts) if one.why is not None)


def _standfirst(verdicts: Sequence[Judgement]) -> str | None:
    """What stands between the headline and the byline or date below it."""
    first = next((i for i, one in enumerate(verdicts) if one.why is None), len(verdicts))
    for i, one in enumerate(verdicts[first + 1 :], first + 1):
        if one.why is not None:
            between = [v.line for v in verdicts[first + 1 : i] if v.why is None]
            is_head = stamped_date(one.line) is not None or is_head_furniture(one.line)
            return between[0] if is_head and len(between) == 1 and _is_standfirst(between[0]) else None
        if i > first + 1:
            break
    return None


def _is_standfirst(line: str) -> bool:
    return 3 < len(line.split()) <= STANDFIRST_WORDS  # fewer words are a rubric


def _dateline(lines: Sequence[str]) -> str | None:
    first = next((line for line in lines if is_paragraph(line)), "")
    match = DATELINE.match(first)
    return match[1] if match else None
