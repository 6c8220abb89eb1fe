"""PDF to paragraphs, by pdfium: text in reading order, without running heads, page numbers and hyphens at line ends.

pdfium gives lines in the order of the page's content, which keeps columns; where a paragraph ends is told by the place
of its lines: a wider gap, a line that ends early, an indent, another size of type.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

import pypdfium2

from extract.dates.expressions import iso_date
from extract.documents.content.article import Content, Dropped, FormatError, article, normal
from extract.documents.content.item import Item, too_large
from extract.documents.readers.plain import BULLET

MARGIN = 0.13  # share of the page's height that a running head or foot may stand in
SHARE_OF_PAGES = 0.3  # on so many of the pages a line must stand to be a running head
OUTER_ROWS = 2  # rows at the upper and the lower edge that may be running heads
PLACE = 6.0  # points by which a running head may stand higher or lower
SAME_SIZE = 0.12  # by which heights of type in a paragraph may differ
WIDE_GAP = 1.3  # leadings above a new paragraph
INDENT = 0.8  # heights of type that a first line is moved to the right
NEIGHBOURS = 12  # lines before and after that tell how wide the column is
SAME_LEFT = 3.0  # heights of type within which lines begin that stand in one column
HYPHENS = "\x02\ufffe\u00ad"
"""What pdfium writes for a hyphen that the typesetter put in."""
PAGE_NUMBER = re.compile(
    r"[\W_]*(?:page|p\.)?[\W_]*(?:\d{1,4}|[ivxl]{1,7})(?:[\W_]*(?:of|/|\|)?[\W_]*\d{1,4})?[\W_]*", re.IGNORECASE
)
LINE_END = re.compile(r"\r\n|\r|\n|(?<=[\x02\ufffe])")
"""pdfium writes the two lines of a hyphen as one."""
CREATED = re.compile(r"D:(\d{4})(\d\d)(\d\d)")
SENTENCE_END = re.compile(r"[.!?:][\"'”’)\]]*$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of type: page (from 0), place in points from the bottom left, height of type, height of its page."""

    text: str
    page: int
    left: float
    right: float
    base: float
    size: float
    page_height: float

    @property
    def is_in_margin(self) -> bool:
        """True near the upper or lower edge of the page."""
        return not MARGIN < self.base / self.page_height < 1 - MARGIN


def pdf(item: Item, most: int) -> Content:
    """The article of a PDF file. Raises FormatError for one that is damaged, locked or holds no text."""
    item.file.seek(0)
    try:
        document = pypdfium2.PdfDocument(item.file, autoclose=False)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise FormatError("password-protected; save it without a password") from None
        raise FormatError("a PDF file that is damaged or cut off; get it again from where it came from") from None
    try:
        return _content(document, most)
    finally:
        document.close()


def _content(document: pypdfium2.PdfDocument, most: int) -> Content:
    lines = list(_lines(document, most))
    if not lines:
        raise FormatError(
            f"no text in its {len(document)} pages, only pictures: a scan? Recognise its text first (OCR), then read it"
        )
    heads = running_heads(lines, len(document))
    dropped = [Dropped(normal(line.text), heads[line]) for line in lines if line in heads]
    texts = [normal(BULLET.sub("", text)) for text in paragraphs([line for line in lines if line not in heads])]
    meta = document.get_metadata_dict()
    title = normal(meta.get("Title", ""))
    found = article(texts, title=_found_title(title, texts), dropped=dropped)
    created = CREATED.match(meta.get("CreationDate", ""))
    date = iso_date("-".join(created.groups())) if created else None
    return found if found.date or not date else replace(found, date=date, date_from="PDF properties")


def _found_title(title: str, texts: Sequence[str]) -> str | None:
    """The title of the properties, if the page shows it too: "Microsoft Word - draft3" is none."""
    return title if title and any(title.casefold() == text.casefold() for text in texts[:10]) else None


# ---- lines


def _lines(document: pypdfium2.PdfDocument, most: int) -> Iterator[Line]:
    total = 0
    for number in range(len(document)):
        try:
            page = document[number]
        except pypdfium2.PdfiumError:
            continue  # a damaged page; the others may be whole
        text_page = page.get_textpage()
        try:
            text = text_page.get_text_range()
            total += len(text)
            if total > most:
                raise too_large(total, most)
            yield from _page_lines(text_page, text, number, page.get_height())
        finally:
            text_page.close()
            page.close()


def _page_lines(page: pypdfium2.PdfTextPage, text: str, number: int, height: float) -> Iterator[Line]:
    start = 0
    for raw in LINE_END.split(text):
        begin = text.index(raw, start) if raw else start
        start = begin + len(raw)
        if raw.strip():
            yield _line(page, raw, begin, number, height)


