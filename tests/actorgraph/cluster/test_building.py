"""Builds by Ray: on a cluster of two nodes, with workers, machines and the leading process killed in the middle."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from support.many_documents import put, write_documents
from support.patience import PATIENCE
from support.ray_nodes import Nodes, two_nodes, until
from support.servers import Oxigraph

from actorgraph.builder.storage.workspace import (
    CACHE,
    CLAIMS_CSV,
    CLAIMS_JSONL,
    GRAPH,
    MANIFEST,
    MAP,
    REPORT_JSON,
    Workspace,
)
from graph.store.oxigraph import open_store, store_lines
from graph.store.remote.dataset import open_remote

pytestmark = [
    pytest.mark.slow,
    pytest.mark.long,
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds the workers of its cluster in /proc"),
]
FILES = (CACHE, CLAIMS_CSV, CLAIMS_JSONL, GRAPH, MANIFEST, MAP)
THAI = "Thailand signed the treaty in Bangkok on Monday. Kenya condemned the raid."


def start(nodes: Nodes, *args: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "actorgraph", "build", *map(str, args)]
    return subprocess.Popen(
        command, env=nodes.env, text=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    _, errors = process.communicate(timeout=PATIENCE)
    return process.returncode, errors


def on_ray(nodes: Nodes, documents: Path, out: Path, *more: str) -> tuple[int, str]:
    return ended(start(nodes, documents, "--out", out, "--engine", "ray", "--address", nodes.address, *more))


def results(out: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in (out / "shards").glob("*.parquet")}


def assert_same(out: Path, other: Path) -> None:
    for name in FILES:
        assert (out / name).read_bytes() == (other / name).read_bytes(), name
    assert sorted(lines(out)) == sorted(lines(other))


def lines(out: Path) -> list[str]:
    return list(store_lines(open_store(Workspace(out).store())))


@pytest.fixture(scope="module")
def nodes() -> Iterator[Nodes]:
    with two_nodes() as found:
        yield found


@pytest.fixture(scope="module")
def plain(nodes: Nodes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documents, and beside them what an ordinary build makes of them."""
    root = tmp_path_factory.mktemp("plain")
    write_documents(root / "documents")
    assert ended(start(nodes, root / "documents", "--out", root / "out")) == (0, "")
    return root


