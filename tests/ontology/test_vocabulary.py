"""The vocabulary in code and the ontology file say the same, and the ontology is sound OWL."""

import owlrl
import pytest
from rdflib import RDF, RDFS, Graph, URIRef
from rdflib.namespace import SKOS

from ontology.actions import CLASSES, scheme
from ontology.model import EntityType
from ontology.reference import ontology_triples, registry_triples, scheme_triples
from ontology.registry import registry
from ontology.vocabulary import AG, CLASS_OF

ALIGNED = ("sem", "prov", "schema.org", "org#", "skos")


@pytest.fixture(scope="module")
def ontology() -> Graph:
    graph = Graph()
    for triple in ontology_triples():
        graph.add(triple)
    return graph


def test_a_misspelt_term_raises() -> None:
    with pytest.raises(AttributeError):
        _ = AG.Acter


def test_code_and_file_have_the_same_terms(ontology: Graph) -> None:
    defined = {str(node) for node in ontology.subjects(RDFS.label) if str(node).startswith(str(AG))}
    assert defined == {str(AG) + name for name in AG.__annotations__ if not name.startswith("_")}


def test_every_term_is_explained(ontology: Graph) -> None:
    for node in set(ontology.subjects(RDFS.label)):
        assert (node, RDFS.comment, None) in ontology, node


def test_every_entity_type_has_its_class() -> None:
    assert set(CLASS_OF) == set(EntityType)


def test_aligned_with_the_fields_vocabularies(ontology: Graph) -> None:
    above = {str(o) for p in (RDFS.subClassOf, RDFS.subPropertyOf) for o in ontology.objects(None, p)}
    for name in ALIGNED:
        assert any(name in iri for iri in above), name


def test_the_action_scheme_is_skos() -> None:
    graph = Graph()
    for triple in scheme_triples(scheme()):
        graph.add(triple)
    tops = set(graph.objects(None, SKOS.hasTopConcept))
    assert {str(node).rpartition("/")[2] for node in tops} == set(CLASSES)
    for node in graph.subjects(RDF.type, AG.Action):
        assert len(list(graph.objects(node, SKOS.prefLabel))) == 1
        assert node in tops or next(graph.objects(node, SKOS.broader)) in tops


def inconsistencies(graph: Graph) -> list[str]:
    """What the OWL 2 RL rules find wrong."""
    closure = owlrl.DeductiveClosure(owlrl.OWLRL_Semantics)
    closure.expand(graph)
    return sorted(str(o) for p, o in graph.predicate_objects() if str(p).endswith("agent-ont#error"))


@pytest.mark.slow
@pytest.mark.long
def test_the_ontology_is_consistent(ontology: Graph) -> None:
    graph = Graph()
    for triples in (ontology, scheme_triples(scheme()), registry_triples(registry())):
        for triple in triples:
            graph.add(triple)
    graph.remove((None, SKOS.altLabel, None))
    assert inconsistencies(graph) == []


def test_a_claim_that_is_an_actor_is_inconsistent(ontology: Graph) -> None:
    graph = Graph()
    for triple in ontology:
        graph.add(triple)
    node = URIRef("https://w3id.org/actorgraph/claim/x")
    graph.add((node, RDF.type, AG.Claim))
    graph.add((node, RDF.type, AG.Country))
    assert inconsistencies(graph)


def test_no_blank_nodes_in_what_is_stored(ontology: Graph) -> None:
    for triples in (ontology, scheme_triples(scheme()), registry_triples(registry())):
        assert all(isinstance(subject, URIRef) for subject, _, _ in triples)
