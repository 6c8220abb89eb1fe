"""Resolves common nouns to entities: 'Cambodian police', 'the ministry', 'members of the force'."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from functools import cache

from extract.coreference.context import DocumentContext
from extract.coreference.countries import of_objects
from extract.coreference.discourse import EntityReference
from extract.coreference.facts.name_facts import ACRONYM, DESCRIBED, may_describe
from extract.coreference.named_mentions import NamedMentions
from extract.coreference.names.name import Name, name_at
from extract.coreference.names.scope import is_sole_office
from extract.coreference.names.titles import is_title
from extract.coreference.nominal_entities import GROUPS, NominalEntities, compound_type, is_plural
from extract.lexicon.loader import lexicon
from extract.parsing.sentences import ParsedSentence
from extract.parsing.tokens import Token
from extract.syntax.arguments import children
from extract.syntax.phrases import base_phrase, determiner, label_of
from ontology.identifiers import actor_id, place_id
from ontology.model import Entity, EntityType, MentionKind

DEFINITE = frozenset({"the", "this", "that", "these", "those"})
MEMBER, QUANTIFIERS = "member", frozenset({"several", "some", "most", "many", "few", "all"})
UNKNOWN_OFFICE = 0.5
"""Certainty that "the president" is a person whose office the text does not give."""


class NominalMentions:
    """Resolves the common nouns of one document.

    `context` holds the state of the document; `named` resolves the names that a noun stands beside.
    """

    def __init__(self, context: DocumentContext, named: NamedMentions) -> None:
        self._context = context
        self._named = named
        self._countries = context.countries
        self._entities = NominalEntities(context)

    def reference(self, parsed: ParsedSentence, token: Token) -> EntityReference | None:
        """What a common noun refers to; None for a number or a phrase without letters."""
        for rule in (
            self._abbreviation,
            self._named_by_apposition,
            self._in_charge,
            self._introduced,
            self._apposed_to_name,
            self._described,
            self._office,
            self._government,
            self._earlier_body,
            self._state_body,
            self._partitive,
            self._group,
            self._office_holder,
            self._law_by_subject,
            self._anaphoric,
        ):
            reference = rule(parsed, token)
            if reference is not None:
                return reference
        return self._entities.reference(parsed, token)

    # ---- a name beside the noun, or the words that introduced one

    def _abbreviation(self, parsed: ParsedSentence, token: Token) -> EntityReference | None:  # noqa: ARG002  # one of the rules
        """'ECU' after 'the European Cyber Unit (ECU)': what the words before the brackets refer to."""
        if not ACRONYM.match(token.text):
            return None
        for sentence, abbreviations in self._context.facts.bracketed.items():
            for abbreviation, head, _ in abbreviations:
                meant = self._context.references.get((sentence, head.i))
                if abbreviation.text == token.text and meant is not None and len(meant.entities) == 1:
                    return EntityReference(meant.entities, MentionKind.NAME, 0.9 * meant.certainty, token)
        return None

    def _named_by_apposition(self, parsed: ParsedSentence, token: Token) -> EntityReference | None:
        """'analytics firm Elliptic', 'Vietnam's UN ambassador, Do Hung Viet': what the name refers to."""
        for child in token.children:
            name = name_at(self._context.names, parsed, child) if _follows(child, token) else None
            kind = lexicon().actors.types.get(token.lemma_.lower())
            if name is None or kind is None or _is_misjoined(token, name, kind):
                continue
            if kind is EntityType.PLACE and not name.known:
                place = Entity(place_id(name.entity.label), name.entity.label, kind)
                return EntityReference((place,), MentionKind.NAME, 0.9, token)
            if name.entity.is_actor:
                named = self._named.reference(parsed, child, name)
                return named if name.entity.type is EntityType.PERSON else replace(named, head=token)
        return None

    def _in_charge(self, parsed: ParsedSentence, token: Token) -> EntityReference | None:
        """'Special Agent in Charge Ann Holt': what the name refers to."""
        for noun in (
            noun for prep in children(token, "prep") if prep.lower_ == "in" for noun in children(prep, "pobj")
        ):
            name = name_at(self._context.names, parsed, noun)
            if name is not None and name.entity.type is EntityType.PERSON and is_title(token.doc[name.start - 1]):
                return replace(self._named.reference(parsed, noun, name), head=token)
        return None

    def _apposed_to_name(self, parsed: ParsedSentence, token: Token) -> EntityReference | None:
        """'Ann Holt, a banker who fled' and 'his aide Ann Holt, a banker': the banker is Ann Holt."""
        is_apposition = token.dep_ == "appos" and token.head.i < token.i
        beside = [child for child in children(token.head, "appos") if child.pos_ == "PROPN" and child.i < token.i]
        head = beside[0] if is_apposition and beside and token.head.pos_ == "NOUN" else token.head
        name = name_at(self._context.names, parsed, head) if is_apposition else None
        if name is None or name.entity.type not in DESCRIBED:
            return None
        joined_before = [other for other in children(head, "conj") if other.i < token.i]
        single = not is_plural(token) and not joined_before
        if not single or not may_describe(token, name.entity):
            return None
        return self._named.reference(parsed, head, name)

    def _introduced(self, parsed: ParsedSentence, token: Token) -> EntityReference | None:  # noqa: ARG002  # one of the rules
        """'Cambodian conglomerate' in a document with 'the Prince Group, a Cambodian conglomerate'."""
        introductions = self._context.facts.introductions
        if not introductions or determiner(token) not in {"", *DEFINITE}:
            return None
        entity = introductions.get(label_of(base_phrase(token), token).casefold())
        return None if entity is None else EntityReference((entity,), MentionKind.NOMINAL, 0.8, token)

    def _described(self, parsed: ParsedSentence, token: Token) -> EntityReference | None:
        """'the banker' after 'Ann Holt, a banker': the only one whom the text so describes."""
        described = self._context.facts.described.get(token.lemma_.lower())
        is_office = token.lemma_.lower() in lexicon().actors.titles.roles
        if described is None or is_office or determiner(token) not in {"the", "this"} or is_plural(token):
            return None
        ignored = lexicon().actors.titles.epithets
        (entity, sentence), *others = described.items()
        if others or sentence >= parsed.sentence.index or not _unmodified(token, ignored=ignored):
            return None
        if self._context.discourse.mentions_other(token, parsed.sentence.index, entity):
            return None
        return EntityReference((entity,), MentionKind.NOMINAL, 0.8, token)

    def _partitive(self, parsed: ParsedSentence, token: Token) -> EntityReference | None:
        """'members of the Border Guard Force' stand for the force; eight members of ASEAN are eight states."""
        if token.lemma_.lower() not in lexicon().mentions.nominals.partitives:
            return None
        for child in token.rights:
            if child.dep_ == "prep" and child.lower_ == "of":
                for noun in children(child, "pobj"):
                    name = name_at(self._context.names, parsed, noun)
                    if name is not None and name.entity.is_actor:
                        return None if _are_states(token, name) else self._named.reference(parsed, noun, name)
        return None

    # ---- governments, their bodies and offices

    def _office(self, parsed: ParsedSentence, token: Token) -> EntityReference | None:
        """'the President of South Korea', 'a State Department spokesperson'."""
        lemma = token.lemma_.lower()
        if lemma not in lexicon().actors.titles.roles or is_plural(token):
            return None
        speaks_for = lemma in lexicon().mentions.nominals.spokespersons
        body = self._body_modifier(parsed, token)
        if body is not None and speaks_for:
            return EntityReference((body,), MentionKind.NOMINAL, 0.9, token)
        country = self._countries.modifier(parsed, token) or _only(self._countries.of(token))
        if country is None:
            return None
        holder = self._context.facts.office_holders.get((lemma, country.id))
        if holder is None and speaks_for:
            return None
        return EntityReference((holder or self._unnamed_holder(token, country),), MentionKind.NOMINAL, 0.85, token)

    def office(self, parsed: ParsedSentence, token: Token, name: Name) -> EntityReference:
        """'the Secretary of State', 'the President': the holder, else the office of a country, else of the text."""
        for rule in (self._apposed_to_name, self._office, self._office_of_holder, self._office_holder):
            reference = rule(parsed, token)
            if reference is not None:
                return reference
        title, country = name.text(token.doc), self._country_of_office(parsed, token)
        if country is not None and is_sole_office(title):
            label = f"{title} of {country.label}"
            entity = Entity(actor_id(label), label, EntityType.PERSON, country.id)
        else:
            entity = Entity(actor_id(title, self._context.document), title, EntityType.PERSON)
        return EntityReference((entity,), MentionKind.NOMINAL, 0.8, token)

    def _office_of_holder(self, parsed: ParsedSentence, token: Token) -> EntityReference | None:
        """The only person whom the document calls by this office: "Secretary of State Ann Holt"."""
        name = name_at(self._context.names, parsed, token)
        held = [] if name is None else self._context.facts.holders.of(name.text(token.doc))
        persons = {self._named.reference(p, n.head(p.span.doc), n).entities[0] for p, n in held}
        return EntityReference((persons.pop(),), MentionKind.NOMINAL, 0.85, token) if len(persons) == 1 else None

    def _country_of_office(self, parsed: ParsedSentence, token: Token) -> Entity | None:
        """The country beside an office, else the one that the document is about."""
        own = self._countries.modifier(parsed, token) or _only(self._countries.of(token))
        owner = own or self._context.owner_country(parsed, token)
        return owner or self._context.main_country or self._context.only_country

    def _unnamed_holder(self, token: Token, country: Entity) -> Entity:
        """The person of an office, labelled by it: "Foreign minister of Kenya"."""
        title = " ".join(
            t.text
            for t in base_phrase(token)
            if t.head == token and t.dep_ in {"compound", "amod"} and self._countries.of_word(t) is None
        )
        label = f"{f'{title} {token.text}'.strip().capitalize()} of {country.label}"
        return Entity(actor_id(label), label, EntityType.PERSON, country.id)

    def _body_modifier(self, parsed: ParsedSentence, token: Token) -> Entity | None:
        """The government body that a noun is modified by: 'a State Department spokesperson'."""
        for child in children(token, "compound", "nmod", "poss"):
            name = name_at(self._context.names, parsed, child)
            if name is not None and name.entity.type is EntityType.GOVERNMENT_BODY:
                return self._named.reference(parsed, child, name).entities[0]
        return None

    def _government(self, parsed: ParsedSentence, token: Token) -> EntityReference | None:
        """'the Thai government', 'his country', 'the kingdom': a country."""
        if token.lemma_.lower() not in lexicon().actors.government:
            return None
        own = self._countries.modifiers(parsed, token) or self._countries.of(token)
        if own and (is_plural(token) or len(own) == 1):
            return EntityReference(tuple(own), MentionKind.NOMINAL, 0.95, token)
        if is_plural(token):
            return None
        country = self._context.owner_country(parsed, token) or _only(self._countries.locative(token))
        if country is not None:
            return EntityReference((country,), MentionKind.NOMINAL, 0.95, token)
        main = self._context.main_country
        is_bare = _unmodified(token) and len(base_phrase(token)) == 2 and not self._countries.own_place(token)
        if determiner(token) in DEFINITE and is_bare and main is not None:
            return EntityReference((main,), MentionKind.NOMINAL, 0.8, token)
        return None

    def _state_body(self, parsed: ParsedSentence, token: Token) -> EntityReference | None:
        """'Cambodian authorities', 'police in Ghana and Nigeria', 'the army' in a document about Myanmar."""
        lemma = token.lemma_.lower()
        if lemma not in lexicon().actors.state_bodies:
            return None
        country = self._countries.modifier(parsed, token)
        owners = self._context.owner_countries(parsed, token)
        if len(owners) > 1:
            return None  # each has its own
        owner = next(iter(owners), None)
        of = [] if country is not None else self._countries.of_place(token)
        if country is not None:
            countries = self._countries.modifiers(parsed, token)
        else:
            countries = of or ([] if owner is not None else self._countries.locative(token))
        if not countries:
            own = owner or self._main_country_of(token)
            countries = [own] if own is not None else []
        if not countries:
            return None
        certainty = 0.95 if country is not None or of else 0.75
        entities = tuple(self._entities.state_body(token, country) for country in countries)
        return EntityReference(entities, MentionKind.NOMINAL, certainty, token)

    def _main_country_of(self, token: Token) -> Entity | None:
        """The country of the document if a body stands without modifiers, a place or an indefinite article."""
        is_body = lexicon().actors.types.get(token.lemma_.lower()) is EntityType.GOVERNMENT_BODY
        is_bare = _unmodified(token) and determiner(token) not in {"a", "an", "some"}
        is_elsewhere = self._countries.own_place(token) is not None
        return self._context.main_country if is_body and is_bare and not is_elsewhere else None

    # ---- antecedents

    def _earlier_body(self, parsed: ParsedSentence, token: Token) -> EntityReference | None:
        """'the ministry' after 'the Ministry of Justice' is that one, rather than that of the document's country."""
        lemma = token.lemma_.lower()
        anaphor = lexicon().actors.anaphora.get(lemma)
        is_anaphor = (
            anaphor is not None
            and EntityType.GOVERNMENT_BODY in anaphor.types
            and (bool(anaphor.name) or not is_plural(token))
        )
        if not is_anaphor and lemma not in lexicon().actors.state_bodies:
            return None
        is_plain = _unmodified(token) or (compound_type(token) is not None and _unmodified(token, 1))
        if not is_plain or self._countries.locative(token) or self._countries.own_place(token):
            return None
        is_definite = determiner(token) in DEFINITE
        is_bare = not determiner(token) and not children(token, "poss")
        if (is_bare or is_definite) and lemma in lexicon().actors.state_bodies:
            reference = self._context.discourse.same_body(token, parsed.sentence.index)
            if reference is not None or is_bare:
                return reference
        if not is_definite or anaphor is None or not is_anaphor:
            return None
        return self._context.discourse.definite(token, parsed.sentence.index, anaphor)

    def _group(self, parsed: ParsedSentence, token: Token) -> EntityReference | None:
        """'the two countries', 'both ministries': as many as the text has just mentioned together."""
        types = lexicon().actors.joint.get(token.lemma_.lower())
        number = _definite_number(token)
        if types is None or number is None:
            return None
        return self._context.discourse.group_of(token, parsed.sentence.index, types, number)

    def _office_holder(self, parsed: ParsedSentence, token: Token) -> EntityReference | None:
        """'the president': the last person named with that office, else one whose office the text does not give.

        "The former mayor" is the last person whom the text calls that; so is "the mayor" if nobody holds the office.
        """
        lemma, titles = token.lemma_.lower(), lexicon().actors.titles
        is_alone = lemma in titles.roles and _unmodified(token, ignored=titles.former | titles.epithets | {"-"})
        if not is_alone or determiner(token) not in DEFINITE or is_plural(token):
            return None
        is_past = any(child.lower_ in titles.former for child in token.lefts)
        persons = list(dict.fromkeys(self._context.discourse.persons(token, parsed.sentence.index)))
        holders = [person for person in persons if lemma in self._offices(person)]
        past = [person for person in holders if lemma in self._context.facts.past_offices.get(person.id, ())]
        present = [person for person in holders if person not in past]
        for person in past if is_past else (*present, *past):
            return EntityReference((person,), MentionKind.NOMINAL, 0.8, token)
        unknown = next((person for person in persons if not self._offices(person)), None)
        anaphor = lexicon().actors.anaphora.get(lemma)
        if unknown is None or is_past or anaphor is None or EntityType.PERSON not in anaphor.types:
            return None
        return EntityReference((unknown,), MentionKind.NOMINAL, UNKNOWN_OFFICE, token)

    def _offices(self, person: Entity) -> Collection[str]:
        return self._context.facts.offices.get(person.id) or _offices_in_label(person)

    def _law_by_subject(self, parsed: ParsedSentence, token: Token) -> EntityReference | None:
        """'Cybercrime treaty' in a document that names one law of this kind on cybercrime, also after it."""
        anaphor = lexicon().actors.anaphora.get(token.lemma_.lower())
        if anaphor is None or anaphor.types != {EntityType.LAW} or is_plural(token):
            return None
        subjects = {child.lower_ for child in children(token, "compound", "nmod")}
        is_other = any(child.lower_ in lexicon().mentions.nominals.contrasts for child in token.lefts)
        is_own = self._countries.modifier(parsed, token) is not None or bool(children(token, "poss"))
        if not subjects or is_other or is_own or determiner(token) not in {"", *DEFINITE}:
            return None
        words = {law: set(law.label.casefold().split()) for law in self._context.facts.laws}
        laws = [law for law, of in words.items() if subjects <= of and (not anaphor.name or of & anaphor.name)]
        return EntityReference((laws[0],), MentionKind.NOMINAL, 0.8, token) if len(laws) == 1 else None

    def _anaphoric(self, parsed: ParsedSentence, token: Token) -> EntityReference | None:
        """'the ministry', 'the convention', 'the conference': something mentioned before."""
        actors, discourse, sentence = lexicon().actors, self._context.discourse, parsed.sentence.index
        definite = determiner(token) in DEFINITE or bool(children(token, "poss"))
        lemma = token.lemma_.lower()
        if not definite or not _unmodified(token) or self._entities.place_of_body(token) is not None:
            return None
        if is_plural(token):
            is_group = actors.types.get(lemma) in GROUPS and determiner(token) in DEFINITE
            return discourse.same_head(token, sentence) if is_group else None
        if children(token, "poss") and lemma in actors.government:
            return None  # the government of someone whose country the text does not give
        anaphor = actors.anaphora.get(lemma)
        if anaphor is not None and not (lemma in actors.titles.roles and anaphor.types == {EntityType.PERSON}):
            reference = discourse.definite(token, sentence, anaphor)
            if reference is not None:
                return reference
        if actors.types.get(lemma) in {EntityType.EVENT, EntityType.LAW, EntityType.GROUP}:
            return discourse.same_head(token, sentence)
        return None


