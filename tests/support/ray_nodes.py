"""A Ray cluster of two nodes on this machine, each started by `ray start` as on a machine of its own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

RAY = Path(sys.executable).with_name("ray")
WAIT = 300.0
COMMON = ("--block", "--num-cpus=1", "--object-store-memory=80000000", "--disable-usage-stats")


@dataclass(frozen=True, slots=True)
class Nodes:
    """The address of a cluster, the environment that its programs share, and the processes that hold its nodes."""

    address: str
    env: dict[str, str]
    holders: list[subprocess.Popen[bytes]]

    def workers(self) -> list[int]:
        """Ids of the processes that are extracting, one a processor of the cluster."""
        raylets = {self.raylet(holder) for holder in self.holders}
        return [pid for pid, parent, args in _processes() if parent in raylets and "ray::process_shard" in args]

    @staticmethod
    def raylet(holder: subprocess.Popen[bytes]) -> int:
        """Id of the process that is the node for the others of the cluster; 0 if it is gone."""
        found = (pid for pid, parent, args in _processes() if parent == holder.pid and "raylet/raylet" in args)
        return next(found, 0)


@contextmanager
def two_nodes() -> Iterator[Nodes]:
    """The cluster, for the time of a block; it ends with all its processes."""
    folder = Path(tempfile.mkdtemp(prefix="ray-"))  # a short path: Ray makes sockets below it
    # no word to Ray's makers; and its workers not behind everything else that runs
    env = {**os.environ, "HOME": str(folder), "RAY_USAGE_STATS_ENABLED": "0", "RAY_worker_niceness": "0"}
    holders: list[subprocess.Popen[bytes]] = []
    try:
        head = ("--head", "--port=0", "--include-dashboard=false", f"--temp-dir={folder}/t")
        holders.append(_node(head, env, folder / "head.log"))
        until((folder / "t" / "ray_current_cluster").exists)
        address = (folder / "t" / "ray_current_cluster").read_text(encoding="ascii").strip()
        holders.append(_node((f"--address={address}",), env, folder / "second.log"))
        yield Nodes(address, env, holders)
    finally:
        for holder in reversed(holders):
            holder.send_signal(signal.SIGTERM)
            holder.wait(WAIT)
        shutil.rmtree(folder, ignore_errors=True)


def _node(options: tuple[str, ...], env: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("wb") as file:
        holder = subprocess.Popen([RAY, "start", *options, *COMMON], env=env, stdout=file, stderr=file)
    until(lambda: b"Ray runtime started" in log.read_bytes() or holder.poll() is not None)
    assert holder.poll() is None, log.read_text()
    return holder


def until(is_so: Callable[[], object], seconds: float = WAIT) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.02)


def _processes() -> Iterator[tuple[int, int, str]]:
    """Id, parent and command line of every process, from /proc."""
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit():
                args = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                parent = (entry / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[1]
                yield int(entry.name), int(parent), args
        except (FileNotFoundError, ProcessLookupError):
            continue
