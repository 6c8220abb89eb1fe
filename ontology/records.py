"""JSON records of claims, open triples and entities: the data contract with other tools.

A record is a dict of JSON values. `claim_from_record` is the inverse of `claim_record`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ontology.model import (
    Action,
    Claim,
    DocumentEntity,
    Entity,
    EntityType,
    Modality,
    OpenTriple,
    Participant,
    Polarity,
    Sentence,
    Span,
)

Record = dict[str, Any]
HEAD = "head"
"""Key of the head lemma, beside the label of an entity; left out for names."""


def claim_record(claim: Claim) -> Record:
    """The JSON object of a claim."""
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
    }


def claim_from_record(record: Mapping[str, Any]) -> Claim:
    """The claim of a JSON object. Raises KeyError or ValueError where the object breaks the contract."""
    sentence = record["sentence"]
    action = record["action"]
    return Claim(
        id=record["id"],
        document=record["document"],
        sentence=Sentence(record["document"], sentence["index"], sentence["start"], sentence["end"], sentence["text"]),
        actor=_participant(record["actor"]),
        action=Action(action["lemma"], action["label"], action["class"], action["concept"], action["plover"]),
        action_span=Span(action["start"], action["end"], action["text"]),
        target=None if record["target"] is None else _participant(record["target"]),
        polarity=Polarity(record["polarity"]),
        modality=Modality(record["modality"]),
        alleged=record["alleged"],
        attribution=None if record["attribution"] is None else _entity(record["attribution"]),
        when=record["when"],
        where=None if record["where"] is None else _entity(record["where"]),
        confidence=record["confidence"],
        rule=record["rule"],
        attribution_head_lemma=(record["attribution"] or {}).get(HEAD),
    )


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


def _entity(record: Mapping[str, Any]) -> Entity:
    return Entity(record["id"], record["label"], EntityType(record["type"]), record.get("country"))


def _participant(record: Mapping[str, Any]) -> Participant:
    span = Span(record["start"], record["end"], record["text"])
    return Participant(_entity(record), span, record.get("quantity"), record.get(HEAD))


def json_line(record: Record) -> str:
    """A record as one line of JSON with a newline; keys keep their order, non-ASCII letters are not escaped."""
    return json.dumps(record, ensure_ascii=False) + "\n"


def claim_line(claim: Claim) -> str:
    """The JSON line of a claim."""
    return json_line(claim_record(claim))
