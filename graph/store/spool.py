"""The lines of a graph in a temporary file: sorted, and read as often as needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from tempfile import TemporaryFile
from typing import Self

from graph.rdf.ntriples import Quad
from graph.store.external_sort import external_sort

BLOCK_BYTES = 8_000_000
"""Bytes of a block of lines, more or less."""


class SpooledLines:
    """The distinct quads as sorted N-Quads lines; memory does not grow with them. A context manager."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._quads = quads

    def __enter__(self) -> Self:
        """Itself, with its file written."""
        self._file = TemporaryFile("w+b")  # closed by `__exit__`
        lines = external_sort((" ".join(quad) + " .").encode() for quad in self._quads)
        self._file.writelines(line + b"\n" for line in lines)
        return self

    def __exit__(self, *_: object) -> None:
        """Delete the file."""
        self._file.close()

    def __iter__(self) -> Iterator[str]:
        """The lines, without line feeds."""
        self._file.seek(0)
        return (line.decode().removesuffix("\n") for line in self._file)

    def blocks(self) -> Iterator[bytes]:
        """The lines with their line feeds, in blocks of whole lines."""
        self._file.seek(0)
        while lines := self._file.readlines(BLOCK_BYTES):
            yield b"".join(lines)
