"""Names with accents ("Trần Văn Hùng", "Đà Nẵng"), which the parser knows, if at all, without them."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import normalize

WORD = re.compile(r"\b[^\W\d_]+")
STROKES = {"đ": "d", "Đ": "D", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O"}


def without_accents(text: str) -> str:
    """The text with its capitalised words in plain letters; its length stays the same."""
    return text if text.isascii() else WORD.sub(lambda word: _plain(word[0]), text)


@lru_cache(maxsize=4096)
def _plain(word: str) -> str:
    return "".join(map(_plain_letter, word)) if word[0].isupper() else word


def _plain_letter(letter: str) -> str:
    base = STROKES.get(letter) or normalize("NFD", letter)[0]
    return base if base.isascii() else letter
