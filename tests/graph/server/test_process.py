"""The server as processes: queries that are slow or break their process, new builds, no request to elsewhere."""

import http.client
import json
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from support.patience import PATIENCE, wait_until
from support.samples import claim
from support.serving import ENDLESS, Running, cpu_seconds, endless_query, serving, write_build

pytestmark = pytest.mark.slow
linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
SELECT = "SELECT ?whom WHERE { actor:thailand action:sanction ?whom }"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("served") / "out"
    write_build(found)
    return found


@pytest.fixture(scope="module")
def hasty(out: Path) -> Iterator[Running]:
    with serving(out, "--timeout", "1") as running:
        yield running


@linux
def test_a_query_that_takes_too_long_ends_and_so_does_its_process(hasty: Running) -> None:
    before = hasty.workers()
    reply = hasty.query(ENDLESS)
    assert (reply.status, "longer than 1 seconds" in reply.text) == (504, True)
    gone = [pid for pid in before if cpu_seconds(pid) is None]
    assert len(gone) == 1
    assert hasty.query(SELECT).status == 200
    wait_until(lambda: len(hasty.workers()) == len(before))
    used = {pid: cpu_seconds(pid) for pid in before if pid not in gone}  # the new process is still importing
    time.sleep(1)
    assert sum((cpu_seconds(pid) or 0) - (spent or 0) for pid, spent in used.items()) < 0.5


def test_others_are_answered_while_slow_queries_run(hasty: Running) -> None:
    with ThreadPoolExecutor(8) as many:
        slow = [many.submit(hasty.patient_query, ENDLESS) for _ in range(4)]
        quick = [many.submit(hasty.patient_query, SELECT) for _ in range(4)]
        assert {future.result().status for future in slow} == {504}
        assert {future.result().status for future in quick} == {200}
    assert hasty.patient_query(SELECT).status == 200


@linux
def test_a_query_ends_when_its_asker_goes_away(out: Path) -> None:
    with serving(out, "--timeout", "3600") as running:
        before = running.workers()
        used = {pid: cpu_seconds(pid) or 0.0 for pid in before}
        host, _, port = running.address.removeprefix("http://").rstrip("/").partition(":")
        connection = http.client.HTTPConnection(host, int(port))
        connection.request("POST", "/query", ENDLESS, {"Content-Type": "application/sparql-query"})
        wait_until(lambda: any((cpu_seconds(pid) or 0) > used[pid] + 0.3 for pid in before))
        connection.close()
        wait_until(lambda: len(set(before) & set(running.workers())) == len(before) - 1)
        assert running.query(SELECT).status == 200


@linux
def test_no_process_stays_behind_a_server_that_was_killed(out: Path) -> None:
    with serving(out, "--timeout", "3600") as running:
        left = running.workers()
        with endless_query(running) as broken:
            running.process.kill()
            with pytest.raises(OSError, match=r"closed|reset"):
                broken.result()
        wait_until(lambda: all(cpu_seconds(pid) is None for pid in left))


@linux
def test_a_process_that_was_killed_is_replaced(hasty: Running) -> None:
    before = hasty.workers()
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    wait_until(lambda: hasty.query(SELECT).status == 200)
    assert json.loads(hasty.get("health").content)["ok"] is True


DOUBLING = "".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1}) " for n in range(40))


@pytest.mark.long
@pytest.mark.parametrize(
    "text", [f"SELECT (STRLEN(?x40) AS ?n) {{ VALUES ?x0 {{ 'x' }} {DOUBLING}}}", "SELECT * {" + "{" * 60_000]
)
def test_a_query_that_breaks_its_process_breaks_nothing_else(out: Path, text: str) -> None:
    with serving(out) as running:
        reply = running.query(text)
        assert reply.status in {400, 503}, reply.text
        wait_until(lambda: running.query(SELECT).status == 200)
        running.process.terminate()
        assert running.process.communicate(timeout=PATIENCE) == ("", "")


@pytest.mark.long
def test_more_than_can_wait_are_told_to_come_back(out: Path) -> None:
    with serving(out, "--timeout", "2") as running, ThreadPoolExecutor(260) as many:
        found = [future.result().status for future in [many.submit(running.query, ENDLESS) for _ in range(260)]]
        assert set(found) <= {503, 504}
        assert 503 in found
        wait_until(lambda: running.query(SELECT).status == 200)


@pytest.mark.long
def test_a_new_build_is_answered_from(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_build(out)
    with serving(out) as running:
        old = running.get("health").text
        assert len(running.rows(SELECT)) == 1
        statuses: set[int] = set()
        is_over = threading.Event()

        def keep_asking() -> None:
            while not is_over.is_set():
                statuses.add(running.query(SELECT).status)

        asking = threading.Thread(target=keep_asking)
        asking.start()
        for count in (2, 3, 4):
            targets = [claim("Thailand", "sanction", f"group {n}", start=n * 60, index=n) for n in range(count)]
            write_build(out, targets)
            assert len(running.rows(SELECT)) == count
        is_over.set()
        asking.join()
        assert statuses == {200}
        assert running.get("health").text != old
        assert "group 3" in running.get("map").text


@pytest.mark.long
def test_a_build_that_is_gone_is_told(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_build(out)
    with serving(out) as running:
        (out / "build.json").unlink()
        (out / "map.html").unlink()
        assert running.get("health").status == 503
        assert json.loads(running.get("health").content)["ok"] is False
        assert "actorgraph build" in running.get("").text
        assert running.get("map").status == 404


def test_no_query_asks_another_server(out: Path) -> None:
    with serving(out) as running, socket.create_server(("127.0.0.1", 0)) as other:
        address = f"http://127.0.0.1:{other.getsockname()[1]}/"
        asked = [
            f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}",
            rf"SELECT * {{ ?s ?p actor:a\' . SERVICE <{address}> {{ ?s ?p actor:\' }} }}",
            f"SELECT * {{ VALUES ?x {{ <{address}> }} FILTER(1<2)SERVICE#>\n?x {{ ?s ?p ?o }} }}",
            f"LOAD <{address}>",
            f"SELECT * FROM <{address}> {{ ?s ?p ?o }}",
            f"SELECT * FROM NAMED <{address}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        ]
        assert [running.query(text).status for text in asked] == [400, 400, 400, 400, 200, 200]
        other.settimeout(0.3)
        with pytest.raises(TimeoutError):
            other.accept()
