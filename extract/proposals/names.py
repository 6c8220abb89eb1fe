"""Which entity a proposed name stands for, if the document supports the name.

A name is supported if it stands in the document, or if the registry knows it and one of its other names does. In a
language other than English a common noun may be translated; persons, companies and countries may not be invented.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from anyascii import anyascii
from rapidfuzz import fuzz

from extract.lexicon.regional_names import regional_entity, regional_names
from extract.parsing.tokens import Token
from extract.proposals.matching import SearchedText, find, spelling, spellings
from extract.proposals.proposal import ProposedParticipant
from extract.proposals.reading import Reading
from ontology.identifiers import actor_id, apart, place_id, thing_id
from ontology.model import ACTOR_TYPES, Entity, EntityType, MentionKind
from ontology.names import is_short_acronym, name_key
from ontology.registry import Registry

OWN_COUNTRY = {
    "fil": "Philippines", "tl": "Philippines", "id": "Indonesia", "km": "Cambodia", "ko": "South Korea", "lo": "Laos",
    "ms": "Malaysia", "my": "Myanmar", "th": "Thailand", "vi": "Vietnam",
}  # fmt: skip
"""By language, the country whose bodies its press names without naming the country."""
NAME_IN_BRACKETS = re.compile(r"(?P<body>.+?) \((?P<country>[^()]+)\)")
WORD = re.compile(r"\w+")
STEM = 5
"""Letters that two forms of a word share: conference, conferences."""
SMALL_WORDS = frozenset("a an and at by de for from in la of on or the their to with".split())
ALIKE = 55.0
"""Least similarity of a Latin name to the transliteration of the words it stands for, of 100."""
UNTRANSLATED = frozenset({EntityType.COUNTRY, EntityType.PERSON, EntityType.COMPANY})
NAMED_TYPES = frozenset({EntityType.PERSON, EntityType.COMPANY, EntityType.INTERNATIONAL_ORGANISATION, EntityType.LAW})


class UnsupportedError(Exception):
    """A proposal that cannot be verified: why."""


class DocumentNames:
    """The names that one document supports, and what they stand for. `known` is the registry of actors.

    `searched` is the title and text of the document.
    """

    def __init__(self, reading: Reading, known: Registry) -> None:
        self._reading = reading
        self._document = reading.document
        self._registry = known
        self.searched = SearchedText("\n".join(filter(None, (reading.document.title, reading.document.text))))
        self._text = self.searched.text
        self._named: dict[str, bool] = {}

    def actor(self, part: ProposedParticipant, words: str) -> Entity:
        """The entity of an actor or source. Raises UnsupportedError, also for what cannot act."""
        entity = self.entity(part, words)
        if not entity.is_actor:
            raise UnsupportedError("the actor is of a type that cannot act")
        return entity

    def entity(self, part: ProposedParticipant, words: str) -> Entity:
        """The entity of a proposed name; `words` are those of the sentence. Raises UnsupportedError."""
        name = " ".join(part.name.split())
        try:
            kind = EntityType(part.type)
        except ValueError:
            raise UnsupportedError("a type that is not in the scheme") from None
        if not any(map(str.isalnum, name)):
            raise UnsupportedError("a name without letters")
        known = self._known(name, kind)
        if known is not None:
            return self._named_here(known, words)
        if kind is EntityType.COUNTRY:
            raise UnsupportedError("an unknown country")
        return self._of_rules(name, kind) or self._of_document(name, kind, words)

    def noun(self, word: str) -> Token | None:
        """The first common noun of the document with this form; None if there is none, or nothing was parsed."""
        tokens = (token for parsed in self._reading.parsed for token in parsed.span)
        return next((token for token in tokens if token.lower_ == word and token.pos_ == "NOUN"), None)

    def _known(self, name: str, kind: EntityType) -> Entity | None:
        """The registry's entity of a name, in English or in a language of the region."""
        found = self._registry.find(name)
        if found is None and kind is EntityType.COUNTRY:
            found = self._registry.country_of(name)
        return found or (None if kind is EntityType.PERSON else regional_entity(name, self._registry))

    def _named_here(self, known: Entity, words: str) -> Entity:
        if self._is_named(known):
            return known
        country = None if known.country is None else self._registry.get(known.country)
        is_of_here = country is not None and self._is_country_here(country.entity)  # a body of the document's country
        is_heard = known.type is not EntityType.COUNTRY and not words.isascii() and _sounds_like(words, known.label)
        if not self._reading.is_english and (is_of_here or is_heard):
            return known
        if not self._reading.is_english and known.type is not EntityType.COUNTRY and not words.isascii():
            own = " ".join(words.split())  # no name in Latin letters is sure: that of the text stays
            return Entity(self._id(own, known.type), own, known.type)
        raise UnsupportedError("a name that the document does not support")

    def _is_named(self, known: Entity) -> bool:
        """True if a name of a known actor stands in the document; one in capitals ("OLAF") begins with a capital."""
        if known.id not in self._named:
            self._named[known.id] = any(
                not name.isupper() or found[0].isupper()
                for name in self._names(known)
                for found in spellings(name, self.searched)
            )
        return self._named[known.id]

    def _names(self, known: Entity) -> Iterator[str]:
        """All names under which a known actor may stand in a text; of a country also its seats of government."""
        entry = self._registry.get(known.id)
        yield known.label
        yield from self._registry.aliases(known.id)
        yield from () if entry is None else entry.seats
        # "AS" is the United States in Indonesian, and in an English headline it is a word
        yield from (name for name in regional_names(known.id) if not (self._reading.is_english and name.isascii()))

    # ---- names that the registry does not know

    def of_rules(self, name: str) -> Entity | None:
        """The entity that the rules have found under this name in the document, whatever its type."""
        return self._ruled.get(name_key(name))

    def _of_rules(self, name: str, kind: EntityType) -> Entity | None:
        """The entity that the rules have found under this name in the document, if it fits the type."""
        entity = self.of_rules(name)
        is_fit = entity is not None and (entity.type is kind or (entity.type in ACTOR_TYPES) == (kind in ACTOR_TYPES))
        return entity if is_fit else None

    @cached_property
    def _ruled(self) -> dict[str, Entity]:
        found: dict[str, set[Entity]] = {}
        for described in self._reading.entities:
            names = [described.entity.label]
            names += [mention.span.text for mention in described.mentions if mention.kind is MentionKind.NAME]
            for name in names:
                found.setdefault(name_key(name), set()).add(described.entity)
        return {name: min(entities, key=lambda it: it.id) for name, entities in found.items() if len(entities) == 1}

    def _of_document(self, name: str, kind: EntityType, words: str) -> Entity:
        """An entity of its own for a name that the document supports. Raises UnsupportedError."""
        body = NAME_IN_BRACKETS.fullmatch(name)
        if body is not None and spelling(name, self.searched) is None:
            country = self._named_here(self._country(body["country"]), words)
            self._supported(body["body"], kind, words)
            return Entity(self._id(name, kind), name, kind, country.id)
        label = self._supported(name, kind, words)
        return Entity(self._id(label, kind), label, kind)

    def without_country(self, name: str, kind: EntityType, words: str) -> Entity | None:
        """The entity of a body whose country the document does not name: that of the rules, else one of its own."""
        try:
            entity = self.entity(ProposedParticipant(words, name, kind), words)
        except UnsupportedError:
            return None
        is_own = kind is EntityType.GOVERNMENT_BODY and entity.id == actor_id(entity.label)
        if is_own and self._registry.get(entity.id) is None and self.of_rules(name) is None:
            return replace(entity, id=apart(entity.id, self._document.id))  # other countries have such a body, too
        return entity

    def of_body(self, name: str, body: str, kind: EntityType, words: str) -> Entity | None:
        """The entity of a name with a body in brackets, if the document supports both and the body is no country."""
        if kind is EntityType.PERSON or self.is_known(name):
            return None  # who has a name of their own is not told apart by a body
        known = self._registry.find(body) or self.of_rules(body)
        if known is None or known.type in {EntityType.COUNTRY, EntityType.PLACE} or not known.is_actor:
            return None
        if not self._is_named(known) and spelling(body, self.searched) is None:
            return None
        try:
            label = f"{self._supported(name, kind, words)} ({known.label})"
        except UnsupportedError:
            return None
        return Entity(self._id(label, kind), label, kind, known.country)

    def is_known(self, name: str) -> bool:
        """True if the registry knows an actor of this name."""
        return self._registry.find(name) is not None

    def _country(self, name: str) -> Entity:
        found = self._registry.find(name)
        if found is None or found.type is not EntityType.COUNTRY:
            raise UnsupportedError("an unknown country")
        return found

    def _supported(self, name: str, kind: EntityType, words: str) -> str:
        """The label of a name: as the document spells it. Raises UnsupportedError if it supports no such name."""
        spelt = spelling(name, self.searched)
        if spelt is not None:
            return name if name.casefold() == spelt.casefold() and not spelt.isupper() else spelt
        if self._has_name(name) if kind in UNTRANSLATED else self._has_words(name):
            return name
        if self._is_description(name, words):
            return name
        if self._is_translated(name, kind, words):
            return name
        near = find(name, self.searched)
        if near is not None:
            return self._text[near.start : near.end]
        if not words.isascii() and not self._reading.is_english:
            return " ".join(words.split())  # no name in Latin letters is sure: that of the text stays
        raise UnsupportedError("a name that the document does not support")

    def _has_name(self, name: str) -> bool:
        """True if the words of a name stand in the document one after the other: "Ana Cruz" in "Ana María Cruz"."""
        between = r"(?:\W+\w+){0,2}?\W+"
        words = (f"(?-i:{word})" if is_short_acronym(word) else word for word in WORD.findall(name))
        return re.search(rf"\b{between.join(words)}\b", self._text, re.IGNORECASE) is not None

    def _has_words(self, name: str) -> bool:
        """True if every word of a name that means something stands in the document, in whatever form."""
        words = [word for word in map(name_key, WORD.findall(name)) if word not in SMALL_WORDS]
        return bool(words) and all(word in self._vocabulary or word[:STEM] in self._stems for word in words)

    def _is_description(self, name: str, words: str) -> bool:
        """True for a common noun of the sentence with words of the document: 'companies of Ana Cruz and Juan Diaz'."""
        first, *others = WORD.findall(name) or [""]
        is_noun = first.islower() and first not in SMALL_WORDS and first in WORD.findall(words.casefold())
        return is_noun and all(word in SMALL_WORDS or word in self._vocabulary for word in map(name_key, others))

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        """The words of the document in small letters, and its acronyms as they are."""
        words = WORD.findall(self._text)
        return frozenset((*map(str.casefold, words), *filter(is_short_acronym, words)))

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(word[:STEM] for word in self._vocabulary if len(word) >= STEM)

    def _is_translated(self, name: str, kind: EntityType, words: str) -> bool:
        """True for an English name in a text of another language, as far as such a name can be checked."""
        if self._reading.is_english or not name.isascii():
            return False
        if kind in UNTRANSLATED and not name.islower():
            return _sounds_like(words, name)
        return all(self._is_country_here(country) for country in self._countries_in(name))

    def _countries_in(self, name: str) -> Iterator[Entity]:
        words = name.split()
        for length in (3, 2, 1):
            for start in range(len(words) - length + 1):
                text = " ".join(words[start : start + length])
                known = self._registry.find(text)
                country = known if known is not None and known.is_actor else self._registry.country_of(text)
                if country is not None and text[:1].isupper():
                    yield country

    def _is_country_here(self, country: Entity) -> bool:
        if country.label == OWN_COUNTRY.get(self._reading.language or ""):
            return True
        return self._is_named(country)

    def _id(self, label: str, kind: EntityType) -> str:
        """The id of a label; what bears no name is that of its document: "the bank" of another text is another."""
        make = place_id if kind is EntityType.PLACE else actor_id if kind in ACTOR_TYPES else thing_id
        is_named = any(map(str.isupper, label)) or (kind in NAMED_TYPES and not label.islower())
        return make(label) if is_named else apart(make(label), self._document.id)


def is_name_of(entity: Entity, words: str) -> bool:
    """True if words are a name of an entity, and no pronoun or common noun that stands for it."""
    if name_key(words) == name_key(entity.label) or words in regional_names(entity.id):
        return True
    return entity.type in UNTRANSLATED and not words.isascii() and _sounds_like(words, entity.label)


def _sounds_like(words: str, name: str) -> bool:
    return fuzz.ratio(_letters(anyascii(words)), _letters(name)) >= ALIKE


def _letters(text: str) -> str:
    return "".join(WORD.findall(text.casefold()))
