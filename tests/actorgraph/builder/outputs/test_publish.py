"""`--store`: a build that is written to a server, and every command that reads it from there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support.commands import all_commands
from support.servers import LOOPBACK, Oxigraph, Proxy, free_port

from actorgraph.cli.main import main

pytestmark = pytest.mark.usefixtures("in_process")
EARLY = "Thailand proposed to host a conference. Kenya arrested nine suspects on 3 October 2025."
LATE = "Thailand hosted a conference. Kenya did not arrest nine suspects."
TOKEN = "a-token-that-nobody-may-see"  # noqa: S105
READING = [
    ("query", "top-actors"),
    ("query", "actor", "--param", "actor=Thailand", "--format", "json"),
    ("query", "SELECT ?d WHERE { ?d a ag:Document } ORDER BY ?d", "--format", "csv"),
    ("diff", "2025-10", "2026-01"),
    ("check",),
    ("export", "--format", "nq"),
    ("export", "--format", "graphml"),
    ("actors", "list"),
    ("actors", "show", "Thailand"),
]


def run(*arguments: object, **environment: str) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], env=environment)


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root: Path = tmp_path_factory.mktemp("documents")
    for name, text in (("2025-10/a.txt", EARLY), ("2026-01/b.md", LATE)):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def server(documents: Path, tmp_path_factory: pytest.TempPathFactory) -> Oxigraph:  # type: ignore[misc]
    with Oxigraph(tmp_path_factory.mktemp("oxigraph")) as started:
        result = run("build", documents, "--out", documents.parent / "built" / "out", "--store", started.url)
        assert result.exit_code == 0, result.output
        assert "5 graphs sent" in result.stderr
        yield started


@pytest.fixture
def out(documents: Path, server: Oxigraph) -> Path:
    assert server is not None
    return documents.parent / "built" / "out"


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_a_server_answers_as_the_local_store_does(
    server: Oxigraph, out: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    local = run(*command, "--out", out)
    remote = run(*command, "--out", tmp_path / "none", "--store", server.url)
    by_variable = run(*command, "--out", tmp_path / "none", ACTORGRAPH_STORE=server.url)
    assert local.exit_code in {0, 1}, local.output
    assert (remote.exit_code, remote.stdout) == (local.exit_code, local.stdout)
    assert by_variable.stdout == local.stdout


def test_the_map_of_a_server(server: Oxigraph, out: Path, tmp_path: Path) -> None:
    result = run("map", "--store", server.url, "-o", tmp_path / "map.html")
    assert result.exit_code == 0, result.output
    assert (tmp_path / "map.html").read_text(encoding="utf-8").count("Kenya") > 0
    local = run("map", "--out", out, "-o", tmp_path / "local.html")
    assert local.exit_code == 0
    assert (tmp_path / "map.html").read_bytes() == (tmp_path / "local.html").read_bytes()


def test_a_second_build_sends_nothing_and_leaves_no_secret(server: Oxigraph, documents: Path, out: Path) -> None:
    with Proxy(server.port) as proxy:
        result = run(
            "build", documents, "--out", out, "--store", proxy.url("/query"), "--update-store", proxy.url("/update"),
            ACTORGRAPH_STORE_TOKEN=TOKEN,
        )  # fmt: skip
        assert result.exit_code == 0, result.output
        assert "nothing sent (0 triples, 0 requests), 5 kept, 0 removed" in result.stderr
        assert proxy.updates == []
        assert {headers["Authorization"] for headers in proxy.headers} == {f"Bearer {TOKEN}"}
    assert TOKEN not in result.output
    for file in (path for path in out.rglob("*") if path.is_file()):
        assert TOKEN.encode() not in file.read_bytes(), file


def test_no_option_takes_a_secret() -> None:
    options = {
        option for command in all_commands().values() for parameter in command.params for option in parameter.opts
    }
    assert not [option for option in options if any(word in option for word in ("user", "password", "token", "auth"))]


def test_a_process_does_not_show_its_secret(server: Oxigraph, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "actorgraph", "export", "--store", server.url, "--out", str(tmp_path / "none")]
    environment = {**os.environ, "ACTORGRAPH_STORE_TOKEN": TOKEN, "NO_PROXY": LOOPBACK}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        shown = subprocess.run(["ps", "-o", "args=", "-p", str(process.pid)], capture_output=True, check=True).stdout  # noqa: S607
        assert process.stdout is not None
        assert TOKEN.encode() not in process.stdout.read()
    assert b"export" in shown
    assert TOKEN.encode() not in shown


def test_nobody_there_is_told_before_a_document_is_read(documents: Path, tmp_path: Path) -> None:
    url = f"http://{LOOPBACK}:{free_port()}/query"
    for command in (("build", documents), ("query", "top-actors"), ("actors", "list")):
        result = run(*command, "--out", tmp_path / "out", "--store", url)
        assert result.exit_code == 2
        assert result.stderr.count("\n") == 1
        assert result.stderr.startswith(f"actorgraph: {url}: cannot be reached: ")
    assert not (tmp_path / "out").exists()


def test_an_address_for_updates_alone_is_not_enough(documents: Path, tmp_path: Path) -> None:
    result = run("build", documents, "--out", tmp_path / "out", "--update-store", "http://h/update")
    assert result.exit_code == 2
    assert "--update-store needs --store" in result.stderr


def test_a_decision_reaches_the_server_with_the_next_build(documents: Path, tmp_path: Path) -> None:
    with Oxigraph(tmp_path / "server") as server:
        first = run("build", documents, "--out", tmp_path / "out", "--store", server.url)
        assert first.exit_code == 0, first.output
        decided = run("actors", "different", "Kenya", "Thailand", "--out", tmp_path / "out")
        assert decided.exit_code == 0, decided.output
        second = run("build", documents, "--out", tmp_path / "out", "--store", server.url)
        assert second.exit_code == 0, second.output
        exported = [run("export", "--format", "nq", *where).stdout for where in (
            ("--out", tmp_path / "out"), ("--store", server.url),
        )]  # fmt: skip
        assert exported[0] == exported[1]


@pytest.fixture(autouse=True)
def no_proxy_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", LOOPBACK)


def test_a_decision_reaches_the_server(tmp_path: Path) -> None:
    out, documents = tmp_path / "out", tmp_path / "a.txt"
    documents.write_text("The River Guard Force arrested nine men. The Salween Guard met Kenya.", encoding="utf-8")
    names = ("River Guard Force", "Salween Guard")
    with Oxigraph(tmp_path / "oxigraph") as started:
        run("build", documents, "--out", out, "--store", started.url)
        for decided in (("same", *names), ("split", *names)):
            result = run("actors", *decided, "--out", out, "--store", started.url)
            assert (result.exit_code, "graphs sent" in result.stderr) == (0, True), result.output
            here, there = (
                run("export", "--format", "nq", *where) for where in (("--out", out), ("--store", started.url))
            )
            assert here.stdout == there.stdout
            assert ("isReplacedBy> <https://w3id.org/actorgraph/actor/" in here.stdout) == (decided[0] == "same")


def test_a_server_that_is_not_there_is_told_before_anything_is_decided(out: Path) -> None:
    result = run(
        "actors", "same", "Thailand", "Kenya", "--out", out, "--store", f"http://{LOOPBACK}:{free_port()}/query"
    )
    assert result.exit_code == 2
    assert not (out.parent / "decisions.txt").exists()
