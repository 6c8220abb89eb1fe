"""RDF terms in canonical N-Triples syntax, as strings: a build makes hundreds of quads per document.

Oxigraph writes the same canonical form (RDF 1.2 N-Triples, section 4), so lines made here equal those read back.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from rdflib import BNode, Literal
from rdflib.namespace import XSD
from rdflib.term import Node

from ontology.errors import StoreError
from ontology.identifiers import iri

Term = str
"""`<IRI>`, or `"text"` with its language or datatype."""
Triple = tuple[Term, Term, Term]
Quad = tuple[Term, Term, Term, Term]

SHORT_ESCAPES = {"\b": r"\b", "\t": r"\t", "\n": r"\n", "\f": r"\f", "\r": r"\r", '"': r"\"", "\\": r"\\"}
CONTROL_CODES = [*range(0x20), 0x7F, 0xFFFE, 0xFFFF]
ESCAPES = str.maketrans({**{chr(code): f"\\u{code:04X}" for code in CONTROL_CODES}, **SHORT_ESCAPES})


def term(node: Node) -> Term:
    """An rdflib node. Raises StoreError for a blank node."""
    if isinstance(node, BNode):
        raise StoreError(f"{node.n3()}: a blank node cannot be stored; every resource needs an IRI")
    if not isinstance(node, Literal):
        return absolute_iri_term(str(node))
    if node.language:
        return f"{string_term(str(node))}@{node.language.lower()}"
    return string_term(str(node)) if node.datatype in {None, XSD.string} else typed_term(str(node), str(node.datatype))


def quad_of(statement: Sequence[Node]) -> Quad:
    """An rdflib quad. Raises StoreError for a blank node."""
    subject, predicate, value, graph = map(term, statement)
    return subject, predicate, value, graph


@lru_cache(maxsize=50_000)
def absolute_iri_term(address: str) -> Term:
    """The term of an absolute IRI."""
    return f"<{address}>"


@lru_cache(maxsize=50_000)
def iri_term(identifier: str) -> Term:
    """The term of the IRI of one of our ids. Cached, because documents use the same ids repeatedly."""
    return f"<{iri(identifier)}>"


def string_term(content: str) -> Term:
    """A plain string literal."""
    return f'"{content.translate(ESCAPES)}"' if _needs_escapes(content) else f'"{content}"'


def typed_term(content: str, datatype: str) -> Term:
    """A literal with the datatype of this IRI."""
    return f"{string_term(content)}^^<{datatype}>"


@lru_cache(maxsize=20_000)
def integer_term(number: int) -> Term:
    """An xsd:integer literal."""
    return f'"{number}"^^<{XSD.integer}>'


@lru_cache(maxsize=2_000)
def decimal_term(number: float) -> Term:
    """An xsd:decimal literal without trailing zeros."""
    return term(Literal(Decimal(str(number)).normalize()))


def boolean_term(value: bool) -> Term:  # it is the value itself
    """An xsd:boolean literal."""
    return TRUE if value else FALSE


TRUE, FALSE = (f'"{word}"^^<{XSD.boolean}>' for word in ("true", "false"))


def _needs_escapes(content: str) -> bool:
    """True if a text contains a character to escape; most are printable and do not."""
    return not content.isprintable() or '"' in content or "\\" in content
