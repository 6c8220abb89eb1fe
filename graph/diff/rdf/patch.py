"""Differences of quads as RDF Patch, and their application (Apache Jena, "RDF Patch": H, TX, A, D, TC rows)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from graph.diff.rdf.canonical import canonical, has_blank, to_lines
from graph.diff.rdf.lines import QuadDiff
from graph.store.oxigraph import parsed
from ontology.errors import InputError
from ontology.identifiers import BASE

HEADER, BEGIN, COMMIT, ABORT = "H", "TX", "TC", "TA"
ADD, DELETE = "A", "D"
IGNORED = frozenset({HEADER, BEGIN, "PA", "PD"})
SEGMENT = "TS"


@dataclass(frozen=True, slots=True)
class PatchResult:
    """The result of a patch: the sorted N-Quads `lines`, and the rows that did not fit.

    `missing` quads were to be deleted and are not there; `present` quads were to be added and are there already.
    """

    lines: tuple[str, ...]
    missing: tuple[str, ...]
    present: tuple[str, ...]

    @property
    def fits(self) -> bool:
        """True if every row did something."""
        return not self.missing and not self.present


def write_patch(difference: QuadDiff) -> str:
    """The difference as an RDF Patch, deletions first; its id depends on its rows alone."""
    rows = [*(f"{DELETE} {line}" for line in difference.gone), *(f"{ADD} {line}" for line in difference.added)]
    name = uuid.uuid5(uuid.NAMESPACE_URL, BASE + "\n".join(rows))
    return "".join(f"{row}\n" for row in (f"{HEADER} id <urn:uuid:{name}> .", f"{BEGIN} .", *rows, f"{COMMIT} ."))


def read_patch(text: str, where: str) -> QuadDiff:
    """The difference that a patch makes. Raises InputError, with the line number, for an invalid patch.

    Aborted transactions do not count; of several rows on one quad the last counts.
    """
    kept = {quad: operation for operation, quad in _committed(text, where)}
    sides = {sign: tuple(sorted(quad for quad, op in kept.items() if op == sign)) for sign in (ADD, DELETE)}
    return QuadDiff(sides[ADD], sides[DELETE])


def _committed(text: str, where: str) -> Iterator[tuple[str, str]]:
    waiting: list[tuple[str, str]] = []
    for number, row in enumerate(text.split("\n"), 1):
        operation, _, rest = row.strip().partition(" ")
        if operation in {ADD, DELETE}:
            waiting.append((operation, _quad(rest, f"{where}:{number}")))
        elif operation == ABORT:
            waiting.clear()
        elif operation in {COMMIT, SEGMENT}:
            yield from waiting
            waiting.clear()
        elif operation and operation not in IGNORED and not operation.startswith("#"):
            raise InputError(
                f"{where}:{number}",
                f"{operation!r} is not a row of an RDF Patch; rows begin with H, TX, A, D, TC or TA",
            )
    yield from waiting


def _quad(text: str, where: str) -> str:
    try:
        lines = to_lines(parsed([text]))
    except SyntaxError as error:
        raise InputError(where, f"is not a quad with full IRIs: {error}") from error
    if len(lines) != 1:
        raise InputError(where, "has no quad after its letter; write: A <subject> <predicate> <object> <graph> .")
    return lines[0]


def apply(lines: Iterable[str], patch: QuadDiff, where: str) -> PatchResult:
    """The quads after the patch, as sorted N-Quads lines. Blank nodes are named as `canonical` names them."""
    before = set(one_spelling(lines, where))
    missing = tuple(line for line in patch.gone if line not in before)
    present = tuple(line for line in patch.added if line in before)
    return PatchResult(tuple(sorted((before - set(patch.gone)) | set(patch.added))), missing, present)


def one_spelling(lines: Iterable[str], where: str) -> Sequence[str]:
    """N-Quads lines in canonical spelling, blank nodes named by their content. Raises InputError for what is none."""
    plain: list[str] = []
    blank: list[str] = []
    for line in lines:
        (blank if has_blank(line) else plain).append(line)
    try:
        return [*to_lines(parsed(plain)), *canonical(blank, where)]
    except SyntaxError as error:
        raise InputError(where, f"a line is not valid N-Quads: {error}") from error
