"""Store -> claims: the exact inverse of `graph.rdf.claim_quads`."""

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
from graph.store.oxigraph import described, is_local, named_graph, rows, triples
from ontology.errors import InputError, StoreError
from ontology.identity import batch_id, document_id, id_of, iri
from ontology.model import Action, Claim, Entity, EntityType, Participant, Sentence, Span
from ontology.vocabulary import AG, BASE_GRAPH, CLASS_OF, ENTITY_GRAPH

TYPE_OF: Mapping[Node, EntityType] = {node: kind for kind, node in CLASS_OF.items()}
POLARITY_OF = {node: polarity for polarity, node in POLARITIES.items()}
MODALITY_OF = {node: modality for modality, node in MODALITIES.items()}

Description = dict[Node, list[Node]]
Triple = tuple[Node, Node, Node]
TOGETHER = 50
"""Documents, or claims, that are read before the entities that they name are looked up."""
ASKED = 200
"""Resources that one query describes."""
ABOUT = "SELECT ?s ?p ?o WHERE { VALUES ?s { $nodes } ?s ?p ?o FILTER(?p != ag:mentions) }"
ENTITIES = """SELECT DISTINCT ?s ?kind ?label ?country WHERE {
  VALUES ?s { $nodes } ?s a ?kind ; rdfs:label ?label OPTIONAL { ?s ag:country ?country }
}"""
NAMES = "SELECT DISTINCT ?s ?name WHERE { VALUES ?s { $nodes } ?s skos:altLabel ?name }"
BATCHES = """SELECT DISTINCT ?batch ?label WHERE {
  # each of its documents says so of a batch: n graphs with two triples would be n * n rows
  { SELECT DISTINCT ?batch WHERE { ?batch a ag:Batch } } ?batch rdfs:label ?label } ORDER BY ?label"""
NAMING = (AG.actor, AG.target, AG.attribution, AG.where)
"""What a claim names entities by."""
NAMES_OF = frozenset(f"<{name}>" for name in (RDFS.label, SKOS.altLabel, AG.memberOf))
KEPT = 50_000
"""Descriptions of entities that are kept while claims are read."""


def stored_claims(
    data: Dataset, *, batch: str | None = None, documents: Sequence[URIRef] | None = None
) -> Iterator[StoredClaim]:
    """The claims of the store (of one batch, of these documents' graphs), by document and place in the text.

    Few documents are in memory at once.
    """
    known = _Known(data)
    graphs = triples(data, document_graphs(data, batch=batch) if documents is None else sorted(documents))
    while some := list(islice(graphs, TOGETHER)):
        read = [_Graph(graph, known) for graph in some]
        known.learn(node for one in read for node in one.named())
        for one in read:
            yield from _claims_of(one)


def claims_of_ids(data: Dataset, ids: Sequence[str]) -> list[StoredClaim]:
    """The claims of these ids, wherever they stand, by document and place in the text."""
    known, texts = _Known(data), _Texts(data)
    found: list[StoredClaim] = []
    for start in range(0, len(ids), ASKED):
        about = list(_about_nodes(data, [URIRef(iri(one)) for one in ids[start : start + ASKED]]))
        about += _about_nodes(data, _values(about, AG.sentence))
        read = _Graph((*about, *texts.about(_values(about, AG.document))), known)
        known.learn(read.named())
        found += (_stored(read, node) for node in read.claims())
    return sorted(found, key=lambda one: (iri(document_id(one.claim.document)), *claim_order(one.claim)))


class _Texts:
    """What is said of documents and batches: many claims are of one."""

    def __init__(self, data: Dataset) -> None:
        self._data = data
        self._labels = [(batch, RDFS.label, label) for batch, label in _batches(data)]
        self._found: dict[Node, list[Triple]] = {}

    def about(self, documents: Sequence[Node]) -> Iterator[Triple]:
        """The triples of documents, but for who is mentioned, and the labels of all batches."""
        for triple in _asked(self._data, [one for one in documents if one not in self._found]):
            self._found.setdefault(triple[0], []).append(triple)
        for document in documents:
            yield from self._found.get(document, ())
        yield from self._labels


def _about_nodes(data: Dataset, nodes: Sequence[Node]) -> Iterator[Triple]:
    """The triples that have claims or sentences as their subjects."""
    return described(data, nodes) if is_local(data) else _asked(data, nodes)


def _asked(data: Dataset, nodes: Sequence[Node]) -> Iterator[Triple]:
    """The triples that have these nodes as their subjects, but for who is mentioned in a document."""
    for row in _rows(data, ABOUT, nodes):
        yield cast("Triple", row)


def _values(triples: Iterable[Triple], *terms: Node) -> list[Node]:
    """The values of some properties, sorted."""
    return sorted({value for _, term, value in triples if term in terms}, key=str)


