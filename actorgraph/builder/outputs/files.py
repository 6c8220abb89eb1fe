"""Writes the files of a build that derive from its graph, one document at a time, without a list of all quads."""

from __future__ import annotations

import heapq
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import Self

from rdflib import Dataset

from actorgraph.builder.outputs.maps import LIMITS, map_of, whole_map
from actorgraph.builder.storage.soundness import file_digest
from actorgraph.builder.storage.workspace import (
    CLAIMS_CSV,
    CLAIMS_JSONL,
    GRAPH,
    LIBRARY,
    MAP,
    POSITIONS,
    STORE,
    BuildCounts,
    place,
    positions_bytes,
)
from graph.export.tables import TableWriter
from graph.identity.dismissed import DismissedEntities, without_mentions
from graph.identity.duplicate_claims import DuplicateGroups, duplicate_quads
from graph.identity.merging import Identities, MatchState
from graph.identity.quads import EntityFacts, identity_quads
from graph.map.page import Map
from graph.map.page_context import NOTHING
from graph.rdf.claim_quads import extraction_quads, reference_quads
from graph.rdf.stored_claim import StoredClaim, stored_claims_of
from graph.reading.writer import LibraryWriter
from graph.store.entities import is_about_names
from graph.store.loader import StoreLoader
from graph.store.oxigraph import block_of, memory_store, nquads_lines, opened_store, write_trig
from graph.store.relations import RelationCollector
from graph.store.spool import SpooledLines
from ontology.model import Extraction
from ontology.records import claim_line
from ontology.registry import Registry
from ontology.scratch import scratch_database
from ontology.vocabulary import BASE_GRAPH, ENTITY_GRAPH

TITLE = "Who did what: {names}"
BATCHES_IN_TITLE = 4
VIEWS = (MAP, POSITIONS, CLAIMS_JSONL, CLAIMS_CSV, GRAPH, LIBRARY)
"""Every file that is made of the documents and the decisions alone."""

Positions = Mapping[str, tuple[int, int]]


class ClaimTally:
    """How many claims there are, and of how many actors; `few`: the claims, if a map can hold them all."""

    def __init__(self) -> None:
        self.claims = 0
        self.few: list[StoredClaim] | None = []
        self._actors = scratch_database("CREATE TABLE actor (id TEXT)")

    @property
    def actors(self) -> int:
        """The number of actors and of targets that could act."""
        return int(self._actors.execute("SELECT count(DISTINCT id) FROM actor").fetchone()[0])

    def add(self, stored: StoredClaim) -> None:
        """Count a claim."""
        self.claims += 1
        target = None if stored.claim.target is None else stored.claim.target.entity
        ids = [stored.claim.actor.entity.id, *([target.id] if target is not None and target.is_actor else [])]
        self._actors.executemany("INSERT INTO actor VALUES (?)", zip(ids))
        if self.few is not None:
            self.few.append(stored)
            if len(self.few) > LIMITS.claims:
                self.few = None


@dataclass(frozen=True, slots=True)
class PreviousBuild:
    """What the last build left. `store`: its folder. `graph`: digest of its graph. `positions`: those on its map."""

    store: Path
    graph: str | None = None
    positions: Positions = field(default_factory=lambda: NOTHING)


def write_build(  # noqa: PLR0913  # one for each thing that the files are made of
    folder: Path,
    resolved: Identities,
    registry: Registry,
    previous: PreviousBuild,
    *,
    in_background: bool = False,
    has_pages: bool = False,
) -> BuildCounts:
    """Write the store and every view into a folder; the store only if its graph has changed.

    The extractions are iterated twice and must come in the order of `place`; raises ValueError if they do not. In
    memory are one document, what duplicate texts state, and the map. `in_background`: a thread fills the store.
    `has_pages`: the map links to pages of documents, which the caller writes.
    """
    survey = _Survey.of(resolved)
    with (
        SpooledLines(reference_quads(registry)) as reference,
        SpooledLines(chain(survey.facts.quads(registry), identity_quads(resolved))) as entities,
        StoreLoader(folder / STORE, background=in_background) as store,
        (folder / GRAPH).open("wb") as file,
        ClaimFiles(folder) as claims,
        LibraryWriter(folder / LIBRARY) as library,
    ):
        documents = _documents(resolved, survey, claims, library)
        shared = {str(BASE_GRAPH): reference, str(ENTITY_GRAPH): entities}
        write_trig(file, _taken(store, _in_order(documents, shared, claims.relations)))
        store.finish()
        library.finish(_names(survey.facts, resolved, registry))
        tally, title = claims.tally, title_of(sorted(survey.counts.batches))
        if tally.few is not None:
            names = memory_store(line for lines in (reference, entities) for line in lines if is_about_names(line))
            _write_map(folder, whole_map(names, tally.few, title, previous.positions, has_pages=has_pages))
    _keep_same(folder, previous)
    if tally.few is None:
        with opened_store(folder / STORE if (folder / STORE).is_dir() else previous.store) as data:
            _write_map(folder, map_of(data, title, start=previous.positions, has_pages=has_pages))
    return _counts(resolved, survey.counts, tally, claims.relations.count)


def _counts(resolved: Identities, about: _DocumentCounts, tally: ClaimTally, relations: int) -> BuildCounts:
    """What a build holds, in numbers."""
    return BuildCounts(
        documents=about.documents,
        sentences=about.sentences,
        claims=tally.claims,
        actors=tally.actors,
        relations=relations,
        merged=len(resolved.merged),
        proposed=sum(match.state is MatchState.PROPOSED for match in resolved.reviewed),
        verification=dict(sorted(about.notes.items())),
    )


