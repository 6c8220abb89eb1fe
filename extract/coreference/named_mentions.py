"""What a name refers to in its document: short forms of persons, capitals that are governments, bodies of a country."""

from __future__ import annotations

from dataclasses import replace

from extract.coreference.context import DocumentContext
from extract.coreference.discourse import EntityReference, role_of
from extract.coreference.facts.full_names import clues_beside
from extract.coreference.facts.scope import is_distinct, scoped
from extract.coreference.names.bodies import canonical_body, is_generic_body, known_body
from extract.coreference.names.name import Name
from extract.coreference.names.scope import name_words
from extract.coreference.names.titles import has_rank
from extract.lexicon.loader import lexicon
from extract.parsing.sentences import ParsedSentence
from extract.parsing.tokens import Token, TokenSpan
from ontology.identifiers import actor_id, place_id
from ontology.model import Entity, EntityType, MentionKind


class NamedMentions:
    """Resolves the names of one document by what `context` knows of it."""

    def __init__(self, context: DocumentContext) -> None:
        self._context = context
        self._facts = context.facts
        self._registry = context.registry

    def reference(self, parsed: ParsedSentence, token: Token, name: Name) -> EntityReference:
        """What a name refers to; `token` is the noun whose role in the sentence counts."""
        text = name.text(parsed.span.doc)
        entity = self._by_short_form(text, name)
        if entity.type is EntityType.PERSON:
            entity = (
                _place(text)
                if entity.label in self._facts.places
                else self.full_person(parsed, name.words(parsed.span.doc), entity)
            )
        elif entity.type is EntityType.PLACE and not name.known:
            entity = self._acting_government(token, text) or entity
        elif entity.type is EntityType.GOVERNMENT_BODY and entity.country is None:
            entity = self._body(parsed, token, entity.label)
        entity = self._scoped(self._fuller(entity))
        return EntityReference((entity,), MentionKind.NAME, 1.0 if name.known else 0.95, token)

    def _scoped(self, entity: Entity) -> Entity:
        return scoped(entity, self._context.document, self._registry, self._facts.high_names)

    def _fuller(self, entity: Entity) -> Entity:
        """'House Select Committee on China' for "the Committee": the only fuller name that the document gives."""
        if entity.type is not EntityType.GOVERNMENT_BODY or is_distinct(entity, ()):
            return entity
        words = set(name_words(entity.label))
        fuller = {name for name in self._facts.full_bodies if words <= set(name_words(name.label))}
        return fuller.pop() if len(fuller) == 1 else entity

    def _by_short_form(self, text: str, name: Name) -> Entity:
        """The entity of a name, replaced by what the document abbreviates with it; a capital is always a place."""
        entity = name.entity
        alias = self._facts.aliases.get(text)
        if alias is not None:
            return self._facts.short_forms.get(alias.entity.label.casefold(), alias.entity)
        if not name.known:
            entity = self._facts.short_forms.get(text.casefold(), entity)
        elif entity.country is not None:  # "OFAC" is a French office if the text says so in brackets
            entity = self._facts.acronyms.get(text, entity)
        is_settled = name.known or text.casefold() in self._facts.short_forms
        seat = None if is_settled else self._registry.government_seat(text)
        if seat is not None and entity.type is not EntityType.PLACE:  # "Abuja rejected it", mislabelled by the model
            return _place(text)
        return entity

    def full_person(self, parsed: ParsedSentence, words: TokenSpan, entity: Entity) -> Entity:
        """The person of whose full name the `words` are a part; `entity` if the document names no such person."""
        clues = clues_beside(words[0], words.root)
        person = self._facts.full_names.person(words.text, parsed.sentence.index, clues)
        if person is None and has_rank(words):  # "Prince Andrew" after "Andrew Holt"
            clues = clues_beside(words[1], words.root)
            person = self._facts.full_names.person(words[1].text, parsed.sentence.index, clues)
        return person or self._scoped(entity)

    def _acting_government(self, token: Token, text: str) -> Entity | None:
        """The government of a capital that acts, owns or is addressed; None if the town itself is meant."""
        role = role_of(token)
        if role in {"nsubj", "nsubjpass", "csubj"}:
            verb = token.head if token.dep_ != "conj" else token.head.head
            is_town = verb.lemma_ in lexicon().mentions.places.static_verbs
            return None if is_town else self._registry.government_seat(text)
        preposition = token.head.lower_ if token.dep_ == "pobj" else ""
        is_called_on = f"{token.head.head.lemma_} {preposition}" in lexicon().governors
        if role in {"agent", "dobj", "dative"} or preposition in {"with", "by", "against"} or is_called_on:
            return self._registry.government_seat(text)
        if role == "poss" and (token.head.lemma_ in lexicon().event_nouns.nouns or token.head.text[:1].isupper()):
            return self._registry.government_seat(text)
        return None

    def _body(self, parsed: ParsedSentence, token: Token, text: str) -> Entity:
        """A ministry or police without a country in its name: of the country that the text gives.

        If the text gives none, the id is that of the document, so that two foreign ministries do not become one.
        """
        countries = self._context.countries.locative(token)
        own = countries[0] if len(countries) == 1 else self._context.owner_country(parsed, token)
        earlier = None if own is not None else self._body_with_words(text)
        if earlier is not None:
            return earlier
        is_elsewhere = own is None and self._context.countries.own_place(token) is not None
        country = None if is_elsewhere else own or self._context.main_country or self._context.only_country
        if not is_generic_body(text):
            # "South Hills Police Agency" is a name of its own: the text's country need not be its country
            body = known_body(text, own, self._registry)
            is_known = self._registry.get(body.id) is not None
            return body if is_known else replace(body, type=EntityType.GOVERNMENT_BODY)  # of "NACC" only its acts tell
        entity = known_body(text, country, self._registry)
        if country is None:
            return Entity(actor_id(entity.label, self._context.document), entity.label, entity.type)
        return entity

    def _body_with_words(self, text: str) -> Entity | None:
        """The only body of a country in this document whose name holds these words: "the Treasury"."""
        words = set(canonical_body(text).casefold().split())
        bodies = {body for body in self._facts.bodies if words <= set(body.label.casefold().split())}
        return bodies.pop() if len(bodies) == 1 else None


def _place(text: str) -> Entity:
    return Entity(place_id(text), text, EntityType.PLACE)
