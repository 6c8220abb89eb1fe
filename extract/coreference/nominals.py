"""Common nouns to entities: 'the Thai government', 'Cambodian police', 'the ministry', 'members of the force'."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extract.coreference.discourse import Referent
from extract.coreference.names import NAMED_LABELS, name_at
from extract.lexicon.loader import lexicon
from extract.parsing.sentences import ParsedSentence
from extract.parsing.tokens import Token
from extract.syntax.arguments import children
from extract.syntax.phrases import base_phrase, determiner, full_phrase, label_of
from ontology.identity import actor_id, place_id, thing_id
from ontology.model import Entity, EntityType, MentionKind

if TYPE_CHECKING:
    from extract.coreference.resolver import Resolver

DEFINITE = frozenset({"the", "this", "that", "these", "those"})
PARTITIVES = frozenset("member part branch unit majority most number all some dozen hundred one rest".split())
GROUPS = frozenset({EntityType.GROUP, EntityType.CRIMINAL_GROUP})
MEASURE = re.compile(r"[\w.]+-(?:hour|day|week|month|year|nation|member|page|point)")
"""'The two-day event' is no other event than 'the event'."""
SMALL_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
UNKNOWN_ROLE = 0.5
"""How sure it is that "the president" is a person whose title the text does not give."""
SPOKEN_FOR = frozenset({"official", "spokesman", "spokeswoman", "spokesperson", "source"})


class Descriptions:
    """Reads the common nouns of one document, whose names and history the resolver holds."""

    def __init__(self, resolver: Resolver) -> None:
        self.resolver = resolver

    def referent(self, parsed: ParsedSentence, token: Token) -> Referent | None:
        """What a common noun stands for; None for a number or a phrase without letters."""
        for reading in (
            self._apposed,
            self._by_description,
            self._in_apposition,
            self._of_role,
            self._of_government,
            self._same_body,
            self._of_state_body,
            self._partitive,
            self._together,
            self._by_role,
            self._taken_up,
        ):
            referent = reading(parsed, token)
            if referent is not None:
                return referent
        return self._described(parsed, token)

    def _apposed(self, parsed: ParsedSentence, token: Token) -> Referent | None:
        """'analytics firm Elliptic', 'Vietnam's UN ambassador, Do Hung Viet': the name is the reference."""
        for child in token.children:
            name = name_at(self.resolver.names, parsed, child) if _follows(child, token) else None
            kind = lexicon().actors.types.get(token.lemma_.lower())
            if name is None or kind is None:
                continue
            if kind is EntityType.PLACE and not name.known:
                place = Entity(place_id(name.entity.label), name.entity.label, kind)
                return Referent((place,), MentionKind.NAME, 0.9, token)
            if name.entity.is_actor:
                return self.resolver.of_name(parsed, child, name)
        return None

    def _in_apposition(self, parsed: ParsedSentence, token: Token) -> Referent | None:
        """'Ann Holt, a banker who fled': the banker is Ann Holt."""
        name = (
            name_at(self.resolver.names, parsed, token.head)
            if token.dep_ == "appos" and token.head.i < token.i
            else None
        )
        if name is None or not name.entity.is_actor or name.entity.type is EntityType.COUNTRY:
            return None
        single = "Plur" not in token.morph.get("Number", []) and not children(token.head, "conj")
        if not single or token.lemma_.lower() not in lexicon().actors.types:
            return None
        return self.resolver.of_name(parsed, token.head, name)

    def _by_description(self, parsed: ParsedSentence, token: Token) -> Referent | None:  # noqa: ARG002  # one of many
        """'Cambodian conglomerate' where the text says 'the Prince Group, a Cambodian conglomerate'."""
        if determiner(token) not in {"", *DEFINITE}:
            return None
        entity = self.resolver.described.get(label_of(base_phrase(token), token).casefold())
        return None if entity is None else Referent((entity,), MentionKind.NOMINAL, 0.8, token)

    def _of_role(self, parsed: ParsedSentence, token: Token) -> Referent | None:
        """'the President of South Korea', 'a State Department spokesperson'."""
        lemma = token.lemma_.lower()
        if lemma not in lexicon().actors.roles or "Plur" in token.morph.get("Number", []):
            return None
        body = self._body_modifier(parsed, token)
        if body is not None and lemma in SPOKEN_FOR:
            return Referent((body,), MentionKind.NOMINAL, 0.9, token)
        country = self.resolver.countries.modifier(parsed, token) or _only(self.resolver.countries.of(token))
        if country is None:
            return None
        holder = self.resolver.holders.get((lemma, country.id))
        if holder is not None:
            return Referent((holder,), MentionKind.NOMINAL, 0.85, token)
        if lemma in SPOKEN_FOR:
            return None
        title = " ".join(
            t.text
            for t in base_phrase(token)
            if t.head == token and t.dep_ in {"compound", "amod"} and self.resolver.countries.of_text(t.text) is None
        )
        label = f"{f'{title} {token.text}'.strip().capitalize()} of {country.label}"
        return Referent(
            (Entity(actor_id(label), label, EntityType.PERSON, country.id),), MentionKind.NOMINAL, 0.85, token
        )

    def _body_modifier(self, parsed: ParsedSentence, token: Token) -> Entity | None:
        for child in token.children:
            name = name_at(self.resolver.names, parsed, child) if child.dep_ in {"compound", "nmod", "poss"} else None
            if name is not None and name.entity.type is EntityType.GOVERNMENT_BODY:
                return self.resolver.of_name(parsed, child, name).entities[0]
        return None

    def _of_government(self, parsed: ParsedSentence, token: Token) -> Referent | None:
        """'the Thai government', 'his country', 'the kingdom'."""
        if token.lemma_.lower() not in lexicon().actors.government or "Plur" in token.morph.get("Number", []):
            return None
        country = self.resolver.countries.modifier(parsed, token) or self.resolver.owner(parsed, token)
        if country is not None:
            return Referent((country,), MentionKind.NOMINAL, 0.95, token)
        if determiner(token) in DEFINITE and len(base_phrase(token)) == 2 and self.resolver.country is not None:
            return Referent((self.resolver.country,), MentionKind.NOMINAL, 0.8, token)
        return None

    def _of_state_body(self, parsed: ParsedSentence, token: Token) -> Referent | None:
        """'Cambodian authorities', 'police in Ghana and Nigeria', 'the army' in a text about Myanmar."""
        lemma = token.lemma_.lower()
        if lemma not in lexicon().actors.state_bodies:
            return None
        country = self.resolver.countries.modifier(parsed, token)
        owner = self.resolver.owner(parsed, token)
        if country is not None:
            countries = self.resolver.countries.modifiers(parsed, token)
        else:
            countries = [] if owner is not None else self.resolver.countries.locative(token)
        if not countries:
            typed = lexicon().actors.types.get(lemma) is EntityType.GOVERNMENT_BODY
            is_bare = _unmodified(token) and determiner(token) not in {"a", "an", "some"}
            elsewhere = self.resolver.countries.own_place(token) is not None
            own = owner or (self.resolver.country if typed and is_bare and not elsewhere else None)
            countries = [own] if own is not None else []
        if not countries:
            return None
        certainty = 0.95 if country is not None else 0.75
        return Referent(tuple(self._state_body(token, c) for c in countries), MentionKind.NOMINAL, certainty, token)

    def _state_body(self, token: Token, country: Entity) -> Entity:
        lemma = token.lemma_.lower()
        actors = lexicon().actors
        noun = actors.synonyms.get(lemma, token.text.lower())
        own = [
            t.text
            for t in base_phrase(token)
            if t.dep_ in {"compound", "amod"} and self.resolver.countries.of_text(t.text) is None
        ]
        extra = [word for word in own if not self._is_country_part(word, country)]
        label = " ".join([self.resolver.registry.adjective(country.id), *extra, noun])
        kind = actors.types.get(lemma, EntityType.GOVERNMENT_BODY)
        return Entity(actor_id(label), label, kind, country.id)

    def _is_country_part(self, word: str, country: Entity) -> bool:
        return word.casefold() in f"{country.label} {self.resolver.registry.adjective(country.id)}".casefold().split()

    def _partitive(self, parsed: ParsedSentence, token: Token) -> Referent | None:
        """'members of the Border Guard Force' are the force."""
        if token.lemma_.lower() not in PARTITIVES:
            return None
        for child in token.rights:
            if child.dep_ == "prep" and child.lower_ == "of":
                for noun in children(child, "pobj"):
                    name = name_at(self.resolver.names, parsed, noun)
                    if name is not None and name.entity.is_actor:
                        return self.resolver.of_name(parsed, noun, name)
        return None

    def _together(self, parsed: ParsedSentence, token: Token) -> Referent | None:
        """'the two countries', 'both ministries': as many as the text has just named together."""
        types = lexicon().actors.joint.get(token.lemma_.lower())
        number = _how_many(token)
        if types is None or number is None:
            return None
        return self.resolver.discourse.together(token, parsed.sentence.index, types, number)

    def _by_role(self, parsed: ParsedSentence, token: Token) -> Referent | None:
        """'the president': the last one named with that title, else one whose title the text does not give."""
        lemma = token.lemma_.lower()
        if lemma not in lexicon().actors.roles or not _unmodified(token) or determiner(token) not in DEFINITE:
            return None
        if "Plur" in token.morph.get("Number", []):
            return None
        unknown = None
        for person in self.resolver.discourse.persons(token, parsed.sentence.index):
            held = self.resolver.roles.get(person.id) or _words_of_role(person)
            if lemma in held:
                return Referent((person,), MentionKind.NOMINAL, 0.8, token)
            unknown = unknown or (None if held else person)
        anaphor = lexicon().actors.anaphora.get(lemma)
        if unknown is None or anaphor is None or EntityType.PERSON not in anaphor.types:
            return None
        return Referent((unknown,), MentionKind.NOMINAL, UNKNOWN_ROLE, token)

    def _same_body(self, parsed: ParsedSentence, token: Token) -> Referent | None:
        """'the ministry' after 'the Ministry of Justice' is that one, before it is the country's."""
        countries = self.resolver.countries
        if not _unmodified(token) or countries.locative(token) or countries.own_place(token):
            return None
        is_definite = determiner(token) in DEFINITE
        is_bare = not determiner(token) and not children(token, "poss")
        if (is_bare or is_definite) and token.lemma_.lower() in lexicon().actors.state_bodies:
            found = self.resolver.discourse.same_body(token, parsed.sentence.index)
            if found is not None or is_bare:
                return found
        if not is_definite:
            return None
        anaphor = lexicon().actors.anaphora.get(token.lemma_.lower())
        if anaphor is None or not anaphor.name or EntityType.GOVERNMENT_BODY not in anaphor.types:
            return None
        return self.resolver.discourse.description(token, parsed.sentence.index, anaphor)

    def _taken_up(self, parsed: ParsedSentence, token: Token) -> Referent | None:
        """'the ministry', 'the convention', 'the conference': a description of something named before."""
        definite = determiner(token) in DEFINITE or bool(children(token, "poss"))
        lemma = token.lemma_.lower()
        if not definite or not _unmodified(token) or self._place_of_body(token) is not None:
            return None
        if "Plur" in token.morph.get("Number", []):
            is_group = lexicon().actors.types.get(lemma) in GROUPS and determiner(token) in DEFINITE
            return self.resolver.discourse.same_head(token, parsed.sentence.index) if is_group else None
        if children(token, "poss") and lemma in lexicon().actors.government:
            return None  # the government of someone whose country the text does not say
        anaphor = lexicon().actors.anaphora.get(lemma)
        if anaphor is not None and not (lemma in lexicon().actors.roles and anaphor.types == {EntityType.PERSON}):
            found = self.resolver.discourse.description(token, parsed.sentence.index, anaphor)
            if found is not None:
                return found
        if lexicon().actors.types.get(lemma) in {EntityType.EVENT, EntityType.LAW, EntityType.GROUP}:
            return self.resolver.discourse.same_head(token, parsed.sentence.index)
        return None

    def _described(self, parsed: ParsedSentence, token: Token) -> Referent | None:
        """A group, an event or a thing, named by its own words."""
        if token.pos_ == "NUM" and token.dep_ not in {"dobj", "nsubj", "nsubjpass", "pobj"}:
            return None
        people = self.resolver.countries.of_people(token) if token.ent_type_ == "NORP" else None
        kind = self._kind(token)
        if kind is EntityType.THING and people is not None:
            kind = EntityType.GROUP  # "Kenyans", "ethnic Albanians"
        label = self._label(parsed, token, kind)
        if not any(c.isalnum() for c in label):
            return None
        if kind is EntityType.PLACE:
            return Referent((Entity(place_id(label), label, kind),), MentionKind.NOMINAL, 0.9, token)
        mint = thing_id if kind in {EntityType.EVENT, EntityType.LAW, EntityType.THING} else actor_id
        scope = self.resolver.document if kind is EntityType.GOVERNMENT_BODY else None
        identifier = actor_id(label, scope) if scope else mint(label)
        if self._place_of_body(token) is not None:
            self.resolver.discourse.placed.add(identifier)
        entity = Entity(identifier, label, kind, people.id if people is not None and kind in GROUPS else None)
        return Referent((entity,), MentionKind.NOMINAL, 0.85, token)

    def _kind(self, token: Token) -> EntityType:
        kind = lexicon().actors.types.get(token.lemma_.lower(), EntityType.THING)
        if kind is EntityType.COMPANY and token.lemma_.lower() in lexicon().nominals and self._has_of(token):
            return EntityType.THING  # "the exchange of evidence" is no bourse
        return kind

    def _label(self, parsed: ParsedSentence, token: Token, kind: EntityType) -> str:
        phrase = full_phrase(token)
        label = label_of(phrase, token)
        named = any(t.pos_ == "PROPN" or t.ent_type_ in NAMED_LABELS for t in phrase if t.text in label.split()[0])
        if not (named or label.isupper() or not label[1:2].islower()):
            label = label[:1].lower() + label[1:]
        place = self._place_of_body(token)
        if place is not None:
            return f"{label} in {place}"  # "police in Cebu" are not those in Davao
        if kind not in GROUPS:
            return label
        body = self._body_of(parsed, token)
        if body is not None:
            own = [t for t in base_phrase(token) if t.dep_ in {"amod", "compound"} and t.head == token]
            return " ".join([body.label, *(t.text for t in own), token.text])
        places = [c for prep in token.rights if prep.lower_ == "in" for c in self.resolver.countries.inside(prep)]
        return f"{label} in {places[0].label}" if len(places) == 1 else label  # "rebels in Chad" are Chad's

    def _place_of_body(self, token: Token) -> str | None:
        """'Cebu' of 'police in Cebu', if the country of that place is not known."""
        is_body = token.lemma_.lower() in lexicon().actors.state_bodies
        return self.resolver.countries.own_place(token) if is_body else None

    def _body_of(self, parsed: ParsedSentence, token: Token) -> Entity | None:
        """ASEAN in "the bloc's digital ministers" and "the digital ministers of the Association of …"."""
        of = [noun for prep in token.rights if prep.lower_ == "of" for noun in children(prep, "pobj")]
        for noun in (*children(token, "poss"), *of):
            referent = self.resolver.read(parsed, noun)
            body = referent.entities[0] if referent is not None else None
            if body is not None and (body.type is EntityType.INTERNATIONAL_ORGANISATION or self._is_known_group(body)):
                return body
        return None

    def _is_known_group(self, entity: Entity) -> bool:
        return entity.type in GROUPS and self.resolver.registry.get(entity.id) is not None

    @staticmethod
    def _has_of(token: Token) -> bool:
        return any(child.dep_ == "prep" and child.lower_ == "of" for child in token.rights)


