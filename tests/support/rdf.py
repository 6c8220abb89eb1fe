"""Quads of text as rdflib's terms, to be compared with what rdflib has."""

from collections.abc import Iterable

from rdflib import Node
from rdflib.util import from_n3


def nodes(statements: Iterable[tuple[str, ...]]) -> list[tuple[Node, ...]]:
    """Triples or quads."""
    return [tuple(map(_node, statement)) for statement in statements]


def _node(text: str) -> Node:
    found = from_n3(text)
    assert isinstance(found, Node)
    return found
