"""HTML pages: main text by trafilatura, dates by htmldate, with the place of each date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import replace
from itertools import product
from typing import Any

import trafilatura
from htmldate import find_date
from lxml.html import tostring
from trafilatura.settings import Document as Page

from extract.dates.expressions import iso_date, stamped_date
from extract.documents.content.article import (
    Content,
    DroppedText,
    FormatError,
    Teaser,
    build_content,
    byline_of,
    normalise_line,
    with_possible_references,
)
from extract.documents.content.boilerplate import is_age, is_paragraph
from extract.documents.content.encoding import HEAD_BYTES
from extract.documents.readers.page_marks import repair_page
from extract.documents.readers.plain import joined_cells, parse_plain_text, without_list_mark

TAG = re.compile(r"<[a-zA-Z!/][^<>]*>")
XML_HEAD = re.compile(r"\A\s*<\?xml[^>]*\?>")
HEAD_TEXTS = 20  # pieces of text between a headline and its article that are looked at
EARLIEST, LATEST = "1990-01-01", "2099-12-31"  # htmldate's own bound is today: the result would depend on the clock
DATES: dict[str, Any] = {"original_date": True, "extensive_search": False, "min_date": EARLIEST, "max_date": LATEST}
DATE_SOURCES = (
    ("meta", "//meta"),
    ("JSON-LD", '//script[contains(@type, "ld+json")]'),
    ("address", '//link[@rel="canonical"] | //meta[@property="og:url"]'),
)
INVISIBLE_TAGS = frozenset({"script", "style", "noscript", "template", "svg", "head"})
BLOCK_TAGS = frozenset(
    "p li h1 h2 h3 h4 h5 h6 figcaption td th dt dd blockquote div section article aside nav ul ol "
    "table tr main header footer figure form pre".split()
)
OUTSIDE = "outside the main text (trafilatura)"
MIN_TEASER_WORDS = 3


def parse_html(text: str) -> Content:
    """The article of a page or of a fragment of HTML, with its metadata. Raises FormatError if it cannot be parsed."""
    if not TAG.search(text):
        return parse_plain_text(text)
    page_text = XML_HEAD.sub("", with_possible_references(text))
    if "<html" not in page_text[:HEAD_BYTES].lower():
        page_text = f"<html><body>{page_text}</body></html>"
    tree = trafilatura.load_html(page_text)
    if tree is None:
        raise FormatError("not readable as HTML; save the page again, or save its text as .txt")
    if repair_page(tree):
        page_text = tostring(tree, encoding="unicode")
    page = _extracted(page_text)
    lines = [line for line in map(_html_line, page.text.split("\n")) if line]
    headline = _headline(tree, page.title)
    if headline and headline not in lines[:3]:
        lines.insert(0, headline)
    return _with_metadata(build_content(lines, title=page.title), page, tree)


def _with_metadata(content: Content, page: Content, tree: Any) -> Content:  # noqa: ANN401  # lxml carries no types
    date, date_from = _page_date(tree)
    return replace(
        content,
        date=date or content.date,
        date_from=date_from or content.date_from,
        time=_time(tree, date) if date else content.time,
        url=page.url,
        source=page.source or content.source,
        byline=byline_of(_head_lines(tree)) or content.byline or page.byline,
        standfirst=page.standfirst or content.standfirst,
        language=page.language,
        dropped=(*content.dropped, *_outside(tree, content)),
        teasers=(*content.teasers, *_linked(tree, content.teasers)),
    )


def _html_line(line: str) -> str:
    """A line of trafilatura's text without its marks for list items and table rows."""
    if line.startswith("|"):
        cells = [cell.strip().replace(" ;", ";") for cell in line.strip("| ").split("|")]
        return normalise_line("" if all(set(cell) <= {"-"} for cell in cells) else joined_cells(cells))
    return normalise_line(without_list_mark(line.strip()))


def _extracted(text: str) -> Content:
    """Main text by trafilatura: for precision first, for recall where that gives nothing, as for very short pages.

    trafilatura gives nothing at all where a date in the metadata is impossible: then it reads the text alone.
    """
    for with_metadata, favor_precision in product((True, False), repeat=2):
        page = trafilatura.bare_extraction(
            text,
            favor_precision=favor_precision,
            include_comments=False,
            include_tables=True,
            with_metadata=with_metadata,
            date_extraction_params=DATES,
        )
        if isinstance(page, Page) and page.text:
            return Content(
                page.text,
                title=page.title or None,
                url=page.url,
                source=page.sitename,
                byline=page.author,
                standfirst=normalise_line(page.description or "") or None,
                language=_language(text),
            )
    return Content("")


def _language(text: str) -> str | None:
    match = re.search(r"<html[^>]{0,400}?\blang\s*=\s*[\"']?([a-zA-Z]{2,3})\b", text[:HEAD_BYTES], re.IGNORECASE)
    return match[1].lower() if match else None


def _headline(tree: Any, title: str | None) -> str | None:  # noqa: ANN401  # lxml carries no types
    """The page's <h1> if it is also the title: trafilatura sometimes omits it."""
    headings = [normalise_line(h1.text_content()) for h1 in tree.iter("h1")]
    return next((h1 for h1 in headings if title and h1 and h1 == normalise_line(title)), None)


