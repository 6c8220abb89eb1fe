"""Walks over the heads of tokens while they are repaired, when they may be wrong: bounded, and checked at the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extract.parsing.tokens import Token


def heads_above(token: Token) -> Iterator[Token]:
    """The head of a token, its head, and so on up to the root; ends even if the heads run in a circle."""
    for _ in range(len(token.doc)):
        if token.head is token:
            return
        token = token.head
        yield token


def is_below(token: Token, other: Token) -> bool:
    """Whether a token depends on another, directly or not."""
    return any(head is other for head in heads_above(token))


def is_forest(tokens: Sequence[Token]) -> bool:
    """True if the heads of all tokens lead to a root."""
    sound: set[int] = set()
    for token in tokens:
        path: set[int] = set()
        while token.i not in sound and token.head is not token:
            if token.i in path:
                return False
            path.add(token.i)
            token = token.head  # noqa: PLW2901  # the walk begins at each token
        sound |= path
        sound.add(token.i)
    return True
