"""In what servers differ from SPARQL 1.1 and from each other, each with its reason."""

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
"""Ways to ask for the union of all graphs: what `SELECT … WHERE { ?s ?p ?o }` should see."""

CUT = "x-sparql-maxrows"
"""The header by which Virtuoso tells how many rows it sends at most."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How to speak to a server that keeps to the standard."""

    quads: int = 5_000
    """Quads in a request at most."""
    size: int = 1_000_000
    """Bytes of a request, about."""
    rows: int = 10_000
    """Rows that are asked for at once."""
    union: Mapping[str, str] = field(default_factory=dict)

    def text(self, query: str) -> str:
        """A query as this server needs it."""
        return query

    def term(self, node: Node) -> Node:
        """A term as it was sent, from how this server gives it back."""
        return node

    def truth(self, content: Mapping[str, Any]) -> bool:
        """The answer to an ASK query, from its JSON."""
        return bool(content.get("boolean"))


class Virtuoso(Dialect):
    """OpenLink Virtuoso 7."""

    UNDEFINED = re.compile(r"VALUES\s*\?(\w+)\s*\{\s*UNDEF\s*\}")
    BOOLEANS: Mapping[str, str] = {"0": "false", "1": "true"}

    def text(self, query: str) -> str:
        """The query without `VALUES ?x { UNDEF }` and filters on `!BOUND(?x)` that hold because of it.

        Neither changes the answer; with them Virtuoso reads every combination, for minutes.
        """
        for name in self.UNDEFINED.findall(query):
            shorter = re.sub(rf"VALUES\s*\?{name}\s*\{{\s*UNDEF\s*\}}", "", query)
            without = re.sub(rf"FILTER\(!BOUND\(\?{name}\) \|\| [^\n]*\)[ \t]*(?=\n)", "", shorter)
            query = shorter if re.search(rf"[?$]{name}\b", without) else without
        return query

    def term(self, node: Node) -> Node:
        """Booleans come back as 0 and 1."""
        if isinstance(node, Literal) and node.datatype == XSD.boolean and str(node) in self.BOOLEANS:
            return Literal(self.BOOLEANS[str(node)], datatype=XSD.boolean)
        return node

    def truth(self, content: Mapping[str, Any]) -> bool:
        """The answer is a table of one row with 1 in it, or with nothing."""
        rows = content.get("results", {}).get("bindings", [])
        return bool(content.get("boolean")) or any(cell["value"] == "1" for row in rows for cell in row.values())


def dialect_of(server: str, union: Mapping[str, str]) -> Dialect:
    """The dialect of a server by its `Server` header, and its way to the union of all graphs."""
    if "virtuoso" in server.lower():
        # its compiler runs out of memory at some 5,000 triples; more than 10,000 rows are not sorted and not sent
        return Virtuoso(quads=2_000, size=500_000, rows=5_000, union=union)
    return Dialect(union=union)
