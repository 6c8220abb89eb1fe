"""Splits documents into sentences where no pipeline reads the language: by punctuation or, without any, by spaces.

Thai has no full stop: its writers put a space between sentences, and between the parts of long ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ontology.model import Document, Sentence

LONG = 320
"""Characters beyond which a stretch without punctuation is cut at a space."""
STOP = re.compile(
    r"(?:[。！？]+[”’」』)]*"  # Chinese, Japanese
    r"|[។៕။]+\s*"  # Khmer, Burmese
    r"|(?<![A-ZÀ-Ỹ])(?<!\b[A-ZÀ-Ỹ][a-z])(?<!\b[A-ZÀ-Ỹ][a-z]{2})[.!?…]+[\"”’)\]]*\s+(?=[\"“‘(\[]?[^\sa-z]))"
)
"""Ends of sentences. A full stop after one capital, or after a short capitalised word ("Dr.", "Tp."), is none."""


def segmented(document: Document) -> tuple[Sentence, ...]:
    """The sentences of a document, each inside one line of its text."""
    found: list[Sentence] = []
    for start, end in _stretches(document.text):
        text = document.text[start:end]
        if any(map(str.isalnum, text)):
            found.append(Sentence(document.id, len(found), start, end, text))
    return tuple(found)


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    position = 0
    for line in text.split("\n"):
        start = position
        for stop in STOP.finditer(line):
            yield from _cut(text, start, position + stop.end())
            start = position + stop.end()
        yield from _cut(text, start, position + len(line))
        position += len(line) + 1


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A stretch without white space around it, in pieces if it is long."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > LONG:
        space = text.rfind(" ", start + LONG // 2, start + LONG)
        if space < 0:
            break
        yield start, space
        start = space + 1
    if start < end:
        yield start, end
