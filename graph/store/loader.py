"""Writes N-Quads into a new Oxigraph store on disk, in memory that does not grow with the store."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Self

import pyoxigraph as ox

from graph.store.tables.collector import TableCollector
from graph.store.tables.database import make_tables
from ontology.errors import StoreError

log = logging.getLogger(__name__)

MIN_PART_BYTES, MAX_PART_BYTES = 8_000_000, 48_000_000
"""Bytes of N-Quads in one bulk load: Oxigraph needs ten times as much memory for what it loads at once."""
PART_FRACTION = 4
"""A part has at least this fraction of the bytes loaded before it, because each part adds files to the store."""
MIN_TABLE_CLAIMS = 10_000
"""A store with fewer claims has no tables: SPARQL answers every question on it quickly."""


def write_store(path: Path, lines: Iterable[str]) -> None:
    """Create a store of N-Quads lines in the folder `path`. Raises StoreError if it cannot be written."""
    load_store(path, (f"{line}\n".encode() for line in lines))


def load_store(path: Path, blocks: Iterable[bytes]) -> None:
    """Create a store of N-Quads that come in blocks of whole lines. Raises StoreError if it cannot be written."""
    with StoreLoader(path, background=True) as loader:
        for block in blocks:
            loader.add(block)


class StoreLoader:
    """A new store while it is being filled, as a context manager: opened on entry, completed and closed on exit.

    Blocks are queued and bulk-loaded in parts, so that memory does not grow with the store. A large store also gets
    tables (`graph.store.tables`). After an exception in the `with` block the rest is not loaded. Methods raise
    StoreError if the store cannot be written.

    `path`: the folder of the store. `background`: load in a thread while more is added; Oxigraph releases the GIL.
    """

    def __init__(self, path: Path, *, background: bool = False) -> None:
        self._path = path
        self._store: ox.Store | None = None
        self._executor = ThreadPoolExecutor(1) if background else None
        self._pending: list[Future[None]] = []
        self._queued: list[bytes] = []
        self._queued_bytes = self._loaded_bytes = self._parts = 0
        self._is_finished = False
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._rows: TableCollector | None = None

    def __enter__(self) -> Self:
        """Open the store."""
        self.open()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Load the rest, unless an exception was raised, and close the store."""
        try:
            if kind is None:
                self.finish()
                self._wait()
        except OSError as error:
            raise self._write_error(error) from error
        finally:
            self.close()

    def open(self) -> None:
        """Create the store, empty."""
        try:
            self._store = ox.Store(str(self._path))
            self._folder = tempfile.TemporaryDirectory(prefix="actorgraph-")
            self._rows = TableCollector(Path(self._folder.name))
        except OSError as error:
            raise self._write_error(error) from error

    def close(self) -> None:
        """Stop the thread and release the store; pyoxigraph closes a store with its last reference."""
        if self._executor is not None:
            self._executor.shutdown(cancel_futures=True)
        self._pending = []
        self._store = None
        if self._rows is not None and self._folder is not None:
            self._rows.close()
            self._folder.cleanup()
        log.debug("%s: closed after %d bytes in %d parts", self._path, self._loaded_bytes, self._parts)

    def finish(self) -> None:
        """Load the rest and compact the store, in the background if there is a thread. Nothing can be added after."""
        if self._is_finished:
            return
        self._load()
        self._is_finished = True
        try:
            self._submit(self._optimize)
            self._submit(self._make_tables)
        except OSError as error:
            raise self._write_error(error) from error

    def add(self, block: bytes) -> None:
        """Add whole lines of N-Quads."""
        start = 0
        while self._queued_bytes + len(block) - start >= self._part_size():
            end = block.rfind(b"\n", start, start + self._part_size() - self._queued_bytes) + 1
            if not end and not self._queued:  # a line that is longer than a part
                end = block.find(b"\n", start) + 1 or len(block)
            if end:
                self._queue(block[start:end])
                start = end
            self._load()
        self._queue(block[start:])

    def _queue(self, lines: bytes) -> None:
        if lines:
            if self._rows is not None:
                self._rows.add(lines)
            self._queued.append(lines)
            self._queued_bytes += len(lines)

    def _part_size(self) -> int:
        return min(MAX_PART_BYTES, max(MIN_PART_BYTES, self._loaded_bytes // PART_FRACTION))

    def _load(self) -> None:
        if not self._queued:
            return
        part = b"".join(self._queued)
        self._loaded_bytes, self._parts = self._loaded_bytes + len(part), self._parts + 1
        self._queued, self._queued_bytes = [], 0
        try:
            self._wait()
            self._submit(partial(self._bulk_load, part))
        except OSError as error:
            raise self._write_error(error) from error

    def _submit(self, task: Callable[[], None]) -> None:
        """Run a task now, or in the thread after those submitted before."""
        if self._executor is None:
            task()
        else:
            self._pending.append(self._executor.submit(task))

    def _opened(self) -> ox.Store:
        if self._store is None:
            raise StoreError(f"{self._path}: the store is not open")
        return self._store

    def _bulk_load(self, part: bytes) -> None:
        self._opened().bulk_load(part, format=ox.RdfFormat.N_QUADS)

    def _optimize(self) -> None:
        if self._parts > 1:  # otherwise each lookup searches the files of every part
            self._opened().optimize()
        self._opened().flush()

    def _make_tables(self) -> None:
        if self._rows is not None:
            self._rows.close()
            if self._rows.claims >= MIN_TABLE_CLAIMS:
                make_tables(self._rows.folder, self._path)

    def _wait(self) -> None:
        """Wait for the part submitted before, so that at most two parts are in memory."""
        pending, self._pending = self._pending, []
        for task in pending:
            task.result()

    def _write_error(self, error: OSError) -> StoreError:
        return StoreError(f"{self._path}: the store cannot be written: {error}")
