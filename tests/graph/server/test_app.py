"""The SPARQL 1.1 Protocol and the pages over HTTP: what is answered, what is refused and how."""

import contextlib
import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.error import URLError
from urllib.parse import quote, urlencode

import pytest
from rdflib import RDF, Graph, Namespace, URIRef
from support.serving import HOSTILE, Running, ask

from graph.resources import static_text

pytestmark = pytest.mark.slow
SELECT = "SELECT ?who ?label WHERE { ?who action:sanction ?whom ; rdfs:label ?label }"
CONSTRUCT = "CONSTRUCT { ?s rdfs:label ?l } WHERE { ?s a ag:Country ; rdfs:label ?l }"
THAILAND = "https://w3id.org/actorgraph/actor/thailand"
DOCUMENT = "https://w3id.org/actorgraph/document/2025-10/a"
FORM, SPARQL = "application/x-www-form-urlencoded", "application/sparql-query"
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")


def sent(server: Running, body: str | bytes, media_type: str, where: str = "query", **headers: str) -> tuple[int, str]:
    content = body.encode() if isinstance(body, str) else body
    reply = ask(server.address + where, content, {"Content-Type": media_type, **headers})
    return reply.status, reply.text


def test_the_three_ways_to_send_a_query(server: Running) -> None:
    said = [
        ask(f"{server.address}query?query={quote(SELECT)}").text,
        sent(server, urlencode({"query": SELECT}), FORM)[1],
        sent(server, SELECT, SPARQL)[1],
        sent(server, SELECT, f"{SPARQL}; charset=UTF-8")[1],
    ]
    assert len(set(said)) == 1
    assert "Thailand" in said[0]


def test_the_graphs_that_the_protocol_names(server: Running) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"

    def counted(query: str, **graphs: str) -> int:
        given = {name.replace("_", "-"): value for name, value in graphs.items()}
        found = ask(f"{server.address}query?{urlencode({'query': query, **given})}")
        return int(json.loads(found.content)["results"]["bindings"][0]["n"]["value"])

    in_one = counted(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{DOCUMENT}> {{ ?s ?p ?o }} }}")
    assert 0 < in_one == counted(count, default_graph_uri=DOCUMENT) < counted(count)
    assert counted(count, named_graph_uri=DOCUMENT) == 0
    assert counted("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", named_graph_uri=DOCUMENT) == in_one
    elsewhere = "SELECT (COUNT(*) AS ?n) FROM <http://example.org/elsewhere> { ?s ?p ?o }"
    assert counted(elsewhere) == 0
    assert counted(elsewhere.replace("http://example.org/elsewhere", DOCUMENT)) == in_one
    assert counted(elsewhere.replace("FROM <http://example.org/elsewhere>", "FROM document:2025-10\\/a")) == in_one
    assert counted("SELECT (COUNT(*) AS ?n) { ?s ?p ?o BIND('FROM <a:b>' AS ?from) } # FROM <a:b>") == counted(count)
    assert counted(elsewhere, default_graph_uri=DOCUMENT) == in_one


UPDATE = "INSERT DATA { <a:a> <a:a> <a:a> }"
TOO_LONG = "SELECT * { ?s ?p '" + "x" * 70_000 + "' }"


