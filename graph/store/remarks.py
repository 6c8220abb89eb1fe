"""Store -> the notes and tags of a person on entities."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from rdflib import Dataset

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
    graph = named_graph(data, ENTITY_GRAPH)
    notes = {id_of(str(node)): str(note) for node, note in graph.subject_objects(AG.note)}
    tags: dict[str, set[str]] = defaultdict(set)
    for node, tag in graph.subject_objects(AG.tag):
        tags[id_of(str(node))].add(str(tag))
    ids = sorted({*notes, *tags})
    return {identifier: EntityRemarks(notes.get(identifier), tuple(sorted(tags[identifier]))) for identifier in ids}
