"""JSON records of claims, open triples and entities: the data contract with other tools.

A record is a dict of JSON values.
"""

from __future__ import annotations

import json
from typing import Any

from ontology.model import (
    Action,
    Claim,
    DocumentEntity,
    Entity,
    OpenTriple,
    Participant,
    Provenance,
    Sentence,
    Span,
)

Record = dict[str, Any]
HEAD = "head"
"""Key of the head lemma beside the label of an entity; absent for names."""


def claim_record(claim: Claim) -> Record:
    """The JSON object of a claim.

    With the key `review` only if a person has decided on it, and `provenance` only if no rule made it.
    """
    review, made = claim.review, claim.provenance
    return {
        "id": claim.id,
        "document": claim.document,
        "sentence": _sentence_record(claim.sentence),
        "actor": _participant_record(claim.actor),
        "action": _action_record(claim.action, claim.action_span),
        "target": None if claim.target is None else _participant_record(claim.target),
        "polarity": claim.polarity.value,
        "modality": claim.modality.value,
        "alleged": claim.alleged,
        "attribution": _attribution_record(claim),
        "when": claim.when,
        "where": None if claim.where is None else _entity_record(claim.where),
        "confidence": claim.confidence,
        "rule": claim.rule,
        **({} if review is None else {"review": {"state": review.state.value, "why": review.why}}),
        **({} if made is None else {"provenance": _provenance_record(made)}),
    }


def open_triple_record(triple: OpenTriple) -> Record:
    """The JSON object of an open triple."""
    return {
        "document": triple.document,
        "sentence": _sentence_record(triple.sentence),
        "subject": triple.subject,
        "relation": triple.relation,
        "object": triple.object,
        "rule": triple.rule,
        "confidence": triple.confidence,
    }


def entity_record(described: DocumentEntity) -> Record:
    """The JSON object of one entity of one document, with its mentions."""
    return {
        "document": described.document,
        "id": described.entity.id,
        "label": described.entity.label,
        "type": described.entity.type.value,
        "mentions": [
            {"start": m.span.start, "end": m.span.end, "text": m.span.text, "kind": m.kind.value}
            for m in described.mentions
        ],
    }


def _provenance_record(made: Provenance) -> Record:
    return {"extractor": made.extractor, "model": made.model, "request": made.request}


def _sentence_record(sentence: Sentence) -> Record:
    return {"index": sentence.index, "start": sentence.start, "end": sentence.end, "text": sentence.text}


def _entity_record(entity: Entity) -> Record:
    record: Record = {"id": entity.id, "label": entity.label, "type": entity.type.value}
    if entity.country is not None:
        record["country"] = entity.country
    return record


def _participant_record(participant: Participant) -> Record:
    span = participant.span
    record = {**_entity_record(participant.entity), "text": span.text, "start": span.start, "end": span.end}
    if participant.quantity is not None:
        record["quantity"] = participant.quantity
    return record if participant.head_lemma is None else {**record, HEAD: participant.head_lemma}


def _attribution_record(claim: Claim) -> Record | None:
    if claim.attribution is None:
        return None
    record = _entity_record(claim.attribution)
    return record if claim.attribution_head_lemma is None else {**record, HEAD: claim.attribution_head_lemma}


def _action_record(action: Action, span: Span) -> Record:
    return {
        "lemma": action.lemma,
        "label": action.label,
        "class": action.class_,
        "concept": action.concept,
        "plover": action.plover,
        "text": span.text,
        "start": span.start,
        "end": span.end,
    }


def json_line(record: Record) -> str:
    """A record as one line of JSON with a newline; keys keep their order, non-ASCII letters are not escaped."""
    return json.dumps(record, ensure_ascii=False) + "\n"


def claim_line(claim: Claim) -> str:
    """The JSON line of a claim."""
    return json_line(claim_record(claim))
