"""The main job: documents in; store, claims, graph and map out. The only code that joins `extract` and `graph`."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from actorgraph.patching import digests, title_of, views
from actorgraph.transaction import Tell, locked, transaction
from actorgraph.workspace import (
    CACHE,
    GRAPH,
    MANIFEST,
    STORE,
    Counts,
    Entry,
    Manifest,
    Remembered,
    Workspace,
    cache_bytes,
    document_digest,
    manifest_bytes,
    views_digest,
)
from extract.claims import Extractor
from extract.documents import read
from graph.decisions import Decisions, read_decisions
from graph.entity_quads import entity_quads, identity_quads
from graph.merging import Identities, State, identities
from graph.network import relation_key
from graph.quads import Quad, extraction_quads, reference_quads
from graph.read import stored_claims
from graph.store import memory_store, nquads_lines, write_store
from graph.stored import StoredClaim
from ontology.errors import InputError, StoreError
from ontology.model import Document, Extraction
from ontology.registry import Registry, registry

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
    """What a build did: how many documents were new, changed, kept, gone; what could not be read or applied."""

    counts: Counts
    new: int = 0
    changed: int = 0
    kept: int = 0
    gone: int = 0
    unchanged: bool = False
    errors: list[InputError] = field(default_factory=list)
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """Decisions on what is not in these documents, a line each."""


def known_actors(path: Path | None) -> Registry:
    """The registry, with the bodies of the user's file if one is given. Raises DataError for a bad file."""
    return registry() if path is None else registry().extended(path)


def extractor(model: str, actors: Path | None = None) -> Extractor:
    """An extractor for a model and the user's actors."""
    return Extractor(model, known_actors(actors))


def build(job: Job, progress: Progress | None = None, tell: Tell | None = None) -> Report:
    """Read, extract, store and draw; documents that were read before and have not changed are not read again.

    The files change all at once or not at all. `tell` is told if another build must be waited for. Raises InputError
    if there is nothing to read, ModelError, DataError or StoreError; files that cannot be read are told in the report.
    """
    errors: list[InputError] = []
    documents = list(read(job.paths, batch=job.batch, on_error=errors.append))
    if not documents:
        raise (errors[0] if errors else InputError(" ".join(job.paths), "no .txt, .md, .html or .jsonl documents here"))
    reader, decisions = extractor(job.model, job.actors), decisions_of(job.decisions)
    with locked(job.out, tell):
        return _build(job, (documents, errors), reader, decisions, progress)


def _build(
    job: Job,
    given: tuple[list[Document], list[InputError]],
    reader: Extractor,
    decisions: Decisions,
    progress: Progress | None,
) -> Report:
    """`build` under the lock."""
    (documents, errors), space = given, Workspace(job.out)
    plan = _plan(space, reader.fingerprint(), documents, add=job.add)
    before = space.manifest()
    if before is not None and plan.is_of(before, decisions) and space.holds(before):
        return Report(
            before.counts,
            kept=len(documents),
            unchanged=True,
            errors=errors,
            problems=before.problems,
            notes=before.unmet,
        )
    found = [Remembered.of(one, plan.fingerprint) for one in _extract(job, reader, plan.fresh, progress)]
    kept = sorted([*plan.kept, *found], key=lambda one: one.document.id)
    manifest = _write(space, kept, decisions, reader.registry, plan)
    known = _ids(before)
    new = sum(one.document.id not in known for one in found)
    return Report(
        manifest.counts,
        new=new,
        changed=len(found) - new,
        kept=len(documents) - len(found),
        gone=len(known - {entry.id for entry in plan.entries}),
        errors=errors,
        problems=manifest.problems,
        notes=manifest.unmet,
    )


def redo(out: Path, decisions: Path | None, known: Registry) -> Report:
    """Apply the decisions to what was built before; no text is read again. Raises StoreError if nothing was built."""
    space = Workspace(out)
    space.store()
    with locked(out):
        before = space.manifest()
        if before is None:
            raise StoreError(f"{out}: the last build is of another version; run actorgraph build again")
        said = decisions_of(decisions)
        if before.decisions == said.digest() and before.views == views_digest() and space.holds(before):
            return Report(
                before.counts, kept=len(before.documents), unchanged=True, problems=before.problems, notes=before.unmet
            )
        kept = built_from(space, before)
        plan = _Plan(before.extractor, views_digest(), before.documents, fresh=[], kept=kept)
        manifest = _write(space, kept, said, known, plan)
        return Report(manifest.counts, kept=len(kept), problems=manifest.problems, notes=manifest.unmet)


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
    contents = views(data, lines, claims, title_of(sorted({one.document.batch for one in found.extractions})))
    files = digests(contents)
    counts = _counts(found, claims)
    manifest = Manifest(
        plan.fingerprint, plan.views, plan.entries, counts, files, decisions.digest(), found.problems, found.unmet
    )
    before = space.manifest()
    has_store = before is not None and before.files.get(GRAPH) == files[GRAPH] and (space / STORE).is_dir()
    with transaction(space.root) as staged:
        if not has_store:
            write_store(staged / STORE, lines)
        for name, content in (contents | {CACHE: cache_bytes(kept), MANIFEST: manifest_bytes(manifest)}).items():
            (staged / name).write_bytes(content)
    return manifest


def _quads(found: Identities, known: Registry) -> Iterator[Quad]:
    yield from reference_quads(known)
    yield from entity_quads(found.extractions, known)
    yield from identity_quads(found)
    for extraction in found.extractions:
        yield from extraction_quads(extraction)


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
