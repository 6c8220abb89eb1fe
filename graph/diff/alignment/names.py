"""Knows the names of claims and texts: which entity a name means, and what "the company" means in a document."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from graph.diff.alignment.batch_claims import BatchClaim
from graph.diff.alignment.tables import nouns, sentence_words
from graph.diff.alignment.wording.clauses import OF_NAME
from graph.diff.alignment.wording.noun_phrases import NounPhrase
from graph.rdf.stored_sentence import StoredSentence
from ontology.identifiers import thing_id
from ontology.model import Claim, Entity, EntityType, Participant

Document = Sequence[StoredSentence]
Sides = Iterable[Sequence[StoredSentence]]
TYPES = {"text": EntityType.LAW, "gathering": EntityType.EVENT, "operation": EntityType.EVENT}
"""By kind of noun, the type of what has a name in a text that no claim knows."""
MAYBE_COMPANIES = frozenset({EntityType.COMPANY, EntityType.INTERNATIONAL_ORGANISATION, EntityType.GROUP})
"""Types that the name of a company may have in a text."""
UNNAMED = frozenset({EntityType.COUNTRY, EntityType.PERSON})
"""Entities that no common noun of `called` means."""
CALLED = sentence_words().subject.called
"""By type, the nouns that texts use for such an entity."""
OF_COUNTRY = re.compile(r" \([^)]*\)$")
BEFORE_NAME = re.compile(r"(?P<noun>[a-z]+) $")
BESIDE_NAME = re.compile(
    r", (?:an?|the|its|their) (?P<phrase>(?:[\w’'-]+ ){0,4}?)(?P<noun>[a-z]+)"
    r"(?=,|\.| (?:of|in|for|with|that|which|on|from|whose|run|based)\b)"
)
LONG_NAME, MOST_MIDDLE_NAMES = 2, 2


class Names:
    """The named entities of claims and texts by the last word of their names, the longest name first."""

    def __init__(self, claims: Iterable[BatchClaim], sentences: Sides = ()) -> None:
        entities: dict[str, Entity] = {}
        for claim in claims:
            for part in (claim.claim.actor, claim.claim.target):
                if part is not None and part.entity.type is not EntityType.COUNTRY:
                    phrase = NounPhrase.of(part.entity, part.head_lemma)
                    names = _names_of(part.entity) if phrase.is_named else ()
                    entities |= {name: part.entity for name in names if name not in entities}
        for name, entity in _without_countries(entities.values()):
            entities.setdefault(name, entity)
        persons = {
            (words[0], words[-1]): entity
            for name, entity in entities.items()
            if entity.type is EntityType.PERSON and len(words := name.split()) == LONG_NAME
        }
        for name, entity in _names_in_texts(sentences, persons):
            entities.setdefault(name, entity)
        capitals = {name.upper(): entity for name, entity in entities.items() if len(name.split()) > LONG_NAME}
        entities |= {name: entity for name, entity in capitals.items() if name not in entities}
        self._by_last: dict[str, list[tuple[str, Entity]]] = defaultdict(list)
        for name in sorted(entities, key=lambda name: (-len(name), name)):
            self._by_last[name.split()[-1]].append((name, entities[name]))

    def at_end(self, text: str) -> tuple[str, Entity] | None:
        """The longest name with which a text ends."""
        last = text.split()[-1:]
        named = self._by_last.get(last[0], ()) if last else ()
        return next(((name, entity) for name, entity in named if re.search(rf"(?<!\S){re.escape(name)}$", text)), None)

    def persons_in(self, document: Document) -> Mapping[str, Entity]:
        """The persons whose full names a document has, by their last names, as far as these are of one person each."""
        text = " ".join(stored.sentence.text for stored in document)
        every = (named for names in self._by_last.values() for named in names)
        persons = [(name, entity) for name, entity in every if entity.type is EntityType.PERSON and _has(text, name)]
        times = Counter(name.split()[-1] for name, _ in persons)
        return {name.split()[-1]: entity for name, entity in persons if times[name.split()[-1]] == 1}

    def in_text(self, text: str) -> Iterator[tuple[int, str, Entity]]:
        """Each place at which a text has a name, with the name and its entity."""
        for word in re.finditer(r"[\w.’'&-]*[\w]", text):
            if word[0] in self._by_last:
                named = self.at_end(text[: word.end()])
                if named is not None:
                    yield word.end() - len(named[0]), *named


def documents(side: Sequence[StoredSentence]) -> Iterator[list[StoredSentence]]:
    """The sentences of one side by document."""
    for _, document in groupby(side, key=lambda stored: stored.sentence.document):
        yield list(document)


class Antecedents:
    """What "the company" or "the bill" means in a document: the only thing named before that is called so."""

    def __init__(self, sentences: Sides, names: Names) -> None:
        self._places: dict[tuple[int, str], list[tuple[int, Entity]]] = {}
        self._nouns: dict[str, set[str]] = defaultdict(set)
        self._names = names
        self._around: dict[str, list[tuple[int, str, Entity]]] = {}
        for batch, side in enumerate(sentences):
            for document in documents(side):
                self._read(batch, document, names)

    def _read(self, batch: int, document: Document, names: Names) -> None:
        places: list[tuple[int, Entity]] = []
        for stored in document:
            text, start = stored.sentence.text, stored.sentence.start
            for place, name, entity in names.in_text(text):
                if entity.type not in UNNAMED:
                    places.append((start + place, entity))
                    self._nouns[entity.id] |= {*_called(entity), *_introduced(text, place, place + len(name))}
        self._places[batch, document[0].sentence.document] = sorted(places, key=lambda item: item[0])

    def name_around(self, claim: Claim, part: Participant) -> Entity | None:
        """What a name means of which the words of a participant are a part: the "Bill" of "Data Protection Bill"."""
        if " " in part.entity.label or not part.entity.label[:1].isupper():
            return None
        text, place = claim.sentence.text, part.span.start - claim.sentence.start
        if text not in self._around:
            self._around[text] = [item for item in self._names.in_text(text) if item[2].type in TYPES.values()]
        wholes = (
            entity
            for start, name, entity in self._around[text]
            if start <= place + len("the ") and part.span.end - claim.sentence.start == start + len(name)
        )
        return next(wholes, None)

    def named_in(self, batch: int, document: str) -> frozenset[str]:
        """The ids of the entities that a document names, without persons and countries."""
        return frozenset(entity.id for _, entity in self._places.get((batch, document), ()))

    def of(self, batch: int, document: str, place: int, noun: str) -> Entity | None:
        """The entity that "the NOUN" at this place of a document means; None if there is none, or several."""
        places = self._places.get((batch, document), [])
        before = places[: bisect_left(places, place, key=lambda item: item[0])]
        meant = {entity.id: entity for _, entity in before if noun in self._nouns[entity.id]}
        return next(iter(meant.values())) if len(meant) == 1 else None


def _called(entity: Entity) -> set[str]:
    """The nouns that a text may use for an entity with this name: "the agency", "the bill"."""
    head = NounPhrase.of(entity).head
    called = {head} | CALLED.get(entity.type, frozenset())
    if head in nouns().enacted:
        return called | nouns().enacted | nouns().drafts
    return called | CALLED[EntityType.COMPANY] if head in nouns().company_words else called


def _introduced(text: str, start: int, end: int) -> set[str]:
    """The nouns that a sentence puts right before a name, or beside it: "the messaging service Pigeonet"."""
    before, beside = BEFORE_NAME.search(text[:start]), BESIDE_NAME.match(text[end:])
    return {match["noun"] for match in (before, beside) if match and is_noun(match["noun"])}


def is_noun(word: str) -> bool:
    """True for a common noun that the tables know."""
    table = nouns()
    return bool(table.of(word)) or word in table.generic | table.common_bodies | table.company_words


def _names_of(entity: Entity) -> Iterator[str]:
    """The label; of a bill, the name of the act that it becomes as well; of a company, its name without such words."""
    yield entity.label
    *words, last = entity.label.split()
    if words and last.casefold() in nouns().enacted:
        yield from (" ".join([*words, noun.title()]) for noun in sorted(nouns().enacted))
    if len(words) >= LONG_NAME and last.casefold() in nouns().company_words and entity.type in MAYBE_COMPANIES:
        yield " ".join(words)


def _without_countries(entities: Iterable[Entity]) -> Iterator[tuple[str, Entity]]:
    """The names of bodies without the country that their labels have, where only one country has such a body."""
    by_name: dict[str, dict[str, Entity]] = defaultdict(dict)
    for entity in entities:
        plain = OF_COUNTRY.sub("", entity.label)
        if plain != entity.label and len(plain.split()) >= LONG_NAME:
            by_name[plain][entity.id] = entity
    yield from (
        (name, entity) for name, of_name in sorted(by_name.items()) if len(of_name) == 1 for entity in of_name.values()
    )


def _has(text: str, name: str) -> bool:
    return name in text and re.search(rf"(?<![\w-]){re.escape(name)}\b", text) is not None


def _names_in_texts(sentences: Sides, persons: Mapping[tuple[str, str], Entity]) -> Iterator[tuple[str, Entity]]:
    """Names of several words in the texts whose noun says that they are of an event or a law.

    `persons`: by first and last name; texts may give them middle names.
    """
    for side in sentences:
        for stored in side:
            for match in re.finditer(OF_NAME, stored.sentence.text):
                name = _without_function_words(match[0])
                words = name.split()
                if LONG_NAME < len(words) <= LONG_NAME + MOST_MIDDLE_NAMES and (words[0], words[-1]) in persons:
                    yield name, persons[words[0], words[-1]]
                kinds = NounPhrase.of_text(name, EntityType.EVENT).kinds if len(words) >= LONG_NAME else ()
                kind = next((TYPES[kind] for kind in sorted(TYPES) if kind in kinds), None)
                if kind is not None:
                    yield name, Entity(thing_id(name), name, kind)


def _without_function_words(name: str) -> str:
    words = name.split()
    while words and words[0].casefold() in nouns().prepositions | nouns().articles | nouns().stops:
        words = words[1:]
    return " ".join(words).rstrip(".,")
