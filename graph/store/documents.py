"""Store -> documents: their metadata, as `graph.rdf.claim_quads` writes it; their text is not stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from rdflib import Dataset, URIRef
from rdflib.term import Node

from graph.store.oxigraph import rows
from ontology.identifiers import id_of
from ontology.model import Document
from ontology.vocabulary import AG

PROPERTIES = """SELECT ?document ?property ?value WHERE {
  ?document a ag:Document ; ?property ?value FILTER(?property != ag:mentions)
}"""
BATCHES = """SELECT DISTINCT ?batch ?label WHERE {
  { SELECT DISTINCT ?batch WHERE { ?batch a ag:Batch } } ?batch rdfs:label ?label }"""

MENTIONED = "SELECT DISTINCT ?entity WHERE { VALUES ?document { $nodes } ?document ag:mentions ?entity }"
DOCUMENTS_PER_QUERY = 500

Properties = Mapping[Node | None, Node | None]


def stored_documents(data: Dataset) -> list[Document]:
    """The documents of a store, sorted by id, with an empty `text`: it stays in the user's files."""
    found: dict[Node | None, dict[Node | None, Node | None]] = defaultdict(dict)
    for document, name, value in rows(data, PROPERTIES):
        found[document][name] = value
    labels = {batch: str(label) for batch, label in rows(data, BATCHES)}
    ids = {node: str(properties[AG.documentId]) for node, properties in found.items()}
    documents = (_document(properties, labels, ids) for properties in found.values())
    return sorted(documents, key=lambda document: document.id)


def mentioned_entities(data: Dataset, documents: Sequence[URIRef]) -> frozenset[str]:
    """The ids of all entities that these documents mention, with or without a claim."""
    found: set[str] = set()
    for start in range(0, len(documents), DOCUMENTS_PER_QUERY):
        nodes = " ".join(node.n3() for node in documents[start : start + DOCUMENTS_PER_QUERY])
        found |= {id_of(str(entity)) for (entity,) in rows(data, MENTIONED.replace("$nodes", nodes))}
    return frozenset(found)


def _document(properties: Properties, labels: Mapping[Node | None, str], ids: Mapping[Node | None, str]) -> Document:
    def text(name: Node) -> str | None:
        return str(properties[name]) if name in properties else None

    return Document(
        str(properties[AG.documentId]),
        "",
        title=text(AG.title),
        date=text(AG.date),
        url=text(AG.url),
        source=text(AG.source),
        batch=labels[properties[AG.batch]],
        date_from=text(AG.dateFrom),
        byline=text(AG.byline),
        standfirst=text(AG.standfirst),
        dateline=text(AG.dateline),
        language=text(AG.language),
        copy_of=ids.get(properties.get(AG.copyOf)),
    )
