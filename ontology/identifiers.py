"""Identifiers: creates the ids and IRIs of documents, entities and claims; no other module does.

Ids depend on content alone, so that the same documents give the same graph on any machine. Hashed parts are joined by
a separator that cannot occur in them, so that ("ab", "c") and ("a", "bc") have different digests.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote

from anyascii import anyascii

BASE = "https://w3id.org/actorgraph/"
SEPARATOR = "\x1f"
HASH_LENGTH = 16
IRI_SAFE = "/-._~"
PLAIN = re.compile(r"[A-Za-z0-9/._~-]+")
"""An id that needs no escapes, as nearly all do."""
FRAGMENT = re.compile(r"#char=\d+,\d+\Z")


def digest(*parts: str) -> str:
    """SHA-256 of the NFC-normalised, separator-joined parts: its first 16 hex digits."""
    joined = SEPARATOR.join(unicodedata.normalize("NFC", part).replace(SEPARATOR, " ") for part in parts)
    return hashlib.sha256(joined.encode()).hexdigest()[:HASH_LENGTH]


@lru_cache(maxsize=16_384)
def slug(label: str) -> str:
    """The label as lower-case ASCII words joined by hyphens; its digest where most letters have no ASCII form."""
    expanded = label.casefold().replace("&", " and ").replace("$", " usd ").replace("%", " percent ")
    plain = unicodedata.normalize("NFKD", latin(expanded)).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+(?:\.[0-9]+)?", re.sub(r"['’]s?\b|,(?=\d)", "", plain))
    letters = sum(character.isalnum() for character in expanded)
    in_ascii = sum(character.isalnum() for word in words for character in word)
    return "-".join(words) if in_ascii * 2 > letters else f"x{digest(label.casefold())}"


def latin(text: str) -> str:
    """The text with ASCII letters for Latin ones, also where they do not decompose (ø, ł, đ); other scripts stay."""
    return "".join(
        anyascii(character) if not character.isascii() and "LATIN" in unicodedata.name(character, "") else character
        for character in unicodedata.normalize("NFC", text)
    )


def actor_id(label: str, scope: str | None = None) -> str:
    """Id of an actor. An unnamed body ("the ministry") gets an id scoped to its document: `scope`."""
    return f"actor/{slug(label)}" + (f"-{digest(scope)[:8]}" if scope else "")


def apart(identifier: str, document: str) -> str:
    """Id of an entity that shares its name with another one but is, in this document, a different one."""
    return f"{identifier}-{digest(document)[:8]}"


def is_in_scope(identifier: str, document: str) -> bool:
    """True for an id that is scoped to this document."""
    return identifier.endswith(f"-{digest(document)[:8]}")


def in_scope_of(identifier: str, document: str, other: str) -> str:
    """The id of an unnamed body of `document` as the document `other` would give it; other ids stay."""
    own = f"-{digest(document)[:8]}"
    return identifier.removesuffix(own) + f"-{digest(other)[:8]}" if identifier.endswith(own) else identifier


def match_id(first: str, second: str) -> str:
    """Id of a match of two entities, independent of their order."""
    return f"match/{digest(*sorted((first, second)))}"


def thing_id(label: str) -> str:
    """Id of a thing, event or law."""
    return f"thing/{slug(label)}"


def place_id(label: str) -> str:
    """Id of a place."""
    return f"place/{slug(label)}"


def claim_id(document: str, sentence_start: int, *parts: str) -> str:
    """Id of a claim, from its document, its sentence and all its parts."""
    return f"claim/{digest(document, str(sentence_start), *parts)}"


def relation_id(actor: str, action: str, target: str | None) -> str:
    """Id of a relation, from the ids of its actor and target and the concept of its action."""
    return f"relation/{digest(actor, action, target or '')}"


def sentence_id(document: str, start: int, end: int) -> str:
    """Id of a sentence, from its document and its character offsets."""
    return f"sentence/{document}#char={start},{end}"


def document_id(document: str) -> str:
    """Id of a document resource, which also names its graph."""
    return f"document/{document}"


def batch_id(batch: str) -> str:
    """Id of a batch resource."""
    return f"batch/{batch}"


def extraction_id(request: str) -> str:
    """Id of the request to a language model that a claim was made with, from its digest."""
    return f"extraction/{request}"


def action_id(concept: str) -> str:
    """Id of a concept of the action scheme."""
    return f"action/{slug(concept)}"


def iri(identifier: str) -> str:
    """The IRI of an id."""
    if PLAIN.fullmatch(identifier):
        return BASE + identifier
    match = FRAGMENT.search(identifier)
    fragment = match[0] if match else ""
    return BASE + quote(identifier.removesuffix(fragment), safe=IRI_SAFE) + fragment


def id_of(iri_text: str) -> str:
    """The id of one of our IRIs (the inverse of `iri` for ids made of slugs)."""
    return iri_text.removeprefix(BASE)
