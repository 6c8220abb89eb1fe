"""All files of a build or none: broken off, killed at every step, killed at random, two builds at once."""

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable, Sequence
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from support.killing import ACTORS, build, build_until
from support.patience import PATIENCE
from support.serving import asking, serving

from actorgraph.builder.storage import transaction
from actorgraph.builder.storage.transaction import COMPLETE, NEXT, in_order, locked
from actorgraph.builder.storage.workspace import Workspace
from graph.store.oxigraph import open_store, store_lines
from ontology.errors import StoreError

posix = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a forked process")
WHO = "SELECT DISTINCT ?who { VALUES ?who { actor:thailand actor:kenya } ?who ?p ?o }"
KILLS = int(os.environ.get("ACTORGRAPH_KILLS", "40"))
"""How often a build is killed at random; 200 before a release."""


def write(root: Path, **contents: str) -> None:
    with transaction.transaction(root) as staged:
        for name, text in contents.items():
            (staged / name).write_text(text)


def test_files_take_the_place_of_the_old_ones_and_equal_ones_stay(tmp_path: Path) -> None:
    write(tmp_path, a="one", b="two")
    before = (tmp_path / "a").stat().st_mtime_ns
    write(tmp_path, a="one", b="three")
    assert (tmp_path / "a").stat().st_mtime_ns == before
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a": "one", "b": "three"}


def test_what_breaks_off_leaves_everything_as_it_was(tmp_path: Path) -> None:
    write(tmp_path, a="one", b="two")

    def break_off() -> None:
        with transaction.transaction(tmp_path) as staged:
            (staged / "a").write_text("other")
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        break_off()
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a": "one", "b": "two"}


def test_readers_are_not_held_up_by_a_build_that_still_writes(tmp_path: Path) -> None:
    write(tmp_path, a="one")
    (tmp_path / NEXT).mkdir()
    with locked(tmp_path / "elsewhere"):
        in_order(tmp_path)
    assert (tmp_path / NEXT).exists()
    (tmp_path / NEXT / "a").write_text("two")
    (tmp_path / NEXT / COMPLETE).touch()
    in_order(tmp_path)
    assert (tmp_path / "a").read_text() == "two"
    assert not (tmp_path / NEXT).exists()


# ---- a build that is killed


FORKS = multiprocessing.get_context("forkserver") if hasattr(os, "fork") else None


@pytest.fixture
def expected(tmp_path: Path) -> list[list[str]]:
    """The lines of the store that each of the two states leaves; the second one is in the folder."""
    assert FORKS is not None
    FORKS.set_forkserver_preload(["support.killing"])
    found = []
    for state in (0, 1):
        assert in_child(build, tmp_path, state) == 0
        found.append(lines(tmp_path))
    assert found[0] != found[1]
    return found


def lines(root: Path) -> list[str]:
    return list(store_lines(open_store(Workspace(root).store())))


def start(target: Callable[..., None], root: Path, *arguments: int) -> BaseProcess:
    """A started process that builds, made by a server that has opened no store itself."""
    assert FORKS is not None
    child = FORKS.Process(target=target, args=(str(root), *arguments))
    child.start()
    return child


def in_child(target: Callable[..., None], root: Path, *arguments: int) -> int:
    """The exit code of such a process; negative if a signal ended it."""
    child = start(target, root, *arguments)
    child.join(60)
    assert child.exitcode is not None, "the build hangs"
    return int(child.exitcode)


def state_of(root: Path, expected: Sequence[list[str]]) -> int:
    """Which of the two states the folder is in: store, claims, map and manifest alike."""
    state = expected.index(lines(root))
    for name in ("claims.jsonl", "map.html"):
        text = (root / name).read_text(encoding="utf-8")
        assert [actor in text for actor in ACTORS] == [state == 0, state == 1], name
    manifest = Workspace(root).manifest()
    assert manifest is not None
    assert Workspace(root).holds(manifest)
    assert not (root / NEXT / COMPLETE).exists()
    return state


@pytest.mark.long
@posix
@pytest.mark.slow
def test_killed_before_every_step(tmp_path: Path, expected: list[list[str]]) -> None:
    at, steps, moved = 1, 0, set()
    while True:
        target = 1 - at
        code = in_child(build_until, tmp_path, target, steps)
        at = state_of(tmp_path, expected)
        moved.add(at == target)
        steps += 1
        if code == 0:
            break
        assert code == -signal.SIGKILL
    assert at == target
    assert steps > 15
    assert moved == {True, False}


@posix
@pytest.mark.slow
@pytest.mark.long
def test_kills_at_random_moments_lose_nothing_and_a_server_goes_on(tmp_path: Path, expected: list[list[str]]) -> None:
    began = time.monotonic()
    assert in_child(build, tmp_path, 0) == 0
    usual = time.monotonic() - began
    with serving(tmp_path) as server, asking(server, WHO) as answers:
        killed = kills(tmp_path, expected, usual)
    assert killed > 0  # how many of them get far depends on the machine; the test before this one tries every step
    print(f"{killed} killed; {answers}")  # noqa: T201  # figures
    assert set(answers) <= {f"200: who https://w3id.org/actorgraph/actor/{who.lower()}" for who in ACTORS}


def kills(root: Path, expected: list[list[str]], usual: float) -> int:
    """Kill builds at random moments; how many were killed before their end."""
    at, moments, killed = 0, random.Random(5), 0  # noqa: S311  # moments to kill at, no secrets
    for _ in range(KILLS):
        target = 1 - at
        child = start(build, root, target)
        child.join(moments.uniform(0, 1.1 * usual))
        child.kill()
        child.join()
        killed += child.exitcode == -signal.SIGKILL
        at = state_of(root, expected)
    return killed


# ---- two builds at once


def hold(root: str, ready: str, release: str) -> None:
    with locked(Path(root)):
        Path(ready).touch()
        while not Path(release).exists():
            time.sleep(0.02)


@pytest.mark.slow
@pytest.mark.parametrize(("wait", "gets_it"), [(PATIENCE, True), (0.2, False)])
def test_the_second_build_says_who_holds_the_lock(tmp_path: Path, wait: float, gets_it: bool) -> None:
    root, ready, release = (tmp_path / name for name in ("out", "ready", "release"))
    other = multiprocessing.get_context("spawn").Process(target=hold, args=(str(root), str(ready), str(release)))
    other.start()
    while not ready.exists():
        time.sleep(0.02)
    notices: list[str] = []

    def notify(line: str) -> None:
        notices.append(line)
        if gets_it:
            release.touch()

    try:
        if gets_it:
            with locked(root, notify, wait):
                assert f"process {other.pid} is building here; waiting" in notices[0]
        else:
            with (
                pytest.raises(StoreError, match=f"process {other.pid} is still building here"),
                locked(root, notify, wait),
            ):
                pass
    finally:
        other.terminate()
        other.join()
