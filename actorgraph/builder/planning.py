"""Decides what a build will hold: its documents, and which of them are extracted now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from actorgraph.builder.inputs.input_set import InputDocument, InputSet
from actorgraph.builder.options import BuildOptions
from actorgraph.builder.storage.extraction_cache import IndexEntry
from actorgraph.builder.storage.workspace import CACHE, BuildManifest, DocumentEntry, Workspace, views_digest
from extract.extractors import DocumentExtractor
from ontology.errors import InputError


@dataclass(frozen=True, slots=True)
class BuildPlan:
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

    def without(self, left: frozenset[str], index: Mapping[str, IndexEntry]) -> BuildPlan:
        """The plan without these documents; an earlier version of one that is in the cache stays."""
        entries = [entry for entry in self.entries if entry.id not in left]
        entries += [_entry(index[key]) for key in left if key in index]
        return replace(self, entries=tuple(sorted(entries, key=lambda entry: entry.id)))


def _entry(cached: IndexEntry) -> DocumentEntry:
    return DocumentEntry(cached.id, cached.batch, cached.date, cached.digest)


def plan_of(workspace: Workspace, extractor: DocumentExtractor, inputs: InputSet, *, add: bool) -> BuildPlan:
    """The plan of a build of the documents read; `add`: and of those that were built before."""
    index = workspace.cache_index()
    if add:
        inputs.refuse_others({key: cached.batch for key, cached in index.items()})
    read = {document.entry.id: document for document in inputs.documents}
    if add:
        _tell_lost(workspace, inputs, index.keys() | read.keys())
    # what was built before stays as it is, even if the rules have changed since: its text is not here
    others = [_entry(cached) for key, cached in index.items() if add and key not in read]
    return BuildPlan(
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
            why = f"what was extracted from it (batch {entry.batch}) is damaged in, or missing from, {CACHE}"
            inputs.errors.append(InputError(entry.id, f"{why}; add its file again: actorgraph build FILE --add"))


def _is_cached(document: InputDocument, cached: IndexEntry | None, extractor: DocumentExtractor) -> bool:
    """True if the cache holds what would be extracted from a document now."""
    version = document.entry.digest, extractor.fingerprint_of(document.language)
    return cached is not None and (cached.digest, cached.extractor) == version


def digests_of(manifest: BuildManifest | None) -> dict[str, str]:
    """By id of each document of a build, the digest of its text."""
    return {} if manifest is None else {entry.id: entry.digest for entry in manifest.documents}


def has_pages(options: BuildOptions, last: BuildManifest | None) -> bool:
    """Whether each document gets a page: as asked for, else as in the last build."""
    return options.pages if options.pages is not None else last is not None and last.pages