def _is_misjoined(noun: Token, name: Name, kind: EntityType) -> bool:
    """True for a person beside "the court": no court has the name of a person."""
    is_body = kind is EntityType.GOVERNMENT_BODY and noun.lemma_.lower() not in lexicon().person_nouns
    return is_body and name.entity.type is EntityType.PERSON and name.end - name.start > 1


def _definite_number(token: Token) -> int | None:
    """The number in "the two countries" and "both countries"; None in "two countries", which may be others."""
    for child in token.lefts:
        if child.lower_ == "both":
            return 2
        if child.dep_ == "nummod" and determiner(token) in DEFINITE and not children(child, "advmod", "quantmod"):
            numbers = lexicon().mentions.nominals.numbers
            return int(child.text) if child.text.isdecimal() else numbers.get(child.lower_)
    return None


def _offices_in_label(person: Entity) -> frozenset[str]:
    """The words of the office of a person that is known by it alone: "President of South Korea"."""
    words = frozenset(person.label.casefold().partition(" of ")[0].split())
    return words if words & lexicon().actors.titles.roles else frozenset()


def _follows(name: Token, noun: Token) -> bool:
    """True for a name in apposition after its noun; not for an acronym in brackets.

    After a comma the parser may take the name for an adverbial.
    """
    before = name.doc[name.left_edge.i - 1] if name.left_edge.i else name
    is_beside = name.dep_ == "appos" or (name.dep_ == "npadvmod" and name.pos_ == "PROPN" and before.text == ",")
    return is_beside and name.i > noun.i and before.text != "("


