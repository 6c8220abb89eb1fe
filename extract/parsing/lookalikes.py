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
GIVEN_STAND_INS = {4: "Jiho", 5: "Jihun", 6: "Minjun", 7: "Jonghyu", 8: "Junghwan", 9: "Kyunghwan"}
"""The same for given names with a hyphen."""
GIVEN_NAME = re.compile(r"\b(?P<family>[A-Z][a-z]+) (?P<given>[A-Z][a-z]{1,4}-[a-z]{1,5})\b")
DOUBLE_NAME = re.compile(r"\b(?P<first>[A-Z][a-z]+)-(?P<second>[A-Z][a-z]+)(?= [A-Z][a-z])")
DOUBLE_STAND_INS = {7: "Michael", 8: "Patricia", 9: "Alexander", 10: "Maximilian", 11: "Christopher"}
"""The same for two first names with a hyphen, as in "Mary-Anne Obi", of which the parser may take a part."""
ACRONYM_STAND_IN = "IMF"
AGE = re.compile(r", \d\d,")
ABBREVIATED = re.compile(r"\. ?\d")
"""What follows an abbreviation: "No. 7"."""
NEXT_WORD = re.compile(r" ([a-z]+)\b")
PRONOUNS = frozenset({"he", "her", "him", "if", "it", "me", "she", "we", "you", "your"})
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
            is_beside = before or AGE.match(paragraph, word.end()) or _acts(word, paragraph)
            if (word[0] in self._names and is_beside) or (word[0], after) in self._pairs:
                text = text[: word.start()] + STAND_INS[len(word[0])] + text[word.end() :]
        text = DOUBLE_NAME.sub(_single_name, _with_given_names(text))
        for acronym in (word.upper() for word in lexicon().mentions.names.acronyms):
            if acronym in text and not text.isupper():
                text = re.sub(rf"(?<![A-Z] )\b{acronym}\b(?! [A-Z]{{2}})", ACRONYM_STAND_IN, text)
        return text


def _with_given_names(text: str) -> str:
    """The text with stand-ins for given names like "Ji-won", whose second half may be taken for a verb."""
    families = lexicon().mentions.names.hyphen_families

    def stand_in(match: re.Match[str]) -> str:
        given = GIVEN_STAND_INS.get(len(match["given"])) if match["family"].lower() in families else None
        return match[0] if given is None else f"{match['family']} {given}"

    return GIVEN_NAME.sub(stand_in, text)


def _single_name(match: re.Match[str]) -> str:
    names, parts = lexicon().first_names, (match["first"].casefold(), match["second"].casefold())
    are_names = all(part in names.feminine or part in names.masculine for part in parts)
    return DOUBLE_STAND_INS.get(len(match[0]), match[0]) if are_names else match[0]


def _acts(word: re.Match[str], paragraph: str) -> bool:
    """True for a name before a past tense, 'So denied the charge'; "He denied" has a pronoun."""
    verb = NEXT_WORD.match(paragraph, word.end())
    if verb is None or word[0].lower() in PRONOUNS:
        return False
    return verb[1].endswith("ed") or verb[1] in lexicon().mentions.names.past_tenses


def _occurrences(paragraph: str) -> Iterator[tuple[re.Match[str], str, str]]:
    """The capitalised function words, with the word of the sentence before each ("" at its beginning) and a name after.

    The word before is "" too if it is a function word with a capital: "How To" is a title, and no name.
    """
    words, small = list(WORD.finditer(paragraph)), lexicon().mentions.names.lookalikes
    for index, word in enumerate(words):
        if word[0].lower() not in small or not word[0].istitle() or ABBREVIATED.match(paragraph, word.end()):
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
