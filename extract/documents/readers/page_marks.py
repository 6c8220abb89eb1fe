"""Repairs of a page before its main text is taken: footnote marks, preformatted and hard-wrapped text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml.etree import iterwalk

from extract.documents.content.boilerplate import is_paragraph
from extract.documents.content.footnotes import is_mark
from extract.documents.readers.plain import CELLS, is_wrapped, split_paragraphs

TABLE_PARTS = ("tbody", "thead", "tfoot", "tr", "td", "th", "caption")
LAYOUT = ("ul", "ol", "dl", "h1", "h2", "h3", "h4", "table", "blockquote", "article", "form")
"""What the cells of a table of data have not."""
ENDS = ".!?;:,"


def repair_page(tree: Any) -> bool:  # noqa: ANN401  # lxml carries no types
    """Repair the page in place; True if anything was changed."""
    repairs = (_without_footnote_marks, _with_paragraphs, _without_wraps, _without_layout, _with_parted_cells)
    return sum(repair(tree) for repair in repairs) > 0  # all of them


def _without_footnote_marks(tree: Any) -> bool:  # noqa: ANN401  # lxml carries no types
    found = [sup for sup in tree.iter("sup") if is_mark(sup.text_content(), _text_before(sup))]
    for sup in found:
        sup.drop_tree()
    return bool(found)


def _text_before(element: Any) -> str:  # noqa: ANN401  # lxml carries no types
    """The text between an element and the one before it in the same parent."""
    previous, parent = element.getprevious(), element.getparent()
    return str((parent.text if previous is None and parent is not None else previous.tail) or "")


def _with_paragraphs(tree: Any) -> bool:  # noqa: ANN401  # lxml carries no types
    """Preformatted text becomes paragraphs, but for code."""
    found = [pre for pre in tree.iter("pre") if pre.find(".//code") is None and pre.getparent() is not None]
    for pre in found:
        for line in split_paragraphs(pre.text_content().replace("\r\n", "\n")):
            paragraph = pre.makeelement("p")
            paragraph.text = line
            pre.addprevious(paragraph)
        pre.drop_tree()
    return bool(found)


def _without_wraps(tree: Any) -> bool:  # noqa: ANN401  # lxml carries no types
    """Breaks at the ends of hard-wrapped lines become blanks."""
    parents = {id(parent): parent for br in tree.iter("br") if (parent := br.getparent()) is not None}
    has_changed = False
    for parent in parents.values():
        breaks = list(_line_breaks(parent))
        if breaks and is_wrapped("\n".join(_lines(parent))):
            has_changed = True
            for br in breaks:
                br.tail = f" {br.tail}"
                br.drop_tag()
    return has_changed


def _without_layout(tree: Any) -> bool:  # noqa: ANN401  # lxml carries no types
    """Tables that lay out a page, and tables with lists in their cells, become blocks, one for each cell."""
    found = [table for table in tree.iter("table") if _is_layout(table)]
    for table in found:
        own = [part for part in table.iter(*TABLE_PARTS) if _table_of(part) is table]
        for part in own:
            part.tag = "div"
        table.tag = "div"
    return bool(found)


def _is_layout(table: Any) -> bool:  # noqa: ANN401  # lxml carries no types
    cells = [cell for cell in table.iter("td", "th") if _table_of(cell) is table]
    if any(next(cell.iter(*LAYOUT), None) is not None for cell in cells):
        return True
    return any(sum(is_paragraph(p.text_content().strip()) for p in cell.iter("p")) > 1 for cell in cells)


def _table_of(part: Any) -> Any:  # noqa: ANN401  # lxml carries no types
    return next(part.iterancestors("table"), None)


def _with_parted_cells(tree: Any) -> bool:  # noqa: ANN401  # lxml carries no types
    """Lines and short paragraphs inside the cell of a table are parted as cells are."""
    cells = [cell for cell in tree.iter("td", "th") if next(cell.iter("br", "p", "div"), None) is not None]
    return sum(map(_part_cell, cells)) > 0


def _part_cell(cell: Any) -> bool:  # noqa: ANN401  # lxml carries no types
    found, last = False, ""
    for event, part in iterwalk(cell, events=("start", "end")):
        has_words = last and last not in ENDS
        if event == "start":
            if part.tag in {"p", "div"} and has_words and (part.text or "").strip():
                part.text, found = f"{CELLS}{part.text}", True
            last = (part.text or "").rstrip()[-1:] or last
        elif part is not cell:
            if part.tag == "br" and has_words and (part.tail or "").strip():
                part.tail, found = f"{CELLS}{part.tail}", True
            last = (part.tail or "").rstrip()[-1:] or last
    return found


def _line_breaks(parent: Any) -> Iterator[Any]:  # noqa: ANN401  # lxml carries no types
    """The breaks between two lines of text; two breaks in a row end a paragraph."""
    is_text = bool((parent.text or "").strip())
    for child in parent:
        follows = bool((child.tail or "").strip())
        if child.tag == "br" and is_text and follows:
            yield child
        is_text = follows or (child.tag != "br" and isinstance(child.tag, str) and bool(child.text_content().strip()))


def _lines(parent: Any) -> list[str]:  # noqa: ANN401  # lxml carries no types
    """The lines of a block, as the breaks in it end them."""
    lines = [parent.text or ""]
    for child in parent:
        if child.tag == "br":
            lines.append("")
        elif isinstance(child.tag, str):
            lines[-1] += child.text_content()
        lines[-1] += child.tail or ""
    return [" ".join(line.split()) for line in lines]
