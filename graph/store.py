"""The store: Oxigraph on disk, seen through rdflib. What is known of oxrdflib stands here.

pyoxigraph is known here and in `graph/answers.py`.
"""

from __future__ import annotations

import io
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import cast

import pyoxigraph as ox
from oxrdflib import OxigraphStore
from rdflib import BNode, Dataset, Graph, Literal, URIRef
from rdflib.store import Store
from rdflib.term import Node

from graph.quads import Quad
from ontology.errors import StoreError
from ontology.vocabulary import PREFIXES


PART = 48_000_000
"""Bytes of N-Quads that are loaded at once: Oxigraph needs ten times as much memory for what it loads in one go."""


class WholeGraphs(Store):
    """A store that is asked for whole graphs, because it is far away and each question takes time."""

    @abstractmethod
    def graphs(self, names: Sequence[URIRef]) -> Iterator[Graph]:
        """The graphs of these names, in their order."""

    @abstractmethod
    def lines(self) -> list[str]:
        """Every quad of the build as a sorted list of N-Quads lines."""


def nquads_lines(quads: Iterable[Quad]) -> list[str]:
    """The quads as N-Quads lines, sorted and without repetition: the same for the same quads in any order."""
    raw = serialize((_quad(quad) for quad in quads), ox.RdfFormat.N_QUADS)
    return sorted(set(lines_of(raw)))


def write_store(path: Path, lines: Iterable[str]) -> None:
    """Make a new store of N-Quads lines in the folder `path`. Raises StoreError if it cannot be written."""
    load_store(path, (f"{line}\n".encode() for line in lines))


def load_store(path: Path, blocks: Iterable[bytes]) -> None:
    """Make a new store of N-Quads that come in blocks of whole lines, in memory that does not grow with them.

    Raises StoreError if it cannot be written.
    """
    try:
        store = ox.Store(str(path))
        for part in _parts(blocks):
            store.bulk_load(part, format=ox.RdfFormat.N_QUADS)
        store.flush()
    except OSError as error:
        raise StoreError(f"{path}: the store cannot be written: {error}") from error


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


def store_lines(data: Dataset) -> list[str]:
    """Every quad of the store as a sorted list of N-Quads lines."""
    if isinstance(data.store, WholeGraphs):
        return data.store.lines()
    raw = native(data).dump(format=ox.RdfFormat.N_QUADS)
    return sorted(lines_of(cast("bytes", raw)))


def lines_of(raw: bytes) -> list[str]:
    """The lines of N-Quads. Only line feeds end them: U+2028 and its like stand in literals as they are."""
    return raw.decode().removesuffix("\n").split("\n") if raw else []


def trig(lines: Iterable[str]) -> bytes:
    """N-Quads lines as TriG with the project's prefixes, graph by graph, in their order."""
    parsed = ox.parse(io.BytesIO("\n".join(lines).encode()), format=ox.RdfFormat.N_QUADS)
    quads = sorted(parsed, key=lambda quad: str(quad.graph_name))  # keeps the order within a graph
    return serialize(quads, ox.RdfFormat.TRIG)


def serialize(statements: Iterable[ox.Quad] | Iterable[ox.Triple], form: ox.RdfFormat) -> bytes:
    """Quads or triples in their order in an RDF format, with the project's prefixes where it has prefixes."""
    out = io.BytesIO()
    ox.serialize(statements, out, form, prefixes=PREFIXES)
    return out.getvalue()


def _quad(quad: Quad) -> ox.Quad:
    subject, predicate, value, graph = quad
    return ox.Quad(
        cast("ox.NamedNode", _term(subject)),
        ox.NamedNode(str(predicate)),
        _term(value),
        ox.NamedNode(str(graph)),
    )


def _term(term: Node) -> ox.NamedNode | ox.Literal:
    if isinstance(term, Literal):
        if term.language:
            return ox.Literal(str(term), language=term.language)
        return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype)) if term.datatype else None)
    if isinstance(term, BNode):
        raise StoreError(f"{term.n3()}: a blank node cannot be stored; every resource needs an IRI")
    return ox.NamedNode(str(term))
