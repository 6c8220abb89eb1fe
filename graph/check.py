"""SHACL check of a built graph, told in plain words: which resource of which document breaks which rule."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

import pyshacl
from rdflib import Dataset, Graph
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from graph.query import short
from ontology.vocabulary import AG


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A rule that a resource breaks, and the value that breaks it."""

    document: str
    resource: str
    message: str
    value: str


def check(data: Dataset) -> list[Finding]:
    """What breaks the shapes of `ontology/data/shapes.ttl`, sorted; empty for a sound graph."""
    shapes = Graph().parse(data=files("ontology").joinpath("data", "shapes.ttl").read_text(encoding="utf-8"))
    graph = Graph()
    for triple in data.triples((None, None, None)):
        graph.add(triple)
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes, advanced=False)
    return sorted({_finding(data, report, result) for result in report.subjects(RDF.type, SH.ValidationResult)})


def _finding(data: Dataset, report: Graph, result: Node) -> Finding:
    node, value = report.value(result, SH.focusNode), report.value(result, SH.value)
    document = data.value(node, AG.document) or node
    name = data.value(document, AG.documentId)
    message = report.value(result, SH.resultMessage)
    return Finding(str(name or ""), short(node), str(message), short(value))
