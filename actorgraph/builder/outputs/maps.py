"""Draws maps of a build or of a selection of its claims, for the command `map` and for notebooks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import Any

from rdflib import Dataset

from actorgraph.builder.storage.workspace import Workspace
from graph.map.page import TITLE, Map
from graph.map.page_context import NOTHING
from graph.map.selection import ClaimFilter, MapLimits, MapSelection, filtered_claims, is_large, selected
from graph.query.engine import entity_iri
from graph.rdf.relations import select
from graph.rdf.stored_claim import StoredClaim
from graph.store.claims import stored_claims
from graph.store.entities import aliases, memberships
from graph.store.oxigraph import open_store
from graph.store.remarks import remarks
from ontology.errors import InputError
from ontology.identifiers import id_of

Graph = str | PathLike[str] | Dataset | Iterable[StoredClaim]
LIMITS = MapLimits()


def drawn(graph: Graph, title: str | None = None, **filters: Any) -> Map:  # noqa: ANN401  # those of `select`
    """The map of the claims that pass the filters: see `actorgraph.show`."""
    if isinstance(graph, str | PathLike):
        graph = open_store(Workspace(Path(graph)).store())
    if isinstance(graph, Dataset):
        return map_of(graph, title, **filters)
    return Map(_not_empty(select(graph, **filters)), title=title or default_title(filters))


def map_of(  # noqa: PLR0913  # one keyword for each thing that a map may be given
    data: Dataset,
    title: str | None = None,
    *,
    top: int | None = None,
    limits: MapLimits | None = None,
    start: Mapping[str, tuple[int, int]] = NOTHING,
    has_pages: bool = False,
    **filters: Any,  # noqa: ANN401  # those of `select`
) -> Map:
    """The map of a dataset's claims that pass the filters.

    If more claims pass than `limits` allow, the map shows the top actors and things only. `top`: show this many of them
    in any case. `start`: positions on an earlier map. `has_pages`: link to pages of the documents.
    Raises InputError if no claim passes.
    """
    title, limits = title or default_title(filters), limits or LIMITS
    if filters.get("actor") is not None:
        filters["actor"] = id_of(str(entity_iri(data, filters["actor"])))
    if top is not None:
        claims, title = _top_entities(data, title, ClaimFilter(**filters), replace(limits, entities=top))
    elif not is_large(data, limits.claims):
        claims = _not_empty(select(stored_claims(data), **filters))
    elif not is_large(data, limits.claims, ClaimFilter(**filters)):
        claims = _not_empty(filtered_claims(data, ClaimFilter(**filters)))
    else:
        claims, title = _top_entities(data, title, ClaimFilter(**filters), limits)
    return whole_map(data, claims, title, start, has_pages=has_pages)


def whole_map(
    data: Dataset,
    claims: Sequence[StoredClaim],
    title: str,
    start: Mapping[str, tuple[int, int]] = NOTHING,
    *,
    has_pages: bool = False,
) -> Map:
    """The map of these claims, with the aliases and memberships that the dataset has for their actors and things."""
    names = _names(data, claims)
    return Map(
        claims,
        title=title,
        aliases=names,
        memberships=memberships(data),
        start=start,
        has_pages=has_pages,
        remarks=remarks(data),
    )


def _top_entities(
    data: Dataset, title: str, claim_filter: ClaimFilter, limits: MapLimits
) -> tuple[Sequence[StoredClaim], str]:
    """The claims among the top actors and things, and the title with a note on what is left out."""
    selection = selected(data, claim_filter, limits)
    if selection.among and not selection.claims:
        raise InputError(
            "map", f"no claim connects the {limits.entities} most frequent actors and things; show more with --top"
        )
    return _not_empty(selection.claims), f"{title}: {selection_note(selection, limits)}"


def selection_note(selection: MapSelection, limits: MapLimits) -> str:
    """What the map of a selection shows and leaves out, for its title."""
    cut = f", at most {limits.evidence} claims of a relation" if selection.cut else ""
    return f"{selection.shown:,} of {selection.among:,} actors and things, the most frequent{cut}"


def default_title(filters: Mapping[str, Any]) -> str:
    """The default title of a map: the filters that its claims pass."""
    actor, action, since, until = (filters.get(key) for key in ("actor", "action", "since", "until"))
    least = filters.get("min_confidence")
    sure = f"confidence at least {least:g}" if least else None
    made = filters.get("made_by") and f"by {filters['made_by']}"
    span = since and f"since {since}", until and f"until {until}"
    words = [text for text in (actor, action, *span, sure, made) if text]
    return TITLE + (f": {', '.join(words)}" if words else "")


def _names(data: Dataset, claims: Iterable[StoredClaim]) -> Mapping[str, Sequence[str]]:
    """The aliases of the actors and targets of these claims."""
    shown = {stored.claim.actor.entity.id for stored in claims}
    shown |= {stored.claim.target.entity.id for stored in claims if stored.claim.target is not None}
    return aliases(data, sorted(shown))


def _not_empty(claims: Sequence[StoredClaim]) -> Sequence[StoredClaim]:
    if not claims:
        raise InputError("map", "no claim matches these filters; remove some of them")
    return claims
