"""Names with accents ("Trần Văn Hùng", "Đà Nẵng"), which the parser knows, if at all, without them."""

from __future__ import annotations

import re

from ontology.names import plain_letters

WORD = re.compile(r"\b[^\W\d_]+")


def without_accents(text: str) -> str:
    """The text with its capitalised words in plain letters; its length stays the same."""
    return text if text.isascii() else WORD.sub(_plain, text)


def _plain(word: re.Match[str]) -> str:
    return plain_letters(word[0]) if word[0][0].isupper() else word[0]
