"""How deeply a query is nested: the parser of Oxigraph ends its process where its stack overflows."""

from __future__ import annotations

import re

from ontology.errors import QueryError

MAX_DEPTH = 200
"""Brackets within brackets; the parser fails at some 2,000."""
MAX_CHAIN = 3_000
"""Operators and UNIONs: a chain of them is as deep as it is long; the parser fails at some 8,000."""
CHAINED = re.compile(r"[+*/|&^!]|-(?=[\s\d(?$-])|\b(?:UNION|MINUS|OPTIONAL|EXISTS)\b", re.IGNORECASE)
STEPS = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}


def check_nesting(text: str) -> None:
    """Raises QueryError for a query, given without its strings and IRIs, that is too deep for the parser."""
    depth = 0
    for character in text:
        depth = max(0, depth + STEPS.get(character, 0))
        if depth > MAX_DEPTH:
            raise QueryError(f"the query is nested more than {MAX_DEPTH} levels deep; write it with fewer brackets")
    if sum(1 for _ in CHAINED.finditer(text)) > MAX_CHAIN:
        raise QueryError(f"the query has more than {MAX_CHAIN:,} operators; use VALUES, IN, or several queries")
