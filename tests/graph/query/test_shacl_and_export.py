"""SHACL findings in plain words, and exports that other programs can read."""

import csv
import io

import networkx as nx
import pytest
from rdflib import Dataset, Graph, Literal, Node, URIRef
from rdflib.namespace import RDF, RDFS
from support.exporting import exported
from support.rdf import nodes
from support.samples import claim, entity, extraction, stored

from graph.export.tables import write_csv
from graph.identity.quads import entity_quads
from graph.query.shacl import check
from graph.rdf.claim_quads import extraction_quads, reference_quads
from graph.rdf.ntriples import quad_of
from graph.store.oxigraph import memory_store, nquads_lines, store_lines
from ontology.identifiers import iri
from ontology.model import Document
from ontology.registry import registry
from ontology.vocabulary import AG, ENTITY_GRAPH

CLAIM = claim(entity("Anutin Charnvirakul", "person"))
DOCUMENT = Document("2025-10/a", "", date="2025-10", batch="2025-10", title="T")
NODE, GRAPH = URIRef(iri(CLAIM.id)), URIRef(iri("document/2025-10/a"))
PERSON = URIRef(iri("actor/anutin-charnvirakul"))


def quads() -> list[tuple[Node, ...]]:
    made = extraction(DOCUMENT, [CLAIM])
    return nodes([*reference_quads(registry()), *entity_quads([made], registry()), *extraction_quads(made)])


@pytest.fixture(scope="module")
def sound() -> Dataset:
    return memory_store(nquads_lines(map(quad_of, quads())))


def test_a_sound_graph(sound: Dataset) -> None:
    assert check(sound) == []


SAID = "claim “Anutin Charnvirakul proposes conference”"


@pytest.mark.parametrize(
    ("without", "more", "about", "message"),
    [
        (
            AG.actor,
            None,
            "claim “(nobody) proposes conference”",
            "a claim has exactly one actor, and that is an actor; here nothing",
        ),
        (AG.rule, None, SAID, "a claim names the rule that made it; here nothing"),
        (AG.sentence, None, SAID, "a claim names its sentence; here nothing"),
        (
            None,
            (NODE, AG.rule, Literal("other"), GRAPH),
            SAID,
            "a claim names the rule that made it; here active and other",
        ),
        (
            None,
            (NODE, AG.polarity, Literal("maybe"), GRAPH),
            SAID,
            "polarity is affirmed or negated; here maybe",
        ),
        (None, (NODE, AG.when, Literal("soon"), GRAPH), SAID, "when is a date, a month or a year; here soon"),
        (
            AG.confidence,
            (NODE, AG.confidence, Literal(7), GRAPH),
            SAID,
            "confidence is a decimal from 0 to 1; here 7",
        ),
        (
            AG.actorBegin,
            (NODE, AG.actorBegin, Literal(999), GRAPH),
            SAID,
            "the actor's words begin before they end; here 999",
        ),
        (RDFS.label, None, "actor:anutin-charnvirakul", "an entity has a label; here nothing"),
    ],
)
def test_what_breaks_the_shapes_is_told_with_its_claim_and_document(
    without: URIRef | None, more: tuple[Node, ...] | None, about: str, message: str
) -> None:
    kept = [quad for quad in quads() if not (quad[1] == without and quad[0] in {NODE, PERSON})]
    findings = check(memory_store(nquads_lines(map(quad_of, [*kept, *([more] if more else [])]))))
    told = [finding for finding in findings if finding.message == message]
    assert [(finding.document, finding.about) for finding in told] == [("2025-10/a", about)]
    assert told[0].sentence == ("" if without in {RDFS.label, AG.sentence} else CLAIM.sentence.text)


def test_csv() -> None:
    made = [stored(claim(entity("=cmd()", "company"), target=None)), stored(CLAIM, title="T")]
    out = io.BytesIO()
    write_csv(made, out)
    table = list(csv.DictReader(io.StringIO(out.getvalue().decode())))
    assert table[0]["actor"] == "'=cmd()"
    assert (table[0]["target"], table[0]["alleged"]) == ("", "no")
    assert (table[1]["actor"], table[1]["action"], table[1]["title"]) == ("Anutin Charnvirakul", "proposes", "T")


def test_rdf_exports_say_what_the_store_says(sound: Dataset) -> None:
    lines = list(store_lines(sound))
    assert exported(sound, "nq").decode().splitlines() == lines
    for form, name in (("trig", "trig"), ("jsonld", "json-ld"), ("nq", "nquads")):
        read = Dataset()
        read.parse(data=exported(sound, form), format=name)
        assert sum(1 for _ in read.quads()) == len(lines)
    flat = Graph().parse(data=exported(sound, "ttl"), format="turtle")
    assert (NODE, AG.actor, PERSON) in flat


def test_networks_can_be_read_by_networkx(sound: Dataset) -> None:
    for form, reader in (("graphml", nx.read_graphml), ("gexf", nx.read_gexf)):
        graph = reader(io.BytesIO(exported(sound, form)))
        assert graph.number_of_edges() == 1
        assert {about["label"] for _, about in graph.nodes(data=True)} == {"Anutin Charnvirakul", "conference"}


def test_the_entity_graph_is_apart() -> None:
    graphs = {quad[3] for quad in quads() if quad[0] == PERSON and quad[1] in {RDF.type, RDFS.label}}
    assert graphs == {ENTITY_GRAPH}
