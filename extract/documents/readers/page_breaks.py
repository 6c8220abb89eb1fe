"""Page breaks in plain text, as programs that convert PDF write them: form feeds between running heads and feet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

FEED = "\f"
PAGE_NUMBER = re.compile(
    r"[\W_]*(?:page|p\.)?[\W_]*(?:\d{1,4}|[ivxl]{1,7})(?:[\W_]*(?:of|/|\|)?[\W_]*\d{1,4})?[\W_]*", re.IGNORECASE
)
OUTER_LINES = 2
"""Lines at the top and at the bottom of a page that may be running heads."""
SENTENCE_END = re.compile(r"[.!?:;…][\"'”’)\]]*$")


def without_page_breaks(text: str) -> str:
    """The text without form feeds, page numbers and running heads; a sentence that a page break parts is joined."""
    if FEED not in text.strip(FEED):
        return text.replace(FEED, "\n")
    pages = [page.split("\n") for page in text.split(FEED)]
    shapes = Counter(shape for page in pages for shape in {_shape(page[i]) for i in _outer(page)})
    bodies = [_without_heads(page, shapes) for page in pages]
    joined = ""
    for body in filter(None, bodies):
        joined += ("\n" if _goes_on(joined, body) else "\n\n" if joined else "") + body
    return joined


def _outer(page: Sequence[str]) -> list[int]:
    """The indices of the first and last lines of a page that hold text."""
    filled = [i for i, line in enumerate(page) if line.strip()]
    return sorted({*filled[:OUTER_LINES], *filled[-OUTER_LINES:]})


def _shape(line: str) -> str:
    """The words of a line without numbers: what recurs in a running head."""
    return re.sub(r"\d+", "#", " ".join(line.split()).casefold())


def _without_heads(page: Sequence[str], shapes: Counter[str]) -> str:
    heads = {i for i in _outer(page) if PAGE_NUMBER.fullmatch(page[i].strip()) or shapes[_shape(page[i])] > 1}
    return "\n".join(line for i, line in enumerate(page) if i not in heads).strip("\n")


def _goes_on(text: str, page: str) -> bool:
    """True if a sentence goes on over the page break."""
    last, first = text.rstrip(), page.lstrip()
    if not last or SENTENCE_END.search(last):
        return False
    return first[:1].islower() or last.endswith(",")
