"""Dependency paths between the candidates of a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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
    without conjuncts and top. `preposition` is the last step with a word, or `-`. Equal paths are the same object as
    long as they are kept.
    """

    __slots__ = ("_further", "down", "full", "plain", "preposition", "top", "up")

    def __init__(self, up: tuple[str, ...], down: tuple[str, ...], top: str) -> None:
        self.up, self.down, self.top = up, down, top
        self.preposition = next((step for step in reversed(down) if ":" in step), "-")
        steps = len(up) + len(down)
        self.full = "long" if steps > MAX_STEPS else f"{'^'.join(up)}|{top}|{'>'.join(down)}"
        conjuncts = up.count("conj") + down.count("conj")
        if steps - conjuncts > MAX_PLAIN_STEPS:
            self.plain = "long"
        else:
            plain_up, plain_down = (_without_conjuncts(labels) if conjuncts else labels for labels in (up, down))
            self.plain = f"{'^'.join(plain_up)}|{'>'.join(plain_down)}"
        self._further: dict[str, Path] = {}

    def further(self, step: str) -> Path:
        """The path with one more step down."""
        found = self._further.get(step)
        if found is None:
            found = self._further[step] = Path(self.up, (*self.down, step), self.top)
            _kept.count += 1
        return found


def _without_conjuncts(labels: Iterable[str]) -> Iterable[str]:
    return [label for label in labels if label != "conj"]


class _KeptPaths(dict[tuple[tuple[str, ...], str], Path]):
    """The paths that only go up, by their steps and top; the others are found from them. `count` is that of all."""

    count = 0

    def __missing__(self, key: tuple[tuple[str, ...], str]) -> Path:
        if self.count >= CACHED:
            self.clear()
            self.count = 0
        self.count += 1
        found = self[key] = Path(key[0], (), key[1])
        return found


_kept = _KeptPaths()


class Paths:
    """The paths from an action to the other words of its sentence.

    The path to a word is the path to its head with one more step, so that words share the ways to their ancestors.
    """

    def __init__(self, action: Token) -> None:
        above = _with_ancestors(action)
        self._up = tuple(token.dep_ for token in above)
        self._heights = {token.i: height for height, token in enumerate(above)}
        self._known: dict[int, Path] = {}

    def to(self, noun: Token) -> Path | None:
        """The path to a noun; None if there is no common ancestor."""
        height = self._heights.get(noun.i)
        if height is not None:
            return _kept[self._up[:height], ""]
        path, below = self._known.get(noun.i), [noun]
        if path is not None:
            return path
        token = noun
        while path is None:
            if token.head is token or len(below) >= MAX_DEPTH:
                return None
            token = token.head
            path = self._down_from(token)
            if path is None:
                below.append(token)
        return self._extended(path, below)

    def _down_from(self, token: Token) -> Path | None:
        """The path to a word that others start from; None if it is not known yet."""
        height = self._heights.get(token.i)
        if height is None:
            return self._known.get(token.i)
        return _kept[self._up[:height], token.pos_ if height else ""]

    def _extended(self, path: Path, below: Sequence[Token]) -> Path | None:
        for token in reversed(below):
            path = self._known[token.i] = path.further(label(token))
        return path if len(path.down) < MAX_DEPTH else None


def _with_ancestors(token: Token) -> list[Token]:
    """A token with its ancestors up to the root."""
    tokens = [token]
    while token.head is not token and len(tokens) < MAX_DEPTH:
        token = token.head
        tokens.append(token)
    return tokens


def label(token: Token) -> str:
    """The dependency of a token, with its lemma where the word matters."""
    return f"{token.dep_}:{token.lemma_.lower()}" if token.dep_ in LEXICAL else token.dep_
