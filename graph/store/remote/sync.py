"""Writes a build to a server: only the graphs that changed, in requests of bounded size that do no harm if repeated.

The graph of the state says, by graph, the digest of its lines. While a graph is being written it says `WRITING`; a
build that finds this, or another digest, writes the graph again.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rdflib import URIRef

from graph.rdf.ntriples import quad_of
from graph.store.oxigraph import nquads_lines
from graph.store.remote.dialect import dialect_of
from graph.store.remote.endpoint import Endpoint
from graph.store.remote.rows import DIGEST, STATE_GRAPH, Rows
from ontology.errors import StoreError
from ontology.vocabulary import BASE_GRAPH, ENTITY_GRAPH

WRITING = "writing"
TOGETHER = 200
"""Graphs in a request at most."""
ROUNDS = 4
"""How often the state is compared: a server that was killed may have lost what it had confirmed."""

Progress = Callable[[int, int], None]
Graphs = Mapping[URIRef, Sequence[str]]
"""By graph, its triples as lines of N-Triples, sorted."""


@dataclass(slots=True)
class Written:
    """What was sent: graphs, quads (also those taken away) and requests; graphs that stayed and that were removed."""

    sent: int = 0
    kept: int = 0
    removed: int = 0
    quads: int = 0
    requests: int = 0


class Writer:
    """A server to write to. Making one asks it for its state, so that trouble is told before there is work."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        response = endpoint.query("SELECT ?s WHERE { ?s ?p ?o } LIMIT 1")
        self._rows = Rows(endpoint, dialect_of(response.headers.get("server", ""), {}))
        self._rows.content(response)
        self._done = Written()

    def write(self, lines: Iterable[str], progress: Progress | None = None) -> Written:
        """Make the server hold these N-Quads lines, and nothing of other builds. Raises StoreError."""
        wanted = by_graph(lines)
        digests = {name: _digest(found) for name, found in wanted.items()}
        self._done = Written(kept=len(wanted))
        for attempt in range(ROUNDS):
            # without any digest the server holds an export that somebody loaded, or nothing
            there = self._rows.digests() or dict.fromkeys(self._rows.names(), "")
            gone = sorted(set(there) - set(wanted))
            changed = [name for name in wanted if there.get(name) != digests[name]]
            if not attempt:
                self._done = Written(sent=len(changed), kept=len(wanted) - len(changed), removed=len(gone))
            if not (changed or gone):
                return self._done
            self._write(changed, gone, wanted, digests, progress)
        raise StoreError(f"{self._rows.where}: does not keep what it is sent; does another build write there too?")

    def _write(
        self,
        changed: Sequence[URIRef],
        gone: Sequence[URIRef],
        wanted: Graphs,
        digests: Mapping[URIRef, str],
        progress: Progress | None,
    ) -> None:
        finished = 0
        for names in self._bundles(changed, wanted):
            self._replace({name: wanted[name] for name in names}, digests)
            finished += len(names)
            if progress is not None:
                progress(finished, len(changed) + len(gone))
        # last, so that what other graphs still said of these documents is gone before they are
        for start in range(0, len(gone), TOGETHER):
            self._remove(gone[start : start + TOGETHER])

    def _bundles(self, names: Sequence[URIRef], wanted: Graphs) -> Iterator[list[URIRef]]:
        """Names of graphs that fit into one request together; a graph that fits into none is alone."""
        bundle: list[URIRef] = []
        quads = size = 0
        for name in names:
            more = len(wanted[name]), sum(map(_size, wanted[name]))
            if bundle and not (len(bundle) < TOGETHER and self._fits(quads + more[0], size + more[1])):
                yield bundle
                bundle, quads, size = [], 0, 0
            bundle.append(name)
            quads, size = quads + more[0], size + more[1]
        if bundle:
            yield bundle

    def _fits(self, quads: int, size: int) -> bool:
        return quads <= self._rows.dialect.quads and size <= self._rows.dialect.size

    def _replace(self, graphs: Graphs, digests: Mapping[URIRef, str]) -> None:
        """Put graphs in the place of those of the same names: by one request, or bit by bit where they are large."""
        lines = [line for found in graphs.values() for line in found]
        said = {name: digests[name] for name in graphs}
        if self._fits(len(lines), sum(map(_size, lines))):
            clear = [f"CLEAR SILENT GRAPH {name.n3()}" for name in graphs]
            insert = " ".join(_in_graph(name, found) for name, found in graphs.items())
            self._send([*_state(graphs, WRITING), *clear, f"INSERT DATA {{ {insert} }}", *_states(said)], len(lines))
            return
        for name, found in graphs.items():
            self._send(_state([name], WRITING), 0)
            self._change(name, found)
            self._send(_states({name: digests[name]}), 0)

    def _change(self, name: URIRef, wanted: Sequence[str]) -> None:
        """Bring a large graph up to what is wanted by its difference from what is there.

        A reader does not find it empty at any time, and what was written before a break is not sent again.
        """
        (_, triples), *_ = self._rows.graphs([name])
        there = set(by_graph(nquads_lines(quad_of((*triple, name)) for triple in triples)).get(name, ()))
        for lines in self._batches([line for line in wanted if line not in there]):
            self._send([f"INSERT DATA {{ {_in_graph(name, lines)} }}"], len(lines))
        for lines in self._batches(sorted(there.difference(wanted))):
            self._send([f"DELETE DATA {{ {_in_graph(name, lines)} }}"], len(lines))

    def _batches(self, lines: Sequence[str]) -> Iterator[list[str]]:
        """The lines in parts that each fit into a request."""
        part: list[str] = []
        size = 0
        for line in lines:
            if part and not self._fits(len(part) + 1, size + _size(line)):
                yield part
                part, size = [], 0
            part.append(line)
            size += _size(line)
        if part:
            yield part

    def _remove(self, names: Sequence[URIRef]) -> None:
        clear = [f"CLEAR SILENT GRAPH {name.n3()}" for name in names]
        self._send([*_state(names, WRITING), *clear, _forget(names)], 0)

    def _send(self, operations: Sequence[str], quads: int) -> None:
        """Several operations in one request: one transaction on servers that have them."""
        self.endpoint.update(" ;\n".join(operations))
        self._done.requests += 1
        self._done.quads += quads


