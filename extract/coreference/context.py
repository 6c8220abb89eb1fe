"""The state of one document that the resolvers of names and nominals share."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from extract.coreference.countries import Countries, of_objects
from extract.coreference.discourse import Discourse, EntityReference
from extract.coreference.facts.name_facts import NameFacts
from extract.coreference.facts.namesakes import namesakes
from extract.coreference.names.aliases import aliases, with_aliases
from extract.coreference.names.name import NamesBySentence
from extract.coreference.names.official_bodies import with_official_bodies
from extract.coreference.names.recognition import recognise_names
from extract.coreference.pronouns.persons import Persons
from extract.parsing.sentences import ParsedSentence
from extract.parsing.tokens import Token
from extract.syntax.arguments import antecedent, children
from ontology.model import Entity, EntityType
from ontology.registry import Registry

Resolve = Callable[[ParsedSentence, Token], EntityReference | None]
"""Resolves a noun or pronoun of a sentence; None if nothing is known of it."""


class DocumentContext:
    """Names, countries, persons and resolved mentions of one document.

    `document` is its id and `registry` holds the known actors. `resolve` resolves a mention; `reference` needs it where
    a noun depends on one that has not been reached yet ("his ministry").
    """

    def __init__(
        self, document: str, sentences: Sequence[ParsedSentence], registry: Registry, resolve: Resolve
    ) -> None:
        self.document = document
        elsewhere = namesakes(sentences, registry)
        self.registry = registry = registry.without(elsewhere) if elsewhere else registry
        names: NamesBySentence = {s.sentence.index: recognise_names(s.span, registry) for s in sentences}
        names = with_official_bodies(names, sentences)
        known_as = aliases(names, sentences, registry)
        self.names: NamesBySentence = with_aliases(names, sentences, known_as)
        self.countries = Countries(registry, self.names)
        self.main_country = self.countries.main(sentences)
        self.only_country = self.countries.only(sentences)
        self.facts = NameFacts(self.names, self.countries, registry, document, known_as)
        self.facts.learn(sentences)
        self.discourse = Discourse()
        self.persons = Persons()
        self.references: dict[tuple[int, int], EntityReference] = {}
        """Resolved mentions by sentence and token."""
        self._resolve = resolve

    def resolved(self, parsed: ParsedSentence, token: Token) -> EntityReference | None:
        """What a mention was resolved to; None if it is unresolved or has not been reached yet."""
        return self.references.get((parsed.sentence.index, token.i))

    def reference(self, parsed: ParsedSentence, token: Token) -> EntityReference | None:
        """What a mention refers to, resolved now if it has not been reached yet."""
        return self.resolved(parsed, token) or self._resolve(parsed, token)

    def owner_country(self, parsed: ParsedSentence, token: Token) -> Entity | None:
        """The country of the possessor of a noun: 'his country', 'its foreign minister', 'the army of that state'."""
        countries = self.owner_countries(parsed, token)
        return countries[0] if len(countries) == 1 else None

    def owner_countries(self, parsed: ParsedSentence, token: Token) -> list[Entity]:
        """The countries of the possessor: two in 'The Thai and the Lao minister praised their armies'."""
        for child in (*children(token, "poss"), *of_objects(token)):
            owner = antecedent(token.head) if child.tag_ == "WP$" else child
            reference = None if owner is None else self.reference(parsed, owner)
            owners = reference.entities if reference is not None else ()
            countries = [country for owner in owners if (country := self._country_of(owner)) is not None]
            if countries:
                return list(dict.fromkeys(countries))
        return []

    def _country_of(self, entity: Entity) -> Entity | None:
        if entity.type is EntityType.COUNTRY:
            return entity
        entry = self.registry.get(entity.country) if entity.country else None
        return None if entry is None else entry.entity
