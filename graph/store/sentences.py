"""Store -> all sentences of documents, also those without a claim."""

from __future__ import annotations

from collections.abc import Sequence

from rdflib import Dataset, URIRef

from graph.rdf.stored_sentence import StoredSentence
from graph.store.documents import rows_of_documents
from ontology.model import Sentence

DOCUMENTS = """SELECT ?id ?batch ?title ?date ?url ?source WHERE {
  VALUES ?document { $nodes }
  ?document ag:documentId ?id .
  OPTIONAL { ?document ag:batch/rdfs:label ?batch } OPTIONAL { ?document ag:title ?title }
  OPTIONAL { ?document ag:date ?date } OPTIONAL { ?document ag:url ?url } OPTIONAL { ?document ag:source ?source }
  FILTER NOT EXISTS { ?document ag:copyOf ?original }
} ORDER BY ?id"""
SENTENCES = """SELECT ?id ?index ?begin ?end ?text WHERE {
  VALUES ?document { $nodes }
  ?document ag:documentId ?id .
  ?sentence ag:document ?document ; ag:index ?index ; ag:begin ?begin ; ag:end ?end ; ag:text ?text
} ORDER BY ?id ?index"""


def stored_sentences(data: Dataset, graphs: Sequence[URIRef]) -> list[StoredSentence]:
    """The sentences of these document graphs in the order of documents and texts, without those of copies."""
    about: dict[str, tuple[str, str | None, str | None, str | None, str | None]] = {}
    for identifier, batch, *rest in rows_of_documents(data, DOCUMENTS, graphs):
        title, date, url, source = (None if value is None else str(value) for value in rest)
        about[str(identifier)] = str(batch or ""), title, date, url, source
    found: list[StoredSentence] = []
    for row in rows_of_documents(data, SENTENCES, graphs):
        key, index, begin, end, text = map(str, row)
        if key in about:
            found.append(StoredSentence(Sentence(key, int(index), int(begin), int(end), text), *about[key]))
    return found
