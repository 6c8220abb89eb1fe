"""PDF to paragraphs by pdfium: text in reading order, without running heads, page numbers and end-of-line hyphens.

pdfium gives lines in the order of the page's content stream, which keeps columns apart. A paragraph ends at a wider
gap, a line that ends early, an indent or another type size.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from math import isfinite
from statistics import median

import pypdfium2

from extract.dates.expressions import iso_date
from extract.documents.content.article import Content, DroppedText, FormatError, build_content, normalise_line
from extract.documents.content.footnotes import is_mark
from extract.documents.content.hyphens import HYPHENS, glued, hyphenated_words
from extract.documents.content.hyphens import LINE_END as LINE_END_HYPHENS
from extract.documents.content.raw_item import RawItem, too_large
from extract.documents.readers.page_breaks import PAGE_NUMBER
from extract.documents.readers.plain import BULLET, without_list_mark

MARGIN = 0.13  # share of the page's height that a running head or foot may stand in
SHARE_OF_PAGES = 0.3  # share of the pages on which a running head must appear
OUTER_ROWS = 2  # rows at the upper and lower edge that may be running heads
HEAD_TOLERANCE = 6.0  # points by which the height of a running head may vary
SAME_SIZE = 0.12  # share by which type sizes in a paragraph may differ
WIDE_GAP = 1.3  # leadings above a new paragraph
INDENT = 0.8  # heights of type by which a first line is indented
NEIGHBOURS = 12  # lines before and after by which the width of the column is measured
SAME_LEFT = 3.0  # heights of type within which the lines of one column begin
RAISED = re.compile(r"(?:(?<=[^\W\d_])|(?<=[.,;:!?)\]”’\"']))(?:\r\n|\r|\n)?(\d{1,3})(?!\w)")
"""pdfium takes a mark that is raised high for the start of a line."""
RAISED_SIZE = 0.85  # share of the type size that a footnote mark has at most
LINE_END = re.compile(r"\r\n|\r|\n|(?<=[\x02\ufffe])")
"""pdfium writes two lines that a hyphen joins as one."""
MARKED = 200  # characters before a footnote mark that tell what it is
PAGE_HEIGHT = 842.0  # that of A4, for a page of which the height is damaged
CREATED = re.compile(r"D:(\d{4})(\d\d)(\d\d)")
SENTENCE_END = re.compile(r"[.!?:][\"'”’)\]]*$")


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text on a page (counted from 0), with its position in points from the bottom left.

    `base` is the baseline, `size` the type size, `page_height` the height of the page.
    """

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


def parse_pdf(item: RawItem, max_size: int) -> Content:
    """The content of a PDF file. Raises FormatError if it is damaged, locked or without text."""
    item.file.seek(0)
    try:
        document = pypdfium2.PdfDocument(item.file, autoclose=False)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise FormatError("password-protected; save it without a password") from None
        raise FormatError("a damaged or truncated PDF file; copy or download it again") from None
    try:
        return _content(document, max_size)
    finally:
        document.close()


def _content(document: pypdfium2.PdfDocument, max_size: int) -> Content:
    lines = list(_lines(document, max_size))
    if not lines:
        raise FormatError(
            f"no text in its {len(document)} pages, only pictures, so it may be a scan; "
            "run text recognition (OCR) on it first"
        )
    heads = running_heads(lines, len(document))
    dropped = [DroppedText(normalise_line(line.text), heads[line]) for line in lines if line in heads]
    body = _footnotes_last([line for line in lines if line not in heads])
    texts = [normalise_line(without_list_mark(text)) for text in join_paragraphs(body)]
    meta = _metadata(document)
    title = normalise_line(meta.get("Title", ""))
    content = build_content(texts, title=_shown_title(title, texts), dropped=dropped)
    created = CREATED.match(meta.get("CreationDate", ""))
    date = iso_date("-".join(created.groups())) if created else None
    return content if content.date or not date else replace(content, date=date, date_from="PDF properties")


