"""The type of a named entity, from the words of its name and the model's entity label."""

from __future__ import annotations

from extract.lexicon.loader import is_feminine_name, lexicon
from ontology.identifiers import actor_id, place_id, thing_id
from ontology.model import Entity, EntityType

NEVER_PLACES = frozenset({EntityType.GOVERNMENT_BODY, EntityType.EVENT, EntityType.LAW})
"""Types that the last word of a name tells even if the model takes it for a place: "the New York Field Office"."""


def entity_of_name(text: str, label: str) -> Entity:
    """The entity of a name that is not in the registry; `label` is the model's entity label."""
    kind = type_of_name(text, label)
    if kind is EntityType.PLACE:
        return Entity(place_id(text), text, kind)
    if kind in {EntityType.EVENT, EntityType.LAW, EntityType.THING}:
        return Entity(thing_id(text), text, kind)
    return Entity(actor_id(text), text, kind)


def type_of_name(text: str, label: str) -> EntityType:
    """The type by the words of the name ("Ministry", "Inc"; the last word first), else by the model's label."""
    words = text.casefold().replace(".", "").split()
    by_last_word = lexicon().actors.name_words.get(words[-1]) if words else None
    if label == "PERSON" and (by_last_word is None or _is_surname(words, by_last_word)):
        return EntityType.PERSON
    if label == "NORP" and by_last_word is None:
        return EntityType.GROUP
    if label in {"GPE", "LOC"}:
        return by_last_word if by_last_word in NEVER_PLACES else EntityType.PLACE
    for word in _head_candidates(words):
        kind = lexicon().actors.name_words.get(word)
        if kind is not None:
            return kind
    type_by_label = {
        "FAC": EntityType.PLACE,
        "EVENT": EntityType.EVENT,
        "LAW": EntityType.LAW,
        "ORG": EntityType.COMPANY if len(words) == 1 else EntityType.INTERNATIONAL_ORGANISATION,
    }
    return type_by_label.get(label, EntityType.THING)


def _is_surname(words: list[str], kind: EntityType) -> bool:
    """True for "Helen Park" and "Bill", which are also words for places and laws."""
    return kind in {EntityType.PLACE, EntityType.LAW} and (len(words) == 1 or is_feminine_name(words[0]) is not None)


def _head_candidates(words: list[str]) -> list[str]:
    """The words before the first post-modifier, the last first: one of them is the head noun."""
    for index, word in enumerate(words):
        if word in lexicon().mentions.names.post_modifiers and index:
            return list(reversed(words[:index]))
    return list(reversed(words))
