"""An Oxigraph store on disk, read through rdflib. All use of oxrdflib is here.

pyoxigraph is also used by `graph/store/loader.py`, `graph/export/rdf.py` and `graph/server/results.py`.
"""

from __future__ import annotations

import io
import logging
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO, cast

import pyoxigraph as ox
from oxrdflib import OxigraphStore
from rdflib import BNode, Dataset, Graph, Literal, URIRef
from rdflib.store import Store
from rdflib.term import Node

from graph.rdf.ntriples import Quad, quad_of
from graph.store.external_sort import external_sort
from graph.store.tables.database import TABLES
from ontology.errors import StoreError
from ontology.vocabulary import PREFIXES

log = logging.getLogger(__name__)

PART_QUADS = 250_000
"""Quads serialized at once."""
_PREFIXES = {prefix: str(namespace) for prefix, namespace in PREFIXES.items()}


class RemoteGraphStore(Store):
    """Interface of a store on a server: it is read in whole graphs, because every request takes time."""

    @abstractmethod
    def graphs(self, names: Sequence[URIRef]) -> Iterator[Graph]:
        """The graphs of these names, in their order."""

    @abstractmethod
    def names(self) -> list[URIRef]:
        """The names of all graphs of the build."""


class LocalStore(OxigraphStore):
    """An Oxigraph store. `tables`: the folder of a store on disk that has tables (`graph.store.tables`)."""

    tables: Path | None = None


def nquads_lines(quads: Iterable[Quad]) -> list[str]:
    """The distinct quads as sorted N-Quads lines, independent of their order."""
    return sorted({" ".join(quad) + " ." for quad in quads})


def open_store(path: Path) -> Dataset:
    """Open the store in the folder `path` read-only; its default graph is the union of all graphs.

    Raises StoreError if it does not exist or is damaged.
    """
    if not path.is_dir():
        raise StoreError(f"{path}: no store here; make one with: actorgraph build PATH --out {path.parent}")
    try:
        data = dataset(ox.Store.read_only(str(path)))
        cast("LocalStore", data.store).tables = path if (path / TABLES).is_file() else None
    except (OSError, ValueError, RuntimeError) as error:  # pyoxigraph tells damage by RuntimeError
        raise StoreError(f"{path}: the store cannot be opened: {error}; build it again") from error
    log.debug("%s: opened read-only", path)
    return data


@contextmanager
def opened_store(path: Path) -> Iterator[Dataset]:
    """The store in a folder, opened read-only and closed at the end: some systems cannot move open files."""
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
    data = Dataset(store=LocalStore(store=store), default_union=True)
    for prefix, namespace in PREFIXES.items():
        data.bind(prefix, namespace)
    return data


def named_graph(data: Dataset, name: URIRef) -> Graph:
    """One graph of the store. Unlike `Dataset.graph` this does not create it, which a read-only store refuses."""
    return Graph(store=data.store, identifier=name)


def named_graphs(data: Dataset, names: Sequence[URIRef]) -> Iterator[Graph]:
    """Many graphs of the store, in the order of their names."""
    if isinstance(data.store, RemoteGraphStore):
        yield from data.store.graphs(names)
    else:
        yield from (named_graph(data, name) for name in names)


def rows(data: Dataset, text: str) -> Iterator[tuple[Node | None, ...]]:
    """The rows of a SELECT query, which may use the project's prefixes."""
    if not is_local(data):
        yield from cast("Iterator[tuple[Node | None, ...]]", iter(data.query(text, initNs=PREFIXES)))
        return
    solutions = oxigraph_store(data).query(text, use_default_graph_as_union=True, prefixes=_PREFIXES)
    for solution in cast("ox.QuerySolutions", solutions):
        yield tuple(None if term is None else _rdflib_term(term) for term in solution)


def triples_of_graphs(data: Dataset, names: Sequence[URIRef]) -> Iterator[Iterable[tuple[Node, Node, Node]]]:
    """The triples of many graphs of the store, in the order of their names."""
    if not is_local(data):
        yield from (iter(graph) for graph in named_graphs(data, names))
        return
    for name in names:
        quads = oxigraph_store(data).quads_for_pattern(None, None, None, ox.NamedNode(str(name)))
        yield ((_rdflib_term(quad.subject), _rdflib_term(quad.predicate), _rdflib_term(quad.object)) for quad in quads)


def triples_about(data: Dataset, nodes: Iterable[Node]) -> Iterator[tuple[Node, Node, Node]]:
    """The triples of a local store whose subjects are these nodes, in any graph."""
    for node in nodes:
        for quad in oxigraph_store(data).quads_for_pattern(ox.NamedNode(str(node)), None, None):
            yield node, _rdflib_term(quad.predicate), _rdflib_term(quad.object)


