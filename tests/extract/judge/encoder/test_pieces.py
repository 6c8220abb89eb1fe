"""Word pieces are those of the library that BERT's vocabulary is made for."""

import json
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.judge.encoder.pieces import END, MAX_PIECES_OF_WORD, START, UNKNOWN, WordPieces

EXPECTED: dict[str, list[int]] = json.loads(Path(__file__).with_name("pieces.json").read_text(encoding="utf-8"))
"""Words with their pieces by `tokenizers` 0.22 and the vocabulary of MiniLM."""
PIECES = WordPieces((files("extract.judge.encoder") / "vocabulary.txt").read_text(encoding="utf-8").split())


@pytest.mark.parametrize("word", EXPECTED)
def test_pieces_of_a_word(word: str) -> None:
    assert list(PIECES.of_word(word)) == EXPECTED[word]


def test_the_first_piece_of_each_word() -> None:
    pieces, first = PIECES.of_sentence(["Peru", "extradited", "\u200b", "x" * 101])
    assert (pieces[0], pieces[-1]) == (START, END)
    assert pieces[first[2]] == pieces[first[3]] == UNKNOWN
    assert [pieces[at] for at in first[:2]] == [PIECES.of_word("Peru")[0], PIECES.of_word("extradited")[0]]


@given(st.lists(st.text(max_size=30), max_size=8))
def test_every_word_has_a_piece(words: list[str]) -> None:
    pieces, first = PIECES.of_sentence(words)
    assert len(first) == len(words)
    assert first == sorted(set(first))
    assert len(pieces) <= 2 + MAX_PIECES_OF_WORD * len(words)
