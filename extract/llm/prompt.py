"""The prompt: what a claim is, from the project's own data, and the JSON Schema of an answer.

Classes and their definitions come from the action scheme, types and statuses from the ontology, guidelines from
`extract/llm/guidelines.toml`: whoever changes the scheme changes the prompt.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from rdflib import RDFS

from extract.llm.guidelines import guidelines
from ontology.actions import ActionScheme, scheme
from ontology.model import EntityType, Modality
from ontology.reference import ontology_triples
from ontology.vocabulary import AG, CLASS_OF

EXAMPLES = 8
"""Verbs that are named for a class."""


@cache
def system_prompt() -> str:
    """The instructions, the same for every document."""
    return "\n".join(_lines(scheme()))


def _lines(actions: ActionScheme) -> Iterator[str]:
    words = guidelines()
    yield " ".join(words.task.split())
    yield ""
    yield "# Guidelines"
    yield from (f"- {rule}" for rule in words.rules)
    yield ""
    yield "# Types of actors and targets"
    comments = _comments()
    yield from (f"- {kind.value}: {comments[str(CLASS_OF[kind])]}" for kind in EntityType)
    yield ""
    yield "# Modality: how the act is stated"
    yield from (f"- {value.value}: {comments[str(AG[value.value])]}" for value in Modality)
    yield ""
    yield "# Classes of actions"
    for concept in actions.classes():
        verbs = [verb for verb in concept.lemmas if verb != concept.id]
        narrower = [verb for below in actions.narrower(concept.id) for verb in below.lemmas[:2]]
        examples = ", ".join([*verbs[:EXAMPLES], *narrower])
        yield f"- {concept.id}: {concept.definition}{f' ({examples})' if examples else ''}"
    yield ""
    yield "# Form of the answer"
    yield 'Only a JSON object {"claims": [...]}; an empty list if no sentence states a claim. Each claim has the keys:'
    yield "- s: number of its sentence"
    yield "- actor, target: {words, name, type}; target may be null"
    yield "- action: {words, lemma, class}"
    yield "- negated, alleged: true or false"
    yield "- modality"
    yield "- source: {words, name, type} of who says it, if the text reports speech, else null"
    yield "- date, place: words of the sentence, or null"
    yield ""
    yield "# The document"
    yield " ".join(words.document.split())


@cache
def _comments() -> dict[str, str]:
    """By IRI, the comment of each term of the ontology."""
    return {str(s): str(o) for s, p, o in ontology_triples() if p == RDFS.comment}


@cache
def answer_schema() -> dict[str, Any]:
    """The JSON Schema of an answer, in the strict form that servers with structured output ask for."""
    types = [kind.value for kind in EntityType]
    text, optional = {"type": "string"}, {"type": ["string", "null"]}
    participant = _object({"words": text, "name": text, "type": {"type": "string", "enum": types}})
    nullable = {"anyOf": [participant, {"type": "null"}]}
    classes = [concept.id for concept in scheme().classes()]
    claim = _object(
        {
            "s": {"type": "integer"},
            "actor": participant,
            "action": _object({"words": text, "lemma": text, "class": {"type": "string", "enum": classes}}),
            "target": nullable,
            "negated": {"type": "boolean"},
            "modality": {"type": "string", "enum": [value.value for value in Modality]},
            "alleged": {"type": "boolean"},
            "source": nullable,
            "date": optional,
            "place": optional,
        }
    )
    return _object({"claims": {"type": "array", "items": claim}})


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
