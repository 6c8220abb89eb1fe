"""How alike two names are, with the reason in words: the same words, a part, initials, an acronym, another spelling.

Names are compared as sets of words without accents, case, articles and prepositions, after the manner of name matching
in record linkage (Christen 2012, Data Matching, ch. 5). A score is the share of such pairs that one would expect to be
one entity, all else unknown: it orders what a person is asked, and is no measured probability.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz.distance import JaroWinkler, Levenshtein

EMPTY = frozenset("the a an of for and on in to at de la al bin binti".split())
"""Words that tell no name from another."""
OPPOSED = tuple(
    (frozenset(left.split()), frozenset(right.split()))
    for left, right in (
        ("north northern", "south southern"),
        ("east eastern", "west western"),
        ("north northern", "east eastern west western"),
        ("south southern", "east eastern west western"),
        ("upper", "lower"),
        ("senior sr", "junior jr"),
        ("army", "navy"),
        ("first", "second third"),
        ("second", "third"),
        ("deputy vice", "prime"),
    )
)
OPPOSED_WORDS = frozenset(word for pair in OPPOSED for side in pair for word in side)
KIN = frozenset("jr sr junior senior ii iii".split())
BRACKETED = re.compile(r"\([^)]*\)")
ALIKE, SAME_CONSONANTS = 0.87, 0.8
"""Least Jaro-Winkler similarity of two words that may be one word spelt in two ways; less where only vowels differ."""
SHORT, SHORT_ALIKE = 4, 0.5
"""Words of so few letters are hardly alike if they differ in one: Min-ho and Min-ha are two names."""
VOWELS = re.compile(r"[aeiouyhw]")
ACRONYM = re.compile(r"[A-Z][A-Z0-9&-]{1,9}")


@dataclass(frozen=True, slots=True)
class Likeness:
    """How far two names speak for one entity, and why. `kind` says by what: same, part, acronym, order, spelling."""

    kind: str
    score: float
    reason: str


@lru_cache(maxsize=100_000)
def words(name: str) -> tuple[str, ...]:
    """The telling words of a name in their order, in small ASCII letters."""
    plain = re.sub(r"['’]s?\b", "", anyascii(BRACKETED.sub(" ", name)).casefold())
    found = tuple(re.findall(r"[a-z0-9]+", plain))
    return tuple(word for word in found if word not in EMPTY) or found


@lru_cache(maxsize=100_000)
def is_acronym(name: str) -> bool:
    """True for a name of capitals: BGF, UNODC."""
    return ACRONYM.fullmatch(name) is not None


def likeness(first: str, second: str, *, person: bool = False) -> Likeness | None:
    """The strongest likeness of two names; None where they share nothing or say that they differ."""
    one, two = words(first), words(second)
    if not one or not two or _differ(one, two):
        return None
    found = [*_equal(one, two), *_acronym(first, second), *_part(one, two, person), *_spelling(one, two, person)]
    return max(found, key=lambda it: it.score, default=None)


def _differ(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    """Numbers and words of direction or rank that cannot be one name's: Serengeti 1 and 2, North and South."""
    numbers = _numbers(one), _numbers(two)
    if numbers[0] and numbers[1] and numbers[0] != numbers[1]:
        return True
    alone, other = OPPOSED_WORDS.intersection(one).difference(two), OPPOSED_WORDS.intersection(two).difference(one)
    if not alone or not other:
        return False
    return any((left & alone and right & other) or (right & alone and left & other) for left, right in OPPOSED)


@lru_cache(maxsize=100_000)
def _numbers(name: tuple[str, ...]) -> frozenset[str]:
    """The words of a name that hold digits."""
    return frozenset(word for word in name if any(c.isdigit() for c in word))


def _equal(one: tuple[str, ...], two: tuple[str, ...]) -> Iterator[Likeness]:
    if one == two:
        yield Likeness("same", 0.8, "the same words")
    elif sorted(one) == sorted(two):
        yield Likeness("order", 0.75, "the same words in another order")
    elif "".join(one) == "".join(two):
        yield Likeness("same", 0.75, "the same letters, spaced in another way")


