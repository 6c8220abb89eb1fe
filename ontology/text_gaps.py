"""The text of a document without its sentences, and back: sentences are stored once, and the rest beside them."""

from __future__ import annotations

from collections.abc import Sequence

from ontology.model import Sentence


def gaps_of(text: str, sentences: Sequence[Sentence]) -> tuple[str, ...]:
    """What stands before each sentence and after the last one.

    Where the text ends before a sentence, as in an extraction without its text, spaces take its place, so that the
    offsets hold.
    """
    gaps, done = [], 0
    for sentence in sentences:
        gaps.append(text[done : sentence.start].ljust(max(0, sentence.start - done)))
        done = max(done, sentence.end)
    return (*gaps, text[done:])


def text_of(gaps: Sequence[str], sentences: Sequence[Sentence]) -> str:
    """The text: the inverse of `gaps_of`."""
    pieces = [piece for gap, sentence in zip(gaps, sentences, strict=False) for piece in (gap, sentence.text)]
    return "".join((*pieces, *gaps[len(sentences) :]))
