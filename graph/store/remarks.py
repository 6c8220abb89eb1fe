"""Store -> the notes and tags of a person on entities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rdflib import Dataset
from rdflib.term import Node

from graph.store.oxigraph import named_graph
from ontology.identifiers import id_of
from ontology.vocabulary import AG, ENTITY_GRAPH


@dataclass(frozen=True, slots=True)
class EntityRemarks:
    """What a person has remarked on an entity: a note, or none, and tags."""

    note: str | None
    tags: tuple[str, ...]


def remarks(data: Dataset) -> dict[str, EntityRemarks]:
    """By entity id, sorted, the remarks on it."""
    notes, tags = (_texts(data, term) for term in (AG.note, AG.tag))
    ids = sorted({*notes, *tags})
    return {one: EntityRemarks(joined_notes(notes.get(one, ())), tuple(sorted(tags.get(one, ())))) for one in ids}


def joined_notes(notes: Iterable[str]) -> str | None:
    """The notes on one entity as one text: several if a person wrote them on names that are merged; None if none."""
    return "; ".join(sorted(notes)) or None


def _texts(data: Dataset, term: Node) -> dict[str, set[str]]:
    """By entity id, the values of a property."""
    texts: dict[str, set[str]] = defaultdict(set)
    for node, text in named_graph(data, ENTITY_GRAPH).subject_objects(term):
        texts[id_of(str(node))].add(str(text))
    return texts
