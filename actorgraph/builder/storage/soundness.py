"""Whether the files of a build are as it wrote them: digests of every file that the next build relies on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

STORE_DIGESTS = "digests.json"
"""Lies in the folder of the store, and moves with it."""
UNSTABLE = ("LOCK", "LOG", STORE_DIGESTS)
"""Beginnings of the names of files in a store that hold no data."""
SMALL = 1 << 20
"""Bytes of a file whose digest is made before each reading; of others only if they were written to since."""
_DIGESTS = TypeAdapter(dict[str, tuple[int, int, str]])
"""By name, the length, the time of change in nanoseconds, and the digest of a file."""


def file_digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_as_written(path: Path, digest: str) -> bool:
    """True for a file that can be read and has this digest."""
    try:
        return path.is_file() and file_digest(path) == digest
    except OSError:
        return False


def damaged_files(root: Path, digests: Mapping[str, str]) -> Iterator[str]:
    """The names of files in a folder that are gone or not as they were written."""
    return (name for name, digest in digests.items() if not is_as_written(root / name, digest))


def seal_store(store: Path) -> None:
    """Write the digests of the files of a store beside them."""
    files = sorted(path for path in store.iterdir() if not path.name.startswith(UNSTABLE))
    digests = {path.name: (path.stat().st_size, path.stat().st_mtime_ns, file_digest(path)) for path in files}
    (store / STORE_DIGESTS).write_bytes(_DIGESTS.dump_json(digests, indent=1) + b"\n")


def damage_of_store(store: Path) -> Iterator[str]:
    """The names of files of a store that are gone or not as they were written; of the store itself if it is gone."""
    try:
        digests = _DIGESTS.validate_json((store / STORE_DIGESTS).read_bytes())
    except (OSError, ValidationError):
        yield store.name
        return
    only = {name: digest for name, (_, _, digest) in digests.items()}
    yield from (f"{store.name}/{name}" for name in damaged_files(store, only))


def visible_damage(store: Path) -> str | None:
    """The name of a file of a store that is gone or changed; None if there is none.

    Quick enough for every command that reads. Of a cut list of its files, Oxigraph would make an empty store; a query
    over changed data can take all memory, because a join in Oxigraph 0.5 gathers the same error for ever. A large file
    that changed on the disk alone, with no new time, is not found here; a build finds it. None, too, for a store
    without digests, and for one that a build replaces meanwhile.
    """
    try:
        sealed = (store / STORE_DIGESTS).read_bytes()
        digests = _DIGESTS.validate_json(sealed)
        name = next((name for name, sealed_as in digests.items() if _differs(store / name, *sealed_as)), None)
        return name if (store / STORE_DIGESTS).read_bytes() == sealed else None
    except (OSError, ValidationError):
        return None


def _differs(path: Path, size: int, changed_at: int, digest: str) -> bool:
    try:
        now = path.stat()
    except OSError:
        return True
    if now.st_size != size:
        return True
    is_suspect = size <= SMALL or now.st_mtime_ns != changed_at
    return is_suspect and not is_as_written(path, digest)