# ---- dates


def _page_date(tree: Any) -> tuple[str | None, str | None]:  # noqa: ANN401  # lxml carries no types
    """The date in metadata, JSON-LD or address (htmldate), else in <time> or a date line, and where it stands.

    Running text is never searched for it.
    """
    date = _machine_date(tree, " | ".join(path for _, path in DATE_SOURCES))
    if date is not None:
        place = next((name for name, path in DATE_SOURCES if _machine_date(tree, path) == date), "metadata")
        return date, place
    times = tree.xpath("//article//time[@datetime]/@datetime | //main//time[@datetime]/@datetime")
    value = next((value for value in map(iso_date, map(str, times)) if value), None)
    return (value, "<time>") if value else _date_line(tree)


def _machine_date(tree: Any, path: str) -> str | None:  # noqa: ANN401  # lxml carries no types
    page, head = tree.makeelement("html"), tree.makeelement("head")
    page.extend([head, tree.makeelement("body")])
    for element in tree.xpath(path):
        head.append(copy(element))
    try:
        date: str | None = find_date(page, **DATES)
    except (ValueError, OverflowError):  # for an offset of 99 hours
        return None
    return date


def _time(tree: Any, date: str) -> str | None:  # noqa: ANN401  # lxml carries no types
    """The time of day beside the date in the metadata."""
    texts = [
        *tree.xpath("//meta/@content | //time/@datetime"),
        *tree.xpath('//script[contains(@type, "ld+json")]/text()'),
    ]
    match = re.search(rf"{date}T(\d\d:\d\d)", "\n".join(map(str, texts)))
    return match[1] if match else None


def _head_lines(tree: Any) -> list[str]:  # noqa: ANN401  # lxml carries no types
    """The pieces of text between the headline and the first paragraph."""
    lines: list[str] = []
    for text in tree.xpath("(//h1)[1]/following::text()[normalize-space()]")[:HEAD_TEXTS]:
        line = normalise_line(str(text))
        if is_paragraph(line):
            break
        lines.append(line)
    return lines


def _date_line(tree: Any) -> tuple[str | None, str | None]:  # noqa: ANN401  # lxml carries no types
    """The date that stands on a line of its own between the headline and the first paragraph."""
    for line in _head_lines(tree):
        if value := stamped_date(line):
            return value, f"line “{line}”"
    return None, None


# ---- text outside the article


def _outside(tree: Any, content: Content) -> Iterator[DroppedText]:  # noqa: ANN401  # lxml carries no types
    """The visible texts of the page that neither the article nor its own dropped lines hold."""
    known = "\n".join([content.text, *(dropped.text for dropped in content.dropped)])
    for line in visible(tree):
        if line not in known:
            yield DroppedText(line, OUTSIDE)


def visible(tree: Any) -> Iterator[str]:  # noqa: ANN401  # lxml carries no types
    """The texts of the innermost blocks of a page, in reading order."""
    words: list[str] = []
    for kind, text in _pieces(tree):
        if kind == "text":
            words.append(text)
        elif line := normalise_line("".join(words)):
            yield line
            words = []
        else:
            words = []
    if line := normalise_line("".join(words)):
        yield line


def _pieces(tree: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401  # lxml carries no types
    """Texts of a page in reading order, with a break at the border of each block."""
    stack: list[tuple[Any, bool]] = [(tree, False)]
    while stack:
        element, is_left = stack.pop()
        is_element = isinstance(element.tag, str)
        is_block = is_element and (element.tag in BLOCK_TAGS or element.tag == "br")
        if is_left:
            if is_block:
                yield "break", ""
            yield "text", element.tail or ""
            continue
        if is_block:
            yield "break", ""
        stack.append((element, True))
        if is_element and element.tag not in INVISIBLE_TAGS:
            yield "text", element.text or ""
            stack.extend((child, False) for child in reversed(element))


def _linked(tree: Any, known: Sequence[Teaser]) -> Iterator[Teaser]:  # noqa: ANN401  # lxml
    """Links with an age beside them: teasers of other articles outside the main text."""
    seen = {teaser.headline for teaser in known}
    for element in tree.iter():
        age = normalise_line(element.text_content()) if isinstance(element.tag, str) and len(element) == 0 else ""
        if not is_age(age):
            continue
        link = _link_beside(element)
        headline = "" if link is None else normalise_line(link.text_content())
        if link is None or headline in seen or len(headline.split()) < MIN_TEASER_WORDS:
            continue
        seen.add(headline)
        yield Teaser(headline, age, url=link.get("href"))


def _link_beside(element: Any) -> Any:  # noqa: ANN401  # lxml carries no types
    """The link in the smallest element around this one that has any."""
    for around in element.iterancestors():
        links = [link for link in around.iter("a") if normalise_line(link.text_content())]
        if links:
            return links[0] if len(links) == 1 or (around.tag in {"li", "article", "div"} and len(links) < 3) else None
    return None
