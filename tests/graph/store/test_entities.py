"""The entities of a store, their names and memberships."""

import pytest
from rdflib import RDFS, Literal, URIRef
from support.stores import MINISTRY, sample_store

from graph.rdf.ntriples import quad_of
from graph.store.entities import EntityCache, aliases, entities, is_about_names, known_entities, memberships
from graph.store.oxigraph import nquads_lines
from ontology.errors import StoreError
from ontology.identifiers import iri
from ontology.vocabulary import AG

THAILAND, NOBODY = "actor/thailand", URIRef(iri("actor/nobody"))


def test_entities_of_the_registry_and_of_documents() -> None:
    found = entities(sample_store())
    assert list(found) == sorted(found)
    assert found[THAILAND].label == "Thailand"
    assert found[MINISTRY.id] == MINISTRY


def test_entities_asked_for_are_those_of_the_whole_list() -> None:
    data = sample_store()
    nodes = [URIRef(iri(identifier)) for identifier in (THAILAND, MINISTRY.id)]
    every = entities(data)
    assert known_entities(data, [*nodes, NOBODY]) == {one: every[one] for one in (THAILAND, MINISTRY.id)}


def test_an_entity_that_the_store_does_not_describe_is_told() -> None:
    cache = EntityCache(sample_store())
    cache.load([NOBODY, URIRef(iri(THAILAND))])
    assert cache[URIRef(iri(THAILAND))].label == "Thailand"
    with pytest.raises(StoreError, match="build it again"):
        cache[NOBODY]


def test_names_and_memberships() -> None:
    data = sample_store()
    assert "Thais" in aliases(data)[THAILAND]
    assert aliases(data, [THAILAND]) == {THAILAND: aliases(data)[THAILAND]}
    assert "ASEAN" in memberships(data)[THAILAND]


def test_lines_about_names_are_told_from_others() -> None:
    node = URIRef(iri(THAILAND))
    (label,) = nquads_lines([quad_of((node, RDFS.label, Literal("Thailand"), node))])
    (date,) = nquads_lines([quad_of((node, AG.date, Literal("2025"), node))])
    assert is_about_names(label)
    assert not is_about_names(date)
