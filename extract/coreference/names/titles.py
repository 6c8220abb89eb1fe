"""Titles before the names of persons: 'Prime Minister', 'Mrs.', 'Tan Sri'."""

from __future__ import annotations

from extract.lexicon.loader import lexicon
from extract.parsing.tokens import Token

VERBAL = frozenset({"VERB", "AUX"})


def is_title(token: Token) -> bool:
    """True for a title, by itself or as one of the two words of a title."""
    titles = lexicon().actors.titles
    if token.lower_ in titles.words or token.lower_ in titles.abbreviations:
        return token.pos_ not in VERBAL  # "will miss Ann Holt"
    beside = [f"{a.lower_} {b.lower_}" for a, b in ((_beside(token, -1), token), (token, _beside(token, 1))) if a and b]
    return any(pair in titles.pairs for pair in beside)


def has_personal_title(token: Token) -> bool:
    """True for a token right after "Mr", "Dr." or another title that only persons bear."""
    before = _beside(token, -1)
    return before is not None and is_personal_title(before)


def is_personal_title(token: Token) -> bool:
    """True for "Mr", "Dr." and other titles that only persons bear."""
    return token.text[:1].isupper() and token.lower_.rstrip(".") in lexicon().actors.titles.personal


def titles_before(first: Token) -> list[Token]:
    """The titles before the first word of a name, in reading order: 'Prime Minister', 'Mrs.'."""
    doc, start, begin = first.doc, first.i, first.sent.start
    while start > begin and (is_title(doc[start - 1]) or doc[start - 1].text == "-"):
        start -= 1
    return list(doc[start : first.i])


def _beside(token: Token, distance: int) -> Token | None:
    index = token.i + distance
    return token.doc[index] if 0 <= index < len(token.doc) else None
