"""The words that show that a matter has taken a turn, from `turns.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from pydantic import Field

from graph.diff.alignment.tables import Pattern
from ontology.data_files import DataTable, parse_toml

FILE = "turns.toml"
STEM = 4
"""Letters of a verb that its forms have in common."""
NUMBER = re.compile(r"\d")


class Turn(DataTable):
    """A turn, and the words of the earlier and of the later sentence, in lower case."""

    id: str
    before: Pattern
    after: Pattern
    numbers: bool = False
    same_verb: bool = False


class Turns(DataTable):
    """The content of the file; its comments explain the keys."""

    unfinished: Pattern
    function_words: frozenset[str]
    turn: tuple[Turn, ...] = Field(min_length=1)

    def in_earlier(self, text: str, turn: Turn) -> re.Match[str] | None:
        """The words in a sentence after which a turn may come; None if it has none, or tells the turn itself."""
        if turn.numbers:
            return re.search(turn.before, text) if NUMBER.search(text) else None
        return None if self._told(text, turn) else re.search(turn.before, text)

    def in_later(self, text: str) -> Iterator[tuple[Turn, re.Match[str]]]:
        """The turns that a sentence in lower case tells, each with its first words."""
        for turn in self.turn:
            first = self._told(text, turn)
            if first is not None and (not turn.numbers or NUMBER.search(text)):
                yield turn, first

    def _told(self, text: str, turn: Turn) -> re.Match[str] | None:
        told = re.finditer(turn.after, text)
        return next((match for match in told if not re.search(self.unfinished, text[: match.start()])), None)


def has_verb(text: str, words: str) -> bool:
    """True if a sentence in lower case has the last of some words, or another form of it."""
    return re.search(rf"\b{re.escape(words.rsplit(maxsplit=1)[-1][:STEM])}", text) is not None


def load_turns(text: str, file: str = FILE) -> Turns:
    """The turns. Raises DataError where the text breaks the rules of its file."""
    return parse_toml(text, file, Turns)


@cache
def turns() -> Turns:
    """The project's turns, loaded and validated once."""
    return load_turns(files("graph.diff.quotations").joinpath(FILE).read_text(encoding="utf-8"))
