"""The seeds in two servers: the same graph, the same answers; what changed is sent, and nothing else."""

import threading
import time
from collections.abc import Mapping

import pytest
from rdflib import Dataset, URIRef
from rdflib.namespace import SKOS
from support.exporting import exported
from support.servers import SERVERS, Proxy, Server

from graph.diff import diff
from graph.query.actors import actor_rows, card
from graph.query.engine import named_queries, rows, run, run_named
from graph.query.shacl import check
from graph.store.batches import batches
from graph.store.claims import claims_of_batch, stored_claims
from graph.store.entities import aliases, memberships
from graph.store.oxigraph import store_lines
from graph.store.remote.address import Address, Credentials
from graph.store.remote.dataset import open_remote
from graph.store.remote.endpoint import Endpoint
from graph.store.remote.sync import RemoteWriter, by_graph
from ontology.errors import StoreError
from ontology.vocabulary import AG, BASE_GRAPH, ENTITY_GRAPH

pytestmark = [pytest.mark.slow, pytest.mark.long]
BOTH = pytest.mark.parametrize("fresh", SERVERS, indirect=True)
GIVEN: Mapping[str, Mapping[str, str]] = {
    "actor": {"actor": "Thailand"},
    "acts-in": {"place": "Myanmar"},
    "not-said": {"bloc": "ASEAN", "action": "sign"},
    "said-of": {"about": "Prince Group"},
    "between": {"a": "United States", "b": "Prince Group"},
}
MORE = [
    ("who-did-what", {"actor": "Thailand"}),
    ("who-did-what", {"since": "2025-10-20", "until": "2025-11", "limit": "500"}),
    ("timeline", {"actor": "Cambodia", "since": "2026"}),
    ("by-bloc", {"bloc": "ASEAN"}),
    ("sources-of", {"actor": "Thailand", "action": "propose"}),
    ("proposals-and-their-fate", {"bloc": "ASEAN"}),
    ("top-actors", {"type": "Country"}),
    ("co-actors", {"actor": "Thailand", "limit": "500"}),
]


@pytest.fixture(scope="module")
def remote(server: Server, lines: list[str]) -> Dataset:
    RemoteWriter(server.endpoint()).write(lines)
    return open_remote(server.endpoint())


def test_the_graph_is_the_same(remote: Dataset, lines: list[str]) -> None:
    assert list(store_lines(remote)) == lines


def test_exports_are_the_same(remote: Dataset, seeds: Dataset) -> None:
    for name in ("nq", "csv"):  # the others are made of the same lines or the same claims
        assert exported(remote, name) == exported(seeds, name), name


@pytest.mark.parametrize(
    ("name", "given"),
    [*((name, GIVEN.get(name, {})) for name in named_queries()), *MORE],
    ids=lambda it: it if isinstance(it, str) else "-".join(it.values()),
)
def test_named_queries_give_the_same_rows(remote: Dataset, seeds: Dataset, name: str, given: Mapping[str, str]) -> None:
    assert rows(run_named(remote, name, given)) == rows(run_named(seeds, name, given))


def test_what_is_read_is_the_same(remote: Dataset, seeds: Dataset) -> None:
    assert list(stored_claims(remote)) == list(stored_claims(seeds))
    assert batches(remote) == batches(seeds)
    assert aliases(remote) == aliases(seeds)
    assert memberships(remote) == memberships(seeds)
    assert actor_rows(remote) == actor_rows(seeds)
    for name in ("Thailand", "Karen Border Guard Force", "United Nations"):
        assert card(remote, name) == card(seeds, name)


@pytest.mark.long
def test_diff_and_check(remote: Dataset, seeds: Dataset) -> None:
    """Of the seeds; `check` says the same of a sound graph."""
    found = [
        diff(*(claims_of_batch(data, name) for name in ("2025-10", "2026-01")), before_name="a", after_name="b")
        for data in (remote, seeds)
    ]
    assert found[0] == found[1]
    assert check(remote) == check(seeds)


@pytest.mark.parametrize(
    "text",
    [
        "ASK { actor:thailand action:propose ?what }",
        "ASK { actor:thailand action:propose actor:thailand }",
        "CONSTRUCT { ?a ag:label ?l } WHERE { ?a a ag:Country ; rdfs:label ?l }",
        "SELECT ?alleged (COUNT(DISTINCT ?c) AS ?n) WHERE { ?c ag:alleged ?alleged } GROUP BY ?alleged",
        "SELECT ?d ?date WHERE { ?d ag:date ?date } ORDER BY ?d",
        "SELECT ?c ?x ?y WHERE { ?c ag:confidence ?x OPTIONAL { ?c ag:when ?y } } ORDER BY ?c",
        # more rows than Virtuoso sends at once
        """SELECT DISTINCT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?g), "https://w3id.org/actorgraph/")
           && ?g != <https://w3id.org/actorgraph/graph/build>) } ORDER BY STR(?s) STR(?p) STR(?o)""",
    ],
)
def test_queries_of_the_users_own(remote: Dataset, seeds: Dataset, text: str) -> None:
    found, wanted = rows(run(remote, text)), rows(run(seeds, text))
    assert sorted(found[1]) == sorted(wanted[1])
    assert len(found[1]) > 0


def test_patterns(remote: Dataset, seeds: Dataset) -> None:
    thailand = URIRef("https://w3id.org/actorgraph/actor/thailand")
    for pattern in ((thailand, None, None), (None, SKOS.altLabel, None), (None, None, thailand)):
        assert set(remote.triples(pattern)) == set(seeds.triples(pattern))
    one = next(iter(seeds.triples((None, AG.actor, thailand))))
    assert one in remote
    assert (thailand, AG.actor, thailand) not in remote
    assert len(remote) == len(seeds)