def _how_many(token: Token) -> int | None:
    """The number of "the two countries", "both countries"; None where it is none or may be of others."""
    for child in token.lefts:
        if child.lower_ == "both":
            return 2
        if child.dep_ == "nummod" and determiner(token) in DEFINITE and not children(child, "advmod", "quantmod"):
            return int(child.text) if child.text.isdecimal() else SMALL_NUMBERS.get(child.lower_)
    return None


def _words_of_role(person: Entity) -> frozenset[str]:
    """The words of a person known by office alone: "President of South Korea"."""
    words = frozenset(person.label.casefold().partition(" of ")[0].split())
    return words if words & lexicon().actors.roles else frozenset()


def _follows(name: Token, noun: Token) -> bool:
    """A name beside its noun, not an acronym in brackets; the parser may take it for an adverb after a comma."""
    before = name.doc[name.left_edge.i - 1] if name.left_edge.i else name
    is_beside = name.dep_ == "appos" or (name.dep_ == "npadvmod" and name.pos_ == "PROPN" and before.text == ",")
    return is_beside and name.i > noun.i and before.text != "("


def _unmodified(token: Token) -> bool:
    """No adjective or compound that would make it another one of its kind."""
    return not any(
        c.dep_ in {"amod", "compound", "nmod", "nummod"}
        and c.lower_ not in {"same", "whole", "entire"}
        and not MEASURE.fullmatch(base_phrase(c).text)
        for c in token.lefts
    )


def _only(entities: list[Entity]) -> Entity | None:
    return entities[0] if len(entities) == 1 else None
