"""Results of shards as Parquet files in a folder or at an address, and the manifest that names them.

A file of results carries in its footer what was left out and why: it tells all there is to know of its shard. It comes
into its place whole, by a rename on a disk, by the upload itself in an object store. What is cut off is no Parquet
file, and is made anew.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import TypeAdapter, ValidationError

from actorgraph.builder.storage.extraction_cache import CachedExtraction
from actorgraph.cluster.columns import fields_of, maker
from actorgraph.cluster.rows import ShardRow, SourceInfo
from extract.documents.walk import SHARDS
from ontology.errors import StoreError

ROWS = 64
"""Documents that are held in memory, by the writer and by the reader."""
FOOTER = b"actorgraph"
SCHEMA = pa.schema([*fields_of(CachedExtraction), *fields_of(SourceInfo)])
NARROW = ("document", "digest", "extractor", "kind", "where", "characters")


@dataclass(frozen=True, slots=True)
class ResultsFooter:
    """What a file of results says of itself."""

    key: str
    """Digest of all that it was made from."""
    rows: int
    left_out: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ShardResult:
    """A shard that is finished: its file of results, what that was made from, and what is in it."""

    shard: str
    file: str
    input: str
    """Digest of the shard's files, the rules and the options."""
    rows: int
    output: str
    """SHA-256 of the file of results."""


@dataclass(frozen=True, slots=True)
class ShardManifest:
    """All shards of a build in their order, and the rules, models and libraries that read them."""

    fingerprint: str = ""
    shards: tuple[ShardResult, ...] = ()


_EXTRACTED, _SOURCE = TypeAdapter(CachedExtraction), TypeAdapter(SourceInfo)
_FOOTER = TypeAdapter(ResultsFooter)
_MANIFEST = TypeAdapter(ShardManifest)
_make_extracted = maker(CachedExtraction)
_make_source = maker(SourceInfo)


# ---- one file of results


class ResultsWriter:
    """Writes the rows of a shard to a temporary file; `finish` puts it in place."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="actorgraph-"))
        self._file = self._folder / "results.parquet"
        self._writer = pq.ParquetWriter(self._file, SCHEMA, compression="zstd")
        self._waiting: list[dict[str, Any]] = []
        self.rows = 0

    def __enter__(self) -> Self:
        """Itself; the temporary file goes when the block ends."""
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        """Drop what was not put in place."""
        self._writer.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def add(self, row: ShardRow) -> None:
        """Take a document in."""
        self._waiting.append({**_EXTRACTED.dump_python(row.extracted), **_SOURCE.dump_python(row.source)})
        self.rows += 1
        if len(self._waiting) == ROWS:
            self._flush()

    def finish(self, path: Path, key: str, left_out: Sequence[tuple[str, str]]) -> str:
        """Put the file in place; its SHA-256. Raises OSError."""
        self._flush()
        about = ResultsFooter(key, self.rows, tuple(left_out))
        self._writer.add_key_value_metadata({FOOTER: _FOOTER.dump_json(about)})
        self._writer.close()
        _put(self._file, path)
        with self._file.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def _flush(self) -> None:
        self._writer.write_table(pa.Table.from_pylist(self._waiting, schema=SCHEMA))
        self._waiting = []


def footer(path: Path) -> ResultsFooter | None:
    """What a file of results says of itself; None if there is none, or it is no whole one of this version."""
    try:
        with path.open("rb") as file, pq.ParquetFile(file) as table:
            said = (table.metadata.metadata or {}).get(FOOTER)
            return _FOOTER.validate_json(said) if said and table.schema_arrow.equals(SCHEMA) else None
    except (OSError, pa.ArrowException, ValidationError):
        return None


def rows(path: Path) -> Iterator[ShardRow]:
    """The documents of a file of results, a few at a time in memory."""
    for row in _rows(path, None):
        yield ShardRow(_make_source(row), _make_extracted(row))


def narrow_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The documents of a file of results without what was taken from them: the columns `NARROW` alone are read."""
    return _rows(path, NARROW)


def _rows(path: Path, columns: Sequence[str] | None) -> Iterator[dict[str, Any]]:
    with path.open("rb") as file, pq.ParquetFile(file) as table:
        for batch in table.iter_batches(batch_size=ROWS, columns=columns):
            yield from batch.to_pylist()


def file_digest(path: Path) -> str | None:
    """SHA-256 of a file; None where there is none."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return None


# ---- the manifest


def read_manifest(prefix: Path) -> ShardManifest:
    """The manifest of a folder of results; an empty one if there is none that can be read."""
    try:
        return _MANIFEST.validate_json((prefix / SHARDS).read_bytes())
    except (OSError, ValidationError):
        return ShardManifest()


def write_manifest(prefix: Path, manifest: ShardManifest) -> None:
    """Put the manifest in place, and take away the files that the former one named and this one does not."""
    former = read_manifest(prefix)
    with tempfile.TemporaryDirectory(prefix="actorgraph-") as folder:
        file = Path(folder) / SHARDS
        file.write_bytes(_MANIFEST.dump_json(manifest, indent=1) + b"\n")
        _put(file, prefix / SHARDS)
    for name in sorted({one.file for one in former.shards} - {one.file for one in manifest.shards}):
        (prefix / name).unlink(missing_ok=True)


def make_folder(prefix: Path) -> None:
    """The folder of the results, marked as one, so that nobody takes it for documents. Raises StoreError."""
    try:
        prefix.mkdir(parents=True, exist_ok=True)
        if not (prefix / SHARDS).exists():
            write_manifest(prefix, ShardManifest())
    except OSError as error:
        why = error.strerror or error
        raise StoreError(f"{prefix}: cannot be written to: {why}; name another place with --shards") from error


def _put(file: Path, path: Path) -> None:
    """Bring a file to its place so that nobody ever sees half of it there."""
    if not isinstance(path, Path):  # an address: what is uploaded appears when it is complete
        path.fs.put_file(str(file), path.path)
        return
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    shutil.copyfile(file, beside)
    beside.replace(path)
