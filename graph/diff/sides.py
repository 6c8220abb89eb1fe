"""What a comparison has on each side: a batch, a span of time, a whole store or an RDF file."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from rdflib import Dataset

from graph.diff.canonical import parse, to_lines
from graph.diff.lines import sorted_lines
from graph.network import period, select
from graph.read import claims_of_batch, document_graphs, stored_claims
from graph.store import memory_store, store_lines
from graph.stored import StoredClaim
from ontology.identity import document_id, iri
from ontology.vocabulary import AG, ENTITY_GRAPH

Lines = Callable[[], Iterable[str]]


@dataclass(frozen=True)
class Side:
    """A name for people, the claims, and the quads as sorted N-Quads lines, made when they are asked for."""

    name: str
    claims: tuple[StoredClaim, ...]
    lines: Lines
    file: Path | None = None
    """The RDF file that the quads stand in, if they stand in one."""


def of_batch(data: Dataset, batch: str) -> Side:
    """One batch of a store. Raises InputError, naming the batches there are, if there is no such batch."""
    claims = tuple(claims_of_batch(data, batch))
    graphs = {str(name) for name in document_graphs(data, batch=batch)}
    return Side(batch, claims, lambda: _of_graphs(data, graphs))


def of_dates(data: Dataset, since: str | None, until: str | None, *, batch: str | None = None) -> Side:
    """What the documents of a span of time say, of one batch or of all. Raises InputError for what is no date.

    A document counts by its own date, and not by those of the acts that it tells of: an old act told anew is news
    of the later side.
    """
    first = period("since", since)[0] if since else ""
    last = period("until", until)[1] if until else "9999-12-31"
    every = claims_of_batch(data, batch) if batch is not None else select(stored_claims(data))
    claims = tuple(stored for stored in every if stored.date and _is_within(stored.date, first, last))
    graphs = {iri(document_id(stored.claim.document)) for stored in claims}
    span = " to ".join(text for text in (since or "the beginning", until or "the end"))
    name = (since or "") if since == until else span
    return Side(f"{batch}, {name}" if batch else name, claims, lambda: _of_graphs(data, graphs))


def _is_within(date: str, first: str, last: str) -> bool:
    start, end = period("date", date)
    return start <= last and end >= first


def of_store(data: Dataset, name: str) -> Side:
    """A whole store."""
    return Side(name, tuple(stored_claims(data)), lambda: store_lines(data))


def of_file(path: Path) -> Side:
    """An RDF file; its claims are read if it has any. Raises InputError for what is no RDF."""
    with tempfile.TemporaryDirectory(prefix="actorgraph-") as folder:
        lines = list(sorted_lines(path, Path(folder) / "runs"))
    data = memory_store(in_graphs(lines)) if has_claims(lines) else None
    return Side(str(path), tuple(stored_claims(data)) if data is not None else (), lambda: lines, path)


def has_claims(lines: Iterable[str]) -> bool:
    """True if these N-Quads have claims of this project."""
    return any(f"<{AG.Claim}>" in line for line in lines)


def in_graphs(lines: Sequence[str]) -> list[str]:
    """The lines with each triple in a graph: Turtle has none, and claims are read by the graph of their document."""
    quads = list(parse(lines))
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


def _of_graphs(data: Dataset, graphs: set[str]) -> Iterator[str]:
    """The sorted lines of some graphs of a store."""
    marks = tuple(f" <{name}> ." for name in sorted(graphs))
    return (line for line in store_lines(data) if line.endswith(marks))
