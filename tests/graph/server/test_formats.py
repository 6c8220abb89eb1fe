"""Every format of the endpoint, read by rdflib, csv, SPARQLWrapper and curl."""

import csv
import io
import json
import shutil
import subprocess
from urllib.parse import urlencode

import pytest
from rdflib import Graph, URIRef
from rdflib.query import Result
from SPARQLWrapper import CSV, JSON, JSONLD, RDFXML, TSV, TURTLE, XML, SPARQLExceptions, SPARQLWrapper
from support.serving import Running

pytestmark = pytest.mark.slow
SELECT = "SELECT ?who ?label WHERE { ?who action:sanction ?whom ; rdfs:label ?label }"
ALL = "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"
CONSTRUCT = "CONSTRUCT { ?s rdfs:label ?l } WHERE { ?s a ag:Country ; rdfs:label ?l }"
THAILAND = "https://w3id.org/actorgraph/actor/thailand"


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("application/sparql-results+json", "json"),
        ("application/json", "json"),
        ("application/sparql-results+xml", "xml"),
        ("text/csv", "csv"),
        ("text/tab-separated-values", "tsv"),
    ],
)
def test_a_table_in_every_format_is_read_by_rdflib(server: Running, accept: str, form: str) -> None:
    reply = server.query(SELECT, accept)
    assert (reply.status, reply.headers["content-type"].partition(";")[0]) == (200, accept)
    rows = list(Result.parse(io.BytesIO(reply.content), format=form))
    assert [tuple(map(str, row)) for row in rows] == [(THAILAND, "Thailand")]
    assert "Accept" in reply.headers["vary"]


@pytest.mark.parametrize("accept", ["application/sparql-results+json", "application/sparql-results+xml"])
def test_yes_or_no(server: Running, accept: str) -> None:
    form = "json" if "json" in accept else "xml"
    for query, answer in (("ASK { actor:thailand ?p ?o }", True), ("ASK { actor:nobody ?p ?o }", False)):
        assert Result.parse(io.BytesIO(server.query(query, accept).content), format=form).askAnswer is answer
    assert server.query("ASK {}", "text/csv").text.strip() == "true"


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/ld+json", "json-ld"),
        ("application/rdf+xml", "xml"),
    ],
)
@pytest.mark.parametrize("query", [CONSTRUCT, f"DESCRIBE <{THAILAND}>"])
def test_a_graph_in_every_format_is_read_by_rdflib(server: Running, accept: str, form: str, query: str) -> None:
    reply = server.query(query, accept)
    assert reply.headers["content-type"].partition(";")[0] == accept
    found = Graph().parse(data=reply.content, format=form)
    assert "Thailand" in {str(label) for label in found.objects(URIRef(THAILAND))}


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.6", "application/sparql-results+xml"),
        ("text/turtle, text/csv;q=0.1", "text/csv"),
        ("text/*", "text/tab-separated-values"),
        ("*/*", "application/sparql-results+json"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/sparql-results+json"),
        ("application/sparql-results+json;q=0, */*;q=0.1", "application/json"),
    ],
)
def test_the_best_of_what_is_accepted(server: Running, accept: str, media_type: str) -> None:
    assert server.query(SELECT, accept).headers["content-type"].partition(";")[0] == media_type


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv", "text/csv"])
def test_the_format_in_the_address_goes_before_accept(server: Running, name: str) -> None:
    reply = server.get(f"query?{urlencode({'query': SELECT, 'format': name})}", Accept="image/png")
    assert reply.status == 200
    assert name.rpartition("/")[2] in reply.headers["content-type"].replace("tab-separated-values", "tsv")


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("form", [JSON, XML, CSV, TSV])
def test_sparqlwrapper_asks_for_tables(server: Running, form: str, method: str) -> None:
    client = SPARQLWrapper(f"{server.address}query", returnFormat=form)
    client.setMethod(method)
    client.setQuery(SELECT)
    found = client.queryAndConvert()
    text = found.toxml() if form == XML else json.dumps(found) if form == JSON else found.decode()
    assert THAILAND in text


@pytest.mark.parametrize("form", [TURTLE, RDFXML, JSONLD])
def test_sparqlwrapper_asks_for_graphs(server: Running, form: str) -> None:
    client = SPARQLWrapper(f"{server.address}query", returnFormat=form)
    client.setQuery(CONSTRUCT)
    found = client.queryAndConvert()
    graph = found if isinstance(found, Graph) else Graph().parse(data=found)
    assert (URIRef(THAILAND), None, None) in graph


def test_sparqlwrapper_is_told_what_is_wrong(server: Running) -> None:
    client = SPARQLWrapper(f"{server.address}query")
    client.setQuery("SELECT * {")
    with pytest.raises(SPARQLExceptions.QueryBadFormed, match="not valid SPARQL"):
        client.query()


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl on this machine")
def test_curl(server: Running) -> None:
    words = ["-sS", "--noproxy", "*", "-H", "Accept: text/csv", f"{server.address}query"]
    for how in (["-G", "--data-urlencode", f"query={SELECT}"], ["--data-urlencode", f"query={SELECT}"]):
        shown = subprocess.run(["curl", *words, *how], capture_output=True, text=True, check=True).stdout  # noqa: S607
        assert list(csv.DictReader(io.StringIO(shown))) == [{"who": THAILAND, "label": "Thailand"}]


def test_a_longer_answer_is_cut_and_says_so(server: Running) -> None:
    as_json, as_xml = server.query(ALL), server.query(ALL, "application/sparql-results+xml")
    found = json.loads(as_json.content)
    assert len(found["results"]["bindings"]) == 500
    assert found["head"]["link"] == ["https://w3id.org/actorgraph/result/truncated"]
    assert b'<link href="https://w3id.org/actorgraph/result/truncated"/>' in as_xml.content
    assert len(list(Result.parse(io.BytesIO(as_xml.content), format="xml"))) == 500
    assert len(list(csv.reader(io.StringIO(server.query(ALL, "text/csv").text)))) == 501
    assert {reply.headers["actorgraph-truncated"] for reply in (as_json, as_xml)} == {"500"}
    for accept, form, note in (("text/turtle", "turtle", "# The"), ("application/rdf+xml", "xml", "<!-- The")):
        reply = server.query("CONSTRUCT WHERE { ?s ?p ?o }", accept)
        assert reply.headers["actorgraph-truncated"] == "500"
        assert f"{note} result was truncated after 500 triples" in reply.text
        assert len(Graph().parse(data=reply.content, format=form)) == 500
    exactly = server.query(f"{ALL} LIMIT 500")
    assert "actorgraph-truncated" not in exactly.headers
    assert "link" not in json.loads(exactly.content)["head"]


def test_every_kind_of_value(server: Running) -> None:
    text = (
        """SELECT * { VALUES (?a ?b ?c ?d) { (1 "x"@en UNDEF <a:b>) } BIND(BNODE() AS ?e) BIND("q\\"\\n,é" AS ?f) }"""
    )
    row = server.rows(text)[0]
    assert row["a"] == {"type": "literal", "value": "1", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}
    assert row["b"] == {"type": "literal", "value": "x", "xml:lang": "en"}
    assert "c" not in row
    assert row["d"] == {"type": "uri", "value": "a:b"}
    assert row["e"]["type"] == "bnode"
    assert row["f"] == {"type": "literal", "value": 'q"\n,é'}
    assert next(csv.DictReader(io.StringIO(server.query(text, "text/csv").text, newline="")))["f"] == 'q"\n,é'
