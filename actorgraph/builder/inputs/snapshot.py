"""What was read of the paths of the last build: the same files need not be read again to see that all is as before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from actorgraph.builder.inputs.input_set import Given, Intake
from actorgraph.builder.storage.workspace import Workspace, file_digest
from extract.documents.content.options import ReaderOptions
from extract.documents.listing import STDIN
from extract.documents.walk import EntryRole, walk
from extract.fingerprint import reading_key
from ontology.errors import InputError

READINGS = "readings.json"
Told = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Readings:
    """What was read, without the texts: documents, what was left out and what was passed over, each with the reason."""

    made_of: str
    given: tuple[Given, ...]
    errors: Told
    notes: Told


_READINGS = TypeAdapter(Readings)


def known_intake(space: Workspace, paths: Sequence[str], batch: str | None, options: ReaderOptions) -> Intake | None:
    """What was taken in of these paths, if every file in them is as it was then; it has no texts."""
    try:
        found = _READINGS.validate_json((space / READINGS).read_bytes())
    except (OSError, ValidationError):
        return None
    if found.made_of != inputs_digest(paths, batch, options):
        return None
    errors, notes = ([InputError(*one) for one in told] for told in (found.errors, found.notes))
    return Intake(list(found.given), errors, notes)


def remember_intake(
    space: Workspace, paths: Sequence[str], batch: str | None, options: ReaderOptions, intake: Intake
) -> None:
    """Keep what was taken in for the next build."""
    made_of = inputs_digest(paths, batch, options)
    if made_of is None:
        (space / READINGS).unlink(missing_ok=True)
        return
    errors, notes = (tuple((one.where, one.why) for one in told) for told in (intake.errors, intake.notes))
    content = _READINGS.dump_json(Readings(made_of, tuple(intake.given), errors, notes)) + b"\n"
    new = space / f"{READINGS}.new"
    new.write_bytes(content)
    new.replace(space / READINGS)


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
        yield given.name, given
        return
    top = given.resolve()
    for entry in walk(top):
        name = f"{top.name}/{entry.path.relative_to(top).as_posix()}"
        yield name, None if entry.role is EntryRole.COMPANION else entry.path
