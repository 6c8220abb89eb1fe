"""All files of a build at once or none: written aside, marked complete, then put in place.

A process that is killed before the mark leaves what was there before; after it, the next one that opens the folder puts
the rest in place (a redo log of whole files: Gray & Reuter 1992, ch. 10). One process writes at a time.
"""

from __future__ import annotations

import filecmp
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from ontology.errors import StoreError

NEXT, COMPLETE, OLD, LOCK, HOLDER = ".next", ".complete", ".old", ".lock", ".lock-holder"
WAIT = 600.0
"""Seconds that a second build waits for the first."""

Tell = Callable[[str], None]


@contextmanager
def locked(root: Path, tell: Tell | None = None, wait: float = WAIT) -> Iterator[None]:
    """Hold the folder's lock, and put it in order first. `tell` is told who holds it if that is somebody else.

    Raises StoreError if it is not free after `wait` seconds.
    """
    try:
        root.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise StoreError(f"{root}: is a file and no folder; name a folder for the build with --out") from None
    lock = FileLock(root / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        if tell is not None:
            tell(f"{root}: {_holder(root)} is building here; waiting for it")
        try:
            lock.acquire(timeout=wait)
        except Timeout:
            raise StoreError(f"{root}: {_holder(root)} is still building here; try again when it has ended") from None
    try:
        (root / HOLDER).write_text(str(os.getpid()), encoding="ascii")
        settle(root)
        yield
    finally:
        (root / HOLDER).unlink(missing_ok=True)
        lock.release()


def in_order(root: Path) -> None:
    """Put a folder in order that a killed build has left between before and after; for those who only read.

    A build that is still writing its new files does not disturb them.
    """
    if (root / NEXT / COMPLETE).exists():
        with locked(root):
            pass


@contextmanager
def transaction(root: Path) -> Iterator[Path]:
    """A folder to write the new files in; they take the place of the old ones when the block ends, all or none.

    To be used under `locked`.
    """
    staged = root / NEXT
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir(parents=True)
    try:
        yield staged
    except BaseException:
        shutil.rmtree(staged, ignore_errors=True)
        raise
    (staged / COMPLETE).touch()
    settle(root)


def settle(root: Path) -> None:
    """Finish what was complete and drop what was not. To be used under `locked`."""
    staged = root / NEXT
    if (staged / COMPLETE).exists():
        for path in sorted(staged.iterdir()):
            if path.name != COMPLETE:
                _put(path, root / path.name, root / OLD)
    shutil.rmtree(root / OLD, ignore_errors=True)
    _drop(staged)


def _put(new: Path, old: Path, aside: Path) -> None:
    """Let a file or folder take the place of another; a file whose bytes are the same stays, with its time."""
    if new.is_dir():
        shutil.rmtree(aside, ignore_errors=True)
        if old.exists():
            old.rename(aside)
        new.rename(old)
    elif old.is_file() and filecmp.cmp(old, new, shallow=False):
        new.unlink()
    else:
        new.replace(old)


def _drop(staged: Path) -> None:
    """Take the staging folder away, the mark last: killed on the way, it is still complete, with nothing left to do."""
    if not staged.exists():
        return
    for path in staged.iterdir():
        if path.name != COMPLETE:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    (staged / COMPLETE).unlink(missing_ok=True)
    staged.rmdir()


def _holder(root: Path) -> str:
    try:
        return f"process {int((root / HOLDER).read_text(encoding='ascii'))}"
    except (OSError, ValueError):
        return "another process"
