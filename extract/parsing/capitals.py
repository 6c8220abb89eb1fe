"""Headlines in capitals ("EU LIFTS SANCTIONS ON MALI"), which the parser would read as one long name.

A word gets the case that the rest of the document gives it; otherwise words of the dictionary get small letters, unless
they are names that the registry knows, and all others keep their first letter.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from extract.lexicon.loader import lexicon
from extract.parsing.headlines import WORD, with_word, without_possessive
from ontology.registry import Registry

MIN_WORDS = 3
MIN_LONG = 4
"""Letters of the longest word at least: "FBI, CIA AND NSA" may be nothing but acronyms. Shorter names are acronyms."""


def is_in_capitals(text: str) -> bool:
    """True for a line of words in capitals."""
    words = WORD.findall(text)
    return text.isupper() and len(words) >= MIN_WORDS and max(map(len, words)) >= MIN_LONG


@dataclass(frozen=True, slots=True)
class CapitalsCaser:
    """Gives the words of a headline in capitals their case.

    `forms` are the words of the document as they stand in it, by their form in small letters; `common` are the words of
    the dictionary, in small letters; `registry` holds the known actors.
    """

    forms: Mapping[str, str]
    common: Collection[str]
    registry: Registry

    def true_cased(self, headline: str) -> str:
        """The headline in the case of a sentence; its length stays the same."""
        cased, words = headline, list(WORD.finditer(headline))
        for at, match in enumerate(words):
            beside = [words[i][0] for i in (at - 1, at + 1) if 0 <= i < len(words)]
            cased = with_word(cased, match, self._cased(match[0], beside, is_first=at == 0))
        return cased

    def _cased(self, word: str, beside: Collection[str], *, is_first: bool) -> str:
        small, title = word.lower(), word[0] + word[1:].lower()
        stem = without_possessive(small)
        if stem in lexicon().syntax.function_words and not is_first:
            return small
        if self._is_in_name(title, beside):
            return title
        if len(stem) < MIN_LONG and self._is_known(word[: len(stem)]):
            return word[: len(stem)] + small[len(stem) :]
        form = self.forms.get(stem, stem if stem in self.common else "")
        return form + small[len(stem) :] if form and not (is_first and form.islower()) else title

    def _is_in_name(self, title: str, beside: Collection[str]) -> bool:
        """True for a name that is no acronym, and for a word of one of two words: "Mali", "New" in "New Zealand"."""
        single = without_possessive(title)
        pairs = [f"{title} {other.title()}" for other in beside] + [f"{other.title()} {title}" for other in beside]
        return any(map(self._is_known, [*([single] if len(single) >= MIN_LONG else []), *pairs]))

    def _is_known(self, name: str) -> bool:
        return self.registry.find(name) is not None or self.registry.country_of(name) is not None
