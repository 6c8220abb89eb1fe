"""Canonical names of blank nodes, which depend on their triples alone, so that graphs can be compared line by line.

Each connected group of blank nodes is canonicalised by itself (RDFC-1.0, W3C Recommendation of 2024, as implemented in
pyoxigraph) and named by the digest of its canonical form: a change in one place renames nothing in another. Equal
groups are numbered. RDFC-1.0 takes exponential time for very symmetric groups; large groups therefore run in a worker
process with a time limit.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence

import pyoxigraph as ox

from graph.store.oxigraph import lines_of, parsed, serialize
from ontology.errors import InputError
from ontology.processes.child import TaskChannel
from ontology.processes.process import TaskTimeoutError, WorkerDiedError, WorkerSpec
from ontology.processes.worker import Worker

LIMIT = 30.0
"""Seconds that the large groups of a graph may take together."""
SMALL = 6
"""Largest group, in blank nodes, that runs in this process: 25 ms at worst (measured on complete graphs)."""
DIGEST = 20

Lines = list[str]


def has_blank(line: str) -> bool:
    """True if a line of N-Quads may hold a blank node; a line with "_:" is parsed, as it may be in a literal."""
    if "_:" not in line:
        return False
    return any(True for quad in parsed([line]) if any(_blanks(quad)))


def to_lines(quads: Iterable[ox.Quad]) -> Lines:
    """Quads as canonical N-Quads lines, in their order."""
    return lines_of(serialize(quads, ox.RdfFormat.N_QUADS))


def canonical(lines: Iterable[str], where: str, limit: float = LIMIT) -> Lines:
    """N-Quads lines with blank nodes, sorted, under names that depend on their content alone.

    Raises InputError, naming `where`, if that takes longer than `limit` seconds.
    """
    groups = [to_lines(group) for group in _groups(list(parsed(lines)))]
    small = [group for group in groups if _size(group) <= SMALL]
    large = [group for group in groups if _size(group) > SMALL]
    forms = [_form(group) for group in small] + _in_time(large, where, limit)
    seen: dict[str, int] = {}
    renamed: Lines = []
    for form in sorted(forms):
        name = hashlib.sha256("\n".join(form).encode()).hexdigest()[:DIGEST]
        copy = seen[name] = seen.get(name, 0) + 1
        renamed += [_renamed(line, f"{name}x{copy}") for line in form]
    return sorted(renamed)


def _renamed(line: str, name: str) -> str:
    """The line with its blank nodes under the name of their group."""

    def term(value: object) -> object:
        if isinstance(value, ox.BlankNode):
            return ox.BlankNode(f"{name}{value.value}")
        if isinstance(value, ox.Triple):
            return ox.Triple(*(term(part) for part in (value.subject, value.predicate, value.object)))  # type: ignore[arg-type]
        return value

    quad = next(parsed([line]))
    parts = (quad.subject, quad.predicate, quad.object, quad.graph_name)
    return to_lines([ox.Quad(*(term(part) for part in parts))])[0]  # type: ignore[arg-type]


def _groups(quads: Sequence[ox.Quad]) -> Iterator[list[ox.Quad]]:
    """The quads by connected group of blank nodes, in the order of their first quads."""
    parent: dict[str, str] = {}

    def root(node: str) -> str:
        while parent.setdefault(node, node) != node:
            parent[node] = node = parent[parent[node]]
        return node

    firsts: list[str] = []
    for quad in quads:
        nodes = list(_blanks(quad))
        firsts.append(nodes[0])
        for node in nodes[1:]:
            parent[root(node)] = root(nodes[0])
    groups: dict[str, list[ox.Quad]] = {}
    for quad, first in zip(quads, firsts, strict=True):
        groups.setdefault(root(first), []).append(quad)
    yield from groups.values()


def _blanks(quad: ox.Quad) -> Iterator[str]:
    parts: list[object] = [quad.subject, quad.object, quad.graph_name]
    while parts:
        part = parts.pop(0)
        if isinstance(part, ox.BlankNode):
            yield part.value
        elif isinstance(part, ox.Triple):
            parts += [part.subject, part.object]


def _size(lines: Iterable[str]) -> int:
    return len({node for quad in parsed(lines) for node in _blanks(quad)})


def _form(group: Sequence[str]) -> Lines:
    """The canonical lines of a group, its blank nodes numbered."""
    data = ox.Dataset(parsed(group))
    data.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(to_lines(data))


def canonicalisation_worker() -> Callable[[Sequence[Lines], TaskChannel], list[Lines]]:
    """What gives the canonical forms of groups in a worker process."""

    def forms(groups: Sequence[Lines], _: TaskChannel) -> list[Lines]:
        return [_form(group) for group in groups]

    return forms


def _in_time(groups: Sequence[Lines], where: str, limit: float) -> list[Lines]:
    if not groups:
        return []
    spec = WorkerSpec(canonicalisation_worker, name="actorgraph-canonical")
    with Worker[Sequence[Lines], list[Lines]](spec) as worker:
        try:
            return worker.run(groups, limit)
        except TaskTimeoutError:
            why = f"its blank nodes are too similar to be compared within {limit:g} seconds; give them IRIs"
        except WorkerDiedError as death:
            why = f"comparing its blank nodes crashed the process ({death.how}); give them IRIs"
    raise InputError(where, why)
