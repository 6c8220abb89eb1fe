"""Language identification by py3langid (a naive Bayes model over byte n-grams, Lui & Baldwin 2011)."""

from __future__ import annotations

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from ontology.data_files import DataTable, load_toml

FILE = "languages.toml"
MIN_PROBABILITY = 0.7
"""Below this a language is not reported: for short texts, and texts that are mostly names."""
MIN_LETTERS = 20
"""Texts with fewer letters have no language."""
MAX_ACCENTED = 0.1
"""Share of the common words that may have letters beyond ASCII in an English text, as "café"."""
ENGLISH = "en"
WORD = re.compile(r"[^\W\d_]+")
LATIN = re.compile("[a-zA-Z\u00aa-\u024f\u1e00-\u1eff]")
MAX_CHARACTERS = 5_000
"""The classifier reads this much of a text."""


class LanguageNames(DataTable):
    """The content of `languages.toml`: English names by ISO 639-1 code."""

    names: dict[str, str]


def language_of(text: str) -> str | None:
    """ISO 639 code of the language of a text; None if it is uncertain.

    Names do not count where they alone speak against English: "Đặng Quang Huy visits Peru" is English.
    """
    beginning = text[:MAX_CHARACTERS]
    if sum(map(str.isalpha, beginning)) < MIN_LETTERS:
        return None
    code, probability = _identifier().classify(beginning)
    if probability < MIN_PROBABILITY:
        return None
    if code != ENGLISH and (common := _common_words(beginning)) is not None:
        return _of_common_words(common, str(code))
    return str(code)


def _common_words(text: str) -> str | None:
    """The words of a text that are no names, in small letters; None if it can be English in no case.

    That is: most letters are of another script, or many common words have letters that English has not.
    """
    letters = [character for character in text if character.isalpha()]
    if 2 * sum(LATIN.match(letter) is not None for letter in letters) < len(letters):
        return None
    every = [word for word in WORD.findall(text) if LATIN.match(word)]
    words = [word for word in every if word.islower()]
    if not words:  # a headline, in which all words are like names
        plain = [word for word in every if word.isascii()]
        return " ".join(plain).lower() if 2 * len(plain) > len(every) else None
    others = sum(not word.isascii() for word in words)
    return " ".join(words) if others <= MAX_ACCENTED * len(words) else None


def _of_common_words(words: str, code: str) -> str | None:
    """The language of the common words: English where they are likelier English than in the language `code`."""
    probability = {str(name): float(value) for name, value in _identifier().rank(words)}
    if probability[ENGLISH] < probability[code]:
        return code
    return ENGLISH if probability[ENGLISH] >= MIN_PROBABILITY else None


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
