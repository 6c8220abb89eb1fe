"""The registry of known actors and laws: looks up who is meant by a name, an acronym, an adjective or a capital city.

The project's registry (`registry`) consists of the countries (`ontology.countries`) and the TOML files in `BODIES`,
each entry with its source. `known_actors` extends it by a user's own file; whoever works for a user gets that
`Registry` as an argument and never asks for the project's.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field

from ontology.countries import CountryRow, countries
from ontology.data_files import DataTable, parse_toml
from ontology.errors import DataError
from ontology.identifiers import actor_id, thing_id
from ontology.model import ACTOR_TYPES, Entity, EntityType
from ontology.names import first_word, plain_letters, plain_name

BODIES = ("bodies.toml", "laws.toml", "agencies.toml", "companies.toml", "groups.toml")
"""Read in this order: an entry may speak of any that stands before it, in its own file or in one before."""
WIKIDATA = "http://www.wikidata.org/entity/"
ARTICLE = "The"
ROOM = 16
"""Characters that a text may have besides a name: an article, a possessive ending, wide spaces."""


@dataclass(frozen=True, slots=True)
class RegistryEntry:
    """A known entity with everything the registry says of it.

    `aliases` are its other names and acronyms, `adjectives` and `people` the words for a country's nationality,
    `seats` the cities that stand for its government, `codes` its ISO and Wikidata codes by kind, `region` its UN
    region, `members` and `part_of` ids of other entities, `source` where the facts can be checked.
    """

    entity: Entity
    aliases: tuple[str, ...]
    adjectives: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    codes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    region: str | None = None
    members: tuple[str, ...] = ()
    part_of: str | None = None
    source: str | None = None
    same_as: str | None = None
    """IRI of the same entity elsewhere (Wikidata)."""


class Registry:
    """Known entities by id and by any of their names.

    Immutable once made of its `entries`; later entries win a name over earlier ones. Lookups are case-sensitive ("us"
    is not the United States) and ignore articles and possessive endings.
    """

    def __init__(self, entries: Iterable[RegistryEntry]) -> None:
        self._entries: dict[str, RegistryEntry] = {}
        self._names: dict[str, Entity] = {}
        self._people: dict[str, Entity] = {}
        self._seats: dict[str, Entity] = {}
        self._reach: dict[str, int] = {}
        for entry in entries:
            self._add(entry)

    def _add(self, entry: RegistryEntry) -> None:
        self._entries[entry.entity.id] = entry
        for name in (entry.entity.label, *entry.aliases):
            self._names[plain_name(name)] = entry.entity
            for word in (first_word(plain_name(name)), ARTICLE):
                self._reach[word] = max(self._reach.get(word, 0), len(name) + ROOM)
        for word in (*entry.adjectives, *entry.people):
            self._people.setdefault(plain_name(word), entry.entity)
        for city in entry.seats:
            self._seats[plain_name(city)] = entry.entity

    def find(self, name: str) -> Entity | None:
        """The entity with this name, acronym or other spelling; None if there is none.

        Countries are found with the accents of another language too: Perú, Việt Nam.
        """
        entity = self._names.get(plain_name(name))
        if entity is not None or name.isascii():
            return entity
        unaccented = self._names.get(plain_name(plain_letters(name)))
        return unaccented if unaccented is not None and unaccented.type is EntityType.COUNTRY else None

    def is_country(self, name: str) -> bool:
        """True for a name of a country."""
        entity = self.find(name)
        return entity is not None and entity.type is EntityType.COUNTRY

    def reach(self, word: str) -> int:
        """The greatest length of a name that begins with this word; 0 if none does. Cheap to ask before `find`."""
        return self._reach.get(first_word(word), 0) or self._reach.get(first_word(plain_letters(word)), 0)

    def country_of(self, word: str) -> Entity | None:
        """The country of an adjective or of the name of its people: Thai, Thais, South Korean."""
        return self._people.get(plain_name(word))

    def government_seat(self, city: str) -> Entity | None:
        """The country whose government sits in the city: Bangkok -> Thailand."""
        return self._seats.get(plain_name(city)) or self._seats.get(plain_name(plain_letters(city)))

    def adjective(self, country: str) -> str:
        """The adjective of a country, by its id; its label where there is none."""
        entry = self._entries.get(country)
        if entry is None:
            return country
        return entry.adjectives[0] if entry.adjectives else entry.entity.label

    def get(self, identifier: str) -> RegistryEntry | None:
        """The entry of an entity id."""
        return self._entries.get(identifier)

    def aliases(self, identifier: str) -> tuple[str, ...]:
        """Every other name of an entity, with its acronyms, adjectives and people."""
        entry = self._entries.get(identifier)
        return () if entry is None else tuple(dict.fromkeys((*entry.aliases, *entry.adjectives, *entry.people)))

    def members(self, identifier: str) -> tuple[str, ...]:
        """Ids of the countries that belong to a body."""
        entry = self._entries.get(identifier)
        return () if entry is None else entry.members

    def entries(self) -> Iterator[RegistryEntry]:
        """All entries, by id."""
        for key in sorted(self._entries):
            yield self._entries[key]

    def without(self, names: Collection[str]) -> Registry:
        """The same registry, but these names of countries and cities find nothing in it."""
        other, hidden = Registry(()), {plain_name(name) for name in names}
        other._entries, other._reach = self._entries, self._reach  # its own class
        other._people = {name: entity for name, entity in self._people.items() if name not in hidden}
        other._names = {name: entity for name, entity in self._names.items() if name not in hidden}
        other._seats = {name: entity for name, entity in self._seats.items() if name not in hidden}
        return other

    def extended(self, path: Path) -> Registry:
        """A registry with the entries of a user's TOML file added. Raises DataError for an unreadable or bad file."""
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise DataError(str(path), None, f"cannot be read: {error}") from error
        known = list(self._entries.values())
        return Registry([*known, *_bodies(text, str(path), known)])


