"""Claims to RDF: what is stored for a claim, and what never is."""

import pytest
from rdflib import Literal, URIRef
from rdflib.namespace import RDF, RDFS, SKOS, XSD
from support.rdf import nodes
from support.samples import claim, entity, extraction

from graph.identity.entities import descriptions, unified
from graph.identity.quads import EntityFacts, entity_quads
from graph.rdf.claim_quads import claim_triples, date_term, extraction_quads, reference_quads
from ontology.identifiers import iri
from ontology.model import Claim, Document, Entity, EntityType, Modality, Polarity
from ontology.registry import registry
from ontology.vocabulary import AG, ENTITY_GRAPH

DIRECT = (URIRef(iri("actor/thailand")), URIRef(iri("action/propose")), URIRef(iri("thing/conference")))


@pytest.mark.parametrize(
    ("made", "has_direct"),
    [
        (claim(), True),
        (claim(polarity=Polarity.NEGATED), False),
        (claim(modality=Modality.PLANNED), False),
        (claim(modality=Modality.POSSIBLE), False),
        (claim(modality=Modality.OBLIGATED), False),
        (claim(alleged=True), False),
        (claim(target=None), False),
    ],
)
def test_the_direct_triple_stands_beside_plain_claims_only(made: Claim, has_direct: bool) -> None:
    assert (DIRECT in set(nodes(claim_triples(made)))) is has_direct


def test_a_claim_leads_to_its_words() -> None:
    made = claim(start=7)
    triples = set(nodes(claim_triples(made)))
    node = URIRef(iri(made.id))
    assert (node, RDF.type, AG.Claim) in triples
    assert (node, AG.actorBegin, Literal(7)) in triples
    assert (node, AG.actionText, Literal("propose")) in triples
    assert (node, AG.sentence, URIRef(iri("sentence/2025-10/a#char=7,35"))) in triples


@pytest.mark.parametrize(
    ("text", "kind"),
    [("2025", XSD.gYear), ("2025-10", XSD.gYearMonth), ("2025-10-27", XSD.date)],
)
def test_dates_are_as_precise_as_the_text(text: str, kind: URIRef) -> None:
    assert date_term(text) == f'"{text}"^^<{kind}>'


@pytest.mark.parametrize("text", ["", "October", "2025-1", "27.10.2025", "2025-10-27T00:00"])
def test_no_literal_of_what_is_no_date(text: str) -> None:
    with pytest.raises(ValueError, match="not an ISO 8601 date"):
        date_term(text)


def test_an_interval_has_two_ends() -> None:
    triples = set(nodes(claim_triples(claim(when="2025-10-26/2025-10-28"))))
    found = {(p, str(o)) for _, p, o in triples if p in {AG.when, AG.whenStart, AG.whenEnd}}
    assert found == {(AG.whenStart, "2025-10-26"), (AG.whenEnd, "2025-10-28")}


def test_each_document_has_its_graph() -> None:
    made = extraction(Document("2025-10/a b", "", batch="2025-10"), [claim(document="2025-10/a b")])
    assert {graph for *_, graph in nodes(extraction_quads(made))} == {URIRef(iri("document/2025-10/a b"))}


def test_entities_are_described_once_over_all_documents() -> None:
    one = extraction(Document("a", ""), [claim(target=entity("Conference", "event"))])
    two = extraction(Document("b", ""), [claim(target=entity("conference", "event")), claim("X", target="conference")])
    found = descriptions([one, two], registry())
    assert found["thing/conference"].label == "conference"
    assert next(iter(unified([one], registry()))).claims[0].target.entity.label == "Conference"
    assert next(iter(unified([one, two], registry()))).claims[0].target.entity.label == "conference"
    both = list(unified([one, two], registry()))
    labels = [
        (p, str(o)) for s, p, o, g in nodes(entity_quads(both, registry())) if s == URIRef(iri("thing/conference"))
    ]
    assert (RDFS.label, "conference") in labels
    assert (SKOS.altLabel, "Conference") in labels
    facts = EntityFacts()
    for made in both:
        facts.add(made)
    assert dict(facts.names())["thing/conference"] == ("Conference",)


def test_what_the_registry_knows_is_not_described_again() -> None:
    made = extraction(Document("a", ""), [claim()])
    assert {graph for *_, graph in nodes(entity_quads([made], registry()))} == {ENTITY_GRAPH}
    assert not [q for q in nodes(entity_quads([made], registry())) if q[0] == DIRECT[0]]


def test_the_registry_decides_what_its_entities_are() -> None:
    jordan = Entity("actor/jordan", "Jordan", EntityType.PERSON)
    made = extraction(Document("a", ""), [claim(jordan)])
    assert descriptions([made], registry())["actor/jordan"].type is EntityType.COUNTRY


def test_no_blank_nodes() -> None:
    quads = list(reference_quads(registry()))
    assert quads
    assert not any(part.startswith("_:") for quad in quads for part in quad)
