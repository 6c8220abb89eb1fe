"""A build: documents in; store, claims, graph and map out. The only code that joins `extract` and `graph`."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from actorgraph.builder.extraction.new_documents import ExtractFunction, ExtractionOutcome, extract_new
from actorgraph.builder.extraction.pool import ExtractionPool, prepare
from actorgraph.builder.inputs.input_set import InputSet, OnInput, read_inputs
from actorgraph.builder.inputs.snapshot import SNAPSHOT, save_snapshot, unchanged_inputs
from actorgraph.builder.options import BuildOptions, BuildProgress, ProgressCallback
from actorgraph.builder.outputs.summary import BuildReport, report_of
from actorgraph.builder.planning import BuildPlan, digests_of, has_pages, plan_of
from actorgraph.builder.storage.transaction import Notify, locked
from actorgraph.builder.storage.workspace import MANIFEST, BuildManifest, Workspace, views_digest
from actorgraph.builder.writing import load_writers, write_files
from extract.extractors import DocumentExtractor, PreparedExtractor, extractor_of
from graph.review.decisions import Decisions, read_decisions
from ontology.errors import InputError
from ontology.model import Document
from ontology.processes.gc_thresholds import rare_collections
from ontology.registry import Registry

if TYPE_CHECKING:
    from extract.llm.estimate import Estimate

log = logging.getLogger(__name__)


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
            extract = partial(extract_new, pool=pool, inputs=inputs, extractor=extractor, progress=progress)
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
        plan = plan_of(workspace, extractor, inputs, add=options.add)
        expected = None
        if options.llm is not None:
            expected = _estimate(extractor, (document for document, _ in inputs.load(plan.fresh)))
    return BuildPreview(inputs, frozenset(plan.fresh), set(digests_of(workspace.manifest())), expected)


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
    report = _unchanged(options, inputs, extractor, decisions)
    if report is not None:
        return report
    workspace = Workspace(options.out)
    last = workspace.manifest()
    _tell_damage(workspace, inputs)
    plan = _planned(options, inputs, extractor, last)
    load_writers()
    outcome = extract(workspace, plan.fresh)
    if outcome.left:
        plan = plan.without(outcome.left, workspace.cache_index())
    if not plan.entries:
        raise KeyboardInterrupt if outcome.is_interrupted else inputs.errors[-1]
    manifest = write_files(workspace, decisions, extractor.registry, plan, in_background=options.jobs != 1)
    if not outcome.is_interrupted:
        workspace.forget_journal()
    return _compared(report_of(manifest), plan, inputs, outcome, digests_of(last))


def _planned(
    options: BuildOptions, inputs: InputSet, extractor: DocumentExtractor, last: BuildManifest | None
) -> BuildPlan:
    """What the build will hold. Raises InputError if something else stands where the pages belong."""
    from actorgraph.builder.outputs.pages import check_room

    plan = plan_of(Workspace(options.out), extractor, inputs, add=options.add)
    plan = replace(plan, pages=has_pages(options, last))
    if plan.pages and (last is None or not last.pages):
        check_room(options.out)
    log.info("%d documents, %d to extract", len(plan.entries), len(plan.fresh))
    return plan


def _compared(
    report: BuildReport, plan: BuildPlan, inputs: InputSet, outcome: ExtractionOutcome, before: Mapping[str, str]
) -> BuildReport:
    """The report with what this build did; `before`: by id, the digests of the documents of the build before."""
    extracted = [identifier for identifier in plan.fresh if identifier not in outcome.left]
    read = {document.entry.id: document.entry.digest for document in inputs.documents}
    is_as_before = [before[identifier] == read[identifier] for identifier in extracted if identifier in before]
    return replace(
        report,
        new=len(extracted) - len(is_as_before),
        changed=is_as_before.count(False),
        again=is_as_before.count(True),
        kept=len(inputs.documents) - len(extracted) - len(outcome.left),
        gone=len(before.keys() - {entry.id for entry in plan.entries}),
        inputs=inputs,
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
    made_of = (extractor.fingerprint(), views_digest(), documents, decisions.digest(), has_pages(options, last))
    as_last = (last.extractor, last.views, last.documents, last.decisions, last.pages)
    if made_of != as_last or not workspace.holds(last):
        return None
    log.info("nothing has changed")
    return replace(report_of(last), kept=len(inputs.documents), unchanged=True, inputs=inputs)


def _tell_damage(workspace: Workspace, inputs: InputSet) -> None:
    """Warn of files that are not as the last build wrote them; this one writes them anew."""
    last = workspace.manifest()
    damaged = [] if last is None else list(workspace.damage(last))
    if last is None and (workspace / MANIFEST).exists():
        damaged = [MANIFEST]
    if damaged:
        more = f", and {len(damaged) - 1} more" if len(damaged) > 1 else ""
        why = f"damaged or gone since the last build{more}; rebuilt"
        inputs.warnings.append(InputError(str(workspace / damaged[0]), why))


def reapply_decisions(out: Path, decisions_file: Path | None, registry: Registry) -> BuildReport:
    """Apply the decisions to the last build; no text is read again. Raises StoreError if nothing was built."""
    workspace = Workspace(out)
    workspace.store()
    with locked(out):
        last, decisions = workspace.known_manifest(), decisions_of(decisions_file)
        is_unchanged = (last.decisions, last.views) == (decisions.digest(), views_digest()) and workspace.holds(last)
        manifest = last
        if not is_unchanged:
            plan = BuildPlan(last.extractor, views_digest(), last.documents, fresh=(), pages=last.pages)
            manifest = write_files(workspace, decisions, registry, plan)
        return replace(report_of(manifest), kept=len(last.documents), unchanged=is_unchanged)


def decisions_of(path: Path | None) -> Decisions:
    """The decisions in a file; none without a file. Raises DataError for a line that is no decision."""
    return Decisions() if path is None else read_decisions(path)
