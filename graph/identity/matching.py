"""Which entities may be one and the same: matches across documents, each with its score and its reasons in words.

The way of record linkage (Christen 2012): pairs that share a word are compared by name and by what surrounds them; the
reasons are taken as independent, so that each lowers what is left of the doubt. Nearly all matches are proposals for
a person to judge. Only one kind is made without asking: two names of which one holds the other, both given the same
acronym by their texts, and nothing against it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from graph.identity.decisions import Pair, in_document, pair
from graph.identity.entities import short_names
from graph.identity.similarity import BRACKETED, Likeness, is_acronym, likeness, words
from ontology.identity import actor_id
from ontology.model import ACTOR_TYPES, DocumentEntity, Entity, EntityType, Extraction, MentionKind
from ontology.registry import Registry

LEAST = 0.5
"""Matches below this score are not proposed."""
CERTAIN = 0.8
BLOCK = 50_000
"""A word that would bring together so many pairs tells nothing; another word must bring an entity to its match."""
MATCHED = ACTOR_TYPES - {EntityType.COUNTRY} | {EntityType.EVENT, EntityType.LAW}
ORGANISATIONS = ACTOR_TYPES - {EntityType.COUNTRY, EntityType.PERSON}
SAME_NAME, SAME_COUNTRY, SAME_PARTNER, MOST_PARTNERS = 0.7, 0.15, 0.1, 3
ONE_DOCUMENT, OTHER_TYPE, NO_COUNTRY = 0.4, 0.7, 0.8
"""What is left of a score where one text names both, where types differ, where a text does not say whose it is."""


@dataclass(frozen=True, slots=True)
class Match:
    """Two ids that are, or may be, one entity. `certain`: taken for one without asking, unless a person says no."""

    first: str
    second: str
    score: float
    reasons: tuple[str, ...]
    certain: bool = False

    @property
    def pair(self) -> Pair:
        """The two ids in the order of the alphabet."""
        return pair(self.first, self.second)


@dataclass(slots=True)
class Profile:
    """What is known of an entity over all documents."""

    entity: Entity
    known: bool
    names: set[str]
    documents: set[str] = field(default_factory=set)
    partners: set[str] = field(default_factory=set)
    named: bool = False
    countries: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """By country, the documents that say so."""

    def tokens(self) -> set[str]:
        """Every word that may bring it together with another entity."""
        found = {word for name in self.names for word in words(name)}
        initials = ("".join(word[0] for word in words(name)) for name in self.names)
        return {word[:4] for word in found} | {f"={letters}" for letters in initials if len(letters) > 1}


class Profiles:
    """The profiles of what may be matched, from document to document: named actors, events and laws."""

    def __init__(self, registry: Registry) -> None:
        self._found: dict[str, Profile] = {}
        for entry in registry.entries():
            if entry.entity.type in MATCHED:
                names = {entry.entity.label, *entry.aliases}
                self._found[entry.entity.id] = Profile(entry.entity, True, names, named=True)

    def add(self, extraction: Extraction) -> None:
        """Take in what a document says."""
        for one in extraction.entities:
            if one.entity.type in MATCHED:
                self._add(extraction.document.id, one)
        for claim in extraction.claims:
            if claim.target is not None:
                self._add_partners(claim.actor.entity, claim.target.entity)

    def _add(self, document: str, one: DocumentEntity) -> None:
        profile = self._found.setdefault(one.entity.id, Profile(one.entity, False, set()))
        profile.documents.add(document)
        if one.entity.country is not None:
            profile.countries[one.entity.country].add(document)
        names = [m.span.text for m in one.mentions if m.kind is MentionKind.NAME]
        profile.names.update(name for name in short_names(names) if is_acronym(name))
        profile.named |= bool(names)

    def _add_partners(self, one: Entity, two: Entity) -> None:
        """Who acts on whom tells more of both; that two bodies arrest people tells nothing of either."""
        for entity, other in ((one, two), (two, one)):
            if entity.id in self._found and other.label[:1].isupper():
                self._found[entity.id].partners.add(other.id)

    def result(self, known: Mapping[str, Entity]) -> dict[str, Profile]:
        """By id, in order, the profiles under the descriptions that hold over all documents."""
        for identifier, profile in self._found.items():
            if not profile.known:
                profile.entity = known[identifier]
                profile.names.add(profile.entity.label)
        return {key: self._found[key] for key in sorted(self._found) if _may_match(self._found[key])}


def _may_match(profile: Profile) -> bool:
    """A name, or a body of a country: "victims" of two texts are not looked at."""
    entity = profile.entity
    if profile.known:
        return True
    is_name = profile.named and entity.label[:1].isupper()
    return is_name or (entity.type is EntityType.GOVERNMENT_BODY and entity.country is not None)


def matches(found: Mapping[str, Profile], registry: Registry, least: float = LEAST) -> list[Match]:
    """The matches of a score of at least `least`, the surest first."""
    compared = (compare(found[one], found[two], registry) for one, two in _pairs(found))
    doubtful = (match for profile in found.values() for match in _two_of_one_name(profile, registry))
    kept = [match for match in (*compared, *doubtful) if match is not None and match.score >= least]
    rivals = Counter(identifier for match in kept if match.certain for identifier in match.pair)
    alone = [replace(m, certain=m.certain and max(rivals[it] for it in m.pair) == 1) for m in kept]
    return sorted(alone, key=lambda match: (-match.score, match.pair))


def _pairs(found: Mapping[str, Profile]) -> Iterator[Pair]:
    """Pairs that share a rare word, the beginning of one, or initials; of the registry's entries not two."""
    blocks: dict[str, list[str]] = defaultdict(list)
    for identifier, profile in found.items():
        for token in profile.tokens():
            blocks[token].append(identifier)
    pairs: set[Pair] = set()
    for ids in blocks.values():
        ours = [it for it in ids if found[it].documents]
        if len(ours) * len(ids) <= BLOCK:
            pairs.update(pair(one, two) for one in ours for two in ids if one != two)
    yield from sorted((one, two) for one, two in pairs if not (found[one].known and found[two].known))