def _metadata(document: pypdfium2.PdfDocument) -> dict[str, str]:
    """The properties of the file, without those that cannot be decoded."""
    values: dict[str, str] = {}
    for key in ("Title", "CreationDate"):
        with suppress(UnicodeError, pypdfium2.PdfiumError):
            values[key] = document.get_metadata_value(key)
    return values


def _shown_title(title: str, texts: Sequence[str]) -> str | None:
    """The title of the file's properties if the text has it too: "Microsoft Word - draft3" is no title."""
    return title if title and any(title.casefold() == text.casefold() for text in texts[:10]) else None


# ---- lines


def _lines(document: pypdfium2.PdfDocument, max_size: int) -> Iterator[TextLine]:
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
            if total > max_size:
                raise too_large(total, max_size)
            height = page.get_height()
            yield from _page_lines(text_page, text, number, height if isfinite(height) and height > 0 else PAGE_HEIGHT)
        finally:
            text_page.close()
            page.close()


def _page_lines(page: pypdfium2.PdfTextPage, text: str, number: int, height: float) -> Iterator[TextLine]:
    marks = [match for match in RAISED.finditer(text) if _is_raised(page, text, match)]
    inside = {at for mark in marks for at in range(*mark.span())}
    ends = [match for match in LINE_END.finditer(text) if match.start() not in inside]
    starts = [0, *(match.end() for match in ends)]
    for start, end in zip(starts, [*(match.start() for match in ends), len(text)], strict=True):
        raw = text[start:end]
        if raw.strip():
            line = _line(page, raw, start, number, height)
            raised = [mark for mark in marks if start <= mark.start() < end]
            yield replace(line, text=_without_marks(raw, start, raised)) if raised else line


def _is_raised(page: pypdfium2.PdfTextPage, text: str, match: re.Match[str]) -> bool:
    """True for small figures that are raised behind a word: the mark of a footnote."""
    at = match.start(1)
    if at >= page.count_chars():
        return False
    left, low, _, high = page.get_charbox(at, loose=True)
    _, word_low, word_right, word_high = page.get_charbox(match.start() - 1, loose=True)
    size = word_high - word_low
    if high - low >= RAISED_SIZE * size or low <= word_low:
        return False
    if match.start() < at and not (low < word_high and abs(left - word_right) < size / 2):
        return False  # the first word of another line
    before = LINE_END.split(text[max(0, match.start() - MARKED) : match.start()])[-1]
    return is_mark(match[1], before)


def _without_marks(raw: str, start: int, marks: Sequence[re.Match[str]]) -> str:
    """The text of a line that begins at `start` of the page, without raised marks."""
    text = raw
    for mark in reversed(marks):
        rest = text[mark.end() - start :]
        text = text[: mark.start() - start] + (rest.lstrip() if rest.lstrip()[:1] in {",", ";", "."} else rest)
    return text.strip()


