"""Exports claims as PLOVER events in the style of NGEC (Halterman et al., 2023), one JSON object per line.

docs/plover.schema.json describes the keys. Claims whose action has no PLOVER type are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import BinaryIO

from graph.rdf.relations import flags
from graph.rdf.stored_claim import StoredClaim
from ontology.data_files import DataTable, load_toml
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


class PloverModes(DataTable):
    """The content of `plover_modes.toml`: by event type and action concept, the event mode."""

    modes: Mapping[str, Mapping[str, str]]


MODES = load_toml("graph.export", "plover_modes.toml", PloverModes).modes


def write_plover(claims: Iterable[StoredClaim], codes: Codes, file: BinaryIO) -> int:
    """Write the events and return the number of claims left out because their action has no PLOVER type.

    `codes`: by id of each country, its ISO 3166-1 alpha-3 code.
    """
    left_out = 0
    for stored in claims:
        if stored.claim.action.plover is None:
            left_out += 1
        else:
            file.write(json_line(_event(stored, codes)).encode())
    return left_out


def _event(stored: StoredClaim, codes: Codes) -> Record:
    claim = stored.claim
    mode = MODES.get(str(claim.action.plover), {}).get(claim.action.concept)
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
    """The date of the event, and whether it comes from the sentence or is the date of the document."""
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
    """An entity with the ISO code of its country, and its PLOVER sector if its type determines one."""
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
