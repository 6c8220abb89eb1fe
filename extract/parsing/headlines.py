"""Headlines in title case ("Police Arrest Two In Lima"), which the parser would read as one long name.

`TrueCaser` puts the words that are no names into lower case before a headline is parsed, after Lita et al. (2003): a
word keeps its capital if the rest of the document writes it so.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from extract.lexicon.loader import lexicon
from ontology.registry import registry

WORD = re.compile(r"[^\W\d_][\w'’-]*")
CAPITALISED = re.compile(r"[^\W\d_][^\W\d_]*(?:['’]s)?")
SENTENCE_START = re.compile(r"(?:^|[.!?:;•|]\s+|[\"“‘'(]\s*)$")
MIN_LETTERS = 4
"""Shorter words are often in lower case in headlines."""
MIN_WORDS = 3
SHARE = 0.8
"""Share of the longer words that have a capital in a headline in title case."""


def is_title_case(text: str) -> bool:
    """True if nearly all longer words have a capital, and not all letters are capitals."""
    longer = [word for word in WORD.findall(text) if len(word) >= MIN_LETTERS]
    capitals = sum(word[0].isupper() for word in longer)
    return len(longer) >= MIN_WORDS and capitals >= SHARE * len(longer) and not text.isupper()


def without_possessive(word: str) -> str:
    """The word without the ending of a possessive: "mali" for "mali's"."""
    return word.removesuffix("'s").removesuffix("’s")


def with_word(text: str, place: re.Match[str], word: str) -> str:
    """The text with a word at the place of another, if it is as long."""
    return text[: place.start()] + word + text[place.end() :] if len(word) == len(place[0]) else text


class TrueCaser:
    """Puts headlines of one document into lower case, except for its names.

    `body` are the paragraphs of the document that are no headlines; `common` are words of English that are rarely
    names, in lower case: they lose their capital even if the body does not have them.
    """

    def __init__(self, body: Iterable[str], common: Collection[str]) -> None:
        self._common = common
        self._lower: set[str] = set()
        self._names: set[str] = set()
        self._pairs: set[tuple[str, str]] = set()
        for paragraph in body:
            self._read(paragraph)

    def _read(self, paragraph: str) -> None:
        before, end = "", 0
        for match in WORD.finditer(paragraph):
            word = match[0]
            is_start = bool(SENTENCE_START.search(paragraph[max(0, match.start() - 3) : match.start()]))
            if not word[0].isupper():
                self._lower.add(word.casefold())
            elif not is_start or match.start() == 0:
                if match.start() > 0:
                    self._names.add(word)
                if before and before[0].isupper() and match.start() == end + 1:
                    self._pairs.add((before, word))
            before, end = word, match.end()

    def forms(self) -> dict[str, str]:
        """The words of the document in its own case, by their form in small letters; without capitals if it can."""
        return {name.lower(): name for name in sorted(self._names)} | {word: word for word in sorted(self._lower)}

    def true_cased(self, headline: str) -> str:
        """The headline with the words in lower case that are no names; its length stays the same."""
        matches = list(WORD.finditer(headline))
        cased = headline
        for at, match in enumerate(matches):
            if at and self._is_lowered([m[0] for m in matches], at):
                cased = with_word(cased, match, match[0].lower())
        return cased

    def _is_lowered(self, words: list[str], at: int) -> bool:
        word = words[at]
        if not CAPITALISED.fullmatch(word) or not word[0].isupper() or not word[1:].islower():
            return False
        folded = without_possessive(word.casefold())
        if folded in lexicon().syntax.function_words:
            return True
        if (words[at - 1], word) in self._pairs or (word, *words[at + 1 : at + 2]) in self._pairs:
            return False
        if registry().country_of(word) is not None or registry().is_country(
            without_possessive(word)
        ):  # "Irish", "Poles", "Japan"
            return False
        if folded in self._lower:
            return True
        return word not in self._names and (_are_people(folded) or folded in self._common)


def _are_people(word: str) -> bool:
    """True for "traders" and "gunmen", and for "ringleader", which is no title before a name."""
    actors = lexicon().actors
    if word in lexicon().person_nouns and word in actors.types and word not in actors.titles.words:
        return True
    singular = f"{word[:-2]}an" if word.endswith("men") else word.removesuffix("s")
    return singular != word and singular in lexicon().person_nouns
