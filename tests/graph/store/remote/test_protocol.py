"""Addresses, credentials, retries and resumption, against a server behind a proxy that fails when told to."""

import logging
import shutil
import socket
import ssl
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from support.servers import LOOPBACK, Fault, Oxigraph, Proxy, free_port

from graph.query.engine import run
from graph.store.oxigraph import store_lines
from graph.store.remote.address import Address, Credentials, longest_answer, update_address
from graph.store.remote.dataset import open_remote
from graph.store.remote.dialect import Dialect, Virtuoso, dialect_of
from graph.store.remote.endpoint import Endpoint, RetryPolicy
from graph.store.remote.rows import RemoteReader
from graph.store.remote.sync import RemoteWriter, by_graph
from ontology.errors import QueryError, StoreError

SECRET = "s3cret/of+the=test"  # noqa: S105
QUICK = RetryPolicy(tries=4, seconds=0)


def behind(proxy: Proxy, *, credentials: Credentials = Credentials()) -> Endpoint:  # noqa: B008  # frozen
    address = Address(proxy.url("/query"), proxy.url("/update"))
    return Endpoint(address, credentials, retries=QUICK, sleep=lambda _: None)


@pytest.mark.parametrize(
    ("query", "update"),
    [
        ("http://h:7878/query", "http://h:7878/update"),
        ("https://h/ds/query?x=1", "https://h/ds/update?x=1"),
        ("https://h/repositories/r", "https://h/repositories/r/statements"),
        ("https://h/sparql", "https://h/sparql"),
    ],
)
def test_the_address_for_updates(query: str, update: str) -> None:
    assert update_address(query) == update
    assert Address.of(query).update == update
    assert Address.of(query, "https://other/u").update == "https://other/u"


@pytest.mark.parametrize("address", ["ftp://h/x", "h/query", "", "http://", "http://[x", "http://h:port/", "file:///x"])
def test_what_is_no_address(address: str) -> None:
    with pytest.raises(StoreError, match="not the address of a SPARQL server"):
        Address.of(address)


def test_credentials_do_not_belong_into_an_address() -> None:
    with pytest.raises(StoreError, match="ACTORGRAPH_STORE_PASSWORD") as told:
        Address.of(f"https://me:{SECRET}@h/query")
    assert "s3cret" not in str(told.value)


def test_credentials_come_from_the_environment() -> None:
    found = Credentials.from_environment({"ACTORGRAPH_STORE_USER": "me", "ACTORGRAPH_STORE_PASSWORD": SECRET})
    assert (found.user, found.password) == ("me", SECRET)
    assert "me" not in repr(found).replace("Credentials", "")
    assert SECRET not in repr(found)
    with pytest.raises(StoreError, match="must be set together"):
        Credentials.from_environment({"ACTORGRAPH_STORE_PASSWORD": SECRET})
    with pytest.raises(StoreError, match="ACTORGRAPH_STORE_TOKEN"):
        Credentials.from_environment({"ACTORGRAPH_STORE_TOKEN": "no töken"})
    with pytest.raises(StoreError, match="number of seconds"):
        longest_answer({"ACTORGRAPH_STORE_TIMEOUT": "soon"})


