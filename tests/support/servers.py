"""SPARQL servers that are not ours, on loopback, and a proxy before them that fails when told to."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from typing import Self

import pytest
from support.patience import PATIENCE

from graph.store.remote.address import Address, Credentials
from graph.store.remote.endpoint import Endpoint

LOOPBACK = "127.0.0.1"
PASSWORD = "a secret of the test"  # noqa: S105  # of a server that lives as long as the test

VIRTUOSO_INI = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
ServerThreads = 10
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = 10000
"""


def free_port() -> int:
    with socket.socket() as found:
        found.bind((LOOPBACK, 0))
        port: int = found.getsockname()[1]
        return port


class Server:
    """A server of one test, with its data in a folder of the test; stopped at the end."""

    name = ""
    path = ""
    credentials = Credentials()

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        folder.mkdir(parents=True, exist_ok=True)

    def __enter__(self) -> Self:  # noqa: D105
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:  # noqa: D105
        self.stop()

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}{self.path}"

    def endpoint(self, **options: object) -> Endpoint:
        return Endpoint(Address.of(self.url), self.credentials, **options)  # type: ignore[arg-type]

    def command(self) -> list[str]:
        raise NotImplementedError

    def start(self) -> None:
        log = (self.folder / "output.log").open("ab")
        self._process = subprocess.Popen(self.command(), stdout=log, stderr=log)
        log.close()
        end = time.monotonic() + PATIENCE
        while not self._answers():
            assert self._process.poll() is None, (self.folder / "output.log").read_text(errors="replace")
            assert time.monotonic() < end, f"{self.name} does not start"
            time.sleep(0.1)

    def _answers(self) -> bool:
        connection = HTTPConnection(LOOPBACK, self.port, timeout=PATIENCE)
        try:
            connection.request("GET", "/")
            connection.getresponse().read()
        except OSError:
            return False
        finally:
            connection.close()
        return True

    def stop(self) -> None:
        """End it as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(PATIENCE)
            self._process = None


class Oxigraph(Server):
    """The server of the package `oxigraph`: queries at /query, updates at /update, no credentials."""

    name = "oxigraph"
    path = "/query"

    def command(self) -> list[str]:
        program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or "oxigraph"
        return [program, "serve", "--location", str(self.folder / "data"), "--bind", f"{LOOPBACK}:{self.port}"]


class Virtuoso(Server):
    """Debian's Virtuoso: one address for all, Digest authentication, 10,000 rows at most."""

    name = "virtuoso"
    path = "/sparql-auth"
    credentials = Credentials("dba", PASSWORD)

    def __init__(self, folder: Path) -> None:
        if shutil.which("virtuoso-t") is None or shutil.which("isql-vt") is None:
            pytest.skip("no Virtuoso on this machine (Debian: apt install virtuoso-opensource)")
        super().__init__(folder)
        self._sql = free_port()
        self._is_new = True

    def command(self) -> list[str]:
        settings = self.folder / "virtuoso.ini"
        settings.write_text(VIRTUOSO_INI.format(folder=self.folder, sql=self._sql, port=self.port))
        (self.folder / "virtuoso.lck").unlink(missing_ok=True)  # of one that was killed
        return ["virtuoso-t", "-f", "+configfile", str(settings)]

    def start(self) -> None:
        super().start()
        if self._is_new:
            self.run_sql("dba", f'set password "dba" "{PASSWORD}"; grant SPARQL_UPDATE to "SPARQL"; checkpoint;')
            self._is_new = False

    def run_sql(self, password: str, text: str) -> None:
        command = ["isql-vt", f"{LOOPBACK}:{self._sql}", "dba", password, f"exec={text}"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
        assert "Error" not in done.stdout + done.stderr, done.stdout + done.stderr


Fault = Callable[[int, bytes], str | None]
"""Told the number and body of a request: None to pass it on, "503", "cut" before it, or "lost" after it was done."""


class Proxy:
    """Passes requests on to a server, and fails as a `Fault` says. `bodies` are those that arrived."""

    def __init__(self, port: int, fault: Fault = lambda _number, _body: None) -> None:
        self.target, self.fault = port, fault
        self.bodies: list[bytes] = []
        self.headers: list[dict[str, str]] = []
        self.failed = 0
        self._lock = Lock()
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:  # the name that http.server looks for
                proxy.handle(self)

            def log_message(self, *_: object) -> None:  # no lines on standard error
                pass

        self._server = ThreadingHTTPServer((LOOPBACK, 0), Handler)
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]

    def __enter__(self) -> Self:  # noqa: D105
        Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:  # noqa: D105
        self._server.shutdown()
        self._server.server_close()

    def url(self, path: str) -> str:
        return f"http://{LOOPBACK}:{self.port}{path}"

    def encrypt(self, context: ssl.SSLContext) -> None:
        """From now on by TLS alone."""
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a client that hangs up is meant

    @property
    def updates(self) -> list[bytes]:
        return [body for body in self.bodies if b"INSERT" in body or b"DELETE" in body or b"CLEAR" in body]

    def handle(self, request: BaseHTTPRequestHandler) -> None:
        body = request.rfile.read(int(request.headers.get("Content-Length", "0")))
        with self._lock:
            self.bodies.append(body)
            self.headers.append(dict(request.headers))
            fault = self.fault(len(self.bodies), body)
            self.failed += fault is not None
        if fault == "cut":
            request.connection.shutdown(socket.SHUT_RDWR)
            request.close_connection = True
            return
        if fault is not None and fault.isdecimal():
            self._reply(request, int(fault), b"not now", {})
            return
        status, content, headers = self._passed_on(request, body)
        if fault == "lost":
            request.connection.shutdown(socket.SHUT_RDWR)
            request.close_connection = True
            return
        self._reply(request, status, content, headers)

    def _passed_on(self, request: BaseHTTPRequestHandler, body: bytes) -> tuple[int, bytes, dict[str, str]]:
        headers = {name: value for name, value in request.headers.items() if name.lower() not in {"host", "connection"}}
        connection = HTTPConnection(LOOPBACK, self.target, timeout=PATIENCE)
        try:
            connection.request("POST", request.path, body, headers)
            response = connection.getresponse()
            kept = {"content-type", "x-sparql-maxrows", "www-authenticate", "server"}
            found = {name: value for name, value in response.getheaders() if name.lower() in kept}
            return response.status, response.read(), found
        except OSError:
            return 502, b"nobody there", {}
        finally:
            connection.close()

    def _reply(self, request: BaseHTTPRequestHandler, status: int, content: bytes, headers: dict[str, str]) -> None:
        request.send_response_only(status)
        for name, value in headers.items():
            request.send_header(name, value)
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        request.wfile.write(content)


SERVERS = [
    pytest.param(Oxigraph, id="oxigraph"),
    pytest.param(Virtuoso, id="virtuoso", marks=pytest.mark.long),
]
"""Both, for parameters of tests: one server in `make test`, the other too in `make test-all`."""
