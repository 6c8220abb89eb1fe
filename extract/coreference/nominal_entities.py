"""Creates entities for common nouns without an antecedent: bodies of a country, groups, events and things."""

from __future__ import annotations

from extract.coreference.context import DocumentContext
from extract.coreference.countries import is_portfolio, of_objects
from extract.coreference.discourse import EntityReference
from extract.coreference.names.name import NAMED_LABELS
from extract.coreference.names.scope import is_class_word, is_sole_body
from extract.lexicon.loader import lexicon
from extract.parsing.sentences import ParsedSentence
from extract.parsing.tokens import Token
from extract.syntax.arguments import children
from extract.syntax.phrases import base_phrase, full_phrase, label_of
from ontology.identifiers import actor_id, apart, place_id, thing_id
from ontology.model import ACTOR_TYPES, Entity, EntityType, MentionKind

GROUPS = frozenset({EntityType.GROUP, EntityType.CRIMINAL_GROUP})


def is_plural(token: Token) -> bool:
    """True for a noun in the plural."""
    return "Plur" in token.morph.get("Number", [])


class NominalEntities:
    """Builds the entity of a noun phrase from its words and the state of the document (`context`)."""

    def __init__(self, context: DocumentContext) -> None:
        self._context = context
        self._countries = context.countries
        self._registry = context.registry

    def reference(self, parsed: ParsedSentence, token: Token) -> EntityReference | None:
        """The entity that a noun phrase introduces; None for a number or a phrase without letters."""
        if token.pos_ == "NUM" and token.dep_ not in {"dobj", "nsubj", "nsubjpass", "pobj"}:
            return None
        people = self._countries.of_people(token) if token.ent_type_ == "NORP" else None
        kind = self._type(token)
        if kind is EntityType.THING and people is not None:
            kind = EntityType.GROUP  # "Kenyans", "ethnic Albanians"
        label = self._label(parsed, token, kind)
        if not any(c.isalnum() for c in label):
            return None
        is_of_body = kind in GROUPS and self._organisation_of(parsed, token) is not None
        identifier = self._id(token, label, kind, is_named=is_of_body)
        if self.place_of_body(token) is not None:
            self._context.discourse.placed.add(identifier)
        entity = Entity(identifier, label, kind, people.id if people is not None and kind in GROUPS else None)
        certainty = 0.9 if kind is EntityType.PLACE else 0.85
        return EntityReference((entity,), MentionKind.NOMINAL, certainty, token)

    def state_body(self, token: Token, country: Entity) -> Entity:
        """The body of a country that a noun names: "Cambodian police", "Thai immigration police"."""
        lemma, actors = token.lemma_.lower(), lexicon().actors
        adjective = self._registry.adjective(country.id)
        words_of_country = f"{country.label} {adjective}".casefold().split()
        modifiers = [
            t.text
            for t in base_phrase(token)
            if t.dep_ in {"compound", "amod"}
            and t.lower_ != "own"
            and t.head.pos_ != "NUM"  # "Thirty-two Kenyan officers"
            and self._countries.of_word(t) is None
            and self._countries.of_text(t.doc[t.i : t.i + 2].text) is None  # "South Korean"
            and t.text.casefold() not in words_of_country
        ]
        modifiers += [noun.text.lower() for noun in of_objects(token) if is_portfolio(noun)]
        label = " ".join([adjective, *modifiers, actors.synonyms.get(lemma, token.text.lower())])
        kind = compound_type(token) or actors.types.get(lemma, EntityType.GOVERNMENT_BODY)
        words = {*(word.lower() for word in modifiers), actors.synonyms.get(lemma, token.lower_)}
        is_sole = compound_type(token) is EntityType.GOVERNMENT_BODY or (not _is_some(token) and is_sole_body(words))
        return Entity(actor_id(label, None if is_sole else self._context.document), label, kind, country.id)

    def place_of_body(self, token: Token) -> str | None:
        """'Cebu' in 'police in Cebu', if the country of that place is not known."""
        is_body = token.lemma_.lower() in lexicon().actors.state_bodies
        return self._countries.own_place(token) if is_body else None

    def _id(self, token: Token, label: str, kind: EntityType, *, is_named: bool = False) -> str:
        """The id of an entity; what bears no name is that of its document: "the bank" of another text is another.

        `is_named` is True if the label holds the name of a body that the words do not.
        """
        make = place_id if kind is EntityType.PLACE else actor_id if kind in ACTOR_TYPES else thing_id
        identifier = make(label)
        proper = [t for t in full_phrase(token) if t.pos_ == "PROPN" or t.ent_type_ in NAMED_LABELS]
        is_proper = any(not is_class_word(t.lower_) and self._countries.of_word(t) is None for t in proper)
        is_office = token.lemma_.lower() in lexicon().actors.titles.roles  # "ASEAN digital ministers"
        is_common = kind in ACTOR_TYPES and token.pos_ == "NOUN" and not is_office  # "FBI agents"
        is_named = is_named or (is_proper and not is_common) or (bool(proper) and kind not in ACTOR_TYPES)
        is_body = kind is EntityType.GOVERNMENT_BODY  # "police in Cebu" are known by their place only
        is_shared = not self._context.document or (is_named and not is_body)
        return identifier if is_shared else apart(identifier, self._context.document)

    @staticmethod
    def _type(token: Token) -> EntityType:
        lemma, actors = token.lemma_.lower(), lexicon().actors
        kind = compound_type(token) or actors.types.get(lemma, EntityType.THING)
        if kind is EntityType.COMPANY and lemma in lexicon().event_nouns.nouns and _has_of(token):
            return EntityType.THING  # "the exchange of evidence" is not a stock exchange
        if kind is EntityType.GROUP and any(
            child.lower_ in lexicon().mentions.nominals.criminal for child in token.lefts
        ):
            return EntityType.CRIMINAL_GROUP
        is_one = token.tag_ == "NN" and lemma in lexicon().person_nouns
        return EntityType.PERSON if kind is EntityType.GROUP and is_one else kind

    def _label(self, parsed: ParsedSentence, token: Token, kind: EntityType) -> str:
        """The words of the phrase, with the place or organisation that tells it from others of the same words."""
        phrase = full_phrase(token)
        label = label_of(phrase, token)
        named = any(t.pos_ == "PROPN" or t.ent_type_ in NAMED_LABELS for t in phrase if t.text in label.split()[0])
        if not (named or label.isupper() or not label[1:2].islower()):
            label = label[:1].lower() + label[1:]
        place = self.place_of_body(token)
        if place is not None:
            return f"{label} in {place}"  # "police in Cebu" are not those in Davao
        if kind not in GROUPS:
            return label
        body = self._organisation_of(parsed, token)
        if body is not None:
            own = [t for t in base_phrase(token) if t.dep_ in {"amod", "compound"} and t.head == token]
            return " ".join([body.label, *(t.text for t in own), token.text])
        places = [c for prep in token.rights if prep.lower_ == "in" for c in self._countries.inside(prep)]
        return f"{label} in {places[0].label}" if len(places) == 1 else label  # "rebels in Chad"

    def _organisation_of(self, parsed: ParsedSentence, token: Token) -> Entity | None:
        """ASEAN in "the bloc's digital ministers" and "the digital ministers of the Association of …"."""
        of = [noun for prep in token.rights if prep.lower_ == "of" for noun in children(prep, "pobj")]
        for noun in (*children(token, "poss"), *of):
            reference = self._context.reference(parsed, noun)
            body = reference.entities[0] if reference is not None else None
            if body is not None and (body.type is EntityType.INTERNATIONAL_ORGANISATION or self._is_known_group(body)):
                return body
        return None

    def _is_known_group(self, entity: Entity) -> bool:
        return entity.type in GROUPS and self._registry.get(entity.id) is not None


def _is_some(token: Token) -> bool:
    """True for a plural of which each country has many: "Thai agencies", but not "police" and "authorities"."""
    return is_plural(token) and token.lower_ not in lexicon().mentions.scope.sole and token.lemma_ != "authority"


def _has_of(token: Token) -> bool:
    return any(child.dep_ == "prep" and child.lower_ == "of" for child in token.rights)


def compound_type(token: Token) -> EntityType | None:
    """The type that a noun has with the word before it only: "central bank"."""
    before = token.doc[token.i - 1].lower_ if token.i else ""
    return lexicon().actors.compounds.get(f"{before} {token.lemma_.lower()}")
