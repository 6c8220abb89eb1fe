"""Dependency paths between the candidates of a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from extract.parsing.tokens import Token

MAX_DEPTH = 40
LEXICAL = frozenset({"prep", "agent", "mark"})
"""Dependencies whose word matters: 'with', 'by', 'that'."""
MAX_STEPS = 6
"""A longer path is only called long."""
MAX_PLAIN_STEPS = 5
"""The same without conjuncts."""


@dataclass(frozen=True, slots=True)
class Path:
    """The way from an action up to the lowest common ancestor, and down to a noun.

    `up` are dependency labels, `down` too, with the word of a preposition ("prep:with"); `top` is the part of speech
    of the common ancestor where that is neither the action nor the noun.
    """

    up: tuple[str, ...]
    down: tuple[str, ...]
    top: str

    @property
    def full(self) -> str:
        """The path as text."""
        if len(self.up) + len(self.down) > MAX_STEPS:
            return "long"
        return f"{'^'.join(self.up)}|{self.top}|{'>'.join(self.down)}"

    @property
    def plain(self) -> str:
        """The path without conjuncts and top, as text."""
        up = [label for label in self.up if label != "conj"]
        down = [label for label in self.down if label != "conj"]
        return "long" if len(up) + len(down) > MAX_PLAIN_STEPS else f"{'^'.join(up)}|{'>'.join(down)}"


def chain(token: Token) -> list[Token]:
    """The token with its ancestors up to the root."""
    tokens = [token]
    while token.head is not token and len(tokens) < MAX_DEPTH:
        token = token.head
        tokens.append(token)
    return tokens


def path_between(action: list[Token], noun: list[Token]) -> Path | None:
    """The path from an action to a noun, given the chains of both; None if they have no common ancestor."""
    height = {id(token): level for level, token in enumerate(action)}
    for level, token in enumerate(noun):
        if id(token) in height:
            up = tuple(step.dep_ for step in action[: height[id(token)]])
            down = tuple(map(label, reversed(noun[:level])))
            is_end = token is action[0] or token is noun[0]
            return Path(up, down, "" if is_end else token.pos_)
    return None


def label(token: Token) -> str:
    """The dependency of a token, with its lemma where the word matters."""
    return f"{token.dep_}:{token.lemma_.lower()}" if token.dep_ in LEXICAL else token.dep_