@pytest.mark.parametrize("credentials", [Credentials("me", SECRET), Credentials(token=SECRET)], ids=["basic", "token"])
@pytest.mark.parametrize("status", [400, 401, 403, 404, 503])
def test_a_secret_is_never_told(status: int, credentials: Credentials, caplog: pytest.LogCaptureFixture) -> None:
    """Neither in an error nor in a log, even if the server repeats it."""
    heard: list[str] = []

    class Echo(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            said = self.headers.get("Authorization", "")
            heard.append(said)
            body = f"you sent {said} {SECRET} me:{SECRET}".encode()
            self.send_response(status if said else 401)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    caplog.set_level(logging.DEBUG)
    with HTTPServer((LOOPBACK, 0), Echo) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        endpoint = Endpoint(
            Address.of(f"http://{LOOPBACK}:{server.server_port}/query"),
            credentials,
            retries=QUICK,
            sleep=lambda _: None,
        )
        with pytest.raises((StoreError, QueryError)) as told:
            endpoint.query("ASK {}")
        server.shutdown()
    sent = heard[-1].split()[-1]
    assert sent
    for text in (str(told.value), caplog.text):
        assert SECRET not in text
        assert sent not in text
    assert "\n" not in str(told.value)


def test_nobody_there() -> None:
    url = f"http://{LOOPBACK}:{free_port()}/query"
    with pytest.raises(StoreError, match=r"cannot be reached: .*refused.*; check the address"):
        open_remote(Endpoint(Address.of(url), Credentials()))
    with pytest.raises(StoreError, match=r"no-such-host\.invalid/query: cannot be reached"):
        open_remote(Endpoint(Address.of("http://no-such-host.invalid/query"), Credentials()))


def test_no_answer_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACTORGRAPH_STORE_TIMEOUT", "0.2")
    with socket.create_server((LOOPBACK, 0)) as silent:
        url = f"http://{LOOPBACK}:{silent.getsockname()[1]}/query"
        with pytest.raises(StoreError, match="no answer in time"):
            Endpoint(Address.of(url), Credentials(), retries=RetryPolicy(1, 0)).query("ASK {}")


def test_certificates_are_verified(tmp_path: Path) -> None:
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("no openssl on this machine to make a certificate with")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = f"req -x509 -newkey rsa:2048 -nodes -subj /CN=localhost -days 2 -keyout {key} -out {certificate}"
    subprocess.run([program, *made.split()], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with Proxy(0) as proxy:
        proxy.encrypt(context)
        url = proxy.url("/query").replace("http:", "https:")
        with pytest.raises(StoreError, match=r"cannot be reached: .*certificate verify failed"):
            Endpoint(Address.of(url), Credentials(token=SECRET)).query("ASK {}")
        assert proxy.bodies == []


@pytest.mark.parametrize("status", [301, 302, 307])
def test_a_redirect_is_not_followed(status: int) -> None:
    with Proxy(0, lambda _number, _body: str(status)) as proxy:
        with pytest.raises(StoreError, match="redirects to elsewhere"):
            behind(proxy, credentials=Credentials(token=SECRET)).query("ASK {}")
        assert len(proxy.bodies) == 1


def test_a_page_that_is_no_sparql(fresh: Oxigraph) -> None:
    with pytest.raises(StoreError, match=r"no SPARQL here \(40[45]\)"):
        open_remote(Endpoint(Address.of(fresh.url.replace("/query", "/nothing")), Credentials()))


def test_an_empty_server_says_what_to_do(fresh: Oxigraph) -> None:
    with pytest.raises(StoreError, match="nothing is built here yet; run first: actorgraph build PATH --store"):
        open_remote(fresh.endpoint())


def every(n: int, kind: str) -> Fault:
    return lambda number, _body: kind if number % n == 0 else None


@pytest.mark.parametrize(
    "kind", ["503", "lost", *(pytest.param(kind, marks=pytest.mark.long) for kind in ("500", "429", "cut"))]
)
def test_a_server_that_fails_at_every_second_request(fresh: Oxigraph, lines: list[str], kind: str) -> None:
    with Proxy(fresh.port, every(2, kind)) as proxy:
        written = RemoteWriter(behind(proxy)).write(lines)
        assert written.sent == len(by_graph(lines))
        assert proxy.failed > 3
        assert list(store_lines(open_remote(behind(proxy)))) == lines


@pytest.mark.parametrize(
    "lost", [pytest.param(False, id="before", marks=pytest.mark.long), pytest.param(True, id="after")]
)
def test_a_broken_write_goes_on_where_it_stopped(fresh: Oxigraph, lines: list[str], lost: bool) -> None:
    """The second build sends what the first did not bring in, also of a graph that was half written."""

    def fault(_number: int, body: bytes) -> str | None:
        return ("lost" if lost else "503") if b"INSERT" in body and len(proxy.updates) >= 4 else None

    with Proxy(fresh.port, fault) as proxy:
        with pytest.raises(StoreError):
            RemoteWriter(behind(proxy)).write(lines)
        held = len(RemoteReader(fresh.endpoint(), Dialect()).table("SELECT * WHERE { GRAPH ?g { ?s ?p ?o } }").rows)
        assert 3_000 < held < len(lines)
        proxy.fault = lambda _number, _body: None
        written = RemoteWriter(behind(proxy)).write(lines)
        assert written.quads <= len(lines) - held + 1_000
        assert list(store_lines(open_remote(behind(proxy)))) == lines


def test_a_reader_during_a_write_sees_a_document_whole(fresh: Oxigraph, lines: list[str]) -> None:
    graphs = by_graph(lines)
    name = next(name for name in graphs if "/document/" in name)
    whole = [line for line in lines if line.endswith(f"{name.n3()} .")]
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            for version in (whole[1:], whole):
                RemoteWriter(fresh.endpoint()).write(version)

    RemoteWriter(fresh.endpoint()).write(whole)
    writer = threading.Thread(target=write)
    writer.start()
    try:
        reader = RemoteReader(fresh.endpoint(), Dialect())
        text = f"SELECT ?s ?p ?o WHERE {{ GRAPH {name.n3()} {{ ?s ?p ?o }} }}"
        seen = {len(reader.table(text).rows) for _ in range(60)}
    finally:
        stop.set()
        writer.join()
    assert seen <= {len(whole), len(whole) - 1}


def test_every_request_keeps_to_its_bounds(fresh: Oxigraph, lines: list[str]) -> None:
    with Proxy(fresh.port) as proxy:
        RemoteWriter(behind(proxy)).write(lines)
        bounds = Dialect()
        assert max(map(len, proxy.updates)) < bounds.size * 1.1
        assert max(body.count(b" .\n") for body in proxy.updates) < bounds.quads * 1.1


def test_reading_takes_few_requests(fresh: Oxigraph, lines: list[str]) -> None:
    RemoteWriter(fresh.endpoint()).write(lines)
    with Proxy(fresh.port) as proxy:
        list(store_lines(open_remote(behind(proxy))))
        assert len(proxy.bodies) < 10


class Cutting(Endpoint):
    """An endpoint whose server sends at most 700 rows, and does not say so."""

    def query(self, text: str, *rest: object, **named: object) -> object:  # type: ignore[override]
        head, limit, tail = text.rpartition("LIMIT ")
        if limit and head.rstrip().endswith("}"):
            number, *more = tail.split()
            text = f"{head}LIMIT {min(int(number), 700)} {' '.join(more)}"
        elif not limit:
            text += " LIMIT 700"
        return super().query(text, *rest, **named)  # type: ignore[arg-type]


@pytest.mark.long
def test_a_server_that_cuts_results_in_silence(fresh: Oxigraph, lines: list[str]) -> None:
    RemoteWriter(fresh.endpoint()).write(lines)
    address = Address.of(fresh.url)
    remote = open_remote(Cutting(address, Credentials()))
    assert list(store_lines(remote)) == lines
    aliases = sum("altLabel" in line for line in lines)
    assert aliases > 700
    assert len(list(remote.triples((None, None, None)))) == len({line.rpartition(" <")[0] for line in lines})


def test_updates_and_other_servers_are_refused(fresh: Oxigraph, lines: list[str]) -> None:
    RemoteWriter(fresh.endpoint()).write(lines[:500] + [line for line in lines if "documentId" in line])
    remote = open_remote(fresh.endpoint())
    for text in ("CLEAR ALL", "SELECT * WHERE { SERVICE <http://h/> { ?s ?p ?o } }"):
        with pytest.raises(QueryError, match="not allowed"):
            run(remote, text)
    with pytest.raises(QueryError, match="not valid"):
        run(remote, "SELECT ?x WHERE {")


def test_what_virtuoso_needs() -> None:
    virtuoso = dialect_of("Virtuoso/07.20.3229 (Linux)", {})
    assert isinstance(virtuoso, Virtuoso)
    assert virtuoso.quads < dialect_of("Oxigraph/0.5.13", {}).quads
    text = (
        "SELECT * WHERE {\n VALUES ?a { UNDEF }\n ?a ?p ?w .\n VALUES ?x { UNDEF }\n FILTER(!BOUND(?x) || ?x = ?w)\n}"
    )
    assert virtuoso.text(text).split() == "SELECT * WHERE { ?a ?p ?w . }".split()
    used = "SELECT ?x WHERE {\n VALUES ?x { UNDEF }\n FILTER(!BOUND(?x) || ?x = 1)\n}"
    assert "FILTER(!BOUND(?x) || ?x = 1)" in virtuoso.text(used)


@pytest.fixture(autouse=True)
def no_proxy_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", LOOPBACK)
