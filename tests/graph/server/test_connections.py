"""Connections without a request: they lock nobody out, and a client that leaves is no traceback."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from support.patience import PATIENCE
from support.serving import Running, serving, write_build

from graph.query.nesting import MAX_DEPTH, check_nesting
from graph.server.connections import MAX_WAITING, BoundedProtocol
from ontology.errors import QueryError

SELECT = "SELECT * { ?s ?p ?o } LIMIT 1"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Running]:
    write_build(tmp_path / "out")
    with serving(tmp_path / "out") as running:
        yield running
        running.process.terminate()
        assert running.process.communicate(timeout=PATIENCE) == ("", "")


def connected(server: Running) -> socket.socket:
    place = urlsplit(server.address)
    return socket.create_connection((str(place.hostname), place.port or 0), timeout=PATIENCE)


@pytest.mark.slow
def test_half_open_connections_lock_nobody_out(server: Running) -> None:
    with ExitStack() as stack:
        connections = [stack.enter_context(connected(server)) for _ in range(MAX_WAITING + 50)]
        for number, connection in enumerate(connections):
            if number % 2:
                connection.sendall(b"GET /query?query=SELECT HTTP/1.1\r\nHost: localh")
        assert server.query(SELECT).status == 200
        assert connections[0].recv(1) == b""  # the one that has waited longest was closed


@pytest.mark.slow
def test_a_client_that_leaves_amid_its_request_is_no_traceback(server: Running) -> None:
    lines = ["POST /query HTTP/1.1", "Host: localhost", "Content-Type: application/sparql-query", "Content-Length: 99"]
    head = "\r\n".join([*lines, "", ""])
    with connected(server) as connection:
        connection.sendall(head.encode() + b"SELECT")
    assert server.query(SELECT).status == 200


def test_a_connection_is_dropped_when_its_time_is_over() -> None:
    closed: list[object] = []

    class Waiting(BoundedProtocol):
        def __init__(self) -> None:
            self.loop = asyncio.get_event_loop_policy().new_event_loop()

        def drop(self) -> None:
            self._stop_waiting()
            closed.append(self)

    first = Waiting()
    first._wait()
    assert first in BoundedProtocol.waiting
    first.drop()
    assert (closed, first in BoundedProtocol.waiting) == ([first], False)
    first.loop.close()


@pytest.mark.parametrize(
    ("text", "is_refused"),
    [
        ("{" * MAX_DEPTH, False),
        ("{" * (MAX_DEPTH + 1), True),
        ("{}" * 10_000, False),
        ("{?a ?b ?c} UNION " * 4_000, True),
        ("actor:south-korea " * 4_000, False),
    ],
)
def test_how_deep_a_query_may_be(text: str, is_refused: bool) -> None:
    if is_refused:
        with pytest.raises(QueryError):
            check_nesting(text)
    else:
        check_nesting(text)
