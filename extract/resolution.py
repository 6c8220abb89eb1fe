"""Mentions to entities within a document: names, titles, bodies of a country, descriptions, pronouns.

`resolve` reads the sentences in order and gives, for each noun that stands in a role, what it refers to.
What the text does not settle is left unresolved: a body whose country is unknown gets an id of its own
document, so that two foreign ministries never become one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from spacy.tokens import Token

from extract.arguments import antecedent, children, conjuncts
from extract.discourse import Discourse, Referent, role_of
from extract.names import NAMED_LABELS, PLACE_ROLES, Name, body_entity, is_generic_body, names
from extract.parsing import ParsedSentence
from extract.phrases import base_phrase, determiner, full_phrase, is_gerund_thing, label_of
from extract.pronouns import PERSONAL, Past, PersonMention, best
from extract.rules import lexicon
from ontology.identity import actor_id, place_id, thing_id
from ontology.model import Entity, EntityType, MentionKind
from ontology.registry import Registry

HEADS = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM"})
INNER = frozenset({"compound", "nmod", "amod", "nummod", "quantmod", "case", "npadvmod"})
DEFINITE = frozenset({"the", "this", "that", "these", "those"})
PARTITIVES = frozenset(
    {
        "member",
        "part",
        "branch",
        "unit",
        "majority",
        "most",
        "number",
        "all",
        "some",
        "dozen",
        "hundred",
        "one",
        "rest",
    }
)
SPOKEN_FOR = frozenset({"official", "spokesman", "spokeswoman", "spokesperson", "source"})
PLACE_ONLY_VERBS = frozenset({"be", "lie", "sit", "remain"})
COUNTRY_SHARE = 0.4
DATELINE_WEIGHT = 2
"""Mentions that the capital in a dateline ("MANILA –") counts for."""
ACRONYM = re.compile(r"^[A-Z][A-Za-z&–-]*[A-Z]\.?$")


class Resolver:
    """Resolves the mentions of one document. Ask `referent` for any noun of its sentences."""

    def __init__(self, document: str, sentences: Sequence[ParsedSentence], registry: Registry) -> None:
        self.document = document
        self.registry = registry
        self.discourse = Discourse()
        self.names: dict[int, list[Name]] = {s.sentence.index: names(s.span, registry) for s in sentences}
        self.short: dict[str, Entity] = {}
        self.holders: dict[tuple[str, str], Entity] = {}
        self.people: list[PersonMention] = []
        self.past: list[Past] = []
        self._found: dict[tuple[int, int], Referent] = {}
        self._learn(sentences)
        self.country = self._dominant_country(sentences)
        for parsed in sentences:
            self._read(parsed)

    def referent(self, parsed: ParsedSentence, token: Token) -> Referent | None:
        """What a noun or pronoun refers to; None where nothing is known of it."""
        return self._found.get((parsed.sentence.index, token.i))

    def actor_of_modifier(self, parsed: ParsedSentence, token: Token) -> Entity | None:
        """Who a modifier names ('Peruvian', 'U.S.', 'World Bank'), or a noun's modifier ('Peruvian lorries')."""
        if token.pos_ == "NOUN":
            return self._country_modifier(parsed, token)
        name = self._name_at(parsed, token)
        if name is not None and name.entity.is_actor:
            return name.entity
        return self._country_at(parsed, token)

    def references(self, parsed: ParsedSentence) -> list[Referent]:
        """All references of a sentence, in reading order."""
        index = parsed.sentence.index
        found = (self._found.get((index, token.i)) for token in parsed.span)
        return [referent for referent in found if referent is not None]

    # ---- what the whole document tells of its names

    def _learn(self, sentences: Sequence[ParsedSentence]) -> None:
        """Acronyms in brackets, short forms of persons, holders of a role."""
        for parsed in sentences:
            for name in self.names[parsed.sentence.index]:
                self._learn_acronym(parsed, name)
        for parsed in sentences:
            for name in self.names[parsed.sentence.index]:
                if name.entity.type is EntityType.PERSON and name.end - name.start > 1:
                    person = self._person(parsed, name)
                    for token in parsed.span.doc[name.start : name.end]:
                        self.short.setdefault(token.text.casefold(), person)

    def _learn_acronym(self, parsed: ParsedSentence, name: Name) -> None:
        doc = parsed.span.doc
        if name.end + 2 < len(doc) and doc[name.end].text == "(" and doc[name.end + 2].text == ")":
            acronym = doc[name.end + 1].text
            if ACRONYM.match(acronym):
                self.short.setdefault(acronym.casefold(), name.entity)

    def _person(self, parsed: ParsedSentence, name: Name) -> Entity:
        """The person of a full name, with the country and role that the words before it give."""
        doc = parsed.span.doc
        start = name.start
        while start > parsed.span.start and (
            doc[start - 1].lower_ in lexicon().actors.titles or doc[start - 1].text == "-"
        ):
            start -= 1
        country = self._country_before(parsed, start)
        person = (
            name.entity if country is None else Entity(name.entity.id, name.entity.label, name.entity.type, country.id)
        )
        if country is not None and start < name.start:
            self.holders.setdefault((doc[name.start - 1].lemma_.lower(), country.id), person)
        return person

    def _country_before(self, parsed: ParsedSentence, index: int) -> Entity | None:
        doc = parsed.span.doc
        if index > parsed.span.start and doc[index - 1].tag_ == "POS":
            index -= 1
        for length in (3, 2, 1):
            if index - length >= parsed.span.start:
                country = self._country_of_text(doc[index - length : index].text)
                if country is not None:
                    return country
        return None

    def _country_of_text(self, text: str) -> Entity | None:
        known = self.registry.find(text)
        if known is not None and known.type is EntityType.COUNTRY:
            return known
        return self.registry.country_of(text) if text[:1].isupper() else None

    def _dominant_country(self, sentences: Sequence[ParsedSentence]) -> Entity | None:
        """The country that a text is about: bodies without a country ("the police") are taken to be its own."""
        counts: Counter[str] = Counter()
        entities: dict[str, Entity] = {}
        for parsed in sentences:
            for token in parsed.span:
                country = self._country_of_text(token.text) if token.text[:1].isupper() else None
                if country is None and token.ent_type_ == "GPE" and token.i + 1 < len(token.doc):
                    country = self._country_of_text(token.doc[token.i : token.i + 2].text)
                if country is not None:
                    counts[country.id] += 1
                    entities[country.id] = country
            for place in re.split(r"[^\w ]+", parsed.dateline.title()):
                country = self.registry.government_seat(place) or self._country_of_text(place.strip())
                if country is not None:
                    counts[country.id] += DATELINE_WEIGHT
                    entities[country.id] = country
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        if (
            not ranked
            or ranked[0][1] < max(2, COUNTRY_SHARE * sum(counts.values()))
            or (len(ranked) > 1 and ranked[0][1] == ranked[1][1])
        ):
            return None
        return entities[ranked[0][0]]

    # ---- reading in order

    def _read(self, parsed: ParsedSentence) -> None:
        self._name_people(parsed)
        for token in parsed.span:
            if not (token.pos_ in HEADS and self._is_head(parsed, token)) and not is_gerund_thing(token):
                continue
            referent = self._resolve(parsed, token)
            if referent is None:
                continue
            self._found[parsed.sentence.index, token.i] = referent
            if referent.kind is MentionKind.NOMINAL and _is_one_person(referent):
                self.people.append(PersonMention(parsed.sentence.index, token, referent.entities[0], named=False))
            self.discourse.add(parsed.sentence.index, token, referent)
            self._add_coordination(parsed, token, referent)

    def _add_coordination(self, parsed: ParsedSentence, token: Token, last: Referent) -> None:
        """After the last conjunct, the whole coordination can be taken up by "they"."""
        if token.dep_ != "conj" or any(c.dep_ == "conj" for c in token.children):
            return
        first = token
        while first.dep_ == "conj":
            first = first.head
        members = [self.referent(parsed, noun) for noun in conjuncts(first)]
        entities = tuple(e for member in members if member is not None for e in member.entities)
        if len(entities) > 1:
            self.discourse.add(
                parsed.sentence.index, first, Referent(entities, MentionKind.NOMINAL, last.certainty, first)
            )

    def _is_head(self, parsed: ParsedSentence, token: Token) -> bool:
        """A noun that stands for itself, not one that only modifies the noun after it."""
        name = self._name_at(parsed, token)
        if name is not None:
            head_inside = name.covers(token.head) and token.head != token
            return not head_inside and token.dep_ not in {"compound", "nmod", "amod"}
        return token.dep_ not in INNER or (token.dep_ == "nmod" and token.pos_ == "PROPN")

    def _name_at(self, parsed: ParsedSentence, token: Token) -> Name | None:
        for name in self.names[parsed.sentence.index]:
            if name.covers(token):
                return name
        return None

    def _resolve(self, parsed: ParsedSentence, token: Token) -> Referent | None:
        if token.pos_ == "PRON" or token.tag_ in {"PRP", "PRP$"}:
            if token.lower_ in PERSONAL:
                return self._personal(parsed, token)
            return self.discourse.pronoun(token, parsed.sentence.index)
        name = self._name_at(parsed, token)
        if name is not None:
            return self._of_name(parsed, token, name)
        return self._nominal(parsed, token)

    def _personal(self, parsed: ParsedSentence, token: Token) -> Referent | None:
        """The person that "he" or "she" stands for."""
        index = parsed.sentence.index
        found = best(token, index, self.people, self.past)
        if found is None:
            return None
        chosen, probability = found
        self.past.append(Past(index, token, chosen.entity))
        return Referent((chosen.entity,), MentionKind.PRONOUN, probability, token)

    def _name_people(self, parsed: ParsedSentence) -> None:
        """The persons whom a sentence names: a pronoun may stand before its name."""
        for name in self.names[parsed.sentence.index]:
            span = parsed.span.doc[name.start : name.end]
            entity = self._of_name(parsed, span.root, name).entities[0]
            if entity.type is EntityType.PERSON:
                certain = not name.guessed
                self.people.append(PersonMention(parsed.sentence.index, span.root, entity, certain=certain))

    def _of_name(self, parsed: ParsedSentence, token: Token, name: Name) -> Referent:
        text = parsed.span.doc[name.start : name.end].text
        entity = self.short.get(text.casefold(), name.entity) if not name.known else name.entity
        if entity.type is EntityType.PERSON:
            entity = self._known_person(text, entity)
        elif entity.type is EntityType.PLACE and not name.known:
            entity = self._seat(token, text) or entity
        elif _is_bare_body(entity):
            entity = self._placed_body(parsed, token, entity.label)
        certainty = 1.0 if name.known else 0.95
        return Referent((entity,), MentionKind.NAME, certainty, token)

    def _known_person(self, text: str, entity: Entity) -> Entity:
        for word in (text, text.rsplit(maxsplit=1)[-1], text.split(maxsplit=1)[0]):
            full = self.short.get(word.casefold())
            if full is not None and full.type is EntityType.PERSON and set(text.split()) <= set(full.label.split()):
                return full
        return entity

    def _seat(self, token: Token, text: str) -> Entity | None:
        """A capital that acts, owns or is addressed stands for its government."""
        role = role_of(token)
        if role in {"nsubj", "nsubjpass", "csubj"}:
            verb = token.head if token.dep_ != "conj" else token.head.head
            return None if verb.lemma_ in PLACE_ONLY_VERBS else self.registry.government_seat(text)
        preposition = token.head.lower_ if token.dep_ == "pobj" else ""
        called = f"{token.head.head.lemma_} {preposition}" in lexicon().governors
        if role in {"agent", "dobj", "dative"} or preposition in {"with", "by", "against"} or called:
            return self.registry.government_seat(text)
        if role == "poss" and (token.head.lemma_ in lexicon().nominals or token.head.text[:1].isupper()):
            return self.registry.government_seat(text)
        return None

    def _placed_body(self, parsed: ParsedSentence, token: Token, text: str) -> Entity:
        """A ministry or police named by kind only: of a country that the text gives, else of this document."""
        countries = self._locative_countries(token)
        country = countries[0] if len(countries) == 1 else self._owner(parsed, token) or self.country
        if not is_generic_body(text):
            # "South Hills Police Agency" is a name of its own: the text's country need not be its country
            return body_entity(text, countries[0] if len(countries) == 1 else self._owner(parsed, token))
        entity = body_entity(text, country)
        if country is None:
            return Entity(actor_id(entity.label, self.document), entity.label, entity.type)
        return entity

    # ---- common nouns

    def _nominal(self, parsed: ParsedSentence, token: Token) -> Referent | None:
        for reading in (
            self._apposed,
            self._in_apposition,
            self._of_role,
            self._of_government,
            self._same_body,
            self._of_state_body,
            self._partitive,
            self._taken_up,
        ):
            referent = reading(parsed, token)
            if referent is not None:
                return referent
        return self._described(token)

    def _apposed(self, parsed: ParsedSentence, token: Token) -> Referent | None:
        """'analytics firm Elliptic', 'Vietnam's UN ambassador, Do Hung Viet': the name is the reference."""
        for child in token.children:
            name = self._name_at(parsed, child) if child.dep_ == "appos" and child.i > token.i else None
            if name is not None and name.entity.is_actor and token.lemma_.lower() in lexicon().actors.types:
                return self._of_name(parsed, child, name)
        return None

    def _in_apposition(self, parsed: ParsedSentence, token: Token) -> Referent | None:
        """'Ann Holt, a banker who fled': the banker is Ann Holt."""
        name = self._name_at(parsed, token.head) if token.dep_ == "appos" and token.head.i < token.i else None
        if name is None or not name.entity.is_actor or name.entity.type is EntityType.COUNTRY:
            return None
        single = "Plur" not in token.morph.get("Number", []) and not children(token.head, "conj")
        if not single or token.lemma_.lower() not in lexicon().actors.types:
            return None
        return self._of_name(parsed, token.head, name)

    def _of_role(self, parsed: ParsedSentence, token: Token) -> Referent | None:
        """'the President of South Korea', 'a State Department spokesperson'."""
        lemma = token.lemma_.lower()
        if lemma not in lexicon().actors.roles or "Plur" in token.morph.get("Number", []):
            return None
        body = self._body_modifier(parsed, token)
        if body is not None and lemma in SPOKEN_FOR:
            return Referent((body,), MentionKind.NOMINAL, 0.9, token)
        country = self._country_modifier(parsed, token) or _only(self._of_countries(token))
        if country is None:
            return None
        holder = self.holders.get((lemma, country.id))
        if holder is not None:
            return Referent((holder,), MentionKind.NOMINAL, 0.85, token)
        if lemma in SPOKEN_FOR:
            return None
        title = " ".join(
            t.text
            for t in base_phrase(token)
            if t.head == token and t.dep_ in {"compound", "amod"} and self._country_of_text(t.text) is None
        )
        label = f"{f'{title} {token.text}'.strip().capitalize()} of {country.label}"
        return Referent(
            (Entity(actor_id(label), label, EntityType.PERSON, country.id),), MentionKind.NOMINAL, 0.85, token
        )

    def _body_modifier(self, parsed: ParsedSentence, token: Token) -> Entity | None:
        for child in token.children:
            name = self._name_at(parsed, child) if child.dep_ in {"compound", "nmod", "poss"} else None
            if name is not None and name.entity.type is EntityType.GOVERNMENT_BODY:
                return self._of_name(parsed, child, name).entities[0]
        return None

    def _of_government(self, parsed: ParsedSentence, token: Token) -> Referent | None:
        """'the Thai government', 'his country', 'the kingdom'."""
        if token.lemma_.lower() not in lexicon().actors.government or "Plur" in token.morph.get("Number", []):
            return None
        country = self._country_modifier(parsed, token) or self._owner(parsed, token)
        if country is not None:
            return Referent((country,), MentionKind.NOMINAL, 0.95, token)
        if determiner(token) in DEFINITE and len(base_phrase(token)) == 2 and self.country is not None:
            return Referent((self.country,), MentionKind.NOMINAL, 0.8, token)
        return None

    def _of_state_body(self, parsed: ParsedSentence, token: Token) -> Referent | None:
        """'Cambodian authorities', 'police in Ghana and Nigeria', 'the army' in a text about Myanmar."""
        lemma = token.lemma_.lower()
        if lemma not in lexicon().actors.state_bodies:
            return None
        country = self._country_modifier(parsed, token)
        owner = self._owner(parsed, token)
        if country is not None:
            countries = self._country_modifiers(parsed, token)
        else:
            countries = [] if owner is not None else self._locative_countries(token)
        if not countries:
            typed = lexicon().actors.types.get(lemma) is EntityType.GOVERNMENT_BODY
            own = owner or (
                self.country if typed and _unmodified(token) and determiner(token) not in {"a", "an", "some"} else None
            )
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
            if t.dep_ in {"compound", "amod"} and self._country_of_text(t.text) is None
        ]
        extra = [word for word in own if not self._is_country_part(word, country)]
        label = " ".join([self.registry.adjective(country.id), *extra, noun])
        kind = actors.types.get(lemma, EntityType.GOVERNMENT_BODY)
        return Entity(actor_id(label), label, kind, country.id)

    def _is_country_part(self, word: str, country: Entity) -> bool:
        return word.casefold() in f"{country.label} {self.registry.adjective(country.id)}".casefold().split()

    def _partitive(self, parsed: ParsedSentence, token: Token) -> Referent | None:
        """'members of the Border Guard Force' are the force."""
        if token.lemma_.lower() not in PARTITIVES:
            return None
        for child in token.rights:
            if child.dep_ == "prep" and child.lower_ == "of":
                for noun in children(child, "pobj"):
                    name = self._name_at(parsed, noun)
                    if name is not None and name.entity.is_actor:
                        return self._of_name(parsed, noun, name)
        return None

    def _same_body(self, parsed: ParsedSentence, token: Token) -> Referent | None:
        """'the ministry' after 'the Ministry of Justice' is that one, before it is the country's."""
        if determiner(token) not in DEFINITE or not _unmodified(token) or self._locative_countries(token):
            return None
        anaphor = lexicon().actors.anaphora.get(token.lemma_.lower())
        if anaphor is None or not anaphor.name or EntityType.GOVERNMENT_BODY not in anaphor.types:
            return None
        return self.discourse.description(token, parsed.sentence.index, anaphor)

    def _taken_up(self, parsed: ParsedSentence, token: Token) -> Referent | None:
        """'the ministry', 'the convention', 'the conference': a description of something named before."""
        definite = determiner(token) in DEFINITE or bool(children(token, "poss"))
        if not definite or not _unmodified(token) or "Plur" in token.morph.get("Number", []):
            return None
        lemma = token.lemma_.lower()
        anaphor = lexicon().actors.anaphora.get(lemma)
        if anaphor is not None:
            found = self.discourse.description(token, parsed.sentence.index, anaphor)
            if found is not None:
                return found
        if lexicon().actors.types.get(lemma) in {EntityType.EVENT, EntityType.LAW, EntityType.GROUP}:
            return self.discourse.same_head(token, parsed.sentence.index)
        return None

    def _described(self, token: Token) -> Referent | None:
        """A group, an event or a thing, named by its own words."""
        if token.pos_ == "NUM" and token.dep_ not in {"dobj", "nsubj", "nsubjpass", "pobj"}:
            return None
        kind = lexicon().actors.types.get(token.lemma_.lower(), EntityType.THING)
        if kind is EntityType.COMPANY and token.lemma_.lower() in lexicon().nominals and self._has_of(token):
            kind = EntityType.THING  # "the exchange of evidence" is no bourse
        if kind is EntityType.THING and token.ent_type_ == "NORP" and self.registry.country_of(token.text) is not None:
            kind = EntityType.GROUP  # "Kenyans", "ethnic Albanians"
        label = label_of(full_phrase(token), token)
        if not any(c.isalnum() for c in label):
            return None
        named = any(
            t.pos_ == "PROPN" or t.ent_type_ in NAMED_LABELS for t in full_phrase(token) if t.text in label.split()[0]
        )
        plain = label if named or label.isupper() or not label[1:2].islower() else label[:1].lower() + label[1:]
        if kind in {EntityType.GROUP, EntityType.CRIMINAL_GROUP}:
            places = [c for prep in token.rights if prep.lower_ == "in" for c in self._countries_in(prep)]
            plain = f"{plain} in {places[0].label}" if len(places) == 1 else plain  # "rebels in Chad" are Chad's
        if kind is EntityType.PLACE:
            return Referent((Entity(place_id(plain), plain, kind),), MentionKind.NOMINAL, 0.9, token)
        mint = thing_id if kind in {EntityType.EVENT, EntityType.LAW, EntityType.THING} else actor_id
        scope = self.document if kind is EntityType.GOVERNMENT_BODY else None
        identifier = actor_id(plain, scope) if scope else mint(plain)
        return Referent((Entity(identifier, plain, kind),), MentionKind.NOMINAL, 0.85, token)

    @staticmethod
    def _has_of(token: Token) -> bool:
        return any(child.dep_ == "prep" and child.lower_ == "of" for child in token.rights)

    # ---- countries beside a noun

    def _country_modifier(self, parsed: ParsedSentence, token: Token) -> Entity | None:
        """A country's name or adjective before the noun, or its possessor."""
        for child in token.lefts:
            if child.dep_ in {"amod", "compound", "nmod", "poss"}:
                country = self._country_at(parsed, child)
                if country is not None:
                    return country
        for child in token.children:
            if child.dep_ == "compound":
                country = self._country_modifier(parsed, child)
                if country is not None:
                    return country
        return None

    def _country_modifiers(self, parsed: ParsedSentence, token: Token) -> list[Entity]:
        """Every country of 'Chinese and Burmese police'."""
        joined = [grand for child in token.lefts if child.dep_ == "amod" for grand in children(child, "conj")]
        found = [self._country_modifier(parsed, token), *(self._country_at(parsed, word) for word in joined)]
        return list(dict.fromkeys(country for country in found if country is not None))

    def _country_at(self, parsed: ParsedSentence, token: Token) -> Entity | None:
        name = self._name_at(parsed, token)
        if name is not None and name.entity.type is EntityType.COUNTRY:
            return name.entity
        if token.dep_ == "poss" and name is not None and name.entity.type is EntityType.PLACE:
            return self.registry.government_seat(token.doc[name.start : name.end].text)
        return self._country_of_text(base_phrase(token).text) or self._country_of_text(token.text)

    def _owner(self, parsed: ParsedSentence, token: Token) -> Entity | None:
        """The country of the one whose government, ministry or police it is: 'his country', 'its foreign minister'."""
        for child in children(token, "poss"):
            owner = antecedent(token.head) if child.tag_ == "WP$" else child
            referent = None if owner is None else self.referent(parsed, owner) or self._resolve(parsed, owner)
            for entity in referent.entities if referent is not None else ():
                if entity.type is EntityType.COUNTRY:
                    return entity
                entry = self.registry.get(entity.country) if entity.country else None
                if entry is not None:
                    return entry.entity
        return None

    def _locative_countries(self, token: Token) -> list[Entity]:
        """'police in Ghana and Nigeria'; 'In Taiwan, prosecutors ...'."""
        places = self._countries_of_prepositions(token)
        verb = token.head
        if not places and token.dep_ in {"nsubj", "nsubjpass"}:
            fronted = [c for c in verb.lefts if c.dep_ == "prep" and c.i < token.i]
            places = [country for child in fronted for country in self._countries_in(child)]
        return places

    def _countries_of_prepositions(self, token: Token) -> list[Entity]:
        return [c for child in token.rights if child.dep_ == "prep" for c in self._countries_in(child)]

    def _countries_in(self, preposition: Token) -> list[Entity]:
        if preposition.lower_ not in PLACE_ROLES:
            return []
        nouns = [noun for child in children(preposition, "pobj") for noun in conjuncts(child)]
        texts = [base_phrase(noun).text for noun in nouns]
        found = [self._country_of_text(text) or self.registry.government_seat(text) for text in texts]
        return [country for country in found if country is not None]

    def _of_countries(self, token: Token) -> list[Entity]:
        nouns = [n for c in token.rights if c.dep_ == "prep" and c.lower_ == "of" for n in children(c, "pobj")]
        found = [self._country_of_text(base_phrase(noun).text) for noun in nouns]
        return [country for country in found if country is not None]


def _is_one_person(referent: Referent) -> bool:
    return len(referent.entities) == 1 and referent.entities[0].type is EntityType.PERSON


def _is_bare_body(entity: Entity) -> bool:
    return entity.type is EntityType.GOVERNMENT_BODY and entity.country is None


def _unmodified(token: Token) -> bool:
    """No adjective or compound that would make it another one of its kind."""
    return not any(
        c.dep_ in {"amod", "compound", "nmod", "nummod"} and c.lower_ not in {"same", "whole", "entire"}
        for c in token.lefts
    )


def _only(entities: list[Entity]) -> Entity | None:
    return entities[0] if len(entities) == 1 else None
