"""Claims -> RDF quads: pure functions, no store. One named graph per document, no blank nodes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from rdflib import Literal, URIRef
from rdflib.namespace import RDF, RDFS, XSD
from rdflib.term import Node

from ontology.actions import scheme
from ontology.identity import action_id, batch_id, document_id, iri, sentence_id
from ontology.model import Claim, Document, Extraction, Modality, Polarity, Sentence, Span
from ontology.reference import ontology_triples, registry_triples, scheme_triples
from ontology.registry import Registry
from ontology.vocabulary import AG, BASE_GRAPH

Triple = tuple[Node, Node, Node]
Quad = tuple[Node, Node, Node, URIRef]

POLARITIES = {Polarity.AFFIRMED: AG.affirmed, Polarity.NEGATED: AG.negated}
MODALITIES = {
    Modality.ASSERTED: AG.asserted,
    Modality.PLANNED: AG.planned,
    Modality.POSSIBLE: AG.possible,
    Modality.OBLIGATED: AG.obligated,
}
DATE_TYPES = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}
DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def extraction_quads(extraction: Extraction) -> Iterator[Quad]:
    """Everything that one document gives, in the graph that bears the document's IRI."""
    graph = node_of(document_id(extraction.document.id))
    for triple in _extraction_triples(extraction):
        yield (*triple, graph)


def reference_quads(registry: Registry) -> Iterator[Quad]:
    """Ontology, action scheme and registry, in the base graph."""
    for triples in (ontology_triples(), scheme_triples(scheme()), registry_triples(registry)):
        for triple in triples:
            yield (*triple, BASE_GRAPH)


def claim_triples(claim: Claim) -> Iterator[Triple]:
    """A claim with its evidence, and beside it the direct triple where the claim is affirmed, done and not alleged."""
    node = URIRef(iri(claim.id))
    actor, action = node_of(claim.actor.entity.id), node_of(action_id(claim.action.concept))
    yield node, RDF.type, AG.Claim
    yield node, AG.document, node_of(document_id(claim.document))
    yield node, AG.sentence, _sentence_node(claim.sentence)
    yield node, AG.actor, actor
    yield from _span(node, claim.actor.span, (AG.actorText, AG.actorBegin, AG.actorEnd))
    yield node, AG.action, action
    yield node, AG.actionClass, node_of(action_id(claim.action.class_))
    yield node, AG.lemma, Literal(claim.action.lemma)
    yield node, AG.actionLabel, Literal(claim.action.label)
    yield from _span(node, claim.action_span, (AG.actionText, AG.actionBegin, AG.actionEnd))
    if claim.target is not None:
        yield node, AG.target, node_of(claim.target.entity.id)
        yield from _span(node, claim.target.span, (AG.targetText, AG.targetBegin, AG.targetEnd))
    for term, participant in ((AG.actorQuantity, claim.actor), (AG.targetQuantity, claim.target)):
        if participant is not None and participant.quantity is not None:
            yield node, term, _quantity(participant.quantity)
    if claim.action.plover is not None:
        yield node, AG.plover, Literal(claim.action.plover)
    yield from _circumstances(node, claim)
    if claim.target is not None and is_plain(claim):
        yield actor, action, node_of(claim.target.entity.id)


def is_plain(claim: Claim) -> bool:
    """True if the text says the act without denying, planning, supposing or alleging it."""
    return claim.polarity is Polarity.AFFIRMED and claim.modality is Modality.ASSERTED and not claim.alleged


def date_literal(text: str) -> Literal:
    """An ISO 8601 date as xsd:date, xsd:gYearMonth or xsd:gYear, as precise as it is. Raises ValueError for others."""
    if not DATE.fullmatch(text):
        raise ValueError(f"{text!r} is no ISO 8601 date")
    # rdflib's own conversion would turn a month into a day
    return Literal(text, datatype=DATE_TYPES[len(text)], normalize=False)


def _extraction_triples(extraction: Extraction) -> Iterator[Triple]:
    yield from _document_triples(extraction.document)
    node = node_of(document_id(extraction.document.id))
    for found in extraction.entities:
        yield node, AG.mentions, node_of(found.entity.id)
    for sentence in extraction.sentences:
        yield from _sentence_triples(sentence)
    for claim in extraction.claims:
        yield from claim_triples(claim)


def _document_triples(document: Document) -> Iterator[Triple]:
    node, batch = node_of(document_id(document.id)), node_of(batch_id(document.batch))
    yield node, RDF.type, AG.Document
    yield node, AG.documentId, Literal(document.id)
    yield node, AG.batch, batch
    yield batch, RDF.type, AG.Batch
    yield batch, RDFS.label, Literal(document.batch)
    for term, value in _said_of(document):
        if value is not None:
            yield node, term, Literal(value)
    if document.copy_of is not None:
        yield node, AG.copyOf, URIRef(iri(document_id(document.copy_of)))
    if document.date is not None:
        yield node, AG.date, date_literal(document.date)


def _said_of(document: Document) -> tuple[tuple[URIRef, str | None], ...]:
    return (
        (AG.title, document.title),
        (AG.url, document.url),
        (AG.source, document.source),
        (AG.dateFrom, document.date_from),
        (AG.byline, document.byline),
        (AG.standfirst, document.standfirst),
        (AG.dateline, document.dateline),
        (AG.language, document.language),
    )


def _sentence_triples(sentence: Sentence) -> Iterator[Triple]:
    node = _sentence_node(sentence)
    yield node, RDF.type, AG.Sentence
    yield node, AG.document, node_of(document_id(sentence.document))
    yield node, AG.index, _count(sentence.index)
    yield node, AG.begin, _count(sentence.start)
    yield node, AG.end, _count(sentence.end)
    yield node, AG.text, Literal(sentence.text)


def _circumstances(node: URIRef, claim: Claim) -> Iterator[Triple]:
    yield node, AG.polarity, POLARITIES[claim.polarity]
    yield node, AG.modality, MODALITIES[claim.modality]
    yield node, AG.alleged, Literal(claim.alleged)
    if claim.attribution is not None:
        yield node, AG.attribution, node_of(claim.attribution.id)
    if claim.when is not None:
        start, slash, end = claim.when.partition("/")
        yield node, AG.whenStart if slash else AG.when, date_literal(start)
        if slash:
            yield node, AG.whenEnd, date_literal(end)
    if claim.where is not None:
        yield node, AG.where, node_of(claim.where.id)
    yield node, AG.confidence, Literal(Decimal(str(claim.confidence)).normalize())
    yield node, AG.rule, Literal(claim.rule)


def _sentence_node(sentence: Sentence) -> URIRef:
    return node_of(sentence_id(sentence.document, sentence.start, sentence.end))


def _span(node: URIRef, span: Span, terms: tuple[URIRef, URIRef, URIRef]) -> Iterator[Triple]:
    text, begin, end = terms
    yield node, text, Literal(span.text)
    yield node, begin, _count(span.start)
    yield node, end, _count(span.end)


@lru_cache(maxsize=20_000)
def node_of(identifier: str) -> URIRef:
    """The node of an id; kept, since a document names the same ones again and again."""
    return URIRef(iri(identifier))


def _quantity(words: str) -> Literal:
    """A plain number as an integer; other words as they stand."""
    return _count(int(words)) if words.isdecimal() else Literal(words)


@lru_cache(maxsize=20_000)
def _count(number: int) -> Literal:
    return Literal(number, datatype=XSD.integer)