def _line(page: pypdfium2.PdfTextPage, raw: str, begin: int, number: int, height: float) -> Line:
    inked = [begin + i for i, character in enumerate(raw) if not character.isspace() and character not in HYPHENS]
    last = page.count_chars() - 1
    boxes = (
        [page.get_charbox(min(i, last), loose=True) for i in (inked[0], inked[len(inked) // 2], inked[-1])]
        if inked
        else []
    )
    if not boxes:
        return Line(raw.strip(), number, 0, 0, 0, 1, height)
    size = median(top - bottom for _, bottom, _, top in boxes)
    return Line(raw.strip(), number, boxes[0][0], boxes[-1][2], boxes[0][1], max(size, 1.0), height)


def running_heads(lines: Sequence[Line], pages: int) -> dict[Line, str]:
    """The outermost lines that are page numbers or stand on many pages alike but for numbers, and why they go."""
    margin = [line for line in _outermost(lines) if line.is_in_margin]
    on_pages = Counter(shape for shape, _ in {(_shape(line), line.page) for line in margin})
    needed = max(2, SHARE_OF_PAGES * pages)
    found: dict[Line, str] = {}
    for line in margin:
        if PAGE_NUMBER.fullmatch(line.text):
            found[line] = "page number"
        elif on_pages[_shape(line)] >= needed:
            found[line] = f"running head: on {on_pages[_shape(line)]} of {pages} pages"
    return found


def _outermost(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines of the two highest and of the two lowest rows of each page."""
    rows: dict[int, set[int]] = {}
    for line in lines:
        rows.setdefault(line.page, set()).add(round(line.base))
    outer = {page: {*sorted(bases)[:OUTER_ROWS], *sorted(bases)[-OUTER_ROWS:]} for page, bases in rows.items()}
    return (line for line in lines if round(line.base) in outer[line.page])


def _shape(line: Line) -> tuple[str, int]:
    """Words without their numbers, and how high they stand."""
    return re.sub(r"\d+", "#", " ".join(line.text.split()).casefold()), round(line.base / PLACE)


# ---- paragraphs


def paragraphs(lines: Sequence[Line]) -> Iterator[str]:
    """The paragraphs that lines of type make."""
    leading = _leading(lines)
    words = {word for line in lines for word in re.findall(r"\w+(?:-\w+)+", line.text)}
    paragraph = ""
    for i, line in enumerate(lines):
        if i and _goes_on(lines, i, leading):
            paragraph = _glued(paragraph, line.text, words)
        else:
            if paragraph:
                yield paragraph
            paragraph = line.text
    if paragraph:
        yield paragraph


def _leading(lines: Sequence[Line]) -> float:
    """The usual distance of two lines, in heights of type."""
    gaps = [
        (before.base - line.base) / line.size
        for before, line in pairwise(lines)
        if before.page == line.page and 0 < before.base - line.base < 4 * line.size and _same_size(before, line)
    ]
    # the small ones: in a letter with short paragraphs as many gaps are wide
    return median(sorted(gaps)[: max(1, len(gaps) * 2 // 3)]) if gaps else 1.0


def _same_size(one: Line, other: Line) -> bool:
    return abs(one.size - other.size) <= SAME_SIZE * max(one.size, other.size)


def _goes_on(lines: Sequence[Line], i: int, leading: float) -> bool:
    """True if a line is of the same paragraph as the one before."""
    before, line = lines[i - 1], lines[i]
    if not _same_size(before, line) or BULLET.match(line.text):
        return False
    is_full = _is_full(lines, i - 1, line)
    gap = (before.base - line.base) / line.size
    if before.page != line.page or gap < -leading:  # the next column or page
        return not SENTENCE_END.search(before.text) and (is_full or line.text[:1].islower())
    if abs(gap) < 0.3:  # pieces of one line
        return line.left > before.left
    if gap > WIDE_GAP * leading or not is_full:
        return False
    is_indented = line.left - before.left > INDENT * line.size
    return not (is_indented and SENTENCE_END.search(before.text))


def _is_full(lines: Sequence[Line], i: int, following: Line) -> bool:
    """True if the first word of the line that follows would not have fitted into this one."""
    line = lines[i]
    if line.text[-1:] in HYPHENS or line.text.endswith("-"):
        return True
    column = [
        one
        for one in lines[max(0, i - NEIGHBOURS) : i + NEIGHBOURS + 1]
        if abs(one.left - line.left) < SAME_LEFT * line.size and _same_size(one, line)
    ]
    edge = max(one.right for one in column)
    letter = (following.right - following.left) / max(len(following.text), 1)
    word = len(following.text.split(" ", 1)[0]) + 1
    return line.right + word * letter > edge - 0.5 * line.size


def _glued(paragraph: str, line: str, words: set[str]) -> str:
    """A line put on; a hyphen at the end of the last one goes, unless the text has the word with it elsewhere."""
    match = re.search(rf"(\w+)[-{HYPHENS}]$", paragraph)
    following = re.match(r"[^\W\d_]+", line)
    if match is None or following is None or not following[0].islower():
        return f"{paragraph} {line}"
    return paragraph[:-1] + ("-" if f"{match[1]}-{following[0]}" in words else "") + line
