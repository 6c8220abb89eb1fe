"""The main job: documents in; store, claims, graph and map out. The only code that joins `extract` and `graph`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from actorgraph.copied import copied, extractions_of
from actorgraph.extracting import extractions
from actorgraph.intake import Intake, take_in
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
    manifest_bytes,
    views_digest,
)
from extract.documents import Options
from extract.polyglot import Polyglot
from graph.copies import copy_quads
from graph.decisions import Decisions, read_decisions
from graph.entity_quads import entity_quads, identity_quads
from graph.merging import Identities, State, identities
from graph.network import relation_key
from graph.quads import Quad, extraction_quads, reference_quads
from graph.read import stored_claims
from graph.store import memory_store, nquads_lines, write_store
from graph.stored import StoredClaim
from ontology.errors import StoreError
from ontology.registry import Registry, known_actors

Progress = Callable[[int, int], None]
Extract = Callable[[Workspace, Sequence[str]], tuple[list[Remembered], frozenset[str]]]
"""Gives what is in the documents of these ids, and the ids that are left over as the work was broken off."""


@dataclass(frozen=True, slots=True)
class Watch:
    """Who is told how far a build is: bytes read and in all; documents extracted and to extract; shards."""

    reading: Progress | None = None
    extracting: Progress | None = None
    shards: Progress | None = None
    """Told by an engine of many machines: shards finished and in all."""


@dataclass(frozen=True, slots=True)
class Job:
    """What to build, from what, and how."""

    paths: Sequence[str]
    out: Path
    models: tuple[str, ...]
    batch: str | None = None
    actors: Path | None = None
    decisions: Path | None = None
    add: bool = False
    jobs: int = 1
    reading: Options = field(default_factory=Options)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a build would do: the documents read, the ids to extract, and those that the last build had."""

    intake: Intake
    fresh: frozenset[str]
    known: set[str]


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did: how many documents were new, changed, kept, gone; what could not be read or applied."""

    counts: Counts
    new: int = 0
    changed: int = 0
    kept: int = 0
    gone: int = 0
    unchanged: bool = False
    intake: Intake = field(default_factory=Intake)
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """Decisions on what is not in these documents, a line each."""
    copied: Mapping[str, str] = field(default_factory=dict)
    """By the id of each document that is a copy, that of its original."""
    left: int = 0
    """Documents that a build that was broken off has not extracted."""


def extractor(models: Sequence[str], actors: Path | None = None) -> Polyglot:
    """An extractor for models and the user's actors."""
    return Polyglot(models, known_actors(actors))


def build(job: Job, watch: Watch | None = None, tell: Tell | None = None) -> Report:
    """Read, extract, store and draw; documents that were read before and have not changed are not read again.

    The files change all at once or not at all. `tell` is told if another build must be waited for. On Ctrl-C while
    it extracts, what is finished is built and the next build goes on from there. Raises InputError if there is
    nothing to read, ModelError, DataError or StoreError; files that cannot be read are told in the report.
    """
    watch = watch or Watch()
    reader, decisions = extractor(job.models, job.actors), decisions_of(job.decisions)
    options = replace(job.reading, languages=reader.languages)
    with take_in(job.paths, job.batch, options, watch.reading) as intake, locked(job.out, tell):

        def extract(space: Workspace, fresh: Sequence[str]) -> tuple[list[Remembered], frozenset[str]]:
            return _extracted(space, job, reader, (fresh, intake), watch)

        return build_of(job, intake, reader, decisions, extract)


def look(job: Job) -> Outlook:
    """What `build` would read, and what it would have to extract; nothing is written."""
    reader = extractor(job.models, job.actors)
    with take_in(job.paths, job.batch, replace(job.reading, languages=reader.languages)) as intake:
        plan = _plan(Workspace(job.out), reader, intake, add=job.add)
    return Outlook(intake, frozenset(plan.fresh), _ids(Workspace(job.out).manifest()))


def build_of(job: Job, intake: Intake, reader: Polyglot, decisions: Decisions, extract: Extract) -> Report:
    """`build` under the lock, of what was taken in and what `extract` gives of it."""
    space = Workspace(job.out)
    plan = _plan(space, reader, intake, add=job.add)
    before = space.manifest()
    if before is not None and plan.is_of(before, decisions) and space.holds(before):
        same = Report(before.counts, kept=len(intake.given), unchanged=True, intake=intake, copied=copied(plan.kept))
        return replace(same, problems=before.problems, notes=before.unmet)
    found, left = extract(space, plan.fresh)
    if left:
        plan = plan.without(left, space)
        if not (found or plan.kept):
            raise KeyboardInterrupt
    kept = sorted([*plan.kept, *found], key=lambda one: one.document.id)
    manifest = _write(space, kept, decisions, reader.registry, plan)
    if not left:
        space.forget_journal()
    known = _ids(before)
    new = sum(one.document.id not in known for one in found)
    return Report(
        manifest.counts,
        new=new,
        changed=len(found) - new,
        kept=len(intake.given) - len(found) - len(left),
        gone=len(known - {entry.id for entry in plan.entries}),
        intake=intake,
        problems=manifest.problems,
        notes=manifest.unmet,
        copied=copied(kept),
        left=len(left),
    )


