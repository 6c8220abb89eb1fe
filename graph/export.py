"""Store -> files that other programs read. What each format carries and cannot carry stands in docs/exports.md."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rdflib import Dataset

from graph.contents import contents
from graph.export_neo4j import neo4j_csv
from graph.export_networks import gexf, graphml
from graph.export_plover import plover_jsonl
from graph.export_rdf import json_ld, nquads, trig_1_2, trig_graphs, turtle
from graph.export_stix import stix_bundle
from graph.export_tables import claims_csv
from graph.read import stored_claims
from ontology.errors import InputError

ZIP = ".zip"
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest that a ZIP file can hold: the same files give the same archive at any time."""
UNIX, FILE_MODE = 3, 0o100644


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export gives: one file, or several by name; and what it had to leave out, if anything, in a line."""

    content: bytes | Mapping[str, bytes]
    left_out: str | None = None


def _trig_1_2(data: Dataset) -> Exported:
    return Exported(trig_1_2(data, stored_claims(data)))


def _plover(data: Dataset) -> Exported:
    content, without = plover_jsonl(contents(data))
    what = "claim left out: PLOVER has no type for its action"
    many = "claims left out: PLOVER has no type for their actions"
    return Exported(content, _counted(without, what, many))


def _stix(data: Dataset) -> Exported:
    content, empty = stix_bundle(contents(data))
    what = "document left out: it names nobody and says nothing"
    many = "documents left out: they name nobody and say nothing"
    return Exported(content, _counted(empty, what, many))


def _counted(number: int, one: str, many: str) -> str | None:
    return f"{number:,} {one if number == 1 else many}" if number else None


EXPORTS: Mapping[str, Callable[[Dataset], Exported]] = {
    "nq": lambda data: Exported(nquads(data)),
    "trig": lambda data: Exported(trig_graphs(data)),
    "trig-1.2": _trig_1_2,
    "ttl": lambda data: Exported(turtle(data)),
    "jsonld": lambda data: Exported(json_ld(data)),
    "csv": lambda data: Exported(claims_csv(stored_claims(data)).encode()),
    "graphml": lambda data: Exported(graphml(stored_claims(data))),
    "gexf": lambda data: Exported(gexf(stored_claims(data))),
    "neo4j-csv": lambda data: Exported(neo4j_csv(contents(data))),
    "plover-jsonl": _plover,
    "stix": _stix,
}
"""What can be exported, by the name of its format."""


def write(content: bytes | Mapping[str, bytes], path: Path) -> None:
    """Write a file; several into a folder, which is made if it is not there, or into one archive `….zip`.

    Raises InputError where several files were to become one that is no archive.
    """
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif path.suffix.casefold() == ZIP:
        path.write_bytes(zipped(content))
    elif path.exists() and not path.is_dir():
        raise InputError(str(path), "this format is several files; name a folder or a .zip file")
    else:
        path.mkdir(parents=True, exist_ok=True)
        for name, one in content.items():
            (path / name).write_bytes(one)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A ZIP archive of the files, the same bytes for the same files on any machine."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:  # compressors differ between versions
        for name, content in files.items():
            about = zipfile.ZipInfo(name, ZIP_TIME)
            about.create_system, about.external_attr = UNIX, FILE_MODE << 16
            archive.writestr(about, content)
    return out.getvalue()
