"""The command line and the pipeline that joins `extract` and `graph`; `show` draws a map in a notebook."""

from __future__ import annotations

TYPE_CHECKING = False  # `typing` takes as long to import as Python does to start
if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike

    from rdflib import Dataset

    from graph.map.page import Map
    from graph.rdf.stored_claim import StoredClaim

__all__ = ["show"]
__version__ = "0.1.0"


def show(  # noqa: PLR0913  # one keyword for each filter
    graph: str | PathLike[str] | Dataset | Iterable[StoredClaim],
    *,
    title: str | None = None,
    actor: str | None = None,
    action: str | None = None,
    since: str | None = None,
    until: str | None = None,
    min_claims: int = 1,
) -> Map:
    """The map of a graph: a notebook shows it, `.save(path)` writes it, `.html` is its text.

    `graph`: the folder of a build (`"out"`), a dataset (`graph.store.oxigraph`) or claims
    (`graph.store.claims.stored_claims`). The other arguments choose as those of `actorgraph map` do. Raises
    StoreError where nothing is built, InputError for a date that is none or where no claim is left.
    """
    from actorgraph.builder.outputs.maps import drawn  # noqa: PLC0415  # `import actorgraph` must not load networkx

    return drawn(graph, title, actor=actor, action=action, since=since, until=until, min_claims=min_claims)
