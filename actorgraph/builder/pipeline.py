"""The main job: documents in; store, claims, graph and map out. The only code that joins `extract` and `graph`."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from actorgraph.builder.extraction.duplicates import extractions_of
from actorgraph.builder.extraction.pool import ExtractionPool, prepare
from actorgraph.builder.inputs.input_set import Given, Intake, OnGiven, take_in
from actorgraph.builder.inputs.snapshot import READINGS, known_intake, remember_intake
from actorgraph.builder.storage.extraction_cache import Kept, Slot
from actorgraph.builder.storage.gc_thresholds import collecting_seldom
from actorgraph.builder.storage.transaction import Tell, locked, transaction
from actorgraph.builder.storage.workspace import (
    CACHE,
    GRAPH,
    MANIFEST,
    STORE,
    Counts,
    Entry,
    Manifest,
    Workspace,
    manifest_bytes,
    place,
    views_digest,
)
from extract.documents.content.options import ReaderOptions
from extract.multilingual import MultilingualExtractor
from graph.identity.decisions import Decisions, read_decisions
from graph.identity.merging import identities
from ontology.errors import InputError, StoreError
from ontology.registry import Registry, known_actors

log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Extracting:
    """How it ended: the ids of documents that nothing was taken from; they cannot be read, or Ctrl-C was first."""

    left: frozenset[str] = frozenset()
    is_broken_off: bool = False


Extract = Callable[[Workspace, Sequence[str]], Extracting]
"""Extracts from the documents of these ids and remembers what is in them in the journal of a workspace."""


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
    jobs: int | None = 1
    reading: ReaderOptions = field(default_factory=ReaderOptions)
    document_seconds: float | None = None
    """How long a worker process may take for a document; without workers there is no limit."""
    worker_memory: int | None = None
    """Bytes of memory that a worker process may use."""


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
    reread: bool = False
    """Files have changed, though what is kept of them has not."""


def extractor(models: Sequence[str], actors: Path | None = None) -> MultilingualExtractor:
    """An extractor for models and the user's actors."""
    return MultilingualExtractor(models, known_actors(actors))


@collecting_seldom()
def build(job: Job, watch: Watch | None = None, tell: Tell | None = None) -> Report:
    """Read, extract, store and draw; documents that were read before and have not changed are not read again.

    The files change all at once or not at all. `tell` is told if another build must be waited for. On Ctrl-C while
    it extracts, what is finished is built and the next build goes on from there. Raises InputError if there is
    nothing to read, ModelError, DataError or StoreError; files that cannot be read are told in the report.
    """
    watch, space = watch or Watch(), Workspace(job.out)
    if space.is_new():
        prepare(job.jobs)
    reader, decisions = extractor(job.models, job.actors), decisions_of(job.decisions)
    options = replace(job.reading, languages=reader.languages)
    known = known_intake(space, job.paths, job.batch, options)
    if known is not None:
        with locked(job.out, tell):
            same = _same(job, known, reader, decisions)
        if same is not None:
            return same
    with ExtractionPool(job, reader) as readers:
        told: tuple[Progress | None, OnGiven | None] = watch.reading, None
        if space.is_new():
            told = partial(_starting, readers, watch.reading), readers.submit_ahead
        with take_in(job.paths, job.batch, options, *told) as intake, locked(job.out, tell):
            read = Intake(list(intake.given), list(intake.errors), list(intake.notes))
            extract = partial(_extracted, readers=readers, intake=intake, tell=watch.extracting)
            was_read = (space / READINGS).exists()
            report = build_of(job, intake, reader, decisions, extract)
            report = replace(report, reread=report.unchanged and was_read)
            remember_intake(space, job.paths, job.batch, options, read)
    return report


def _starting(readers: ExtractionPool, tell: Progress | None, read: int, size: int) -> None:
    """Let the processes of a first build start while documents are still read."""
    readers.start(size)
    if tell is not None:
        tell(read, size)


def look(job: Job) -> Outlook:
    """What `build` would read, and what it would have to extract; nothing is written."""
    reader = extractor(job.models, job.actors)
    with take_in(job.paths, job.batch, replace(job.reading, languages=reader.languages)) as intake:
        plan = _plan(Workspace(job.out), reader, intake, add=job.add)
    return Outlook(intake, frozenset(plan.fresh), _ids(Workspace(job.out).manifest()))


def build_of(job: Job, intake: Intake, reader: MultilingualExtractor, decisions: Decisions, extract: Extract) -> Report:
    """`build` under the lock, of what was taken in and what `extract` gives of it."""
    same = _same(job, intake, reader, decisions)
    if same is not None:
        return same
    space = Workspace(job.out)
    plan, known = _plan(space, reader, intake, add=job.add), _ids(space.manifest())
    done = extract(space, plan.fresh)
    if done.left:
        plan = plan.without(done.left, space.slots())
    if not plan.entries:
        raise KeyboardInterrupt if done.is_broken_off else intake.errors[-1]
    manifest = _write(space, decisions, reader.registry, plan, aside=job.jobs != 1)
    found = [identifier for identifier in plan.fresh if identifier not in done.left]
    if not done.is_broken_off:
        space.forget_journal()
    return Report(
        manifest.counts,
        new=sum(identifier not in known for identifier in found),
        changed=sum(identifier in known for identifier in found),
        kept=len(intake.given) - len(found) - len(done.left),
        gone=len(known - {entry.id for entry in plan.entries}),
        intake=intake,
        problems=manifest.problems,
        notes=manifest.unmet,
        copied=manifest.copied,
        left=len(done.left) if done.is_broken_off else 0,
    )


