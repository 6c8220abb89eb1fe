"""Names of known actors, and of months, in languages of Southeast and East Asia; the registry itself is English.

`regional_entity` finds the actor of a name, `regional_names` the names of an actor. Names of countries and months are
those of the Unicode CLDR (`regional_names.toml`), others stand in `regional_aliases.toml`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from ontology.data_files import DataTable, load_toml
from ontology.errors import DataError
from ontology.model import Entity
from ontology.names import name_key
from ontology.registry import Registry, registry

NAMES, ALIASES = "regional_names.toml", "regional_aliases.toml"
OTHER_NAME = re.compile(r"(?P<first>[^()（）]+?)\s*[(（](?P<second>[^()（）]+)[)）]")
"""Two names in one: "Myanmar (Burma)"."""


class RegionalNames(DataTable):
    """The content of `regional_names.toml`: names of countries by language and code, and of months by language."""

    countries: dict[str, dict[str, str]]
    months: dict[str, tuple[str, ...]]


class ActorNames(DataTable):
    """An [[actor]] table of `regional_aliases.toml`: the label of a known actor, and further names of it."""

    label: str
    names: tuple[str, ...]


class RegionalAliases(DataTable):
    """The content of `regional_aliases.toml`."""

    actor: tuple[ActorNames, ...]


@cache
def _cldr() -> RegionalNames:
    return load_toml("extract.lexicon", NAMES, RegionalNames)


@cache
def month_names() -> Mapping[str, tuple[str, ...]]:
    """The twelve names of months by language and width: `th_wide`, `th_abbreviated`."""
    return _cldr().months


@cache
def _names_by_id() -> Mapping[str, tuple[str, ...]]:
    known = registry()
    by_code = {entry.codes["code"]: entry.entity for entry in known.entries() if "code" in entry.codes}
    names: dict[str, list[str]] = defaultdict(list)
    for table in _cldr().countries.values():
        for code, name in table.items():
            both = OTHER_NAME.fullmatch(name)
            names[by_code[code].id] += [name] if both is None else [both["first"], both["second"]]
    for row in load_toml("extract.lexicon", ALIASES, RegionalAliases).actor:
        entity = known.find(row.label)
        if entity is None:
            raise DataError(ALIASES, None, f"[[actor]] {row.label}: the registry has no actor with this label")
        names[entity.id] += row.names
    return {identifier: tuple(dict.fromkeys(found)) for identifier, found in names.items()}


@cache
def _ids_by_name() -> Mapping[str, str]:
    found: dict[str, set[str]] = defaultdict(set)
    for identifier, names in _names_by_id().items():
        for name in names:
            found[name_key(name)].add(identifier)
    return {name: min(ids) for name, ids in found.items() if len(ids) == 1}


def regional_names(identifier: str) -> tuple[str, ...]:
    """The names of a known actor in languages of the region, by its id; none if it has none."""
    return _names_by_id().get(identifier, ())


def regional_entity(name: str, known: Registry) -> Entity | None:
    """The known actor of a name in a language of the region; None if no actor, or more than one, bears it."""
    identifier = _ids_by_name().get(name_key(name.strip()))
    entry = None if identifier is None else known.get(identifier)
    return None if entry is None else entry.entity
