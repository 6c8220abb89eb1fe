"""Sentences of a brief that are made wrong on purpose, which the check of the brief must refuse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from graph.diff.alignment.tables import nouns
from graph.diff.render.brief import BriefSentence

FUNCTION_WORDS = frozenset(
    {"and", "or", "its", "their", "was", "were", "been", *nouns().articles, *nouns().prepositions}
)


def changed(line: BriefSentence) -> Iterator[BriefSentence]:
    """The sentence with each of its words and numbers replaced in turn, denied in each place, and without a source."""
    words = line.text.split()
    for n, word in enumerate(words):
        core = word.strip(".,;:()")
        if core and core.casefold() not in FUNCTION_WORDS:
            other = word.replace(core, "9999" if core[0].isdigit() else "frobnicated")
            yield replace(line, text=" ".join([*words[:n], other, *words[n + 1 :]]))
    for n in range(1, len(words)):
        yield replace(line, text=" ".join([*words[:n], "not", *words[n:]]))
    yield replace(line, sources=())