def _extracted(
    space: Workspace, job: Job, reader: Polyglot, what: tuple[Sequence[str], Intake], watch: Watch
) -> tuple[list[Remembered], frozenset[str]]:
    """What is new, extracted and remembered one by one; and the ids that Ctrl-C left over."""
    (fresh, intake), found = what, []
    left = dict.fromkeys(fresh)
    with space.journal() as remember:
        try:
            for extraction in extractions(job, reader, intake.documents(fresh), len(fresh), watch.extracting):
                one = Remembered.of(extraction, reader.fingerprint_of(extraction.document.language))
                remember(one)
                found.append(one)
                del left[one.document.id]
        except KeyboardInterrupt:
            return found, frozenset(left)
    return found, frozenset()


def redo(out: Path, decisions: Path | None, known: Registry) -> Report:
    """Apply the decisions to what was built before; no text is read again. Raises StoreError if nothing was built."""
    space = Workspace(out)
    space.store()
    with locked(out):
        before = space.known_manifest()
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
    """What a build will hold: ids of the documents to extract, and extractions that are kept."""

    fingerprint: str
    views: str
    entries: tuple[Entry, ...]
    fresh: list[str]
    kept: list[Remembered]
    start: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Where things stood on the map that the documents are added to: they stay about there."""

    def is_of(self, manifest: Manifest, decisions: Decisions) -> bool:
        """True if that build was made of the same."""
        made_of = (manifest.extractor, manifest.views, manifest.documents, manifest.decisions)
        return made_of == (self.fingerprint, self.views, self.entries, decisions.digest())

    def without(self, left: frozenset[str], space: Workspace) -> _Plan:
        """The plan for a build that was broken off: of what is left over, what was known before is kept."""
        remembered = space.remembered()
        former = [remembered[key] for key in sorted(left) if key in remembered]
        entries = [entry for entry in self.entries if entry.id not in left]
        entries += [Entry(one.document.id, one.document.batch, one.document.date, one.digest) for one in former]
        kept = [*self.kept, *former]
        return replace(self, entries=tuple(sorted(entries, key=lambda entry: entry.id)), kept=kept)


def _plan(space: Workspace, reader: Polyglot, intake: Intake, *, add: bool) -> _Plan:
    remembered = space.remembered()
    if add:
        intake.refuse_others({key: one.document.batch for key, one in remembered.items()})
    read_now = {one.entry.id: one.entry.digest for one in intake.given}
    made_by = {one.entry.id: reader.fingerprint_of(one.language) for one in intake.given}
    known = {
        key
        for key, one in remembered.items()
        if key in read_now and (one.extractor, one.digest) == (made_by[key], read_now[key])
    }
    # what was built before is kept as it is, even if the rules have changed since: its text is not here
    others = [one for key, one in sorted(remembered.items()) if add and key not in read_now]
    entries = [one.entry for one in intake.given]
    entries += [Entry(one.document.id, one.document.batch, one.document.date, one.digest) for one in others]
    return _Plan(
        reader.fingerprint(),
        views_digest(),
        tuple(sorted(entries, key=lambda entry: entry.id)),
        fresh=[key for key in read_now if key not in known],
        kept=[*others, *(remembered[key] for key in sorted(known))],
        start=space.positions() if add else {},
    )


def _ids(manifest: Manifest | None) -> set[str]:
    return set() if manifest is None else {entry.id for entry in manifest.documents}


def _write(
    space: Workspace, kept: Sequence[Remembered], decisions: Decisions, known: Registry, plan: _Plan
) -> Manifest:
    """Every file of a build, the manifest last."""
    found = identities(extractions_of(kept), decisions, known)
    lines = nquads_lines(_quads(found, known))
    data = memory_store(lines)
    claims = list(stored_claims(data))
    title = title_of(sorted({one.document.batch for one in found.extractions}))
    contents = views(data, lines, claims, title, start=plan.start)
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
    yield from copy_quads(found.extractions)


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
