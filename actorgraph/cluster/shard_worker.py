"""What a worker process does for a shard: it reads the files and extracts, and announces each document beforehand."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from actorgraph.builder.storage.extraction_cache import CachedExtraction, document_digest
from actorgraph.cluster.rows import (
    ReadingStep,
    ShardAnswer,
    ShardRow,
    ShardTask,
    SkippedInput,
    SourceInfo,
    UnchangedDocument,
)
from actorgraph.cluster.shards import ShardSetup
from extract.documents.listing import InputFile
from extract.documents.reader import ReadDocument, read_files
from extract.multilingual import MultilingualExtractor
from ontology.errors import InputError, ModelError
from ontology.processes.child import TaskChannel
from ontology.processes.gc_thresholds import set_gc_thresholds
from ontology.registry import known_actors

OTHER = "the rules, models or libraries differ from those of the main machine; install the same versions on both"


def shard_worker(setup: ShardSetup) -> Callable[[ShardTask, TaskChannel], None]:
    """What reads the files of shards in a worker process.

    Raises ModelError or DataError if it cannot, ModelError also if it would extract otherwise than the leading process.
    """
    set_gc_thresholds()
    extractor = extractor_of(setup)
    if extractor.fingerprint() != setup.fingerprint:
        raise ModelError(OTHER)

    def read(task: ShardTask, channel: TaskChannel) -> None:
        read_shard(task, setup, extractor, channel)

    return read


def read_shard(task: ShardTask, setup: ShardSetup, extractor: MultilingualExtractor, channel: TaskChannel) -> None:
    """Emit what is in the files of a task, one document at a time: rows, unchanged documents and skipped inputs."""
    for place in task.places:
        if ReadingStep(place.name) in task.deadly:
            continue
        of_file = ReadingStep(place.name)
        channel.announce(of_file)
        told: list[SkippedInput] = []
        for reading in _readings(place, setup, told):
            _emit_skipped(of_file, told, channel)
            document = reading.document
            source = SourceInfo(reading.kind, reading.where, len(document.text))
            step = ReadingStep(place.name, document.id)
            if step in task.done or step in task.deadly:
                continue
            fingerprint, digest = extractor.fingerprint_of(document.language), document_digest(document)
            if task.versions.get(document.id) == (digest, fingerprint):
                channel.emit(ShardAnswer(step, UnchangedDocument(document.id, source)))
                continue
            channel.announce(step)
            extracted = CachedExtraction.of(extractor.extraction(document), fingerprint, digest)
            channel.emit(ShardAnswer(step, ShardRow(source, extracted)))
        _emit_skipped(of_file, told, channel)


def _readings(place: InputFile, setup: ShardSetup, told: list[SkippedInput]) -> Iterator[ReadDocument]:
    """The documents of a file; what is to be told goes to `told`."""

    def add(error: InputError, *, is_read: bool) -> None:
        told.append(SkippedInput(error.where, error.why, is_read))

    on_error, on_warning = partial(add, is_read=False), partial(add, is_read=True)
    yield from read_files([place], on_error=on_error, on_warning=on_warning, options=setup.reading)


def _emit_skipped(step: ReadingStep, told: list[SkippedInput], channel: TaskChannel) -> None:
    while told:
        channel.emit(ShardAnswer(step, told.pop(0)))


def extractor_of(setup: ShardSetup) -> MultilingualExtractor:
    """The extractor that a setup asks for. Raises ModelError or DataError."""
    if setup.actors is None:
        return MultilingualExtractor(setup.models, fast=setup.fast)
    with tempfile.TemporaryDirectory(prefix="actorgraph-") as folder:
        file = Path(folder) / "actors.toml"
        file.write_bytes(setup.actors)
        return MultilingualExtractor(setup.models, known_actors(file), fast=setup.fast)
