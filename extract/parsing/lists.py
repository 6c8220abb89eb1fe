"""Lists of persons, which the parser takes for appositions: "Ann Holt, 34, Bo Li, a banker, and Carl Tan".

No person is another's apposition, so the next name after a comma is a conjunct.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from extract.lexicon.loader import lexicon

if TYPE_CHECKING:
    from extract.parsing.tokens import Token

MISREAD = frozenset({"appos", "npadvmod"})


def join_persons(tokens: Sequence[Token]) -> None:
    """Make the names of such a list conjuncts. Heads and labels must be set; children are not asked for."""
    for token in tokens:
        if not _is_person(token) or token.dep_ not in MISREAD | {"conj"} or token.head.i > token.i:
            continue
        start = token.i
        while start and tokens[start].ent_iob_ == "I":
            start -= 1
        before = tokens[start - 1].lower_ if start else ""
        if _is_person(token.head) and token.dep_ in MISREAD and before == ",":
            token.dep_ = "conj"
        elif before in {",", "and"} and _describes_person(token.head, tokens):
            token.head, token.dep_ = token.head.head, "conj"


def _is_person(token: Token) -> bool:
    is_suffix = token.lower_.rstrip(".") in lexicon().actors.titles.generations  # "Henry Tan, Jr."
    return token.pos_ == "PROPN" and token.ent_type_ == "PERSON" and not is_suffix


def _describes_person(noun: Token, tokens: Sequence[Token]) -> bool:
    """True for "banker" in "Ann Holt, a banker"."""
    person = noun.head
    is_apposed = noun.pos_ == "NOUN" and noun.dep_ == "appos" and _is_person(person) and person.i < noun.i
    return is_apposed and any(token.lower_ in {"a", "an"} for token in tokens[person.i + 1 : noun.i])
