"""SHACL check of a built graph, told in plain words: which claim of which document breaks which rule, and with what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files

import pyshacl
from rdflib import Dataset, Graph
from rdflib.namespace import RDF, RDFS, SH
from rdflib.term import Node

from graph.query.engine import short
from graph.query.literals import excerpt
from ontology.vocabulary import AG

MAX_LISTED = 3
"""Values, and documents of an entity, that are named; of more it is said how many there are."""


@dataclass(frozen=True, slots=True, order=True)
class ShapeViolation:
    """A rule that a resource breaks."""

    document: str
    """The document that says it; of an entity the documents that name it; empty where there is none."""
    resource: str
    about: str
    """The resource in words: `claim “Thailand proposes conference”`."""
    message: str
    """The rule, and what stands there instead."""
    sentence: str
    """The sentence of a claim; empty for all else."""


def check(data: Dataset) -> list[ShapeViolation]:
    """What breaks the shapes of `ontology/data/shapes.ttl`, sorted; empty for a sound graph."""
    shapes = Graph().parse(data=files("ontology").joinpath("data", "shapes.ttl").read_text(encoding="utf-8"))
    graph = Graph()
    for triple in data.triples((None, None, None)):
        graph.add(triple)
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes, advanced=False)
    return sorted({_violation(graph, report, result) for result in report.subjects(RDF.type, SH.ValidationResult)})


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
    """The value that a rule objects to, else all that the property has: too many, or none."""
    if value is not None and value != node:
        return [value]
    return graph.objects(node, path) if path is not None else ()


def _listed(names: list[str]) -> str:
    more = [f"{len(names) - MAX_LISTED} more"] if len(names) > MAX_LISTED else []
    return " and ".join([*names[:MAX_LISTED], *more]) or "nothing"


def _about(graph: Graph, node: Node | None) -> str:
    """A resource as a person would name it."""
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
    """The ids of the documents that a resource is of, or that mention it."""
    documents = set(graph.objects(node, AG.document)) or set(graph.subjects(AG.mentions, node))
    names = {graph.value(document, AG.documentId) for document in documents or filter(None, [node])}
    return sorted(str(name) for name in names if name is not None)
