"""Maps of a build or of a choice of its claims, for the command `map` and for notebooks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import Any

from rdflib import Dataset

from actorgraph.builder.storage.workspace import Workspace
from graph.map.page import TITLE, Map
from graph.map.page_data import NOTHING
from graph.map.selection import ClaimFilter, MapLimits, MapSelection, filtered_claims, is_large, selected
from graph.query.engine import entity_iri
from graph.rdf.relations import select
from graph.rdf.stored_claim import StoredClaim
from graph.store.claims import aliases, memberships, stored_claims
from graph.store.oxigraph import open_store
from ontology.errors import InputError
from ontology.identifiers import id_of

Graph = str | PathLike[str] | Dataset | Iterable[StoredClaim]
LIMITS = MapLimits()


def drawn(graph: Graph, title: str | None = None, **which: Any) -> Map:  # noqa: ANN401  # the filters of `select`
    """The map of what passes the filters: see `actorgraph.show`."""
    if isinstance(graph, str | PathLike):
        graph = open_store(Workspace(Path(graph)).store())
    if isinstance(graph, Dataset):
        return map_of(graph, title, **which)
    return Map(_some(select(graph, **which)), title=title or titled(which))


def map_of(
    data: Dataset,
    title: str | None = None,
    *,
    top: int | None = None,
    limits: MapLimits | None = None,
    start: Mapping[str, tuple[int, int]] = NOTHING,
    **which: Any,  # noqa: ANN401  # likewise
) -> Map:
    """The map of a dataset's claims that pass the filters; of its chief actors, if more pass than a map can hold.

    `top`: of so many actors and things alone. `start`: where things stood on an earlier map.
    Raises InputError if no claim passes.
    """
    title, limits = title or titled(which), limits or LIMITS
    if which.get("actor") is not None:
        which["actor"] = id_of(str(entity_iri(data, which["actor"])))
    if top is not None:
        claims, title = _chief(data, title, ClaimFilter(**which), replace(limits, entities=top))
    elif not is_large(data, limits.claims):
        claims = _some(select(stored_claims(data), **which))
    elif not is_large(data, limits.claims, ClaimFilter(**which)):
        claims = _some(filtered_claims(data, ClaimFilter(**which)))
    else:
        claims, title = _chief(data, title, ClaimFilter(**which), limits)
    return whole_map(data, claims, title, start)


def whole_map(
    data: Dataset, claims: Sequence[StoredClaim], title: str, start: Mapping[str, tuple[int, int]] = NOTHING
) -> Map:
    """The map of these claims, with what the dataset knows of those who take part."""
    names = _names(data, claims)
    return Map(claims, title=title, aliases=names, memberships=memberships(data), start=start)


def _chief(data: Dataset, title: str, which: ClaimFilter, limits: MapLimits) -> tuple[Sequence[StoredClaim], str]:
    """The claims of the chief actors and things, and the title with what is left out."""
    choice = selected(data, which, limits)
    if choice.among and not choice.claims:
        raise InputError(
            "map", f"the {limits.entities} most named have nothing to do with each other; take more: --top"
        )
    return _some(choice.claims), f"{title}: {told(choice, limits)}"


def told(choice: MapSelection, limits: MapLimits) -> str:
    """What the map of a choice leaves out, in a few words."""
    cut = f", at most {limits.evidence} claims of a relation" if choice.cut else ""
    return f"{choice.shown:,} of {choice.among:,} actors and things, the most named{cut}"


def titled(which: Mapping[str, Any]) -> str:
    """What the map is of, in a few words."""
    actor, action, since, until = (which.get(key) for key in ("actor", "action", "since", "until"))
    words = [text for text in (actor, action, since and f"since {since}", until and f"until {until}") if text]
    return TITLE + (f": {', '.join(words)}" if words else "")


def _names(data: Dataset, claims: Iterable[StoredClaim]) -> Mapping[str, Sequence[str]]:
    """Other names of those who are on the map."""
    shown = {stored.claim.actor.entity.id for stored in claims}
    shown |= {stored.claim.target.entity.id for stored in claims if stored.claim.target is not None}
    return aliases(data, sorted(shown))


def _some(claims: Sequence[StoredClaim]) -> Sequence[StoredClaim]:
    if not claims:
        raise InputError("map", "no claim passes these filters; leave some out")
    return claims
