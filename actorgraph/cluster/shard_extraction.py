"""The documents of a shard, extracted by a worker process that may die of some of them.

Ray says that a worker of its own died, not of which document. So the texts are read by a process beside it. A document
that kills that process is tried once more; if it does so again, it is left out and named.
"""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Self, cast

from actorgraph.cluster.rows import (
    ReadingStep,
    ShardAnswer,
    ShardRow,
    ShardTask,
    SkippedInput,
    UnchangedDocument,
    Version,
)
from actorgraph.cluster.shard_worker import shard_worker
from actorgraph.cluster.shards import ShardSetup
from extract.documents.listing import InputFile
from ontology.errors import DataError, ModelError
from ontology.processes.process import WorkerDiedError, WorkerSpec, WorkerStartError
from ontology.processes.worker import Worker

TRIES = 2
DEADLY_DOCUMENT = (
    "crashed the process that read it, twice ({}), so it was skipped; check the file, or report it as a bug"
)
DEADLY_FILE = "crashed the process that read it, twice ({}), so the rest of it was skipped"


class ShardExtractor:
    """Extracts from the documents of shards. Its process is started by the first one, and again after it has died."""

    def __init__(self, setup: ShardSetup) -> None:
        self.worker: Worker[ShardTask, None] = Worker(WorkerSpec(shard_worker, (setup,), "actorgraph-shard"))

    def __enter__(self) -> Self:
        """The extractor; its process ends with the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process."""
        self.close()

    def close(self) -> None:
        """End the process, if there is one."""
        self.worker.close()

    def extract(
        self, places: Sequence[InputFile], versions: Mapping[str, Version]
    ) -> Iterator[ShardRow | UnchangedDocument | SkippedInput]:
        """What is in the files, whatever the process dies of. Raises ModelError if it cannot work on this machine."""
        progress = _Progress()
        while True:
            try:
                for part in self.worker.stream(progress.task(places, versions)):
                    answer = cast("ShardAnswer", part)
                    if progress.is_new(answer):
                        yield answer.content
            except WorkerDiedError as death:
                deadly = progress.note_death(death)
                if deadly is not None:
                    why = DEADLY_DOCUMENT if deadly.id is not None else DEADLY_FILE
                    yield SkippedInput(deadly.id or deadly.place, why.format(death.how))
            except (WorkerStartError, ModelError, DataError) as error:
                raise ModelError(f"{platform.node()}: {error}") from None
            else:
                return


class _Progress:
    """How far a shard is, over the deaths of the processes that extract from it."""

    def __init__(self) -> None:
        self._done: set[ReadingStep] = set()
        self._deadly: set[ReadingStep] = set()
        self._deaths: Counter[tuple[ReadingStep, int]] = Counter()
        self._skipped: set[SkippedInput] = set()

    def task(self, places: Sequence[InputFile], versions: Mapping[str, Version]) -> ShardTask:
        """What is left to do."""
        return ShardTask(tuple(places), dict(versions), frozenset(self._done), frozenset(self._deadly))

    def is_new(self, answer: ShardAnswer) -> bool:
        """Note an answer; False if it came before another process died."""
        if isinstance(answer.content, SkippedInput):
            is_new = answer.content not in self._skipped
            self._skipped.add(answer.content)
            return is_new
        self._done.add(answer.step)
        return True

    def note_death(self, death: WorkerDiedError) -> ReadingStep | None:
        """What killed the process, if it did so before at the same place. Raises WorkerStartError if it was nothing."""
        step = death.step if isinstance(death.step, ReadingStep) else ReadingStep("")
        if step in self._done:
            step = ReadingStep(step.place)  # it died after this document and before the next one
        self._deaths[step, len(self._done)] += 1
        if self._deaths[step, len(self._done)] < TRIES:
            return None
        if not step.place:
            raise WorkerStartError(f"the reading process ends before it starts to read ({death.how})")
        self._deadly.add(step)
        return step
