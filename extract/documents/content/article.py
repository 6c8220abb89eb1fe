"""The content of a document: article text, metadata that the text itself gives, and what was dropped and why."""

from __future__ import annotations

import html
import re
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from extract.dates.expressions import dated_line, stamped_date
from extract.documents.content.boilerplate import (
    ClassifiedLine,
    classify_lines,
    is_head_furniture,
    is_paragraph,
    source_of,
)
from extract.documents.content.footnotes import without_marks

TITLE_WORDS = 25
STANDFIRST_WORDS = 60
TERMINAL = re.compile(r"\x1b\[(?:[\d;?]+[@-~]|[mHJK])")
"""Control sequences of terminals, such as colours (ECMA-48)."""
INVISIBLE = re.compile(
    "[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
    r"|[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]"
    "|[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]|[\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0010fffe\U0010ffff]"
)
"""Soft hyphens, marks of direction, and what XML may not hold: control characters, half surrogates, noncharacters."""
REFERENCE = re.compile(r"&#(?:x([0-9a-f]{1,40})|(\d{1,40}));", re.IGNORECASE)
"""A numeric reference to a character in HTML or XML."""
SPACES = str.maketrans(dict.fromkeys("\x0b\x1c\x1d\x1e\x1f", " ") | dict.fromkeys("\x0c\x85\u2028\u2029", "\n"))
"""What separates words, lines and pages in old files."""
BYLINE = re.compile(
    r"by (?!the numbers)([\w\s.,’'&/()-]{2,80}?)(?:\s*[|•·●]\s*.*|\s+[–—]\s+.*|,?\s*\d.*)?", re.IGNORECASE
)
DATELINE = re.compile(r"([A-ZÀ-Þ]{3,}(?:[ -][A-ZÀ-Þ]{2,})*)(?=[, (–—-])[^.!?]{0,60}?[–—-] ")
"""The place of a dateline: "KUALA LUMPUR, 28 October 2025 – "."""
TIME = re.compile(r"\b(\d{1,2})[:.]([0-5]\d)(?:[:.]\d\d)?(?: ?([ap])\.?m\b)?(?![\d.])", re.IGNORECASE)
EMPTY: Mapping[str, object] = MappingProxyType({})


class FormatError(ValueError):
    """An item that cannot be read: the message says why, and what to do."""


def unexpected(error: Exception) -> str:
    """Why an item cannot be read in which a library fails in a way that it does not document."""
    if isinstance(error, MemoryError):
        return "needs more memory than one document may use; leave it out, or allow more with --max-memory"
    if isinstance(error, RecursionError):
        return "nested too deeply to be read; save its text as .txt"
    told = " ".join(f"{type(error).__name__}: {error}".split())[:120]
    return f"damaged, or in an unknown form ({told!a}); save it again, or save its text as .txt"


class OtherDocumentError(FormatError):
    """A document in a format that is not supported."""


