"""Many clients at once, and beside them many connections that never finish a request: every request is answered."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from support.patience import PATIENCE
from support.serving import Running, serving, write_build

SECONDS = float(os.environ.get("ACTORGRAPH_LOAD", "5"))
"""How long the clients ask; 60 before a release."""
CLIENTS, HALF_OPEN = 100, 400
HALF = b"POST /query HTTP/1.1\r\nHost: localhost\r\nContent-Le"
PATHS = ("", "map", "health", "query?query=SELECT%20*%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D%20LIMIT%205")


def ask_until(server: Running, end: float, number: int) -> Counter[str]:
    """What the requests of one client are answered, one after the other, and how long the longest took."""
    answers: Counter[str] = Counter()
    while time.monotonic() < end:
        began = time.monotonic()
        path = PATHS[(number + answers.total()) % len(PATHS)]
        try:
            answers[str(server.get(path).status)] += 1
        except OSError as error:
            answers[f"{type(error).__name__}: {error}"] += 1
        answers |= Counter({"slowest, in ms": round(1000 * (time.monotonic() - began))})
    return answers


def hold_half_open(server: Running, is_over: threading.Event) -> int:
    """Keep so many connections with half a request, and open those again that are closed; how many were opened."""
    place, opened = urlsplit(server.address), 0
    with ExitStack() as stack:
        held: list[socket.socket] = []
        while not is_over.is_set():
            held = [one for one in held if not is_closed(one)]
            for _ in range(HALF_OPEN - len(held)):
                one = stack.enter_context(
                    socket.create_connection((str(place.hostname), place.port or 0), timeout=PATIENCE)
                )
                if opened % 2:
                    one.sendall(HALF)
                one.setblocking(False)
                held.append(one)
                opened += 1
            is_over.wait(1)
    return opened


def is_closed(connection: socket.socket) -> bool:
    """True if the server has closed a connection."""
    try:
        gone = connection.recv(1) == b""
    except BlockingIOError:
        return False
    except OSError:
        gone = True
    if gone:
        connection.close()
    return gone


@pytest.mark.long
def test_every_request_of_many_clients_is_answered(tmp_path: Path) -> None:
    write_build(tmp_path / "out")
    is_over = threading.Event()
    with serving(tmp_path / "out") as server, ThreadPoolExecutor(CLIENTS + 1) as threads:
        holding = threads.submit(hold_half_open, server, is_over)
        end = time.monotonic() + SECONDS
        clients = [threads.submit(ask_until, server, end, number) for number in range(CLIENTS)]
        answers = [client.result() for client in clients]
        is_over.set()
        slowest = max(one.pop("slowest, in ms") for one in answers)
        total: Counter[str] = sum(answers, Counter())
        print(f"{total}, slowest {slowest} ms, {holding.result()} half-open connections")  # noqa: T201  # a figure
        assert set(total) == {"200"}
        assert holding.result() >= HALF_OPEN
        assert server.get("health").status == 200
        server.process.terminate()
        assert server.process.communicate(timeout=PATIENCE) == ("", "")
