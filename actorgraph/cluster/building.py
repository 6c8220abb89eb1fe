"""Builds from documents that a Ray cluster reads and extracts from; all later steps are those of a local build."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from actorgraph.builder.extraction.new_documents import ExtractionOutcome
from actorgraph.builder.inputs.input_set import InputDocument, InputSet
from actorgraph.builder.options import BuildOptions, BuildProgress
from actorgraph.builder.outputs.summary import BuildReport
from actorgraph.builder.pipeline import build_of, decisions_of
from actorgraph.builder.storage.extraction_cache import CachedExtraction, line_of
from actorgraph.builder.storage.transaction import Notify, locked
from actorgraph.builder.storage.workspace import DocumentEntry, Workspace
from actorgraph.cluster.engine import Cluster, OnShard, finished_shards
from actorgraph.cluster.shards import Shard, ShardSetup, shards_of
from actorgraph.cluster.storage import (
    ResultsFooter,
    ShardManifest,
    ShardResult,
    file_digest,
    footer,
    make_folder,
    narrow_rows,
    read_manifest,
    rows,
    write_manifest,
)
from extract.documents.addresses import path_of
from extract.documents.reader import duplicate_id
from extract.multilingual import MultilingualExtractor
from ontology.errors import InputError, StoreError
from ontology.processes.gc_thresholds import rare_collections

FOLDER = "shards"
"""Default folder of the results, inside the folder of the build."""


@rare_collections()
def build_on(
    cluster: Cluster,
    prefix: str | None,
    options: BuildOptions,
    progress: BuildProgress | None = None,
    notify: Notify | None = None,
) -> BuildReport:
    """Build like `pipeline.build`, but extract on a cluster.

    `prefix`: the folder or address that the results of the shards are written to; by default a folder inside
    `options.out`. Finished shards are not processed again. Raises what `pipeline.build` does, and StoreError if the
    cluster or the results cannot be reached.
    """
    extractor = options.extractor_settings().pipelines()
    results = path_of(prefix or str((options.out / FOLDER).absolute()))
    with locked(options.out, notify):
        extraction = extract_on(cluster, options, extractor, results, (progress or BuildProgress()).shards)
        return build_from(options, extractor, results, extraction)


@dataclass(frozen=True, slots=True)
class ClusterExtraction:
    """The outcome of an extraction on a cluster.

    `manifest`: the shards, in the order of the documents. `errors`: inputs that could not be read. `notes`: files that
    are no documents. `fresh`: how many shards were processed now; the others had been finished by an earlier run.
    """

    manifest: ShardManifest
    errors: Sequence[InputError]
    notes: Sequence[InputError]
    fresh: int = 0


def extract_on(
    cluster: Cluster,
    options: BuildOptions,
    extractor: MultilingualExtractor,
    results: Path,
    on_shard: OnShard | None = None,
) -> ClusterExtraction:
    """Read the documents and extract from them on a cluster, into one file per shard in the folder `results`.

    Builds nothing. Raises InputError if there is nothing to read, ModelError, StoreError.
    """
    errors: list[InputError] = []
    notes: list[InputError] = []
    shards = shards_of(options.paths, options.batch, errors, notes)
    if not shards:
        raise errors[0] if errors else InputError(" ".join(options.paths), "no documents here")
    make_folder(results)
    setup = setup_of(options, extractor, results)
    previous = {result.shard: result for result in read_manifest(results).shards}
    current: dict[str, ShardResult] = {}
    fresh = 0
    for shard in finished_shards(shards, setup, cluster, previous, on_error=errors.append, on_shard=on_shard):
        current[shard.result.shard] = shard.result
        fresh += shard.is_fresh
    manifest = ShardManifest(setup.fingerprint, tuple(all_results(shards, current, previous, results)))
    write_manifest(results, manifest)
    return ClusterExtraction(manifest, errors, notes, fresh)


def all_results(
    shards: Sequence[Shard],
    current: Mapping[str, ShardResult],
    previous: Mapping[str, ShardResult],
    results: Path,
) -> Iterator[ShardResult]:
    """The result of each shard, in order.

    For a shard that this run could not finish, the result of the previous run is used if its file is intact.
    """
    for shard in shards:
        result = current.get(shard.name)
        if result is None:
            result = previous.get(shard.name)
            if result is None or file_digest(results / result.file) != result.output:
                continue
        yield result


def build_from(
    options: BuildOptions, extractor: MultilingualExtractor, results: Path, extraction: ClusterExtraction
) -> BuildReport:
    """Build from the result files of an extraction on a cluster. To be called under the lock of the build."""
    decisions = decisions_of(options.decisions)
    file_of_document, inputs = _read_inputs(results, extraction)

    def extract(workspace: Workspace, fresh: Sequence[str]) -> ExtractionOutcome:
        with workspace.journal() as append:
            for cached in _extractions(results, extraction.manifest.shards, file_of_document, frozenset(fresh)):
                append(line_of(cached))
        return ExtractionOutcome()

    return build_of(options, inputs, extractor, decisions, extract)


def setup_of(options: BuildOptions, extractor: MultilingualExtractor, results: Path) -> ShardSetup:
    """What the workers of a build need to know."""
    reading = replace(options.reading, languages=extractor.languages)
    actors = None if options.actors is None else options.actors.read_bytes()
    return ShardSetup(tuple(options.models), reading, extractor.fingerprint(), str(results), actors, options.fast)


# ---- from the result files


def _read_inputs(results: Path, extraction: ClusterExtraction) -> tuple[Mapping[str, str], InputSet]:
    """The result file of each document, by document id, and the input set that reading the documents would give.

    Of two documents with the same id the first is used. Raises StoreError for a file that has changed since it was
    written.
    """
    file_of_document: dict[str, str] = {}
    locations: dict[str, str] = {}
    inputs = InputSet(errors=list(extraction.errors), notes=list(extraction.notes))
    for result in extraction.manifest.shards:
        metadata = _intact_footer(results, result)
        inputs.errors += [InputError(where, why) for where, why in metadata.left_out]
        inputs.warnings += [InputError(where, why) for where, why in metadata.warnings]
        for row in narrow_rows(results / result.file):
            document = _input_document(row)
            identifier = document.entry.id
            if identifier in file_of_document:
                inputs.errors.append(InputError(document.where, duplicate_id(identifier, locations[identifier])))
                continue
            file_of_document[identifier], locations[identifier] = result.file, document.where
            inputs.documents.append(document)
    if not inputs.documents:
        raise inputs.errors[0] if inputs.errors else InputError(str(results), "no documents in the shards")
    return file_of_document, inputs


def _intact_footer(results: Path, result: ShardResult) -> ResultsFooter:
    """The metadata of a result file. Raises StoreError if it is missing or changed."""
    path = results / result.file
    digest = file_digest(path)
    if digest is None:
        raise StoreError(
            f"{path}: a worker has written this file, but it is not visible here; with --shards, name a folder that "
            "all machines share, or an address"
        )
    metadata = footer(path)
    if digest != result.output or metadata is None:
        raise StoreError(f"{path}: damaged, or written by another build; remove the file, then build again")
    return metadata


def _input_document(row: Mapping[str, Any]) -> InputDocument:
    document = row["document"]
    entry = DocumentEntry(document["id"], document["batch"], document["date"], row["digest"])
    metadata = (document["title"], document["date_from"], document["language"])
    return InputDocument(entry, row["kind"], row["where"], *metadata, row["characters"], 0)


def _extractions(
    results: Path, shards: Sequence[ShardResult], file_of_document: Mapping[str, str], wanted: frozenset[str]
) -> Iterator[CachedExtraction]:
    """The extractions from the documents with the ids `wanted`, each once; few are in memory at a time."""
    yielded: set[str] = set()
    for result in shards:
        for row in rows(results / result.file):
            if row.id in wanted and file_of_document[row.id] == result.file and row.id not in yielded:
                yielded.add(row.id)
                yield row.extracted
