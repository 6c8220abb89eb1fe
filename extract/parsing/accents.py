"""Names with accents ("Trần Văn Hùng", "Đà Nẵng"), which the parser knows, if at all, without them."""

from __future__ import annotations

import re

from extract.lexicon.loader import lexicon
from extract.parsing.lookalikes import STAND_INS
from ontology.names import plain_letters

WORD = re.compile(r"\b[^\W\d_]+")


def without_accents(text: str) -> str:
    """The text with its capitalised words in plain letters; its length stays the same."""
    return text if text.isascii() else WORD.sub(_plain, text)


def _plain(match: re.Match[str]) -> str:
    word = match[0]
    if word.isascii() or not word[0].isupper():
        return word
    plain = plain_letters(word)
    is_lookalike = plain.lower() in lexicon().mentions.names.lookalikes  # "Cần Thơ" is no modal
    return STAND_INS.get(len(plain), plain) if is_lookalike else plain
