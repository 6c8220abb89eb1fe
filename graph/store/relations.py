"""Collects what claims add to relations on disk, and gives the relations back as sorted N-Quads lines."""

from __future__ import annotations

from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import Self

from graph.rdf.relation_quads import SEPARATOR, relation_quads, relation_record
from graph.rdf.stored_claim import StoredClaim
from graph.store.external_sort import external_sort
from graph.store.oxigraph import nquads_lines

TARGET_FIELD = 3
LINES_PER_BLOCK = 50_000
"""Lines of a block of N-Quads."""


class RelationCollector:
    """The relations of claims that come one by one, as a context manager; memory does not grow with their number.

    `count`: the number of relations with a target, once `blocks` is exhausted.
    """

    def __init__(self) -> None:
        self.count = 0

    def __enter__(self) -> Self:
        """Itself, with its file open."""
        self._file = TemporaryFile("w+b")  # closed by `__exit__`
        return self

    def __exit__(self, *_: object) -> None:
        """Delete the file."""
        self._file.close()

    def add(self, stored: StoredClaim) -> None:
        """Add a claim."""
        record = relation_record(stored)
        if record is not None:
            self._file.write(record + b"\n")

    def blocks(self) -> Iterator[list[str]]:
        """The sorted N-Quads lines of all relations, in blocks of whole relations."""
        self._file.seek(0)
        block: list[str] = []
        for quads in relation_quads(self._counted()):
            block += nquads_lines(quads)
            if len(block) >= LINES_PER_BLOCK:
                yield block
                block = []
        if block:
            yield block

    def _counted(self) -> Iterator[bytes]:
        last = b""
        for record in external_sort(line.rstrip(b"\n") for line in self._file):
            identifier, *_, target = record.split(SEPARATOR.encode(), TARGET_FIELD + 1)[: TARGET_FIELD + 1]
            self.count += identifier != last and target != b""
            last = identifier
            yield record
