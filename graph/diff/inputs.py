"""The inputs of a comparison: a batch, a span of time, a whole store or an RDF file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import pyoxigraph as ox
from rdflib import Dataset, URIRef

from graph.diff.rdf.canonical import to_lines
from graph.diff.rdf.lines import quads_of, sorted_lines
from graph.rdf.relations import period
from graph.rdf.stored_claim import StoredClaim
from graph.rdf.stored_sentence import StoredSentence
from graph.review.identity import Pair
from graph.store.batches import check_batch, dated_documents, document_graphs
from graph.store.claims import claims_of_batch, stored_claims
from graph.store.documents import mentioned_entities, text_digests
from graph.store.external_sort import external_sort
from graph.store.identity import kept_apart
from graph.store.oxigraph import graph_lines, memory_store, parsed, store_lines
from graph.store.sentences import stored_sentences
from ontology.vocabulary import AG, ENTITY_GRAPH

Claims = Callable[[], Iterable[StoredClaim]]
Mentions = Callable[[], frozenset[str]]
Lines = Callable[[], Iterable[str]]
Texts = Callable[[], Mapping[str, str]]
Pairs = Callable[[], frozenset[Pair]]
Sentences = Callable[[], Sequence[StoredSentence]]


@dataclass(frozen=True)
class DiffInput:
    """One side of a comparison.

    `name` is shown to people. `read_claims` reads the claims, `lines` the quads as sorted N-Quads lines; neither runs
    before it is needed. `file` is the RDF file of the quads, if there is one. `read_mentions` reads the ids of all
    entities that the texts name, also those without a claim. `read_texts` reads by document id a digest of its text.
    `read_apart` reads the pairs of entities that a person keeps apart, `read_sentences` all sentences of the documents,
    in their order. `origin` is the store that a side is a part of:
    two parts of one store have no text that was read twice.
    """

    name: str
    read_claims: Claims
    lines: Lines
    file: Path | None = None
    read_mentions: Mentions = frozenset
    read_texts: Texts = dict
    read_apart: Pairs = frozenset
    read_sentences: Sentences = tuple
    origin: Dataset | None = None

    @cached_property
    def claims(self) -> tuple[StoredClaim, ...]:
        """The claims, read on first access: a comparison of quads does not need them."""
        return tuple(self.read_claims())


def of_batch(data: Dataset, batch: str) -> DiffInput:
    """One batch of a store. Raises InputError, naming the batches there are, if there is no such batch."""
    check_batch(data, batch)
    return DiffInput(
        batch,
        lambda: claims_of_batch(data, batch),
        lambda: _of_graphs(data, document_graphs(data, batch=batch)),
        read_mentions=lambda: mentioned_entities(data, document_graphs(data, batch=batch)),
        read_texts=lambda: text_digests(data, document_graphs(data, batch=batch)),
        read_apart=lambda: kept_apart(data),
        read_sentences=lambda: stored_sentences(data, document_graphs(data, batch=batch)),
        origin=data,
    )


def of_dates(data: Dataset, since: str | None, until: str | None, *, batch: str | None = None) -> DiffInput:
    """The claims of the documents of a span of time, of one batch or of all. Raises InputError for an invalid date.

    The date of the document decides, not those of its acts: a late report of an old act is news of the later side.
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

    def read_claims() -> Iterator[StoredClaim]:
        if batch is None:
            return stored_claims(data, documents=graphs)
        # copies within the batch count once, whatever their dates
        claims = claims_of_batch(data, batch)
        return (stored for stored in claims if stored.date and _is_within(stored.date, first, last))

    return DiffInput(
        f"{batch}, {name}" if batch else name,
        read_claims,
        lambda: _of_graphs(data, graphs),
        read_mentions=lambda: mentioned_entities(data, graphs),
        read_texts=lambda: text_digests(data, graphs),
        read_apart=lambda: kept_apart(data),
        read_sentences=lambda: stored_sentences(data, graphs),
        origin=data,
    )


def _is_within(date: str, first: str, last: str) -> bool:
    start, end = period("date", date)
    return start <= last and end >= first


def of_store(data: Dataset, name: str) -> DiffInput:
    """A whole store."""
    return DiffInput(
        name,
        lambda: stored_claims(data),
        lambda: store_lines(data),
        read_mentions=lambda: mentioned_entities(data, document_graphs(data)),
        read_texts=lambda: text_digests(data, document_graphs(data)),
        read_apart=lambda: kept_apart(data),
        read_sentences=lambda: stored_sentences(data, document_graphs(data)),
        origin=data,
    )


def of_file(path: Path) -> DiffInput:
    """An RDF file; its claims are read if it has any. Raises InputError for a file that is no RDF."""
    quads = quads_of(path)
    next(quads, None)  # a file that is no RDF at all is reported at once

    @cache
    def data() -> Dataset | None:
        lines = list(sorted_lines(path))
        return memory_store(in_graphs(lines)) if has_claims(lines) else None

    def read_claims() -> Iterator[StoredClaim]:
        found = data()
        return iter(()) if found is None else stored_claims(found)

    def read_texts() -> dict[str, str]:
        found = data()
        return {} if found is None else text_digests(found, document_graphs(found))

    def read_apart() -> frozenset[Pair]:
        found = data()
        return frozenset() if found is None else kept_apart(found)

    def read_sentences() -> Sequence[StoredSentence]:
        found = data()
        return () if found is None else stored_sentences(found, document_graphs(found))

    return DiffInput(
        str(path),
        read_claims,
        lambda: sorted_lines(path),
        path,
        read_texts=read_texts,
        read_apart=read_apart,
        read_sentences=read_sentences,
    )


def has_claims(lines: Iterable[str]) -> bool:
    """True if these N-Quads have claims of this project."""
    return any(f"<{AG.Claim}>" in line for line in lines)


def in_graphs(lines: Sequence[str]) -> list[str]:
    """The lines with each triple in a named graph: Turtle has none, and a claim is read from its document's graph."""
    quads = list(parsed(lines))
    if not all(isinstance(quad.graph_name, ox.DefaultGraph) for quad in quads):
        return list(lines)
    graphs = _graphs_of_subjects(quads)
    rest = [ox.NamedNode(str(ENTITY_GRAPH))]
    placed = (
        ox.Quad(quad.subject, quad.predicate, quad.object, graph)
        for quad in quads
        for graph in graphs.get(quad.subject, rest)
    )
    return sorted(to_lines(placed))


def _graphs_of_subjects(quads: Iterable[ox.Quad]) -> dict[object, list[ox.NamedNode]]:
    """By claim, sentence, document or batch, the graphs of the documents that it belongs to."""
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
    lines = external_sort(line.encode() for _, of_graph in graph_lines(data, graphs) for line in of_graph)
    return (line.decode() for line in lines)
