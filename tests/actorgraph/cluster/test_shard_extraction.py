"""The process that reads: killed at a document, killed for good, and what is said of it."""

import json
import os
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from support.many_documents import put

from actorgraph.cluster.rows import ReadingStep, ShardRow, ShardTask, SkippedInput, UnchangedDocument
from actorgraph.cluster.shard_extraction import ShardExtractor
from actorgraph.cluster.shard_worker import extractor_of, shard_worker
from actorgraph.cluster.shards import Shard, ShardSetup, shards_of
from extract.documents.content.options import ReaderOptions
from extract.parsing.defaults import DEFAULT_MODEL
from ontology.errors import ModelError
from ontology.processes.child import TaskChannel
from ontology.processes.process import WorkerSpec
from ontology.processes.worker import Worker

pytestmark = pytest.mark.slow

BARE = ShardSetup((DEFAULT_MODEL,), ReaderOptions(), "", "results")


@pytest.fixture(scope="module")
def setup() -> ShardSetup:
    return replace(BARE, fingerprint=extractor_of(BARE).fingerprint())


@pytest.fixture
def shard(tmp_path: Path) -> Shard:
    """A file with the documents a, b, c, d."""
    lines = [json.dumps({"id": one, "text": "Thailand signed the treaty. Kenya condemned the raid."}) for one in "abcd"]
    put(tmp_path / "part.jsonl", "\n".join([*lines, "broken"]))
    (found,) = shards_of([str(tmp_path / "part.jsonl")], None, [], [])
    return found


class FatalChannel(TaskChannel):
    """Kills its process at some steps, as many times as a file for each of them says."""

    def __init__(self, channel: TaskChannel, folder: Path) -> None:
        super().__init__(channel._connection)
        self.folder = folder

    def announce(self, step: object) -> None:
        super().announce(step)
        assert isinstance(step, ReadingStep)
        left = self.folder / str(step.id)
        if left.exists() and (count := int(left.read_text())):
            left.write_text(str(count - 1))
            os.kill(os.getpid(), signal.SIGKILL)


def fatal_worker(setup: ShardSetup, folder: Path) -> Callable[[ShardTask, TaskChannel], None]:
    read = shard_worker(setup)
    return lambda task, channel: read(task, FatalChannel(channel, folder))


@pytest.mark.long
@pytest.mark.parametrize(
    ("deaths", "read", "left_out"),
    [
        ({}, "abcd", []),
        ({"b": 1}, "abcd", []),
        ({"b": 2}, "acd", ["b"]),
        ({"a": 2, "d": 1}, "bcd", ["a"]),
        ({None: 2}, "", [None]),
    ],
)
def test_what_kills_the_process_is_tried_once_more(  # noqa: PLR0913  # three of the table, three fixtures
    deaths: dict[str | None, int],
    read: str,
    left_out: list[str | None],
    *,
    setup: ShardSetup,
    shard: Shard,
    tmp_path: Path,
) -> None:
    for name, count in deaths.items():
        (tmp_path / str(name)).write_text(str(count))
    with ShardExtractor(setup) as extractor:
        extractor.worker = Worker(WorkerSpec(fatal_worker, (setup, tmp_path)))
        answers = list(extractor.extract(shard.places, {}))
        assert extractor.worker.starts == sum(deaths.values()) + 1
    assert "".join(answer.id for answer in answers if isinstance(answer, ShardRow)) == read
    skipped = [answer for answer in answers if isinstance(answer, SkippedInput)]
    file = shard.places[0].name
    assert [one.where for one in skipped if "twice (SIGKILL)" in one.why] == [one or file for one in left_out]
    broken = [one.where for one in skipped if "not valid JSON" in one.why]
    assert broken == ([f"{file}:5"] if read else []), "told once, though read several times"


@pytest.mark.long
def test_what_is_known_is_not_extracted_again(setup: ShardSetup, shard: Shard) -> None:
    with ShardExtractor(setup) as extractor:
        first = [one for one in extractor.extract(shard.places, {}) if isinstance(one, ShardRow)]
        known = {row.id: (row.extracted.digest, row.extracted.extractor) for row in first}
        known["b"] = ("of another text", known["b"][1])
        known["c"] = (known["c"][0], "other rules")
        found = [one for one in extractor.extract(shard.places, known) if not isinstance(one, SkippedInput)]
    unchanged = [(one.id, isinstance(one, UnchangedDocument)) for one in found]
    assert unchanged == [("a", True), ("b", False), ("c", False), ("d", True)]
    assert [one for one in found if isinstance(one, ShardRow)] == first[1:3]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"models": ("no_such_model",)}, "no_such_model"),
        ({"fingerprint": "of another version"}, "differ from those of the main machine"),
        ({"actors": b"[[body]]\n"}, "body"),
    ],
)
def test_a_process_that_cannot_work_says_why(
    wrong: dict[str, object], why: str, setup: ShardSetup, shard: Shard
) -> None:
    with ShardExtractor(replace(setup, **wrong)) as extractor, pytest.raises(ModelError, match=why):
        list(extractor.extract(shard.places, {}))


def die(_: ShardSetup) -> Callable[[ShardTask, TaskChannel], None]:
    os._exit(3)


def test_a_process_that_does_not_start(setup: ShardSetup, shard: Shard) -> None:
    with ShardExtractor(setup) as extractor:
        extractor.worker = Worker(WorkerSpec(die, (setup,)))
        with pytest.raises(ModelError, match=r"worker process does not start: .* exit code 3"):
            list(extractor.extract(shard.places, {}))
