"""Countries in the words around a noun: 'Thai', 'police in Ghana', 'president of Peru'."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from extract.coreference.names.lookup import ends_wider_name
from extract.coreference.names.name import NamesBySentence, name_at
from extract.lexicon.loader import lexicon
from extract.parsing.sentences import ParsedSentence
from extract.parsing.tokens import Token
from extract.syntax.arguments import children, conjuncts
from extract.syntax.phrases import base_phrase
from ontology.model import Entity, EntityType
from ontology.registry import Registry

MIN_SHARE, MIN_LEAD, MIN_MENTIONS = 0.5, 2, 3
"""The main country of a document has at least this share of all mentions of countries, this many times as many as the
next one, and this many in all; one less if no other is named."""
NOT_PLACES = frozenset({"DATE", "TIME", "EVENT", "LAW", "ORG", "MONEY", "CARDINAL"})
"""Entity labels that exclude a place. PERSON is not one of them: the model labels many towns as persons."""
DATELINE_WEIGHT = 2
"""The number of mentions that the capital in a dateline ("MANILA –") counts as."""


class Countries:
    """Finds the countries that the words of one document name.

    `registry` knows the countries, their adjectives and capitals; `names` are the names of the document.
    """

    def __init__(self, registry: Registry, names: NamesBySentence) -> None:
        self.registry = registry
        self._names = names
        self._of_words: dict[Token, Entity | None] = {}

    def of_text(self, text: str) -> Entity | None:
        """The country that a text names: by its name, or by a capitalised adjective."""
        known = self.registry.find(text)
        if known is not None and known.type is EntityType.COUNTRY:
            return known
        return self.registry.country_of(text) if text[:1].isupper() else None

    def of_word(self, token: Token) -> Entity | None:
        """The country of the longest name that ends with a word: not the United States in "South American"."""
        if token not in self._of_words:
            self._of_words[token] = self._of_last_word(token)
        return self._of_words[token]

    def _of_last_word(self, token: Token) -> Entity | None:
        for length in (3, 2):
            country = self.of_text(token.doc[max(0, token.i - length + 1) : token.i + 1].text)
            if country is not None:
                return country
        return None if ends_wider_name(token) else self.of_text(token.text)

    def of_phrase(self, noun: Token) -> Entity | None:
        """The country that a noun with its modifiers names, else the noun itself."""
        phrase = base_phrase(noun)
        return (self.of_text(phrase.text) if len(phrase) > 1 else None) or self.of_word(noun)

    def of_people(self, token: Token) -> Entity | None:
        """The country whose people a noun means: "64 South Koreans"."""
        doc = token.doc
        for length in (3, 2, 1):
            if token.i - length + 1 >= 0 and not (length == 1 and ends_wider_name(token)):
                country = self.registry.country_of(doc[token.i - length + 1 : token.i + 1].text)
                if country is not None and token.text[:1].isupper():
                    return country
        return None

    def before(self, parsed: ParsedSentence, index: int) -> Entity | None:
        """The country whose name or adjective ends directly before the token `index`."""
        doc = parsed.span.doc
        if index > parsed.span.start and doc[index - 1].tag_ == "POS":
            index -= 1
        for length in (3, 2, 1):
            if index - length >= parsed.span.start:
                words = doc[index - length : index]
                country = self.of_text(words.text) if length > 1 else self.of_word(words[0])
                if country is not None:
                    return country
        return None

    def main(self, sentences: Sequence[ParsedSentence]) -> Entity | None:
        """The country that a document is about, if one stands out: "the police" are taken to be its police."""
        counts: Counter[str] = Counter()
        entities: dict[str, Entity] = {}
        for country, weight in self._weighted_mentions(sentences):
            counts[country.id] += weight
            entities[country.id] = country
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        if not ranked:
            return None
        (first, most), *others = ranked
        least = MIN_MENTIONS if others else MIN_MENTIONS - 1
        needed = max(least, MIN_SHARE * sum(counts.values()), MIN_LEAD * max((n for _, n in others), default=0))
        return entities[first] if most >= needed else None

    def only(self, sentences: Sequence[ParsedSentence]) -> Entity | None:
        """The only country that a document names, if it ever owns or acts: not in "the Office warned Laos"."""
        named = {country.id: country for country, _ in self._weighted_mentions(sentences)}
        acts = any(_may_own(token) and self.of_word(token) is not None for s in sentences for token in s.span)
        return next(iter(named.values())) if len(named) == 1 and acts else None

    def named(self, sentences: Sequence[ParsedSentence]) -> list[Entity]:
        """Every country that a document names, also by its people, its adjective or its capital."""
        seats = (self.registry.government_seat(token.text) for s in sentences for token in s.span if token.is_title)
        mentioned = (country for country, _ in self._weighted_mentions(sentences))
        return list(dict.fromkeys([*mentioned, *(seat for seat in seats if seat is not None)]))

    def _weighted_mentions(self, sentences: Sequence[ParsedSentence]) -> Iterator[tuple[Entity, int]]:
        """Each mention of a country in the sentences and datelines, with its weight."""
        for parsed in sentences:
            for token in parsed.span:
                country = self.of_word(token) if token.text[:1].isupper() else None
                if country is None and token.ent_type_ == "GPE" and token.i + 1 < len(token.doc):
                    country = self.of_text(token.doc[token.i : token.i + 2].text)
                if country is not None:
                    yield country, 1
            for place in re.split(r"[^\w ]+", parsed.dateline.title()):
                country = self.registry.government_seat(place) or self.of_text(place.strip())
                if country is not None:
                    yield country, DATELINE_WEIGHT

    def at(self, parsed: ParsedSentence, token: Token) -> Entity | None:
        """The country that a noun or adjective names; a capital as a possessor ("Lima's offer") is its government."""
        name = name_at(self._names, parsed, token)
        if name is not None and name.entity.type is EntityType.COUNTRY:
            return name.entity
        if token.dep_ == "poss" and name is not None and name.entity.type is EntityType.PLACE:
            return self.registry.government_seat(token.doc[name.start : name.end].text)
        return self.of_phrase(token)

    def modifier(self, parsed: ParsedSentence, token: Token) -> Entity | None:
        """A country's name or adjective before the noun, or its possessor."""
        for child in token.lefts:
            if child.dep_ in {"amod", "compound", "nmod", "poss"}:
                country = self.at(parsed, child)
                if country is not None:
                    return country
        for child in token.children:
            if child.dep_ == "compound":
                country = self.modifier(parsed, child)
                if country is not None:
                    return country
        return None

    def modifiers(self, parsed: ParsedSentence, token: Token) -> list[Entity]:
        """The countries before a noun: 'Chinese and Burmese police'."""
        before = [child for child in token.lefts if child.dep_ in {"amod", "compound", "nmod"}]
        joined = [grand for child in before for grand in children(child, "conj")]
        countries = [self.modifier(parsed, token), *(self.at(parsed, word) for word in joined)]
        return list(dict.fromkeys(country for country in countries if country is not None))

    def locative(self, token: Token) -> list[Entity]:
        """The countries where something is: 'police in Ghana and Nigeria', 'In Taiwan, prosecutors ...'."""
        places = [country for prep in _prepositions(token) for country in self.inside(prep)]
        # not with an article: the ministers of "In Beijing, the ministers met" may be from several countries
        if not places and token.dep_ in {"nsubj", "nsubjpass"} and not children(token, "det"):
            places = [country for child in _fronted(token) for country in self.inside(child)]
        return places

    def of(self, token: Token) -> list[Entity]:
        """The countries of "the president of Peru" and "the ministry of defence of Kenya and its neighbour"."""
        nouns = [noun for first in of_objects(token) for noun in conjuncts(first)]
        countries = [self.of_phrase(noun) for noun in nouns]
        inner = [country for noun in nouns if is_portfolio(noun) for country in self.of(noun)]
        return [*(country for country in countries if country is not None), *inner]

    def of_place(self, token: Token) -> list[Entity]:
        """The countries of "the police of Nairobi": those of a town after "of", if no country stands there."""
        towns = (self._of_place(noun) for first in of_objects(token) for noun in conjuncts(first))
        return list(dict.fromkeys(self.of(token) or [country for country in towns if country is not None]))

    def own_place(self, token: Token) -> str | None:
        """The place of a body if its country is not known: 'Cebu' in 'police in Cebu', '11 countries' after "from"."""
        fronted = _fronted(token) if token.dep_ in {"nsubj", "nsubjpass"} and not children(token, "det") else []
        if self.locative(token):
            return None
        states = _states_of(token)
        if states is not None:
            return base_phrase(states).text
        nouns = [
            noun
            for preposition in (*_prepositions(token), *fronted)
            if preposition.lower_ in lexicon().mentions.places.body_prepositions
            for noun in children(preposition, "pobj")
        ]
        towns = [inner for noun in nouns if noun.pos_ == "NOUN" for inner in of_objects(noun)]  # "the city of Cebu"
        named = [n for n in (*nouns, *towns) if n.pos_ == "PROPN" and n.ent_type_ not in NOT_PLACES]
        return next((base_phrase(noun).text for noun in named), None)

    def inside(self, preposition: Token) -> list[Entity]:
        """The countries after a preposition of place."""
        if preposition.lower_ not in lexicon().mentions.places.prepositions:
            return []
        nouns = [noun for child in children(preposition, "pobj") for noun in conjuncts(child)]
        countries = [self._of_place(noun) for noun in nouns]
        return [country for country in countries if country is not None]

    def _of_place(self, noun: Token) -> Entity | None:
        """The country of "Peru", "Lima", "the Peruvian city of Trujillo" and "Trujillo, Peru"."""
        text = base_phrase(noun).text
        if noun.lemma_.lower() in lexicon().mentions.places.boundaries:
            return None  # soldiers near the Thai border need not be Thai
        beside = children(noun, "appos")
        if lexicon().actors.types.get(noun.lemma_.lower()) is EntityType.PLACE:
            beside += children(noun, "amod", "compound", "nmod", "poss")
        named = (self.of_word(child) for child in beside)
        return self.of_phrase(noun) or self.registry.government_seat(text) or next((c for c in named if c), None)