def _web_address(value: object) -> object:
    """An http(s) IRI that RDF can hold as it stands. Raises ValueError for anything else."""
    parts = urlsplit(value) if isinstance(value, str) and not re.search(r"[\s<>\"{}|\\^`]", value) else None
    if parts is None or parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ValueError(f"{value!r} is not an http(s) address")
    return value


class BodyTable(DataTable):
    """A [[body]] table of a registry file; the head of `bodies.toml` describes the keys.

    `members` are country codes, or "@LABEL" for the members of an earlier entry; `part_of` is the label of an earlier
    entry; `country` is a country code.
    """

    label: str = Field(min_length=1)
    type: EntityType
    source: str
    aliases: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    part_of: str | None = None
    country: str | None = None
    same_as: Annotated[str, BeforeValidator(_web_address)] | None = None


class RegistryFile(DataTable):
    """A registry file: one [[body]] table per known actor or law."""

    body: tuple[BodyTable, ...] = ()


def _country(row: CountryRow) -> RegistryEntry:
    return RegistryEntry(
        entity=Entity(actor_id(row.name), row.name, EntityType.COUNTRY),
        aliases=row.also,
        adjectives=row.adjectives,
        people=row.people,
        seats=row.seats,
        codes=MappingProxyType({"code": row.code, "alpha3": row.alpha3, "wikidata": row.wikidata}),
        region=row.subregion or None,
        source="rigour; CIA World Factbook",
        same_as=WIKIDATA + row.wikidata,
    )


def _bodies(text: str, file: str, known: Iterable[RegistryEntry]) -> list[RegistryEntry]:
    """The entries of a registry file; `known` are those that it may refer to. Raises DataError."""
    tables = parse_toml(text, file, RegistryFile).body
    if not tables:
        raise DataError(
            file, None, "has no [[body]] table; write one for each known actor, with label, type and source"
        )
    labels = {entry.entity.label: entry for entry in known}
    codes = {entry.codes["code"]: entry.entity.id for entry in labels.values() if entry.codes}
    entries = []
    for table in tables:
        entry = _body(table, file, labels, codes)
        labels[entry.entity.label] = entry
        entries.append(entry)
    return entries


def _body(table: BodyTable, file: str, known: Mapping[str, RegistryEntry], codes: Mapping[str, str]) -> RegistryEntry:
    where = f"[[body]] {table.label}"
    country = None if table.country is None else _code(table.country, codes, file, where)
    identifier = actor_id(table.label) if table.type in ACTOR_TYPES else thing_id(table.label)
    return RegistryEntry(
        entity=Entity(identifier, table.label, table.type, country),
        aliases=table.aliases,
        members=tuple(_members(table.members, codes, known, (file, where))),
        part_of=None if table.part_of is None else _entry(table.part_of, known, file, where).entity.id,
        source=table.source,
        same_as=table.same_as,
    )


def _members(
    names: Iterable[str], codes: Mapping[str, str], known: Mapping[str, RegistryEntry], place: tuple[str, str]
) -> Iterator[str]:
    for name in names:
        if name.startswith("@"):
            yield from _entry(name[1:], known, *place).members
        else:
            yield _code(name, codes, *place)


def _code(code: str, codes: Mapping[str, str], file: str, where: str) -> str:
    if code not in codes:
        raise DataError(file, None, f"{where}: {code!r} is not the ISO 3166-1 code of a known country")
    return codes[code]


def _entry(label: str, known: Mapping[str, RegistryEntry], file: str, where: str) -> RegistryEntry:
    if label not in known:
        raise DataError(file, None, f"{where}: there is no entry {label!r} before this one")
    return known[label]


def known_actors(path: Path | None) -> Registry:
    """The project's registry, extended by the user's file if one is given. Raises DataError for a bad file."""
    return registry() if path is None else registry().extended(path)


@cache
def registry() -> Registry:
    """The project's registry, loaded and validated once: without any user's actors."""
    entries = [_country(row) for row in countries()]
    for file in BODIES:
        text = files("ontology").joinpath("data", file).read_text(encoding="utf-8")
        entries += _bodies(text, file, entries)
    return Registry(entries)
