"""Word pieces of a sentence, as the encoder reads them: BERT's uncased vocabulary, longest match first.

The method is that of Devlin et al. (2019). It is written out here because the library for it brings a network client
and ten further packages; `tests/extract/judge/encoder/test_pieces.py` compares with what that library gives.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

START, END, UNKNOWN = 101, 102, 100
"""Ids of the pieces [CLS], [SEP] and [UNK] in the vocabulary of BERT."""
MAX_PIECES_OF_WORD = 8
MAX_LETTERS = 100
"""A longer word is unknown."""
DISTANCES = (-20, -10, -6, -4, -3, -2, -1, 0, 1, 2, 3, 4, 6, 10, 20)
"""Lower bounds of the ranges of distance between two words that have a score of their own."""
IDEOGRAPHS = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2CEAF), (0x2F800, 0x2FA1F))
ASCII_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
MAX_CACHED = 100_000
"""Words whose pieces are kept; when there are more, all are forgotten."""


class WordPieces:
    """Splits words into pieces. `vocabulary` are the pieces in the order of their ids; inner ones start with ##."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._ids = {piece: number for number, piece in enumerate(vocabulary)}
        self._cache: dict[str, tuple[int, ...]] = {}

    def of_sentence(self, words: Sequence[str]) -> tuple[list[int], list[int]]:
        """The pieces of a sentence with start and end, and the index of the first piece of each word."""
        pieces, first = [START], []
        for word in words:
            first.append(len(pieces))
            pieces += self.of_word(word)[:MAX_PIECES_OF_WORD] or (UNKNOWN,)
        return [*pieces, END], first

    def of_word(self, word: str) -> tuple[int, ...]:
        """The ids of the pieces of a word; none if it has no visible character."""
        if word not in self._cache:
            if len(self._cache) >= MAX_CACHED:
                self._cache.clear()
            self._cache[word] = tuple(piece for part in _parts(_normalised(word)) for piece in self._longest(part))
        return self._cache[word]

    def _longest(self, part: str) -> list[int]:
        if len(part) > MAX_LETTERS:
            return [UNKNOWN]
        found, start = [], 0
        while start < len(part):
            prefix = "##" if start else ""
            ends = range(len(part), start, -1)
            end = next((end for end in ends if prefix + part[start:end] in self._ids), None)
            if end is None:
                return [UNKNOWN]
            found.append(self._ids[prefix + part[start:end]])
            start = end
        return found


def _normalised(word: str) -> str:
    """The word in lower case, without accents and control characters."""
    kept = (" " if c.isspace() else c for c in word if c in "\t\n\r" or not _is_control(c))
    spaced = "".join(f" {c} " if _is_ideograph(c) else c for c in kept)
    letters = (c for c in unicodedata.normalize("NFD", spaced) if unicodedata.category(c) != "Mn")
    return "".join(letters).lower()


def _parts(text: str) -> Iterator[str]:
    """Runs of letters and digits; each punctuation mark is a part of its own."""
    for run in text.split():
        start = 0
        for at, character in enumerate(run):
            if _is_punctuation(character):
                if start < at:
                    yield run[start:at]
                yield character
                start = at + 1
        if start < len(run):
            yield run[start:]


def _is_control(character: str) -> bool:
    return character in "\0\ufffd" or unicodedata.category(character) in {"Cc", "Cf", "Co"}


def _is_ideograph(character: str) -> bool:
    return any(first <= ord(character) <= last for first, last in IDEOGRAPHS)


def _is_punctuation(character: str) -> bool:
    return character in ASCII_PUNCTUATION or unicodedata.category(character).startswith("P")
