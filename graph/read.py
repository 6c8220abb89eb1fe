"""Store -> claims: the exact inverse of `graph.quads`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from rdflib import Dataset, Graph, URIRef
from rdflib.namespace import RDF, RDFS, SKOS
from rdflib.term import Node

from graph.copies import folded
from graph.quads import MODALITIES, POLARITIES
from graph.store import named_graph, named_graphs
from graph.stored import StoredClaim
from ontology.errors import InputError, StoreError
from ontology.identity import batch_id, id_of, iri
from ontology.model import Action, Claim, Entity, EntityType, Participant, Sentence, Span
from ontology.vocabulary import AG, BASE_GRAPH, CLASS_OF, ENTITY_GRAPH

TYPE_OF: Mapping[Node, EntityType] = {node: kind for kind, node in CLASS_OF.items()}
POLARITY_OF = {node: polarity for polarity, node in POLARITIES.items()}
MODALITY_OF = {node: modality for modality, node in MODALITIES.items()}

Description = dict[Node, list[Node]]


def stored_claims(data: Dataset, *, batch: str | None = None) -> Iterator[StoredClaim]:
    """The claims of the store (of one batch), by document and place in the text."""
    known = entities(data)
    for graph in named_graphs(data, document_graphs(data, batch=batch)):
        yield from _claims_of(_Graph(graph, known))


def claims_of_batch(data: Dataset, batch: str) -> list[StoredClaim]:
    """The claims of one batch, copies folded. Raises InputError, naming the batches there are, for an unknown one."""
    known = batches(data)
    if batch not in known:
        raise InputError(batch, f"no such batch in the store; there are: {', '.join(known) or 'none'}")
    return folded(stored_claims(data, batch=batch))


def document_graphs(data: Dataset, *, batch: str | None = None) -> list[URIRef]:
    """The graphs of documents (of one batch), sorted; each bears the IRI of its document."""
    wanted = None if batch is None else URIRef(iri(batch_id(batch)))
    return sorted({URIRef(str(document)) for document in data.subjects(AG.batch, wanted)})


def batches(data: Dataset) -> list[str]:
    """Names of the batches, sorted."""
    return sorted(
        {str(label) for batch in data.subjects(RDF.type, AG.Batch) for label in data.objects(batch, RDFS.label)}
    )


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


def aliases(data: Dataset) -> dict[str, tuple[str, ...]]:
    """By entity id, every other name that the registry or a document uses, sorted."""
    found: dict[str, set[str]] = defaultdict(set)
    for node, name in data.subject_objects(SKOS.altLabel):
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
    """The triples of one document's graph, by subject."""

    def __init__(self, graph: Graph, known: Mapping[str, Entity]) -> None:
        self.name = URIRef(str(graph.identifier))
        self.known = known
        self.nodes: dict[Node, Description] = defaultdict(lambda: defaultdict(list))
        for subject, predicate, value in graph:
            self.nodes[subject][predicate].append(value)

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
        try:
            return self.known[id_of(str(node))]
        except KeyError:
            raise StoreError(f"{node}: not described in the store; build it again") from None

    def optional_entity(self, node: Node, term: Node) -> Entity | None:
        """The entity that a property names, if it is there."""
        value = self.text(node, term)
        return self.entity(URIRef(value)) if value else None

    def span(self, node: Node, terms: Sequence[Node]) -> Span:
        """Text, begin and end of a part of a claim."""
        text, begin, end = (str(self.one(node, term)) for term in terms)
        return Span(int(begin), int(end), text)


def _claims_of(graph: _Graph) -> Iterator[StoredClaim]:
    about = _about(graph)
    claims = [_claim(graph, node, about) for node in list(graph.nodes) if AG.Claim in graph.nodes[node][RDF.type]]
    for claim in sorted(claims, key=lambda it: (it.sentence.start, it.action_span.start, it.actor.span.start, it.id)):
        first = graph.text(URIRef(iri(claim.id)), AG.repeats)
        yield StoredClaim(
            claim,
            str(about["batch"]),
            about["title"],
            about["date"],
            about["url"],
            about["source"],
            repeats=None if first is None else id_of(first),
        )


def _about(graph: _Graph) -> Mapping[str, str | None]:
    name = graph.name
    batch = graph.one(name, AG.batch)
    return {
        "id": str(graph.one(name, AG.documentId)),
        "batch": str(graph.one(batch, RDFS.label)),
        "title": graph.text(name, AG.title),
        "date": graph.text(name, AG.date),
        "url": graph.text(name, AG.url),
        "source": graph.text(name, AG.source),
    }


def _claim(graph: _Graph, node: Node, about: Mapping[str, str | None]) -> Claim:
    target = graph.optional_entity(node, AG.target)
    document = str(about["id"])
    return Claim(
        id=id_of(str(node)),
        document=document,
        sentence=_sentence(graph, graph.one(node, AG.sentence), document),
        actor=Participant(
            graph.entity(graph.one(node, AG.actor)),
            graph.span(node, (AG.actorText, AG.actorBegin, AG.actorEnd)),
            graph.text(node, AG.actorQuantity),
        ),
        action=_action(graph, node),
        action_span=graph.span(node, (AG.actionText, AG.actionBegin, AG.actionEnd)),
        target=None
        if target is None
        else Participant(
            target,
            graph.span(node, (AG.targetText, AG.targetBegin, AG.targetEnd)),
            graph.text(node, AG.targetQuantity),
        ),
        polarity=POLARITY_OF[URIRef(str(graph.one(node, AG.polarity)))],
        modality=MODALITY_OF[URIRef(str(graph.one(node, AG.modality)))],
        alleged=str(graph.one(node, AG.alleged)) == "true",
        attribution=graph.optional_entity(node, AG.attribution),
        when=_when(graph, node),
        where=graph.optional_entity(node, AG.where),
        confidence=float(str(graph.one(node, AG.confidence))),
        rule=str(graph.one(node, AG.rule)),
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