def compare(one: Profile, two: Profile, registry: Registry) -> Match | None:
    """The match of two entities; None if something speaks against it, or nothing for it."""
    first, second = one.entity, two.entity
    if not _types_meet(first, second) or (first.country and second.country and first.country != second.country):
        return None
    if _is_somebodys(first) and _is_somebodys(second) and not one.partners & two.partners:
        return None  # "the ministry" of every text with that of every other
    alike = _names_alike(one, two, registry)
    if alike is None:
        return None
    shared = sorted(name for name in one.names & two.names if is_acronym(name))
    doubt, reasons = 1 - alike.score, [alike.reason]
    if shared:
        doubt *= 1 - SAME_NAME
        reasons.append(f"both are called {shared[0]}")
    if first.country is not None and first.country == second.country:
        doubt *= 1 - SAME_COUNTRY
        reasons.append(f"both are of {_label(first.country, registry)}")
    score = 1 - doubt * _doubt_of_company(one, two, reasons)
    weight = _against(one, two, reasons)
    full_names = not any(is_acronym(BRACKETED.sub("", entity.label).strip()) for entity in (first, second))
    certain = bool(shared) and full_names and alike.kind in {"part", "same", "order"} and weight == 1
    return Match(first.id, second.id, round(score * weight, 2), tuple(reasons), certain and score >= CERTAIN)


def _types_meet(one: Entity, two: Entity) -> bool:
    """The same type, or two kinds of organisation, which a text alone does not always tell apart."""
    return one.type is two.type or {one.type, two.type} <= ORGANISATIONS


def _names_alike(one: Profile, two: Profile, registry: Registry) -> Likeness | None:
    """The strongest likeness of any two of their names; a body's country is no part of its name."""
    person = one.entity.type is EntityType.PERSON
    if one.entity.country is not None and one.entity.country == two.entity.country:
        sides = [_without_country(profile, registry) for profile in (one, two)]
    else:
        sides = [sorted(one.names), sorted(two.names)]
    found = [
        alike
        for name in sides[0]
        for other in sides[1]
        if not (is_acronym(name) and is_acronym(other))
        and not (is_acronym(name) and name != one.entity.label)  # the acronym of a name that is known
        and not (is_acronym(other) and other != two.entity.label)
        and (alike := likeness(name, other, person=person)) is not None
    ]
    return max(found, key=lambda alike: (alike.score, alike.reason), default=None)


def _without_country(profile: Profile, registry: Registry) -> list[str]:
    """'Ghanaian police' and 'Ghana Police Service' are police and Police Service, of Ghana."""
    country = str(profile.entity.country)
    own = {word for name in (_label(country, registry), *registry.aliases(country)) for word in words(name)}
    left = (" ".join(word for word in words(name) if word not in own) for name in profile.names if not is_acronym(name))
    short = [name for name in profile.names if is_acronym(name)]
    return sorted({*short, *(name for name in left if name)})


def _doubt_of_company(one: Profile, two: Profile, reasons: list[str]) -> float:
    """What is left of the doubt if both deal with the same others."""
    shared = sorted(one.partners & two.partners)[:MOST_PARTNERS]
    if shared:
        reasons.append(f"both deal with {', '.join(identifier.partition('/')[2] for identifier in shared)}")
    return float((1 - SAME_PARTNER) ** len(shared))


def _against(one: Profile, two: Profile, reasons: list[str]) -> float:
    """The part of the score that is left by what speaks against it."""
    weight = 1.0
    together = sorted(one.documents & two.documents)
    if together:
        weight *= ONE_DOCUMENT
        reasons.append(f"but {together[0]} names both")
    if one.entity.type is not two.entity.type and one.known == two.known:  # the registry's type is no guess
        weight *= OTHER_TYPE
        reasons.append(f"but one is taken for a {one.entity.type.value}, the other for a {two.entity.type.value}")
    if any(_is_somebodys(side.entity) for side in (one, two)):
        weight *= NO_COUNTRY
        reasons.append("but one text does not say of which country it is")
    return weight


def _is_somebodys(entity: Entity) -> bool:
    """A body that any country may have, of a country that its text does not say: its id is its document's own."""
    is_body = entity.type is EntityType.GOVERNMENT_BODY and entity.country is None
    return is_body and entity.id != actor_id(entity.label)


def _two_of_one_name(profile: Profile, registry: Registry) -> Iterator[Match]:
    """A person whom texts give to different countries may be two people of one name."""
    if profile.known or profile.entity.type is not EntityType.PERSON or len(profile.countries) < 2:
        return
    own = profile.entity.country or min(profile.countries)
    for country in sorted(set(profile.countries) - {own}):
        for document in sorted(profile.countries[country] - profile.countries[own]):
            reasons = (
                "the same name",
                f"but {document} gives {_label(country, registry)}, others {_label(own, registry)}",
            )
            other = in_document(profile.entity.id, document)
            yield Match(profile.entity.id, other, LEAST, reasons)


def _label(country: str, registry: Registry) -> str:
    entry = registry.get(country)
    return country if entry is None else entry.entity.label
