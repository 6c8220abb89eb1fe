"""Words with a special role in names: stop words, opposites, generations, words before a name (`name_words.toml`)."""

from __future__ import annotations

from pydantic import field_validator

from ontology.data_files import DataTable, load_toml


class NameWords(DataTable):
    """The tables of `name_words.toml`, all in lower case but `leading`."""

    stop_words: frozenset[str]
    generations: frozenset[str]
    opposed: tuple[tuple[frozenset[str], frozenset[str]], ...]
    leading: tuple[str, ...]
    offices: frozenset[str]
    deputies: frozenset[str]

    @field_validator("opposed")
    @classmethod
    def _disjoint(
        cls, opposed: tuple[tuple[frozenset[str], frozenset[str]], ...]
    ) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
        """Refuse a word that is opposed to itself."""
        for left, right in opposed:
            if left & right:
                raise ValueError(f"{min(left & right)!r} is on both sides")
        return opposed


NAME_WORDS = load_toml("graph.identity", "name_words.toml", NameWords)