def _acronym(first: str, second: str) -> Iterator[Likeness]:
    for short, long in ((first, second), (second, first)):
        parts = words(long) if is_acronym(short) else ()
        if len(parts) > 1 and words(short) == ("".join(part[0] for part in parts),):
            yield Likeness("acronym", 0.5, f"“{short}” is made of the initials of “{long}”")


def _part(one: tuple[str, ...], two: tuple[str, ...], person: bool) -> Iterator[Likeness]:
    """'Border Guard Force' in 'Karen Border Guard Force', 'Hung Viet' in 'Do Hung Viet', 'Chen' in 'Chen Zhi'."""
    short, long = sorted((one, two), key=len)
    if len(short) == len(long) or not set(short) <= set(long):
        return
    rest = set(long) - set(short)
    if any(word.isdigit() for word in rest):
        return
    score = (0.65 if person else 0.5) if len(short) > 1 else (0.5 if person else 0.25)
    if person and rest & KIN:
        score = 0.3  # father and son, or the son without his "Jr."
    yield Likeness("part", score, f"“{' '.join(short)}” is part of “{' '.join(long)}”")


def _spelling(one: tuple[str, ...], two: tuple[str, ...], person: bool) -> Iterator[Likeness]:
    """Each word of the shorter name is one of the other's, or nearly: typing errors, transliterations, initials."""
    short, long = sorted((one, two), key=len)
    if len(long) - len(short) > (1 if person else 0):
        return
    pairs = _aligned(short, long)
    if pairs is None:
        return
    unequal = [(a, b) for a, b in pairs if a != b]
    same = sum(len(a) for a, b in pairs if a == b)
    if not unequal or (same == 0 and len(pairs) > 1 and len(unequal) > 2):
        return
    nearest = min(_alike(a, b) for a, b in unequal)
    initials = [(a, b) for a, b in unequal if 1 in (len(a), len(b))]
    if len(initials) == len(pairs):
        return
    score = 0.5 * nearest + (0.2 if len(pairs) > 1 else 0) - 0.1 * (len(unequal) - 1) - 0.1 * (len(long) - len(short))
    told = " and ".join(f"“{a}”/“{b}”" for a, b in unequal)
    yield Likeness("spelling", round(score, 2), f"spelt nearly alike: {told}")


def _aligned(short: tuple[str, ...], long: tuple[str, ...]) -> list[tuple[str, str]] | None:
    """Each word of the shorter name with the word of the longer that is most like it; None if one has none."""
    left, found = list(long), []
    for word in short:
        best = max(left, key=lambda other: (_alike(word, other), other), default="")
        if not best or _alike(word, best) == 0:
            return None
        left.remove(best)
        found.append((word, best))
    return found


@lru_cache(maxsize=100_000)
def _alike(one: str, two: str) -> float:
    """From 0 to 1, how alike two words are; 0 for words that are not one word."""
    if one == two:
        return 1.0
    if 1 in (len(one), len(two)):
        return 0.9 if one[0] == two[0] else 0.0
    if any(c.isdigit() for c in one + two):
        return 0.0
    if min(len(one), len(two)) > 2 and (one.startswith(two) or two.startswith(one)):
        return 0.9  # Sam and Samuel
    if min(len(one), len(two)) <= SHORT:
        return SHORT_ALIKE if Levenshtein.distance(one, two, score_cutoff=1) == 1 else 0.0
    found = float(JaroWinkler.similarity(one, two))
    return found if found >= (SAME_CONSONANTS if _consonants(one) == _consonants(two) else ALIKE) else 0.0


def _consonants(word: str) -> str:
    """What is left of a word without vowels and doubled letters: transliterations differ in these."""
    return re.sub(r"(.)\1", r"\1", VOWELS.sub("", word))