def by_graph(lines: Iterable[str]) -> dict[URIRef, list[str]]:
    """N-Quads lines as N-Triples lines by their graphs, both sorted: what is not of documents comes first."""
    found: dict[URIRef, list[str]] = defaultdict(list)
    for line in lines:
        triple, _, graph = line.removesuffix(" .").rpartition(" ")
        found[URIRef(graph[1:-1])].append(f"{triple} .")
    # a document must not speak of what is not described yet
    order = sorted(found, key=lambda name: (name not in {BASE_GRAPH, ENTITY_GRAPH}, name))
    return {name: sorted(found[name]) for name in order}


def _digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _size(line: str) -> int:
    return len(line.encode()) + 1


def _in_graph(name: URIRef, lines: Iterable[str]) -> str:
    return f"GRAPH {name.n3()} {{\n" + "\n".join(lines) + "\n}"


def _forget(names: Iterable[URIRef]) -> str:
    """The operation that takes the state of graphs away, whatever it is."""
    chosen = " ".join(name.n3() for name in names)
    said = f"GRAPH {STATE_GRAPH.n3()} {{ ?g {DIGEST.n3()} ?d }}"
    return f"DELETE {{ {said} }} WHERE {{ VALUES ?g {{ {chosen} }} {said} }}"


def _state(names: Iterable[URIRef], state: str) -> list[str]:
    return _states(dict.fromkeys(names, state))


def _states(states: Mapping[URIRef, str]) -> list[str]:
    """The operations that set the state of graphs."""
    lines = [f'{name.n3()} {DIGEST.n3()} "{state}" .' for name, state in states.items()]
    return [_forget(states), f"INSERT DATA {{ {_in_graph(STATE_GRAPH, lines)} }}"]