def _same(job: Job, intake: Intake, reader: MultilingualExtractor, decisions: Decisions) -> Report | None:
    """What is told of a build that is made of the same as the last one; None if there is something to do."""
    space = Workspace(job.out)
    before = space.manifest()
    if before is None:
        return None
    entries = {one.entry.id: one.entry for one in intake.given}
    if job.add:
        entries = {entry.id: entry for entry in before.documents} | entries
    documents = tuple(entries[key] for key in sorted(entries))
    made_of = (reader.fingerprint(), views_digest(), documents, decisions.digest())
    if made_of != (before.extractor, before.views, before.documents, before.decisions) or not space.holds(before):
        return None
    log.info("%s is up to date", space.root)
    return Report(
        before.counts,
        kept=len(intake.given),
        unchanged=True,
        intake=intake,
        problems=before.problems,
        notes=before.unmet,
        copied=before.copied,
    )


def _extracted(
    space: Workspace, fresh: Sequence[str], *, readers: ExtractionPool, intake: Intake, tell: Progress | None
) -> Extracting:
    """Extract what is new and remember it, document by document."""
    log.info("extracting %d documents", len(fresh))
    left = dict.fromkeys(fresh)
    size = len(fresh), sum(one.characters for one in intake.given if one.entry.id in left)
    submitted = readers.submitted
    coming = intake.documents(name for name in fresh if name not in submitted)

    def on_lost(document: Given, why: str) -> None:
        intake.errors.append(InputError(document.where, why))

    with space.journal() as remember:
        try:
            for number, line in enumerate(readers.lines(coming, size, on_lost), 1):
                remember(line.content)
                del left[line.id]
                if tell is not None:
                    tell(number, len(fresh))
        except KeyboardInterrupt:
            return Extracting(frozenset(left), is_broken_off=True)
    return Extracting(frozenset(left))


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
        plan = _Plan(before.extractor, views_digest(), before.documents, fresh=())
        manifest = _write(space, said, known, plan)
        kept = len(before.documents)
        return Report(manifest.counts, kept=kept, problems=manifest.problems, notes=manifest.unmet)


def built_from(space: Workspace, documents: Sequence[Entry]) -> Kept:
    """What was taken from documents, in the order of `place`. Raises StoreError if some of it is gone."""
    remembered = space.slots()
    lost = [entry.id for entry in documents if entry.id not in remembered]
    if lost:
        raise StoreError(f"{space.root}: what was read of {lost[0]!r} is gone; run actorgraph build again")
    return Kept(remembered[key] for key in sorted((entry.id for entry in documents), key=place))


def decisions_of(path: Path | None) -> Decisions:
    """The decisions of a file; none where there is none. Raises DataError for a line that is no decision."""
    return Decisions() if path is None else read_decisions(path)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a build will hold, and the ids of the documents to extract; of the others everything is remembered."""

    fingerprint: str
    views: str
    entries: tuple[Entry, ...]
    fresh: Sequence[str]
    start: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Where things stood on the map that the documents are added to: they stay about there."""

    def without(self, left: frozenset[str], remembered: Mapping[str, Slot]) -> _Plan:
        """The plan without what is left over; what was known before of that is kept."""
        entries = [entry for entry in self.entries if entry.id not in left]
        entries += [_entry(remembered[key]) for key in left if key in remembered]
        return replace(self, entries=tuple(sorted(entries, key=lambda entry: entry.id)))


def _entry(slot: Slot) -> Entry:
    return Entry(slot.id, slot.batch, slot.date, slot.digest)


def _plan(space: Workspace, reader: MultilingualExtractor, intake: Intake, *, add: bool) -> _Plan:
    remembered = space.slots()
    if add:
        intake.refuse_others({key: slot.batch for key, slot in remembered.items()})
    now = {one.entry.id: one for one in intake.given}
    # what was built before is kept as it is, even if the rules have changed since: its text is not here
    others = [_entry(slot) for key, slot in remembered.items() if add and key not in now]
    return _Plan(
        reader.fingerprint(),
        views_digest(),
        tuple(sorted([*(one.entry for one in now.values()), *others], key=lambda entry: entry.id)),
        fresh=[key for key, one in now.items() if not _is_known(one, remembered.get(key), reader)],
        start=space.positions() if add else {},
    )


def _is_known(given: Given, slot: Slot | None, reader: MultilingualExtractor) -> bool:
    """True if what is remembered of a document is what would be taken from it now."""
    now = given.entry.digest, reader.fingerprint_of(given.language)
    return slot is not None and (slot.digest, slot.extractor) == now


def _ids(manifest: Manifest | None) -> set[str]:
    return set() if manifest is None else {entry.id for entry in manifest.documents}


def _write(space: Workspace, decisions: Decisions, known: Registry, plan: _Plan, *, aside: bool = False) -> Manifest:
    """Every file of a build, the manifest last. `aside`: more than one processor may be used."""
    from actorgraph.builder.outputs.files import Before, digests, write_build

    log.info("writing %s: %d documents", space.root, len(plan.entries))
    kept = built_from(space, plan.entries)
    extractions = extractions_of(kept)
    found = identities(extractions, decisions, known)
    before = space.manifest()
    earlier = Before(space / STORE, None if before is None else before.files.get(GRAPH), plan.start)
    with transaction(space.root) as staged:
        counts = write_build(staged, found, known, earlier, aside=aside)
        with (staged / CACHE).open("wb") as file:
            file.writelines(kept.lines())
        made_of = (plan.fingerprint, plan.views, plan.entries, counts, digests(staged))
        manifest = Manifest(*made_of, decisions.digest(), found.problems, found.pending, extractions.originals)
        (staged / MANIFEST).write_bytes(manifest_bytes(manifest))
    return manifest