def _may_own(token: Token) -> bool:
    is_place = token.dep_ == "pobj" and token.head.lower_ in lexicon().mentions.places.prepositions
    return token.text[:1].isupper() and (is_place or token.dep_ in {"poss", "amod", "compound", "nsubj", "nsubjpass"})


def _prepositions(token: Token) -> list[Token]:
    """The prepositions of a noun, also the one after it that is attached to the verb: 'held by police in Lima'."""
    after = token.doc[token.i + 1 : token.i + 2]
    beside = [word for word in after if word.dep_ == "prep" and word.head != token and token in word.head.subtree]
    return [*children(token, "prep"), *beside]


def _states_of(token: Token) -> Token | None:
    """The "countries" of 'officers from 11 countries' and 'police in both countries'."""
    prepositions = lexicon().mentions.places.body_prepositions | {"from", "of"}
    nouns = [noun for prep in _prepositions(token) if prep.lower_ in prepositions for noun in children(prep, "pobj")]
    joint = lexicon().actors.joint
    are_states = (n for n in nouns if n.tag_ == "NNS" and EntityType.COUNTRY in joint.get(n.lemma_, ()))
    return next(are_states, None)


def _fronted(token: Token) -> list[Token]:
    """The prepositions at the beginning of the clause of a subject: 'In Taiwan, prosecutors ...'."""
    return [c for c in token.head.lefts if c.dep_ == "prep" and c.i < token.i]


def is_portfolio(noun: Token) -> bool:
    """True for what a ministry is for ("defence"), and for "republic" and "kingdom": the country stands after it."""
    words, lemma = lexicon().actors, noun.lemma_.lower()
    return lemma in words.government or (noun.lower_ in words.generic and lemma not in words.state_bodies)


def of_objects(noun: Token) -> list[Token]:
    """The nouns after "of": Kenya in "the government of Kenya"."""
    return [inner for prep in children(noun, "prep") if prep.lower_ == "of" for inner in children(prep, "pobj")]