@dataclass(slots=True)
class _DocumentCounts:
    """How many documents, sentences and notes of verification there are, and of which batches."""

    documents: int = 0
    sentences: int = 0
    batches: set[str] = field(default_factory=set)
    notes: Counter[str] = field(default_factory=Counter)
    _last: str = ""

    def add(self, extraction: Extraction) -> None:
        """Count a document. Raises ValueError if it should have come before."""
        name = place(extraction.document.id)
        if name <= self._last:
            raise ValueError(f"{name} comes after {self._last}: documents must come in the order of their IRIs")
        self._last = name
        self.documents += 1
        self.sentences += len(extraction.sentences)
        self.batches.add(extraction.document.batch)
        self.notes.update(f"{note.outcome.value}: {note.reason}" for note in extraction.notes)


@dataclass(frozen=True, slots=True)
class _Survey:
    """What all documents together say, which must be known before the first is written."""

    facts: EntityFacts
    counts: _DocumentCounts
    duplicates: DuplicateGroups
    dismissed: DismissedEntities

    @classmethod
    def of(cls, resolved: Identities) -> Self:
        """Iterate over the extractions. Raises ValueError if they are not in order."""
        survey = cls(EntityFacts(), _DocumentCounts(), DuplicateGroups(resolved.originals), DismissedEntities())
        for extraction in resolved.extractions:
            survey.facts.add(extraction)
            survey.counts.add(extraction)
            survey.duplicates.add(extraction)
            survey.dismissed.add(extraction)
        return survey


def _documents(
    resolved: Identities, survey: _Survey, claims: ClaimFiles, library: LibraryWriter
) -> Iterator[tuple[str, list[str]]]:
    """The name of each document's graph and its lines; its claims and its text are written meanwhile."""
    first, dismissed = survey.duplicates.repeated_claims(), survey.dismissed.ids()
    for extraction in resolved.extractions:
        claims.add(stored_claims_of(extraction, first))
        library.add(extraction)
        quads = (*extraction_quads(without_mentions(extraction, dismissed)), *duplicate_quads(extraction, first))
        yield place(extraction.document.id), nquads_lines(quads)


def _in_order(
    documents: Iterable[tuple[str, list[str]]], shared: Mapping[str, SpooledLines], relations: RelationCollector
) -> Iterator[bytes]:
    """The blocks of all graphs in the order of their names, in which the documents come."""
    of_documents = ((name, block_of(lines)) for name, lines in documents)
    of_shared = ((name, block) for name, lines in sorted(shared.items()) for block in lines.blocks())
    yield from (block for _, block in heapq.merge(of_documents, of_shared, key=itemgetter(0)))
    # the graph of relations has the last name; its content is known when all claims are written
    yield from map(block_of, relations.blocks())


def _names(facts: EntityFacts, resolved: Identities, registry: Registry) -> Iterator[tuple[str, set[str]]]:
    """Each entity id with all names by which it can be found: those of documents, the registry and before a merge."""
    former: dict[str, set[str]] = {}
    for gone, kept in resolved.merged.items():
        former.setdefault(kept, set()).add(resolved.labels[gone])
    for identifier, used in facts.names():
        yield identifier, {*used, *registry.aliases(identifier), *former.pop(identifier, ())}
    yield from former.items()


def _taken(store: StoreLoader, blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The blocks, which go into the store too."""
    for block in blocks:
        store.add(block)
        yield block


def _keep_same(folder: Path, previous: PreviousBuild) -> None:
    """Leave the store of the build before where it is, if it holds the same graph as the new one."""
    if previous.store.is_dir() and previous.graph == file_digest(folder / GRAPH):
        shutil.rmtree(folder / STORE)


class ClaimFiles:
    """The claims as JSON lines and as a table, written in the order in which they come, and counted.

    `relations`: their relations.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stack = ExitStack()
        self.tally = ClaimTally()
        self.relations = RelationCollector()

    def __enter__(self) -> Self:
        """Itself, with its files open."""
        self._lines, table = (
            self._stack.enter_context((self._folder / name).open("w", encoding="utf-8", newline="\n"))
            for name in (CLAIMS_JSONL, CLAIMS_CSV)
        )
        self._table = TableWriter(table)
        self._stack.enter_context(self.relations)
        return self

    def __exit__(self, *_: object) -> None:
        """Close the files."""
        self._stack.close()

    def add(self, claims: Iterable[StoredClaim]) -> None:
        """Write claims."""
        for stored in claims:
            self._lines.write(claim_line(stored.claim))
            self._table.add(stored)
            self.tally.add(stored)
            self.relations.add(stored)


def write_map(folder: Path, data: Dataset, few: Sequence[StoredClaim] | None, title: str) -> None:
    """Draw the map of all claims, or of the chief actors of a graph that has more than a map can hold."""
    _write_map(folder, map_of(data, title) if few is None else whole_map(data, few, title))


def _write_map(folder: Path, page: Map) -> None:
    (folder / MAP).write_bytes(page.html.encode())
    (folder / POSITIONS).write_bytes(positions_bytes(page.positions))


def title_of(names: Sequence[str]) -> str:
    """The title of a map of these batches, sorted."""
    if len(names) > BATCHES_IN_TITLE:
        return TITLE.format(names=f"{names[0]} to {names[-1]}, {len(names)} batches")
    return TITLE.format(names=", ".join(names))


def digests(folder: Path) -> dict[str, str]:
    """By name, the SHA-256 of every view in a folder."""
    return {name: file_digest(folder / name) for name in VIEWS}
