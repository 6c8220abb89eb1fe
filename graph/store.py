"""The store: Oxigraph on disk, seen through rdflib. What is known of oxrdflib stands here.

pyoxigraph is known here and in `graph/answers.py`.
"""

from __future__ import annotations

import io
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import BinaryIO, cast

import pyoxigraph as ox
from oxrdflib import OxigraphStore
from rdflib import Dataset, Graph, URIRef
from rdflib.store import Store

from graph.ntriples import Quad, quad_of
from graph.sorting import in_order
from ontology.errors import StoreError
from ontology.vocabulary import PREFIXES

PART = 48_000_000
"""Bytes of N-Quads that are loaded at once: Oxigraph needs ten times as much memory for what it loads in one go."""


PART_QUADS = 250_000
"""Likewise, quads."""


class WholeGraphs(Store):
    """A store that is asked for whole graphs, because it is far away and each question takes time."""

    @abstractmethod
    def graphs(self, names: Sequence[URIRef]) -> Iterator[Graph]:
        """The graphs of these names, in their order."""

    @abstractmethod
    def names(self) -> list[URIRef]:
        """The names of all graphs of the build."""


def nquads_lines(quads: Iterable[Quad]) -> list[str]:
    """The quads as N-Quads lines, sorted and without repetition: the same for the same quads in any order."""
    return sorted({" ".join(quad) + " ." for quad in quads})


def write_store(path: Path, lines: Iterable[str]) -> None:
    """Make a new store of N-Quads lines in the folder `path`. Raises StoreError if it cannot be written."""
    load_store(path, (f"{line}\n".encode() for line in lines))


def load_store(path: Path, blocks: Iterable[bytes]) -> None:
    """Make a new store of N-Quads that come in blocks of whole lines, in memory that does not grow with them.

    Raises StoreError if it cannot be written.
    """
    try:
        store = ox.Store(str(path))
        parts = 0
        for part in _parts(blocks):
            store.bulk_load(part, format=ox.RdfFormat.N_QUADS)
            parts += 1
        _finish(store, parts)
    except OSError as error:
        raise StoreError(f"{path}: the store cannot be written: {error}") from error


def _finish(store: ox.Store, parts: int) -> None:
    """Put the files of many parts together: else each lookup looks into each of them."""
    if parts > 1:
        store.optimize()
    store.flush()


