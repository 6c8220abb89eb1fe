"""Groups the targets of claims into topics: one topic is one thing in the world, in whatever words texts name it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from graph.diff.alignment.alignments import THRESHOLD, Alignment, alignments, is_opposed
from graph.diff.alignment.batch_claims import BatchClaim, text_order
from graph.diff.alignment.tables import ANY, nouns
from graph.diff.alignment.target_entities import Key, TargetEntity, target_entities
from graph.diff.alignment.wording.noun_phrases import NounPhrase, content_words
from ontology.model import Entity

PARTY = "party"
"""The rule of claims on another participant of an act: "extradited to China"."""
NEAR_SENTENCES = 3
"""How many sentences before "the preparations" or "the delegates" a text names what they belong to."""
DEPENDENT = 0.75
"""Score of the alignment of such a noun."""
MANY_WORDS = 4
"""Content words of a label that identify a thing in another text."""
BEARERS = frozenset({"gathering", "operation", "tool"})
"""Kinds that have preparations, organisers, proposals."""


@dataclass(frozen=True)
class Topic:
    """Target entities that are one thing (`core`), its parts, and the alignments that joined them."""

    core: tuple[TargetEntity, ...]
    parts: tuple[TargetEntity, ...]
    links: tuple[Alignment, ...]

    @cached_property
    def phrase(self) -> NounPhrase:
        """The noun phrase that names it best."""
        return _best_phrase(self.core)

    @property
    def entity(self) -> Entity:
        """The entity of this phrase."""
        return self.phrase.entity

    @property
    def is_named(self) -> bool:
        """True if it has a proper name."""
        return any(entity.phrase.is_named for entity in self.core)

    @cached_property
    def is_identified(self) -> bool:
        """True if the words alone identify it, whoever acts: a name, a label, or one subject and actors of one country.

        A label of many words hardly means two things: "limit of five SIM cards per person".
        """
        subjects = [entity.subjects for entity in self.core if entity.subjects]
        countries = {country for entity in self.core for country in entity.countries}
        labels = {entity.entity.label for entity in self.core}
        is_one_label = len(labels) == 1 < len(self.core) and len(content_words(min(labels))) >= MANY_WORDS
        return (
            self.is_named
            or is_one_label
            or (len(subjects) > 1 and bool(frozenset.intersection(*subjects)) and len(countries) < 2)
        )

    @cached_property
    def claims(self) -> tuple[BatchClaim, ...]:
        """Every claim on it or on a part of it, in the order of the texts."""
        claims = sorted((claim for part in (*self.core, *self.parts) for claim in part.claims), key=text_order)
        return tuple(claim for claim in claims if not _is_echo(claim, claims))


def _best_phrase(entities: Sequence[TargetEntity]) -> NounPhrase:
    """The noun phrase that names a topic best: a proper name, else one with modifiers, else the longest, the first."""
    ranked = sorted(
        enumerate(entities),
        key=lambda item: (
            not item[1].phrase.is_named,
            not item[1].phrase.distinctive,
            -len(item[1].entity.label),
            item[0],
        ),
    )
    return ranked[0][1].phrase


def topics(claims: Iterable[BatchClaim], threshold: float = THRESHOLD) -> list[Topic]:
    """The topics of all claims with a target, in the order of the texts.

    `threshold`, from 0 to 1: lowest score at which two targets with different words are one topic.
    """
    entities = target_entities(claims)
    groups = _TopicGroups(entities)
    links = [link for link in alignments(entities, threshold) if groups.join(link)]
    links += [link for link in _dependents(entities, groups) if groups.attach(link)]
    return groups.topics(links)


def _is_echo(claim: BatchClaim, claims: Sequence[BatchClaim]) -> bool:
    """True for "arrested Huione Group" beside "arrested two directors of Huione Group"."""
    target = claim.claim.target
    return claim.claim.rule == PARTY and any(
        other.document == claim.document
        and other.claim.action_span == claim.claim.action_span
        and other.claim.rule != PARTY
        and target is not None
        and other.claim.target is not None
        and target.entity.label in other.claim.target.entity.label
        for other in claims
    )


class _TopicGroups:
    """Disjoint sets of target entities, joined by the best alignment first; opposed entities are never joined."""

    def __init__(self, entities: Sequence[TargetEntity]) -> None:
        self.order = {entity.key: n for n, entity in enumerate(entities)}
        self.members: dict[Key, list[TargetEntity]] = {entity.key: [entity] for entity in entities}
        self.head: dict[Key, Key] = {entity.key: entity.key for entity in entities}
        self.whole: dict[Key, Key] = {}

    def join(self, link: Alignment) -> bool:
        """Join two entities that are one, or attach a part to its whole. False if two members are opposed."""
        if link.is_part:
            return self.attach(link)
        heads = self.head[link.first.key], self.head[link.second.key]
        if heads[0] == heads[1]:
            return True
        pairs = ((left, right) for left in self.members[heads[0]] for right in self.members[heads[1]])
        if any(is_opposed(left.phrase, right.phrase) and not _is_pair_of(link, left, right) for left, right in pairs):
            return False
        first, second = sorted(heads, key=self.order.__getitem__)
        self.members[first] += self.members.pop(second)
        for member in self.members[first]:
            self.head[member.key] = first
        return True

    def attach(self, link: Alignment) -> bool:
        """Attach the second entity to the first as its part, unless it is already a part of something."""
        if link.second.key in self.whole or self.head[link.first.key] == self.head[link.second.key]:
            return False
        self.whole[link.second.key] = link.first.key
        return True

    def topics(self, links: Sequence[Alignment]) -> list[Topic]:
        """The sets with their parts, in the order of the texts."""
        parts: dict[Key, list[TargetEntity]] = {}
        for part, whole in self.whole.items():
            parts.setdefault(self.head[whole], []).extend(self.members[self.head[part]])
        by_head: dict[Key, list[Alignment]] = {}
        for link in links:
            by_head.setdefault(self.head[link.first.key], []).append(link)
        return [
            Topic(tuple(members), tuple(parts.get(head, ())), tuple(by_head.get(head, ())))
            for head, members in sorted(self.members.items(), key=lambda item: self.order[item[0]])
        ]


def _is_pair_of(link: Alignment, first: TargetEntity, second: TargetEntity) -> bool:
    """True for the very pair of the alignment: if a sentence puts two names side by side, they are one thing."""
    return {first.key, second.key} == {link.first.key, link.second.key}


def _dependents(entities: Sequence[TargetEntity], groups: _TopicGroups) -> Iterator[Alignment]:
    """Claims on "the delegates" or "the preparations" belong to what the text has named just before."""
    by_document = _by_document(entities)
    for entity in entities:
        kind = nouns().depends_on(entity.phrase.head)
        if kind is None or entity.phrase.is_specific:
            continue
        wholes = [
            other
            for other in by_document.get(entity.document, ())
            if other is not entity
            and (kind != ANY or entity.is_definite)
            and _can_bear(other, kind, groups)
            and _share_a_party(other, entity)
            and 0 <= _distance(other, entity) <= NEAR_SENTENCES
        ]
        if wholes:
            whole = min(wholes, key=lambda other: (_distance(other, entity), other.key))
            document = entity.claims[0].claim.document
            reason = f"{document} speaks of the {entity.phrase.head} right after “{whole.entity.label}”"
            yield Alignment(whole, entity, DEPENDENT, (reason,), is_part=True)


def _by_document(entities: Iterable[TargetEntity]) -> Mapping[str, list[TargetEntity]]:
    by_document: dict[str, list[TargetEntity]] = {}
    for entity in entities:
        for document in sorted({claim.document for claim in entity.claims}):
            by_document.setdefault(document, []).append(entity)
    return by_document


def _share_a_party(first: TargetEntity, second: TargetEntity) -> bool:
    return bool(first.actors & second.actors or first.countries & second.countries)


def _can_bear(entity: TargetEntity, kind: str, groups: _TopicGroups) -> bool:
    """True if a dependent noun of this kind can belong to the entity."""
    if nouns().depends_on(entity.phrase.head) is not None:
        return False
    if kind == ANY:
        return bool(entity.phrase.kinds & BEARERS)
    members = groups.members[groups.head[entity.key]]
    return any(kind in member.phrase.kinds for member in members)


def _distance(whole: TargetEntity, part: TargetEntity) -> int:
    """Sentences from the nearest mention of the whole before the part; negative if there is none before."""
    marks = [claim.claim.sentence.index for claim in whole.claims if claim.document == part.document]
    gaps = [claim.claim.sentence.index - mark for claim in part.claims for mark in marks]
    return min((gap for gap in gaps if gap >= 0), default=-1)
