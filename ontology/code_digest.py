"""Digest of program code, data files and library versions; part of every cache key."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable


def code_digest(packages: Iterable[str | Traversable], libraries: Iterable[str]) -> str:
    """SHA-256 of every file in `packages`, however deep, and of the installed versions of `libraries`.

    A package is the name of an importable package or a folder. Raises PackageNotFoundError for a library that is
    not installed.
    """
    digest = hashlib.sha256()
    for library in libraries:
        digest.update(f"{library} {version(library)}\n".encode())
    for package in packages:
        folder = files(package) if isinstance(package, str) else package
        for name, content in _files_below(folder, folder.name):
            digest.update(f"{name} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def _files_below(folder: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda it: it.name):
        if entry.name == "__pycache__":
            continue
        if entry.is_dir():
            yield from _files_below(entry, f"{name}/{entry.name}")
        else:
            yield f"{name}/{entry.name}", entry.read_bytes()
