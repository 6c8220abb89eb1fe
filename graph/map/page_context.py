"""What a map page shows besides its claims: names, memberships, earlier positions, the changes of a diff."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from graph.map.layout import Place
from graph.rdf.relations import RelationKey
from graph.store.remarks import EntityRemarks

NOTHING: Mapping[Any, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class MapDifference:
    """What the map of a diff shows: two batches, and the change of each relation and actor (names in `style.toml`)."""

    sides: tuple[str, str]
    """The names of the batches before and after."""
    changes: Mapping[RelationKey, str]
    """The change of each relation; unlisted relations are the same."""
    actors: Mapping[str, str] = field(default_factory=dict)
    """The change of each actor, by id; unlisted actors have none."""
    matches: Sequence[Sequence[RelationKey]] = ()
    """Groups of relations that are one relation worded differently before and after."""
    moved: Sequence[tuple[str, Sequence[str]]] = ()
    """Developments: the title and the ids of the claims involved."""


@dataclass(frozen=True, slots=True)
class PageContext:
    """What the page shows besides the claims; every part may be empty."""

    aliases: Mapping[str, Sequence[str]]
    """Alternative names by entity id, for the search."""
    memberships: Mapping[str, Sequence[str]]
    """By id of a country, the labels of its blocs."""
    start: Mapping[str, Place]
    """Positions on an earlier map, by id."""
    difference: MapDifference | None
    """Only for the map of a diff."""
    has_pages: bool = False
    """Whether the documents have pages beside the map."""
    remarks: Mapping[str, EntityRemarks] = field(default_factory=lambda: NOTHING)
    """By entity id, the note and the tags of a person."""
