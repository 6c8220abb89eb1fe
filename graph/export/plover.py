"""Claims -> events in the manner of PLOVER and NGEC (Halterman et al., 2023), one JSON object a line.

docs/plover.schema.json says what each key holds. A claim whose action has no PLOVER type is no event and is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO

from rdflib import Dataset

from graph.export.contents import country_codes
from graph.rdf.relations import flags
from graph.rdf.stored_claim import StoredClaim
from graph.store.claims import stored_claims
from ontology.model import Claim, Entity, EntityType, Participant
from ontology.records import Record, json_line

Codes = Mapping[str, str]
"""ISO 3166-1 alpha-3 codes by id of a country."""

SECTORS = {
    EntityType.GOVERNMENT_BODY: "GOV",
    EntityType.INTERNATIONAL_ORGANISATION: "IGO",
    EntityType.COMPANY: "BUS",
    EntityType.CRIMINAL_GROUP: "CRM",
}
MODES = {
    ("ACCUSE", "condemn"): "disapprove",
    ("ACCUSE", "investigate"): "investigate",
    ("ACCUSE", "accuse"): "allege",
    ("ASSAULT", "abduct"): "abduct",
    ("COERCE", "arrest"): "arrest",
    ("COERCE", "ban"): "ban",
    ("COERCE", "deport"): "deport",
    ("COERCE", "hack"): "cyber",
    ("COERCE", "seize"): "seize",
    ("CONSULT", "visit"): "visit",
    ("SANCTION", "convict"): "convict",
    ("THREATEN", "arrest"): "arrest",
    ("THREATEN", "ban"): "ban",
}
"""By event type and our action: the mode, where the action is no wider than it. All others have none."""


def write_plover(data: Dataset, file: BinaryIO) -> int:
    """Write the events; how many claims were left out because PLOVER has no type for them."""
    codes = country_codes(data)
    left_out = 0
    for stored in stored_claims(data):
        if stored.claim.action.plover is None:
            left_out += 1
        else:
            file.write(json_line(_event(stored, codes)).encode())
    return left_out


def _event(stored: StoredClaim, codes: Codes) -> Record:
    claim = stored.claim
    mode = MODES.get((str(claim.action.plover), claim.action.concept))
    return {
        "id": claim.id,
        "event_type": claim.action.plover,
        "event_mode": mode,
        "stated": list(flags(claim)),
        "polarity": claim.polarity.value,
        "modality": claim.modality.value,
        "alleged": claim.alleged,
        "said_by": None if claim.attribution is None else _party(claim.attribution, codes),
        **_dates(stored),
        "actors": [_participant(claim.actor, codes)],
        "targets": [] if claim.target is None else [_participant(claim.target, codes)],
        "place": None if claim.where is None else _party(claim.where, codes),
        "action": {"class": claim.action.class_, "concept": claim.action.concept, "text": claim.action_span.text},
        "confidence": claim.confidence,
        "rule": claim.rule,
        "source": _source(claim, stored),
    }


def _dates(stored: StoredClaim) -> Record:
    """When the act is, as precise as it is known, and whether its sentence says so or it is its document's date."""
    when = stored.claim.when or stored.date
    start, slash, end = (when or "").partition("/")
    basis = "sentence" if stored.claim.when else "document" if stored.date else None
    return {"date": start or None, "date_end": end if slash else None, "date_from": basis}


def _participant(participant: Participant, codes: Codes) -> Record:
    return {
        **_party(participant.entity, codes),
        "text": participant.span.text,
        "quantity": participant.quantity,
    }


def _party(entity: Entity, codes: Codes) -> Record:
    """An entity with the ISO code of its country and its PLOVER sector, where its type alone gives one."""
    country = entity.id if entity.type is EntityType.COUNTRY else entity.country
    return {
        "id": entity.id,
        "name": entity.label,
        "type": entity.type.value,
        "country": None if country is None else codes.get(country),
        "sector": SECTORS.get(entity.type),
    }


def _source(claim: Claim, stored: StoredClaim) -> Record:
    return {
        "document": claim.document,
        "title": stored.title,
        "date": stored.date,
        "url": stored.url,
        "publisher": stored.source,
        "sentence": claim.sentence.text,
        "begin": claim.sentence.start,
        "end": claim.sentence.end,
    }
