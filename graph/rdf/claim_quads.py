"""Claims -> RDF quads: pure functions, no store. One named graph per document, no blank nodes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rdflib.namespace import XSD

from graph.rdf import schema
from graph.rdf.ntriples import (
    Quad,
    Term,
    Triple,
    boolean_term,
    decimal_term,
    integer_term,
    iri_term,
    string_term,
    term,
    typed_term,
)
from ontology.actions import scheme
from ontology.identifiers import action_id, batch_id, document_id, extraction_id, iri, sentence_id
from ontology.model import Claim, Document, Extraction, Modality, Polarity, Provenance, Sentence, Span
from ontology.reference import ontology_triples, registry_triples, scheme_triples
from ontology.registry import Registry
from ontology.vocabulary import AG, BASE_GRAPH

POLARITIES = {Polarity.AFFIRMED: AG.affirmed, Polarity.NEGATED: AG.negated}
MODALITIES = {
    Modality.ASSERTED: AG.asserted,
    Modality.PLANNED: AG.planned,
    Modality.POSSIBLE: AG.possible,
    Modality.OBLIGATED: AG.obligated,
}
DATE_TYPES = {4: str(XSD.gYear), 7: str(XSD.gYearMonth), 10: str(XSD.date)}
DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
POLARITY_TERMS = {value: term(node) for value, node in POLARITIES.items()}
MODALITY_TERMS = {value: term(node) for value, node in MODALITIES.items()}
BASE_GRAPH_TERM = term(BASE_GRAPH)


def extraction_quads(extraction: Extraction) -> Iterator[Quad]:
    """All quads of one document, in the named graph with the document's IRI."""
    graph = iri_term(document_id(extraction.document.id))
    for triple in _extraction_triples(extraction):
        yield (*triple, graph)


def reference_quads(registry: Registry) -> Iterator[Quad]:
    """Quads of the ontology, the action scheme and the registry, in the base graph."""
    for triples in (ontology_triples(), scheme_triples(scheme()), registry_triples(registry)):
        for subject, predicate, value in triples:
            yield term(subject), term(predicate), term(value), BASE_GRAPH_TERM


def claim_triples(claim: Claim) -> Iterator[Triple]:
    """The triples of a claim with its evidence, and the direct triple if the claim is asserted as fact."""
    if claim.is_rejected:
        yield from _rejected_triples(claim)
        return
    node = f"<{iri(claim.id)}>"
    actor, action = iri_term(claim.actor.entity.id), iri_term(action_id(claim.action.concept))
    yield node, schema.TYPE, schema.A_CLAIM
    yield node, schema.DOCUMENT, iri_term(document_id(claim.document))
    yield node, schema.SENTENCE, _sentence_node(claim.sentence)
    yield node, schema.ACTOR, actor
    yield from _span_triples(node, claim.actor.span, (schema.ACTOR_TEXT, schema.ACTOR_BEGIN, schema.ACTOR_END))
    yield node, schema.ACTION, action
    yield node, schema.ACTION_CLASS, iri_term(action_id(claim.action.class_))
    yield node, schema.LEMMA, string_term(claim.action.lemma)
    yield node, schema.ACTION_LABEL, string_term(claim.action.label)
    yield from _span_triples(node, claim.action_span, (schema.ACTION_TEXT, schema.ACTION_BEGIN, schema.ACTION_END))
    if claim.target is not None:
        yield node, schema.TARGET, iri_term(claim.target.entity.id)
        yield from _span_triples(node, claim.target.span, (schema.TARGET_TEXT, schema.TARGET_BEGIN, schema.TARGET_END))
    for name, participant in ((schema.ACTOR_QUANTITY, claim.actor), (schema.TARGET_QUANTITY, claim.target)):
        if participant is not None and participant.quantity is not None:
            yield node, name, _quantity_term(participant.quantity)
    yield from _head_lemmas(node, claim)
    if claim.action.plover is not None:
        yield node, schema.PLOVER, string_term(claim.action.plover)
    yield from _qualifier_triples(node, claim)
    yield from _review_triples(node, claim)
    yield from _provenance_triples(node, claim.provenance)
    if claim.target is not None and claim.is_fact:
        yield actor, action, iri_term(claim.target.entity.id)


def _provenance_triples(node: Term, made: Provenance | None) -> Iterator[Triple]:
    """Where a claim comes from that no rule made."""
    if made is None:
        return
    extraction = iri_term(extraction_id(made.request))
    yield node, schema.GENERATED_BY, extraction
    yield extraction, schema.TYPE, schema.A_EXTRACTION
    yield extraction, schema.EXTRACTOR, string_term(made.extractor)
    yield extraction, schema.MODEL, string_term(made.model)
    yield extraction, schema.REQUEST_DIGEST, string_term(made.request)


