"""Values as SPARQL terms that nothing can break out of, and the prefixes of a query."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ontology.errors import QueryError

ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
MAX_EXCERPT = 60


def string_literal(text: str) -> str:
    """The text as a SPARQL string, on one line. Raises QueryError where it holds what is no Unicode.

    Not left to rdflib, whose triple-quoted form can end too early. A `u` after a backslash is written as its
    code point, because SPARQL lets parsers replace such sequences before they look for the ends of strings.
    """
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise QueryError(f"{excerpt(ascii(text))}: holds bytes that are no text") from error
    escaped = "".join(ESCAPES.get(character, character) for character in text)
    return '"' + re.sub(r"(?<=\\)[uU]", lambda match: f"\\U{ord(match[0]):08X}", escaped) + '"'


def prefixed(text: str, prefixes: Mapping[str, str]) -> str:
    """The query after a declaration of each of these prefixes that it uses and does not declare itself."""
    declared = set(re.findall(r"(?i)\bprefix\s+([\w-]*):", text))
    used = [name for name in prefixes if name not in declared and re.search(rf"(?<![\w:-]){name}:", text)]
    return "".join(f"PREFIX {name}: <{prefixes[name]}>\n" for name in used) + text


def excerpt(text: str) -> str:
    """The text as an error shows it: not without end."""
    return text if len(text) <= MAX_EXCERPT else f"{text[:MAX_EXCERPT]}…"
