"""A build whose documents are read by a Ray cluster. All that comes after reading is that of any build."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from actorgraph.builder.inputs.input_set import InputDocument, InputSet
from actorgraph.builder.options import BuildOptions, BuildProgress
from actorgraph.builder.outputs.summary import BuildReport
from actorgraph.builder.pipeline import ExtractionOutcome, build_of, decisions_of, make_extractor
from actorgraph.builder.storage.extraction_cache import CachedExtraction, line_of
from actorgraph.builder.storage.transaction import Notify, locked
from actorgraph.builder.storage.workspace import DocumentEntry, Workspace
from actorgraph.cluster.engine import Cluster, OnShard, finished
from actorgraph.cluster.shards import Shard, ShardSetup, shards_of
from actorgraph.cluster.storage import (
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
"""In the folder of the build, where no other place for the results is given."""


@rare_collections()
def build_on(
    cluster: Cluster,
    prefix: str | None,
    job: BuildOptions,
    watch: BuildProgress | None = None,
    tell: Notify | None = None,
) -> BuildReport:
    """As `pipeline.build`, by a cluster; the results of each shard are kept in `prefix`, a folder or an address.

    Without a prefix they are in the build's own folder. Finished shards are not done again. Raises what
    `pipeline.build` does, and StoreError where the cluster or the results cannot be reached.
    """
    reader = make_extractor(job.models, job.actors)
    results = path_of(prefix or str((job.out / FOLDER).absolute()))
    with locked(job.out, tell):
        made = extract_on(cluster, job, reader, results, (watch or BuildProgress()).shards)
        return build_from(job, reader, results, made)


@dataclass(frozen=True, slots=True)
class ClusterExtraction:
    """The shards of all documents, in the order of the documents, and what was left out or passed over."""

    manifest: ShardManifest
    errors: Sequence[InputError]
    notes: Sequence[InputError]
    fresh: int = 0
    """Shards that were done now; the others were there."""


def extract_on(
    cluster: Cluster, job: BuildOptions, reader: MultilingualExtractor, results: Path, on_shard: OnShard | None = None
) -> ClusterExtraction:
    """Read the documents and extract, by a cluster, into files of results in a folder; nothing is built of them.

    Raises InputError if there is nothing to read, ModelError, StoreError.
    """
    errors: list[InputError] = []
    notes: list[InputError] = []
    shards = shards_of(job.paths, job.batch, errors, notes)
    if not shards:
        raise errors[0] if errors else InputError(" ".join(job.paths), "no documents here")
    make_folder(results)
    setup = setup_of(job, reader, results)
    former = {one.shard: one for one in read_manifest(results).shards}
    done: dict[str, ShardResult] = {}
    fresh = 0
    for found in finished(shards, setup, cluster, former, on_error=errors.append, on_shard=on_shard):
        done[found.done.shard] = found.done
        fresh += found.is_fresh
    manifest = ShardManifest(setup.fingerprint, tuple(all_results(shards, done, former, results)))
    write_manifest(results, manifest)
    return ClusterExtraction(manifest, errors, notes, fresh)


def all_results(
    shards: Sequence[Shard], done: Mapping[str, ShardResult], former: Mapping[str, ShardResult], results: Path
) -> Iterator[ShardResult]:
    """The results of each shard, in order; what could not be done now as an earlier run left it, if whole."""
    for shard in shards:
        now, before = done.get(shard.name), former.get(shard.name)
        if now is not None:
            yield now
        elif before is not None and file_digest(results / before.file) == before.output:
            yield before


def build_from(job: BuildOptions, reader: MultilingualExtractor, results: Path, made: ClusterExtraction) -> BuildReport:
    """The build of documents that were extracted into files of results. To be used under the lock of the build."""
    decisions = decisions_of(job.decisions)
    first, inputs = _taken_in(results, made)

    def extract(space: Workspace, fresh: Sequence[str]) -> ExtractionOutcome:
        with space.journal() as remember:
            for one in _found(results, made.manifest.shards, first, frozenset(fresh)):
                remember(line_of(one))
        return ExtractionOutcome()

    return build_of(job, inputs, reader, decisions, extract)


def setup_of(job: BuildOptions, reader: MultilingualExtractor, results: Path) -> ShardSetup:
    """What the workers of a build must know."""
    options = replace(job.reading, languages=reader.languages)
    actors = None if job.actors is None else job.actors.read_bytes()
    return ShardSetup(tuple(job.models), options, reader.fingerprint(), str(results), actors)


# ---- from the files of results


def _taken_in(results: Path, made: ClusterExtraction) -> tuple[Mapping[str, str], InputSet]:
    """By document id, the file that has it; and all documents, as if they had been read here.

    The first of two documents with one id stays. Raises StoreError for a file that is not as it was written.
    """
    first: dict[str, str] = {}
    places: dict[str, str] = {}
    inputs = InputSet(errors=list(made.errors), notes=list(made.notes))
    for done in made.manifest.shards:
        inputs.errors += [InputError(where, why) for where, why in _checked(results, done)]
        for row in narrow_rows(results / done.file):
            given = _given(row)
            identifier = given.entry.id
            if identifier in first:
                inputs.errors.append(InputError(given.where, duplicate_id(identifier, places[identifier])))
                continue
            first[identifier], places[identifier] = done.file, given.where
            inputs.documents.append(given)
    if not inputs.documents:
        raise inputs.errors[0] if inputs.errors else InputError(str(results), "no documents in the shards")
    return first, inputs


def _checked(results: Path, done: ShardResult) -> Sequence[tuple[str, str]]:
    """What was left out of a shard. Raises StoreError where the file is not there or another one."""
    path = results / done.file
    digest = file_digest(path)
    if digest is None:
        raise StoreError(
            f"{path}: written by a worker and not there: name a folder that all machines see, or an address, "
            "with --shards"
        )
    about = footer(path)
    if digest != done.output or about is None:
        raise StoreError(f"{path}: damaged, or written by another build; remove the file and build again")
    return about.left_out


def _given(row: Mapping[str, Any]) -> InputDocument:
    document = row["document"]
    entry = DocumentEntry(document["id"], document["batch"], document["date"], row["digest"])
    about = (document["title"], document["date_from"], document["language"])
    return InputDocument(entry, row["kind"], row["where"], *about, row["characters"], 0)


def _found(
    results: Path, shards: Sequence[ShardResult], first: Mapping[str, str], wanted: frozenset[str]
) -> Iterator[CachedExtraction]:
    """What was taken from the documents that are wanted, each once, a few at a time in memory."""
    yielded: set[str] = set()
    for done in shards:
        for row in rows(results / done.file):
            if row.id in wanted and first[row.id] == done.file and row.id not in yielded:
                yielded.add(row.id)
                yield row.extracted
