"""Claims from the JSON records that the commands print: the inverse of `ontology.records.claim_record`."""

from collections.abc import Mapping
from typing import Any

from ontology.model import (
    Action,
    Claim,
    Entity,
    EntityType,
    Modality,
    Participant,
    Polarity,
    Sentence,
    Span,
)


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
        attribution_head_lemma=(record["attribution"] or {}).get("head"),
    )


def _entity(record: Mapping[str, Any]) -> Entity:
    return Entity(record["id"], record["label"], EntityType(record["type"]), record.get("country"))


def _participant(record: Mapping[str, Any]) -> Participant:
    span = Span(record["start"], record["end"], record["text"])
    return Participant(_entity(record), span, record.get("quantity"), record.get("head"))
