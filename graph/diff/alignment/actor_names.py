"""Joins the names that texts give one body or company: "Golden Lechwe" and "Golden Lechwe Call Services Ltd"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from graph.diff.alignment.batch_claims import BatchClaim
from graph.diff.alignment.tables import nouns
from graph.identity.similarity import is_acronym, name_similarity, words
from ontology.model import Claim, Entity, EntityType, Participant

NEVER = frozenset({EntityType.COUNTRY})
"""Entities that the registry knows by all their names."""
LONG_NAME, LONG_ACRONYM = 2, 3
"""Fewest words of a name that may be the beginning of another, and fewest letters of an acronym."""


@dataclass(frozen=True, slots=True)
class _Name:
    """An entity, the words of its name without its legal form, and how many claims have it."""

    entity: Entity
    base: tuple[str, ...]
    claims: int

    @property
    def is_common(self) -> bool:
        """True for a name that bodies of many countries have: "Ministry of Justice", "Supreme Court"."""
        return not nouns().common_bodies.isdisjoint(self.base)

    @property
    def rank(self) -> tuple[object, ...]:
        """A sort key: the entity that stands for all comes first. A person is the most doubtful reading of a name."""
        is_person = self.entity.type is EntityType.PERSON
        has_form = len(words(self.entity.label)) > len(self.base)
        return is_person, self.entity.country is None, has_form, -self.claims, -len(self.entity.label), self.entity.id


def one_name_each(claims: Sequence[BatchClaim]) -> tuple[list[BatchClaim], Mapping[str, Entity]]:
    """The claims with one entity for each actor, whatever a text calls it; and by id of a name, this entity."""
    chosen = _chosen(_names(claims))
    return ([_renamed(claim, chosen) for claim in claims] if chosen else list(claims)), chosen


def _names(claims: Iterable[BatchClaim]) -> list[_Name]:
    """The named actors of the claims, in the order of their ids."""
    entities: dict[str, Entity] = {}
    times: Counter[str] = Counter()
    for entity in (entity for claim in claims for entity in _entities(claim.claim)):
        if entity.is_actor and entity.type not in NEVER and entity.label[:1].isupper():
            entities.setdefault(entity.id, entity)
            times[entity.id] += 1
    return [_Name(entities[key], _base(entities[key].label), times[key]) for key in sorted(entities)]


def _entities(claim: Claim) -> Iterator[Entity]:
    yield claim.actor.entity
    if claim.target is not None:
        yield claim.target.entity
    if claim.attribution is not None:
        yield claim.attribution


def _base(label: str) -> tuple[str, ...]:
    """The words of a name without a legal form at its end."""
    base = words(label)
    while len(base) > 1 and base[-1] in nouns().legal_forms:
        base = base[:-1]
    return base


def _chosen(names: Sequence[_Name]) -> dict[str, Entity]:
    """By id, the entity that stands for all names of one actor; nothing for those with one name."""
    groups: dict[str, list[_Name]] = {name.entity.id: [name] for name in names}
    for first, second in _pairs(names):
        left, right = groups[first.entity.id], groups[second.entity.id]
        if left is not right and not _of_two_countries(left, right):
            left += right
            groups |= {name.entity.id: left for name in right}
    standing = {key: min(group, key=lambda name: name.rank).entity for key, group in groups.items()}
    return {key: entity for key, entity in standing.items() if entity.id != key}


def _pairs(names: Sequence[_Name]) -> Iterator[tuple[_Name, _Name]]:
    """The pairs of names of one actor: equal ones first, then beginnings of longer names, then acronyms."""
    pairs = [pair for pair in combinations(names, 2) if not _are_persons(*pair)]
    yield from (pair for pair in pairs if _are_equal(*pair))
    for short, long in (ordered for pair in pairs for ordered in (pair, pair[::-1])):
        if _is_beginning(short, long):
            yield short, long
    yield from _acronyms(names)


def _are_persons(first: _Name, second: _Name) -> bool:
    return first.entity.type is EntityType.PERSON and second.entity.type is EntityType.PERSON


def _are_equal(first: _Name, second: _Name) -> bool:
    """True for the same words, also if only one text says of which country the body is."""
    is_clear = first.entity.country == second.entity.country or not first.is_common
    return first.base == second.base and is_clear and (len(first.base) >= LONG_NAME or _has_legal_form(first, second))


def _has_legal_form(first: _Name, second: _Name) -> bool:
    return any(len(words(name.entity.label)) > len(name.base) for name in (first, second))


def _is_beginning(short: _Name, long: _Name) -> bool:
    """True for a company that a text calls by the first words of its name: "Drina Capital" of … Services."""
    rest = long.base[len(short.base) :]
    is_longer = bool(rest) and long.base[: len(short.base)] == short.base and len(short.base) >= LONG_NAME
    is_company = EntityType.PERSON is not long.entity.type is not EntityType.GOVERNMENT_BODY
    return is_longer and is_company and nouns().company_words.issuperset(rest)


def _acronyms(names: Sequence[_Name]) -> Iterator[tuple[_Name, _Name]]:
    """Acronyms with the only name of which they are the initials."""
    for short in names:
        if not is_acronym(short.entity.label) or len(short.entity.label) < LONG_ACRONYM:
            continue
        long = [name for name in names if len(name.base) >= LONG_ACRONYM and _is_acronym_of(short, name)]
        if len({name.base for name in long}) == 1:
            yield from ((short, name) for name in long)


def _is_acronym_of(short: _Name, long: _Name) -> bool:
    alike = name_similarity(short.entity.label, long.entity.label)
    return alike is not None and alike.kind == "acronym" and long.entity.type is not EntityType.PERSON


def _of_two_countries(left: Iterable[_Name], right: Iterable[_Name]) -> bool:
    countries = {name.entity.country for side in (left, right) for name in side} - {None}
    return len(countries) > 1


def _renamed(claim: BatchClaim, chosen: Mapping[str, Entity]) -> BatchClaim:
    """The claim with the chosen entities."""
    stated = claim.claim
    if not any(entity.id in chosen for entity in _entities(stated)):
        return claim
    source = stated.attribution
    renamed = replace(
        stated,
        actor=_renamed_party(stated.actor, chosen),
        target=None if stated.target is None else _renamed_party(stated.target, chosen),
        attribution=None if source is None else chosen.get(source.id, source),
    )
    return replace(claim, stored=replace(claim.stored, claim=renamed))


def _renamed_party(party: Participant, chosen: Mapping[str, Entity]) -> Participant:
    entity = chosen.get(party.entity.id)
    return party if entity is None else replace(party, entity=entity)
