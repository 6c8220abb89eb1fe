"""The main job: documents in; store, claims, graph and map out. The only code that joins `extract` and `graph`."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from actorgraph.workspace import (
    CLAIMS_CSV,
    CLAIMS_JSONL,
    GRAPH,
    MAP,
    Counts,
    Entry,
    Manifest,
    Remembered,
    Workspace,
    document_digest,
    file_digest,
    views_digest,
)
from extract.claims import Extractor
from extract.documents import read
from graph.decisions import Decisions, read_decisions
from graph.entity_quads import entity_quads, identity_quads
from graph.export_tables import claims_csv
from graph.merging import Identities, State, identities
from graph.network import relation_key
from graph.page import render
from graph.quads import Quad, extraction_quads, reference_quads
from graph.read import aliases, stored_claims
from graph.store import memory_store, nquads_lines, trig, write_store
from graph.stored import StoredClaim
from ontology.errors import InputError, StoreError
from ontology.model import Document, Extraction
from ontology.records import claim_line
from ontology.registry import Registry, registry

FILES = (MAP, CLAIMS_JSONL, CLAIMS_CSV, GRAPH)
TITLE = "Who did what: {names}"
BATCHES_IN_TITLE = 4

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Job:
    """What to build, from what, and how."""

    paths: Sequence[str]
    out: Path
    model: str
    batch: str | None = None
    actors: Path | None = None
    decisions: Path | None = None
    add: bool = False
    jobs: int = 1


@dataclass(slots=True)
class Report:
    """What a build did: how many documents were new or changed, kept, gone; what could not be read or applied."""

    counts: Counts
    new: int
    kept: int
    gone: int
    unchanged: bool
    errors: list[InputError] = field(default_factory=list)
    problems: tuple[str, ...] = ()


def known_actors(path: Path | None) -> Registry:
    """The registry, with the bodies of the user's file if one is given. Raises DataError for a bad file."""
    return registry() if path is None else registry().extended(path)


def extractor(model: str, actors: Path | None = None) -> Extractor:
    """An extractor for a model and the user's actors."""
    return Extractor(model, known_actors(actors))


def build(job: Job, progress: Progress | None = None) -> Report:
    """Read, extract, store and draw; documents that were read before and have not changed are not read again.

    Raises InputError if there is nothing to read, ModelError, DataError or StoreError; files that cannot be
    read are told in the report.
    """
    errors: list[InputError] = []
    documents = list(read(job.paths, batch=job.batch, on_error=errors.append))
    if not documents:
        raise (errors[0] if errors else InputError(" ".join(job.paths), "no .txt, .md, .html or .jsonl documents here"))
    space, reader = Workspace(job.out), extractor(job.model, job.actors)
    decisions = decisions_of(job.decisions)
    plan = _plan(space, reader.fingerprint(), documents, add=job.add)
    before = space.manifest()
    gone = len(_ids(before) - {entry.id for entry in plan.entries})
    if before is not None and plan.is_of(before, decisions) and space.holds(before):
        return Report(before.counts, 0, len(documents), 0, unchanged=True, errors=errors, problems=before.problems)
    found = [Remembered.of(one, plan.fingerprint) for one in _extract(job, reader, plan.fresh, progress)]
    kept = sorted([*plan.kept, *found], key=lambda one: one.document.id)
    space.forget_manifest()
    space.remember(kept)
    manifest = _write(space, kept, decisions, reader.registry, plan)
    return Report(
        manifest.counts, len(found), len(documents) - len(found), gone, False, errors=errors, problems=manifest.problems
    )


def redo(out: Path, decisions: Path | None, known: Registry) -> Report:
    """Apply the decisions to what was built before; no text is read again. Raises StoreError if nothing was built."""
    space = Workspace(out)
    before = space.manifest()
    space.store()
    if before is None:
        raise StoreError(f"{out}: the last build broke off or is of another version; run actorgraph build again")
    said = decisions_of(decisions)
    if before.decisions == said.digest() and before.views == views_digest() and space.holds(before):
        return Report(before.counts, 0, len(before.documents), 0, unchanged=True, problems=before.problems)
    kept = built_from(space, before)
    space.forget_manifest()
    plan = _Plan(before.extractor, views_digest(), before.documents, fresh=[], kept=kept)
    manifest = _write(space, kept, said, known, plan)
    return Report(manifest.counts, 0, len(kept), 0, unchanged=False, problems=manifest.problems)


def built_from(space: Workspace, manifest: Manifest) -> list[Remembered]:
    """What was taken from each document of a build. Raises StoreError if some of it is gone."""
    remembered = space.remembered()
    lost = [entry.id for entry in manifest.documents if entry.id not in remembered]
    if lost:
        raise StoreError(f"{space.root}: what was read of {lost[0]!r} is gone; run actorgraph build again")
    return [remembered[entry.id] for entry in manifest.documents]


