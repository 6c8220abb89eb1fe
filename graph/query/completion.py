"""The vocabulary for completion in the query editor: prefixes, classes, properties, actions, actors, named queries."""

from __future__ import annotations

import json
from typing import Any

from rdflib import Dataset

from graph.query.catalogue import named_queries
from graph.query.engine import run, short
from ontology.vocabulary import PREFIXES

MAX_TERMS = 3000
"""Most entities, and most documents, in the vocabulary; entities with most claims first."""
CLASSES = "SELECT ?term ?label ?help { ?term a owl:Class ; rdfs:label ?label OPTIONAL { ?term rdfs:comment ?help } }"
PROPERTIES = """SELECT ?term ?label ?help {
  VALUES ?kind { owl:ObjectProperty owl:DatatypeProperty rdf:Property }
  ?term a ?kind ; rdfs:label ?label OPTIONAL { ?term rdfs:comment ?help }
}"""
ACTIONS = """SELECT ?term ?label ?help {
  ?term a ag:Action ; skos:prefLabel ?label OPTIONAL { ?term skos:definition ?help }
}"""
ENTITIES = f"""SELECT ?term ?label (COUNT(*) AS ?claims) {{
  {{ ?claim ag:actor ?term }} UNION {{ ?claim ag:target ?term }}
  ?term rdfs:label ?label
}} GROUP BY ?term ?label ORDER BY DESC(?claims) ?label LIMIT {MAX_TERMS}"""
DOCUMENTS = f"""SELECT ?term ?label ?help ?batch {{
  ?term ag:documentId ?label ; ag:batch/rdfs:label ?batch OPTIONAL {{ ?term ag:title ?help }}
}} ORDER BY ?label LIMIT {MAX_TERMS}"""


def vocabulary(data: Dataset) -> bytes:
    """The vocabulary as JSON."""
    return json.dumps(
        {
            "prefixes": PREFIXES,
            "classes": _terms(data, CLASSES),
            "properties": _terms(data, PROPERTIES),
            "actions": _terms(data, ACTIONS),
            "entities": _terms(data, ENTITIES),
            "documents": _terms(data, DOCUMENTS),
            "queries": _queries(),
        },
        ensure_ascii=False,
    ).encode()


def _terms(data: Dataset, query: str) -> list[dict[str, str]]:
    terms: dict[str, dict[str, str]] = {}
    for row in run(data, query).bindings:
        values = {str(name): value for name, value in row.items() if value is not None}
        iri = str(values["term"])
        about = {"iri": iri, "name": short(values["term"])}
        about.update((name, str(values[name])) for name in ("label", "help", "batch") if name in values)
        terms.setdefault(iri, about)
    return list(terms.values())


def _queries() -> list[dict[str, Any]]:
    return [
        {
            "name": query.name,
            "help": query.help,
            "parameters": [
                {"name": parameter.name, "kind": parameter.kind, "default": parameter.default, "help": parameter.help}
                for parameter in query.parameters
            ],
        }
        for query in named_queries().values()
    ]
