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
_DIGESTS = TypeAdapter(dict[str, str])


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
    digests = {path.name: file_digest(path) for path in files}
    (store / STORE_DIGESTS).write_bytes(_DIGESTS.dump_json(digests, indent=1) + b"\n")


def damage_of_store(store: Path) -> Iterator[str]:
    """The names of files of a store that are gone or not as they were written; of the store itself if it is gone."""
    try:
        digests = _DIGESTS.validate_json((store / STORE_DIGESTS).read_bytes())
    except (OSError, ValidationError):
        yield store.name
        return
    yield from (f"{store.name}/{name}" for name in damaged_files(store, digests))
