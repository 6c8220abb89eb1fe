"""What two sentences may have in common: names, words, and pairs of words that stand beside each other."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from graph.diff.alignment.names import Names
from graph.diff.alignment.subjects import Reading
from graph.diff.alignment.tables import nouns
from graph.diff.quotations.turns import turns
from graph.rdf.stored_sentence import StoredSentence
from ontology.identifiers import thing_id
from ontology.model import Entity, EntityType

WORD = re.compile(r"[\w’'-]+")
LEAST_LETTERS = 4
FEWEST_DOCUMENTS = 18
"""Documents that a comparison is taken to have at least: a word of two texts out of four is not rare."""
UNIT = 1000
"""Weights are whole numbers of this fraction, so that their sum does not depend on its order."""
SPECIFIC = round(UNIT * math.log(3))
"""The weight of what at most a third of the documents has."""
MOST = round(UNIT * 3.5)


@dataclass(frozen=True, slots=True, order=True)
class Feature:
    """A word, a pair of words ("satellite terminal"), or the id of a name."""

    kind: str
    text: str

    @property
    def is_word(self) -> bool:
        """True for a word alone, which says little of what a sentence is about."""
        return self.kind == "word"


SHARES: Mapping[str, float] = {"name": 1.5, "pair": 0.7, "word": 1.0}
"""How much a common feature of a kind counts; the words of a pair count as well."""


@dataclass(frozen=True)
class Featured:
    """A sentence with its features, and where each stands in it (first character, end); `entities`: by feature."""

    batch: int
    stored: StoredSentence
    places: Mapping[Feature, tuple[int, int]]
    entities: Mapping[Feature, Entity]

    @property
    def text(self) -> str:
        """The sentence in lower case."""
        return self.stored.sentence.text.lower()

    def entity(self, feature: Feature) -> Entity:
        """What a name means; for other words, a thing that is called so."""
        start, end = self.places[feature]
        words = self.stored.sentence.text[start:end]
        return self.entities.get(feature) or Entity(thing_id(words), words, EntityType.THING)


def featured(read: Iterable[Reading]) -> Iterator[Featured]:
    """All sentences with their features."""
    for reading in read:
        for stored in reading.sentences:
            yield _featured(reading.batch, stored, reading.names)


def _featured(batch: int, stored: StoredSentence, names: Names) -> Featured:
    text = stored.sentence.text
    places: dict[Feature, tuple[int, int]] = {}
    entities: dict[Feature, Entity] = {}
    for start, name, entity in names.in_text(text):
        if entity.type is not EntityType.COUNTRY:
            feature = Feature("name", entity.id)
            places.setdefault(feature, (start, start + len(name)))
            entities[feature] = entity
    content = [(number, stem(word[0]), word) for number, word in enumerate(WORD.finditer(text)) if is_content(word[0])]
    for _, word, found in content:
        places.setdefault(Feature("word", word), found.span())
    for (number, first, match), (following, second, beside) in pairwise(content):
        if following == number + 1:
            places.setdefault(Feature("pair", f"{first} {second}"), (match.start(), beside.end()))
    return Featured(batch, stored, places, entities)


def weights(sentences: Sequence[Featured]) -> dict[Feature, int]:
    """How rare each feature is: the logarithm of the share of documents with it (inverse document frequency)."""
    documents = {(one.batch, one.stored.sentence.document, feature) for one in sentences for feature in one.places}
    number = len({(one.batch, one.stored.sentence.document) for one in sentences})
    times = Counter(feature for _, _, feature in documents)
    every = max(number, FEWEST_DOCUMENTS)
    return {feature: min(MOST, round(UNIT * math.log(every / count))) for feature, count in times.items()}


def stem(word: str) -> str:
    """A word in lower case, without the ending of a genitive or a plural."""
    plain = re.sub(r"[’']s?$", "", word.casefold().strip("-’'"))
    if plain.endswith("ies") and len(plain) > LEAST_LETTERS + 1:
        return f"{plain[:-3]}y"
    return plain[:-1] if plain.endswith("s") and not plain.endswith("ss") and len(plain) > LEAST_LETTERS else plain


def is_content(word: str) -> bool:
    """True for a word that says what a sentence is about."""
    plain = stem(word)
    return len(plain) >= LEAST_LETTERS and not plain.isdigit() and plain not in _function_words()


@cache
def _function_words() -> frozenset[str]:
    return frozenset({*nouns().stops, *nouns().prepositions, *nouns().articles, *turns().function_words})
