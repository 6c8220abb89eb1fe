"""One shard from beginning to end: what a worker does, in whatever process it is called."""

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
    """A shard that is finished, and whether that was done now."""

    done: ShardResult
    is_fresh: bool


def finish(shard: Shard, setup: ShardSetup, former: ShardResult | None = None) -> FinishedShard:
    """Read a shard, extract and write the results, unless there is a file of results that was made of the same.

    `former` is what an earlier run has left of the shard: documents that have not changed since are taken from it, and
    a file that is not as it was then is made anew. Raises StoreError where the results cannot be written, ModelError
    where this machine cannot extract as the leading one does.
    """
    prefix, key = path_of(setup.prefix), shard.key(setup)
    path = prefix / f"{shard.name}-{key[:16]}.parquet"
    there, digest = footer(path), file_digest(path)
    if former is not None and not _is_whole(prefix, former):
        there, former = (None if former.file == path.name else there), None
    if there is not None and digest is not None and there.key == key:
        return FinishedShard(ShardResult(shard.name, path.name, key, there.rows, digest), is_fresh=False)
    with ResultsWriter() as results, _PreviousResults(prefix / former.file if former else None) as known:
        left_out = _fill(results, shard, setup, known)
        try:
            digest = results.finish(path, key, left_out)
        except OSError as error:
            raise StoreError(f"{path}: cannot be written: {error.strerror or error}") from error
    return FinishedShard(ShardResult(shard.name, path.name, key, results.rows, digest), is_fresh=True)


def _is_whole(prefix: Path, former: ShardResult) -> bool:
    return file_digest(prefix / former.file) == former.output


def _fill(results: ResultsWriter, shard: Shard, setup: ShardSetup, former: _PreviousResults) -> list[tuple[str, str]]:
    """All documents of the shard into the results; what was left out."""
    skipped: list[tuple[str, str]] = []
    for answer in _extractor(setup).extract(shard.places, former.known):
        if isinstance(answer, SkippedInput):
            skipped.append((answer.where, answer.why))
        elif isinstance(answer, ShardRow):
            results.add(answer)
        else:
            results.add(ShardRow(answer.source, former.take(answer.id)))
    return skipped


class _PreviousResults:
    """The results of an earlier run, taken out one by one in about the order in which they lie there."""

    def __init__(self, path: Path | None) -> None:
        self.path = path if path is not None and footer(path) is not None else None
        self.known: dict[str, Version] = {}
        for row in () if self.path is None else narrow_rows(self.path):
            self.known[row["document"]["id"]] = row["digest"], row["extractor"]
        self._coming = iter(()) if self.path is None else rows(self.path)
        self._passed: dict[tuple[str, Version], CachedExtraction] = {}

    def __enter__(self) -> Self:
        """Itself; the file is closed when the block ends."""
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        """Close the file."""
        if isinstance(self._coming, Generator):
            self._coming.close()

    def take(self, identifier: str) -> CachedExtraction:
        """What was taken from a document that is known."""
        wanted = identifier, self.known[identifier]
        while wanted not in self._passed:
            taken = next(self._coming).extracted
            self._passed[taken.document.id, (taken.digest, taken.extractor)] = taken
        return self._passed.pop(wanted)


_extractors: dict[ShardSetup, ShardExtractor] = {}
"""The extractor of this process: its models are loaded once, not for each shard."""


def _extractor(setup: ShardSetup) -> ShardExtractor:
    if setup not in _extractors:
        close_extractors()
        _extractors[setup] = ShardExtractor(setup)
    return _extractors[setup]


@atexit.register
def close_extractors() -> None:
    """End the worker process of this process."""
    while _extractors:
        _extractors.popitem()[1].close()
