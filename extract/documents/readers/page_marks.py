"""Repairs of a page before its main text is taken: footnote marks, preformatted and hard-wrapped text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from extract.documents.content.footnotes import is_mark
from extract.documents.readers.plain import is_wrapped, split_paragraphs


def repair_page(tree: Any) -> bool:  # noqa: ANN401  # lxml carries no types
    """Repair the page in place; True if anything was changed."""
    changes = [_without_footnote_marks(tree), _with_paragraphs(tree), _without_wraps(tree)]
    return any(changes)


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
