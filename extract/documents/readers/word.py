"""Word files (.docx) to paragraphs: body text and tables in order, without page headers and footers."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import docx
from docx.document import Document as WordFile
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml.etree import XMLSyntaxError

from extract.documents.content.article import Content, DroppedText, FormatError, build_content, normalise_line
from extract.documents.content.boilerplate import is_paragraph
from extract.documents.content.footnotes import is_mark
from extract.documents.content.raw_item import RawItem, too_large
from extract.documents.readers.archives import BROKEN
from extract.documents.readers.plain import joined_cells

DAMAGED = "a damaged or truncated Word file; copy or download it again"
HEADINGS = ("Title", "Heading 1")
SPANS = ("w:gridSpan", "w:gridBefore", "w:gridAfter")
MOST_COLUMNS = 63
"""Columns of a table in Word."""


def parse_word(item: RawItem, max_size: int) -> Content:
    """The content of a Word file. Raises FormatError for a damaged or too large file."""
    document = _opened(item, max_size)
    if document.element.body is None:
        raise FormatError(DAMAGED)
    _remove_impossible_spans(document)
    lines = list(_lines(document))
    content = build_content((text for text, _ in lines), title=_title(document, lines), dropped=_around(document))
    created = _properties(document).created
    if content.date or created is None:
        return content
    return replace(content, date=created.date().isoformat(), date_from="Word properties")


def _opened(item: RawItem, max_size: int) -> WordFile:
    item.file.seek(0)
    try:
        infos = zipfile.ZipFile(item.file).infolist()
        unpacked = sum(info.file_size for info in infos if info.filename.endswith(".xml"))
        item.file.seek(0)
        document = docx.Document(item.file) if unpacked <= max_size else None
    except (PackageNotFoundError, KeyError, XMLSyntaxError, ValueError, *BROKEN) as error:
        raise FormatError(DAMAGED) from error
    if document is None:
        raise too_large(unpacked, max_size)
    return document


@dataclass(frozen=True, slots=True)
class Properties:
    """The properties of a file that are used here."""

    title: str = ""
    created: datetime | None = None


def _properties(document: WordFile) -> Properties:
    """The properties of a file; none if they are damaged, which its text need not be."""
    try:
        properties = document.core_properties
        return Properties(properties.title or "", properties.created)
    except (ValueError, AttributeError, TypeError, KeyError, OverflowError, XMLSyntaxError):
        return Properties()


def _remove_impossible_spans(document: WordFile) -> None:
    """Remove spans of columns that no table has: python-docx repeats a cell for each column of its span."""
    for name in SPANS:
        for span in list(document.element.iter(qn(name))):
            value = span.get(qn("w:val")) or ""
            if not (value.isascii() and value.isdigit() and int(value) <= MOST_COLUMNS):
                span.getparent().remove(span)


def _title(document: WordFile, lines: list[tuple[str, str]]) -> str | None:
    heading = next((text for text, style in lines if style in HEADINGS), None)
    title = normalise_line(_properties(document).title)
    return heading or (title if any(title == text for text, _ in lines[:10]) and title else None)


def _lines(document: WordFile) -> Iterator[tuple[str, str]]:
    """Paragraphs and table rows with the name of their style."""
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            for piece in _text(block).split("\n"):
                if line := normalise_line(piece):
                    yield line, (block.style.name if block.style is not None else "") or ""
        elif isinstance(block, Table):
            yield from ((row, "") for row in _rows(block))


def _text(paragraph: Paragraph) -> str:
    """The text of a paragraph without the raised marks of footnotes."""
    text = ""
    for piece in paragraph.iter_inner_content():
        is_raised = isinstance(piece, Run) and piece.font.superscript
        if not (is_raised and is_mark(piece.text, text)):
            text += piece.text
    return text


def _rows(table: Table) -> Iterator[str]:
    """The rows of a table, each a line; a row that lays out text gives the lines of its cells."""
    for row in table.rows:
        cells: list[_Cell] = []
        for cell in _cells(row):  # python-docx repeats a merged cell for each of its columns
            if not cells or cells[-1]._tc is not cell._tc:  # noqa: SLF001  # the only identity of a cell
                cells.append(cell)
        texts = [list(_cell_lines(cell)) for cell in cells]
        if any(cell.tables for cell in cells) or any(sum(map(is_paragraph, lines)) > 1 for lines in texts):
            yield from (line for lines in texts for line in lines)
        elif line := joined_cells(joined_cells(lines) for lines in texts):
            yield line


def _cells(row: _Row) -> Sequence[_Cell]:
    """The cells of a row; those that it has itself, if what it says of merged cells is wrong."""
    try:
        return row.cells
    except (ValueError, IndexError):
        return [_Cell(cell, row.table) for cell in row._tr.tc_lst]  # noqa: SLF001  # there is no other way to them


def _cell_lines(cell: _Cell) -> Iterator[str]:
    for block in cell.iter_inner_content():
        pieces = _text(block).split("\n") if isinstance(block, Paragraph) else _rows(block)
        yield from filter(None, map(normalise_line, pieces))


def _around(document: WordFile) -> Iterator[DroppedText]:
    seen: set[str] = set()
    for section in document.sections:
        for part, why in ((section.header, "page header"), (section.footer, "page footer")):
            for paragraph in part.paragraphs:
                text = normalise_line(paragraph.text)
                if text and text not in seen:
                    seen.add(text)
                    yield DroppedText(text, why)