@dataclass(frozen=True, slots=True)
class DroppedText:
    """Text of the page that is not in the article, and the reason of the rule that removed it."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Teaser:
    """Another article that the page links to: headline, how long ago it came out (`ago`), summary, address."""

    headline: str
    ago: str
    summary: str = ""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """The text of a document, one paragraph or heading a line, and the metadata found in it."""

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
    """ISO 639-1 code that the page declares; often wrong."""
    dropped: tuple[DroppedText, ...] = ()
    teasers: tuple[Teaser, ...] = ()
    extra: Mapping[str, object] = field(default_factory=lambda: EMPTY)
    warnings: tuple[str, ...] = ()
    """What was not certain in reading it, and what to do."""


def normalise_line(line: str) -> str:
    """The line in NFC, with single blanks between words and no invisible characters."""
    return unicodedata.normalize("NFC", " ".join(printable(line).split()))


def printable(text: str) -> str:
    """The text without invisible characters and control sequences; of white space, only what XML may hold."""
    return INVISIBLE.sub("", TERMINAL.sub("", text)).translate(SPACES)


def with_possible_references(text: str) -> str:
    """The HTML or XML without references to characters that it may not hold: a parser would stop there.

    For the codes that old Windows programs wrote, such as `&#146;`, it holds the characters that browsers show.
    """
    return REFERENCE.sub(_possible, text)


def _possible(reference: re.Match[str]) -> str:
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    is_possible = code <= sys.maxunicode and printable(chr(code)) != ""
    return reference[0] if is_possible else printable(html.unescape(reference[0])).replace("\ufffd", "")


def build_content(lines: Iterable[str], *, title: str | None = None, dropped: Iterable[DroppedText] = ()) -> Content:
    """The content of normalised lines: the article without boilerplate, and its title, date, byline and the like.

    `title` is one known from elsewhere; `dropped` is what the reader has already dropped.
    """
    texts = [without_marks(line) for line in lines if line]
    classified = classify_lines(texts)
    kept = [line.line for line in classified if line.why is None]
    date, date_from = _date(texts)
    return Content(
        "\n".join(kept),
        without_marks(title) if title else title_of(kept),
        date=date,
        date_from=date_from,
        time=time_of_day(date_from or ""),
        source=next(filter(None, map(source_of, texts)), None),
        standfirst=_standfirst(classified),
        dateline=_dateline(kept),
        byline=_byline(classified),
        dropped=(*dropped, *_dropped(classified)),
        teasers=tuple(teasers(classified)),
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


def teasers(lines: Sequence[ClassifiedLine]) -> Iterable[Teaser]:
    """The teasers of other articles among dropped lines, each found by its age.

    The order in a teaser is headline, age, summary; or headline, summary, age; or age, headline, summary.
    """
    ages = [i for i, line in enumerate(lines) if line.is_age]
    if not ages:
        return
    first = next((k + 1 for k in range(ages[0] - 1, -1, -1) if _is_edge(lines[k])), 0)
    edges = [first, *(i + 1 for i in ages)]
    has_headline_first = first < ages[0]
    for number, i in enumerate(ages):
        stop = ages[number + 1] if number + 1 < len(ages) else len(lines)
        above = lines[edges[number] : i] if has_headline_first else ()
        before = [line for line in above if line.why is not None and line.is_text]
        after = [line for line in lines[i + 1 : stop] if line.why is not None and line.is_text]
        yield from _teaser(lines[i].line, before, after)


def _is_edge(line: ClassifiedLine) -> bool:
    return line.why is None or not line.is_text


def _teaser(age: str, before: Sequence[ClassifiedLine], after: Sequence[ClassifiedLine]) -> Iterable[Teaser]:
    if before and not before[-1].is_running:
        summary = next((line.line for line in after[:1] if line.is_running), "")
        yield Teaser(before[-1].line, age, summary)
    elif len(before) > 1 and not before[-2].is_running:
        yield Teaser(before[-2].line, age, before[-1].line)
    elif after and not after[0].is_running:
        summary = next((line.line for line in after[1:2] if line.is_running), "")
        yield Teaser(after[0].line, age, summary)


def _date(lines: Sequence[str]) -> tuple[str | None, str | None]:
    dated = dated_line("\n".join(lines))
    if dated is None:
        return None, None
    value, line = dated
    return value, f"dateline “{line[:60].strip()}”" if is_paragraph(line) else f"line “{line}”"


def _dropped(lines: Iterable[ClassifiedLine]) -> Iterable[DroppedText]:
    for line in lines:
        if line.why is not None:
            yield DroppedText(line.line, line.why)
        yield from (DroppedText(text, why) for text, why in line.cut)


def _head(lines: Sequence[ClassifiedLine]) -> Sequence[ClassifiedLine]:
    """The lines above the first paragraph."""
    paragraphs = [i for i, line in enumerate(lines) if line.why is None and is_paragraph(line.line)]
    return lines[: paragraphs[0]] if paragraphs else ()


def byline_of(lines: Iterable[str]) -> str | None:
    """The author, by the first line that is a byline: "By Jane Doe | 9 January 2026"."""
    match = next(filter(None, map(BYLINE.fullmatch, lines)), None)
    return match[1].strip(" ,") if match else None


def _byline(lines: Sequence[ClassifiedLine]) -> str | None:
    return byline_of(line.line for line in _head(lines) if line.why is not None)


def _standfirst(lines: Sequence[ClassifiedLine]) -> str | None:
    """The line between the headline and the byline or date below it."""
    first = next((i for i, line in enumerate(lines) if line.why is None), len(lines))
    for i, line in enumerate(lines[first + 1 :], first + 1):
        if line.why is not None:
            between = [above.line for above in lines[first + 1 : i] if above.why is None]
            is_head = stamped_date(line.line) is not None or is_head_furniture(line.line)
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
