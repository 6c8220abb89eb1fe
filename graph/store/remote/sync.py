"""Writes a build to a server: only the graphs that changed, in idempotent requests of bounded size.

The state graph holds the digest of each graph's lines, and `WRITING` while a graph is being written; a build that
finds this, or another digest, writes the graph again.
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
from graph.store.remote.rows import DIGEST, STATE_GRAPH, RemoteReader
from ontology.errors import StoreError
from ontology.vocabulary import BASE_GRAPH, ENTITY_GRAPH

WRITING = "writing"
GRAPHS_PER_REQUEST = 200
"""Most graphs in a request."""
MAX_ROUNDS = 4
"""Most comparisons of the state: a server that was killed may have lost confirmed updates."""

Progress = Callable[[int, int], None]
Graphs = Mapping[URIRef, Sequence[str]]
"""By graph, its sorted N-Triples lines."""


@dataclass(slots=True)
class WriteSummary:
    """Numbers of graphs sent, kept and removed, and of quads (including deleted ones) and requests sent."""

    sent: int = 0
    kept: int = 0
    removed: int = 0
    quads: int = 0
    requests: int = 0


class RemoteWriter:
    """Writes builds to a server. The constructor queries the server, so that errors are reported before a build."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        response = endpoint.query("SELECT ?s WHERE { ?s ?p ?o } LIMIT 1")
        self._rows = RemoteReader(endpoint, dialect_of(response.headers.get("server", ""), {}))
        self._rows.content(response)
        self._done = WriteSummary()

    def write(self, lines: Iterable[str], progress: Progress | None = None) -> WriteSummary:
        """Make the server hold exactly these N-Quads lines of a build. Raises StoreError."""
        wanted = by_graph(lines)
        digests = {name: _digest(graph_lines) for name, graph_lines in wanted.items()}
        self._done = WriteSummary(kept=len(wanted))
        for attempt in range(MAX_ROUNDS):
            # without digests the server is empty or was loaded from an export
            there = self._rows.digests() or dict.fromkeys(self._rows.names(), "")
            gone = sorted(set(there) - set(wanted))
            changed = [name for name in wanted if there.get(name) != digests[name]]
            if not attempt:
                self._done = WriteSummary(sent=len(changed), kept=len(wanted) - len(changed), removed=len(gone))
            if not (changed or gone):
                return self._done
            self._write(changed, gone, wanted, digests, progress)
        raise StoreError(
            f"{self._rows.address}: did not keep what was sent; check whether another build writes there too"
        )

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
        # last, so that references from other graphs to these documents are removed first
        for start in range(0, len(gone), GRAPHS_PER_REQUEST):
            self._remove(gone[start : start + GRAPHS_PER_REQUEST])

    def _bundles(self, names: Sequence[URIRef], wanted: Graphs) -> Iterator[list[URIRef]]:
        """The names grouped into requests; a graph that exceeds a request is alone in its group."""
        bundle: list[URIRef] = []
        quads = size = 0
        for name in names:
            more = len(wanted[name]), sum(map(_size, wanted[name]))
            if bundle and not (len(bundle) < GRAPHS_PER_REQUEST and self._fits(quads + more[0], size + more[1])):
                yield bundle
                bundle, quads, size = [], 0, 0
            bundle.append(name)
            quads, size = quads + more[0], size + more[1]
        if bundle:
            yield bundle

    def _fits(self, quads: int, size: int) -> bool:
        return quads <= self._rows.dialect.quads and size <= self._rows.dialect.size

    def _replace(self, graphs: Graphs, digests: Mapping[URIRef, str]) -> None:
        """Replace the graphs of these names, in one request or, if they are large, in several."""
        lines = [line for graph_lines in graphs.values() for line in graph_lines]
        states = {name: digests[name] for name in graphs}
        if self._fits(len(lines), sum(map(_size, lines))):
            clear = [f"CLEAR SILENT GRAPH {name.n3()}" for name in graphs]
            insert = " ".join(_graph_block(name, graph_lines) for name, graph_lines in graphs.items())
            self._send(
                [*_set_state(graphs, WRITING), *clear, f"INSERT DATA {{ {insert} }}", *_set_states(states)], len(lines)
            )
            return
        for name, graph_lines in graphs.items():
            self._send(_set_state([name], WRITING), 0)
            self._change(name, graph_lines)
            self._send(_set_states({name: digests[name]}), 0)

    def _change(self, name: URIRef, wanted: Sequence[str]) -> None:
        """Update a large graph by its difference from the stored one.

        Readers never see it empty, and lines written before an interruption are not sent again.
        """
        (_, triples), *_ = self._rows.graphs([name])
        there = set(by_graph(nquads_lines(quad_of((*triple, name)) for triple in triples)).get(name, ()))
        for lines in self._batches([line for line in wanted if line not in there]):
            self._send([f"INSERT DATA {{ {_graph_block(name, lines)} }}"], len(lines))
        for lines in self._batches(sorted(there.difference(wanted))):
            self._send([f"DELETE DATA {{ {_graph_block(name, lines)} }}"], len(lines))

    def _batches(self, lines: Sequence[str]) -> Iterator[list[str]]:
        """The lines grouped into requests."""
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
        self._send([*_set_state(names, WRITING), *clear, _delete_state(names)], 0)

    def _send(self, operations: Sequence[str], quads: int) -> None:
        """Send several operations in one request, which is one transaction on servers that support them."""
        self.endpoint.update(" ;\n".join(operations))
        self._done.requests += 1
        self._done.quads += quads


def by_graph(lines: Iterable[str]) -> dict[URIRef, list[str]]:
    """By graph, the sorted N-Triples lines of N-Quads lines; the base and entity graphs come first."""
    lines_by_graph: dict[URIRef, list[str]] = defaultdict(list)
    for line in lines:
        triple, _, graph = line.removesuffix(" .").rpartition(" ")
        lines_by_graph[URIRef(graph[1:-1])].append(f"{triple} .")
    # a document must not refer to entities that are not described yet
    order = sorted(lines_by_graph, key=lambda name: (name not in {BASE_GRAPH, ENTITY_GRAPH}, name))
    return {name: sorted(lines_by_graph[name]) for name in order}


def _digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _size(line: str) -> int:
    return len(line.encode()) + 1


def _graph_block(name: URIRef, lines: Iterable[str]) -> str:
    return f"GRAPH {name.n3()} {{\n" + "\n".join(lines) + "\n}"


def _delete_state(names: Iterable[URIRef]) -> str:
    """The operation that deletes the state of graphs."""
    graph_names = " ".join(name.n3() for name in names)
    state = f"GRAPH {STATE_GRAPH.n3()} {{ ?g {DIGEST.n3()} ?d }}"
    return f"DELETE {{ {state} }} WHERE {{ VALUES ?g {{ {graph_names} }} {state} }}"


def _set_state(names: Iterable[URIRef], state: str) -> list[str]:
    return _set_states(dict.fromkeys(names, state))


def _set_states(states: Mapping[URIRef, str]) -> list[str]:
    """The operations that set the states of graphs."""
    lines = [f'{name.n3()} {DIGEST.n3()} "{state}" .' for name, state in states.items()]
    return [_delete_state(states), f"INSERT DATA {{ {_graph_block(STATE_GRAPH, lines)} }}"]
