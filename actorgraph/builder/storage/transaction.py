"""All files of a build change at once, or none: written to a staging folder, marked complete, then put in place.

If the process is killed before the mark, the old files stay. If it is killed after it, the next process that opens the
folder puts the rest in place (a redo log of whole files: Gray & Reuter 1992, ch. 10). One process writes at a time.
"""

from __future__ import annotations

import filecmp
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

from filelock import FileLock, Timeout

from ontology.errors import StoreError

NEXT, COMPLETE, OLD, LOCK, HOLDER = ".next", ".complete", ".old", ".lock", ".lock-holder"
WAIT = 600.0
"""Seconds that a second build waits for the first."""

Notify = Callable[[str], None]


@contextmanager
def locked(root: Path, notify: Notify | None = None, wait: float = WAIT) -> Iterator[None]:
    """Hold the folder's lock and finish an interrupted transaction. `notify` is called if another process holds it.

    Raises StoreError if it is not free after `wait` seconds.
    """
    try:
        root.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise StoreError(f"{root}: is a file, not a folder; name a folder for the build with --out") from None
    lock = FileLock(root / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        if notify is not None:
            notify(f"{root}: {_holder(root)} is building here; waiting for it")
        try:
            lock.acquire(timeout=wait)
        except Timeout:
            raise StoreError(
                f"{root}: {_holder(root)} is still building here; try again when it has finished"
            ) from None
    try:
        make_way(root / HOLDER)
        (root / HOLDER).write_text(str(os.getpid()), encoding="ascii")
        settle(root)
        yield
    finally:
        (root / HOLDER).unlink(missing_ok=True)
        lock.release()


def in_order(root: Path) -> None:
    """Finish the transaction of a build that was killed while it put its files in place; for processes that only read.

    A build that is still writing to its staging folder is left alone.
    """
    if (root / NEXT / COMPLETE).exists():
        with locked(root):
            pass


@contextmanager
def transaction(root: Path) -> Iterator[Path]:
    """A staging folder for the new files, which replace the old ones when the block ends: all of them, or none.

    To be called under `locked`.
    """
    staged = root / NEXT
    _remove(staged)
    staged.mkdir(parents=True)
    try:
        yield staged
    except BaseException:
        shutil.rmtree(staged, ignore_errors=True)
        raise
    (staged / COMPLETE).touch()
    settle(root)


def settle(root: Path) -> None:
    """Put a complete staging folder in place; delete an incomplete one. To be called under `locked`."""
    staged = root / NEXT
    if (staged / COMPLETE).exists():
        for path in sorted(staged.iterdir()):
            if path.name != COMPLETE:
                _put(path, root / path.name, root / OLD)
    _remove(root / OLD)
    _drop(staged)


def _put(new: Path, old: Path, backup: Path) -> None:
    """Replace a file or folder by another; a file with the same bytes stays, with its modification time."""
    if new.is_dir():
        _remove(backup)
        if os.path.lexists(old):
            old.rename(backup)
        new.rename(old)
    elif old.is_file() and filecmp.cmp(old, new, shallow=False):
        new.unlink()
    else:
        make_way(old)
        new.replace(old)


def make_way(path: Path) -> None:
    """Give a folder that stands where a file of a build belongs another name: whoever made it may want it back.

    A link that leads nowhere is deleted.
    """
    if path.is_symlink() and not path.exists():
        path.unlink()
    if not path.is_dir() or path.is_symlink():
        return
    names = (f"{path.name}.folder{number or ''}" for number in count())
    path.rename(next(other for name in names if not os.path.lexists(other := path.with_name(name))))


def _remove(path: Path) -> None:
    """Delete a folder, or whatever stands in its place."""
    if path.is_dir() and not path.is_symlink():
        with suppress(OSError):
            path.chmod(0o700)  # what may not be read cannot be emptied
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _drop(staged: Path) -> None:
    """Delete the staging folder, the mark last: if the process is killed meanwhile, nothing is put in place twice."""
    if not staged.is_dir():
        _remove(staged)
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
