"""Matters: what the claims of several batches are about, however the texts word it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from graph.diff.alignment.noun_phrases import Referent, Said, country_of, place_in_text, referents
from graph.diff.alignment.tables import ANY, kinds
from graph.diff.alignment.targets import THRESHOLD, Alignment, Key, alignments, entity_of, is_opposed
from ontology.model import Entity

PARTY = "party"
"""The rule that makes a claim of another party to an act: "extradited to China"."""
NEAR_SENTENCES = 3
"""How far before "the preparations" or "the delegates" a text names what they are of."""


@dataclass(frozen=True)
class Matter:
    """Targets that are one thing, what is part of it, and why they were joined."""

    core: tuple[Referent, ...]
    parts: tuple[Referent, ...]
    links: tuple[Alignment, ...]

    @cached_property
    def entity(self) -> Entity:
        """The target that names it best."""
        return entity_of(self.core)

    @property
    def is_named(self) -> bool:
        """True if it has a name of its own."""
        return any(one.wording.is_named for one in self.core)

    @cached_property
    def is_told_apart(self) -> bool:
        """True if it need not be asked who acts: it has a name, or one topic and actors of one country at most."""
        topics = [one.topics for one in self.core if one.topics]
        countries = {country for one in self.core for country in one.countries}
        return self.is_named or (len(topics) > 1 and bool(frozenset.intersection(*topics)) and len(countries) < 2)

    @cached_property
    def said(self) -> tuple[Said, ...]:
        """Every claim on it or on a part of it, in the order of the texts."""
        every = sorted((one for part in (*self.core, *self.parts) for one in part.said), key=place_in_text)
        return tuple(one for one in every if not _is_echo(one, every))

    @cached_property
    def parties(self) -> frozenset[str]:
        """Ids of those who act on it, and of their countries."""
        actors = {one.claim.actor.entity for one in self.said}
        return frozenset({actor.id for actor in actors} | {c for c in map(country_of, actors) if c})


def matters(said: Iterable[Said], threshold: float = THRESHOLD) -> list[Matter]:
    """The matters of all claims with a target, in the order of the texts."""
    found = referents(said)
    groups = _Groups(found)
    kept = [one for one in alignments(found, threshold) if groups.join(one)]
    kept += [one for one in _dependents(found, groups) if groups.attach(one)]
    return groups.matters(kept)


def _is_echo(one: Said, every: Sequence[Said]) -> bool:
    """True for "arrested Huione Group" beside "arrested two directors of Huione Group"."""
    claim = one.claim
    return claim.rule == PARTY and any(
        other.document == one.document
        and other.claim.action_span == claim.action_span
        and other.claim.rule != PARTY
        and claim.target is not None
        and other.claim.target is not None
        and claim.target.entity.label in other.claim.target.entity.label
        for other in every
    )


class _Groups:
    """Disjoint sets of referents, joined from the surest alignment on; nobody is joined with what it excludes."""

    def __init__(self, found: Sequence[Referent]) -> None:
        self.order = {one.key: n for n, one in enumerate(found)}
        self.members: dict[Key, list[Referent]] = {one.key: [one] for one in found}
        self.head: dict[Key, Key] = {one.key: one.key for one in found}
        self.whole: dict[Key, Key] = {}

    def join(self, link: Alignment) -> bool:
        """Join what is one, or hang a part on its whole. False where something speaks against it."""
        if link.is_part:
            return self.attach(link)
        one, two = self.head[link.first.key], self.head[link.second.key]
        if one == two:
            return True
        pairs = ((a, b) for a in self.members[one] for b in self.members[two])
        if any(is_opposed(a.wording, b.wording) and not _is_beside(link, a, b) for a, b in pairs):
            return False
        first, second = sorted((one, two), key=self.order.__getitem__)
        self.members[first] += self.members.pop(second)
        for member in self.members[first]:
            self.head[member.key] = first
        return True

    def attach(self, link: Alignment) -> bool:
        """Hang the second on the first as its part, if it hangs on nothing yet."""
        if link.second.key in self.whole or self.head[link.first.key] == self.head[link.second.key]:
            return False
        self.whole[link.second.key] = link.first.key
        return True

    def matters(self, links: Sequence[Alignment]) -> list[Matter]:
        """The sets with their parts, in the order of the texts."""
        parts: dict[Key, list[Referent]] = {}
        for part, whole in self.whole.items():
            parts.setdefault(self.head[whole], []).extend(self.members[self.head[part]])
        by_head: dict[Key, list[Alignment]] = {}
        for link in links:
            by_head.setdefault(self.head[link.first.key], []).append(link)
        return [
            Matter(tuple(members), tuple(parts.get(head, ())), tuple(by_head.get(head, ())))
            for head, members in sorted(self.members.items(), key=lambda it: self.order[it[0]])
        ]


def _is_beside(link: Alignment, one: Referent, two: Referent) -> bool:
    """True for the very pair that a sentence sets side by side: the text knows best."""
    return {one.key, two.key} == {link.first.key, link.second.key}


def _dependents(found: Sequence[Referent], groups: _Groups) -> Iterator[Alignment]:
    """What is said of "the delegates" or "the preparations" belongs to what the text named just before."""
    by_document = _by_document(found)
    for one in found:
        kind = kinds().depends_on(one.wording.head)
        if kind is None or one.wording.is_specific:
            continue
        wholes = [
            other
            for other in by_document.get(one.document, ())
            if other is not one
            and (kind != ANY or one.is_definite)
            and _can_bear(other, kind, groups)
            and _share_a_party(other, one)
            and 0 <= _distance(other, one) <= NEAR_SENTENCES
        ]
        if wholes:
            whole = min(wholes, key=lambda other: (_distance(other, one), other.key))
            reason = f"{one.said[0].claim.document} speaks of the {one.wording.head} right after “{whole.entity.label}”"
            yield Alignment(whole, one, 0.75, (reason,), is_part=True)


def _by_document(found: Iterable[Referent]) -> Mapping[str, list[Referent]]:
    by_document: dict[str, list[Referent]] = {}
    for one in found:
        for document in sorted({said.document for said in one.said}):
            by_document.setdefault(document, []).append(one)
    return by_document


def _share_a_party(one: Referent, two: Referent) -> bool:
    return bool(one.actors & two.actors or one.countries & two.countries)


def _can_bear(other: Referent, kind: str, groups: _Groups) -> bool:
    if kinds().depends_on(other.wording.head) is not None:
        return False
    if kind == ANY:
        return bool(other.wording.kinds & {"gathering", "operation", "tool"})
    members = groups.members[groups.head[other.key]]
    return any(kind in member.wording.kinds for member in members)


def _distance(whole: Referent, part: Referent) -> int:
    """Sentences from the nearest mention of the whole before the part; negative if there is none before."""
    document = part.document
    marks = [one.claim.sentence.index for one in whole.said if one.document == document]
    gaps = [one.claim.sentence.index - mark for one in part.said for mark in marks]
    return min((gap for gap in gaps if gap >= 0), default=-1)
