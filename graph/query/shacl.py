"""Validates a built graph with SHACL and reports violations in words: document, resource, rule and value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files

import pyshacl
from rdflib import Dataset, Graph, Literal
from rdflib.namespace import RDF, RDFS, SH, XSD
from rdflib.term import Node

from graph.query.engine import short
from graph.query.literals import excerpt
from ontology.vocabulary import AG

MAX_LISTED = 3
"""Most values or documents listed in a message; the number of further ones is appended."""


@dataclass(frozen=True, slots=True, order=True)
class ShapeViolation:
    """A SHACL violation: a resource that breaks a rule."""

    document: str
    """The document of the claim, or the documents that mention the entity; empty if there is none."""
    resource: str
    about: str
    """A readable description: `claim “Thailand proposes conference”`."""
    message: str
    """The rule and the offending values."""
    sentence: str
    """The sentence of a claim; empty for other resources."""


def check(data: Dataset) -> list[ShapeViolation]:
    """The sorted violations of the shapes in `ontology/data/shapes.ttl`; empty for a valid graph."""
    shapes = Graph().parse(data=files("ontology").joinpath("data", "shapes.ttl").read_text(encoding="utf-8"))
    graph = Graph()
    for subject, name, value in data.triples((None, None, None)):
        graph.add((subject, name, _plain(value)))
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes, advanced=False)
    return sorted({_violation(graph, report, result) for result in report.subjects(RDF.type, SH.ValidationResult)})


def _plain(value: Node) -> Node:
    """A string without its datatype: rdflib takes "a" and "a"^^xsd:string for two values, stores give the latter."""
    return Literal(str(value)) if isinstance(value, Literal) and value.datatype == XSD.string else value


def _violation(graph: Graph, report: Graph, result: Node) -> ShapeViolation:
    node = report.value(result, SH.focusNode)
    path, value = report.value(result, SH.resultPath), report.value(result, SH.value)
    rule = str(report.value(result, SH.resultMessage))
    values = _listed(sorted(_words(graph, value_node) for value_node in _values(graph, node, path, value)))
    sentence = graph.value(graph.value(node, AG.sentence), AG.text)
    return ShapeViolation(
        _listed(_documents(graph, node)),
        short(node),
        _about(graph, node),
        f"{rule}; here {values}",
        str(sentence or ""),
    )


def _values(graph: Graph, node: Node | None, path: Node | None, value: Node | None) -> Iterable[Node]:
    """The value that violates a rule, else all values of the property (too many, or none)."""
    if value is not None and value != node:
        return [value]
    return graph.objects(node, path) if path is not None else ()


def _listed(names: list[str]) -> str:
    more = [f"{len(names) - MAX_LISTED} more"] if len(names) > MAX_LISTED else []
    return " and ".join([*names[:MAX_LISTED], *more]) or "nothing"


def _about(graph: Graph, node: Node | None) -> str:
    """A readable description of a resource."""
    if (node, RDF.type, AG.Claim) in graph:
        who, what = (graph.value(node, term) for term in (AG.actor, AG.target))
        does = graph.value(node, AG.actionLabel) or graph.value(node, AG.lemma)
        words = [_words(graph, who) if who else "(nobody)", str(does or "(does)"), _words(graph, what) if what else ""]
        return f"claim “{' '.join(filter(None, words))}”"
    text = graph.value(node, AG.text)
    if text is not None:
        return f"sentence “{excerpt(str(text))}”"
    return _words(graph, node)


def _words(graph: Graph, node: Node | None) -> str:
    label = next(iter(sorted(map(str, graph.objects(node, RDFS.label)))), "")
    return excerpt(label or short(node))


def _documents(graph: Graph, node: Node | None) -> list[str]:
    """The ids of the documents that contain or mention a resource."""
    documents = set(graph.objects(node, AG.document)) or set(graph.subjects(AG.mentions, node))
    names = {graph.value(document, AG.documentId) for document in documents or filter(None, [node])}
    return sorted(str(name) for name in names if name is not None)
