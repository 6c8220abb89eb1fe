"""Normalisation of names before they are looked up."""

from __future__ import annotations

import re
from functools import lru_cache

ARTICLES = ("the ", "The ")
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


@lru_cache(maxsize=50_000)
def first_word(name: str) -> str:
    """The letters and digits that a name begins with, however its punctuation is split into words."""
    match = re.match(r"\w+", name)
    return match[0] if match else ""
