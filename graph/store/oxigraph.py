"""The store: Oxigraph on disk, seen through rdflib. What is known of oxrdflib stands here.

pyoxigraph is known here and in `graph/server/results.py`.
"""

from __future__ import annotations

import io
from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import lru_cache, partial
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO, Self, cast

import pyoxigraph as ox
from oxrdflib import OxigraphStore
from rdflib import BNode, Dataset, Graph, Literal, URIRef
from rdflib.store import Store
from rdflib.term import Node

from graph.rdf.ntriples import Quad, quad_of
from graph.store.external_sort import in_order
from ontology.errors import StoreError
from ontology.vocabulary import PREFIXES

FIRST_PART, LARGEST_PART = 8_000_000, 48_000_000
"""Bytes of N-Quads that are loaded at once: Oxigraph needs ten times as much memory for what it loads in one go."""
SHARE = 4
"""A part is as large as this fraction of what was loaded before it: many small parts make many files."""
PART_QUADS = 250_000
"""Quads that are written at once."""
_PREFIXES = {prefix: str(namespace) for prefix, namespace in PREFIXES.items()}


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
    with Loading(path) as loading:
        for block in blocks:
            loading.add(block)


class Loading:
    """A new store while it is filled, in memory that does not grow with it. Raises StoreError if it cannot be written.

    With `aside` a thread loads what has come while more is made: Oxigraph does not hold Python's lock meanwhile.
    """

    def __init__(self, path: Path, *, aside: bool = False) -> None:
        self._path = path
        self._aside = ThreadPoolExecutor(1) if aside else None
        self._begun: list[Future[None]] = []
        self._waiting: list[bytes] = []
        self._size = self._loaded = self._parts = 0
        self._is_finished = False

    def __enter__(self) -> Self:
        """Itself, with an empty store."""
        try:
            self._store = ox.Store(str(self._path))
        except OSError as error:
            raise self._trouble(error) from error
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Load what is left, unless something went wrong, and put the store's files in order."""
        try:
            if kind is None:
                self.finish()
                self._wait()
        except OSError as error:
            raise self._trouble(error) from error
        finally:
            if self._aside is not None:
                self._aside.shutdown(cancel_futures=True)
            del self._store

    def finish(self) -> None:
        """Nothing more comes: load what is left and put the store's files in order, aside if there is a thread."""
        if self._is_finished:
            return
        self._load()
        self._is_finished = True
        try:
            self._do(self._end)
        except OSError as error:
            raise self._trouble(error) from error

    def add(self, block: bytes) -> None:
        """Take in whole lines of N-Quads."""
        start = 0
        while self._size + len(block) - start >= self._most():
            end = block.rfind(b"\n", start, start + self._most() - self._size) + 1
            if not end and not self._waiting:  # a line that is longer than a part
                end = block.find(b"\n", start) + 1 or len(block)
            if end:
                self._put(block[start:end])
                start = end
            self._load()
        self._put(block[start:])

    def _put(self, lines: bytes) -> None:
        if lines:
            self._waiting.append(lines)
            self._size += len(lines)

    def _most(self) -> int:
        return min(LARGEST_PART, max(FIRST_PART, self._loaded // SHARE))

    def _load(self) -> None:
        if not self._waiting:
            return
        part = b"".join(self._waiting)
        self._loaded, self._parts = self._loaded + len(part), self._parts + 1
        self._waiting, self._size = [], 0
        try:
            self._wait()
            self._do(partial(self._bulk, part))
        except OSError as error:
            raise self._trouble(error) from error

    def _do(self, task: Callable[[], None]) -> None:
        """Do something with the store, or have the thread do it after what it has begun."""
        if self._aside is None:
            task()
        else:
            self._begun.append(self._aside.submit(task))

    def _bulk(self, part: bytes) -> None:
        self._store.bulk_load(part, format=ox.RdfFormat.N_QUADS)

    def _end(self) -> None:
        if self._parts > 1:  # else each lookup looks into the files of each part
            self._store.optimize()
        self._store.flush()

    def _wait(self) -> None:
        """Wait until the part before is loaded: not more than two are in memory."""
        begun, self._begun = self._begun, []
        for task in begun:
            task.result()

    def _trouble(self, error: OSError) -> StoreError:
        return StoreError(f"{self._path}: the store cannot be written: {error}")


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


def rows(data: Dataset, text: str) -> Iterator[tuple[Node | None, ...]]:
    """The rows of a SELECT query that may use the project's prefixes."""
    if not is_local(data):
        yield from cast("Iterator[tuple[Node | None, ...]]", iter(data.query(text, initNs=PREFIXES)))
        return
    found = native(data).query(text, use_default_graph_as_union=True, prefixes=_PREFIXES)
    for solution in cast("ox.QuerySolutions", found):
        yield tuple(None if term is None else _node(term) for term in solution)


def triples(data: Dataset, names: Sequence[URIRef]) -> Iterator[Iterable[tuple[Node, Node, Node]]]:
    """The triples of many graphs of the store, in the order of their names."""
    if not is_local(data):
        yield from (iter(graph) for graph in named_graphs(data, names))
        return
    for name in names:
        quads = native(data).quads_for_pattern(None, None, None, ox.NamedNode(str(name)))
        yield ((_node(quad.subject), _node(quad.predicate), _node(quad.object)) for quad in quads)


def described(data: Dataset, nodes: Iterable[Node]) -> Iterator[tuple[Node, Node, Node]]:
    """The triples of a local store that have these nodes as their subjects, in any graph."""
    for node in nodes:
        for quad in native(data).quads_for_pattern(ox.NamedNode(str(node)), None, None):
            yield node, _node(quad.predicate), _node(quad.object)


def is_local(data: Dataset) -> bool:
    """True for an Oxigraph store, of which single questions cost little."""
    return isinstance(data.store, OxigraphStore)


@lru_cache(maxsize=100_000)  # oxrdflib's own makes each anew, which takes most of the time that reading does
def _node(term: Any) -> Node:  # noqa: ANN401  # pyoxigraph has no type for all terms
    """A term of Oxigraph as rdflib has it."""
    if isinstance(term, ox.Literal):
        if term.language:
            return Literal(term.value, lang=term.language)
        return Literal(term.value, datatype=URIRef(term.datatype.value))
    return URIRef(term.value) if isinstance(term, ox.NamedNode) else BNode(term.value)


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


def write_trig(file: BinaryIO, graphs: Iterable[bytes]) -> None:
    """Write graphs, each as a block of N-Quads lines, as TriG with the project's prefixes, in their order."""
    quads = (ox.parse(block, format=ox.RdfFormat.N_QUADS) for block in graphs)
    serialize_to(file, chain.from_iterable(quads), ox.RdfFormat.TRIG)


def block_of(lines: Iterable[str]) -> bytes:
    """Lines as they stand in a file."""
    return "".join(f"{line}\n" for line in lines).encode()


def parsed(lines: Iterable[str]) -> Iterator[ox.Quad]:
    """The quads of N-Quads lines. Raises SyntaxError as pyoxigraph does."""
    return ox.parse("\n".join(lines).encode(), format=ox.RdfFormat.N_QUADS)


def serialize(statements: Iterable[ox.Quad] | Iterable[ox.Triple], form: ox.RdfFormat) -> bytes:
    """Quads or triples in their order in an RDF format, with the project's prefixes where it has prefixes."""
    out = io.BytesIO()
    serialize_to(out, statements, form)
    return out.getvalue()


def serialize_to(file: BinaryIO, statements: Iterable[ox.Quad] | Iterable[ox.Triple], form: ox.RdfFormat) -> None:
    """Write quads or triples likewise, as they come."""
    ox.serialize(statements, file, form, prefixes=PREFIXES)
