"""Matches: pairs of entities that may be one, each with a score and its reasons in words.

Record linkage after Christen (2012): pairs that share a word (blocking) are compared by name and context. Reasons are
treated as independent, so that each multiplies the remaining doubt. Nearly all matches are proposals for a person to
review. Only one kind is certain: one name contains the other, the texts give both the same acronym, and nothing
contradicts it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from graph.identity.office_holders import same_holders
from graph.identity.profiles import EntityProfile
from graph.identity.similarity import BRACKETED, Similarity, is_acronym, name_similarity, words
from graph.review.identity import Pair, document_reference, pair
from ontology.identifiers import actor_id
from ontology.model import ACTOR_TYPES, Entity, EntityType
from ontology.registry import Registry
from ontology.scratch import scratch_database

MIN_SCORE = 0.5
"""Matches below this score are not proposed."""
CERTAIN_SCORE = 0.8
"""Least score of a certain match."""
MAX_BLOCK_PAIRS = 50_000
"""A word that would yield more pairs than this is too common to be a blocking key."""
ORGANISATIONS = ACTOR_TYPES - {EntityType.COUNTRY, EntityType.PERSON}
SAME_NAME, SAME_COUNTRY, SAME_PARTNER, MOST_PARTNERS = 0.7, 0.15, 0.1, 3
ONE_DOCUMENT, OTHER_TYPE, NO_COUNTRY = 0.4, 0.7, 0.8
"""Factors on the score if one text names both, if types differ, and if a text does not name the body's country."""


@dataclass(frozen=True, slots=True)
class Match:
    """Two ids that may be one entity. A `certain` match is merged automatically unless a person decided otherwise."""

    first: str
    second: str
    score: float
    reasons: tuple[str, ...]
    certain: bool = False

    @property
    def pair(self) -> Pair:
        """The two ids in alphabetical order."""
        return pair(self.first, self.second)


def matches(profiles: Mapping[str, EntityProfile], registry: Registry, least: float = MIN_SCORE) -> list[Match]:
    """The matches with a score of at least `least`, highest first."""
    compared = (compare(profiles[first], profiles[second], registry) for first, second in _pairs(profiles))
    namesakes = (match for profile in profiles.values() for match in _possible_namesakes(profile, registry))
    kept = [match for match in (*compared, *namesakes) if match is not None and match.score >= least]
    rivals = Counter(identifier for match in kept if match.certain for identifier in match.pair)
    alone = [replace(m, certain=m.certain and max(rivals[identifier] for identifier in m.pair) == 1) for m in kept]
    by_pair = {match.pair: match for match in (*alone, *_office_holders(profiles))}
    return sorted(by_pair.values(), key=lambda match: (-match.score, match.pair))


def _office_holders(profiles: Mapping[str, EntityProfile]) -> Iterator[Match]:
    """Certain matches of the names that texts put after the same high office: "President Tan"."""
    holders: dict[str, list[Entity]] = defaultdict(list)
    for profile in profiles.values():
        for title in sorted(profile.titles) if not profile.known else ():
            holders[title].append(profile.entity)
    for title in sorted(holders):
        for first, second in same_holders(holders[title]):
            yield Match(first.id, second.id, CERTAIN_SCORE, (f"both are called {title.title()}",), certain=True)


def _pairs(profiles: Mapping[str, EntityProfile]) -> Iterator[Pair]:
    """Pairs that share a blocking key; two entries of the registry are never paired."""
    blocks: dict[str, list[str]] = defaultdict(list)
    for identifier, profile in profiles.items():
        for token in profile.tokens():
            blocks[token].append(identifier)
    known = {identifier for identifier, profile in profiles.items() if profile.known}
    database = scratch_database("CREATE TABLE pair (first TEXT, second TEXT)")
    for ids in blocks.values():
        ours = [identifier for identifier in ids if profiles[identifier].documents]
        if len(ours) * len(ids) <= MAX_BLOCK_PAIRS:
            two = ((first, second) for first in ours for second in ids if first != second)
            pairs = {pair(first, second) for first, second in two if not {first, second} <= known}
            database.executemany("INSERT INTO pair VALUES (?, ?)", pairs)
    yield from database.execute("SELECT DISTINCT first, second FROM pair ORDER BY first, second")


