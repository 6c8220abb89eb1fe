"""Safe SPARQL literals for user input, and the prefixes of a query."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ontology.errors import QueryError

ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
MAX_EXCERPT = 60


def string_literal(text: str) -> str:
    """The text as a SPARQL string literal on one line. Raises QueryError for text that is not valid Unicode.

    rdflib is not used because its triple-quoted form can end too early. A `u` after a backslash is written as a code
    point, because SPARQL parsers may replace such escapes before they look for the end of a string.
    """
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise QueryError(f"{excerpt(ascii(text))}: contains bytes that are not text") from error
    escaped = "".join(ESCAPES.get(character, character) for character in text)
    return '"' + re.sub(r"(?<=\\)[uU]", lambda match: f"\\U{ord(match[0]):08X}", escaped) + '"'


def prefixed(text: str, prefixes: Mapping[str, str]) -> str:
    """The query preceded by declarations of the prefixes that it uses but does not declare."""
    declared = set(re.findall(r"(?i)\bprefix\s+([\w-]*):", text))
    used = [name for name in prefixes if name not in declared and re.search(rf"(?<![\w:-]){name}:", text)]
    return "".join(f"PREFIX {name}: <{prefixes[name]}>\n" for name in used) + text


def excerpt(text: str) -> str:
    """The text as shown in an error message, cut if it is long."""
    return text if len(text) <= MAX_EXCERPT else f"{text[:MAX_EXCERPT]}…"
