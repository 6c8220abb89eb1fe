"""Finds pairs of sentences on one matter, of which the later one tells a turn: "will be held", then "was postponed".

Each later sentence with the words of a turn gets the earlier sentence that has most rare names and words in common with
it (weighted by inverse document frequency, Sparck Jones 1972) and says what the turn presupposes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.diff.alignment.subjects import Reading
from graph.diff.quotations.features import SHARES, SPECIFIC, Feature, Featured, featured, weights
from graph.diff.quotations.turns import Turn, has_verb, turns

LEAST_SCORE = 6000
"""Chosen on the development pairs of bench/diffs: 4000 to 8000 give the same recall within a point."""
Weights = Mapping[Feature, int]
Place = tuple[str, int]
"""A document, and where a sentence starts in it."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Two sentences on one matter: `turn` is what the later one tells.

    `words`: the words of the turn, in each sentence. `common`: the names and pairs of words that both have, the rarest
    first. `score`: the weight of all that they have in common.
    """

    turn: str
    before: Featured
    after: Featured
    words: tuple[re.Match[str], re.Match[str]]
    common: tuple[Feature, ...]
    score: int


def quotations(read: Iterable[Reading], told: Iterable[Place] = ()) -> list[Quotation]:
    """The pairs of sentences, the best first; no turn of a matter twice.

    `told`: later sentences whose news other findings tell.
    """
    every = list(featured(read))
    rarity = weights(every)
    earlier = [sentence for sentence in every if sentence.batch == 0]
    known = {sentence.stored.sentence.text for sentence in earlier}
    taken = set(told)
    finder = _Finder(earlier, rarity)
    found = [
        pair
        for sentence in every
        if sentence.batch > 0 and sentence.stored.sentence.text not in known and _place(sentence) not in taken
        for pair in finder.best(sentence)
    ]
    return _each_once(sorted(found, key=_order))


def _place(sentence: Featured) -> Place:
    return sentence.stored.sentence.document, sentence.stored.sentence.start


def _order(pair: Quotation) -> tuple[object, ...]:
    return -pair.score, _place(pair.after), _place(pair.before)


def _each_once(pairs: Iterable[Quotation]) -> list[Quotation]:
    """The pairs without those that tell a turn of a matter once more."""
    kept: list[Quotation] = []
    seen: set[tuple[str, Feature]] = set()
    for pair in pairs:
        matters = {(pair.turn, feature) for feature in pair.common}
        if matters.isdisjoint(seen):
            kept.append(pair)
            seen |= matters
    return kept


class _Finder:
    """The earlier sentences, by what is specific in them."""

    def __init__(self, earlier: Sequence[Featured], rarity: Weights) -> None:
        self._earlier = earlier
        self._rarity = rarity
        self._with: dict[Feature, list[int]] = defaultdict(list)
        for number, sentence in enumerate(earlier):
            for feature in self._specific(sentence.places):
                self._with[feature].append(number)

    def _specific(self, features: Iterable[Feature]) -> list[Feature]:
        """The names and pairs of words that few documents have, the rarest first."""
        found = [one for one in features if not one.is_word and self._rarity[one] >= SPECIFIC]
        return sorted(found, key=lambda one: (-self._rarity[one], one))

    def best(self, later: Featured) -> list[Quotation]:
        """The best pair of a later sentence, if it tells a turn and there is one."""
        told = list(turns().in_later(later.text))
        if not told:
            return []
        numbers = {number for feature in self._specific(later.places) for number in self._with.get(feature, ())}
        pairs = (self._pair(self._earlier[number], later, told) for number in sorted(numbers))
        good = [pair for pair in pairs if pair is not None and pair.score >= LEAST_SCORE]
        return [min(good, key=_order)] if good else []

    def _pair(self, before: Featured, later: Featured, told: Sequence[tuple[Turn, re.Match[str]]]) -> Quotation | None:
        fitting = ((turn, turns().in_earlier(before.text, turn), words) for turn, words in told)
        chosen = next(((turn, first, words) for turn, first, words in fitting if first is not None), None)
        if chosen is None:
            return None
        turn, first, words = chosen
        if turn.same_verb and not has_verb(before.text, words[0]):
            return None
        common = before.places.keys() & later.places.keys()
        score = sum(round(SHARES[one.kind] * self._rarity[one]) for one in common)
        return Quotation(turn.id, before, later, (first, words), tuple(self._specific(common)), score)
