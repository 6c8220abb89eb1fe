"""Commands that are killed, whole or in one of their processes, while a server reads their build: nothing is lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import IO

import pytest
from support.patience import PATIENCE
from support.serving import asking, children, command, serving

from actorgraph.builder.storage.workspace import Workspace
from graph.store.oxigraph import open_store, store_lines

KILLS = int(os.environ.get("ACTORGRAPH_COMMAND_KILLS", "4"))
"""How many commands are killed; 40 before a release (20 minutes)."""
COUNT = "SELECT (COUNT(DISTINCT ?who) AS ?n) { ?who action:arrest ?whom }"
STATES = (("Kenya", "Peru", "Japan"), ("Chile", "Laos", "Ghana", "Nepal"))
"""Who acts in the documents of two builds."""


def write_documents(folder: Path, names: tuple[str, ...]) -> Path:
    folder.mkdir()
    for name in names:
        (folder / f"{name}.txt").write_text(f"{name} arrested two suspects in Hanoi.\n" * 3, encoding="utf-8")
    return folder


def start(docs: Path, out: Path, log: IO[bytes]) -> subprocess.Popen[bytes]:
    """A build with processes that read and extract."""
    words = ("build", str(docs), "--out", str(out), "--jobs", "2", "--fast")
    return subprocess.Popen(
        [sys.executable, "-m", "actorgraph", *words],
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def lines(out: Path) -> list[str]:
    return list(store_lines(open_store(Workspace(out).store())))


def below(pid: int) -> list[int]:
    """The processes that a process has started, and those that they have."""
    found = children(pid)
    return [*found, *(other for one in found for other in below(one))]


def kill(process: subprocess.Popen[bytes], chance: random.Random) -> str:
    """Kill one process of a build, or all at once; what was killed."""
    others = [pid for pid in below(process.pid) if "multiprocessing" in command(pid)]
    victim = chance.choice(("leader", "all", "worker", "worker"))
    if victim == "worker" and others and process.poll() is None:
        os.kill(chance.choice(others), signal.SIGKILL)
    elif victim == "all":
        os.killpg(process.pid, signal.SIGKILL)
    elif victim == "leader":
        process.kill()
    else:
        return "none"
    return victim


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="finds processes as Linux shows them")
def test_kills_of_commands_and_workers_while_a_server_reads(tmp_path: Path) -> None:
    docs = [write_documents(tmp_path / str(state), names) for state, names in enumerate(STATES)]
    out, log = tmp_path / "out", tmp_path / "log"
    chance, seen = random.Random(9), Counter[str]()  # noqa: S311  # moments to kill at, no secret

    def built(state: int, folder: Path, seconds: float | None = None) -> int:
        """The exit code of a build of which something is killed after so many seconds; 0 if the leader lives."""
        victim = "none"
        with log.open("wb") as file, start(docs[state], folder, file) as process:
            if seconds is not None:
                time.sleep(seconds)
                victim = kill(process, chance)
            code = process.wait(PATIENCE)
        told = log.read_text(encoding="utf-8")
        assert "Traceback" not in told, told
        assert code == 0 or victim in {"leader", "all"}, told
        seen[f"{victim} killed: exit code {code}"] += 1
        return code

    began, clean = time.monotonic(), []
    for state in (0, 1):
        assert built(state, tmp_path / f"clean{state}") == 0
        clean.append(lines(tmp_path / f"clean{state}"))
    usual = (time.monotonic() - began) / 2
    assert built(0, out) == 0
    at = 0
    with serving(out) as server, asking(server, COUNT) as answers:
        for _ in range(KILLS):
            target = 1 - at
            code = built(target, out, chance.uniform(0.1, 1.1) * usual)
            at = clean.index(lines(out))
            assert code or at == target
    print(seen, answers)  # noqa: T201  # a figure
    assert set(answers) <= {f"200: n {len(names)}" for names in STATES}
    assert built(1 - at, out) == 0
    assert lines(out) == clean[1 - at]
