"""Names that look like function words ("An Rui", "Meas To", "WHO"), which the parser would not read as names.

They are parsed as ordinary names of the same length. A capital alone does not make "So" or "You" a name: the document
must give it beside another capitalised word, in the middle of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from extract.lexicon.loader import lexicon
from extract.parsing.headlines import WORD

STAND_INS = {2: "Li", 3: "Kim", 4: "Wang"}
"""By length, a name that the parser knows."""
ACRONYM_STAND_IN = "IMF"
AGE = re.compile(r", \d\d,")
JOINTS = frozenset({" ", ", "})
"""What may stand between a name and the word before it in its sentence."""


class Lookalikes:
    """The names of one document that look like function words, learnt from its `paragraphs`."""

    def __init__(self, paragraphs: Iterable[str]) -> None:
        self._names: set[str] = set()
        self._pairs: set[tuple[str, str]] = set()
        for paragraph in paragraphs:
            for word, before, after in _occurrences(paragraph):
                if before and after:
                    self._pairs.add((word[0], after))
                if before and (after or before[0].isupper()):
                    self._names.add(word[0])

    def replaced(self, paragraph: str) -> str:
        """The paragraph with a stand-in for each such name; its length stays the same."""
        text = paragraph
        for word, before, after in _occurrences(paragraph):
            is_beside = before or AGE.match(paragraph, word.end())
            if (word[0] in self._names and is_beside) or (word[0], after) in self._pairs:
                text = text[: word.start()] + STAND_INS[len(word[0])] + text[word.end() :]
        for acronym in (word.upper() for word in lexicon().mentions.names.acronyms):
            if acronym in text and not text.isupper():
                text = re.sub(rf"(?<![A-Z] )\b{acronym}\b(?! [A-Z]{{2}})", ACRONYM_STAND_IN, text)
        return text


def _occurrences(paragraph: str) -> Iterator[tuple[re.Match[str], str, str]]:
    """The capitalised function words, with the word of the sentence before each ("" at its beginning) and a name after.

    The word before is "" too if it is a function word with a capital: "How To" is a title, and no name.
    """
    words, small = list(WORD.finditer(paragraph)), lexicon().mentions.names.lookalikes
    for index, word in enumerate(words):
        is_abbreviation = re.match(r"\. ?\d", paragraph[word.end() :]) is not None  # "No. 7"
        if word[0].lower() not in small or not word[0].istitle() or is_abbreviation:
            continue
        before = words[index - 1] if index else None
        is_inside = before is not None and paragraph[before.end() : word.start()] in JOINTS
        after = words[index + 1] if index + 1 < len(words) else None
        is_followed = after is not None and paragraph[word.end() : after.start()] == " " and _is_name_word(after[0])
        first = before[0] if before is not None and is_inside and not _is_capital_function_word(before[0]) else ""
        yield word, first, after[0] if after is not None and is_followed else ""


def _is_name_word(word: str) -> bool:
    return word[0].isupper() and word[1:].islower() and word.lower() not in lexicon().syntax.function_words


def _is_capital_function_word(word: str) -> bool:
    return word[0].isupper() and word.lower() in lexicon().syntax.function_words
