"""Walk folders of documents: the one set of rules for what is a candidate document and what is skipped.

Skipped are hidden files and folders, folders that are themselves a build or the results of a cluster, links to folders,
the user's decisions and actors, and files called readme. Whoever needs the files of a folder (the listing, the snapshot
of a build's inputs, a diff of two folders) gets them here, so that all see the same files in the same order.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

SOURCES = "sources.jsonl"
"""Metadata of the documents, in the top folder."""
BUILD = frozenset({"build.json", "extractions.jsonl"})
"""A folder with these files is a build."""
SHARDS = "shards.json"
"""A folder with this file holds results of a cluster."""
USER_FILES = frozenset({"decisions.txt", "actors.toml"})
"""Files that users write beside their documents."""
COMPANION_ENDINGS = ("_files", ".files", "-Dateien", "_fichiers", "_archivos")
"""Endings of the folders in which browsers put the scripts, pictures and advertisements of a saved page."""


class EntryRole(StrEnum):
    """What an entry of a folder is for the reader."""

    CANDIDATE = "candidate"
    """A file that may be a document."""
    METADATA = "metadata"
    """The sources file of the top folder."""
    COMPANION = "companion"
    """The folder that belongs to a saved web page; its files are not documents."""
    SPECIAL = "special"
    """A pipe, socket or device, or a link to one: opening it may wait for ever, or never end."""


@dataclass(frozen=True, slots=True)
class FolderEntry:
    """A file, or a companion folder, below the folder that is walked."""

    path: Path
    role: EntryRole


def walk(folder: Path) -> Iterator[FolderEntry]:
    """What concerns the reader in a folder and its subfolders, sorted by path.

    Raises OSError for a folder that cannot be listed.
    """
    yield from _walk(folder, folder)


def _walk(folder: Path, top: Path) -> Iterator[FolderEntry]:
    entries = sorted(folder.iterdir())
    names = {path.name for path in entries}
    if names >= BUILD or SHARDS in names:
        return
    for path in entries:
        if path.name.startswith(".") or (path.is_symlink() and path.is_dir()):
            continue
        if path.is_dir():
            if _is_companion(path.name, names):
                yield FolderEntry(path, EntryRole.COMPANION)
            else:
                yield from _walk(path, top)
        elif path.name == SOURCES and folder == top:
            yield FolderEntry(path, EntryRole.METADATA)
        elif path.name not in USER_FILES and path.stem.lower() != "readme":
            yield FolderEntry(path, EntryRole.SPECIAL if is_special(path) else EntryRole.CANDIDATE)


def is_special(path: Path) -> bool:
    """True for what is there and is neither a file nor a folder; links are followed."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode) or not stat.S_IFMT(mode))


def _is_companion(name: str, names: set[str]) -> bool:
    """True for the name of a folder if the saved page that it belongs to is among `names`."""
    page = next((name.removesuffix(ending) for ending in COMPANION_ENDINGS if name.endswith(ending)), None)
    return page is not None and bool({f"{page}.html", f"{page}.htm"} & names)
