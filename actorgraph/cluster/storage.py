"""Reads and writes the results of shards: Parquet files in a folder or at an address, and the manifest that lists them.

The footer of a result file lists the inputs that were skipped and why, so that the file describes its shard completely.
Result files are written atomically: by a rename on a disk, by the upload itself in an object store. A truncated file
is not valid Parquet, so the shard is processed again.
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
from actorgraph.cluster.rows import ShardRow, SkippedInput, SourceInfo
from extract.documents.walk import SHARDS
from ontology.errors import StoreError

ROWS = 64
"""Documents that the writer and the reader hold in memory."""
FOOTER = b"actorgraph"
SCHEMA = pa.schema([*fields_of(CachedExtraction), *fields_of(SourceInfo)])
NARROW = ("document", "digest", "extractor", "kind", "where", "characters")


@dataclass(frozen=True, slots=True)
class ResultsFooter:
    """Metadata in the footer of a result file.

    `key`: digest of all that the file was made from. `rows`: number of documents. `left_out`: locations of the inputs
    that were skipped, with reasons. `warnings`: of those that were read, but not as they stand.
    """

    key: str
    rows: int
    left_out: tuple[tuple[str, str], ...] = ()
    warnings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ShardResult:
    """The entry of a finished shard in the manifest.

    `shard`: its name. `file`: name of the result file. `input`: digest of the shard's files, the rules and the options.
    `rows`: number of documents. `output`: SHA-256 of the result file.
    """

    shard: str
    file: str
    input: str
    rows: int
    output: str


@dataclass(frozen=True, slots=True)
class ShardManifest:
    """All shards of a build in order, and the fingerprint of the rules, models and libraries that extracted them."""

    fingerprint: str = ""
    shards: tuple[ShardResult, ...] = ()


_EXTRACTED, _SOURCE = TypeAdapter(CachedExtraction), TypeAdapter(SourceInfo)
_FOOTER = TypeAdapter(ResultsFooter)
_MANIFEST = TypeAdapter(ShardManifest)
_make_extracted = maker(CachedExtraction)
_make_source = maker(SourceInfo)


# ---- one result file


class ResultsWriter:
    """Writes the rows of a shard to a temporary file; `finish` puts it in place."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="actorgraph-"))
        self._file = self._folder / "results.parquet"
        self._writer = pq.ParquetWriter(self._file, SCHEMA, compression="zstd")
        self._buffer: list[dict[str, Any]] = []
        self.rows = 0

    def __enter__(self) -> Self:
        """The writer; its temporary file is removed when the block ends."""
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        """Remove the temporary file."""
        self._writer.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def add(self, row: ShardRow) -> None:
        """Add a document."""
        self._buffer.append({**_EXTRACTED.dump_python(row.extracted), **_SOURCE.dump_python(row.source)})
        self.rows += 1
        if len(self._buffer) == ROWS:
            self._flush()

    def finish(self, path: Path, key: str, skipped: Sequence[SkippedInput]) -> str:
        """Move the file to `path`. Returns its SHA-256. Raises OSError."""
        self._flush()
        left_out, warnings = (
            tuple((one.where, one.why) for one in skipped if one.is_read is is_read) for is_read in (False, True)
        )
        metadata = ResultsFooter(key, self.rows, left_out, warnings)
        self._writer.add_key_value_metadata({FOOTER: _FOOTER.dump_json(metadata)})
        self._writer.close()
        _put(self._file, path)
        with self._file.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def _flush(self) -> None:
        self._writer.write_table(pa.Table.from_pylist(self._buffer, schema=SCHEMA))
        self._buffer = []


def footer(path: Path) -> ResultsFooter | None:
    """The metadata of a result file; None if the file is missing, damaged or of another version."""
    try:
        with path.open("rb") as file, pq.ParquetFile(file) as table:
            metadata = (table.metadata.metadata or {}).get(FOOTER)
            return _FOOTER.validate_json(metadata) if metadata and table.schema_arrow.equals(SCHEMA) else None
    except (OSError, pa.ArrowException, ValidationError):
        return None


def rows(path: Path) -> Iterator[ShardRow]:
    """The rows of a result file; few are in memory at a time."""
    for row in _rows(path, None):
        yield ShardRow(_make_source(row), _make_extracted(row))


def narrow_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a result file without the extractions: only the columns `NARROW` are read."""
    return _rows(path, NARROW)


def _rows(path: Path, columns: Sequence[str] | None) -> Iterator[dict[str, Any]]:
    with path.open("rb") as file, pq.ParquetFile(file) as table:
        for batch in table.iter_batches(batch_size=ROWS, columns=columns):
            yield from batch.to_pylist()


def file_digest(path: Path) -> str | None:
    """SHA-256 of a file; None if there is no such file."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return None


# ---- the manifest


def read_manifest(prefix: Path) -> ShardManifest:
    """The manifest of a folder of results; an empty one if it is missing or cannot be read."""
    try:
        return _MANIFEST.validate_json((prefix / SHARDS).read_bytes())
    except (OSError, ValidationError):
        return ShardManifest()


def write_manifest(prefix: Path, manifest: ShardManifest) -> None:
    """Write the manifest, and remove the result files that only the previous manifest lists."""
    previous = read_manifest(prefix)
    with tempfile.TemporaryDirectory(prefix="actorgraph-") as folder:
        file = Path(folder) / SHARDS
        file.write_bytes(_MANIFEST.dump_json(manifest, indent=1) + b"\n")
        _put(file, prefix / SHARDS)
    for name in sorted({result.file for result in previous.shards} - {result.file for result in manifest.shards}):
        (prefix / name).unlink(missing_ok=True)


def make_folder(prefix: Path) -> None:
    """Create the folder of the results, with a manifest that marks it as no folder of documents. Raises StoreError."""
    try:
        prefix.mkdir(parents=True, exist_ok=True)
        if not (prefix / SHARDS).exists():
            write_manifest(prefix, ShardManifest())
    except OSError as error:
        why = error.strerror or error
        raise StoreError(
            f"{prefix}: cannot be written to: {why}; give another folder or address with --shards"
        ) from error


def _put(file: Path, path: Path) -> None:
    """Copy a file to a path atomically."""
    if not isinstance(path, Path):  # an address: what is uploaded appears when it is complete
        path.fs.put_file(str(file), path.path)
        return
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    shutil.copyfile(file, temporary)
    temporary.replace(path)
