"""Groups the claims by the entity of their target: one for all documents if it has a name, else one per document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from graph.diff.alignment.batch_claims import BatchClaim, text_order
from graph.diff.alignment.tables import nouns
from graph.diff.alignment.wording.clauses import NAME, OF_NAME, places_of
from graph.diff.alignment.wording.noun_phrases import NounPhrase, country_of, is_definite, phrase_of, subject_words
from ontology.model import Claim, Entity, EntityType

BESIDE = re.compile(rf"\s?,?\s?(?:(?:{'|'.join(map(re.escape, nouns().naming))}) )?{NAME}")
INSIDE = re.compile(rf"\s(?:in|at|of|inside)\s(?:the\s)?({OF_NAME})")
BEFORE = re.compile(rf"{NAME}(?:\([^)]*\))?\s?,\s*$")
OWNERS = frozenset({EntityType.COMPANY, EntityType.PERSON, EntityType.CRIMINAL_GROUP, EntityType.GROUP})
Key = tuple[str, str]
"""Entity and document of a target entity; the document is empty for what is one thing in all documents."""


@dataclass(frozen=True)
class TargetEntity:
    """What a target means, with every claim on it.

    A specific noun phrase ("the United Nations Convention") means one thing in all documents; any other ("the
    suspects") means one thing in one document, the `document` as in `BatchClaim.document`.
    """

    phrase: NounPhrase
    document: str
    claims: tuple[BatchClaim, ...]

    @property
    def entity(self) -> Entity:
        """The entity of its claims."""
        return self.phrase.entity

    @property
    def key(self) -> Key:
        """Entity and document."""
        return self.entity.id, self.document

    @cached_property
    def actors(self) -> frozenset[str]:
        """Ids of the actors of its claims."""
        return frozenset(claim.claim.actor.entity.id for claim in self.claims)

    @cached_property
    def countries(self) -> frozenset[str]:
        """Ids of the countries of these actors."""
        countries = (country_of(claim.claim.actor.entity) for claim in self.claims)
        return frozenset(country for country in countries if country is not None)

    @cached_property
    def concepts(self) -> frozenset[str]:
        """The concepts of the acts."""
        return frozenset(claim.claim.action.concept for claim in self.claims)

    @cached_property
    def subjects(self) -> frozenset[str]:
        """What its sentences say that it is on or against: "bill on critical infrastructure"."""
        return frozenset(word for claim in self.claims for word in subject_words(claim.claim))

    @cached_property
    def places(self) -> frozenset[str]:
        """The names that its sentences put it in or at: "all compounds in Bavet"."""
        return frozenset(name for claim in self.claims for name in places_of(claim.claim))

    @cached_property
    def is_definite(self) -> bool:
        """True if a text speaks of it as known: "the conference"."""
        return any(is_definite(claim.claim.target.span.text) for claim in self.claims if claim.claim.target)


def target_entities(claims: Iterable[BatchClaim]) -> list[TargetEntity]:
    """The target entities of the claims, in the order in which the texts first name them."""
    ordered = sorted((claim for claim in claims if claim.claim.target is not None), key=text_order)
    phrases = _phrases(ordered)
    groups: dict[Key, list[BatchClaim]] = {}
    for claim in ordered:
        if claim.claim.target is not None:
            entity = claim.claim.target.entity.id
            document = "" if phrases[entity].is_specific else claim.document
            groups.setdefault((entity, document), []).append(claim)
    return [TargetEntity(phrases[entity], document, tuple(group)) for (entity, document), group in groups.items()]


def _phrases(claims: Iterable[BatchClaim]) -> dict[str, NounPhrase]:
    """By id of the target, its noun phrase: with the first head lemma, where a claim has one."""
    entities: dict[str, Entity] = {}
    lemmas: dict[str, str] = {}
    for target in (claim.claim.target for claim in claims):
        if target is not None:
            entities.setdefault(target.entity.id, target.entity)
            if target.head_lemma is not None:
                lemmas.setdefault(target.entity.id, target.head_lemma)
    return {key: NounPhrase.of(entity, lemmas.get(key)) for key, entity in entities.items()}


def named_entities(claims: Iterable[BatchClaim]) -> Mapping[str, Entity]:
    """By label, the entities of the claims that have a proper name and are no countries."""
    entities: dict[str, Entity] = {}
    for claim in claims:
        for participant in (claim.claim.actor, claim.claim.target):
            if participant is None or participant.entity.type is EntityType.COUNTRY:
                continue
            if phrase_of(participant).is_named:
                entities.setdefault(participant.entity.label, participant.entity)
    return entities


def named_beside(claim: Claim, names: Mapping[str, Entity]) -> tuple[Entity | None, Entity | None]:
    """The named entity that the target is, and the one that it is part of, by the words of its sentence.

    "RaccoonO365, the phishing kit that …" names the kit; "the illegal buildings in KK Park" and "two directors of
    Huione Group" are parts of what they name. `names` as from `named_entities`.
    """
    if claim.target is None:
        return None, None
    phrase = phrase_of(claim.target)
    if phrase.is_named or phrase.rest[:1].isupper():
        return None, None if phrase.is_named else _longest_name(phrase.rest, names)
    start = claim.target.span.start - claim.sentence.start
    end = claim.target.span.end - claim.sentence.start
    text = claim.sentence.text
    before, after, inside = BEFORE.search(text[:start]), BESIDE.match(text[end:]), INSIDE.match(text[end:])
    same = _longest_name(before[1], names, last=True) if before else None
    if same is None and after and after[0].lstrip()[:1] == ",":
        same = _longest_name(after[1], names)
    if inside is None and phrase.head in nouns().possessed:
        return same, _owner(claim, names)
    return same, _longest_name(inside[1], names) if inside else None


def _owner(claim: Claim, names: Mapping[str, Entity]) -> Entity | None:
    """The only other party that the sentence names: the company whose licence the bank restored."""
    text, actor = claim.sentence.text, claim.actor.entity.id
    found = {
        entity.id: entity
        for name, entity in names.items()
        if entity.type in OWNERS and entity.id != actor and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
    }
    return next(iter(found.values())) if len(found) == 1 else None


def _longest_name(text: str, names: Mapping[str, Entity], *, last: bool = False) -> Entity | None:
    """The entity of the longest known name at the beginning (or the end) of a run of capitalised words."""
    words = text.split()
    for length in range(len(words), 0, -1):
        chosen = words[-length:] if last else words[:length]
        entity = names.get(" ".join(chosen).rstrip(".,"))
        if entity is not None:
            return entity
    return None
