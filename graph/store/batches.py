"""Store -> the names of its batches, and the document graphs of each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from rdflib import Dataset, URIRef
from rdflib.term import Node

from graph.store.oxigraph import rows
from ontology.errors import InputError
from ontology.identifiers import batch_id, iri
from ontology.vocabulary import AG

BATCH_QUERY = """SELECT DISTINCT ?batch ?label WHERE {
  # each of its documents says so of a batch: n graphs with two triples would be n * n rows
  { SELECT DISTINCT ?batch WHERE { ?batch a ag:Batch } } ?batch rdfs:label ?label } ORDER BY ?label"""


def batches(data: Dataset) -> list[str]:
    """The names of the batches, sorted."""
    return [str(label) for _, label in batch_labels(data)]


def batch_labels(data: Dataset) -> Iterator[tuple[Node, Node]]:
    """The node and the label of each batch, sorted by label."""
    yield from cast("Iterator[tuple[Node, Node]]", rows(data, BATCH_QUERY))


def check_batch(data: Dataset, batch: str) -> None:
    """Raises InputError with the names of the known batches if there is no batch of this name."""
    known = batches(data)
    if batch not in known:
        raise InputError(batch, f"no such batch in the store; the batches are: {', '.join(known) or 'none'}")


def document_graphs(data: Dataset, *, batch: str | None = None) -> list[URIRef]:
    """The sorted names of document graphs (of one batch); the name is the IRI of the document."""
    wanted = None if batch is None else URIRef(iri(batch_id(batch)))
    return sorted({URIRef(str(document)) for document in data.subjects(AG.batch, wanted)})


def dated_documents(data: Dataset) -> dict[URIRef, str]:
    """By graph name, the date of each dated document."""
    return {URIRef(str(document)): str(date) for document, date in data.subject_objects(AG.date)}
