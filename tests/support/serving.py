"""A build that tests serve, the server as a process of its own, and what they ask it with."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support.patience import PATIENCE, wait_until
from support.samples import claim, entity, extraction

from graph.identity.entities import unified
from graph.identity.quads import entity_quads
from graph.map.page import Map
from graph.rdf.claim_quads import extraction_quads, reference_quads
from graph.reading.writer import LibraryWriter
from graph.store.claims import stored_claims
from graph.store.entities import aliases
from graph.store.loader import write_store
from graph.store.oxigraph import memory_store, nquads_lines
from ontology.model import Claim, Document
from ontology.registry import registry

HOSTILE = '<img src=x onerror="window.hacked=1">'
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def sample_claims() -> list[Claim]:
    """Claims of two actors, of which one bears markup in its name."""
    return [
        claim("Thailand", "sanction", "Prince Group"),
        claim("Thailand", "host", "conference", start=60, index=1),
        claim(entity(HOSTILE, "company"), "sign", entity("</script><b>paper", "law"), start=120, index=2),
    ]


def write_build(out: Path, claims: list[Claim] | None = None) -> None:
    """The files of a build that a server reads, put in the place of those that are there."""
    document = Document("2025-10/a", "", title="The offer", date="2025-10-27", batch="2025-10")
    made = unified([extraction(document, sample_claims() if claims is None else claims)], registry())
    quads = [*reference_quads(registry()), *entity_quads(made, registry())]
    lines = nquads_lines([*quads, *(quad for one in made for quad in extraction_quads(one))])
    out.mkdir(exist_ok=True)
    write_store(out / ".new", lines)
    with LibraryWriter(out / ".library") as library:
        for one in made:
            library.add(one)
        library.finish([])
    (out / ".library").replace(out / "documents.sqlite")
    data = memory_store(lines)
    found = list(stored_claims(data))
    (out / "map.html").write_text(Map(found, title="Who did what", aliases=aliases(data)).html, encoding="utf-8")
    shutil.rmtree(out / "store", ignore_errors=True)
    (out / ".new").replace(out / "store")
    (out / "build.json").write_text(json.dumps({"counts": {"documents": 1, "claims": len(found)}}), encoding="utf-8")


@dataclass(frozen=True)
class Reply:
    """An answer over HTTP."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        """The content as text."""
        return self.content.decode()


@dataclass(frozen=True)
class Running:
    """A server that has said that it is ready."""

    process: subprocess.Popen[str]
    address: str

    def get(self, path: str, **headers: str) -> Reply:
        """What is at a path; header names are written with underscores."""
        return ask(self.address + path, headers=headers)

    def query(self, text: str, accept: str = "application/sparql-results+json") -> Reply:
        """The answer to a query, sent as itself."""
        return ask(
            self.address + "query", text.encode(), {"Accept": accept, "Content-Type": "application/sparql-query"}
        )

    def patient_query(self, text: str) -> Reply:
        """As `query`, but asks again as long as the server is too busy."""
        while "try again in a moment" in (reply := self.query(text)).text:
            time.sleep(0.1)
        return reply

    def workers(self) -> list[int]:
        """The ids of the processes that answer queries."""
        return [pid for pid in children(self.process.pid) if "spawn_main" in command(pid)]

    def rows(self, text: str) -> list[dict[str, Any]]:
        """The rows of the answer to a query."""
        found: list[dict[str, Any]] = json.loads(self.query(text).content)["results"]["bindings"]
        return found


@contextlib.contextmanager
def endless_query(running: Running) -> Iterator[Future[Reply]]:
    """A query without end that a process of the server is working on, and its reply to come (Linux)."""
    used = {pid: cpu_seconds(pid) or 0.0 for pid in running.workers()}
    with ThreadPoolExecutor(1) as asking:
        reply = asking.submit(running.query, ENDLESS)
        wait_until(lambda: any((cpu_seconds(pid) or 0.0) > before + 0.3 for pid, before in used.items()))
        yield reply


@contextlib.contextmanager
def asking(running: Running, text: str) -> Iterator[Counter[str]]:
    """Ask a query all the time, in a thread of its own; how often there was which answer."""
    answers: Counter[str] = Counter()
    is_over = threading.Event()

    def keep_asking() -> None:
        while not is_over.wait(0.2):
            reply = running.query(text, "text/csv")
            answers[f"{reply.status}: {' '.join(reply.text.split())}"] += 1

    thread = threading.Thread(target=keep_asking)
    thread.start()
    try:
        yield answers
    finally:
        is_over.set()
        thread.join()


def ask(address: str, body: bytes | None = None, headers: Mapping[str, str] | None = None, method: str = "") -> Reply:
    """The answer to a request, whatever its status; no proxy is asked."""
    named = {name.replace("_", "-"): value for name, value in (headers or {}).items()}
    request = urllib.request.Request(address, body, named, method=method or None)  # noqa: S310  # our own server
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=PATIENCE) as found:
            return Reply(found.status, dict(found.headers.items()), found.read())
    except urllib.error.HTTPError as error:
        with error:
            return Reply(error.code, dict(error.headers.items()), error.read())


def start(out: Path, *options: str) -> subprocess.Popen[str]:
    """The command as a process of its own, which has just been started."""
    return subprocess.Popen(
        [sys.executable, "-m", "actorgraph", "serve", "--out", str(out), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )


@contextlib.contextmanager
def serving(out: Path, *options: str) -> Iterator[Running]:
    """A server of a build on a free port, stopped at the end."""
    process = start(out, "--port", "0", *options)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://\S+/", line)
        assert found is not None, (line, process.stderr.read() if process.stderr else "")
        yield Running(process, found[0])
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE)


def children(pid: int) -> list[int]:
    """The ids of the processes that a process has started (Linux)."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                if int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == pid:
                    found.append(int(entry.name))
    return sorted(found)


def command(pid: int) -> str:
    """The command line of a process; empty if it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def cpu_seconds(pid: int) -> float | None:
    """The processor time that a process has used (Linux); None if it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