@pytest.mark.parametrize(
    ("body", "media_type", "where", "status", "message"),
    [
        ("SELECT * {", SPARQL, "query", 400, "error at 1:11"),
        ("SELECT * { ?s no:such ?o }", SPARQL, "query", 400, "not valid SPARQL"),
        ("", SPARQL, "query", 400, "not valid SPARQL"),
        (b"\xff\xfe", SPARQL, "query", 400, "UTF-8"),
        (UPDATE, SPARQL, "query", 400, "INSERT is not allowed"),
        (UPDATE, "application/sparql-update", "query", 403, "read-only"),
        (urlencode({"update": UPDATE}), FORM, "query", 403, "read-only"),
        (SELECT, SPARQL, "query?using-graph-uri=a:b", 403, "read-only"),
        ("LOAD <http://127.0.0.1:9/>", SPARQL, "query", 400, "LOAD is not allowed"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", SPARQL, "query", 400, "SERVICE is not allowed"),
        ("a=b", FORM, "query", 400, "one query"),
        (urlencode([("query", SELECT)] * 2), FORM, "query", 400, "the request has 2"),
        ("query=%ff", FORM, "query", 400, "cannot be read"),
        (SELECT, "text/plain", "query", 415, SPARQL),
        (SELECT, f"{SPARQL}; charset=utf-16", "query", 415, "utf-16"),
        (TOO_LONG, SPARQL, "query", 413, "longer than 65,536 bytes"),
        ("x" * 300_000, SPARQL, "query", 413, "larger than 262,144 bytes"),
        (SELECT, SPARQL, "query?default-graph-uri=x", 400, "absolute IRI"),
        (SELECT, SPARQL, "query?default-graph-uri=http://example.org/x", 400, "not loaded from other servers"),
        (SELECT, SPARQL, "query?named-graph-uri=http://example.org/x", 400, "not loaded from other servers"),
        (SELECT, SPARQL, "query?format=pdf", 400, "formats are: json"),
        ("SELECT * {" + "{" * 20_000, SPARQL, "query", 400, "levels deep"),
        ("SELECT * { ?s ?p ?o FILTER(" + "STR(" * 2_000 + "1" + ")" * 2_001 + "}", SPARQL, "query", 400, "levels deep"),
        ("SELECT * { ?s ?p ?o FILTER(1" + "+1" * 9_000 + ")}", SPARQL, "query", 400, "operators"),
    ],
)
def test_what_is_refused(  # noqa: PLR0913, PLR0917  # one a column
    server: Running, body: str | bytes, media_type: str, where: str, status: int, message: str
) -> None:
    found, text = sent(server, body, media_type, where)
    assert (found, message in text) == (status, True), text
    assert text.count("\n") == 1


def test_formats_that_do_not_fit(server: Running) -> None:
    for query, accept in ((SELECT, "text/turtle"), (CONSTRUCT, "text/csv"), (SELECT, "image/png")):
        reply = server.query(query, accept)
        assert (reply.status, "answered as" in reply.text or "available formats" in reply.text) == (406, True)
    assert server.query(SELECT, "nonsense").status == 400


def test_a_long_address_is_refused_too(server: Running) -> None:
    assert server.get(f"query?query={quote(TOO_LONG)}").status == 413
    with contextlib.suppress(ConnectionError, URLError):  # where it ends before the address has been sent
        assert server.get(f"query?query={'x' * 300_000}").status in {400, 413}
    assert server.query(SELECT).status == 200


def test_methods_that_do_not_exist(server: Running) -> None:
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS"):
        reply = ask(f"{server.address}query", b"", {}, method)
        assert (reply.status, set(reply.headers["allow"].split(", "))) == (405, {"GET", "HEAD", "POST"})


def test_the_service_describes_itself(server: Running) -> None:
    for form in ("turtle", "xml", "json-ld", "nt"):
        media = {"turtle": "text/turtle", "xml": "application/rdf+xml", "json-ld": "application/ld+json"}
        reply = server.get("query", Accept=media.get(form, "application/n-triples"))
        found = Graph().parse(data=reply.content, format=form)
        endpoint = URIRef(f"{server.address}query")
        assert (endpoint, RDF.type, SD.Service) in found
        assert (endpoint, SD.endpoint, endpoint) in found
        assert len(set(found.objects(endpoint, SD.resultFormat))) == 8
    assert server.get("query").headers["content-type"].startswith("text/turtle")


def test_a_hundred_at_once(server: Running) -> None:
    with ThreadPoolExecutor(100) as many:
        found = list(many.map(lambda _: server.query(SELECT), range(100)))
    assert {reply.status for reply in found} == {200}
    assert len({reply.content for reply in found}) == 1


def test_health_and_pages(server: Running) -> None:
    health = json.loads(server.get("health").content)
    assert (health["ok"], health["documents"], health["claims"], len(health["build"])) == (True, 1, 3, 64)
    assert "3 claims from 1 documents" in server.get("").text
    assert "vis-network" in server.get("map").text
    assert server.get("nothing").status == 404
    assert server.get("assets/..%2f..%2fserve.py").status == 404


def test_named_queries_become_sparql(server: Running) -> None:
    text = server.get("named/sources-of?actor=Thailand&limit=5").text
    assert f"<{THAILAND}>" in text
    assert "@param" not in text
    assert len(server.rows(text)) == 2
    for path, message in (
        ("named/nothing", "no such query"),
        ("named/actor", "needs --param actor"),
        ("named/actor?actor=Tailand", "did you mean Thailand"),
        ("named/top-actors?limit=x", "whole number"),
        ("named/top-actors?other=x", "no parameter"),
    ):
        reply = server.get(path)
        assert (reply.status, message in reply.text) == (400, True), reply.text


def test_the_vocabulary(server: Running) -> None:
    found = json.loads(server.get("vocabulary").content)
    assert found["prefixes"]["action"] == "https://w3id.org/actorgraph/action/"
    for kind, name in (("classes", "ag:Claim"), ("properties", "ag:actor"), ("actions", "action:sanction")):
        assert name in {term["name"] for term in found[kind]}
    assert {"Thailand", HOSTILE} <= {term["label"] for term in found["entities"]}
    assert found["documents"][0] == {
        "iri": DOCUMENT, "name": "document:2025-10/a", "label": "2025-10/a", "help": "The offer", "batch": "2025-10",
    }  # fmt: skip
    assert "top-actors" in {query["name"] for query in found["queries"]}


@pytest.mark.parametrize("path", ["", "sparql", "map", "query", "health", "assets/editor.js", "assets/query.js"])
def test_headers_that_protect_a_browser(server: Running, path: str) -> None:
    headers = server.get(path, Origin=server.address.rstrip("/")).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert not [name for name in headers if name.lower().startswith("access-control")]


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:80", "[x", "", "@"])
def test_foreign_names_are_not_answered_to(server: Running, host: str) -> None:
    reply = server.get("health", Host=host)
    assert (reply.status, "not a name of this server" in reply.text) == (421, True)


def test_own_names_are(server: Running) -> None:
    for host in ("localhost", "LOCALHOST:1", "127.0.0.1", "[::1]:8765"):
        assert server.get("health", Host=host).status == 200


def test_pages_of_others_may_not_ask(server: Running) -> None:
    assert server.get("health", Origin="http://evil.example").status == 403
    assert server.get("health", Origin="null").status == 403
    assert server.get("health", Origin="http://[").status == 403


def test_the_path_of_a_request_cannot_leave_the_assets(server: Running) -> None:
    for path in ("assets/../serve.py", "assets/%2e%2e/serve.py", "assets//etc/passwd"):
        assert server.get(path).status == 404


@pytest.mark.parametrize("page", ["query", "diff"])
def test_the_bundle_of_a_page_is_made_from_the_sources(page: str) -> None:
    web = Path(__file__).resolve().parents[3] / "web"
    digest = hashlib.sha256()
    shared = [web / "build_pages.mjs", web / "map" / "dom.mjs", web / "map" / "text.mjs"]
    for source in (*shared, *sorted((web / page).glob("*.mjs"))):
        digest.update(source.read_bytes())
    assert f"sources: {digest.hexdigest()}" in static_text(f"{page}.js"), "run: make page"


def test_the_bundle_is_made_from_the_sources() -> None:
    root = Path(__file__).resolve().parents[3]
    digest = hashlib.sha256()
    for name in ("build.mjs", "editor.mjs", "package-lock.json"):
        digest.update((root / "web" / name).read_bytes())
    bundle = (root / "graph/static/editor.js").read_text(encoding="utf-8")
    assert f"sources: {digest.hexdigest()}" in bundle, "run: make editor"
    assert "://" not in (root / "web/package-lock.json").read_text(encoding="utf-8")
    licences = (root / "graph/static/editor.licences.txt").read_text(encoding="utf-8")
    for name in ("@codemirror/view", "@lezer/lr", "codemirror-lang-sparql", "style-mod", "w3c-keyname"):
        assert f"\n{name} " in f"\n{licences}"