def is_local(data: Dataset) -> bool:
    """True for an Oxigraph store, in which single lookups are cheap."""
    return isinstance(data.store, OxigraphStore)


@lru_cache(maxsize=100_000)  # oxrdflib's own makes each anew, which takes most of the time that reading does
def _rdflib_term(term: Any) -> Node:  # noqa: ANN401  # pyoxigraph has no type for all terms
    """An Oxigraph term as an rdflib term."""
    if isinstance(term, ox.Literal):
        if term.language:
            return Literal(term.value, lang=term.language)
        return Literal(term.value, datatype=URIRef(term.datatype.value))
    return URIRef(term.value) if isinstance(term, ox.NamedNode) else BNode(term.value)


def tables_of(data: Dataset) -> Path | None:
    """The folder of the store, if it has tables."""
    return data.store.tables if isinstance(data.store, LocalStore) else None


def oxigraph_store(data: Dataset) -> ox.Store:
    """The Oxigraph store behind a Dataset of this module."""
    return cast("OxigraphStore", data.store)._inner  # noqa: SLF001  # oxrdflib has no accessor


def store_lines(data: Dataset) -> Iterator[str]:
    """Every quad of the store as sorted N-Quads lines, in memory that does not grow with the store."""
    return (line.decode() for line in external_sort(line.encode() for line in _unsorted_lines(data)))


def _unsorted_lines(data: Dataset) -> Iterator[str]:
    if isinstance(data.store, RemoteGraphStore):
        yield from (line for _, lines in graph_lines(data) for line in lines)
        return
    quads = oxigraph_store(data).quads_for_pattern(None, None, None)
    while part := list(islice(quads, PART_QUADS)):
        yield from lines_of(serialize(part, ox.RdfFormat.N_QUADS))


def graph_names(data: Dataset) -> list[URIRef]:
    """The names of all graphs of the store, sorted."""
    if isinstance(data.store, RemoteGraphStore):
        return sorted(data.store.names())
    return sorted(URIRef(name.value) for name in oxigraph_store(data).named_graphs() if isinstance(name, ox.NamedNode))


def graph_lines(data: Dataset, names: Sequence[URIRef] | None = None) -> Iterator[tuple[URIRef, list[str]]]:
    """The sorted N-Quads lines of each graph (of all, or of these), by sorted graph name."""
    names = graph_names(data) if names is None else sorted(names)
    if isinstance(data.store, RemoteGraphStore):
        for name, graph in zip(names, data.store.graphs(names), strict=True):
            yield name, nquads_lines(quad_of((*triple, name)) for triple in graph)
        return
    for name in names:
        quads = oxigraph_store(data).quads_for_pattern(None, None, None, ox.NamedNode(str(name)))
        yield name, sorted(lines_of(serialize(quads, ox.RdfFormat.N_QUADS)))


def lines_of(raw: bytes) -> list[str]:
    """The lines of N-Quads. Only line feeds end a line: U+2028 and the like may occur in literals."""
    return raw.decode().removesuffix("\n").split("\n") if raw else []


def write_trig(file: BinaryIO, graphs: Iterable[bytes]) -> None:
    """Write graphs, each given as a block of N-Quads lines, as TriG with the project's prefixes, in their order."""
    quads = (ox.parse(block, format=ox.RdfFormat.N_QUADS) for block in graphs)
    serialize_to(file, chain.from_iterable(quads), ox.RdfFormat.TRIG)


def block_of(lines: Iterable[str]) -> bytes:
    """Lines with line feeds, encoded."""
    return "".join(f"{line}\n" for line in lines).encode()


def parsed(lines: Iterable[str]) -> Iterator[ox.Quad]:
    """The quads of N-Quads lines. Raises SyntaxError as pyoxigraph does."""
    return ox.parse("\n".join(lines).encode(), format=ox.RdfFormat.N_QUADS)


def serialize(statements: Iterable[ox.Quad] | Iterable[ox.Triple], form: ox.RdfFormat) -> bytes:
    """Quads or triples, in their order, in an RDF format; with the project's prefixes if the format has prefixes."""
    out = io.BytesIO()
    serialize_to(out, statements, form)
    return out.getvalue()


def serialize_to(file: BinaryIO, statements: Iterable[ox.Quad] | Iterable[ox.Triple], form: ox.RdfFormat) -> None:
    """Write quads or triples as `serialize`, without collecting them first."""
    ox.serialize(statements, file, form, prefixes=PREFIXES)
