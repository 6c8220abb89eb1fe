"""Claims -> events in the manner of PLOVER and NGEC (Halterman et al., 2023), one JSON object a line.

docs/plover.schema.json says what each key holds. A claim whose action has no PLOVER type is no event and is left out.
"""

from __future__ import annotations

from graph.contents import Contents, Profile
from graph.network import flags
from graph.stored import StoredClaim
from ontology.model import Claim, Entity, EntityType, Participant
from ontology.records import Record, json_line

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


def plover_jsonl(found: Contents) -> tuple[bytes, int]:
    """The events, and how many claims were left out because PLOVER has no type for them."""
    events = [stored for stored in found.claims if stored.claim.action.plover is not None]
    lines = "".join(json_line(_event(stored, found)) for stored in events)
    return lines.encode(), len(found.claims) - len(events)


def _event(stored: StoredClaim, found: Contents) -> Record:
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
        "said_by": None if claim.attribution is None else _party(claim.attribution, found),
        **_dates(stored),
        "actors": [_participant(claim.actor, found)],
        "targets": [] if claim.target is None else [_participant(claim.target, found)],
        "place": None if claim.where is None else _party(claim.where, found),
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


def _participant(participant: Participant, found: Contents) -> Record:
    return {
        **_party(participant.entity, found),
        "text": participant.span.text,
        "quantity": participant.quantity,
    }


def _party(entity: Entity, found: Contents) -> Record:
    """An entity with the ISO code of its country and its PLOVER sector, where its type alone gives one."""
    country = entity.id if entity.type is EntityType.COUNTRY else entity.country
    profile: Profile | None = None if country is None else found.profiles.get(country)
    return {
        "id": entity.id,
        "name": entity.label,
        "type": entity.type.value,
        "country": None if profile is None else profile.alpha3,
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
