"""Claims -> RDF quads: pure functions, no store. One named graph per document, no blank nodes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rdflib.namespace import XSD

from graph.rdf import schema as ag
from graph.rdf.ntriples import Quad, Term, Triple, count, decimal, named, term, text, truth, typed
from ontology.actions import scheme
from ontology.identity import action_id, batch_id, document_id, iri, sentence_id
from ontology.model import Claim, Document, Extraction, Modality, Polarity, Sentence, Span
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
POLARITY = {value: term(node) for value, node in POLARITIES.items()}
MODALITY = {value: term(node) for value, node in MODALITIES.items()}
BASE = term(BASE_GRAPH)


def extraction_quads(extraction: Extraction) -> Iterator[Quad]:
    """Everything that one document gives, in the graph that bears the document's IRI."""
    graph = named(document_id(extraction.document.id))
    for triple in _extraction_triples(extraction):
        yield (*triple, graph)


def reference_quads(registry: Registry) -> Iterator[Quad]:
    """Ontology, action scheme and registry, in the base graph."""
    for triples in (ontology_triples(), scheme_triples(scheme()), registry_triples(registry)):
        for subject, predicate, value in triples:
            yield term(subject), term(predicate), term(value), BASE


def claim_triples(claim: Claim) -> Iterator[Triple]:
    """A claim with its evidence, and beside it the direct triple where the claim is affirmed, done and not alleged."""
    node = f"<{iri(claim.id)}>"
    actor, action = named(claim.actor.entity.id), named(action_id(claim.action.concept))
    yield node, ag.TYPE, ag.A_CLAIM
    yield node, ag.DOCUMENT, named(document_id(claim.document))
    yield node, ag.SENTENCE, _sentence_node(claim.sentence)
    yield node, ag.ACTOR, actor
    yield from _span(node, claim.actor.span, (ag.ACTOR_TEXT, ag.ACTOR_BEGIN, ag.ACTOR_END))
    yield node, ag.ACTION, action
    yield node, ag.ACTION_CLASS, named(action_id(claim.action.class_))
    yield node, ag.LEMMA, text(claim.action.lemma)
    yield node, ag.ACTION_LABEL, text(claim.action.label)
    yield from _span(node, claim.action_span, (ag.ACTION_TEXT, ag.ACTION_BEGIN, ag.ACTION_END))
    if claim.target is not None:
        yield node, ag.TARGET, named(claim.target.entity.id)
        yield from _span(node, claim.target.span, (ag.TARGET_TEXT, ag.TARGET_BEGIN, ag.TARGET_END))
    for name, participant in ((ag.ACTOR_QUANTITY, claim.actor), (ag.TARGET_QUANTITY, claim.target)):
        if participant is not None and participant.quantity is not None:
            yield node, name, _quantity(participant.quantity)
    yield from _head_lemmas(node, claim)
    if claim.action.plover is not None:
        yield node, ag.PLOVER, text(claim.action.plover)
    yield from _circumstances(node, claim)
    if claim.target is not None and is_plain(claim):
        yield actor, action, named(claim.target.entity.id)


def is_plain(claim: Claim) -> bool:
    """True if the text says the act without denying, planning, supposing or alleging it."""
    return claim.polarity is Polarity.AFFIRMED and claim.modality is Modality.ASSERTED and not claim.alleged


def date(value: str) -> Term:
    """An ISO 8601 date as xsd:date, xsd:gYearMonth or xsd:gYear, as precise as it is. Raises ValueError for others."""
    if not DATE.fullmatch(value):
        raise ValueError(f"{value!r} is no ISO 8601 date")
    return typed(value, DATE_TYPES[len(value)])


def _extraction_triples(extraction: Extraction) -> Iterator[Triple]:
    yield from _document_triples(extraction.document)
    node = named(document_id(extraction.document.id))
    for found in extraction.entities:
        yield node, ag.MENTIONS, named(found.entity.id)
    for sentence in extraction.sentences:
        yield from _sentence_triples(sentence)
    for claim in extraction.claims:
        yield from claim_triples(claim)


def _document_triples(document: Document) -> Iterator[Triple]:
    node, batch = named(document_id(document.id)), named(batch_id(document.batch))
    yield node, ag.TYPE, ag.A_DOCUMENT
    yield node, ag.DOCUMENT_ID, text(document.id)
    yield node, ag.BATCH, batch
    yield batch, ag.TYPE, ag.A_BATCH
    yield batch, ag.LABEL, text(document.batch)
    for name, value in _said_of(document):
        if value is not None:
            yield node, name, text(value)
    if document.copy_of is not None:
        yield node, ag.COPY_OF, named(document_id(document.copy_of))
    if document.date is not None:
        yield node, ag.DATE, date(document.date)


def _said_of(document: Document) -> tuple[tuple[Term, str | None], ...]:
    return (
        (ag.TITLE, document.title),
        (ag.URL, document.url),
        (ag.SOURCE, document.source),
        (ag.DATE_FROM, document.date_from),
        (ag.BYLINE, document.byline),
        (ag.STANDFIRST, document.standfirst),
        (ag.DATELINE, document.dateline),
        (ag.LANGUAGE, document.language),
    )


def _sentence_triples(sentence: Sentence) -> Iterator[Triple]:
    node = _sentence_node(sentence)
    yield node, ag.TYPE, ag.A_SENTENCE
    yield node, ag.DOCUMENT, named(document_id(sentence.document))
    yield node, ag.INDEX, count(sentence.index)
    yield node, ag.BEGIN, count(sentence.start)
    yield node, ag.END, count(sentence.end)
    yield node, ag.TEXT, text(sentence.text)


def _circumstances(node: Term, claim: Claim) -> Iterator[Triple]:
    yield node, ag.POLARITY, POLARITY[claim.polarity]
    yield node, ag.MODALITY, MODALITY[claim.modality]
    yield node, ag.ALLEGED, truth(claim.alleged)
    if claim.attribution is not None:
        yield node, ag.ATTRIBUTION, named(claim.attribution.id)
    if claim.when is not None:
        start, slash, end = claim.when.partition("/")
        yield node, ag.WHEN_START if slash else ag.WHEN, date(start)
        if slash:
            yield node, ag.WHEN_END, date(end)
    if claim.where is not None:
        yield node, ag.WHERE, named(claim.where.id)
    yield node, ag.CONFIDENCE, decimal(claim.confidence)
    yield node, ag.RULE, text(claim.rule)


def _head_lemmas(node: Term, claim: Claim) -> Iterator[Triple]:
    target = claim.target
    for name, lemma in (
        (ag.ACTOR_HEAD_LEMMA, claim.actor.head_lemma),
        (ag.TARGET_HEAD_LEMMA, None if target is None else target.head_lemma),
        (ag.ATTRIBUTION_HEAD_LEMMA, claim.attribution_head_lemma),
    ):
        if lemma is not None:
            yield node, name, text(lemma)


def _sentence_node(sentence: Sentence) -> Term:
    return named(sentence_id(sentence.document, sentence.start, sentence.end))


def _span(node: Term, span: Span, terms: tuple[Term, Term, Term]) -> Iterator[Triple]:
    words, begin, end = terms
    yield node, words, text(span.text)
    yield node, begin, count(span.start)
    yield node, end, count(span.end)


def _quantity(words: str) -> Term:
    """A plain number as an integer; other words as they stand."""
    return count(int(words)) if words.isdecimal() else text(words)
