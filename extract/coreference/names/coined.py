"""Coined names, which no label covers: "RaccoonO365", "LockBit". Their capitals and digits tell that they are names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.coreference.names.name import Name
from extract.parsing.tokens import TokenSpan
from ontology.identifiers import thing_id
from ontology.model import Entity, EntityType
from ontology.registry import Registry

COINED = re.compile(
    r"(?!(?:Mac|Fitz|Van|Von|Del?|Di|Du|La|Le)[A-Z])"
    r"(?:[A-Z][a-z]{2,}[A-Z]\w*|[A-Z][a-z]{3,}\d\w*|[a-z][A-Z]\w{2,})"
)
"""A capital after small letters, or digits after four letters; not the surnames "MacArthur" and "DeSantis"."""


def coined_names(sentence: TokenSpan, registry: Registry) -> Iterator[Name]:
    """The words of a sentence that are coined names, without those that the model or the registry knows."""
    for token in sentence:
        is_plain = not token.ent_type_ and token.pos_ in {"PROPN", "NOUN"} and COINED.fullmatch(token.text)
        if is_plain and registry.find(token.text) is None:
            yield Name(token.i, token.i + 1, Entity(thing_id(token.text), token.text, EntityType.THING), known=False)
