"""Joins the names that texts give one body or company: "Marble Bay" and "Marble Bay Services Ltd"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from graph.diff.alignment.batch_claims import BatchClaim
from graph.diff.alignment.tables import nouns
from graph.diff.alignment.wording.noun_phrases import country_of
from graph.identity.similarity import is_acronym, name_similarity, words
from graph.review.identity import Pair, pair
from ontology.model import Claim, Entity, EntityType, Participant
from ontology.names import without_legal_form

NEVER = frozenset({EntityType.COUNTRY})
"""Entities that the registry knows by all their names."""
WITH_FULL_NAME = frozenset({EntityType.PERSON, EntityType.GOVERNMENT_BODY})
"""Entities that are not what a longer name or a legal form makes of their name: Ly Yong Phat is not his group."""
PARTIES = frozenset({EntityType.PERSON, EntityType.COMPANY, EntityType.CRIMINAL_GROUP})
"""Parties of one story; the same country or ministry is in the news of many."""
LONG_NAME, LONG_ACRONYM = 2, 3
"""Fewest words of a name that may be the beginning of another, and fewest letters of an acronym."""


@dataclass(frozen=True, slots=True)
class _Name:
    """An entity, the words of its name without its legal form, and how many claims have it.

    `countries`, `parties`: the ids of the countries that each of its documents names, and of the persons, companies and
    criminal groups that one of them names.
    """

    entity: Entity
    base: tuple[str, ...]
    claims: int
    countries: frozenset[str]
    parties: frozenset[str]

    @property
    def is_common(self) -> bool:
        """True for a name that bodies of many countries have: "Ministry of Justice", "Supreme Court"."""
        return not nouns().common_bodies.isdisjoint(self.base)

    @property
    def has_form(self) -> bool:
        """True for a name with a legal form."""
        return len(words(self.entity.label)) > len(self.base)

    @property
    def may_be_a_company(self) -> bool:
        """True for an actor that may have a legal form, and a shorter name."""
        return self.entity.type not in WITH_FULL_NAME

    @property
    def rank(self) -> tuple[object, ...]:
        """A sort key: the entity that stands for all comes first."""
        entity = self.entity
        return entity.country is None, self.has_form, -self.claims, -len(entity.label), entity.id


def one_name_each(
    claims: Sequence[BatchClaim], apart: frozenset[Pair] = frozenset()
) -> tuple[list[BatchClaim], Mapping[str, Entity]]:
    """The claims with one entity for each actor, whatever a text calls it; and by id of a name, this entity.

    `apart`: pairs of ids that a person keeps apart.
    """
    chosen = _chosen(_names(claims), apart)
    return ([_renamed(claim, chosen) for claim in claims] if chosen else list(claims)), chosen


def _names(claims: Sequence[BatchClaim]) -> list[_Name]:
    """The named actors of the claims, in the order of their ids."""
    entities: dict[str, Entity] = {}
    documents: dict[str, list[str]] = defaultdict(list)
    countries: dict[str, set[str]] = defaultdict(set)
    parties: dict[str, set[str]] = defaultdict(set)
    for document, entity in ((claim.document, entity) for claim in claims for entity in _entities(claim.claim)):
        countries[document].update(filter(None, [country_of(entity)]))
        if entity.is_actor and entity.type not in NEVER and entity.label[:1].isupper():
            entities.setdefault(entity.id, entity)
            documents[entity.id].append(document)
            parties[document].update([entity.id] if entity.type in PARTIES else [])
    return [
        _Name(
            entities[key],
            without_legal_form(words(entities[key].label)),
            len(documents[key]),
            frozenset.intersection(*(frozenset(countries[document]) for document in documents[key])),
            frozenset(party for document in documents[key] for party in parties[document]),
        )
        for key in sorted(entities)
    ]


def _entities(claim: Claim) -> Iterator[Entity]:
    yield claim.actor.entity
    if claim.target is not None:
        yield claim.target.entity
    if claim.attribution is not None:
        yield claim.attribution


def _chosen(names: Sequence[_Name], apart: frozenset[Pair] = frozenset()) -> dict[str, Entity]:
    """By id, the entity that stands for all names of one actor; nothing for those with one name."""
    groups: dict[str, list[_Name]] = {name.entity.id: [name] for name in names}
    for first, second in _pairs(names):
        left, right = groups[first.entity.id], groups[second.entity.id]
        if left is not right and not _of_two_countries(left, right) and not _are_apart(left, right, apart):
            left += right
            groups |= {name.entity.id: left for name in right}
    standing = {key: min(group, key=lambda name: name.rank).entity for key, group in groups.items()}
    return {key: entity for key, entity in standing.items() if entity.id != key}


def _are_apart(left: Iterable[_Name], right: Sequence[_Name], apart: frozenset[Pair]) -> bool:
    return any(pair(first.entity.id, second.entity.id) in apart for first in left for second in right)


def _pairs(names: Sequence[_Name]) -> Iterator[tuple[_Name, _Name]]:
    """The pairs of names of one actor: equal ones first, then beginnings of longer names, then acronyms."""
    by_base: dict[tuple[str, ...], list[_Name]] = defaultdict(list)
    for name in names:
        if name.entity.type is not EntityType.PERSON:
            by_base[name.base].append(name)
    for group in by_base.values():
        countries = {name.entity.country for name in group} - {None}
        yield from (two for two in combinations(group, 2) if _are_equal(*two, is_one_country=len(countries) < 2))
    yield from _beginnings(by_base)
    yield from _acronyms(names)
    yield from _persons(names)


def _are_equal(first: _Name, second: _Name, *, is_one_country: bool) -> bool:
    """True for two names with the same words, also if only one has a legal form, or a country.

    `is_one_country`: the texts name actors with these words of one country at most, so that the one without a country
    can only be theirs.
    """
    has_form = first.has_form or second.has_form
    given = {first.entity.country, second.entity.country}
    if len(first.base) < LONG_NAME and not has_form:
        return False
    if has_form and not (first.may_be_a_company and second.may_be_a_company):
        return False
    if None not in given:
        return len(given) == 1
    return is_one_country and (has_form or not first.is_common or _are_of_one_story(first, second))


def _are_of_one_story(first: _Name, second: _Name) -> bool:
    """True if one of the names has a country and the documents of the other name it, or both name another party."""
    countries = {first.entity.country, second.entity.country} - {None}
    is_named = countries <= first.countries & second.countries
    return bool(countries) and (is_named or not first.parties.isdisjoint(second.parties))


def _beginnings(by_base: Mapping[tuple[str, ...], Sequence[_Name]]) -> Iterator[tuple[_Name, _Name]]:
    """Companies that a text calls by the first words of their names: "Marble Bay" of "Marble Bay Services".

    Where two longer names begin with these words, none of them is meant for sure.
    """
    for base, group in by_base.items():
        longer = [other for other in by_base if other[: len(base)] == base != other]
        if len(base) < LONG_NAME or len(longer) != 1 or not nouns().company_words.issuperset(longer[0][len(base) :]):
            continue
        short, long = group[0], by_base[longer[0]][0]
        if all(name.may_be_a_company for name in (*group, *by_base[longer[0]])):
            yield short, long


def _acronyms(names: Sequence[_Name]) -> Iterator[tuple[_Name, _Name]]:
    """Acronyms with the only name of which they are the initials."""
    for short in names:
        if not is_acronym(short.entity.label) or len(short.entity.label) < LONG_ACRONYM:
            continue
        long = [name for name in names if len(name.base) >= LONG_NAME and _is_acronym_of(short, name)]
        if len({name.base for name in long}) == 1:
            yield from ((short, name) for name in long)


def _persons(names: Sequence[_Name]) -> Iterator[tuple[_Name, _Name]]:
    """A person with and without a middle name, if only one longer name fits: "Ann Holt", "Ann Maria Holt"."""
    by_words = [
        (name, words(name.entity.label))
        for name in names
        if name.entity.type is EntityType.PERSON and len(name.base) >= LONG_NAME
    ]
    for short, few in by_words:
        longer = [(name, many) for name, many in by_words if set(few) < set(many) and many[-1] == few[-1]]
        if len({many for _, many in longer}) == 1:
            yield from ((short, name) for name, _ in longer)


def _is_acronym_of(short: _Name, long: _Name) -> bool:
    labels = (long.entity.label, f"{(long.entity.country or '').partition('/')[2]} {long.entity.label}")
    alike = [name_similarity(short.entity.label, label) for label in labels]
    is_acronym_of = any(one is not None and one.kind == "acronym" for one in alike)
    return is_acronym_of and long.entity.type is not EntityType.PERSON


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
