"""Mentions to entities within a document: names, titles, bodies of a country, descriptions, pronouns.

`resolve` reads the sentences in order and gives, for each noun that stands in a role, what it refers to.
What the text does not settle is left unresolved: a body whose country is unknown gets an id of its own
document, so that two foreign ministries never become one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.coreference.countries import Countries
from extract.coreference.discourse import Discourse, Referent, role_of
from extract.coreference.names import Name, canonical_body, is_generic_body, known_body, name_at, names
from extract.coreference.nominals import Descriptions
from extract.coreference.persons import Past, People, PersonMention
from extract.coreference.pronouns import PERSONAL, best
from extract.coreference.uncertain_names import doubtful_names, proper_words
from extract.lexicon.loader import lexicon
from extract.parsing.sentences import ParsedSentence
from extract.parsing.tokens import Token, TokenSpan
from extract.syntax.arguments import antecedent, children, conjuncts
from extract.syntax.phrases import base_phrase, full_phrase, is_gerund_thing, label_of
from ontology.identity import actor_id, place_id
from ontology.model import ACTOR_TYPES, Entity, EntityType, MentionKind
from ontology.registry import Registry

HEADS = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM"})
INNER = frozenset({"compound", "nmod", "amod", "nummod", "quantmod", "case", "npadvmod"})
EXPLAINED = frozenset(EntityType) - {EntityType.COUNTRY, EntityType.PERSON, EntityType.PLACE}
"""What an acronym in brackets can be short for: after a person it is their employer's."""
INTRODUCED = ACTOR_TYPES - {EntityType.COUNTRY, EntityType.PERSON}
IN = frozenset({"in", "into", "inside", "outside", "near", "throughout"})
MENTAL = frozenset({"believe", "trust", "confide", "invest", "put", "place", "bump", "run", "find", "see"})
"""Verbs whose "in" may be in a person."""
PLACE_ONLY_VERBS = frozenset({"be", "lie", "sit", "remain"})
DOUBTFUL = 0.8
"""Certainty that a name is a person's because a pronoun takes it up."""
ACRONYM = re.compile(r"^[A-Z][A-Za-z&–-]*[A-Z]\.?$")


