"""Knows whether the texts of a side mention an actor under any of its names, so that it is neither new nor missing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from graph.diff.alignment.batch_claims import BatchClaim
from graph.diff.alignment.names import OF_COUNTRY
from graph.diff.alignment.tables import nouns
from graph.diff.alignment.wording.noun_phrases import NounPhrase
from graph.rdf.stored_sentence import StoredSentence
from ontology.identifiers import slug
from ontology.model import Claim, Entity, EntityType
from ontology.registry import registry

LONG_NAME, LONG_WORD = 2, 4
"""Fewest words of a name of which a text may leave out some, and fewest letters of a last name that stands alone."""


class MentionedNames:
    """The names and the bodies of countries that the texts of one side have."""

    def __init__(self, sentences: Sequence[StoredSentence], claims: Iterable[BatchClaim]) -> None:
        self._sentences = sentences
        self._entities = {entity.id: entity for claim in claims for entity in parties(claim.claim)}

    @cached_property
    def _text(self) -> str:
        """All sentences, titles and sources, in lower case."""
        meta = {text for stored in self._sentences for text in (stored.title, stored.source) if text}
        return " ".join([*(stored.sentence.text for stored in self._sentences), *sorted(meta)]).casefold()

    @cached_property
    def _wholes(self) -> frozenset[str]:
        """The ids of the organisations whose bodies the side has: the European Union, by its Commission."""
        known = (registry().get(key) for key in self._entities)
        return frozenset(entry.part_of for entry in known if entry and entry.part_of)

    def has(self, entity: Entity) -> bool:
        """True if the side mentions the actor: by its name or a part of it, or as a body without a name."""
        if entity.id in self._wholes or any(self._has(pattern) for pattern in _patterns(entity)):
            return True
        return bool(entity.country) and _body(entity) in self._unnamed_bodies

    @cached_property
    def _unnamed_bodies(self) -> frozenset[tuple[str, str]]:
        """Country and noun of the bodies of countries that the side does not name: "the Romanian ministry"."""
        unnamed = (entity for entity in self._entities.values() if entity.country and not is_name(entity))
        return frozenset(map(_body, unnamed))

    def _has(self, pattern: str) -> bool:
        return re.search(rf"(?<!\w){pattern}(?!\w)", self._text) is not None


def _patterns(entity: Entity) -> list[str]:
    """Regular expressions for the names of an actor, in lower case."""
    plain = OF_COUNTRY.sub("", entity.label).casefold()
    words = plain.split()
    patterns = [re.escape(plain)]
    if entity.type is EntityType.PERSON and len(words) >= LONG_NAME:
        patterns.append(rf"{re.escape(words[0])} (?:[\w.’'-]+ ){{0,2}}{re.escape(words[-1])}")
        patterns += [re.escape(words[-1])] if len(words[-1]) >= LONG_WORD else []
    if len(words) > LONG_NAME and words[-1] in nouns().company_words:
        patterns.append(re.escape(" ".join(words[:-1])))
    return patterns


def _body(entity: Entity) -> tuple[str, str]:
    """The country of a body, and its noun: the ministry of Romania."""
    return entity.country or "", NounPhrase.of(Entity("", OF_COUNTRY.sub("", entity.label), entity.type)).head


def is_name(entity: Entity) -> bool:
    """True for a proper name whose noun is no common one: not "Rwandan official", "the Office", "President"."""
    label = OF_COUNTRY.sub("", entity.label)
    head = NounPhrase.of(Entity("", label, entity.type)).head
    is_common = " " not in label and head in nouns().common_bodies | nouns().generic
    return NounPhrase.of(entity).is_named and not is_common and f" {head}" not in label


def without_parts(entities: Sequence[Entity]) -> list[Entity]:
    """The actors without those whose name is a part of another one: "Holt" beside "Ann Holt"."""
    names = [set(slug(entity.label).split("-")) for entity in entities]
    return [entity for entity, name in zip(entities, names, strict=True) if not any(name < other for other in names)]


def parties(claim: Claim) -> list[Entity]:
    """Who or what takes part, or is quoted."""
    parts = (claim.actor.entity, claim.target.entity if claim.target else None, claim.attribution)
    return list({entity.id: entity for entity in parts if entity is not None}.values())