def _rows(data: Dataset, text: str, nodes: Sequence[Node]) -> Iterator[Sequence[Node | None]]:
    """The rows of a query on `$nodes`, asked for some of them at a time."""
    for start in range(0, len(nodes), ASKED):
        terms = " ".join(URIRef(str(node)).n3() for node in nodes[start : start + ASKED])
        yield from rows(data, text.replace("$nodes", terms))


class _Known:
    """Descriptions of entities, looked up when they are needed; so many are kept."""

    def __init__(self, data: Dataset) -> None:
        self._data = data
        self._found: dict[str, Entity] = {}

    def learn(self, nodes: Iterable[Node]) -> None:
        """Look up those of the entities that are not known yet."""
        if len(self._found) > KEPT:
            self._found.clear()
        wanted = sorted({node for node in nodes if id_of(str(node)) not in self._found}, key=str)
        self._found |= known_entities(self._data, wanted)

    def __getitem__(self, node: Node) -> Entity:
        """The entity that a node stands for. Raises StoreError if the store does not describe it."""
        try:
            return self._found[id_of(str(node))]
        except KeyError:
            raise StoreError(f"{node}: not described in the store; build it again") from None


def known_entities(data: Dataset, nodes: Sequence[Node]) -> dict[str, Entity]:
    """By id, the entities that these nodes stand for, as far as the store describes them."""
    found = {}
    for node, kind, label, country in _rows(data, ENTITIES, nodes):
        if kind in TYPE_OF and kind is not None:
            identifier = id_of(str(node))
            of = None if country is None else id_of(str(country))
            found[identifier] = Entity(identifier, str(label), TYPE_OF[kind], of)
    return found


def claims_of_batch(data: Dataset, batch: str) -> list[StoredClaim]:
    """The claims of one batch, copies folded. Raises InputError, naming the batches there are, for an unknown one."""
    check_batch(data, batch)
    return without_duplicates(stored_claims(data, batch=batch))


def check_batch(data: Dataset, batch: str) -> None:
    """Raises InputError, naming the batches there are, for an unknown one."""
    known = batches(data)
    if batch not in known:
        raise InputError(batch, f"no such batch in the store; there are: {', '.join(known) or 'none'}")


def document_graphs(data: Dataset, *, batch: str | None = None) -> list[URIRef]:
    """The graphs of documents (of one batch), sorted; each bears the IRI of its document."""
    wanted = None if batch is None else URIRef(iri(batch_id(batch)))
    return sorted({URIRef(str(document)) for document in data.subjects(AG.batch, wanted)})


def dated_documents(data: Dataset) -> dict[URIRef, str]:
    """By the name of its graph, the date of each document that has one."""
    return {URIRef(str(document)): str(date) for document, date in data.subject_objects(AG.date)}


def batches(data: Dataset) -> list[str]:
    """Names of the batches, sorted."""
    return [str(label) for _, label in _batches(data)]


def _batches(data: Dataset) -> Iterator[tuple[Node, Node]]:
    yield from cast("Iterator[tuple[Node, Node]]", rows(data, BATCHES))


def entities(data: Dataset) -> dict[str, Entity]:
    """Every entity of the registry and of the documents, by id."""
    found: dict[str, Entity] = {}
    for name in (ENTITY_GRAPH, BASE_GRAPH):
        graph = named_graph(data, name)
        for node, kind in graph.subject_objects(RDF.type):
            if kind in TYPE_OF:
                country = graph.value(node, AG.country)
                identifier, label = id_of(str(node)), str(graph.value(node, RDFS.label))
                found[identifier] = Entity(identifier, label, TYPE_OF[kind], id_of(str(country)) if country else None)
    return {identifier: found[identifier] for identifier in sorted(found)}


def is_about_names(line: str) -> bool:
    """True for a line of N-Quads that `aliases` or `memberships` looks at: all they need of a graph."""
    return line.split(" ", 2)[1] in NAMES_OF


def aliases(data: Dataset, ids: Sequence[str] | None = None) -> dict[str, tuple[str, ...]]:
    """By entity id (of all, or of these), every other name that the registry or a document uses, sorted."""
    found: dict[str, set[str]] = defaultdict(set)
    if ids is None:
        pairs: Iterable[Sequence[Node | None]] = data.subject_objects(SKOS.altLabel)
    else:
        pairs = _rows(data, NAMES, [URIRef(iri(identifier)) for identifier in ids])
    for node, name in pairs:
        found[id_of(str(node))].add(str(name))
    return {identifier: tuple(sorted(found[identifier])) for identifier in sorted(found)}


