"""Titles before the names of persons: 'Prime Minister', 'Mrs.', 'Tan Sri'."""

from __future__ import annotations

from extract.lexicon.loader import lexicon
from extract.parsing.tokens import Token, TokenSpan

APOSTROPHES = frozenset({"'", "’", "‘"})
VERBAL = frozenset({"VERB", "AUX"})


def is_title(token: Token) -> bool:
    """True for a title, by itself or as one of the two words of a title."""
    titles = lexicon().actors.titles
    before = _beside(token, -1)
    if token.text == "Charge" and before is not None and before.lower_ == "in":  # "Special Agent in Charge Ann Holt"
        return True
    if token.lower_ in titles.words or token.lower_ in titles.abbreviations:
        return token.pos_ not in VERBAL  # "will miss Ann Holt"
    return any(f"{first} {second}" in titles.pairs for first, second in _pairs_of(token))


def _pairs_of(token: Token) -> list[tuple[str, str]]:
    """A token with the word before it and with the word after it; an apostrophe belongs to its word: "Dato' Sri"."""
    before, after = _beside(token, -1), _beside(token, 1)
    if before is not None and before.text in APOSTROPHES and (word := _beside(before, -1)) is not None:
        return [(f"{word.lower_}'", token.lower_)]
    if after is not None and after.text in APOSTROPHES and (word := _beside(after, 1)) is not None:
        return [(f"{token.lower_}'", word.lower_)]
    return [(a.lower_, b.lower_) for a, b in ((before, token), (token, after)) if a is not None and b is not None]


def is_rank(token: Token) -> bool:
    """True for "Prince", "Khun" and other titles that belong to a name of one word."""
    return token.text[:1].isupper() and token.lower_ in lexicon().actors.titles.ranks


def has_rank(name: TokenSpan) -> bool:
    """True for a rank and one word: "Prince Royce"."""
    return len(name) == 2 and is_rank(name[0])


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
    while start > begin and (is_title(doc[start - 1]) or doc[start - 1].text in {"-", *APOSTROPHES}):
        start -= 1
    return list(doc[start : first.i])


def _beside(token: Token, distance: int) -> Token | None:
    index = token.i + distance
    return token.doc[index] if 0 <= index < len(token.doc) else None
