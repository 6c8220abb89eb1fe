"""Exports the graph as a STIX 2.1 bundle.

A claim between two actors or places is a relationship whose type includes its status (`planned-host`,
`negated-arrest`); any other claim is a note on its actor. Description, labels and extension repeat the status, so that
negated, planned, possible and alleged claims are not mistaken for facts. Ids and times are derived from the contents
only.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from graph.export.contents import ExportedEntity, GraphContents, StoredDocument, entities_of
from graph.export.stix_objects import Object, extension, frame, identifier, stix_object, stix_time
from graph.rdf.relations import flags
from graph.rdf.stored_claim import StoredClaim
from ontology.identifiers import slug
from ontology.model import Claim, Entity, EntityType

STIX_TYPES: Mapping[EntityType, Mapping[str, Any]] = {
    EntityType.COUNTRY: {"type": "location"},
    EntityType.PLACE: {"type": "location"},
    EntityType.GOVERNMENT_BODY: {"type": "identity", "identity_class": "organization", "sectors": ["government"]},
    EntityType.INTERNATIONAL_ORGANISATION: {"type": "identity", "identity_class": "organization"},
    EntityType.COMPANY: {"type": "identity", "identity_class": "organization"},
    EntityType.PERSON: {"type": "identity", "identity_class": "individual"},
    EntityType.GROUP: {"type": "identity", "identity_class": "group"},
    EntityType.CRIMINAL_GROUP: {"type": "threat-actor", "threat_actor_types": ["criminal"]},
}
"""The STIX object for each type of entity; events, laws and things only occur in the text of notes."""
STATUS_WORDS = {
    "asserted": "Stated in a text",
    "negated": "Negated",
    "alleged": "Alleged",
    "planned": "Planned",
    "possible": "Merely possible",
    "obligated": "A duty or demand",
}
TYPE_NAME = re.compile(r"[a-z0-9-]{3,}")


def stix_bundle(contents: GraphContents) -> tuple[bytes, int]:
    """The bundle as JSON, and the number of documents left out because they mention nothing STIX can represent."""
    claims = {stored.claim.id: _claim(stored) for stored in contents.claims}
    references = _references(contents, claims)
    reports = [_report(item, sorted(references[item.id])) for item in contents.documents if references[item.id]]
    entities = [_entity(contents.profiles[item], contents) for item in _exported_ids(contents)]
    objects = [*frame(), *entities, *claims.values(), *reports]
    content = json.dumps(objects, ensure_ascii=False, sort_keys=True)
    bundle = {"type": "bundle", "id": identifier("bundle", content), "objects": objects}
    return (json.dumps(bundle, ensure_ascii=False, indent=1) + "\n").encode(), len(contents.documents) - len(reports)


def _exported_ids(contents: GraphContents) -> list[str]:
    """The sorted ids of the entities in documents and claims that have a STIX object."""
    spoken = {identifier.id for stored in contents.claims for identifier in entities_of(stored.claim)}
    spoken.update(identifier for document in contents.documents for identifier in document.mentions)
    return sorted(
        identifier
        for identifier in spoken
        if identifier in contents.profiles and contents.profiles[identifier].entity.type in STIX_TYPES
    )


def _reference(entity: Entity | None) -> str | None:
    kind = None if entity is None else STIX_TYPES.get(entity.type)
    return None if entity is None or kind is None else identifier(kind["type"], entity.id)


def _entity(profile: ExportedEntity, contents: GraphContents) -> Object:
    entity = profile.entity
    about = dict(STIX_TYPES[entity.type])
    kind = about.pop("type")
    if kind == "location":
        about.update(_where(profile, contents))
    if kind == "threat-actor":
        about.update(aliases=profile.names, description="Called a criminal group by texts or by the registry.")
    wikidata = [code.partition(":")[2] for code in profile.codes if code.startswith("wikidata:")]
    return stix_object(
        kind,
        entity.id,
        profile.first,
        profile.last,
        name=entity.label,
        **about,
        external_references=[{"source_name": "wikidata", "external_id": code} for code in wikidata],
        extensions=extension(
            entity=entity.id, entity_type=entity.type.value, names=profile.names, country=entity.country
        ),
    )


def _where(profile: ExportedEntity, contents: GraphContents) -> Object:
    """The country code of a location; without a known country its name as a region, because STIX requires one."""
    entity = profile.entity
    # a text may use a country as a place: place/senegal is actor/senegal
    ids = (entity.country or entity.id, f"actor/{slug(entity.label)}")
    codes = [
        code
        for identifier in ids
        if identifier in contents.profiles and (code := contents.profiles[identifier].alpha2) is not None
    ]
    return {"country": codes[0]} if codes else {"region": slug(entity.label)}


def _claim(stored: StoredClaim) -> Object:
    claim = stored.claim
    source, target = _reference(claim.actor.entity), _reference(claim.target.entity if claim.target else None)
    common: Object = {
        "labels": list(flags(claim)),
        "confidence": round(claim.confidence * 100),
        "external_references": [_address(claim.document, stored.url, stored.source)],
        "extensions": _claim_extension(claim),
    }
    if target is not None:
        ends = {"relationship_type": _type(claim), "source_ref": source, "target_ref": target}
        return stix_object("relationship", claim.id, stored.date, **ends, description=_description(stored), **common)
    abstract = " ".join(
        [claim.actor.entity.label, claim.action.label, *([claim.target.entity.label] if claim.target else [])]
    )
    text = {"abstract": f"{_status_text(claim)}: {abstract}", "content": _description(stored)}
    return stix_object("note", claim.id, stored.date, **text, object_refs=[source], **common)


def _type(claim: Claim) -> str:
    """The type of a relationship: its qualifiers, if any, and the action."""
    verb = claim.action.concept
    named = slug(claim.action.lemma)
    if verb == "other" and TYPE_NAME.fullmatch(named):
        verb = named
    return "-".join([*(flag for flag in flags(claim) if flag != "asserted"), verb])


def _status_text(claim: Claim) -> str:
    return ", ".join(STATUS_WORDS[flag] for flag in flags(claim)).capitalize()


def _description(stored: StoredClaim) -> str:
    claim = stored.claim
    speaker = f", said by {claim.attribution.label}" if claim.attribution else ""
    date = f", {stored.date}" if stored.date else ""
    return f"{_status_text(claim)}{speaker}: “{claim.sentence.text}” ({stored.title or claim.document}{date})"


def _claim_extension(claim: Claim) -> Object:
    return extension(
        claim=claim.id,
        stated=list(flags(claim)),
        polarity=claim.polarity.value,
        modality=claim.modality.value,
        alleged=claim.alleged,
        said_by_ref=_reference(claim.attribution),
        action=claim.action.label,
        action_class=claim.action.class_,
        concept=claim.action.concept,
        plover=claim.action.plover,
        target=claim.target.entity.id if claim.target else None,
        when=claim.when,
        where_ref=_reference(claim.where),
        document=claim.document,
        sentence=claim.sentence.text,
        begin=claim.sentence.start,
        end=claim.sentence.end,
        rule=claim.rule,
    )


def _references(contents: GraphContents, claims: Mapping[str, Object]) -> dict[str, set[str]]:
    """By document, the STIX ids of its entities and claims; STIX requires a report to refer to something."""
    references: dict[str, set[str]] = {}
    for document in contents.documents:
        mentioned = (contents.profiles[entity].entity for entity in document.mentions if entity in contents.profiles)
        references[document.id] = {made for entity in mentioned if (made := _reference(entity)) is not None}
    for stored in contents.claims:
        parts = (made for entity in entities_of(stored.claim) if (made := _reference(entity)) is not None)
        references[stored.claim.document].update([*parts, claims[stored.claim.id]["id"]])
    return references


def _report(document: StoredDocument, references: list[str]) -> Object:
    return stix_object(
        "report",
        f"document/{document.id}",
        document.date,
        name=document.title or document.id,
        published=stix_time(document.date),
        object_refs=references,
        external_references=[_address(document.id, document.url, document.source)],
        extensions=extension(document=document.id, batch=document.batch),
    )


def _address(document: str, url: str | None, source: str | None) -> Object:
    address = {"source_name": source or "document", "external_id": document}
    return {**address, "url": url} if url else address
