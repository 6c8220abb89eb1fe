"""Two folders of documents read as two batches of one build: so who is who is settled over both."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from rdflib import Dataset

from actorgraph.builder.options import BuildOptions
from actorgraph.builder.pipeline import build
from actorgraph.builder.storage.workspace import MANIFEST, STORE
from extract.documents.sources import NAME_KEYS
from extract.documents.walk import SOURCES, EntryRole, walk
from graph.store.oxigraph import open_store

BUILD_FILES = (MANIFEST, STORE, "CURRENT")
"""What tells a build, or the folder of a store, from a folder of documents."""


def is_documents(path: Path) -> bool:
    """True for a folder that holds documents, and neither a build nor a store."""
    return path.is_dir() and not any((path / name).exists() for name in BUILD_FILES)


def built(
    folders: Sequence[Path], aside: Path, models: tuple[str, ...], actors: Path | None, notify: Callable[[str], None]
) -> tuple[Dataset, list[str]]:
    """The store of the folders' documents and the batch of each folder, made in the folder `aside`.

    A batch is called after its folder, or after its number if two folders have one name. Documents that cannot be read
    are named to `notify`. Raises InputError if there are none.
    """
    names = [folder.resolve().name for folder in folders]
    if len(set(names)) < len(names):
        names = [f"{number}-{name}" for number, name in enumerate(names, 1)]
    documents = aside / "documents"
    for folder, name in zip(folders, names, strict=True):
        _copy(folder, documents / name)
    lines = [line for folder, name in zip(folders, names, strict=True) for line in _sources(folder / SOURCES, name)]
    if lines:
        (documents / SOURCES).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    report = build(BuildOptions([str(documents)], aside / "out", models, actors=actors))
    for trouble in (*map(str, report.inputs.errors), *report.problems):
        notify(trouble)
    return open_store(aside / "out" / STORE), names


def _copy(folder: Path, target: Path) -> None:
    """Copy the files of a folder that the reader reads."""
    target.mkdir(parents=True)
    for entry in walk(folder):
        if entry.role is EntryRole.CANDIDATE:
            copy = target / entry.path.relative_to(folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(entry.path, copy)


def _sources(path: Path, name: str) -> Iterator[str]:
    """The lines of a folder's sources.jsonl, their documents under the name of the batch; bad lines as they are."""
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8-sig", errors="replace").splitlines():
        try:
            record = json.loads(line)
            moved = {key: f"{name}/{record[key]}" for key in NAME_KEYS if isinstance(record.get(key), str)}
        except (ValueError, AttributeError):
            yield line  # told when it is read
        else:
            yield json.dumps(record | moved, ensure_ascii=False)