def _parts(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The blocks put together or cut into parts of about `PART` bytes, each of whole lines."""
    waiting: list[bytes] = []
    size = 0
    for block in blocks:
        start = 0
        while len(block) - start >= PART:
            end = block.rfind(b"\n", start, start + PART) + 1 or len(block)
            yield b"".join([*waiting, block[start:end]])
            waiting, size, start = [], 0, end
        waiting.append(block[start:])
        size += len(block) - start
        if size >= PART:
            yield b"".join(waiting)
            waiting, size = [], 0
    if size:
        yield b"".join(waiting)


def open_store(path: Path) -> Dataset:
    """The store in the folder `path`, to read; its default graph is the union of all graphs.

    Raises StoreError if there is none or it is damaged.
    """
    if not path.is_dir():
        raise StoreError(f"{path}: no store here; make one with: actorgraph build PATH --out {path.parent}")
    try:
        return dataset(ox.Store.read_only(str(path)))
    except (OSError, ValueError, RuntimeError) as error:  # pyoxigraph tells damage by RuntimeError
        raise StoreError(f"{path}: the store cannot be opened: {error}; build it again") from error


def load_trig(path: Path, source: Path) -> None:
    """Make a new store of a TriG file, in memory that does not grow with it. Raises StoreError likewise."""
    try:
        store = ox.Store(str(path))
        quads = ox.parse(path=str(source), format=ox.RdfFormat.TRIG)
        parts = 0
        while part := list(islice(quads, PART_QUADS)):
            store.bulk_extend(part)
            parts += 1
        _finish(store, parts)
    except OSError as error:
        raise StoreError(f"{path}: the store cannot be written: {error}") from error


@contextmanager
def opened(path: Path) -> Iterator[Dataset]:
    """The store in a folder, to read, closed at the end: what is open cannot be put in another place everywhere."""
    data = open_store(path)
    try:
        yield data
    finally:
        data.store.close()


def memory_store(lines: Iterable[str]) -> Dataset:
    """A store of N-Quads lines in memory."""
    store = ox.Store()
    store.bulk_load(io.BytesIO("\n".join(lines).encode()), format=ox.RdfFormat.N_QUADS)
    return dataset(store)


def dataset(store: ox.Store) -> Dataset:
    """An Oxigraph store as an rdflib Dataset with the project's prefixes."""
    found = Dataset(store=OxigraphStore(store=store), default_union=True)
    for prefix, namespace in PREFIXES.items():
        found.bind(prefix, namespace)
    return found


def named_graph(data: Dataset, name: URIRef) -> Graph:
    """One graph of the store, not created by asking for it, which a store that is open to read would refuse."""
    return Graph(store=data.store, identifier=name)


def named_graphs(data: Dataset, names: Sequence[URIRef]) -> Iterator[Graph]:
    """Many graphs of the store, in the order of their names."""
    if isinstance(data.store, WholeGraphs):
        yield from data.store.graphs(names)
    else:
        yield from (named_graph(data, name) for name in names)


def native(data: Dataset) -> ox.Store:
    """The Oxigraph store behind a Dataset of this module."""
    return cast("OxigraphStore", data.store)._inner  # noqa: SLF001  # oxrdflib has no accessor


def store_lines(data: Dataset) -> Iterator[str]:
    """Every quad of the store as N-Quads lines, sorted, in memory that does not grow with the store."""
    return (line.decode() for line in in_order(line.encode() for line in _any_order(data)))


def _any_order(data: Dataset) -> Iterator[str]:
    if isinstance(data.store, WholeGraphs):
        yield from (line for _, lines in graph_lines(data) for line in lines)
        return
    quads = native(data).quads_for_pattern(None, None, None)
    while part := list(islice(quads, PART_QUADS)):
        yield from lines_of(serialize(part, ox.RdfFormat.N_QUADS))


def graph_names(data: Dataset) -> list[URIRef]:
    """The names of all graphs of the store, sorted."""
    if isinstance(data.store, WholeGraphs):
        return sorted(data.store.names())
    return sorted(URIRef(name.value) for name in native(data).named_graphs() if isinstance(name, ox.NamedNode))


def graph_lines(data: Dataset, names: Sequence[URIRef] | None = None) -> Iterator[tuple[URIRef, list[str]]]:
    """Graph by graph (of all, or of these names), sorted, the quads as sorted N-Quads lines."""
    names = graph_names(data) if names is None else sorted(names)
    if isinstance(data.store, WholeGraphs):
        for name, graph in zip(names, data.store.graphs(names), strict=True):
            yield name, nquads_lines(quad_of((*triple, name)) for triple in graph)
        return
    for name in names:
        quads = native(data).quads_for_pattern(None, None, None, ox.NamedNode(str(name)))
        yield name, sorted(lines_of(serialize(quads, ox.RdfFormat.N_QUADS)))


def lines_of(raw: bytes) -> list[str]:
    """The lines of N-Quads. Only line feeds end them: U+2028 and its like stand in literals as they are."""
    return raw.decode().removesuffix("\n").split("\n") if raw else []


def write_trig(file: BinaryIO, graphs: Iterable[Sequence[str]]) -> None:
    """Write graphs, each as its N-Quads lines, as TriG with the project's prefixes, in their order."""
    serialize_to(file, (quad for lines in graphs for quad in parsed(lines)), ox.RdfFormat.TRIG)


def parsed(lines: Iterable[str]) -> Iterator[ox.Quad]:
    """The quads of N-Quads lines. Raises SyntaxError as pyoxigraph does."""
    return ox.parse(io.BytesIO("\n".join(lines).encode()), format=ox.RdfFormat.N_QUADS)


def serialize(statements: Iterable[ox.Quad] | Iterable[ox.Triple], form: ox.RdfFormat) -> bytes:
    """Quads or triples in their order in an RDF format, with the project's prefixes where it has prefixes."""
    out = io.BytesIO()
    serialize_to(out, statements, form)
    return out.getvalue()


def serialize_to(file: BinaryIO, statements: Iterable[ox.Quad] | Iterable[ox.Triple], form: ox.RdfFormat) -> None:
    """Write quads or triples likewise, as they come."""
    ox.serialize(statements, file, form, prefixes=PREFIXES)
