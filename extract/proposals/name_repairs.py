"""Names and types of proposals that the document supports only in part: what it does support takes their place.

A repair never adds anything: a name loses its brackets, a type gives way to that of our own lexicon or rules, and
several names in one become one entity each. An invented name has no supported part, so it stays rejected.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from extract.lexicon.loader import lexicon
from extract.parsing.tokens import Token
from extract.proposals.names import NAME_IN_BRACKETS, DocumentNames, UnsupportedError
from extract.proposals.proposal import ProposedParticipant
from ontology.model import ACTOR_TYPES, Entity, EntityType

SHORTENED = "a name shortened to the part that the document supports"
OF_BODY = "brackets that name a body, not a country: kept"
RETYPED = "a type that does not fit the name, replaced by that of the rules"
SPLIT = "several names in one, taken apart"
AS_WORDS = "several names in one, replaced by the words of the sentence"
JOINT = re.compile(r",? and |, | & ")
ARTICLE = re.compile(r"(?:the|a|an|both|all|our|their|these|those|its) ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NamedEntities:
    """The entities of a proposed name, one except for several names in one, and what was repaired ("" for nothing)."""

    entities: tuple[Entity, ...]
    repair: str = ""


@dataclass(frozen=True, slots=True)
class ProposedName:
    """A proposed participant with its words in the document and their head noun, if they were parsed.

    `acts`: it is an actor or source. `single`: it stands for one entity only, as a source does.
    """

    part: ProposedParticipant
    words: str
    head: Token | None = None
    acts: bool = False
    single: bool = False


class NameRepairs:
    """The entities of proposed names, repaired where the document supports only a part. `names` are its names."""

    def __init__(self, names: DocumentNames) -> None:
        self._names = names

    def named(self, proposed: ProposedName) -> NamedEntities:
        """The entities of a name. Raises UnsupportedError if no part of it is supported."""
        try:
            return NamedEntities((self._entity(proposed),))
        except UnsupportedError as error:
            repairs: Sequence[Callable[[ProposedName], NamedEntities | None]]
            repairs = (self._several, self._of_body, self._shortened, self._retyped)
            found = next(filter(None, (repair(proposed) for repair in repairs)), None)
            if found is None:
                raise error from None
            return found

    def _entity(self, proposed: ProposedName) -> Entity:
        names = self._names
        return (names.actor if proposed.acts else names.entity)(proposed.part, proposed.words)

    def _accepted(self, proposed: ProposedName) -> Entity | None:
        try:
            return self._entity(proposed)
        except UnsupportedError:
            return None

    # ---- several names in one

    def _several(self, proposed: ProposedName) -> NamedEntities | None:
        """'Peru and Chile': two countries, if both are named here and the words do not name another actor."""
        names = JOINT.split(proposed.part.name)
        if proposed.part.type != EntityType.COUNTRY or len(names) < 2 or not any(map(self._names.is_known, names)):
            return None
        found = [self._accepted(replace(proposed, part=replace(proposed.part, name=name))) for name in names]
        entities = tuple(entity for entity in found if entity is not None)
        is_safe = len(entities) == len(names) and not proposed.single and not self._names.is_known(proposed.words)
        if is_safe:
            return NamedEntities(entities, SPLIT)
        if proposed.head is not None and proposed.head.pos_ == "PRON":
            return None  # "they" is no name
        label = ARTICLE.sub("", proposed.words)
        kind = EntityType.COUNTRY if self._names.is_known(label) else _noun_type(proposed.head) or EntityType.GROUP
        own = self._accepted(replace(proposed, part=ProposedParticipant(proposed.words, label, kind)))
        return None if own is None else NamedEntities((own,), AS_WORDS)

    # ---- brackets

    def _of_body(self, proposed: ProposedName) -> NamedEntities | None:
        """'Strategic Concept (NATO)': a thing of a body that the document names."""
        match, kind = NAME_IN_BRACKETS.fullmatch(proposed.part.name), _type(proposed)
        if match is None or kind is None or kind is EntityType.COUNTRY:
            return None
        entity = self._names.of_body(match["body"], match["country"], kind, proposed.words)
        return NamedEntities((entity,), OF_BODY) if entity is not None and _fits(entity, proposed) else None

    def _shortened(self, proposed: ProposedName) -> NamedEntities | None:
        """'Ministry of Justice (Kenya)' in a document that does not name Kenya: 'Ministry of Justice'."""
        match, kind = NAME_IN_BRACKETS.fullmatch(proposed.part.name), _type(proposed)
        if match is None or kind is None or kind is EntityType.COUNTRY:
            return None
        entity = self._names.without_country(match["body"], kind, proposed.words)
        return NamedEntities((entity,), SHORTENED) if entity is not None and _fits(entity, proposed) else None

    # ---- types

    def _retyped(self, proposed: ProposedName) -> NamedEntities | None:
        """The name with a type of our own, if it is called a country that is none, or an actor that cannot act."""
        kind = _type(proposed)
        if kind is None or not (kind is EntityType.COUNTRY or (proposed.acts and kind not in ACTOR_TYPES)):
            return None
        for entity in self._of_own_type(proposed, kind):
            if entity is not None and _fits(entity, proposed):
                return NamedEntities((entity,), RETYPED)
        return None

    def _of_own_type(self, proposed: ProposedName, kind: EntityType) -> Iterator[Entity | None]:
        name = proposed.part.name
        if not name.islower():
            entity = self._names.of_rules(name)
            yield None if entity is not None and entity.type is EntityType.PERSON else entity
            return
        head = proposed.head
        if head is not None and head.lower_ not in name.split():  # "others" stands for "dark market websites"
            head = self._names.noun(name.split()[-1])
        own = _noun_type(head)
        if own is None and kind is EntityType.COUNTRY:
            own = EntityType.THING
        if own is not None:
            yield self._accepted(replace(proposed, part=replace(proposed.part, type=own)))


def _fits(entity: Entity, proposed: ProposedName) -> bool:
    return entity.is_actor or not proposed.acts


def _type(proposed: ProposedName) -> EntityType | None:
    try:
        return EntityType(proposed.part.type)
    except ValueError:
        return None


def _noun_type(head: Token | None) -> EntityType | None:
    """The type of a common noun in the lexicon."""
    return None if head is None else lexicon().actors.types.get(head.lemma_.lower())