def _rejected_triples(claim: Claim) -> Iterator[Triple]:
    """A claim that a person has rejected: an RDF statement, which no query for claims meets."""
    node = f"<{iri(claim.id)}>"
    yield node, schema.TYPE, schema.A_REJECTED_CLAIM
    yield node, schema.SENTENCE, _sentence_node(claim.sentence)
    yield node, schema.SUBJECT, iri_term(claim.actor.entity.id)
    yield node, schema.PREDICATE, iri_term(action_id(claim.action.concept))
    if claim.target is not None:
        yield node, schema.OBJECT, iri_term(claim.target.entity.id)
    yield from _review_triples(node, claim)


def _review_triples(node: Term, claim: Claim) -> Iterator[Triple]:
    if claim.review is not None:
        yield node, schema.STATE, string_term(claim.review.state.value)
        if claim.review.why:
            yield node, schema.WHY, string_term(claim.review.why)


def date_term(value: str) -> Term:
    """An ISO 8601 date as xsd:date, xsd:gYearMonth or xsd:gYear, whichever fits. Raises ValueError for other text."""
    if not DATE.fullmatch(value):
        raise ValueError(f"{value!r} is not an ISO 8601 date")
    return typed_term(value, DATE_TYPES[len(value)])


def _extraction_triples(extraction: Extraction) -> Iterator[Triple]:
    yield from _document_triples(extraction.document)
    node = iri_term(document_id(extraction.document.id))
    for document_entity in extraction.entities:
        yield node, schema.MENTIONS, iri_term(document_entity.entity.id)
    for sentence in extraction.sentences:
        yield from _sentence_triples(sentence)
    for claim in extraction.claims:
        yield from claim_triples(claim)


def _document_triples(document: Document) -> Iterator[Triple]:
    node, batch = iri_term(document_id(document.id)), iri_term(batch_id(document.batch))
    yield node, schema.TYPE, schema.A_DOCUMENT
    yield node, schema.DOCUMENT_ID, string_term(document.id)
    yield node, schema.BATCH, batch
    yield batch, schema.TYPE, schema.A_BATCH
    yield batch, schema.LABEL, string_term(document.batch)
    for name, value in _text_properties(document):
        if value is not None:
            yield node, name, string_term(value)
    if document.copy_of is not None:
        yield node, schema.COPY_OF, iri_term(document_id(document.copy_of))
    if document.date is not None:
        yield node, schema.DATE, date_term(document.date)


def _text_properties(document: Document) -> tuple[tuple[Term, str | None], ...]:
    return (
        (schema.TITLE, document.title),
        (schema.URL, document.url),
        (schema.SOURCE, document.source),
        (schema.DATE_FROM, document.date_from),
        (schema.BYLINE, document.byline),
        (schema.STANDFIRST, document.standfirst),
        (schema.DATELINE, document.dateline),
        (schema.LANGUAGE, document.language),
    )


def _sentence_triples(sentence: Sentence) -> Iterator[Triple]:
    node = _sentence_node(sentence)
    yield node, schema.TYPE, schema.A_SENTENCE
    yield node, schema.DOCUMENT, iri_term(document_id(sentence.document))
    yield node, schema.INDEX, integer_term(sentence.index)
    yield node, schema.BEGIN, integer_term(sentence.start)
    yield node, schema.END, integer_term(sentence.end)
    yield node, schema.TEXT, string_term(sentence.text)


def _qualifier_triples(node: Term, claim: Claim) -> Iterator[Triple]:
    yield node, schema.POLARITY, POLARITY_TERMS[claim.polarity]
    yield node, schema.MODALITY, MODALITY_TERMS[claim.modality]
    yield node, schema.ALLEGED, boolean_term(claim.alleged)
    if claim.attribution is not None:
        yield node, schema.ATTRIBUTION, iri_term(claim.attribution.id)
    if claim.when is not None:
        start, slash, end = claim.when.partition("/")
        yield node, schema.WHEN_START if slash else schema.WHEN, date_term(start)
        if slash:
            yield node, schema.WHEN_END, date_term(end)
    if claim.where is not None:
        yield node, schema.WHERE, iri_term(claim.where.id)
    yield node, schema.CONFIDENCE, decimal_term(claim.confidence)
    yield node, schema.RULE, string_term(claim.rule)


def _head_lemmas(node: Term, claim: Claim) -> Iterator[Triple]:
    target = claim.target
    for name, lemma in (
        (schema.ACTOR_HEAD_LEMMA, claim.actor.head_lemma),
        (schema.TARGET_HEAD_LEMMA, None if target is None else target.head_lemma),
        (schema.ATTRIBUTION_HEAD_LEMMA, claim.attribution_head_lemma),
    ):
        if lemma is not None:
            yield node, name, string_term(lemma)


def _sentence_node(sentence: Sentence) -> Term:
    return iri_term(sentence_id(sentence.document, sentence.start, sentence.end))


def _span_triples(node: Term, span: Span, terms: tuple[Term, Term, Term]) -> Iterator[Triple]:
    words, begin, end = terms
    yield node, words, string_term(span.text)
    yield node, begin, integer_term(span.start)
    yield node, end, integer_term(span.end)


def _quantity_term(words: str) -> Term:
    """A number in digits as xsd:integer; anything else as a string."""
    return integer_term(int(words)) if words.isdecimal() else string_term(words)
