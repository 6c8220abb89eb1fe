"""Reads claims back from a store: the inverse of `graph.rdf.claim_quads`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from rdflib import Dataset, URIRef
from rdflib.namespace import RDFS
from rdflib.term import Node

from graph.rdf.claim_quads import MODALITIES, POLARITIES
from graph.rdf.stored_claim import StoredClaim, claim_order, without_duplicates
from graph.store.batches import batch_labels, check_batch, document_graphs
from graph.store.entities import EntityCache
from graph.store.node_queries import NODES_PER_QUERY, Triple, description_triples, queried_triples
from graph.store.oxigraph import triples_of_graphs
from graph.store.subject_index import SubjectIndex
from ontology.identifiers import document_id, id_of, iri
from ontology.model import Action, Claim, Participant, Provenance, Review, ReviewState, Sentence
from ontology.vocabulary import AG

POLARITY_OF = {node: polarity for polarity, node in POLARITIES.items()}
MODALITY_OF = {node: modality for modality, node in MODALITIES.items()}
CHUNK = 50
"""Documents that are read before the entities they name are looked up together."""


def stored_claims(
    data: Dataset, *, batch: str | None = None, documents: Sequence[URIRef] | None = None
) -> Iterator[StoredClaim]:
    """The claims of the store (of one batch, or of these document graphs), by document and position in the text.

    Only a few documents are in memory at once.
    """
    cache = EntityCache(data)
    names = document_graphs(data, batch=batch) if documents is None else sorted(documents)
    graphs = triples_of_graphs(data, names)
    while chunk := [SubjectIndex(triples, cache) for triples in islice(graphs, CHUNK)]:
        cache.load(node for index in chunk for node in index.entity_nodes())
        for index in chunk:
            yield from _claims_of(index)


def claims_of_batch(data: Dataset, batch: str) -> list[StoredClaim]:
    """The claims of one batch without duplicates. Raises InputError as `check_batch`."""
    check_batch(data, batch)
    return without_duplicates(stored_claims(data, batch=batch))


def claims_of_ids(data: Dataset, ids: Sequence[str]) -> list[StoredClaim]:
    """The claims with these ids, of any document, by document and position in the text."""
    cache, documents = EntityCache(data), DocumentCache(data)
    claims: list[StoredClaim] = []
    for start in range(0, len(ids), NODES_PER_QUERY):
        nodes = [URIRef(iri(identifier)) for identifier in ids[start : start + NODES_PER_QUERY]]
        about = list(description_triples(data, nodes))
        about += description_triples(data, _values(about, AG.sentence, AG.generatedBy))
        index = SubjectIndex((*about, *documents.about(_values(about, AG.document))), cache)
        cache.load(index.entity_nodes())
        claims += (_stored_claim(index, node) for node in index.claims())
    return sorted(claims, key=lambda stored: (iri(document_id(stored.claim.document)), *claim_order(stored.claim)))


def _values(triples: Iterable[Triple], *terms: Node) -> list[Node]:
    """The sorted values of some properties."""
    return sorted({value for _, term, value in triples if term in terms}, key=str)


class DocumentCache:
    """Descriptions of documents and batches, cached because many claims share a document."""

    def __init__(self, data: Dataset) -> None:
        self._data = data
        self._labels = [(batch, RDFS.label, label) for batch, label in batch_labels(data)]
        self._triples: dict[Node, list[Triple]] = {}

    def about(self, documents: Sequence[Node]) -> Iterator[Triple]:
        """The triples of documents except their mentions, and the labels of all batches."""
        for triple in queried_triples(self._data, [node for node in documents if node not in self._triples]):
            self._triples.setdefault(triple[0], []).append(triple)
        for document in documents:
            yield from self._triples.get(document, ())
        yield from self._labels


def _claims_of(graph: SubjectIndex) -> list[StoredClaim]:
    return sorted((_stored_claim(graph, node) for node in graph.claims()), key=lambda stored: claim_order(stored.claim))


def _stored_claim(graph: SubjectIndex, node: Node) -> StoredClaim:
    document = graph.required(node, AG.document)
    first = graph.text(node, AG.repeats)
    return StoredClaim(
        _claim(graph, node, str(graph.required(document, AG.documentId))),
        str(graph.required(graph.required(document, AG.batch), RDFS.label)),
        title=graph.text(document, AG.title),
        date=graph.text(document, AG.date),
        url=graph.text(document, AG.url),
        source=graph.text(document, AG.source),
        repeats=None if first is None else id_of(first),
    )


def _claim(graph: SubjectIndex, node: Node, document: str) -> Claim:
    target = graph.optional_entity(node, AG.target)
    return Claim(
        id=id_of(str(node)),
        document=document,
        sentence=_sentence(graph, graph.required(node, AG.sentence), document),
        actor=Participant(
            graph.entity(graph.required(node, AG.actor)),
            graph.span(node, (AG.actorText, AG.actorBegin, AG.actorEnd)),
            graph.text(node, AG.actorQuantity),
            graph.text(node, AG.actorHeadLemma),
        ),
        action=_action(graph, node),
        action_span=graph.span(node, (AG.actionText, AG.actionBegin, AG.actionEnd)),
        target=None
        if target is None
        else Participant(
            target,
            graph.span(node, (AG.targetText, AG.targetBegin, AG.targetEnd)),
            graph.text(node, AG.targetQuantity),
            graph.text(node, AG.targetHeadLemma),
        ),
        polarity=POLARITY_OF[URIRef(str(graph.required(node, AG.polarity)))],
        modality=MODALITY_OF[URIRef(str(graph.required(node, AG.modality)))],
        alleged=str(graph.required(node, AG.alleged)) == "true",
        attribution=graph.optional_entity(node, AG.attribution),
        when=_when(graph, node),
        where=graph.optional_entity(node, AG.where),
        confidence=float(str(graph.required(node, AG.confidence))),
        rule=str(graph.required(node, AG.rule)),
        attribution_head_lemma=graph.text(node, AG.attributionHeadLemma),
        review=_review(graph, node),
        provenance=_provenance(graph, node),
    )


def _review(graph: SubjectIndex, node: Node) -> Review | None:
    state = graph.text(node, AG.state)
    return None if state is None else Review(ReviewState(state), graph.text(node, AG.why) or "")


def _provenance(graph: SubjectIndex, node: Node) -> Provenance | None:
    value = graph.text(node, AG.generatedBy)
    if value is None:
        return None
    made = URIRef(value)
    return Provenance(*(str(graph.required(made, term)) for term in (AG.extractor, AG.model, AG.requestDigest)))


def _sentence(graph: SubjectIndex, node: Node, document: str) -> Sentence:
    index, begin, end = (int(str(graph.required(node, term))) for term in (AG.index, AG.begin, AG.end))
    return Sentence(document, index, begin, end, str(graph.required(node, AG.text)))


def _action(graph: SubjectIndex, node: Node) -> Action:
    concept = _local_name(graph.required(node, AG.action))
    return Action(
        lemma=str(graph.required(node, AG.lemma)),
        label=str(graph.required(node, AG.actionLabel)),
        class_=_local_name(graph.required(node, AG.actionClass)),
        concept=concept,
        plover=graph.text(node, AG.plover),
    )


def _local_name(node: Node) -> str:
    return str(node).rpartition("/")[2]


def _when(graph: SubjectIndex, node: Node) -> str | None:
    start, end = graph.text(node, AG.whenStart), graph.text(node, AG.whenEnd)
    return f"{start}/{end}" if start and end else graph.text(node, AG.when)
