"""Exports a store to files for other programs. docs/exports.md describes what each format can represent."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO

from rdflib import Dataset

from graph.export.contents import claims_of, contents, country_codes
from graph.export.neo4j import neo4j_csv
from graph.export.networks import gexf, graphml
from graph.export.plover import write_plover
from graph.export.rdf import json_ld, nquads, trig_1_2, trig_graphs, turtle
from graph.export.stix import stix_bundle
from graph.export.tables import write_csv
from ontology.errors import InputError

ZIP = ".zip"
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest time in a ZIP file; a constant keeps archives reproducible."""
UNIX, FILE_MODE = 3, 0o100644
TEMPORARY_SUFFIX = ".part"
"""Suffix of a file while it is being written."""


def _plover(data: Dataset, file: BinaryIO, least: float) -> str | None:
    what = "claim left out: PLOVER has no type for its action"
    many = "claims left out: PLOVER has no type for their actions"
    return _left_out_message(write_plover(claims_of(data, least), country_codes(data), file), what, many)


def _stix(data: Dataset, file: BinaryIO, least: float) -> str | None:
    content, empty = stix_bundle(contents(data, least))
    file.write(content)
    what = "document left out: it has no actors and no claims"
    many = "documents left out: they have no actors and no claims"
    return _left_out_message(empty, what, many)


def _left_out_message(number: int, singular: str, plural: str) -> str | None:
    return f"{number:,} {singular if number == 1 else plural}" if number else None


def _csv(data: Dataset, file: BinaryIO, least: float) -> None:
    write_csv(claims_of(data, least), file)


def _graphml(data: Dataset, file: BinaryIO, least: float) -> None:
    file.write(graphml(claims_of(data, least)))


def _gexf(data: Dataset, file: BinaryIO, least: float) -> None:
    file.write(gexf(claims_of(data, least)))


RDF_EXPORTS: Mapping[str, Callable[[Dataset, BinaryIO], None]] = {
    "nq": nquads,
    "trig": trig_graphs,
    "trig-1.2": trig_1_2,
    "ttl": turtle,
    "jsonld": json_ld,
}
"""Exports of the whole graph, by format."""
CLAIM_EXPORTS: Mapping[str, Callable[[Dataset, BinaryIO, float], str | None]] = {
    "csv": _csv,
    "graphml": _graphml,
    "gexf": _gexf,
    "plover-jsonl": _plover,
    "stix": _stix,
}
"""Exports of the claims with at least a confidence, by format. They return a message on what they leave out."""
MULTI_FILE_EXPORTS: Mapping[str, Callable[[Dataset, float], Mapping[str, bytes]]] = {
    "neo4j-csv": lambda data, least: neo4j_csv(contents(data, least))
}
"""Exports of the claims with at least a confidence to several files, by format."""


def export_to(data: Dataset, form: str, file: BinaryIO, least: float = 0.0) -> str | None:
    """Export to an open file: the claims with at least the confidence `least`; RDF formats hold the whole graph.

    Returns a message about what was left out, if anything. Raises InputError if an RDF format is to leave out claims.
    """
    if form in CLAIM_EXPORTS:
        return CLAIM_EXPORTS[form](data, file, least)
    if least:
        complete = ", ".join(sorted({*CLAIM_EXPORTS, *MULTI_FILE_EXPORTS}))
        why = f"RDF exports are complete and give ag:confidence with each claim; these can leave out claims: {complete}"
        raise InputError(form, why)
    RDF_EXPORTS[form](data, file)
    return None


def export(data: Dataset, form: str, path: Path, least: float = 0.0) -> str | None:
    """Export to a file, or to a folder or archive if the format has several files (see `write`), as `export_to`.

    The file is written atomically. Raises InputError as `export_to` and `write`.
    """
    if form in MULTI_FILE_EXPORTS:
        write(MULTI_FILE_EXPORTS[form](data, least), path)
        return None
    if path.exists() and not path.is_file():  # /dev/stdout, a pipe
        with path.open("wb") as file:
            return export_to(data, form, file, least)
    temporary = path.with_name(path.name + TEMPORARY_SUFFIX)
    try:
        with temporary.open("wb") as file:
            left_out = export_to(data, form, file, least)
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
        raise InputError(str(path), "this format consists of several files; name a folder or a .zip file")
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
