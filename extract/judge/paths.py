"""Dependency paths between the candidates of a sentence."""

from __future__ import annotations

from functools import lru_cache

from extract.parsing.tokens import Token

MAX_DEPTH = 40
LEXICAL = frozenset({"prep", "agent", "mark"})
"""Dependencies whose word matters: 'with', 'by', 'that'."""
MAX_STEPS = 6
"""A longer path is only called long."""
MAX_PLAIN_STEPS = 5
"""The same without conjuncts."""
CACHED = 50_000
"""Paths that are kept: their texts are needed for each pair."""


class Path:
    """The way from an action up to the lowest common ancestor, and down to a noun.

    `up` are dependency labels, `down` too, with the word of a preposition ("prep:with"); `top` is the part of speech
    of the common ancestor where that is neither the action nor the noun. `full` is the path as text, `plain` the same
    without conjuncts and top. `preposition` is the last step with a word, or `-`.
    """

    __slots__ = ("down", "full", "plain", "preposition", "top", "up")

    def __init__(self, up: tuple[str, ...], down: tuple[str, ...], top: str) -> None:
        self.up, self.down, self.top = up, down, top
        self.preposition = next((step for step in reversed(down) if ":" in step), "-")
        is_long = len(up) + len(down) > MAX_STEPS
        self.full = "long" if is_long else f"{'^'.join(up)}|{top}|{'>'.join(down)}"
        plain_up, plain_down = ([label for label in labels if label != "conj"] for labels in (up, down))
        is_long = len(plain_up) + len(plain_down) > MAX_PLAIN_STEPS
        self.plain = "long" if is_long else f"{'^'.join(plain_up)}|{'>'.join(plain_down)}"


@lru_cache(CACHED)
def _path(up: tuple[str, ...], down: tuple[str, ...], top: str) -> Path:
    return Path(up, down, top)


class Chain:
    """A token with its ancestors up to the root.

    `up` are the labels of the steps from the token upward, `down` those of the same steps downward, with the words that
    matter: as of an action and as of a noun. `levels` are the ancestors by their positions.
    """

    def __init__(self, token: Token) -> None:
        self.tokens = [token]
        while token.head is not token and len(self.tokens) < MAX_DEPTH:
            token = token.head
            self.tokens.append(token)
        self.levels = {token.i: level for level, token in enumerate(self.tokens)}
        self.up = tuple(step.dep_ for step in self.tokens)
        self.down = tuple(map(label, self.tokens))


def path_between(action: Chain, noun: Chain) -> Path | None:
    """The path from an action to a noun; None if they have no common ancestor."""
    for level, token in enumerate(noun.tokens):
        height = action.levels.get(token.i)
        if height is not None:
            is_end = height == 0 or level == 0
            return _path(action.up[:height], noun.down[:level][::-1], "" if is_end else token.pos_)
    return None


def label(token: Token) -> str:
    """The dependency of a token, with its lemma where the word matters."""
    return f"{token.dep_}:{token.lemma_.lower()}" if token.dep_ in LEXICAL else token.dep_
