"""Finds the words of a proposal in a sentence: exactly, else with other spacing, quotes and case, else nearly.

A near match is bounded: nine of ten characters are the same, and every digit is. A short acronym keeps its case: "US"
is not "us".
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz

from ontology.names import is_short_acronym

NEAR = 90.0
"""Least similarity of a near match, of 100 (rapidfuzz: partial ratio)."""
MIN_NEAR_LENGTH = 6
"""Shorter words must match exactly: nearly all short words are nearly another one."""
MAX_GAP = 60
"""Characters between the first and the last words of an action that the proposal leaves out: 'has … proposed'."""
EQUIVALENT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "\u00a0": " "})
UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Letters of scripts in which spaces do not bound words: Thai, Lao, Burmese, Khmer, Chinese, Japanese, Korean."""


@dataclass(frozen=True, slots=True)
class Match:
    """Where words stand in a text: `start` to `end` (exclusive). `is_near`: only nearly these words."""

    start: int
    end: int
    is_near: bool = False


class SearchedText:
    """A `text` in which words are looked for. It is folded once, when that is first needed."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def folded(self) -> tuple[str, Sequence[int]]:
        """The text without differences in writing, and for each of its characters the offset in the original."""
        return _fold(self.text)

    @cached_property
    def casefolded(self) -> str:
        """The text in small letters."""
        return self.text.casefold()


def find(words: str, searched: SearchedText, near: int = 0, start: int | None = None) -> Match | None:
    """The words in a text; of several places the one nearest to the offset `near`. None if they are not there.

    `start`: an offset at which they are said to stand; it counts only if they do.
    """
    words = words.strip()
    if not any(map(str.isalnum, words)):
        return None
    if start is not None and start >= 0 and searched.text.startswith(words, start):
        return Match(start, start + len(words))
    places = list(_exact(words, searched.text)) or list(_folded(words, searched))
    if places:
        return min(places, key=lambda match: (abs(match.start - near), match.start))
    return _nearly(words, searched)


def find_parts(words: str, searched: SearchedText) -> Match | None:
    """As `find`; or else the stretch from the first to the last of the words, if all are there in this order."""
    match = find(words, searched)
    if match is not None:
        return match
    position, begin = 0, -1
    for word in words.split():
        found = next((m for m in _folded(word, searched) if m.start >= position), None)
        if found is None or (begin >= 0 and found.start - position > MAX_GAP):
            return None
        begin = found.start if begin < 0 else begin
        position = found.end
    return Match(begin, position, is_near=True) if begin >= 0 else None


def spelling(name: str, searched: SearchedText) -> str | None:
    """A name as a text spells it, whatever its case, spacing and quotes here; None if it is not there."""
    return next(spellings(name, searched), None)


def spellings(name: str, searched: SearchedText) -> Iterator[str]:
    """All spellings of a name in a text, exact ones first."""
    for matches in (_exact(name, searched.text), _folded(name, searched)):
        yield from (searched.text[match.start : match.end] for match in matches)


def _exact(words: str, text: str) -> Iterator[Match]:
    position = text.find(words)
    while position >= 0:
        if _is_whole(text, position, position + len(words)):
            yield Match(position, position + len(words))
        position = text.find(words, position + 1)


def _folded(words: str, searched: SearchedText) -> Iterator[Match]:
    """Places that differ in case, spacing, quotes, dashes and Unicode composition."""
    wanted, text = _fold(words)[0], searched.text
    if not wanted:
        return
    folded, offsets = searched.folded
    keeps_case = is_short_acronym(words)
    position = folded.find(wanted)
    while position >= 0:
        last = position + len(wanted)
        start, end = offsets[position], offsets[last - 1] + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        if _is_whole(text, start, end) and (not keeps_case or text[start:end].isupper()):
            yield Match(start, end)
        position = folded.find(wanted, position + 1)


def _fold(text: str) -> tuple[str, Sequence[int]]:
    """The text in small letters with single spaces, and for each of its characters the offset in the original."""
    characters: list[str] = []
    offsets = array("I")
    for offset, character in enumerate(text.translate(EQUIVALENT)):
        if character.isspace():
            if characters and characters[-1] != " ":
                characters.append(" ")
                offsets.append(offset)
            continue
        for part in unicodedata.normalize("NFKD", character).casefold():
            characters.append(part)
            offsets.append(offset)
    while characters and characters[-1] == " ":
        characters.pop()
        offsets.pop()
    return "".join(characters), offsets


def _is_whole(text: str, start: int, end: int) -> bool:
    """True if no word of a script with spaces is cut at either end."""
    return not (_joins(text, start - 1, start) or _joins(text, end - 1, end))


def _joins(text: str, before: int, after: int) -> bool:
    if before < 0 or after >= len(text):
        return False
    pair = text[before], text[after]
    return all(character.isalnum() and not UNSPACED.match(character) for character in pair)


def _nearly(words: str, searched: SearchedText) -> Match | None:
    text = searched.text
    if len(words) < MIN_NEAR_LENGTH or len(words) > len(text):
        return None
    found = fuzz.partial_ratio_alignment(words.casefold(), searched.casefolded, score_cutoff=NEAR)
    if found is None or len(searched.casefolded) != len(text):
        return None
    start, end = _widened(text, found.dest_start, found.dest_end)
    is_same_number = re.findall(r"\d", words) == re.findall(r"\d", text[start:end])
    is_as_long = abs((end - start) - len(words)) <= max(2, len(words) // 5)
    return Match(start, end, is_near=True) if is_same_number and is_as_long else None


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch up to the borders of its words."""
    while _joins(text, start - 1, start):
        start -= 1
    while _joins(text, end - 1, end):
        end += 1
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