def test_a_worker_killed_in_the_middle_changes_nothing(nodes: Nodes, plain: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build = start(nodes, plain / "documents", "--out", out, "--engine", "ray", "--address", nodes.address)
    until(lambda: results(out) and nodes.workers())
    os.kill(nodes.workers()[0], signal.SIGKILL)
    assert build.poll() is None
    assert ended(build) == (0, "")
    assert_same(out, plain / "out")
    manifest = json.loads((out / "shards" / "shards.json").read_text())
    assert {one["file"] for one in manifest["shards"]} == set(results(out))
    assert sum(one["rows"] for one in manifest["shards"]) == len((out / CACHE).read_bytes().splitlines())


def test_a_build_goes_on_where_it_was_killed(nodes: Nodes, plain: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build = start(nodes, plain / "documents", "--out", out, "--engine", "ray", "--address", nodes.address)
    until(lambda: len(results(out)) >= 2)
    build.kill()
    ended(build)
    until(lambda: not nodes.workers())
    before = results(out)
    assert not (out / MANIFEST).exists()
    assert on_ray(nodes, plain / "documents", out) == (0, "")
    assert before.items() < results(out).items(), "what was finished is not done again"
    assert_same(out, plain / "out")


def test_only_what_changed_is_done_again(nodes: Nodes, tmp_path: Path) -> None:
    documents, out = tmp_path / "documents", tmp_path / "out"
    put(documents / "a.jsonl", json.dumps({"id": "a1", "text": THAI}) + "\n")
    put(documents / "b.jsonl", json.dumps({"id": "b1", "text": THAI.replace("Thailand", "Laos")}) + "\n")
    assert on_ray(nodes, documents, out) == (0, "")
    before = results(out)
    put(documents / "b.jsonl", json.dumps({"id": "b1", "text": "Japan arrested two suspects."}) + "\n")
    assert on_ray(nodes, documents, out) == (0, "")
    assert len(before.items() & results(out).items()) == 1, "the other shard is as it was"
    assert len(results(out)) == 2, "what the manifest no longer names is gone"
    assert "Laos" not in (out / CLAIMS_JSONL).read_text()
    assert ended(start(nodes, documents, "--out", tmp_path / "plain")) == (0, "")
    assert_same(out, tmp_path / "plain")


def test_what_is_twice_or_broken_is_told_and_the_others_go_on(nodes: Nodes, tmp_path: Path) -> None:
    documents, out = tmp_path / "documents", tmp_path / "out"
    put(documents / "a.jsonl", json.dumps({"id": "same", "text": THAI}) + "\nno JSON\n")
    with (documents / "a.jsonl").open("a") as file:
        file.write(json.dumps({"id": "same", "text": "Kenya arrested two suspects."}) + "\n")
    put(documents / "b.jsonl", json.dumps({"id": "other", "text": "Japan arrested two suspects."}) + "\n")
    pq.write_table(pa.table({"id": ["p1"], "text": ["Laos banned the app."]}), documents / "c.parquet")
    (documents / "d.parquet").write_bytes((documents / "c.parquet").read_bytes()[:-20])
    code, errors = on_ray(nodes, documents, out)
    assert (code, errors.count("\n")) == (1, 3)
    assert (
        f"warning: {documents}/a.jsonl: has the same id as {documents}/a.jsonl:1 ('same'): read as 'a/same'" in errors
    )
    assert f"{documents}/a.jsonl:2: not valid JSON" in errors
    assert f"{documents}/d.parquet: a damaged or truncated Parquet file" in errors
    plain_code, plain_errors = ended(start(nodes, documents, "--out", tmp_path / "plain"))
    assert (plain_code, sorted(plain_errors.splitlines())) == (1, sorted(errors.splitlines()))
    assert_same(out, tmp_path / "plain")
    report = json.loads((out / REPORT_JSON).read_text())
    assert report["documents"] == 4
    assert on_ray(nodes, documents, out) == (1, errors), "the next build says so again"


def test_of_two_files_with_one_id_the_first_is_kept(nodes: Nodes, tmp_path: Path) -> None:
    documents = tmp_path / "documents"
    for name, who in (("a", "Thailand"), ("b", "Kenya")):
        put(documents / f"{name}.jsonl", json.dumps({"id": "same", "text": THAI.replace("Thailand", who)}) + "\n")
    code, errors = on_ray(nodes, documents, tmp_path / "out")
    assert code == 1
    assert f"{documents}/b.jsonl:1: has the same id as {documents}/a.jsonl:1 ('same'); rename one of them" in errors


def test_documents_are_added_damaged_results_made_anew_and_a_server_follows(nodes: Nodes, tmp_path: Path) -> None:
    out, results_at = tmp_path / "out", f"file://{tmp_path}/results"
    for name, who in (("one", "Thailand"), ("two", "Kenya")):
        put(tmp_path / name / f"{name}.txt", THAI.replace("Thailand", who))
    assert on_ray(nodes, tmp_path / "one", out, "--shards", results_at) == (0, "")
    (file,) = (tmp_path / "results").glob("*.parquet")
    content = file.read_bytes()
    file.write_bytes(content[:200] + bytes(8) + content[208:])
    assert on_ray(nodes, tmp_path / "one", out, "--shards", results_at) == (0, "")
    assert file.read_bytes() == content
    with Oxigraph(tmp_path / "server") as server:
        more = ("--add", "--shards", f"{results_at}-2", "--store", server.url)
        code, told = on_ray(nodes, tmp_path / "two", out, *more)
        assert code == 0
        assert "graphs sent" in told
        assert sorted(store_lines(open_remote(server.endpoint()))) == sorted(lines(out))
    assert len((out / CACHE).read_bytes().splitlines()) == 2


def test_a_machine_lost_in_the_middle_changes_nothing(nodes: Nodes, plain: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build = start(nodes, plain / "documents", "--out", out, "--engine", "ray", "--address", nodes.address)
    until(lambda: results(out) and len(nodes.workers()) == 2)
    os.kill(nodes.raylet(nodes.holders[1]), signal.SIGKILL)
    assert ended(build) == (0, "")
    assert_same(out, plain / "out")


def test_without_an_address_a_ray_is_started_and_ended(tmp_path: Path) -> None:
    put(tmp_path / "documents" / "a.txt", THAI)
    assert alone(tmp_path, "documents", "--jobs", "1") == (0, "")
    assert (tmp_path / "out" / MAP).exists()


def alone(folder: Path, *args: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "actorgraph", "build", "--engine", "ray", *args]
    env = {**os.environ, "HOME": str(folder)}
    done = subprocess.run(command, env=env, cwd=folder, capture_output=True, text=True, timeout=PATIENCE, check=False)
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (("--address", "127.0.0.1:1"), "no Ray cluster at 127.0.0.1:1"),
        (("--address", "ray://there"), "write HOST:PORT"),
        (("--shards", "/proc/nowhere"), "cannot be written to"),
        (("--shards", "nostore://x/y"), "nostore://x/y:"),
    ],
)
def test_what_cannot_be_reached_is_told_in_a_line(more: tuple[str, ...], says: str, tmp_path: Path) -> None:
    put(tmp_path / "a.txt", THAI)
    code, errors = alone(tmp_path, "a.txt", *more)
    assert (code, errors.count("\n")) == (2, 1)
    assert says in errors
