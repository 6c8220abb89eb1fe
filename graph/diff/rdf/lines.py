"""The difference of two sets of quads, by their sorted N-Quads lines.

Sorted N-Quads files are merged line by line; memory grows only with what differs. Other files are sorted on disk
first. Equal lines are equal quads. Lines that differ are parsed, because one quad has several spellings. Lines with
blank nodes are compared by their canonical form.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import BinaryIO, cast

import pyoxigraph as ox

from graph.diff.rdf.canonical import LIMIT, canonical, has_blank, to_lines
from graph.store.external_sort import external_sort
from graph.store.oxigraph import parsed
from ontology.errors import InputError

CHUNK = 50_000
GZIP = ".gz"
FORMATS = {
    ".nq": ox.RdfFormat.N_QUADS,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".trig": ox.RdfFormat.TRIG,
    ".ttl": ox.RdfFormat.TURTLE,
    ".n3": ox.RdfFormat.N3,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".json": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
}
"""Formats by suffix; each may have .gz after it."""


class NotSortedError(Exception):
    """A file whose lines are not sorted."""


@dataclass(frozen=True, slots=True)
class QuadDiff:
    """The lines that only the second side has, and those that only the first has; both sorted."""

    added: tuple[str, ...]
    gone: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """True if both sides have the same quads."""
        return not self.added and not self.gone

    def reverse(self) -> QuadDiff:
        """The difference the other way round."""
        return QuadDiff(self.gone, self.added)


@dataclass
class _Remainder:
    """The lines of one side: those that the other side does not have, and those with blank nodes."""

    alone: set[str] = field(default_factory=set)
    blank: set[str] = field(default_factory=set)

    def take(self, line: str) -> None:
        """Keep a line that the other side does not have."""
        (self.blank if has_blank(line) else self.alone).add(line)


def is_rdf(path: Path) -> bool:
    """True for a file with the suffix of an RDF format."""
    return _suffix(path) in FORMATS


def _suffix(path: Path) -> str:
    return Path(path.stem).suffix.casefold() if path.suffix.casefold() == GZIP else path.suffix.casefold()


def quad_diff(first: Iterable[str], second: Iterable[str], *, limit: float = LIMIT) -> QuadDiff:
    """The difference of two sides, each of sorted N-Quads lines. Raises NotSortedError if they are not sorted.

    `limit`: seconds that the blank nodes of a side may take; InputError if they take longer.
    """
    old, new = _Remainder(), _Remainder()
    for line, side in _merge(_checked(first), _checked(second)):
        if side == 0:
            if "_:" in line and has_blank(line):
                old.blank.add(line)
                new.blank.add(line)
        else:
            (old if side < 0 else new).take(line)
    gone, added = _canonical_lines(old, "the first side", limit), _canonical_lines(new, "the second side", limit)
    return QuadDiff(tuple(sorted(added - gone)), tuple(sorted(gone - added)))


def _canonical_lines(remainder: _Remainder, where: str, limit: float) -> set[str]:
    """The lines of one side in canonical spelling."""
    try:
        plain = set(to_lines(parsed(sorted(remainder.alone))))
        return plain | set(canonical(sorted(remainder.blank), where, limit))
    except SyntaxError as error:
        raise InputError(where, f"a line is not valid N-Quads: {error}") from error


def _merge(first: Iterator[str], second: Iterator[str]) -> Iterator[tuple[str, int]]:
    """Each line once, with -1 if only the first has it, 1 if only the second, 0 if both."""
    left, right = next(first, None), next(second, None)
    while left is not None and right is not None:
        if left == right:
            yield left, 0
            left, right = next(first, None), next(second, None)
        elif left < right:
            yield left, -1
            left = next(first, None)
        else:
            yield right, 1
            right = next(second, None)
    for rest, line, side in ((first, left, -1), (second, right, 1)):
        if line is not None:
            yield line, side
            yield from ((more, side) for more in rest)


def _checked(lines: Iterable[str]) -> Iterator[str]:
    """The lines, each once. Raises NotSortedError if a line is less than the line before."""
    before = ""
    for line in lines:
        if line > before:
            yield line
            before = line
        elif line < before:
            raise NotSortedError


def diff_of_files(first: Path, second: Path, *, limit: float = LIMIT) -> QuadDiff:
    """The difference of two RDF files. Raises InputError for a file that is no RDF."""
    try:
        return quad_diff(raw_lines(first), raw_lines(second), limit=limit)
    except NotSortedError:
        return quad_diff(sorted_lines(first), sorted_lines(second), limit=limit)


def raw_lines(path: Path) -> Iterator[str]:
    """The lines of a sorted N-Quads file, unparsed. Raises NotSortedError for other formats."""
    if FORMATS.get(_suffix(path)) not in {ox.RdfFormat.N_QUADS, ox.RdfFormat.N_TRIPLES}:
        raise NotSortedError
    with _opened(path) as file:
        try:
            for raw in file:
                line = raw.decode().rstrip("\r\n")
                if line and not line.startswith("#"):
                    yield line
        except UnicodeDecodeError as error:
            raise InputError(str(path), f"is not UTF-8: {error}; convert it to UTF-8") from error
        except (gzip.BadGzipFile, EOFError) as error:
            raise InputError(str(path), f"is not a gzip file, although its name ends in .gz: {error}") from error


def sorted_lines(path: Path) -> Iterator[str]:
    """The quads of a file of any RDF format as sorted N-Quads lines. Reading raises InputError as `quads_of`."""
    return (line.decode() for line in external_sort(line.encode() for line in _lines(quads_of(path))))


def _lines(quads: Iterator[ox.Quad]) -> Iterator[str]:
    while chunk := list(islice(quads, CHUNK)):
        yield from to_lines(chunk)


def quads_of(path: Path) -> Iterator[ox.Quad]:
    """The quads of a file in its order. Raises InputError, with line and column, if it is no RDF."""
    form = FORMATS.get(_suffix(path))
    if form is None:
        raise InputError(str(path), f"no RDF format has this suffix; known are {', '.join(sorted(FORMATS))}")
    with _opened(path) as file:
        try:
            yield from ox.parse(file, format=form, base_iri=None if form is ox.RdfFormat.N_QUADS else "file:///")
        except (gzip.BadGzipFile, EOFError) as error:
            raise InputError(str(path), f"is not a gzip file, although its name ends in .gz: {error}") from error
        except (SyntaxError, ValueError) as error:
            raise InputError(str(path), f"is not valid {form.name}: {error}") from error


def _opened(path: Path) -> BinaryIO:
    return cast("BinaryIO", gzip.open(path, "rb") if path.suffix.casefold() == GZIP else path.open("rb"))