def _are_states(token: Token, name: Name) -> bool:
    """True for 'eight members of ASEAN': some members of an organisation are not the organisation."""
    is_some = any(child.dep_ == "nummod" or child.lower_ in QUANTIFIERS for child in token.lefts)
    return is_some and token.lemma_.lower() == MEMBER and name.entity.type is EntityType.INTERNATIONAL_ORGANISATION


def _unmodified(token: Token, own: int = 0, ignored: Collection[str] = ()) -> bool:
    """True for a noun without modifiers that tell it from others of its kind: "the ministry", not "that of Kenya".

    `own`: the number of words right before the noun that are a part of it ("central bank"). `ignored`: modifiers that
    tell it from no other.
    """
    return not of_objects(token) and not any(
        c.i < token.i - own
        and c.dep_ in {"amod", "compound", "nmod", "nummod"}
        and c.lower_ not in {"same", "whole", "entire", *ignored}
        and not _measure().fullmatch(base_phrase(c).text)
        for c in token.lefts
    )


@cache
def _measure() -> re.Pattern[str]:
    """Adjectives of measure: 'the two-day event' is the same as 'the event'."""
    return re.compile(rf"[\w.]+-(?:{'|'.join(sorted(lexicon().mentions.nominals.measures))})")


def _only(entities: list[Entity]) -> Entity | None:
    return entities[0] if len(entities) == 1 else None