class Resolver:
    """Resolves the mentions of one document. Ask `referent` for any noun of its sentences."""

    def __init__(self, document: str, sentences: Sequence[ParsedSentence], registry: Registry) -> None:
        self.document = document
        self.registry = registry
        self.discourse = Discourse()
        self.names: dict[int, list[Name]] = {s.sentence.index: names(s.span, registry) for s in sentences}
        self.countries = Countries(registry, self.names)
        self._descriptions = Descriptions(self)
        self.short: dict[str, Entity] = {}
        self.roles: dict[str, set[str]] = {}
        """By the id of a person, the words of the titles that the text gives."""
        self._acronyms: dict[str, Entity] = {}
        self.holders: dict[tuple[str, str], Entity] = {}
        self.described: dict[str, Entity] = {}
        self.bodies: list[Entity] = []
        self.places: set[str] = set()
        self._brackets: dict[int, list[tuple[Token, Token, Entity]]] = {}
        self.people = People()
        self._found: dict[tuple[int, int], Referent] = {}
        self._learn(sentences)
        self.country = self.countries.main(sentences)
        self._name_people(sentences)
        for parsed in sentences:
            self._read(parsed)
        self._adopt()

    def referent(self, parsed: ParsedSentence, token: Token) -> Referent | None:
        """What a noun or pronoun refers to; None where nothing is known of it."""
        return self._found.get((parsed.sentence.index, token.i))

    def words(self, parsed: ParsedSentence, head: Token) -> TokenSpan:
        """The words that stand for an entity: of a name the titles before it and all of it, of a noun its phrase."""
        name = name_at(self.names, parsed, head)
        if name is None:
            return full_phrase(head)
        phrase = base_phrase(head)
        return head.doc[min(phrase.start, name.start) : max(phrase.end, name.end)]

    def actor_of_modifier(self, parsed: ParsedSentence, token: Token) -> Entity | None:
        """Who a modifier names ('Peruvian', 'U.S.', 'World Bank'), or a noun's modifier ('Peruvian lorries')."""
        if token.pos_ == "NOUN":
            return self.countries.modifier(parsed, token)
        name = name_at(self.names, parsed, token)
        if name is not None and name.entity.is_actor:
            return name.entity
        return self.countries.at(parsed, token)

    def references(self, parsed: ParsedSentence) -> list[tuple[Token, Referent]]:
        """The nouns of a sentence that refer, in reading order, and what each refers to."""
        index = parsed.sentence.index
        found = ((token, self._found.get((index, token.i))) for token in parsed.span)
        return [(token, referent) for token, referent in found if referent is not None]

    def modifying_names(self, parsed: ParsedSentence) -> list[tuple[Name, Entity]]:
        """Names that stand for no noun of their own: modifiers ("Ghana" in "Ghana police"), acronyms in brackets."""
        index, doc = parsed.sentence.index, parsed.span.doc
        found = []
        for token, head, entity in self._brackets.get(index, ()):
            before = self._found.get((index, head.i))
            whose = before.entities[0] if before is not None else entity
            found.append((Name(token.i, token.i + 1, whose, known=True), whose))
        for name in self.names[index]:
            inside = any((index, position) in self._found for position in range(name.start, name.end))
            if not inside and not name.guessed:
                token = name.head(doc)
                found.append((name, self.of_name(parsed, token, name).entities[0]))
        return found

    # ---- what the whole document tells of its names

    def _learn(self, sentences: Sequence[ParsedSentence]) -> None:
        """Acronyms in brackets, short forms of persons, holders of a role."""
        for parsed in sentences:
            for name in self.names[parsed.sentence.index]:
                root = name.head(parsed.span.doc)
                self._learn_acronym(parsed, root, name.end, name.entity, named=True)
                if name.entity.type is EntityType.PERSON and _is_place(root):
                    self.places.add(name.entity.label)
                if name.entity.type in INTRODUCED:
                    self._learn_description(parsed, name)
                if name.entity.type is EntityType.GOVERNMENT_BODY and name.entity.country is not None:
                    self._learn_national_acronym(parsed, name)
        self._learn_initials(sentences)
        for parsed in sentences:
            for name in self.names[parsed.sentence.index]:
                self._learn_body(parsed, name)
                if name.entity.type is EntityType.PERSON and name.end - name.start > 1:
                    person = self._person(parsed, name)
                    words = (token.text for token in parsed.span.doc[name.start : name.end])
                    for word in (*words, *_text(parsed, name).split()):  # "Ramos-Horta" as one and as two
                        self.short.setdefault(word.casefold(), person)

    def _learn_description(self, parsed: ParsedSentence, name: Name) -> None:
        """'the Prince Group, a Cambodian conglomerate': the words by which a name is introduced."""
        head = name.head(parsed.span.doc)
        for child in children(head, "appos"):
            words = label_of(base_phrase(child), child).casefold()
            if child.pos_ == "NOUN" and child.i > head.i and len(words.split()) > 1:
                self.described.setdefault(words, name.entity)

    def _learn_body(self, parsed: ParsedSentence, name: Name) -> None:
        """A body whose country the text gives anywhere: "Kenya's Bureau of Immigration", "the bureau in Kenya"."""
        head = name.head(parsed.span.doc)
        body = name.entity if name.known else self.short.get(_text(parsed, name).casefold(), name.entity)
        if body.type is not EntityType.GOVERNMENT_BODY:
            return
        if body.country is None:
            beside = {self.countries.modifier(parsed, head), *self.countries.locative(head)} - {None}
            body = known_body(body.label, beside.pop(), self.registry) if len(beside) == 1 else body
        if body.country is not None:
            self.bodies.append(body)

    def _learn_acronym(
        self, parsed: ParsedSentence, head: Token, end: int, entity: Entity, *, named: bool = False
    ) -> None:
        """'the Border Guard Force (BGF)': what is in brackets after a name is its short form."""
        doc = parsed.span.doc
        if end + 2 < len(doc) and doc[end].text == "(" and doc[end + 2].text == ")":
            acronym = doc[end + 1].text
            if ACRONYM.match(acronym):
                self.short.setdefault(acronym.casefold(), entity)
                self._brackets.setdefault(parsed.sentence.index, []).append((doc[end + 1], head, entity))
                if named and entity.type in EXPLAINED and _begins_a_word(acronym[0], entity.label):
                    self._acronyms.setdefault(acronym, entity)

    def _learn_initials(self, sentences: Sequence[ParsedSentence]) -> None:
        """'The RTP' in a text that has named the Royal Thai Police, and no one else of these initials."""
        named: dict[str, set[Entity]] = {}
        found = [(_text(parsed, name), name) for parsed in sentences for name in self.names[parsed.sentence.index]]
        for text, name in found:
            initials = "".join(word[0] for word in text.split() if word[0].isupper())
            if len(initials) > 2 and name.entity.type in INTRODUCED:
                named.setdefault(initials, set()).add(name.entity)
        for text, name in found:
            if not name.known and len(named.get(text, ())) == 1:
                self.short.setdefault(text.casefold(), next(iter(named[text])))

    def _learn_national_acronym(self, parsed: ParsedSentence, name: Name) -> None:
        """After "India's CBI" or "the Indian CBI" the CBI is India's."""
        country, _, acronym = parsed.span.doc[name.start : name.end].text.rpartition(" ")
        if name.known and ACRONYM.match(acronym) and (not country or self.countries.of_text(country) is not None):
            self.short.setdefault(acronym.casefold(), name.entity)

    def _person(self, parsed: ParsedSentence, name: Name) -> Entity:
        """The person of a full name, with the country and role that the words before it give."""
        doc = parsed.span.doc
        start = name.start
        while start > parsed.span.start and (
            doc[start - 1].lower_ in lexicon().actors.titles or doc[start - 1].text == "-"
        ):
            start -= 1
        root = name.head(doc)
        of = self.countries.of(root) if start < name.start else []  # "Foreign Minister Ann Holt of Kenya"
        country = self.countries.before(parsed, start) or self._country_of_role(parsed, name) or next(iter(of), None)
        person = (
            name.entity if country is None else Entity(name.entity.id, name.entity.label, name.entity.type, country.id)
        )
        self._learn_roles(person, doc[start : name.start], root)
        if country is not None and start < name.start:
            self.holders.setdefault((doc[name.start - 1].lemma_.lower(), country.id), person)
        return person

    def _learn_roles(self, person: Entity, titles: TokenSpan, root: Token) -> None:
        """The roles of "Prime Minister Ann Holt" and "Ann Holt, the minister"."""
        beside = [root.head] if root.dep_ == "appos" else children(root, "appos")
        words = {token.lemma_.lower() for token in (*titles, *beside)} & lexicon().actors.roles
        self.roles.setdefault(person.id, set()).update(words)

    # ---- reading in order

    def _read(self, parsed: ParsedSentence) -> None:
        for token in parsed.span:
            if not (token.pos_ in HEADS and self._is_head(parsed, token)) and not is_gerund_thing(token):
                continue
            referent = self._resolve(parsed, token)
            if referent is None:
                continue
            self._found[parsed.sentence.index, token.i] = referent
            if referent.kind is MentionKind.NOMINAL and len(referent.entities) == 1:
                self._learn_acronym(parsed, token, token.i + 1, referent.entities[0])
            if referent.kind is MentionKind.NOMINAL and _is_one_person(referent):
                self.people.add([PersonMention(parsed.sentence.index, token, referent.entities[0], named=False)])
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
        name = name_at(self.names, parsed, token)
        if name is not None:
            head_inside = name.covers(token.head) and token.head != token
            return not head_inside and token.dep_ not in {"compound", "nmod", "amod"}
        return token.dep_ not in INNER or (token.dep_ == "nmod" and token.pos_ == "PROPN")

    def _resolve(self, parsed: ParsedSentence, token: Token) -> Referent | None:
        if token.pos_ == "PRON" or token.tag_ in {"PRP", "PRP$"}:
            if token.lower_ in PERSONAL:
                return self._personal(parsed, token)
            return self.discourse.pronoun(token, parsed.sentence.index)
        name = name_at(self.names, parsed, token)
        if name is not None:
            return self.of_name(parsed, token, name)
        return self._descriptions.referent(parsed, token)

    def _personal(self, parsed: ParsedSentence, token: Token) -> Referent | None:
        """The person that "he" or "she" stands for."""
        index = parsed.sentence.index
        found = best(token, index, self.people)
        if found is None:
            return None
        chosen, probability = found
        self.people.past.append(Past(index, token, chosen.entity))
        return Referent((chosen.entity,), MentionKind.PRONOUN, probability, token)

    def _name_people(self, sentences: Sequence[ParsedSentence]) -> None:
        """The names that are a person's or may be: all of them first, for a pronoun may stand before its name."""
        proper = proper_words(sentences)
        for parsed in sentences:
            index = parsed.sentence.index
            mentions = [self._person_mention(parsed, name) for name in self.names[index]]
            self.people.add(mention for mention in mentions if mention is not None)
            for run in doubtful_names(parsed, self.names[index], proper, self.registry):
                person = self._known_person(run.text, Entity(actor_id(run.text), run.text, EntityType.PERSON))
                self.people.add([PersonMention(index, run.root, person, doubtful=True)])

    def _person_mention(self, parsed: ParsedSentence, name: Name) -> PersonMention | None:
        head, text = name.head(parsed.span.doc), _text(parsed, name)
        entity = self.of_name(parsed, head, name).entities[0]
        doubtful = name.guessed and name.end - name.start == 1  # several capitals in a row are nearly always a person
        if entity.type is not EntityType.PERSON and name.entity.type is EntityType.PERSON:
            entity, doubtful = self._known_person(text, name.entity), True  # the text also has it as a place
        is_person = entity.type is EntityType.PERSON
        return PersonMention(parsed.sentence.index, head, entity, doubtful=doubtful) if is_person else None

    def _adopt(self) -> None:
        """A name of doubtful kind that a pronoun takes up is a person's, wherever it stands."""
        meant = {one.entity.id for one in self.people.past}
        for mention in self.people.doubtful():
            if mention.entity.id in meant:
                referent = Referent((mention.entity,), MentionKind.NAME, DOUBTFUL, mention.token)
                self._found[mention.sentence, mention.token.i] = referent

    def _country_of_role(self, parsed: ParsedSentence, name: Name) -> Entity | None:
        """'Vietnam's minister of science, Nguyen Manh Hung', 'Do Hung Viet, Vietnam's UN ambassador'."""
        root = name.head(parsed.span.doc)
        beside = [root.head] if root.dep_ == "appos" else children(root, "appos")
        for noun in beside:
            if noun.lemma_.lower() in lexicon().actors.roles:
                return self.countries.modifier(parsed, noun) or next(iter(self.countries.of(noun)), None)
        return None

    def of_name(self, parsed: ParsedSentence, token: Token, name: Name) -> Referent:
        """Whom a name stands for in this document."""
        text, entity = _text(parsed, name), name.entity
        if not name.known:
            entity = self.short.get(text.casefold(), entity)
        elif entity.country is not None:  # "OFAC" is a French office where the text says so in brackets
            entity = self._acronyms.get(text, entity)
        seat = None if name.known or text.casefold() in self.short else self.registry.government_seat(text)
        if seat is not None and entity.type is not EntityType.PLACE:  # "Abuja rejected it", which the model misreads
            entity = Entity(place_id(text), text, EntityType.PLACE)
        if entity.type is EntityType.PERSON and entity.label in self.places:
            entity = Entity(place_id(text), text, EntityType.PLACE)
        elif entity.type is EntityType.PERSON:
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
        countries = self.countries.locative(token)
        own = countries[0] if len(countries) == 1 else self.owner(parsed, token)
        named = None if own is not None else self._same_name(text)
        if named is not None:
            return named
        elsewhere = own is None and self.countries.own_place(token) is not None
        country = None if elsewhere else own or self.country or self._country_near(parsed)
        if not is_generic_body(text):
            # "South Hills Police Agency" is a name of its own: the text's country need not be its country
            return known_body(text, own, self.registry)
        entity = known_body(text, country, self.registry)
        if country is None:
            return Entity(actor_id(entity.label, self.document), entity.label, entity.type)
        return entity

    def _country_near(self, parsed: ParsedSentence) -> Entity | None:
        """The only country that this sentence and the one before have named or whose people they have named."""
        mentions = self.discourse.since(parsed.sentence.index - 1)
        entities = [entity for mention in mentions for entity in mention.referent.entities]
        found = {e.id if e.type is EntityType.COUNTRY else e.country for e in entities} - {None}
        entry = self.registry.get(str(found.pop())) if len(found) == 1 else None
        return None if entry is None else entry.entity

    def _same_name(self, text: str) -> Entity | None:
        """The one body of a country in this text whose name holds these words: "the Treasury"."""
        words = set(canonical_body(text).casefold().split())
        found = {body for body in self.bodies if words <= set(body.label.casefold().split())}
        return found.pop() if len(found) == 1 else None

    def read(self, parsed: ParsedSentence, token: Token) -> Referent | None:
        """What a noun refers to, also before its turn has come."""
        return self.referent(parsed, token) or self._resolve(parsed, token)

    def owner(self, parsed: ParsedSentence, token: Token) -> Entity | None:
        """The country of the one whose government, ministry or police it is: 'his country', 'its foreign minister'."""
        for child in children(token, "poss"):
            owner = antecedent(token.head) if child.tag_ == "WP$" else child
            referent = None if owner is None else self.read(parsed, owner)
            for entity in referent.entities if referent is not None else ():
                if entity.type is EntityType.COUNTRY:
                    return entity
                entry = self.registry.get(entity.country) if entity.country else None
                if entry is not None:
                    return entry.entity
        return None


def _text(parsed: ParsedSentence, name: Name) -> str:
    return parsed.span.doc[name.start : name.end].text


def _is_place(token: Token) -> bool:
    """'Soldiers moved into Shwe Kokko': no person, though the model may say so."""
    if token.dep_ != "pobj" or token.head.lower_ not in IN or token.head.head.pos_ != "VERB":
        return False
    return token.head.head.lemma_ not in MENTAL


def _is_one_person(referent: Referent) -> bool:
    return len(referent.entities) == 1 and referent.entities[0].type is EntityType.PERSON


def _begins_a_word(letter: str, name: str) -> bool:
    """No acronym of a name begins with a letter that none of its words does; the model may miss a person."""
    return any(word.startswith(letter.casefold()) for word in re.findall(r"\w+", name.casefold()))


def _is_bare_body(entity: Entity) -> bool:
    return entity.type is EntityType.GOVERNMENT_BODY and entity.country is None
