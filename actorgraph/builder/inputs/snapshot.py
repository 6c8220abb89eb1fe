"""A snapshot of the inputs of the last build: if the files are the same, they need not be read again."""

from __future__ import annotations

import errno
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from actorgraph.builder.inputs.input_set import InputDocument, InputSet
from actorgraph.builder.storage.soundness import file_digest
from actorgraph.builder.storage.transaction import make_way
from actorgraph.builder.storage.workspace import Workspace
from extract.documents.content.options import ReaderOptions
from extract.documents.listing import STDIN
from extract.documents.walk import EntryRole, is_special, walk
from extract.fingerprint import reading_key
from ontology.errors import InputError

SNAPSHOT = "readings.json"
Problems = tuple[tuple[str, str], ...]
"""Where each stands, and why."""


@dataclass(frozen=True, slots=True)
class InputSnapshot:
    """What was read, without the texts. `made_of`: digest of the files and of how they are read.

    `folder`: the working directory, which relative names of files refer to.
    """

    made_of: str
    documents: tuple[InputDocument, ...]
    errors: Problems
    notes: Problems
    warnings: Problems = ()
    folder: str = ""


_SNAPSHOT = TypeAdapter(InputSnapshot)


def unchanged_inputs(
    space: Workspace, paths: Sequence[str], batch: str | None, options: ReaderOptions
) -> InputSet | None:
    """What the last build read from these paths, without texts; None if a file or the options have changed."""
    try:
        snapshot = _SNAPSHOT.validate_json((space / SNAPSHOT).read_bytes())
    except (OSError, ValidationError):
        return None
    if snapshot.made_of != inputs_digest(paths, batch, options):
        return None
    told = (snapshot.errors, snapshot.notes, snapshot.warnings)
    errors, notes, warnings = ([InputError(*problem) for problem in some] for some in told)
    return InputSet(list(snapshot.documents), errors, notes, warnings)


def save_snapshot(
    space: Workspace, paths: Sequence[str], batch: str | None, options: ReaderOptions, inputs: InputSet
) -> None:
    """Keep what was read for the next build."""
    made_of = inputs_digest(paths, batch, options)
    if made_of is None:
        make_way(space / SNAPSHOT)
        (space / SNAPSHOT).unlink(missing_ok=True)
        return
    errors, notes, warnings = (
        tuple((error.where, error.why) for error in some) for some in (inputs.errors, inputs.notes, inputs.warnings)
    )
    snapshot = InputSnapshot(made_of, tuple(inputs.documents), errors, notes, warnings, str(Path.cwd()))
    content = _SNAPSHOT.dump_json(snapshot) + b"\n"
    new = space / f"{SNAPSHOT}.new"
    make_way(new)
    new.write_bytes(content)
    make_way(space / SNAPSHOT)
    new.replace(space / SNAPSHOT)


def original_file(space: Workspace, identifier: str) -> Path | None:
    """The file that the last build read a document from, if it still lies there.

    Of a table or a JSON-lines file, all documents have the same file; documents in archives have none.
    """
    try:
        snapshot = _SNAPSHOT.validate_json((space / SNAPSHOT).read_bytes())
    except (OSError, ValidationError):
        return None
    document = next((one for one in snapshot.documents if one.entry.id == identifier), None)
    if document is None:
        return None
    names = filter(None, (document.where, document.where.rpartition(":")[0]))
    return next((path for name in names if (path := Path(snapshot.folder, name)).is_file()), None)


def inputs_digest(paths: Sequence[str], batch: str | None, options: ReaderOptions) -> str | None:
    """Changes with any file in the paths, with how they are read and with what reads them.

    None for standard input, for addresses and for what cannot be read: these are read each time.
    """
    digest = hashlib.sha256(json.dumps([reading_key(options), batch]).encode())
    try:
        for given in paths:
            if given == STDIN or "://" in given:
                return None
            for name, path in _files(Path(given)):
                content = None if path is None else file_digest(path)
                digest.update(json.dumps([given, name, content]).encode(errors="surrogateescape"))
    except OSError:
        return None
    return digest.hexdigest()


def _files(given: Path) -> Iterator[tuple[str, Path | None]]:
    """The files of a path, each with its name in it, which begins with what the batch of a folder is called after.

    The path is None for what is reported by its name alone. Raises OSError for a folder that cannot be listed.
    """
    if not given.is_dir():
        if is_special(given):
            raise OSError(errno.EINVAL, "not a file", str(given))
        yield given.name, given
        return
    top = given.resolve()
    for entry in walk(top):
        name = f"{top.name}/{entry.path.relative_to(top).as_posix()}"
        yield name, None if entry.role in {EntryRole.COMPANION, EntryRole.SPECIAL} else entry.path
