"""The public Python API: texts in, claims, graphs, tables, maps and comparisons out (docs/api.md).

`import actorgraph` gives the names of this module without importing it; they are imported when they are first used.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

from rdflib import Dataset
from rdflib.query import Result

from actorgraph.builder.options import BuildOptions
from actorgraph.builder.outputs.maps import drawn, map_of
from actorgraph.builder.outputs.summary import BuildReport
from actorgraph.builder.pipeline import build as run_build
from actorgraph.builder.storage.workspace import Workspace
from actorgraph.frames import claims_frame, data_frame
from actorgraph.texts import extract
from extract.documents.reader import iter_documents
from extract.extractors import RULES
from extract.llm.settings import ModelSettings
from extract.parsing.defaults import DEFAULT_MODEL
from graph.diff import THRESHOLD, Diff
from graph.diff import diff as compare
from graph.diff.inputs import of_batch
from graph.map.network import network
from graph.map.page import Map
from graph.query.engine import is_sparql, rows, run, run_named
from graph.rdf.relations import select
from graph.rdf.stored_claim import StoredClaim
from graph.store.batches import batches, check_batch
from graph.store.claims import stored_claims
from graph.store.documents import stored_documents
from graph.store.oxigraph import open_store
from ontology.errors import InputError, QueryError
from ontology.model import Claim, Document

if TYPE_CHECKING:
    from networkx import MultiDiGraph
    from pandas import DataFrame

__all__ = ["Build", "Claim", "Document", "ModelSettings", "build", "claims_frame", "extract", "open", "read", "show"]

log = logging.getLogger(__name__)

AnyPath = str | PathLike[str]
OnError = Callable[[InputError], None]


class ClaimFilters(TypedDict, total=False):
    """The keywords by which networks and maps select claims: see `Build.map`."""

    actor: str | None
    action: str | None
    since: str | None
    until: str | None
    min_confidence: float
    made_by: str | None
    min_claims: int


def read(paths: AnyPath | Iterable[AnyPath], *, on_error: OnError | None = None) -> list[Document]:
    """Read files and folders (with their subfolders and archives) as documents, sorted by file.

    `on_error`: called with each file that cannot be read, which is then skipped; without it the first such file raises
    its InputError.
    """
    return list(iter_documents(_paths(paths), on_error=on_error or _raise))


def build(  # noqa: PLR0913  # one keyword per option of the command
    paths: AnyPath | Iterable[AnyPath],
    out: AnyPath = "out",
    *,
    batch: str | None = None,
    add: bool = False,
    jobs: int | None = 1,
    models: Sequence[str] = (DEFAULT_MODEL,),
    actors: AnyPath | None = None,
    decisions: AnyPath | None = None,
    fast: bool = False,
    extractor: str = RULES,
    llm: ModelSettings | None = None,
) -> Build:
    """Read documents, extract their claims and write a build: store, claims, graph and map, as `actorgraph build` does.

    `paths`: files and folders. `out`: the folder of the build; documents that it has already and that have not changed
    are not extracted again. `batch`: name of the batch; without it each subfolder is one. `add`: keep documents of
    earlier builds that are not in `paths`. `jobs`: number of processes; None for one per processor.
    `models`, `actors`, `fast`, `extractor`, `llm`: as for `extract`. `decisions`: a file of decisions on which names
    are the same actor.

    Returns the opened build. Its `report` says which files could not be read; they are skipped.

    Raises InputError if nothing can be read, ModelError, DataError or StoreError.
    """
    job = BuildOptions(
        _paths(paths),
        Path(out),
        tuple(models),
        batch=batch,
        actors=None if actors is None else Path(actors),
        decisions=None if decisions is None else Path(decisions),
        fast=fast,
        add=add,
        jobs=jobs,
        extractor=extractor,
        llm=llm,
    )
    report = run_build(job)
    for error in report.inputs.errors:
        log.warning("skipped: %s", error)
    for warning in report.inputs.warnings:
        log.warning("%s", warning)
    return Build(out, report)


def open(path: AnyPath = "out") -> Build:  # noqa: A001  # as `gzip.open` and `zipfile.Path.open` do
    """Open a build that `actorgraph build` or `build` has written to the folder `path`.

    Raises StoreError if nothing is built there.
    """
    return Build(path)


class Build:
    """A build: the claims of its documents as objects, tables, graphs, maps and answers to queries.

    `path`: the folder of the build. `report`: what was read, if this object comes from `actorgraph.build`. Opening is
    cheap: everything is read when it is first asked for. The files do not change while they are read; open the build
    again to see a later one. Raises StoreError if nothing is built in the folder.
    """

    def __init__(self, path: AnyPath, report: BuildReport | None = None) -> None:
        self.path = Path(path)
        self.report = report
        self._store = Workspace(self.path).store()

    def __repr__(self) -> str:
        """The expression that opens it."""
        return f"actorgraph.open({str(self.path)!r})"

    @cached_property
    def graph(self) -> Dataset:
        """The graph as an rdflib Dataset, read-only, with one named graph per document (docs/ontology.md).

        The default graph is the union of all named graphs. Raises StoreError if the store is damaged.
        """
        return open_store(self._store)

    @cached_property
    def stored_claims(self) -> list[StoredClaim]:
        """The claims, each with batch, title, date, source and address of its document, in the order of the texts."""
        return list(stored_claims(self.graph))

    @property
    def claims(self) -> list[Claim]:
        """The claims, by document and place in the text. Entities have the ids that identity resolution gave them."""
        return [stored.claim for stored in self.stored_claims]

    @cached_property
    def documents(self) -> list[Document]:
        """The documents with their metadata, sorted by id. Their `text` is empty: the graph does not contain it."""
        return stored_documents(self.graph)

    @property
    def batches(self) -> list[str]:
        """The names of the batches, sorted."""
        return batches(self.graph)

    def claims_frame(self) -> DataFrame:
        """The claims as a pandas DataFrame: one row per claim, with the columns of `claims_frame` and of documents.

        The columns of documents are `batch`, `document_date`, `title`, `source` and `url`. Raises ImportError if pandas
        is not installed.
        """
        return claims_frame(self.stored_claims)

    def query(self, query: str, **params: object) -> Result:
        """Answer a named query (docs/queries.md) or a SPARQL 1.1 query.

        `params`: the parameters of a named query, as in `build.query("actor", actor="Thailand")`. The prefixes of the
        project need not be declared.

        Returns an rdflib Result: iterate over it for rows, `.bindings` for dictionaries, `.askAnswer` for ASK,
        `.graph` for CONSTRUCT.

        Raises QueryError for an unknown name or parameter, invalid SPARQL or an update; InputError for a value that
        names nothing.
        """
        if not is_sparql(query):
            return run_named(self.graph, query, {name: str(value) for name, value in params.items()})
        if params:
            raise QueryError("parameters are for named queries; write the values into the SPARQL")
        return run(self.graph, query)

    def query_frame(self, query: str, **params: object) -> DataFrame:
        """The answer of `query` as a pandas DataFrame of strings; IRIs are shortened with the project's prefixes.

        Raises ImportError if pandas is not installed, and what `query` raises.
        """
        columns, found = rows(self.query(query, **params))
        return data_frame(columns, found)

    def network(self, **filters: Unpack[ClaimFilters]) -> MultiDiGraph:
        """The claims as a networkx MultiDiGraph: a node per entity, an edge per relation (actor, action, target).

        Nodes have `label`, `type`, `country`, `weight` (claims they take part in) and `acts` (claims without a target);
        edges have the action concept as key, and `label`, `class_`, `claims`, `weight`, `status` and `dates`.
        `filters`: as for `map`; an empty selection gives an empty graph. Raises InputError for an invalid date.
        """
        return network(select(self.stored_claims, **filters))

    def map(self, *, title: str | None = None, top: int | None = None, **filters: Unpack[ClaimFilters]) -> Map:
        """The interactive map: a notebook displays it, `.save(path)` writes it, `.html` is its text.

        `top`: only this many actors and things, those with most claims. `filters`: `actor` (name or id), `action`
        (class, concept or lemma), `since` and `until` (ISO 8601 dates, possibly partial), `min_confidence` (from 0
        to 1), `made_by` ("rules" or "model"), `min_claims` (least claims of a relation). Raises InputError for an
        invalid date, or if no claim passes.
        """
        return map_of(self.graph, title, top=top, **filters)

    def diff(self, batch_a: str, batch_b: str, *, threshold: float = THRESHOLD, min_confidence: float = 0.0) -> Diff:
        """What differs between two batches: developments, contradictions, changed relations, new and gone actors.

        `threshold`: least similarity, from 0 to 1, at which two wordings count as the same thing.
        `min_confidence`: only claims with at least this confidence, from 0 to 1. Raises InputError, naming the batches
        there are, if there is no such batch.
        """
        for batch in (batch_a, batch_b):
            check_batch(self.graph, batch)
        sides = [of_batch(self.graph, batch) for batch in (batch_a, batch_b)]
        before, after = (select(side.claims, min_confidence=min_confidence) for side in sides)
        return compare(
            before,
            after,
            before_name=batch_a,
            after_name=batch_b,
            threshold=threshold,
            mentioned=(sides[0].read_mentions(), sides[1].read_mentions()),
            apart=sides[0].read_apart(),
            sentences=(sides[0].read_sentences(), sides[1].read_sentences()),
        )


def show(  # noqa: PLR0913  # one keyword per filter
    graph: AnyPath | Dataset | Iterable[StoredClaim],
    *,
    title: str | None = None,
    actor: str | None = None,
    action: str | None = None,
    since: str | None = None,
    until: str | None = None,
    min_confidence: float = 0.0,
    made_by: str | None = None,
    min_claims: int = 1,
) -> Map:
    """The map of a graph: a notebook displays it, `.save(path)` writes it, `.html` is its text.

    `graph`: the folder of a build, a dataset (`Build.graph`) or claims (`Build.stored_claims`). The filters are those
    of `Build.map`. Raises StoreError if nothing is built in the folder, InputError for an invalid date or if no claim
    passes.
    """
    filters: ClaimFilters = {"actor": actor, "action": action, "since": since, "until": until}
    return drawn(graph, title, **filters, min_confidence=min_confidence, made_by=made_by, min_claims=min_claims)


def _paths(paths: AnyPath | Iterable[AnyPath]) -> list[str]:
    return [fspath(path) for path in ([paths] if isinstance(paths, str | PathLike) else paths)]


def _raise(error: InputError) -> None:
    raise error
