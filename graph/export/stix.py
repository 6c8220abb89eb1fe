"""Contents of the store -> a STIX 2.1 bundle.

A claim between two actors or places is a relationship whose type says how it is stated (`planned-host`,
`denied-arrest`); any other claim is a note on its actor. Both say so again in words, labels and the extension, with the
sentence, so that no reader takes for a fact what a text denies, plans, supposes or alleges. Ids and times come from
the contents alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from graph.export.contents import Contents, Profile, StoredDocument, entities_of
from graph.export.stix_objects import Object, extension, frame, identifier, stix_object, stix_time
from graph.rdf.relations import flags
from graph.rdf.stored_claim import StoredClaim
from ontology.identity import slug
from ontology.model import Claim, Entity, EntityType

KINDS: Mapping[EntityType, Mapping[str, Any]] = {
    EntityType.COUNTRY: {"type": "location"},
    EntityType.PLACE: {"type": "location"},
    EntityType.GOVERNMENT_BODY: {"type": "identity", "identity_class": "organization", "sectors": ["government"]},
    EntityType.INTERNATIONAL_ORGANISATION: {"type": "identity", "identity_class": "organization"},
    EntityType.COMPANY: {"type": "identity", "identity_class": "organization"},
    EntityType.PERSON: {"type": "identity", "identity_class": "individual"},
    EntityType.GROUP: {"type": "identity", "identity_class": "group"},
    EntityType.CRIMINAL_GROUP: {"type": "threat-actor", "threat_actor_types": ["criminal"]},
}
"""What STIX has an object for; events, laws and things stand in the notes as words."""
WORDS = {
    "asserted": "Stated in a text",
    "denied": "Denied",
    "alleged": "Alleged",
    "planned": "Planned",
    "possible": "Merely possible",
    "obligated": "A duty or demand",
}
TYPE_NAME = re.compile(r"[a-z0-9-]{3,}")


def stix_bundle(found: Contents) -> tuple[bytes, int]:
    """The bundle as JSON, and how many documents were left out because STIX has nothing to say of them."""
    claims = {stored.claim.id: _claim(stored) for stored in found.claims}
    references = _references(found, claims)
    reports = [_report(one, sorted(references[one.id])) for one in found.documents if references[one.id]]
    entities = [_entity(found.profiles[one], found) for one in _spoken(found)]
    objects = [*frame(), *entities, *claims.values(), *reports]
    content = json.dumps(objects, ensure_ascii=False, sort_keys=True)
    bundle = {"type": "bundle", "id": identifier("bundle", content), "objects": objects}
    return (json.dumps(bundle, ensure_ascii=False, indent=1) + "\n").encode(), len(found.documents) - len(reports)


def _spoken(found: Contents) -> list[str]:
    """Ids of the entities that a document or a claim speaks of and STIX has an object for, sorted."""
    spoken = {one.id for stored in found.claims for one in entities_of(stored.claim)}
    spoken.update(one for document in found.documents for one in document.mentions)
    return sorted(one for one in spoken if one in found.profiles and found.profiles[one].entity.type in KINDS)


def _reference(entity: Entity | None) -> str | None:
    kind = None if entity is None else KINDS.get(entity.type)
    return None if entity is None or kind is None else identifier(kind["type"], entity.id)


def _entity(profile: Profile, found: Contents) -> Object:
    entity = profile.entity
    about = dict(KINDS[entity.type])
    kind = about.pop("type")
    if kind == "location":
        about.update(_where(profile, found))
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
        external_references=[{"source_name": "wikidata", "external_id": one} for one in wikidata],
        extensions=extension(
            entity=entity.id, entity_type=entity.type.value, names=profile.names, country=entity.country
        ),
    )


def _where(profile: Profile, found: Contents) -> Object:
    """The code of a location's country; a place of no known country is its own region, for want of another key."""
    entity = profile.entity
    # a text may set an act in a country as a place: place/senegal is actor/senegal
    ids = (entity.country or entity.id, f"actor/{slug(entity.label)}")
    codes = [code for one in ids if one in found.profiles and (code := found.profiles[one].alpha2) is not None]
    return {"country": codes[0]} if codes else {"region": slug(entity.label)}


def _claim(stored: StoredClaim) -> Object:
    claim = stored.claim
    source, target = _reference(claim.actor.entity), _reference(claim.target.entity if claim.target else None)
    common: Object = {
        "labels": list(flags(claim)),
        "confidence": round(claim.confidence * 100),
        "external_references": [_address(claim.document, stored.url, stored.source)],
        "extensions": _said(claim),
    }
    if target is not None:
        ends = {"relationship_type": _type(claim), "source_ref": source, "target_ref": target}
        return stix_object("relationship", claim.id, stored.date, **ends, description=_words(stored), **common)
    abstract = " ".join(
        [claim.actor.entity.label, claim.action.label, *([claim.target.entity.label] if claim.target else [])]
    )
    text = {"abstract": f"{_how(claim)}: {abstract}", "content": _words(stored)}
    return stix_object("note", claim.id, stored.date, **text, object_refs=[source], **common)


def _type(claim: Claim) -> str:
    """The type of a relationship: how the act is stated, where not plainly as done, and the action."""
    verb = claim.action.concept
    named = slug(claim.action.lemma)
    if verb == "other" and TYPE_NAME.fullmatch(named):
        verb = named
    return "-".join([*(flag for flag in flags(claim) if flag != "asserted"), verb])


def _how(claim: Claim) -> str:
    return ", ".join(WORDS[flag] for flag in flags(claim)).capitalize()


def _words(stored: StoredClaim) -> str:
    claim = stored.claim
    speaker = f", said by {claim.attribution.label}" if claim.attribution else ""
    date = f", {stored.date}" if stored.date else ""
    return f"{_how(claim)}{speaker}: “{claim.sentence.text}” ({stored.title or claim.document}{date})"


def _said(claim: Claim) -> Object:
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


def _references(found: Contents, claims: Mapping[str, Object]) -> dict[str, set[str]]:
    """By document, the STIX ids of all that it speaks of and says: a report must refer to something."""
    references: dict[str, set[str]] = {}
    for document in found.documents:
        mentioned = (found.profiles[one].entity for one in document.mentions if one in found.profiles)
        references[document.id] = {made for one in mentioned if (made := _reference(one)) is not None}
    for stored in found.claims:
        parts = (made for one in entities_of(stored.claim) if (made := _reference(one)) is not None)
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
