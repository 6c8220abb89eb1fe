"""Builds two folders of documents as two batches of one build, so that identity resolution covers both."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from rdflib import Dataset

from actorgraph.builder.options import BuildOptions
from actorgraph.builder.pipeline import build
from actorgraph.builder.storage.workspace import MANIFEST, STORE
from extract.documents.sources import NAME_KEYS
from extract.documents.walk import SOURCES, EntryRole, walk
from graph.store.oxigraph import open_store

BUILD_FILES = (MANIFEST, STORE, "CURRENT")
"""Files that only a build or the folder of a store contains."""


def is_documents(path: Path) -> bool:
    """True for a folder that holds documents, and neither a build nor a store."""
    return path.is_dir() and not any((path / name).exists() for name in BUILD_FILES)


def build_folders(
    folders: Sequence[Path],
    workspace: Path,
    options: BuildOptions,
    notify: Callable[[str], None],
) -> tuple[Dataset, list[str]]:
    """Build the documents of the folders in `workspace`. Returns the store and the name of each folder's batch.

    `options` say how; their paths and folder are not used. A batch is named after its folder, with a number in front if
    two folders have the same name. `notify` is called with a message for each document that cannot be read. Raises
    InputError if there are no documents.
    """
    names = [folder.resolve().name for folder in folders]
    if len(set(names)) < len(names):
        names = [f"{number}-{name}" for number, name in enumerate(names, 1)]
    documents = workspace / "documents"
    for folder, name in zip(folders, names, strict=True):
        _copy(folder, documents / name)
    lines = [line for folder, name in zip(folders, names, strict=True) for line in _sources(folder / SOURCES, name)]
    if lines:
        (documents / SOURCES).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    report = build(replace(options, paths=[str(documents)], out=workspace / "out"))
    for message in (*map(str, report.inputs.errors), *report.problems):
        notify(message)
    return open_store(workspace / "out" / STORE), names


def _copy(folder: Path, target: Path) -> None:
    """Copy the files of a folder that may be documents."""
    target.mkdir(parents=True)
    for entry in walk(folder):
        if entry.role is EntryRole.CANDIDATE:
            copy = target / entry.path.relative_to(folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(entry.path, copy)


def _sources(path: Path, name: str) -> Iterator[str]:
    """The lines of a folder's sources.jsonl, with document names prefixed by the batch; invalid lines are unchanged."""
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8-sig", errors="replace").splitlines():
        try:
            record = json.loads(line)
            prefixed = {key: f"{name}/{record[key]}" for key in NAME_KEYS if isinstance(record.get(key), str)}
        except (ValueError, AttributeError):
            yield line  # reported when the file is read
        else:
            yield json.dumps(record | prefixed, ensure_ascii=False)
