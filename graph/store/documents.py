"""Store -> documents: their metadata, sentences and claims, as `graph.rdf.claim_quads` writes them."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rdflib import RDF, Dataset, URIRef
from rdflib.term import Node

from graph.store.batches import batch_labels
from graph.store.claims import stored_claims
from graph.store.node_queries import Triple
from graph.store.oxigraph import rows, triples_of_graphs
from ontology.identifiers import document_id, id_of, iri
from ontology.model import Claim, Document, DocumentEntity, Entity, Extraction, Mention, MentionKind, Sentence
from ontology.vocabulary import AG

PROPERTIES = """SELECT ?document ?property ?value WHERE {
  ?document a ag:Document ; ?property ?value FILTER(?property != ag:mentions)
}"""
MENTIONED = "SELECT DISTINCT ?entity WHERE { VALUES ?document { $nodes } ?document ag:mentions ?entity }"
SENTENCES = """SELECT ?id ?text WHERE {
  VALUES ?document { $nodes }
  ?document ag:documentId ?id . ?sentence ag:document ?document ; ag:index ?index ; ag:text ?text
} ORDER BY ?id ?index"""
LANGUAGES = "SELECT ?id ?language WHERE { ?document ag:documentId ?id ; ag:language ?language }"
DOCUMENTS_PER_QUERY = 500

Properties = Mapping[Node | None, Node | None]


def stored_documents(data: Dataset) -> list[Document]:
    """The documents of a store, sorted by id, with an empty `text`: it stays in the user's files."""
    found: dict[Node | None, dict[Node | None, Node | None]] = defaultdict(dict)
    for document, name, value in rows(data, PROPERTIES):
        found[document][name] = value
    labels: dict[Node | None, str] = {batch: str(label) for batch, label in batch_labels(data)}
    ids = {node: str(properties[AG.documentId]) for node, properties in found.items()}
    documents = (_document(properties, labels, ids) for properties in found.values())
    return sorted(documents, key=lambda document: document.id)


def mentioned_entities(data: Dataset, documents: Sequence[URIRef]) -> frozenset[str]:
    """The ids of all entities that these documents mention, with or without a claim."""
    return frozenset(id_of(str(entity)) for (entity,) in rows_of_documents(data, MENTIONED, documents))


def languages(data: Dataset) -> dict[str, str]:
    """By document id, the language of each document that has one."""
    return {str(document): str(language) for document, language in rows(data, LANGUAGES)}


def text_digests(data: Dataset, documents: Sequence[URIRef]) -> dict[str, str]:
    """By document id, a digest of its sentences."""
    digests: dict[str, hashlib._Hash] = {}
    for document, text in rows_of_documents(data, SENTENCES, documents):
        digests.setdefault(str(document), hashlib.sha256()).update(f"{text}\n".encode())
    return {document: digest.hexdigest() for document, digest in digests.items()}


def rows_of_documents(data: Dataset, query: str, documents: Sequence[URIRef]) -> Iterator[tuple[Node | None, ...]]:
    """The rows of a query about documents, some of which are asked for at once."""
    for start in range(0, len(documents), DOCUMENTS_PER_QUERY):
        nodes = " ".join(node.n3() for node in documents[start : start + DOCUMENTS_PER_QUERY])
        yield from rows(data, query.replace("$nodes", nodes))


def stored_extractions(data: Dataset) -> Iterator[Extraction]:
    """What was extracted from the documents of a store, as far as the graph has it, in the order of their graphs.

    A document has no text but that of its sentences, and no mentions but those that take part in its claims.
    """
    documents = {URIRef(iri(document_id(document.id))): document for document in stored_documents(data)}
    for name, triples in zip(sorted(documents), triples_of_graphs(data, sorted(documents)), strict=True):
        claims = tuple(stored.claim for stored in stored_claims(data, documents=[name]))
        sentences = _sentences(triples, documents[name].id)
        yield Extraction(documents[name], sentences, claims, tuple(_participants(claims)))


def _sentences(triples: Iterable[Triple], document: str) -> tuple[Sentence, ...]:
    found: dict[Node, dict[Node, Node]] = defaultdict(dict)
    for subject, name, value in triples:
        found[subject][name] = value
    rows = (properties for properties in found.values() if properties.get(RDF.type) == AG.Sentence)
    numbers = ((row, [int(str(row[name])) for name in (AG.index, AG.begin, AG.end)]) for row in rows)
    sentences = (Sentence(document, index, begin, end, str(row[AG.text])) for row, (index, begin, end) in numbers)
    return tuple(sorted(sentences, key=lambda sentence: sentence.index))


def _participants(claims: Sequence[Claim]) -> Iterator[DocumentEntity]:
    """Who takes part in claims, each with the words that stand for them."""
    entities: dict[str, Entity] = {}
    mentions: dict[str, set[Mention]] = defaultdict(set)
    for claim in claims:
        for part in (claim.actor, claim.target):
            if part is not None:
                is_name = part.span.text.casefold() == part.entity.label.casefold()
                kind = MentionKind.NAME if is_name else MentionKind.NOMINAL
                entities[part.entity.id] = part.entity
                mentions[part.entity.id].add(Mention(part.span, kind))
    for identifier in sorted(entities):
        in_order = sorted(mentions[identifier], key=lambda mention: (mention.span.start, mention.span.end))
        yield DocumentEntity(claims[0].document, entities[identifier], tuple(in_order))


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
