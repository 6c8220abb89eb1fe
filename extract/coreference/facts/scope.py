"""Gives what no proper word names an id of its document: "the Committee" of two texts are two.

Only a name that tells who is meant is one node over all documents: a known actor, a name with a proper word in it, a
body or an office of which a country has one. Of a person a name of one word does so only beside a high office
("President Putin").
"""

from __future__ import annotations

from collections.abc import Collection

from extract.coreference.names.scope import is_class_name, is_sole_body, name_words
from ontology.identifiers import apart, is_in_scope
from ontology.model import ACTOR_TYPES, Entity, EntityType
from ontology.registry import Registry


def scoped(entity: Entity, document: str, registry: Registry, high: Collection[str]) -> Entity:
    """The entity of a name with the id that it has beyond its document or in it alone.

    `document` is the id of the document, empty if a sentence stands alone; `high` are the names after high offices.
    """
    if not document or entity.type not in ACTOR_TYPES or entity.type is EntityType.COUNTRY:
        return entity
    if registry.get(entity.id) is not None or is_in_scope(entity.id, document) or is_distinct(entity, high):
        return entity
    return Entity(apart(entity.id, document), entity.label, entity.type, entity.country)


def is_distinct(entity: Entity, high: Collection[str]) -> bool:
    """True if the label of an actor that is not known tells who it is."""
    if entity.type is EntityType.PERSON and " " not in entity.label:
        return entity.label in high
    if not is_class_name(entity.label):
        return True
    if entity.country is None:
        return False
    is_body = entity.type is EntityType.GOVERNMENT_BODY
    return is_body and is_sole_body(name_words(entity.label))
