"""Name similarity, with the reason in words: same words, part, initials, acronym or spelling.

Names are compared as sequences of words without accents, case, articles and prepositions, as in name matching for
record linkage (Christen 2012, Data Matching, ch. 5). A score estimates the share of such pairs that are one entity; it
orders proposals for review and is not a calibrated probability.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz.distance import JaroWinkler, Levenshtein

from graph.identity.name_words import NAME_WORDS

OPPOSED_WORDS = frozenset(word for pair in NAME_WORDS.opposed for side in pair for word in side)
BRACKETED = re.compile(r"\([^)]*\)")
MIN_SIMILARITY, MIN_SAME_CONSONANTS = 0.87, 0.8
"""Least Jaro-Winkler similarity of two spellings of one word, in general and where only vowels differ."""
SHORT_WORD, SHORT_WORD_SCORE = 4, 0.5
"""Words of up to this length that differ in one letter get only this score: Min-ho and Min-ha are two names."""
VOWELS = re.compile(r"[aeiouyhw]")
ACRONYM = re.compile(r"[A-Z][A-Z0-9&-]{1,9}")


@dataclass(frozen=True, slots=True)
class Similarity:
    """The similarity of two names and its reason. `kind`: same, order, part, acronym or spelling."""

    kind: str
    score: float
    reason: str


@lru_cache(maxsize=100_000)
def words(name: str) -> tuple[str, ...]:
    """The words of a name in order, in lower-case ASCII, without stop words (unless it has no others)."""
    plain = re.sub(r"['’]s?\b", "", anyascii(BRACKETED.sub(" ", name)).casefold())
    all_words = tuple(re.findall(r"[a-z0-9]+", plain))
    return tuple(word for word in all_words if word not in NAME_WORDS.stop_words) or all_words


@lru_cache(maxsize=100_000)
def is_acronym(name: str) -> bool:
    """True for a name in capitals: BGF, UNODC."""
    return ACRONYM.fullmatch(name) is not None


def name_similarity(first: str, second: str, *, person: bool = False) -> Similarity | None:
    """The highest similarity of two names; None if they share nothing or contradict each other."""
    first_words, second_words = words(first), words(second)
    if not first_words or not second_words or _contradict(first_words, second_words):
        return None
    similarities = [
        *_equal(first_words, second_words),
        *_acronym(first, second),
        *_part(first_words, second_words, person),
        *_spelling(first_words, second_words, person),
    ]
    return max(similarities, key=lambda similarity: similarity.score, default=None)


def _contradict(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    """True if numbers, directions or ranks in the names exclude each other: Serengeti 1 and 2, North and South."""
    numbers = _numbers(first), _numbers(second)
    if numbers[0] and numbers[1] and numbers[0] != numbers[1]:
        return True
    opposed = _opposed(first), _opposed(second)
    if not opposed[0] or not opposed[1]:
        return False
    alone, other = opposed[0].difference(second), opposed[1].difference(first)
    return any(
        (left & alone and right & other) or (right & alone and left & other) for left, right in NAME_WORDS.opposed
    )


@lru_cache(maxsize=100_000)
def _opposed(name: tuple[str, ...]) -> frozenset[str]:
    """The words of a name that others exclude."""
    return OPPOSED_WORDS.intersection(name)


@lru_cache(maxsize=100_000)
def _numbers(name: tuple[str, ...]) -> frozenset[str]:
    """The words of a name that contain digits."""
    return frozenset(word for word in name if any(c.isdigit() for c in word))


def _equal(first: tuple[str, ...], second: tuple[str, ...]) -> Iterator[Similarity]:
    if first == second:
        yield Similarity("same", 0.8, "the same words")
    elif len(first) == len(second) and sorted(first) == sorted(second):
        yield Similarity("order", 0.75, "the same words in another order")
    elif first[0][0] == second[0][0] and "".join(first) == "".join(second):
        yield Similarity("same", 0.75, "the same letters, spaced in another way")


def _acronym(first: str, second: str) -> Iterator[Similarity]:
    for short, long in ((first, second), (second, first)):
        parts = words(long) if is_acronym(short) else ()
        if len(parts) > 1 and words(short) == ("".join(part[0] for part in parts),):
            yield Similarity("acronym", 0.5, f"“{short}” is made of the initials of “{long}”")


def _part(first: tuple[str, ...], second: tuple[str, ...], person: bool) -> Iterator[Similarity]:
    """'Border Guard Force' in 'Karen Border Guard Force', 'Hung Viet' in 'Do Hung Viet', 'Chen' in 'Chen Zhi'."""
    short, long = sorted((first, second), key=len)
    if len(short) == len(long) or not set(short) <= set(long):
        return
    rest = set(long) - set(short)
    if any(word.isdigit() for word in rest):
        return
    score = (0.65 if person else 0.5) if len(short) > 1 else (0.5 if person else 0.25)
    if person and rest & NAME_WORDS.generations:
        score = 0.3  # father and son, or the son without his "Jr."
    yield Similarity("part", score, f"“{' '.join(short)}” is part of “{' '.join(long)}”")


def _spelling(first: tuple[str, ...], second: tuple[str, ...], person: bool) -> Iterator[Similarity]:
    """Each word of the shorter name is similar to one of the longer: typing errors, transliterations, initials."""
    short, long = sorted((first, second), key=len)
    if len(long) - len(short) > (1 if person else 0):
        return
    pairs = _aligned(short, long)
    if pairs is None:
        return
    unequal = [(a, b) for a, b in pairs if a != b]
    same = sum(len(a) for a, b in pairs if a == b)
    if not unequal or (same == 0 and len(pairs) > 1 and len(unequal) > 2):
        return
    nearest = min(_word_similarity(a, b) for a, b in unequal)
    initials = [(a, b) for a, b in unequal if 1 in (len(a), len(b))]
    if len(initials) == len(pairs):
        return
    score = 0.5 * nearest + (0.2 if len(pairs) > 1 else 0) - 0.1 * (len(unequal) - 1) - 0.1 * (len(long) - len(short))
    differences = " and ".join(f"“{a}”/“{b}”" for a, b in unequal)
    yield Similarity("spelling", round(score, 2), f"spelt nearly alike: {differences}")


def _aligned(short: tuple[str, ...], long: tuple[str, ...]) -> list[tuple[str, str]] | None:
    """Each word of the shorter name with the most similar word of the longer; None if one has no counterpart."""
    left, pairs = list(long), []
    for word in short:
        similarity, best = max(((_word_similarity(word, other), other) for other in left), default=(0.0, ""))
        if similarity == 0:
            return None
        left.remove(best)
        pairs.append((word, best))
    return pairs


@lru_cache(maxsize=100_000)
def _word_similarity(first: str, second: str) -> float:
    """The similarity of two words, from 0 to 1; 0 for words that cannot be variants of one word."""
    if first == second:
        return 1.0
    if 1 in (len(first), len(second)):
        return 0.9 if first[0] == second[0] else 0.0
    if not first.isalpha() or not second.isalpha():
        return 0.0
    if min(len(first), len(second)) > 2 and (first.startswith(second) or second.startswith(first)):
        return 0.9  # Sam and Samuel
    if min(len(first), len(second)) <= SHORT_WORD:
        return SHORT_WORD_SCORE if Levenshtein.distance(first, second, score_cutoff=1) == 1 else 0.0
    similarity = float(JaroWinkler.similarity(first, second))
    is_near = similarity >= MIN_SIMILARITY or (
        similarity >= MIN_SAME_CONSONANTS and _consonants(first) == _consonants(second)
    )
    return similarity if is_near else 0.0


@lru_cache(maxsize=100_000)
def _consonants(word: str) -> str:
    """A word without vowels and doubled letters, in which transliterations differ."""
    return re.sub(r"(.)\1", r"\1", VOWELS.sub("", word))
