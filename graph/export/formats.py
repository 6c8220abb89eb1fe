"""Exports a store to files for other programs. docs/exports.md describes what each format can represent."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO

from rdflib import Dataset

from graph.export.contents import contents
from graph.export.neo4j import neo4j_csv
from graph.export.networks import gexf, graphml
from graph.export.plover import write_plover
from graph.export.rdf import json_ld, nquads, trig_1_2, trig_graphs, turtle
from graph.export.stix import stix_bundle
from graph.export.tables import write_csv
from graph.store.claims import stored_claims
from ontology.errors import InputError

ZIP = ".zip"
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest time in a ZIP file; a constant keeps archives reproducible."""
UNIX, FILE_MODE = 3, 0o100644
TEMPORARY_SUFFIX = ".part"
"""Suffix of a file while it is being written."""


def _plover(data: Dataset, file: BinaryIO) -> str | None:
    what = "claim left out: PLOVER has no type for its action"
    many = "claims left out: PLOVER has no type for their actions"
    return _left_out_message(write_plover(data, file), what, many)


def _stix(data: Dataset, file: BinaryIO) -> str | None:
    content, empty = stix_bundle(contents(data))
    file.write(content)
    what = "document left out: it names nobody and says nothing"
    many = "documents left out: they name nobody and say nothing"
    return _left_out_message(empty, what, many)


def _left_out_message(number: int, singular: str, plural: str) -> str | None:
    return f"{number:,} {singular if number == 1 else plural}" if number else None


def _csv(data: Dataset, file: BinaryIO) -> None:
    write_csv(stored_claims(data), file)


def _graphml(data: Dataset, file: BinaryIO) -> None:
    file.write(graphml(stored_claims(data)))


def _gexf(data: Dataset, file: BinaryIO) -> None:
    file.write(gexf(stored_claims(data)))


Export = Callable[[Dataset, BinaryIO], str | None]
"""Writes a file and returns a message about what the format cannot represent, if anything."""

EXPORTS: Mapping[str, Export] = {
    "nq": nquads,
    "trig": trig_graphs,
    "trig-1.2": trig_1_2,
    "ttl": turtle,
    "jsonld": json_ld,
    "csv": _csv,
    "graphml": _graphml,
    "gexf": _gexf,
    "plover-jsonl": _plover,
    "stix": _stix,
}
"""Exports of one file, by format."""
MULTI_FILE_EXPORTS: Mapping[str, Callable[[Dataset], Mapping[str, bytes]]] = {
    "neo4j-csv": lambda data: neo4j_csv(contents(data))
}
"""Exports of several files, by format."""


def export(data: Dataset, form: str, path: Path) -> str | None:
    """Export to a file, or to a folder or archive if the format has several files (see `write`).

    Returns a message about what was left out, if anything. The file is written atomically. Raises InputError as
    `write`.
    """
    if form in MULTI_FILE_EXPORTS:
        write(MULTI_FILE_EXPORTS[form](data), path)
        return None
    if path.exists() and not path.is_file():  # /dev/stdout, a pipe
        with path.open("wb") as file:
            return EXPORTS[form](data, file)
    temporary = path.with_name(path.name + TEMPORARY_SUFFIX)
    try:
        with temporary.open("wb") as file:
            left_out = EXPORTS[form](data, file)
        temporary.replace(path)
    except OSError as error:
        error.filename = str(path)  # the one that was asked for
        raise
    finally:
        temporary.unlink(missing_ok=True)
    return left_out


def write(content: Mapping[str, bytes], path: Path) -> None:
    """Write several files into a folder, which is created if needed, or into one archive `….zip`.

    Raises InputError if `path` is a file that is not an archive.
    """
    if path.suffix.casefold() == ZIP:
        path.write_bytes(zipped(content))
    elif path.exists() and not path.is_dir():
        raise InputError(str(path), "this format is several files; name a folder or a .zip file")
    else:
        path.mkdir(parents=True, exist_ok=True)
        for name, data in content.items():
            (path / name).write_bytes(data)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A ZIP archive of the files with reproducible bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:  # compressors differ between versions
        for name, content in files.items():
            about = zipfile.ZipInfo(name, ZIP_TIME)
            about.create_system, about.external_attr = UNIX, FILE_MODE << 16
            archive.writestr(about, content)
    return out.getvalue()
