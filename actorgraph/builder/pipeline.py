"""A build: documents in; store, claims, graph and map out. The only code that joins `extract` and `graph`."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from actorgraph.builder.extraction.duplicates import extractions_of
from actorgraph.builder.extraction.pool import ExtractionPool, prepare
from actorgraph.builder.inputs.input_set import InputDocument, InputSet, OnInput, read_inputs
from actorgraph.builder.inputs.snapshot import SNAPSHOT, save_snapshot, unchanged_inputs
from actorgraph.builder.options import BuildOptions, BuildProgress, ProgressCallback
from actorgraph.builder.outputs.summary import BuildReport
from actorgraph.builder.storage.extraction_cache import PARTIAL, ExtractionCache, IndexEntry
from actorgraph.builder.storage.soundness import damage_of_store, file_digest, seal_store
from actorgraph.builder.storage.transaction import Notify, locked, transaction
from actorgraph.builder.storage.workspace import (
    CACHE,
    GRAPH,
    LIBRARY,
    MANIFEST,
    STORE,
    BuildManifest,
    DocumentEntry,
    Workspace,
    manifest_bytes,
    place,
    views_digest,
)
from extract.extractors import DocumentExtractor, PreparedExtractor, Reasons, extractor_of, prepared
from graph.identity.merging import identities
from graph.reading.library import Library
from graph.review.decisions import Decisions, read_decisions
from ontology.errors import InputError, StoreError
from ontology.model import Document
from ontology.processes.gc_thresholds import rare_collections
from ontology.registry import Registry

if TYPE_CHECKING:
    from extract.llm.estimate import Estimate

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ExtractionOutcome:
    """How the extraction ended.

    `left`: ids of documents that nothing was extracted from: they killed their process, or Ctrl-C came first.
    `is_interrupted`: by Ctrl-C.
    """

    left: frozenset[str] = frozenset()
    is_interrupted: bool = False


ExtractFunction = Callable[[Workspace, Sequence[str]], ExtractionOutcome]
"""Extracts from the documents of these ids, and appends what it extracts to the journal of a workspace."""


@dataclass(frozen=True, slots=True)
class BuildPreview:
    """What a build would do.

    `inputs`: the documents read. `fresh`: ids to extract. `known`: ids of the last build. `estimate`: what requests to
    a language model would take, if there is one.
    """

    inputs: InputSet
    fresh: frozenset[str]
    known: set[str]
    estimate: Estimate | None = None


@rare_collections()
def build(options: BuildOptions, progress: BuildProgress | None = None, notify: Notify | None = None) -> BuildReport:
    """Read, extract, store and draw. Documents that have not changed since the last build are not extracted again.

    All files change at once, or none. `notify` is called with a message if another build must be waited for. If Ctrl-C
    interrupts the extraction, the build is made of what is finished, and the next build continues from there. Files
    that cannot be read are in the report. Raises InputError if there is nothing to read; ModelError, DataError,
    StoreError.
    """
    progress, workspace = progress or BuildProgress(), Workspace(options.out)
    is_first = workspace.is_new()
    if is_first:
        prepare(options)
    extractor, decisions = extractor_of(options.extractor_settings()), decisions_of(options.decisions)
    reading = replace(options.reading, languages=extractor.languages)
    unchanged = unchanged_inputs(workspace, options.paths, options.batch, reading)
    if unchanged is not None:
        with locked(options.out, notify):
            report = _unchanged(options, unchanged, extractor, decisions)
        if report is not None:
            return report
    with ExtractionPool(options, extractor) as pool:
        callbacks: tuple[ProgressCallback | None, OnInput | None] = progress.reading, None
        if is_first and not isinstance(extractor, PreparedExtractor):
            callbacks = partial(_start_workers, pool, progress.reading), pool.submit_ahead
        log.info("reading documents")
        with read_inputs(options.paths, options.batch, reading, *callbacks) as inputs, locked(options.out, notify):
            as_read = inputs.copy()
            extract = partial(_extract, pool=pool, inputs=inputs, extractor=extractor, progress=progress)
            has_snapshot = (workspace / SNAPSHOT).exists()
            report = build_of(options, inputs, extractor, decisions, extract)
            report = replace(report, reread=report.unchanged and has_snapshot)
            save_snapshot(workspace, options.paths, options.batch, reading, as_read)
    return report


def _start_workers(pool: ExtractionPool, progress: ProgressCallback | None, read: int, size: int) -> None:
    """Start the workers of a first build while documents are still being read; pass the progress on."""
    pool.start(size)
    if progress is not None:
        progress(read, size)


def preview(options: BuildOptions) -> BuildPreview:
    """What `build` would read and extract; nothing is written. Raises InputError if there is nothing to read."""
    extractor, workspace = extractor_of(options.extractor_settings()), Workspace(options.out)
    reading = replace(options.reading, languages=extractor.languages)
    with read_inputs(options.paths, options.batch, reading) as inputs:
        plan = _plan(workspace, extractor, inputs, add=options.add)
        expected = None
        if options.llm is not None:
            expected = _estimate(extractor, (document for document, _ in inputs.load(plan.fresh)))
    return BuildPreview(inputs, frozenset(plan.fresh), set(_digests(workspace.manifest())), expected)


def _estimate(extractor: DocumentExtractor, documents: Iterable[Document]) -> Estimate | None:
    from extract.llm.estimate import estimate
    from extract.llm.extractor import ModelExtractor

    if not isinstance(extractor, ModelExtractor):
        return None
    return estimate(map(extractor.requests, documents), extractor.cache)


def build_of(
    options: BuildOptions,
    inputs: InputSet,
    extractor: DocumentExtractor,
    decisions: Decisions,
    extract: ExtractFunction,
) -> BuildReport:
    """Build from documents that were read; `extract` extracts from those that are new. To be called under the lock.

    Raises KeyboardInterrupt if that was interrupted before any document was finished, InputError if none could be
    extracted.
    """
    from actorgraph.builder.outputs.pages import check_room

    report = _unchanged(options, inputs, extractor, decisions)
    if report is not None:
        return report
    workspace = Workspace(options.out)
    _tell_damage(workspace, inputs)
    plan, last = _plan(workspace, extractor, inputs, add=options.add), workspace.manifest()
    plan, known = replace(plan, pages=_has_pages(options, last)), _digests(last)
    if plan.pages and (last is None or not last.pages):
        check_room(workspace.root)
    log.info("%d documents, %d to extract", len(plan.entries), len(plan.fresh))
    outcome = extract(workspace, plan.fresh)
    if outcome.left:
        plan = plan.without(outcome.left, workspace.cache_index())
    if not plan.entries:
        raise KeyboardInterrupt if outcome.is_interrupted else inputs.errors[-1]
    manifest = _write(workspace, decisions, extractor.registry, plan, in_background=options.jobs != 1)
    extracted = [identifier for identifier in plan.fresh if identifier not in outcome.left]
    read = {document.entry.id: document.entry.digest for document in inputs.documents}
    if not outcome.is_interrupted:
        workspace.forget_journal()
    return BuildReport(
        manifest.counts,
        new=sum(identifier not in known for identifier in extracted),
        changed=sum(known.get(identifier, read[identifier]) != read[identifier] for identifier in extracted),
        again=sum(known.get(identifier) == read[identifier] for identifier in extracted),
        kept=len(inputs.documents) - len(extracted) - len(outcome.left),
        gone=len(known.keys() - {entry.id for entry in plan.entries}),
        inputs=inputs,
        problems=manifest.problems,
        notes=manifest.pending,
        applied=manifest.applied,
        duplicates=manifest.duplicates,
        batches=_batches(manifest.documents),
        left=len(outcome.left) if outcome.is_interrupted else 0,
    )


def _unchanged(
    options: BuildOptions, inputs: InputSet, extractor: DocumentExtractor, decisions: Decisions
) -> BuildReport | None:
    """The report of a build that would be made of the same as the last one; None if there is something to do."""
    workspace = Workspace(options.out)
    last = workspace.manifest()
    if last is None:
        return None
    entries = {document.entry.id: document.entry for document in inputs.documents}
    if options.add:
        entries = {entry.id: entry for entry in last.documents} | entries
    documents = tuple(entries[key] for key in sorted(entries))
    made_of = (extractor.fingerprint(), views_digest(), documents, decisions.digest(), _has_pages(options, last))
    as_last = (last.extractor, last.views, last.documents, last.decisions, last.pages)
    if made_of != as_last or not workspace.holds(last):
        return None
    log.info("nothing has changed")
    return BuildReport(
        last.counts,
        kept=len(inputs.documents),
        unchanged=True,
        inputs=inputs,
        problems=last.problems,
        notes=last.pending,
        applied=last.applied,
        duplicates=last.duplicates,
        batches=_batches(last.documents),
    )


def _batches(documents: Iterable[DocumentEntry]) -> tuple[str, ...]:
    """The batches of documents, by the latest date of each; of two that are as late, the larger one is last."""
    dates: dict[str, list[str]] = {}
    for entry in documents:
        dates.setdefault(entry.batch, []).append(entry.date or "")
    return tuple(sorted(dates, key=lambda batch: (max(dates[batch]), len(dates[batch]), batch)))


def _tell_damage(workspace: Workspace, inputs: InputSet) -> None:
    """Warn of files that are not as the last build wrote them; this one writes them anew."""
    last = workspace.manifest()
    damaged = [] if last is None else list(workspace.damage(last))
    if last is None and (workspace / MANIFEST).exists():
        damaged = [MANIFEST]
    if damaged:
        more = f", and {len(damaged) - 1} more" if len(damaged) > 1 else ""
        why = f"damaged or gone since the last build{more}; made anew"
        inputs.warnings.append(InputError(str(workspace / damaged[0]), why))


def _extract(  # noqa: PLR0913  # a step of `build`, with what it has
    workspace: Workspace,
    fresh: Sequence[str],
    *,
    pool: ExtractionPool,
    inputs: InputSet,
    extractor: DocumentExtractor,
    progress: BuildProgress,
) -> ExtractionOutcome:
    """Extract from new documents and append what is extracted to the journal, document by document."""
    left = dict.fromkeys(fresh)
    reasons = _prepared(extractor, fresh, inputs, progress.asking)
    places = {document.entry.id: document.where for document in inputs.documents}
    size = len(fresh), sum(document.characters for document in inputs.documents if document.entry.id in left)
    submitted = pool.submitted
    documents = inputs.load(identifier for identifier in fresh if identifier not in submitted)

    def on_lost(document: InputDocument, why: str) -> None:
        inputs.errors.append(InputError(document.where, reasons.explained(document.entry.id, why)))

    with workspace.journal() as append:
        try:
            for number, line in enumerate(pool.lines(documents, size, on_lost), 1):
                append(line.content)
                del left[line.id]
                if line.missing:
                    inputs.warnings.append(InputError(places[line.id], reasons.explained(line.id, line.missing)))
                log.debug("extracted %s", line.id)
                if progress.extracting is not None:
                    progress.extracting(number, len(fresh))
        except KeyboardInterrupt:
            return ExtractionOutcome(frozenset(left), is_interrupted=True)
    return ExtractionOutcome(frozenset(left))


def _prepared(
    extractor: DocumentExtractor, fresh: Sequence[str], inputs: InputSet, progress: ProgressCallback | None
) -> Reasons:
    """Let an extractor do what it must before extraction; the reasons of what it could not do."""
    on_document = None if progress is None else lambda done: progress(done, len(fresh))
    return prepared(extractor, (document for document, _ in inputs.load(fresh)), on_document)


def reapply_decisions(out: Path, decisions_file: Path | None, registry: Registry) -> BuildReport:
    """Apply the decisions to the last build; no text is read again. Raises StoreError if nothing was built."""
    workspace = Workspace(out)
    workspace.store()
    with locked(out):
        last, decisions = workspace.known_manifest(), decisions_of(decisions_file)
        is_unchanged = (last.decisions, last.views) == (decisions.digest(), views_digest()) and workspace.holds(last)
        manifest = last
        if not is_unchanged:
            plan = _BuildPlan(last.extractor, views_digest(), last.documents, fresh=(), pages=last.pages)
            manifest = _write(workspace, decisions, registry, plan)
        return BuildReport(
            manifest.counts,
            kept=len(last.documents),
            unchanged=is_unchanged,
            problems=manifest.problems,
            notes=manifest.pending,
            applied=manifest.applied,
        )


def cached_extractions(workspace: Workspace, documents: Sequence[DocumentEntry]) -> ExtractionCache:
    """What was extracted from documents, in the order of `place`. Raises StoreError if some of it is gone."""
    index = workspace.cache_index()
    lost = [entry.id for entry in documents if entry.id not in index]
    if lost:
        raise StoreError(f"{workspace.root}: what was extracted from {lost[0]!r} is gone; run actorgraph build again")
    return ExtractionCache(index[key] for key in sorted((entry.id for entry in documents), key=place))


def decisions_of(path: Path | None) -> Decisions:
    """The decisions in a file; none without a file. Raises DataError for a line that is no decision."""
    return Decisions() if path is None else read_decisions(path)


@dataclass(frozen=True, slots=True)
class _BuildPlan:
    """What a build will hold.

    `fresh`: ids of the documents to extract; the others are in the cache. `start`: positions on the map that documents
    are added to; things stay near them. `pages`: whether each document gets a page.
    """

    fingerprint: str
    views: str
    entries: tuple[DocumentEntry, ...]
    fresh: Sequence[str]
    start: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    pages: bool = False

    def without(self, left: frozenset[str], index: Mapping[str, IndexEntry]) -> _BuildPlan:
        """The plan without these documents; an earlier version of one that is in the cache stays."""
        entries = [entry for entry in self.entries if entry.id not in left]
        entries += [_entry(index[key]) for key in left if key in index]
        return replace(self, entries=tuple(sorted(entries, key=lambda entry: entry.id)))


def _entry(cached: IndexEntry) -> DocumentEntry:
    return DocumentEntry(cached.id, cached.batch, cached.date, cached.digest)


def _plan(workspace: Workspace, extractor: DocumentExtractor, inputs: InputSet, *, add: bool) -> _BuildPlan:
    index = workspace.cache_index()
    if add:
        inputs.refuse_others({key: cached.batch for key, cached in index.items()})
    read = {document.entry.id: document for document in inputs.documents}
    if add:
        _tell_lost(workspace, inputs, index.keys() | read.keys())
    # what was built before stays as it is, even if the rules have changed since: its text is not here
    others = [_entry(cached) for key, cached in index.items() if add and key not in read]
    return _BuildPlan(
        extractor.fingerprint(),
        views_digest(),
        tuple(sorted([*(document.entry for document in read.values()), *others], key=lambda entry: entry.id)),
        fresh=[key for key, document in read.items() if not _is_cached(document, index.get(key), extractor)],
        start=workspace.positions() if add else {},
    )


def _tell_lost(workspace: Workspace, inputs: InputSet, there: AbstractSet[str]) -> None:
    """Report the documents of the last build that are not `there` any more, because the cache is damaged."""
    last = workspace.manifest()
    for entry in () if last is None else last.documents:
        if entry.id not in there:
            why = f"what was extracted from it (batch {entry.batch}) is damaged or gone from {CACHE}"
            inputs.errors.append(InputError(entry.id, f"{why}; add its file again: actorgraph build FILE --add"))


def _is_cached(document: InputDocument, cached: IndexEntry | None, extractor: DocumentExtractor) -> bool:
    """True if the cache holds what would be extracted from a document now."""
    version = document.entry.digest, extractor.fingerprint_of(document.language)
    return cached is not None and (cached.digest, cached.extractor) == version


def _digests(manifest: BuildManifest | None) -> dict[str, str]:
    """By id of each document of a build, the digest of its text."""
    return {} if manifest is None else {entry.id: entry.digest for entry in manifest.documents}


def _has_pages(options: BuildOptions, last: BuildManifest | None) -> bool:
    """Whether each document gets a page: as asked for, else as in the last build."""
    return options.pages if options.pages is not None else last is not None and last.pages


def _write(
    workspace: Workspace, decisions: Decisions, registry: Registry, plan: _BuildPlan, *, in_background: bool = False
) -> BuildManifest:
    """Write every file of a build, the manifest last. `in_background`: a thread of its own may fill the store."""
    from actorgraph.builder.outputs.files import PreviousBuild, digests, write_build
    from actorgraph.builder.outputs.pages import pages_digest, remove_pages, write_pages

    cache = cached_extractions(workspace, plan.entries)
    extractions = extractions_of(cache)
    log.info("resolving identities")
    resolved = identities(extractions, decisions, registry)
    last = workspace.manifest()
    had_pages = last is not None and last.pages
    is_sound = last is not None and next(damage_of_store(workspace / STORE), None) is None
    previous = PreviousBuild(workspace / STORE, last.files.get(GRAPH) if last and is_sound else None, plan.start)
    log.info("writing graph, claims and map")
    with transaction(workspace.root) as staging:
        counts = write_build(staging, resolved, registry, previous, in_background=in_background, has_pages=plan.pages)
        if plan.pages:
            write_pages(staging, Library(staging / LIBRARY))
        with (staging / CACHE).open("wb") as file:
            file.writelines(cache.lines())
        if (staging / STORE).is_dir():
            seal_store(staging / STORE)
        is_partial = any(entry.is_partial for entry in cache.entries)
        made_of = (
            plan.fingerprint.removesuffix(PARTIAL) + (PARTIAL if is_partial else ""),
            plan.views,
            plan.entries,
            counts,
            {**digests(staging), CACHE: file_digest(staging / CACHE), **(pages_digest(staging) if plan.pages else {})},
        )
        manifest = BuildManifest(
            *made_of,
            decisions.digest(),
            resolved.problems,
            resolved.pending,
            extractions.originals,
            plan.pages,
            resolved.applied,
        )
        (staging / MANIFEST).write_bytes(manifest_bytes(manifest))
    if had_pages and not plan.pages:
        remove_pages(workspace.root)
    return manifest
