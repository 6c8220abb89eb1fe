"""What a comparison has on each side: a batch, a span of time, a whole store or an RDF file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox
from rdflib import Dataset, URIRef

from graph.diff.rdf.canonical import to_lines
from graph.diff.rdf.lines import quads_of, sorted_lines
from graph.rdf.relations import period
from graph.rdf.stored_claim import StoredClaim
from graph.store.claims import check_batch, claims_of_batch, dated_documents, document_graphs, stored_claims
from graph.store.external_sort import external_sort
from graph.store.oxigraph import graph_lines, memory_store, parsed, store_lines
from ontology.vocabulary import AG, ENTITY_GRAPH

Claims = Callable[[], Iterable[StoredClaim]]
Lines = Callable[[], Iterable[str]]


@dataclass(frozen=True)
class DiffInput:
    """A name for people; what gives the claims, and what gives the quads as sorted N-Quads lines."""

    name: str
    told: Claims
    lines: Lines
    file: Path | None = None
    """The RDF file that the quads stand in, if they stand in one."""

    @cached_property
    def claims(self) -> tuple[StoredClaim, ...]:
        """The claims, read when they are first asked for: whoever compares quads does not need them."""
        return tuple(self.told())


def of_batch(data: Dataset, batch: str) -> DiffInput:
    """One batch of a store. Raises InputError, naming the batches there are, if there is no such batch."""
    check_batch(data, batch)
    return DiffInput(
        batch,
        lambda: claims_of_batch(data, batch),
        lambda: _of_graphs(data, document_graphs(data, batch=batch)),
    )


def of_dates(data: Dataset, since: str | None, until: str | None, *, batch: str | None = None) -> DiffInput:
    """What the documents of a span of time say, of one batch or of all. Raises InputError for what is no date.

    A document counts by its own date, and not by those of the acts that it tells of: an old act told anew is news
    of the later side.
    """
    first = period("since", since)[0] if since else ""
    last = period("until", until)[1] if until else "9999-12-31"
    if batch is not None:
        check_batch(data, batch)
    graphs = [name for name, date in dated_documents(data).items() if _is_within(date, first, last)]
    if batch is not None:
        graphs = sorted({*graphs} & {*document_graphs(data, batch=batch)})
    span = " to ".join(text for text in (since or "the beginning", until or "the end"))
    name = (since or "") if since == until else span

    def told() -> Iterator[StoredClaim]:
        if batch is None:
            return stored_claims(data, documents=graphs)
        # copies within the batch count once, whatever their dates
        return (one for one in claims_of_batch(data, batch) if one.date and _is_within(one.date, first, last))

    return DiffInput(f"{batch}, {name}" if batch else name, told, lambda: _of_graphs(data, graphs))


def _is_within(date: str, first: str, last: str) -> bool:
    start, end = period("date", date)
    return start <= last and end >= first


def of_store(data: Dataset, name: str) -> DiffInput:
    """A whole store."""
    return DiffInput(name, lambda: stored_claims(data), lambda: store_lines(data))


def of_file(path: Path) -> DiffInput:
    """An RDF file; its claims are read if it has any. Raises InputError for what is no RDF."""
    quads = quads_of(path)
    next(quads, None)  # what is no RDF at all is told at once

    def told() -> Iterator[StoredClaim]:
        lines = list(sorted_lines(path))
        return stored_claims(memory_store(in_graphs(lines))) if has_claims(lines) else iter(())

    return DiffInput(str(path), told, lambda: sorted_lines(path), path)


def has_claims(lines: Iterable[str]) -> bool:
    """True if these N-Quads have claims of this project."""
    return any(f"<{AG.Claim}>" in line for line in lines)


def in_graphs(lines: Sequence[str]) -> list[str]:
    """The lines with each triple in a graph: Turtle has none, and claims are read by the graph of their document."""
    quads = list(parsed(lines))
    if not all(isinstance(quad.graph_name, ox.DefaultGraph) for quad in quads):
        return list(lines)
    homes = _homes(quads)
    rest = [ox.NamedNode(str(ENTITY_GRAPH))]
    placed = (
        ox.Quad(quad.subject, quad.predicate, quad.object, home)
        for quad in quads
        for home in homes.get(quad.subject, rest)
    )
    return sorted(to_lines(placed))


def _homes(quads: Iterable[ox.Quad]) -> dict[object, list[ox.NamedNode]]:
    """The documents that claims, sentences, documents and batches stand in."""
    documents: dict[object, list[ox.NamedNode]] = {}
    batches: dict[object, list[ox.NamedNode]] = {}
    for quad in quads:
        term, subject = quad.predicate.value, quad.subject
        if term == str(AG.document) and isinstance(quad.object, ox.NamedNode):
            documents[subject] = [quad.object]
        elif term == str(AG.documentId) and isinstance(subject, ox.NamedNode):
            documents[subject] = [subject]
        elif term == str(AG.batch) and isinstance(subject, ox.NamedNode):
            batches.setdefault(quad.object, []).append(subject)
    return documents | batches


def _of_graphs(data: Dataset, graphs: Sequence[URIRef]) -> Iterator[str]:
    """The sorted lines of some graphs of a store."""
    lines = external_sort(line.encode() for _, found in graph_lines(data, graphs) for line in found)
    return (line.decode() for line in lines)