def compare(left: EntityProfile, right: EntityProfile, registry: Registry) -> Match | None:
    """The match of two entities; None if they contradict each other or have nothing in common."""
    first, second = left.entity, right.entity
    if not _compatible_types(first, second) or (first.country and second.country and first.country != second.country):
        return None
    if _is_unattributed_body(first) and _is_unattributed_body(second) and not left.partners & right.partners:
        return None  # "the ministry" of one text and "the ministry" of another
    similarity = _best_name_similarity(left, right, registry)
    if similarity is None:
        return None
    shared = sorted(name for name in left.names & right.names if is_acronym(name))
    doubt, reasons = 1 - similarity.score, [similarity.reason]
    if shared:
        doubt *= 1 - SAME_NAME
        reasons.append(f"both are called {shared[0]}")
    if first.country is not None and first.country == second.country:
        doubt *= 1 - SAME_COUNTRY
        reasons.append(f"both are of {_label(first.country, registry)}")
    score = 1 - doubt * _shared_partner_doubt(left, right, reasons)
    weight = _penalty(left, right, reasons)
    full_names = not any(is_acronym(BRACKETED.sub("", entity.label).strip()) for entity in (first, second))
    certain = bool(shared) and full_names and similarity.kind in {"part", "same", "order"} and weight == 1
    return Match(first.id, second.id, round(score * weight, 2), tuple(reasons), certain and score >= CERTAIN_SCORE)


def _compatible_types(first: Entity, second: Entity) -> bool:
    """True for equal types and for two kinds of organisation, which a text does not always distinguish."""
    return first.type is second.type or {first.type, second.type} <= ORGANISATIONS


def _best_name_similarity(first: EntityProfile, second: EntityProfile, registry: Registry) -> Similarity | None:
    """The highest similarity between any two of their names; the country of a body is not part of its name."""
    person = first.entity.type is EntityType.PERSON
    if first.entity.country is not None and first.entity.country == second.entity.country:
        sides = [_without_country(profile, registry) for profile in (first, second)]
    else:
        sides = [sorted(first.names), sorted(second.names)]
    similarities = [
        similarity
        for name in sides[0]
        for other in sides[1]
        if not (is_acronym(name) and is_acronym(other))
        and not (is_acronym(name) and name != first.entity.label)  # the acronym of a name that is known
        and not (is_acronym(other) and other != second.entity.label)
        and (similarity := name_similarity(name, other, person=person)) is not None
    ]
    return max(similarities, key=lambda similarity: (similarity.score, similarity.reason), default=None)


def _without_country(profile: EntityProfile, registry: Registry) -> list[str]:
    """Names without their country: 'Ghanaian police' becomes 'police', 'Ghana Police Service' 'Police Service'."""
    country = str(profile.entity.country)
    own = {word for name in (_label(country, registry), *registry.aliases(country)) for word in words(name)}
    left = (" ".join(word for word in words(name) if word not in own) for name in profile.names if not is_acronym(name))
    short = [name for name in profile.names if is_acronym(name)]
    return sorted({*short, *(name for name in left if name)})


def _shared_partner_doubt(first: EntityProfile, second: EntityProfile, reasons: list[str]) -> float:
    """The factor on the doubt if both act on, or are acted on by, the same entities."""
    shared = sorted(first.partners & second.partners)[:MOST_PARTNERS]
    if shared:
        reasons.append(f"both deal with {', '.join(identifier.partition('/')[2] for identifier in shared)}")
    return float((1 - SAME_PARTNER) ** len(shared))


def _penalty(first: EntityProfile, second: EntityProfile, reasons: list[str]) -> float:
    """The factor on the score from evidence against the match."""
    weight = 1.0
    together = sorted(first.documents & second.documents)
    if together:
        weight *= ONE_DOCUMENT
        reasons.append(f"but {together[0]} names both")
    if first.entity.type is not second.entity.type and first.known == second.known:  # the registry's type is no guess
        weight *= OTHER_TYPE
        reasons.append(f"but one is taken for a {first.entity.type.value}, the other for a {second.entity.type.value}")
    if any(_is_unattributed_body(side.entity) for side in (first, second)):
        weight *= NO_COUNTRY
        reasons.append("but one text does not say of which country it is")
    return weight


def _is_unattributed_body(entity: Entity) -> bool:
    """True for a government body of unknown country ("the ministry"), whose id is scoped to its document."""
    is_body = entity.type is EntityType.GOVERNMENT_BODY and entity.country is None
    return is_body and entity.id != actor_id(entity.label)


def _possible_namesakes(profile: EntityProfile, registry: Registry) -> Iterator[Match]:
    """A match for a person to whom texts give different countries: these may be two people of one name."""
    if profile.known or profile.entity.type is not EntityType.PERSON or len(profile.countries) < 2:
        return
    own = profile.entity.country or min(profile.countries)
    for country in sorted(set(profile.countries) - {own}):
        for document in sorted(profile.countries[country] - profile.countries[own]):
            reasons = (
                "the same name",
                f"but {document} gives {_label(country, registry)}, others {_label(own, registry)}",
            )
            other = document_reference(profile.entity.id, document)
            yield Match(profile.entity.id, other, MIN_SCORE, reasons)


def _label(country: str, registry: Registry) -> str:
    entry = registry.get(country)
    return country if entry is None else entry.entity.label
