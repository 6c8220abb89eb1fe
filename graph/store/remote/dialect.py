"""How servers deviate from SPARQL 1.1 and from each other, with the reason for each workaround."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rdflib import Literal
from rdflib.namespace import XSD
from rdflib.term import Node

UNION: tuple[Mapping[str, str], ...] = (
    {},  # GraphDB, RDF4J, Neptune, Virtuoso, QLever; others if they are set up so
    {"union-default-graph": "true"},  # Oxigraph
    {"default-graph-uri": "urn:x-arq:UnionGraph"},  # Jena Fuseki
    {"default-graph-uri": "tag:stardog:api:context:all"},  # Stardog
)
"""Request parameters that make the union of all graphs the default graph, by server."""

CUT = "x-sparql-maxrows"
"""The header in which Virtuoso announces its limit of rows."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """Request limits and conversions for a server that follows the standard."""

    quads: int = 5_000
    """Most quads in a request."""
    size: int = 1_000_000
    """Most bytes of a request, approximately."""
    rows: int = 10_000
    """Rows of a page."""
    union: Mapping[str, str] = field(default_factory=dict)

    def text(self, query: str) -> str:
        """The query in the form this server needs."""
        return query

    def term(self, node: Node) -> Node:
        """The term as it was written, converted from what this server returns."""
        return node

    def truth(self, content: Mapping[str, Any]) -> bool:
        """The answer to an ASK query, from its JSON."""
        return bool(content.get("boolean"))


class Virtuoso(Dialect):
    """OpenLink Virtuoso 7."""

    UNDEFINED = re.compile(r"VALUES\s*\?(\w+)\s*\{\s*UNDEF\s*\}")
    BOOLEANS: Mapping[str, str] = {"0": "false", "1": "true"}

    def text(self, query: str) -> str:
        """The query without `VALUES ?x { UNDEF }` and the `!BOUND(?x)` filters that are true because of it.

        They do not affect the result, but make Virtuoso try every combination, for minutes.
        """
        for name in self.UNDEFINED.findall(query):
            shorter = re.sub(rf"VALUES\s*\?{name}\s*\{{\s*UNDEF\s*\}}", "", query)
            without = re.sub(rf"FILTER\(!BOUND\(\?{name}\) \|\| [^\n]*\)[ \t]*(?=\n)", "", shorter)
            query = shorter if re.search(rf"[?$]{name}\b", without) else without
        return query

    def term(self, node: Node) -> Node:
        """The term, with 0 and 1 of type boolean converted back to false and true."""
        if isinstance(node, Literal) and node.datatype == XSD.boolean and str(node) in self.BOOLEANS:
            return Literal(self.BOOLEANS[str(node)], datatype=XSD.boolean)
        return node

    def truth(self, content: Mapping[str, Any]) -> bool:
        """The answer to an ASK query, which Virtuoso sends as a table with one row: 1, or nothing."""
        rows = content.get("results", {}).get("bindings", [])
        return bool(content.get("boolean")) or any(cell["value"] == "1" for row in rows for cell in row.values())


def dialect_of(server: str, union: Mapping[str, str]) -> Dialect:
    """The dialect for a `Server` header and the request parameters for the union of all graphs."""
    if "virtuoso" in server.lower():
        # its compiler runs out of memory at about 5,000 triples, and it sorts and sends at most 10,000 rows
        return Virtuoso(quads=2_000, size=500_000, rows=5_000, union=union)
    return Dialect(union=union)
