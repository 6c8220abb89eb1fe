"""Rows of tables, whose cells the readers part with semicolons: "Police arrested Bo Li; Manila; 24".

The parser takes the cells after a clause for appositions of its last noun. A list of a sentence has "and" before its
last member, or a full stop; a row has neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extract.parsing.tokens import Token

FINITE = frozenset({"VBD", "VBZ", "VBP"})
OBJECTS = frozenset({"dobj", "attr", "dative"})


def part_cells(tokens: Sequence[Token]) -> list[int]:
    """Part the cells after a whole clause from it, and return where they begin. Heads and labels must be set."""
    words = [token for token in tokens if not token.is_space]
    marks = [token.i for token in words[1:-1] if token.text == ";"]
    is_sentence = words[-1].is_punct or words[-1].text.endswith(".") if words else False  # "Ltd."
    if not marks or is_sentence or any(tokens[mark + 1].pos_ == "CCONJ" for mark in marks):
        return []
    starts = [0]
    for mark in marks:
        if _has_clause(tokens[starts[-1] : mark]):
            starts.append(mark + 1)
            _part(tokens, mark + 1)
    return starts[1:]


def _has_clause(cell: Sequence[Token]) -> bool:
    """True if a cell has a verb with its object."""
    return any(token.dep_ in OBJECTS and token.head.tag_ in FINITE and token.head in cell for token in cell)


def _part(tokens: Sequence[Token], start: int) -> None:
    for token in tokens:
        if (token.i < start) is not (token.head.i < start):
            token.head, token.dep_ = token, "ROOT"
