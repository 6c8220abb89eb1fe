"""Maps of a build or of a choice of its claims, for the command `map` and for notebooks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any

from rdflib import Dataset

from actorgraph.workspace import Workspace
from graph.network import select
from graph.page import TITLE, Map
from graph.query import entity_iri
from graph.read import aliases, memberships, stored_claims
from graph.store import open_store
from graph.stored import StoredClaim
from ontology.errors import InputError
from ontology.identity import id_of

Graph = str | PathLike[str] | Dataset | Iterable[StoredClaim]


def drawn(graph: Graph, title: str | None = None, **chosen: Any) -> Map:  # noqa: ANN401  # the filters of `select`
    """The map of what passes the filters: see `actorgraph.show`."""
    if isinstance(graph, str | PathLike):
        graph = open_store(Workspace(Path(graph)).store())
    if isinstance(graph, Dataset):
        return map_of(graph, title, **chosen)
    return Map(_left(graph, chosen), title=title or titled(chosen))


def map_of(data: Dataset, title: str | None = None, **chosen: Any) -> Map:  # noqa: ANN401  # likewise
    """The map of a dataset's claims that pass the filters. Raises InputError if there are none."""
    name = chosen.get("actor")
    actor = None if name is None else id_of(str(entity_iri(data, name)))
    claims = _left(stored_claims(data), chosen | {"actor": actor})
    return Map(claims, title=title or titled(chosen), aliases=aliases(data), memberships=memberships(data))


def titled(chosen: Mapping[str, Any]) -> str:
    """What the map is of, in a few words."""
    actor, action, since, until = (chosen.get(key) for key in ("actor", "action", "since", "until"))
    words = [text for text in (actor, action, since and f"since {since}", until and f"until {until}") if text]
    return TITLE + (f": {', '.join(words)}" if words else "")


def _left(claims: Iterable[StoredClaim], chosen: Mapping[str, Any]) -> Sequence[StoredClaim]:
    left = select(claims, **chosen)
    if not left:
        raise InputError("map", "no claim passes these filters; leave some out")
    return left
