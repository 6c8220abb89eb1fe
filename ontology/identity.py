"""The only place where an id or an IRI is minted.

Ids depend on content alone, so that the same documents give the same graph anywhere. Parts
that are hashed are joined by a separator that cannot occur in them, so that ("ab", "c") and
("a", "bc") differ (the fault of FollowTheMoney's ids).
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
FRAGMENT = re.compile(r"#char=\d+,\d+\Z")


def digest(*parts: str) -> str:
    """Hex digest of normalised, separator-joined parts."""
    joined = SEPARATOR.join(unicodedata.normalize("NFC", part).replace(SEPARATOR, " ") for part in parts)
    return hashlib.sha256(joined.encode()).hexdigest()[:HASH_LENGTH]


@lru_cache(maxsize=16_384)
def slug(label: str) -> str:
    """Lower-case ASCII words joined by hyphens; a label without any gets its digest instead."""
    expanded = label.casefold().replace("&", " and ").replace("$", " usd ").replace("%", " percent ")
    plain = unicodedata.normalize("NFKD", latin(expanded)).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+(?:\.[0-9]+)?", re.sub(r"['’]s?\b|,(?=\d)", "", plain))
    letters = sum(character.isalnum() for character in expanded)
    kept = sum(character.isalnum() for word in words for character in word)
    return "-".join(words) if kept * 2 > letters else f"x{digest(label.casefold())}"


def latin(text: str) -> str:
    """The text with ASCII letters for Latin ones that have no accent to take off: ø, ł, đ. Other scripts stay."""
    return "".join(
        anyascii(character) if not character.isascii() and "LATIN" in unicodedata.name(character, "") else character
        for character in unicodedata.normalize("NFC", text)
    )


def actor_id(label: str, scope: str | None = None) -> str:
    """Id of an actor. `scope` (a document) keeps apart bodies that a text names only by kind."""
    return f"actor/{slug(label)}" + (f"-{digest(scope)[:8]}" if scope else "")


def apart(identifier: str, document: str) -> str:
    """Id of an entity that bears the name of another one in this document, and is somebody else."""
    return f"{identifier}-{digest(document)[:8]}"


def in_scope_of(identifier: str, document: str, other: str) -> str:
    """The id of an actor that a document names only by kind, as another document would give it; other ids stay."""
    own = f"-{digest(document)[:8]}"
    return identifier.removesuffix(own) + f"-{digest(other)[:8]}" if identifier.endswith(own) else identifier


def match_id(first: str, second: str) -> str:
    """Id of a match of two entities, in whichever order they are given."""
    return f"match/{digest(*sorted((first, second)))}"


def thing_id(label: str) -> str:
    """Id of a thing, event or law."""
    return f"thing/{slug(label)}"


def place_id(label: str) -> str:
    """Id of a place."""
    return f"place/{slug(label)}"


def claim_id(document: str, sentence_start: int, *parts: str) -> str:
    """Id of a claim: its document, its sentence and everything it says."""
    return f"claim/{digest(document, str(sentence_start), *parts)}"


def sentence_id(document: str, start: int, end: int) -> str:
    """Id of a sentence: its document and its characters."""
    return f"sentence/{document}#char={start},{end}"


def document_id(document: str) -> str:
    """Id of a document resource, which also names its graph."""
    return f"document/{document}"


def batch_id(batch: str) -> str:
    """Id of a batch resource."""
    return f"batch/{batch}"


def action_id(concept: str) -> str:
    """Id of a concept of the action scheme."""
    return f"action/{slug(concept)}"


def iri(identifier: str) -> str:
    """The IRI of an id."""
    found = FRAGMENT.search(identifier)
    fragment = found[0] if found else ""
    return BASE + quote(identifier.removesuffix(fragment), safe=IRI_SAFE) + fragment


def id_of(iri_text: str) -> str:
    """The id of one of our IRIs (the inverse of `iri` for ids made of slugs)."""
    return iri_text.removeprefix(BASE)
