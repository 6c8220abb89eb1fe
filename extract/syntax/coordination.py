"""Which nouns are coordinate: by the parse, or because they stand in one list of the text.

The parser often loses the thread of a list: in "the United States of America and India" it joins India to America, in
"the DEA, the FBI, and the Service" it makes one an apposition of the other and hangs the last one on the verb.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from extract.parsing.tokens import Token
from extract.syntax.arguments import group_of

COORDINATE = frozenset({"conj", "appos"})
SEPARATORS = frozenset({",", ";", "and", "or", "nor", "&"})
BREAKS = frozenset({":", "—", "–", '"', "“", "”"})
"""What does not stand between the members of a list."""
CLAUSAL = frozenset({"VERB", "AUX", "SCONJ"})
MODIFIERS = frozenset({"amod", "compound"})
CLAUSAL_TAGS = frozenset({"WDT", "WP", "WRB", "TO", "PRP"})
INSIDE = frozenset({"of", "as"})
"""Prepositions within a member of a list: 'the United States of America and India'."""
MAX_LENGTH = 40
"""Tokens from the first to the second of two listed nouns."""


class Lists:
    """Which nouns of a sentence are coordinate: in the parse, or because they stand in one list of its text."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._start = tokens[0].i if tokens else 0
        self._separators = [0, *accumulate(map(_separates, tokens))]
        self._breaks = [0, *accumulate(map(_is_clausal, tokens))]

    def are_coordinate(self, one: Token, other: Token) -> bool:
        """Whether the parse coordinates two nouns, or nothing but noun phrases and separators stand between them."""
        return _first_member(one) is _first_member(other) or self._are_listed(one, other)

    def _are_listed(self, one: Token, other: Token) -> bool:
        first, last = sorted((one.i - self._start, other.i - self._start))
        first += 1
        return (
            last - first < MAX_LENGTH
            and self._separators[last] > self._separators[first]
            and self._breaks[last] == self._breaks[first]
        )


def _first_member(token: Token) -> Token:
    """The first of the conjuncts (or appositions) that a noun belongs to; itself if it stands alone.

    For a name after "including" it is the group that includes it: 'six people, including Bo Li'.
    """
    while token.head is not token:
        if token.dep_ in COORDINATE:
            token = token.head
        elif (group := group_of(token)) is not None:
            token = group
        else:
            break
    return token


def _separates(token: Token) -> bool:
    """True for a comma or a conjunction, also 'as well as'."""
    return token.lower_ in SEPARATORS or (token.lower_ == "well" and token.doc[token.i - 1].lower_ == "as")


def _is_clausal(token: Token) -> bool:
    """True for what shows that a clause or a phrase of its own lies between two nouns."""
    if token.pos_ == "ADP":  # "on the bank and on its owner": a preposition may be repeated
        is_repeated = token.i > token.sent.start and token.doc[token.i - 1].lower_ in {"and", "or"}
        return token.lower_ not in INSIDE and not is_repeated
    is_verb = token.pos_ in CLAUSAL and token.dep_ not in MODIFIERS and token.lower_ != "as"
    return is_verb or token.tag_ in CLAUSAL_TAGS or token.text in BREAKS
