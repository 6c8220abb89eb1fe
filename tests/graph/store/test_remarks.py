"""Notes and tags are read from the graph, by entity."""

import pytest

from graph.identity.quads import GRAPH
from graph.rdf import schema
from graph.rdf.ntriples import iri_term, string_term
from graph.store.oxigraph import memory_store, nquads_lines
from graph.store.remarks import EntityRemarks, remarks


@pytest.mark.parametrize("notes", [("banker", "extradited in May"), ("extradited in May", "banker")])
def test_the_notes_on_two_names_of_one_entity_are_both_kept(notes: tuple[str, str]) -> None:
    laos = iri_term("actor/laos")
    quads = [(laos, schema.NOTE, string_term(note), GRAPH) for note in notes]
    quads += [(laos, schema.TAG, string_term("watch-list"), GRAPH)]
    found = remarks(memory_store(nquads_lines(quads)))
    assert found == {"actor/laos": EntityRemarks("banker; extradited in May", ("watch-list",))}