def decisions_of(path: Path | None) -> Decisions:
    """The decisions of a file; none where there is none. Raises DataError for a line that is no decision."""
    return Decisions() if path is None else read_decisions(path)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a build will hold: documents to extract, and extractions that are kept."""

    fingerprint: str
    views: str
    entries: tuple[Entry, ...]
    fresh: list[Document]
    kept: list[Remembered]

    def is_of(self, manifest: Manifest, decisions: Decisions) -> bool:
        """True if that build was made of the same."""
        made_of = (manifest.extractor, manifest.views, manifest.documents, manifest.decisions)
        return made_of == (self.fingerprint, self.views, self.entries, decisions.digest())


def _plan(space: Workspace, fingerprint: str, documents: Sequence[Document], *, add: bool) -> _Plan:
    remembered = space.remembered()
    read_now = {document.id: document_digest(document) for document in documents}
    known = {key for key, one in remembered.items() if (one.extractor, one.digest) == (fingerprint, read_now.get(key))}
    # what was built before is kept as it is, even if the rules have changed since: its text is not here
    others = [one for key, one in sorted(remembered.items()) if add and key not in read_now]
    entries = [Entry(d.id, d.batch, d.date, read_now[d.id]) for d in documents]
    entries += [Entry(one.document.id, one.document.batch, one.document.date, one.digest) for one in others]
    return _Plan(
        fingerprint,
        views_digest(),
        tuple(sorted(entries, key=lambda entry: entry.id)),
        fresh=[document for document in documents if document.id not in known],
        kept=[*others, *(remembered[key] for key in sorted(known))],
    )


def _ids(manifest: Manifest | None) -> set[str]:
    return set() if manifest is None else {entry.id for entry in manifest.documents}


def _extract(
    job: Job, reader: Extractor, documents: Sequence[Document], progress: Progress | None
) -> Iterator[Extraction]:
    """The extractions in the order of the documents, by one process or several: the result is the same."""
    if job.jobs <= 1 or len(documents) <= 1:
        found: Iterable[Extraction] = map(reader.extraction, documents)
        yield from _watched(found, len(documents), progress)
        return
    context = multiprocessing.get_context("spawn")  # the same on every system
    with ProcessPoolExecutor(job.jobs, context, _start_worker, (job.model, job.actors)) as pool:
        bare = [replace(document, extra={}) for document in documents]  # a read-only mapping cannot be sent
        found = map(_with_document, pool.map(_in_worker, bare), documents)
        yield from _watched(found, len(documents), progress)


def _with_document(extraction: Extraction, document: Document) -> Extraction:
    return replace(extraction, document=document)


def _watched(found: Iterable[Extraction], total: int, progress: Progress | None) -> Iterator[Extraction]:
    for done, extraction in enumerate(found, 1):
        yield extraction
        if progress is not None:
            progress(done, total)


_worker: list[Extractor] = []


def _start_worker(model: str, actors: Path | None) -> None:
    _worker.append(extractor(model, actors))


def _in_worker(document: Document) -> Extraction:
    return _worker[0].extraction(document)


def _write(
    space: Workspace, kept: Sequence[Remembered], decisions: Decisions, known: Registry, plan: _Plan
) -> Manifest:
    """Every file of a build, the manifest last."""
    found = identities([one.extraction() for one in kept], decisions, known)
    lines = nquads_lines(_quads(found, known))
    data = memory_store(lines)
    claims = list(stored_claims(data))
    space.replace_store(lambda path: write_store(path, lines))
    space.replace(GRAPH, lambda path: path.write_bytes(trig(lines)))
    records = "".join(claim_line(stored.claim) for stored in claims)
    space.replace(CLAIMS_JSONL, lambda path: path.write_text(records, encoding="utf-8", newline="\n"))
    space.replace(CLAIMS_CSV, lambda path: path.write_text(claims_csv(claims), encoding="utf-8", newline="\n"))
    page = render(claims, title=_title(found.extractions), aliases=aliases(data))
    space.replace(MAP, lambda path: path.write_text(page, encoding="utf-8", newline="\n"))
    counts = _counts(found, claims)
    files = {name: file_digest(space / name) for name in FILES}
    manifest = Manifest(
        plan.fingerprint, plan.views, plan.entries, counts, files, decisions.digest(), tuple(found.problems)
    )
    space.write_manifest(manifest)
    return manifest


def _quads(found: Identities, known: Registry) -> Iterator[Quad]:
    yield from reference_quads(known)
    yield from entity_quads(found.extractions, known)
    yield from identity_quads(found)
    for extraction in found.extractions:
        yield from extraction_quads(extraction)


def _title(extractions: Iterable[Extraction]) -> str:
    batches = sorted({extraction.document.batch for extraction in extractions})
    if len(batches) > BATCHES_IN_TITLE:
        return TITLE.format(names=f"{batches[0]} to {batches[-1]}, {len(batches)} batches")
    return TITLE.format(names=", ".join(batches))


def _counts(found: Identities, claims: Sequence[StoredClaim]) -> Counts:
    entities = {stored.claim.actor.entity.id for stored in claims}
    entities |= {s.claim.target.entity.id for s in claims if s.claim.target and s.claim.target.entity.is_actor}
    return Counts(
        documents=len(found.extractions),
        sentences=sum(len(extraction.sentences) for extraction in found.extractions),
        claims=len(claims),
        actors=len(entities),
        relations=len({relation_key(stored.claim) for stored in claims if stored.claim.target is not None}),
        merged=len(found.merged),
        proposed=sum(one.state is State.PROPOSED for one in found.judged),
    )