def _line(page: pypdfium2.PdfTextPage, raw: str, begin: int, number: int, height: float) -> TextLine:
    inked = [
        begin + i for i, character in enumerate(raw) if not character.isspace() and character not in LINE_END_HYPHENS
    ]
    last = page.count_chars() - 1
    boxes = (
        [page.get_charbox(min(i, last), loose=True) for i in (inked[0], inked[len(inked) // 2], inked[-1])]
        if inked
        else []
    )
    if not boxes or not all(map(isfinite, chain.from_iterable(boxes))):
        return TextLine(raw.strip(), number, 0, 0, 0, 1, height)
    size = median(top - bottom for _, bottom, _, top in boxes)
    return TextLine(raw.strip(), number, boxes[0][0], boxes[-1][2], boxes[0][1], max(size, 1.0), height)


def running_heads(lines: Sequence[TextLine], pages: int) -> dict[TextLine, str]:
    """The outermost lines that are page numbers or recur on many pages, and why each is dropped."""
    margin = [line for line in _outermost(lines) if line.is_in_margin]
    on_pages = Counter(shape for shape, _ in {(_shape(line), line.page) for line in margin})
    needed = max(2, SHARE_OF_PAGES * pages)
    heads: dict[TextLine, str] = {}
    for line in margin:
        if PAGE_NUMBER.fullmatch(line.text):
            heads[line] = "page number"
        elif on_pages[_shape(line)] >= needed:
            heads[line] = f"running head: on {on_pages[_shape(line)]} of {pages} pages"
    return heads


def _outermost(lines: Sequence[TextLine]) -> Iterator[TextLine]:
    """The lines of the two highest and of the two lowest rows of each page."""
    rows: dict[int, set[int]] = {}
    for line in lines:
        rows.setdefault(line.page, set()).add(round(line.base))
    outer = {page: {*sorted(bases)[:OUTER_ROWS], *sorted(bases)[-OUTER_ROWS:]} for page, bases in rows.items()}
    return (line for line in lines if round(line.base) in outer[line.page])


def _shape(line: TextLine) -> tuple[str, int]:
    """The words of a line without numbers, and its height: what recurs in a running head."""
    return re.sub(r"\d+", "#", " ".join(line.text.split()).casefold()), round(line.base / HEAD_TOLERANCE)


def _footnotes_last(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines with the small print at the feet of pages behind all others: text goes on over the page's end."""
    usual = median(line.size for line in lines) if lines else 0.0
    notes: set[int] = set()
    for i in range(len(lines) - 1, -1, -1):
        is_last = i + 1 == len(lines) or i + 1 in notes or lines[i + 1].page != lines[i].page
        if is_last and lines[i].size < (1 - SAME_SIZE) * usual:
            notes.add(i)
    return [
        *(line for i, line in enumerate(lines) if i not in notes),
        *(line for i, line in enumerate(lines) if i in notes),
    ]


# ---- paragraphs


def join_paragraphs(lines: Sequence[TextLine]) -> Iterator[str]:
    """The paragraphs that the lines form."""
    leading = _leading(lines)
    words = hyphenated_words("\n".join(line.text for line in lines))
    paragraph = ""
    for i, line in enumerate(lines):
        if i and _goes_on(lines, i, leading):
            paragraph = glued(paragraph, line.text, words)
        else:
            if paragraph:
                yield paragraph
            paragraph = line.text
    if paragraph:
        yield paragraph


def _leading(lines: Sequence[TextLine]) -> float:
    """The usual distance of two lines, in type sizes."""
    gaps = [
        (before.base - line.base) / line.size
        for before, line in pairwise(lines)
        if before.page == line.page and 0 < before.base - line.base < 4 * line.size and _same_size(before, line)
    ]
    # only the smaller gaps count: in a letter with short paragraphs many gaps are wide
    return median(sorted(gaps)[: max(1, len(gaps) * 2 // 3)]) if gaps else 1.0


def _same_size(line: TextLine, other: TextLine) -> bool:
    return abs(line.size - other.size) <= SAME_SIZE * max(line.size, other.size)


def _goes_on(lines: Sequence[TextLine], i: int, leading: float) -> bool:
    """True if a line continues the paragraph of the line before."""
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


def _is_full(lines: Sequence[TextLine], i: int, following: TextLine) -> bool:
    """True if the first word of the line that follows would not have fitted into this one."""
    line = lines[i]
    if line.text[-1:] in HYPHENS:
        return True
    column = [
        neighbour
        for neighbour in lines[max(0, i - NEIGHBOURS) : i + NEIGHBOURS + 1]
        if abs(neighbour.left - line.left) < SAME_LEFT * line.size and _same_size(neighbour, line)
    ]
    edge = max(neighbour.right for neighbour in column)
    letter = (following.right - following.left) / max(len(following.text), 1)
    word = len(following.text.split(" ", 1)[0]) + 1
    return line.right + word * letter > edge - 0.5 * line.size
