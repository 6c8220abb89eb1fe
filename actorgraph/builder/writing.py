"""Writes all files of a build at once: graph, claims, map and pages from the extractions in the cache."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from actorgraph.builder.extraction.duplicates import extractions_of
from actorgraph.builder.planning import BuildPlan
from actorgraph.builder.storage.extraction_cache import PARTIAL, ExtractionCache
from actorgraph.builder.storage.soundness import damage_of_store, file_digest, seal_store
from actorgraph.builder.storage.transaction import transaction
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
)
from graph.identity.merging import identities
from graph.reading.library import Library
from graph.review.decisions import Decisions
from ontology.errors import StoreError
from ontology.registry import Registry

log = logging.getLogger(__name__)


def cached_extractions(workspace: Workspace, documents: Sequence[DocumentEntry]) -> ExtractionCache:
    """What was extracted from documents, in the order of `place`. Raises StoreError if some of it is gone."""
    index = workspace.cache_index()
    lost = [entry.id for entry in documents if entry.id not in index]
    if lost:
        raise StoreError(
            f"{workspace.root}: what was extracted from {lost[0]!r} is missing; run actorgraph build again"
        )
    return ExtractionCache(index[key] for key in sorted((entry.id for entry in documents), key=place))


def load_writers() -> None:
    """Import what `write_files` needs, which takes a second: worker processes extract meanwhile."""
    import actorgraph.builder.outputs.files  # noqa: F401


def write_files(
    workspace: Workspace, decisions: Decisions, registry: Registry, plan: BuildPlan, *, in_background: bool = False
) -> BuildManifest:
    """Write every file of a build, the manifest last. `in_background`: a thread of its own may fill the store."""
    from actorgraph.builder.outputs.files import PreviousBuild, digests, write_build
    from actorgraph.builder.outputs.pages import pages_digest, remove_pages, write_pages

    cache = cached_extractions(workspace, plan.entries)
    extractions = extractions_of(cache)
    log.info("resolving identities")
    resolved = identities(extractions, decisions, registry)
    last = workspace.manifest()
    previous = PreviousBuild(workspace / STORE, _sound_graph(workspace, last), plan.start)
    log.info("writing graph, claims and map")
    with transaction(workspace.root) as staging:
        counts = write_build(staging, resolved, registry, previous, in_background=in_background, has_pages=plan.pages)
        if plan.pages:
            write_pages(staging, Library(staging / LIBRARY))
        with (staging / CACHE).open("wb") as file:
            file.writelines(cache.lines())
        if (staging / STORE).is_dir():
            seal_store(staging / STORE)
        pages = pages_digest(staging) if plan.pages else {}
        manifest = BuildManifest(
            _fingerprint(plan, cache),
            plan.views,
            plan.entries,
            counts,
            files={**digests(staging), CACHE: file_digest(staging / CACHE), **pages},
            decisions=decisions.digest(),
            problems=resolved.problems,
            pending=resolved.pending,
            duplicates=extractions.originals,
            pages=plan.pages,
            applied=resolved.applied,
        )
        (staging / MANIFEST).write_bytes(manifest_bytes(manifest))
    if last is not None and last.pages and not plan.pages:
        remove_pages(workspace.root)
    return manifest


def _fingerprint(plan: BuildPlan, cache: ExtractionCache) -> str:
    """The digest of what extracts, marked if it has left something out that another build may add."""
    is_partial = any(entry.is_partial for entry in cache.entries)
    return plan.fingerprint.removesuffix(PARTIAL) + (PARTIAL if is_partial else "")


def _sound_graph(workspace: Workspace, last: BuildManifest | None) -> str | None:
    """The digest of the graph of the last build; None if there is none, or its store is damaged."""
    is_sound = last is not None and next(damage_of_store(workspace / STORE), None) is None
    return last.files.get(GRAPH) if last is not None and is_sound else None
