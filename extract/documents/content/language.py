"""Language identification by py3langid (a naive Bayes model over byte n-grams, Lui & Baldwin 2011)."""

from __future__ import annotations

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from ontology.data_files import DataTable, load_toml

FILE = "languages.toml"
MIN_PROBABILITY = 0.7
"""Below this a language is not reported: for short texts, and texts that are mostly names."""
MIN_LETTERS = 20
"""Texts with fewer letters have no language."""
MAX_CHARACTERS = 5_000
"""The classifier reads this much of a text."""


class LanguageNames(DataTable):
    """The content of `languages.toml`: English names by ISO 639-1 code."""

    names: dict[str, str]


def language_of(text: str) -> str | None:
    """ISO 639 code of the language of a text; None if it is uncertain."""
    beginning = text[:MAX_CHARACTERS]
    if sum(map(str.isalpha, beginning)) < MIN_LETTERS:
        return None
    code, probability = _identifier().classify(beginning)
    return str(code) if probability >= MIN_PROBABILITY else None


def language_name(code: str) -> str:
    """A code with the English name of its language, if it is a common one: "Spanish (es)"."""
    name = _names().get(code)
    return f"the language {code}" if name is None else f"{name} ({code})"


@cache
def _names() -> dict[str, str]:
    return load_toml("extract.lexicon", FILE, LanguageNames).names


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
