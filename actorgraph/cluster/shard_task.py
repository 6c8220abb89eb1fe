"""Processes one shard: reads its documents, extracts from them and writes the result file."""

from __future__ import annotations

import atexit
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from actorgraph.builder.storage.extraction_cache import CachedExtraction
from actorgraph.cluster.rows import ShardRow, SkippedInput, Version
from actorgraph.cluster.shard_extraction import ShardExtractor
from actorgraph.cluster.shards import Shard, ShardSetup
from actorgraph.cluster.storage import ResultsWriter, ShardResult, file_digest, footer, narrow_rows, rows
from extract.documents.addresses import path_of
from ontology.errors import StoreError


@dataclass(frozen=True, slots=True)
class FinishedShard:
    """A finished shard. `is_fresh`: True if it was processed now, False if the result file was there already."""

    result: ShardResult
    is_fresh: bool


def process_shard(shard: Shard, setup: ShardSetup, previous: ShardResult | None = None) -> FinishedShard:
    """Read a shard, extract, and write the result file, unless there is one that was made from the same input.

    `previous`: the result of an earlier run. Extractions from documents that have not changed are copied from its file;
    if the file itself has changed since, it is not used. Raises StoreError if the results cannot be written, ModelError
    if this machine has other rules, models or libraries than the leading one.
    """
    prefix, key = path_of(setup.prefix), shard.key(setup)
    path = prefix / f"{shard.name}-{key[:16]}.parquet"
    existing, digest = footer(path), file_digest(path)
    if previous is not None and not _is_intact(prefix, previous):
        existing, previous = (None if previous.file == path.name else existing), None
    if existing is not None and digest is not None and existing.key == key:
        return FinishedShard(ShardResult(shard.name, path.name, key, existing.rows, digest), is_fresh=False)
    with ResultsWriter() as results, _PreviousResults(prefix / previous.file if previous else None) as reusable:
        skipped = _write_rows(results, shard, setup, reusable)
        try:
            digest = results.finish(path, key, skipped)
        except OSError as error:
            raise StoreError(f"{path}: cannot be written: {error.strerror or error}") from error
    return FinishedShard(ShardResult(shard.name, path.name, key, results.rows, digest), is_fresh=True)


def _is_intact(prefix: Path, result: ShardResult) -> bool:
    return file_digest(prefix / result.file) == result.output


def _write_rows(
    results: ResultsWriter, shard: Shard, setup: ShardSetup, previous: _PreviousResults
) -> list[SkippedInput]:
    """Write a row for each document of the shard. Returns the inputs that were skipped, with reasons, and warnings."""
    skipped: list[SkippedInput] = []
    for answer in _extractor(setup).extract(shard.places, previous.versions):
        if isinstance(answer, SkippedInput):
            skipped.append(answer)
        elif isinstance(answer, ShardRow):
            results.add(answer)
        else:
            results.add(ShardRow(answer.source, previous.take(answer.id)))
    return skipped


class _PreviousResults:
    """The extractions of an earlier run, taken one by one.

    The file is read once, as far as needed. It must be asked in roughly its own order: rows that were passed over are
    held in memory until they are taken.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path if path is not None and footer(path) is not None else None
        self.versions: dict[str, Version] = {}
        for row in () if self.path is None else narrow_rows(self.path):
            self.versions[row["document"]["id"]] = row["digest"], row["extractor"]
        self._rows = iter(()) if self.path is None else rows(self.path)
        self._passed_over: dict[tuple[str, Version], CachedExtraction] = {}

    def __enter__(self) -> Self:
        """The previous results; their file is closed when the block ends."""
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        """Close the file."""
        if isinstance(self._rows, Generator):
            self._rows.close()

    def take(self, identifier: str) -> CachedExtraction:
        """The extraction from a document of which `versions` has an entry."""
        wanted = identifier, self.versions[identifier]
        while wanted not in self._passed_over:
            cached = next(self._rows).extracted
            self._passed_over[cached.document.id, (cached.digest, cached.extractor)] = cached
        return self._passed_over.pop(wanted)


_extractors: dict[ShardSetup, ShardExtractor] = {}
"""At most one extractor, kept so that its models are loaded once per process and not for each shard."""


def _extractor(setup: ShardSetup) -> ShardExtractor:
    if setup not in _extractors:
        close_extractors()
        _extractors[setup] = ShardExtractor(setup)
    return _extractors[setup]


@atexit.register
def close_extractors() -> None:
    """End the worker process that this process has started."""
    while _extractors:
        _extractors.popitem()[1].close()
