"""Store -> all sentences of documents, also those without a claim."""

from __future__ import annotations

from collections.abc import Sequence

from rdflib import Dataset, URIRef

from graph.rdf.stored_sentence import StoredSentence
from graph.store.documents import rows_of_documents, stored_documents
from ontology.model import Sentence

SENTENCES = """SELECT ?id ?index ?begin ?end ?text WHERE {
  VALUES ?document { $nodes }
  ?document ag:documentId ?id .
  ?sentence ag:document ?document ; ag:index ?index ; ag:begin ?begin ; ag:end ?end ; ag:text ?text
} ORDER BY ?id ?index"""


def stored_sentences(data: Dataset, graphs: Sequence[URIRef]) -> list[StoredSentence]:
    """The sentences of these document graphs in the order of documents and texts, without those of copies."""
    documents = {document.id: document for document in stored_documents(data) if document.copy_of is None}
    found: list[StoredSentence] = []
    for row in rows_of_documents(data, SENTENCES, graphs):
        key, index, begin, end, text = map(str, row)
        if key in documents:
            about = documents[key]
            sentence = Sentence(key, int(index), int(begin), int(end), text)
            found.append(StoredSentence(sentence, about.batch, about.title, about.date, about.url, about.source))
    return found
