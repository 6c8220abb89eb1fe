"""Common parts of our STIX objects: ids, times, creator, and an extension for what STIX cannot express."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from ontology.identifiers import BASE

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, BASE)
"""Our namespace for UUIDv5, as STIX requires for deterministic ids."""
VERSION = "2.1"
UNDATED = "1970-01-01"
"""The time of undated objects, because STIX requires one."""
SCHEMA = (
    "entity, entity_type, names, country; document, batch; claim, stated (asserted, negated, alleged, planned, "
    "possible, obligated), polarity, modality, alleged, said_by_ref, action, action_class, concept, plover, target, "
    "when, where_ref, rule, sentence, begin, end: as in docs/exports.md of actorgraph"
)
"""The description of the extension's properties; STIX requires a URL or text."""
Object = dict[str, Any]


def identifier(kind: str, key: str) -> str:
    """The STIX id of an object: its type and the UUIDv5 of our id."""
    return f"{kind}--{uuid.uuid5(NAMESPACE, key)}"


CREATOR = identifier("identity", "actorgraph")
EXTENSION = identifier("extension-definition", "actorgraph extension")


def stix_object(kind: str, key: str, created: str | None, modified: str | None = None, **more: object) -> Object:
    """An object with the common properties. Empty properties are left out, as STIX requires."""
    given = {name: value for name, value in more.items() if value not in (None, [], ())}
    return {
        "type": kind,
        "spec_version": VERSION,
        "id": identifier(kind, key),
        "created_by_ref": CREATOR,
        "created": stix_time(created),
        "modified": stix_time(modified or created),
        **given,
    }


def stix_time(date: str | None) -> str:
    """The first moment of a date: STIX has no partial dates."""
    year, month, day = (*(date or UNDATED).split("-"), "01", "01")[:3]
    return f"{year}-{month}-{day}T00:00:00.000Z"


def extension(**properties: object) -> Object:
    """The `extensions` of an object with these properties in our extension; empty ones are left out."""
    kept = {name: value for name, value in properties.items() if value not in (None, [], ())}
    return {EXTENSION: {"extension_type": "property-extension", **kept}}


def frame() -> Iterator[Object]:
    """The identity of the creator and the definition of the extension."""
    yield stix_object("identity", "actorgraph", None, name="actorgraph", identity_class="system")
    yield stix_object(
        "extension-definition",
        "actorgraph extension",
        None,
        name="actorgraph",
        description="What a text says and how: the claim behind a relationship or note; ids of entities and documents.",
        schema=SCHEMA,
        version="1.0.0",
        extension_types=["property-extension"],
    )
