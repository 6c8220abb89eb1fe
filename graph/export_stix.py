"""Contents of the store -> a STIX 2.1 bundle.

A claim between two actors or places is a relationship whose type says how it is stated (`planned-host`,
`denied-arrest`); any other claim is a note on its actor. Both say so again in words, labels and the extension, with the
sentence, so that no reader takes for a fact what a text denies, plans, supposes or alleges. Ids and times come from
the contents alone.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from graph.contents import Contents, Profile, StoredDocument, entities_of
from graph.network import flags
from graph.stored import StoredClaim
from ontology.identity import BASE, slug
from ontology.model import Claim, Entity, EntityType

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, BASE)
"""Our own namespace for UUIDv5, as STIX asks of ids that others do not make."""
VERSION = "2.1"
UNDATED = "1970-01-01"
"""Stands where a time must be given and no document has a date."""
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
SCHEMA = (
    "entity, entity_type, names, country; document, batch; claim, stated (asserted, denied, alleged, planned, "
    "possible, obligated), polarity, modality, alleged, said_by_ref, action, action_class, concept, plover, target, "
    "when, where_ref, rule, sentence, begin, end: as in docs/exports.md of actorgraph"
)
"""What the properties of the extension are called; STIX asks for an address or plain text."""
TYPE_NAME = re.compile(r"[a-z0-9-]{3,}")
Object = dict[str, Any]


def identifier(kind: str, key: str) -> str:
    """The STIX id of an object: its type and the UUIDv5 of our own id."""
    return f"{kind}--{uuid.uuid5(NAMESPACE, key)}"


CREATOR = identifier("identity", "actorgraph")
EXTENSION = identifier("extension-definition", "actorgraph extension")


def stix_bundle(found: Contents) -> tuple[bytes, int]:
    """The bundle as JSON, and how many documents were left out because STIX has nothing to say of them."""
    claims = {stored.claim.id: _claim(stored) for stored in found.claims}
    references = _references(found, claims)
    reports = [_report(one, sorted(references[one.id])) for one in found.documents if references[one.id]]
    entities = [_entity(found.profiles[one], found) for one in _spoken(found)]
    objects = [*_frame(), *entities, *claims.values(), *reports]
    content = json.dumps(objects, ensure_ascii=False, sort_keys=True)
    bundle = {"type": "bundle", "id": identifier("bundle", content), "objects": objects}
    return (json.dumps(bundle, ensure_ascii=False, indent=1) + "\n").encode(), len(found.documents) - len(reports)


def _spoken(found: Contents) -> list[str]:
    """Ids of the entities that a document or a claim speaks of and STIX has an object for, sorted."""
    spoken = {one.id for stored in found.claims for one in entities_of(stored.claim)}
    spoken.update(one for document in found.documents for one in document.mentions)
    return sorted(one for one in spoken if one in found.profiles and found.profiles[one].entity.type in KINDS)


def _object(kind: str, key: str, created: str | None, modified: str | None = None, **more: object) -> Object:
    """An object with what all of ours have; properties without a value are left out, as STIX wants it."""
    given = {name: value for name, value in more.items() if value not in (None, [], ())}
    return {
        "type": kind,
        "spec_version": VERSION,
        "id": identifier(kind, key),
        "created_by_ref": CREATOR,
        "created": _time(created),
        "modified": _time(modified or created),
        **given,
    }


def _time(date: str | None) -> str:
    """The first moment of a date; STIX has no way to give a month or a year as such."""
    year, month, day = (*(date or UNDATED).split("-"), "01", "01")[:3]
    return f"{year}-{month}-{day}T00:00:00.000Z"


def _extension(**properties: object) -> Object:
    kept = {name: value for name, value in properties.items() if value not in (None, [], ())}
    return {EXTENSION: {"extension_type": "property-extension", **kept}}


def _frame() -> Iterator[Object]:
    """Who made the objects, and what the extension's properties mean."""
    yield _object("identity", "actorgraph", None, name="actorgraph", identity_class="system")
    yield _object(
        "extension-definition",
        "actorgraph extension",
        None,
        name="actorgraph",
        description="What a text says and how: the claim behind a relationship or note; ids of entities and documents.",
        schema=SCHEMA,
        version="1.0.0",
        extension_types=["property-extension"],
    )


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
    return _object(
        kind,
        entity.id,
        profile.first,
        profile.last,
        name=entity.label,
        **about,
        external_references=[{"source_name": "wikidata", "external_id": one} for one in wikidata],
        extensions=_extension(
            entity=entity.id, entity_type=entity.type.value, names=profile.names, country=entity.country
        ),
    )


def _where(profile: Profile, found: Contents) -> Object:
    """The code of a location's country; a place of no known country is its own region, for want of another key."""
    country = profile if profile.entity.type is EntityType.COUNTRY else found.profiles.get(profile.entity.country or "")
    code = None if country is None else country.alpha2
    return {"region": profile.entity.label} if code is None else {"country": code}


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
        return _object("relationship", claim.id, stored.date, **ends, description=_words(stored), **common)
    abstract = " ".join(
        [claim.actor.entity.label, claim.action.label, *([claim.target.entity.label] if claim.target else [])]
    )
    text = {"abstract": f"{_how(claim)}: {abstract}", "content": _words(stored)}
    return _object("note", claim.id, stored.date, **text, object_refs=[source], **common)


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
    return _extension(
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
    return _object(
        "report",
        f"document/{document.id}",
        document.date,
        name=document.title or document.id,
        published=_time(document.date),
        object_refs=references,
        external_references=[_address(document.id, document.url, document.source)],
        extensions=_extension(document=document.id, batch=document.batch),
    )


def _address(document: str, url: str | None, source: str | None) -> Object:
    address = {"source_name": source or "document", "external_id": document}
    return {**address, "url": url} if url else address
