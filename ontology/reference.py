"""Reference data as RDF triples: the ontology, the action scheme (SKOS) and the registry of actors."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SKOS
from rdflib.term import Node

from ontology.actions import ActionScheme, Concept
from ontology.identifiers import action_id, iri
from ontology.registry import Registry, RegistryEntry
from ontology.vocabulary import ACTION_SCHEME, AG, CLASS_OF

Triple = tuple[Node, Node, Node]


def ontology_triples() -> Iterator[Triple]:
    """The triples of `data/actorgraph.ttl`."""
    text = files("ontology").joinpath("data", "actorgraph.ttl").read_text(encoding="utf-8")
    yield from Graph().parse(data=text, format="turtle")


def scheme_triples(scheme: ActionScheme) -> Iterator[Triple]:
    """The action scheme in SKOS. Each concept is also a property of direct triples, below its top concept."""
    yield ACTION_SCHEME, RDF.type, SKOS.ConceptScheme
    yield ACTION_SCHEME, SKOS.prefLabel, Literal("actorgraph action scheme", lang="en")
    for concept in scheme.concepts.values():
        yield from _concept_triples(concept)


def _concept_triples(concept: Concept) -> Iterator[Triple]:
    node, above = URIRef(iri(action_id(concept.id))), URIRef(iri(action_id(concept.class_)))
    yield node, RDF.type, AG.Action
    yield node, RDF.type, RDF.Property
    yield node, SKOS.inScheme, ACTION_SCHEME
    yield node, SKOS.prefLabel, Literal(concept.id.replace("-", " "), lang="en")
    yield node, SKOS.definition, Literal(concept.definition, lang="en")
    if concept.is_class:
        yield node, SKOS.topConceptOf, ACTION_SCHEME
        yield ACTION_SCHEME, SKOS.hasTopConcept, node
    else:
        yield node, SKOS.broader, above
        yield above, SKOS.narrower, node
        yield node, RDFS.subPropertyOf, above
    for lemma in concept.lemmas:
        if lemma != concept.id.replace("-", " "):
            yield node, SKOS.altLabel, Literal(lemma, lang="en")
    for term, value in ((AG.plover, concept.plover), (AG.cameo, concept.cameo)):
        if value is not None:
            yield node, term, Literal(value)


def registry_triples(registry: Registry) -> Iterator[Triple]:
    """The entities of the registry with names, codes, region and memberships."""
    for entry in registry.entries():
        yield from _entry_triples(entry)


def _entry_triples(entry: RegistryEntry) -> Iterator[Triple]:
    node = URIRef(iri(entry.entity.id))
    yield node, RDF.type, CLASS_OF[entry.entity.type]
    yield node, RDFS.label, Literal(entry.entity.label)
    for name in (*entry.aliases, *entry.adjectives, *entry.people):
        if name != entry.entity.label:
            yield node, SKOS.altLabel, Literal(name)
    for key, code in sorted(entry.codes.items()):
        yield node, AG.code, Literal(f"wikidata:{code}" if key == "wikidata" else code)
    if entry.region is not None:
        yield node, AG.region, Literal(entry.region)
    for member in entry.members:
        yield URIRef(iri(member)), AG.memberOf, node
    if entry.part_of is not None:
        yield node, AG.partOf, URIRef(iri(entry.part_of))
    if entry.entity.country is not None:
        yield node, AG.country, URIRef(iri(entry.entity.country))
    if entry.source is not None:
        yield node, AG.source, Literal(entry.source)
        if entry.same_as is not None:
            yield node, OWL.sameAs, URIRef(entry.same_as)