def test_a_second_build_sends_nothing(server: Server, remote: Dataset, lines: list[str]) -> None:
    assert remote is not None
    with Proxy(server.port) as proxy:
        written = RemoteWriter(Endpoint(Address.of(proxy.url(server.path)), server.credentials)).write(lines)
        assert (written.sent, written.removed, written.requests) == (0, 0, 0)
        assert proxy.updates == []


@BOTH
def test_a_changed_a_new_and_a_removed_document(fresh: Server, lines: list[str]) -> None:
    documents = [name for name in by_graph(lines) if "/document/" in name]
    changed, new, gone = (f"<{name}> ." for name in documents[:3])
    before = [line for line in lines if not line.endswith(new)]
    left_out = next(line for line in lines if line.endswith(changed))
    after = [line for line in lines if not line.endswith(gone) and line != left_out]
    RemoteWriter(fresh.endpoint()).write(before)
    written = RemoteWriter(fresh.endpoint()).write(after)
    assert (written.sent, written.removed) == (2, 1)
    assert written.quads == sum(line.endswith((changed, new)) for line in after)
    assert list(store_lines(open_remote(fresh.endpoint()))) == after


@BOTH
def test_a_large_graph_is_changed_by_its_difference(fresh: Server, lines: list[str]) -> None:
    RemoteWriter(fresh.endpoint()).write(lines)
    base = f"{BASE_GRAPH.n3()} ."
    first, *_ = (line for line in lines if line.endswith(base) and '"Thailand"' in line)
    changed = sorted(line.replace('"Thailand"', '"Siam"') if line == first else line for line in lines)
    written = RemoteWriter(fresh.endpoint()).write(changed)
    assert (written.sent, written.quads) == (1, 2)
    assert list(store_lines(open_remote(fresh.endpoint()))) == changed


@BOTH
def test_graphs_of_others_are_left_alone(fresh: Server, lines: list[str]) -> None:
    fresh.endpoint().update(
        'INSERT DATA { GRAPH <http://example.org/g> { <http://example.org/s> <http://e.org/p> "x" } }'
    )
    document = next(name for name in by_graph(lines) if "/document/" in name)
    kept = [line for line in lines if line.endswith((f"<{document}> .", f"{ENTITY_GRAPH.n3()} ."))]
    RemoteWriter(fresh.endpoint()).write(kept)
    remote = open_remote(fresh.endpoint())
    assert list(store_lines(remote)) == kept
    assert len(remote) == len({line.rpartition(" <")[0] for line in kept})
    assert len(run(remote, "SELECT ?s WHERE { GRAPH <http://example.org/g> { ?s ?p ?o } }")) == 1


@BOTH
def test_an_export_that_somebody_loaded(fresh: Server, lines: list[str]) -> None:
    """It is read, and replaced by the next build, also where that knows nothing of a document."""
    graphs = {name: found for name, found in by_graph(lines).items() if name != BASE_GRAPH}
    for name, found in graphs.items():
        fresh.endpoint().update(f"INSERT DATA {{ GRAPH {name.n3()} {{ {' '.join(found)} }} }}")
    held = [line for line in lines if not line.endswith(f"{BASE_GRAPH.n3()} .")]
    assert list(store_lines(open_remote(fresh.endpoint()))) == held
    kept = [line for line in held if not line.endswith(f"{max(graphs).n3()} .")]
    written = RemoteWriter(fresh.endpoint()).write(kept)
    assert (written.sent, written.removed) == (len(graphs) - 1, 1)
    assert list(store_lines(open_remote(fresh.endpoint()))) == kept


@pytest.mark.long
@BOTH
def test_a_server_that_is_killed_and_started_again(fresh: Server, lines: list[str]) -> None:
    """The build goes on where it was: nothing is lost, nothing is there twice."""
    restarted = threading.Event()

    def kill_and_start() -> None:
        fresh.stop()
        time.sleep(0.5)
        fresh.start()
        restarted.set()

    def fault(_number: int, body: bytes) -> str | None:
        if b"INSERT" in body and not restarted.is_set() and not threads:
            threads.append(threading.Thread(target=kill_and_start))
            threads[0].start()
        return None

    threads: list[threading.Thread] = []
    with Proxy(fresh.port, fault) as proxy:
        endpoint = Endpoint(
            Address.of(proxy.url(fresh.path), proxy.url(fresh.path.replace("query", "update"))), fresh.credentials
        )
        try:
            RemoteWriter(endpoint).write(lines)
        finally:
            threads[0].join()
    assert restarted.is_set()
    assert list(store_lines(open_remote(fresh.endpoint()))) == lines


def test_a_wrong_password(server: Server, remote: Dataset) -> None:
    assert remote is not None
    if server.credentials == Credentials():
        pytest.skip("this server asks nobody")
    for credentials, advice in (
        (Credentials(), "set ACTORGRAPH_STORE_USER and ACTORGRAPH_STORE_PASSWORD, or ACTORGRAPH_STORE_TOKEN"),
        (Credentials("dba", "wrong-secret"), "check ACTORGRAPH_STORE_USER and ACTORGRAPH_STORE_PASSWORD"),
        (Credentials("", "", "wrong-token"), "check ACTORGRAPH_STORE_TOKEN"),
    ):
        with pytest.raises(StoreError, match=r"the server refused access \(401\)") as told:
            open_remote(Endpoint(Address.of(server.url), credentials))
        assert advice in str(told.value)
        assert "wrong" not in str(told.value)
