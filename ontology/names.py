"""Normalisation of names before they are looked up, and the legal forms that texts leave out ("Marble Ltd.")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from unicodedata import normalize

from ontology.data_files import DataTable, load_toml

ARTICLES = ("the ", "The ")
SHORT_ACRONYM = (2, 3)
"""Letters of a short acronym."""
STROKES = {"đ": "d", "Đ": "D", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O"}
POSSESSIVES = ("'s", "'")


@lru_cache(maxsize=50_000)
def plain_name(name: str) -> str:
    """The name without article, possessive ending, typographic apostrophes and superfluous white space."""
    name = " ".join(name.replace("’", "'").split())
    for article in ARTICLES:
        name = name.removeprefix(article)
    for ending in POSSESSIVES:
        if name.endswith(ending) and len(name) > len(ending):
            return name.removesuffix(ending).strip()
    return name


def plain_letters(text: str) -> str:
    """The text without accents on Latin letters; its length stays the same."""
    return text if text.isascii() else "".join(map(_plain_letter, text))


def _plain_letter(letter: str) -> str:
    base = STROKES.get(letter) or normalize("NFD", letter)[0]
    return base if base.isascii() else letter


def is_short_acronym(name: str) -> bool:
    """True for two or three capitals, which in small letters are mostly a word: US, WHO, IT; AS in Indonesian."""
    letters = name.replace(".", "")
    return len(letters) in SHORT_ACRONYM and letters.isalpha() and letters.isupper()


def name_key(name: str) -> str:
    """What two spellings of a name share: its letters whatever their case; of a short acronym the capitals, too."""
    return name if is_short_acronym(name) else name.casefold()


@lru_cache(maxsize=50_000)
def first_word(name: str) -> str:
    """The letters and digits that a name begins with, however its punctuation is split into words."""
    match = re.match(r"\w+", name)
    return match[0] if match else ""


class LegalForms(DataTable):
    """The words of `legal_forms.toml`."""

    legal_forms: frozenset[str]


@cache
def legal_forms() -> frozenset[str]:
    """The words, in lower case and without full stop."""
    return load_toml("ontology", "data/legal_forms.toml", LegalForms).legal_forms


def without_legal_form(words: Sequence[str]) -> tuple[str, ...]:
    """The words of a name, in lower case, without the legal form at their end; at least one word stays."""
    base = tuple(words)
    while len(base) > 1 and base[-1] in legal_forms():
        base = base[:-1]
    return base
