"""RDF terms as N-Triples writes them: text, because a build makes hundreds of quads of each document.

Canonical N-Triples (RDF 1.2 N-Triples, 4: "Canonical form") is what Oxigraph writes too, so that lines made here are
those that a store gives back.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from rdflib import BNode, Literal
from rdflib.namespace import XSD
from rdflib.term import Node

from ontology.errors import StoreError
from ontology.identity import iri

Term = str
"""`<IRI>`, or `"text"` with its language or datatype."""
Triple = tuple[Term, Term, Term]
Quad = tuple[Term, Term, Term, Term]

NAMED = {"\b": r"\b", "\t": r"\t", "\n": r"\n", "\f": r"\f", "\r": r"\r", '"': r"\"", "\\": r"\\"}
CONTROL = [*range(0x20), 0x7F, 0xFFFE, 0xFFFF]
ESCAPES = str.maketrans({**{chr(code): f"\\u{code:04X}" for code in CONTROL}, **NAMED})


def term(node: Node) -> Term:
    """An rdflib node. Raises StoreError for a blank node."""
    if isinstance(node, BNode):
        raise StoreError(f"{node.n3()}: a blank node cannot be stored; every resource needs an IRI")
    if not isinstance(node, Literal):
        return resource(str(node))
    if node.language:
        return f"{text(str(node))}@{node.language.lower()}"
    return text(str(node)) if node.datatype in {None, XSD.string} else typed(str(node), str(node.datatype))


def quad_of(statement: Sequence[Node]) -> Quad:
    """An rdflib quad. Raises StoreError for a blank node."""
    subject, predicate, value, graph = map(term, statement)
    return subject, predicate, value, graph


@lru_cache(maxsize=50_000)
def resource(address: str) -> Term:
    """What has this IRI."""
    return f"<{address}>"


@lru_cache(maxsize=50_000)
def named(identifier: str) -> Term:
    """What has this id of ours; kept, since a document names the same ones again and again."""
    return f"<{iri(identifier)}>"


def text(content: str) -> Term:
    """A string."""
    return f'"{content.translate(ESCAPES)}"' if _is_escaped(content) else f'"{content}"'


def typed(content: str, datatype: str) -> Term:
    """A value of a datatype, given by its IRI."""
    return f"{text(content)}^^<{datatype}>"


@lru_cache(maxsize=20_000)
def count(number: int) -> Term:
    """A number of things."""
    return f'"{number}"^^<{XSD.integer}>'


@lru_cache(maxsize=2_000)
def decimal(number: float) -> Term:
    """A number with as many digits as it has."""
    return term(Literal(Decimal(str(number)).normalize()))


def truth(value: bool) -> Term:  # it is the value itself
    """Yes or no."""
    return TRUE if value else FALSE


TRUE, FALSE = (f'"{word}"^^<{XSD.boolean}>' for word in ("true", "false"))


def _is_escaped(content: str) -> bool:
    """True if something in a text is not written as it is: most texts are printable, or at least of one line."""
    return not content.isprintable() or '"' in content or "\\" in content