def memberships(data: Dataset) -> dict[str, tuple[str, ...]]:
    """By entity id, the labels of the bodies that it belongs to, sorted."""
    graph = named_graph(data, BASE_GRAPH)
    found: dict[str, set[str]] = defaultdict(set)
    for node, body in graph.subject_objects(AG.memberOf):
        found[id_of(str(node))].update(str(label) for label in graph.objects(body, RDFS.label))
    return {identifier: tuple(sorted(found[identifier])) for identifier in sorted(found)}


class _Graph:
    """Triples by subject: those of one document's graph, or what was looked up of some claims."""

    def __init__(self, triples: Iterable[Triple], known: _Known) -> None:
        self.known = known
        self.nodes: dict[Node, Description] = defaultdict(lambda: defaultdict(list))
        for subject, predicate, value in triples:
            self.nodes[subject][predicate].append(value)

    def claims(self) -> list[Node]:
        """The claims that are described."""
        return [node for node, about in self.nodes.items() if AG.Claim in about.get(RDF.type, ())]

    def named(self) -> Iterator[Node]:
        """The entities that the claims name."""
        for node in self.claims():
            for term in NAMING:
                yield from self.nodes[node].get(term, ())

    def one(self, node: Node, term: Node) -> Node:
        """The only value of a property. Raises StoreError if there is none."""
        values = self.nodes[node][term] if node in self.nodes else []
        if not values:
            raise StoreError(f"{node}: {term} is missing in the store; build it again")
        return values[0]

    def text(self, node: Node, term: Node) -> str | None:
        """The only value of a property as text; None if there is none."""
        values = self.nodes[node].get(term) if node in self.nodes else None
        return str(values[0]) if values else None

    def entity(self, node: Node) -> Entity:
        """The entity that a node stands for. Raises StoreError if the store does not describe it."""
        return self.known[node]

    def optional_entity(self, node: Node, term: Node) -> Entity | None:
        """The entity that a property names, if it is there."""
        value = self.text(node, term)
        return self.entity(URIRef(value)) if value else None

    def span(self, node: Node, terms: Sequence[Node]) -> Span:
        """Text, begin and end of a part of a claim."""
        text, begin, end = (str(self.one(node, term)) for term in terms)
        return Span(int(begin), int(end), text)


def _claims_of(graph: _Graph) -> list[StoredClaim]:
    return sorted((_stored(graph, node) for node in graph.claims()), key=lambda one: claim_order(one.claim))


def _stored(graph: _Graph, node: Node) -> StoredClaim:
    document = graph.one(node, AG.document)
    first = graph.text(node, AG.repeats)
    return StoredClaim(
        _claim(graph, node, str(graph.one(document, AG.documentId))),
        str(graph.one(graph.one(document, AG.batch), RDFS.label)),
        title=graph.text(document, AG.title),
        date=graph.text(document, AG.date),
        url=graph.text(document, AG.url),
        source=graph.text(document, AG.source),
        repeats=None if first is None else id_of(first),
    )


def _claim(graph: _Graph, node: Node, document: str) -> Claim:
    target = graph.optional_entity(node, AG.target)
    return Claim(
        id=id_of(str(node)),
        document=document,
        sentence=_sentence(graph, graph.one(node, AG.sentence), document),
        actor=Participant(
            graph.entity(graph.one(node, AG.actor)),
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
        polarity=POLARITY_OF[URIRef(str(graph.one(node, AG.polarity)))],
        modality=MODALITY_OF[URIRef(str(graph.one(node, AG.modality)))],
        alleged=str(graph.one(node, AG.alleged)) == "true",
        attribution=graph.optional_entity(node, AG.attribution),
        when=_when(graph, node),
        where=graph.optional_entity(node, AG.where),
        confidence=float(str(graph.one(node, AG.confidence))),
        rule=str(graph.one(node, AG.rule)),
        attribution_head_lemma=graph.text(node, AG.attributionHeadLemma),
    )


def _sentence(graph: _Graph, node: Node, document: str) -> Sentence:
    index, begin, end = (int(str(graph.one(node, term))) for term in (AG.index, AG.begin, AG.end))
    return Sentence(document, index, begin, end, str(graph.one(node, AG.text)))


def _action(graph: _Graph, node: Node) -> Action:
    concept = _last(graph.one(node, AG.action))
    return Action(
        lemma=str(graph.one(node, AG.lemma)),
        label=str(graph.one(node, AG.actionLabel)),
        class_=_last(graph.one(node, AG.actionClass)),
        concept=concept,
        plover=graph.text(node, AG.plover),
    )


def _last(node: Node) -> str:
    return str(node).rpartition("/")[2]


def _when(graph: _Graph, node: Node) -> str | None:
    start, end = graph.text(node, AG.whenStart), graph.text(node, AG.whenEnd)
    return f"{start}/{end}" if start and end else graph.text(node, AG.when)
