"""Reads claims and entities back from a store: the inverse of `graph.rdf.claim_quads`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import cast

from rdflib import Dataset, URIRef
from rdflib.namespace import RDF, RDFS, SKOS
from rdflib.term import Node

from graph.rdf.claim_quads import MODALITIES, POLARITIES
from graph.rdf.stored_claim import StoredClaim, claim_order, without_duplicates
from graph.store.oxigraph import is_local, named_graph, rows, triples_about, triples_of_graphs
from ontology.errors import InputError, StoreError
from ontology.identifiers import batch_id, document_id, id_of, iri
from ontology.model import (
    Action,
    Claim,
    Entity,
    EntityType,
    Participant,
    Provenance,
    Review,
    ReviewState,
    Sentence,
    Span,
)
from ontology.vocabulary import AG, BASE_GRAPH, CLASS_OF, ENTITY_GRAPH

TYPE_OF: Mapping[Node, EntityType] = {node: kind for kind, node in CLASS_OF.items()}
POLARITY_OF = {node: polarity for polarity, node in POLARITIES.items()}
MODALITY_OF = {node: modality for modality, node in MODALITIES.items()}

Description = dict[Node, list[Node]]
Triple = tuple[Node, Node, Node]
CHUNK = 50
"""Documents that are read before the entities they name are looked up together."""
NODES_PER_QUERY = 200
"""Resources described by one query."""
DESCRIBE_QUERY = "SELECT ?s ?p ?o WHERE { VALUES ?s { $nodes } ?s ?p ?o FILTER(?p != ag:mentions) }"
ENTITY_QUERY = """SELECT DISTINCT ?s ?kind ?label ?country WHERE {
  VALUES ?s { $nodes } ?s a ?kind ; rdfs:label ?label OPTIONAL { ?s ag:country ?country }
}"""
NAME_QUERY = "SELECT DISTINCT ?s ?name WHERE { VALUES ?s { $nodes } ?s skos:altLabel ?name }"
BATCH_QUERY = """SELECT DISTINCT ?batch ?label WHERE {
  # each of its documents says so of a batch: n graphs with two triples would be n * n rows
  { SELECT DISTINCT ?batch WHERE { ?batch a ag:Batch } } ?batch rdfs:label ?label } ORDER BY ?label"""
ENTITY_PROPERTIES = (AG.actor, AG.target, AG.attribution, AG.where)
"""The properties of a claim that refer to entities."""
NAME_PROPERTIES = frozenset(f"<{name}>" for name in (RDFS.label, SKOS.altLabel, AG.memberOf, AG.note, AG.tag))
MAX_CACHED_ENTITIES = 50_000
"""Entities kept in memory while claims are read."""


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


def claims_of_ids(data: Dataset, ids: Sequence[str]) -> list[StoredClaim]:
    """The claims with these ids, of any document, by document and position in the text."""
    cache, documents = EntityCache(data), DocumentCache(data)
    claims: list[StoredClaim] = []
    for start in range(0, len(ids), NODES_PER_QUERY):
        nodes = [URIRef(iri(identifier)) for identifier in ids[start : start + NODES_PER_QUERY]]
        about = list(_description_triples(data, nodes))
        about += _description_triples(data, _values(about, AG.sentence, AG.generatedBy))
        index = SubjectIndex((*about, *documents.about(_values(about, AG.document))), cache)
        cache.load(index.entity_nodes())
        claims += (_stored_claim(index, node) for node in index.claims())
    return sorted(claims, key=lambda stored: (iri(document_id(stored.claim.document)), *claim_order(stored.claim)))


class DocumentCache:
    """Descriptions of documents and batches, cached because many claims share a document."""

    def __init__(self, data: Dataset) -> None:
        self._data = data
        self._labels = [(batch, RDFS.label, label) for batch, label in _batches(data)]
        self._triples: dict[Node, list[Triple]] = {}

    def about(self, documents: Sequence[Node]) -> Iterator[Triple]:
        """The triples of documents except their mentions, and the labels of all batches."""
        for triple in _queried_triples(self._data, [node for node in documents if node not in self._triples]):
            self._triples.setdefault(triple[0], []).append(triple)
        for document in documents:
            yield from self._triples.get(document, ())
        yield from self._labels


def _description_triples(data: Dataset, nodes: Sequence[Node]) -> Iterator[Triple]:
    """The triples whose subjects are these claims or sentences."""
    return triples_about(data, nodes) if is_local(data) else _queried_triples(data, nodes)


def _queried_triples(data: Dataset, nodes: Sequence[Node]) -> Iterator[Triple]:
    """The triples whose subjects are these nodes, except mentions in a document."""
    for row in _rows(data, DESCRIBE_QUERY, nodes):
        yield cast("Triple", row)


def _values(triples: Iterable[Triple], *terms: Node) -> list[Node]:
    """The sorted values of some properties."""
    return sorted({value for _, term, value in triples if term in terms}, key=str)


def _rows(data: Dataset, text: str, nodes: Sequence[Node]) -> Iterator[Sequence[Node | None]]:
    """The rows of a query on `$nodes`, which is run for a limited number of nodes at a time."""
    for start in range(0, len(nodes), NODES_PER_QUERY):
        terms = " ".join(URIRef(str(node)).n3() for node in nodes[start : start + NODES_PER_QUERY])
        yield from rows(data, text.replace("$nodes", terms))


class EntityCache:
    """Entities by node, loaded on demand; cleared when there are more than `MAX_CACHED_ENTITIES`."""

    def __init__(self, data: Dataset) -> None:
        self._data = data
        self._found: dict[str, Entity] = {}

    def load(self, nodes: Iterable[Node]) -> None:
        """Load the entities that are not cached yet."""
        if len(self._found) > MAX_CACHED_ENTITIES:
            self._found.clear()
        wanted = sorted({node for node in nodes if id_of(str(node)) not in self._found}, key=str)
        self._found |= known_entities(self._data, wanted)

    def __getitem__(self, node: Node) -> Entity:
        """The entity of a node. Raises StoreError if the store does not describe it."""
        try:
            return self._found[id_of(str(node))]
        except KeyError:
            raise StoreError(f"{node}: not described in the store; build it again") from None


def known_entities(data: Dataset, nodes: Sequence[Node]) -> dict[str, Entity]:
    """By id, the entities of those nodes that the store describes."""
    described_entities = {}
    for node, kind, label, country in _rows(data, ENTITY_QUERY, nodes):
        if kind in TYPE_OF and kind is not None:
            identifier = id_of(str(node))
            of = None if country is None else id_of(str(country))
            described_entities[identifier] = Entity(identifier, str(label), TYPE_OF[kind], of)
    return described_entities


def claims_of_batch(data: Dataset, batch: str) -> list[StoredClaim]:
    """The claims of one batch without duplicates. Raises InputError as `check_batch`."""
    check_batch(data, batch)
    return without_duplicates(stored_claims(data, batch=batch))


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


def batches(data: Dataset) -> list[str]:
    """The names of the batches, sorted."""
    return [str(label) for _, label in _batches(data)]


def _batches(data: Dataset) -> Iterator[tuple[Node, Node]]:
    yield from cast("Iterator[tuple[Node, Node]]", rows(data, BATCH_QUERY))


def entities(data: Dataset) -> dict[str, Entity]:
    """By id, sorted, every entity of the registry and of the documents."""
    entities_by_id: dict[str, Entity] = {}
    for name in (ENTITY_GRAPH, BASE_GRAPH):
        graph = named_graph(data, name)
        for node, kind in graph.subject_objects(RDF.type):
            if kind in TYPE_OF:
                country = graph.value(node, AG.country)
                identifier, label = id_of(str(node)), str(graph.value(node, RDFS.label))
                entities_by_id[identifier] = Entity(
                    identifier, label, TYPE_OF[kind], id_of(str(country)) if country else None
                )
    return {identifier: entities_by_id[identifier] for identifier in sorted(entities_by_id)}


def is_about_names(line: str) -> bool:
    """True for a line of N-Quads that `aliases`, `memberships` or `graph.store.remarks` needs."""
    return line.split(" ", 2)[1] in NAME_PROPERTIES


def aliases(data: Dataset, ids: Sequence[str] | None = None) -> dict[str, tuple[str, ...]]:
    """By id of all or of these entities, the sorted alternative names from the registry and the documents."""
    names: dict[str, set[str]] = defaultdict(set)
    if ids is None:
        pairs: Iterable[Sequence[Node | None]] = data.subject_objects(SKOS.altLabel)
    else:
        pairs = _rows(data, NAME_QUERY, [URIRef(iri(identifier)) for identifier in ids])
    for node, name in pairs:
        names[id_of(str(node))].add(str(name))
    return {identifier: tuple(sorted(names[identifier])) for identifier in sorted(names)}


def memberships(data: Dataset) -> dict[str, tuple[str, ...]]:
    """By entity id, the sorted labels of the bodies it is a member of."""
    graph = named_graph(data, BASE_GRAPH)
    bodies: dict[str, set[str]] = defaultdict(set)
    for node, body in graph.subject_objects(AG.memberOf):
        bodies[id_of(str(node))].update(str(label) for label in graph.objects(body, RDFS.label))
    return {identifier: tuple(sorted(bodies[identifier])) for identifier in sorted(bodies)}


class SubjectIndex:
    """Triples indexed by subject: those of one document graph, or those describing some claims."""

    def __init__(self, triples: Iterable[Triple], known: EntityCache) -> None:
        self.known = known
        self.nodes: dict[Node, Description] = defaultdict(lambda: defaultdict(list))
        for subject, predicate, value in triples:
            self.nodes[subject][predicate].append(value)

    def claims(self) -> list[Node]:
        """The nodes of the claims."""
        return [node for node, about in self.nodes.items() if AG.Claim in about.get(RDF.type, ())]

    def entity_nodes(self) -> Iterator[Node]:
        """The nodes of the entities that the claims refer to."""
        for node in self.claims():
            for term in ENTITY_PROPERTIES:
                yield from self.nodes[node].get(term, ())

    def required(self, node: Node, term: Node) -> Node:
        """The value of a required property. Raises StoreError if it is missing."""
        values = self.nodes[node][term] if node in self.nodes else []
        if not values:
            raise StoreError(f"{node}: {term} is missing in the store; build it again")
        return values[0]

    def text(self, node: Node, term: Node) -> str | None:
        """The value of an optional property as text, or None."""
        values = self.nodes[node].get(term) if node in self.nodes else None
        return str(values[0]) if values else None

    def entity(self, node: Node) -> Entity:
        """The entity of a node. Raises StoreError if the store does not describe it."""
        return self.known[node]

    def optional_entity(self, node: Node, term: Node) -> Entity | None:
        """The entity that a property refers to, or None."""
        value = self.text(node, term)
        return self.entity(URIRef(value)) if value else None

    def span(self, node: Node, terms: Sequence[Node]) -> Span:
        """The span given by three properties: text, begin and end."""
        text, begin, end = (str(self.required(node, term)) for term in terms)
        return Span(int(begin), int(end), text)


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
