"""How the server starts, what it says when it cannot, and how it stops."""

import contextlib
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from support.patience import PATIENCE
from support.serving import endless_query, serving, start, write_build

from actorgraph.cli.main import main

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("served") / "out"
    write_build(found)
    return found


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize(
    "is_busy", [False, pytest.param(True, marks=pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc"))]
)
def test_it_stops_without_a_word(out: Path, number: signal.Signals, is_busy: bool) -> None:
    with serving(out, "--timeout", "3600") as running, contextlib.ExitStack() as stack:
        reply = stack.enter_context(endless_query(running)) if is_busy else None
        running.process.send_signal(number)
        said = running.process.communicate(timeout=PATIENCE)
        assert (running.process.returncode, said) == (0, ("", ""))
        if reply is not None:
            assert reply.result().status == 503


def test_a_port_that_is_taken_is_told(out: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        process = start(out, "--port", port)
        said, wrong = process.communicate(timeout=PATIENCE)
    assert (process.returncode, said) == (2, "")
    assert wrong == (
        f"actorgraph: 127.0.0.1:{port}: the port is in use; stop the program that uses it, or choose another port: "
        f"--port {int(port) + 1}\n"
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--host", "no.such.host.invalid"], "does not have this address"),
        (["--host", "203.0.113.1"], "does not have this address"),
        (["--port", "65536"], "--port"),
        (["--timeout", "0"], "--timeout"),
        (["--limit", "0"], "--limit"),
    ],
)
def test_bad_options(out: Path, options: list[str], message: str) -> None:
    result = CliRunner().invoke(main, ["serve", "--out", str(out), *options])
    assert (result.exit_code, message in result.stderr) == (2, True), result.stderr


def test_what_is_not_built_cannot_be_served(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["serve", "--out", str(tmp_path / "none")])
    assert (result.exit_code, "actorgraph build PATH" in result.stderr) == (2, True)
    (tmp_path / "out" / "store").mkdir(parents=True)
    process = start(tmp_path / "out", "--port", "0")
    _, wrong = process.communicate(timeout=PATIENCE)
    assert (process.returncode, wrong.count("\n")) == (2, 1), wrong
    assert "build it again" in wrong


def test_a_missing_library_is_told(out: Path) -> None:
    code = "import sys; sys.modules['starlette'] = None; from actorgraph.cli.main import main; main()"
    command = [sys.executable, "-c", code, "serve", "--out", str(out)]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert found.returncode == 2
    assert found.stderr.startswith("actorgraph: serve: the package starlette")
    assert found.stderr.count("\n") == 1


def test_every_address_of_the_machine_on_request(out: Path) -> None:
    with serving(out, "--host", "0.0.0.0") as running:  # noqa: S104  # as a user may say
        assert running.address.startswith("http://127.0.0.1:")
        assert running.get("health", Host="any.name.example").status == 200
