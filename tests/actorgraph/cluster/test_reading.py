"""The process that reads: killed at a document, killed for good, and what is said of it."""

import json
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from support.many_documents import put

from actorgraph.cli.options import DEFAULT_MODEL
from actorgraph.cluster.messages import At, LeftOut, Same, Task
from actorgraph.cluster.reader import reader_of
from actorgraph.cluster.reading import Reader
from actorgraph.cluster.row import Row
from actorgraph.cluster.shards import Setup, Shard, shards_of
from extract.documents.content.options import Options
from ontology.errors import ModelError

pytestmark = pytest.mark.slow

BARE = Setup((DEFAULT_MODEL,), Options(), "", "results")


@pytest.fixture(scope="module")
def setup() -> Setup:
    return replace(BARE, fingerprint=reader_of(BARE).fingerprint())


@pytest.fixture
def shard(tmp_path: Path) -> Shard:
    """A file with the documents a, b, c, d."""
    lines = [json.dumps({"id": one, "text": "Thailand signed the treaty. Kenya condemned the raid."}) for one in "abcd"]
    put(tmp_path / "part.jsonl", "\n".join([*lines, "broken"]))
    (found,) = shards_of([str(tmp_path / "part.jsonl")], None, [], [])
    return found


class Fatal(Reader):
    """A reader whose process is killed whenever it comes to some places, so many times."""

    def __init__(self, setup: Setup, times: dict[At, int]) -> None:
        super().__init__(setup)
        self.times = times
        self.started = 0

    def _messages(self, task: Task) -> Iterator[Row | Same | LeftOut | At]:
        self.started += 1
        for message in super()._messages(task):
            yield message
            if isinstance(message, At) and self.times.get(message, 0) > 0 and self._process is not None:
                self.times[message] -= 1
                self._process.send_signal(signal.SIGKILL)
                self._process.wait()


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
def test_what_kills_the_process_is_tried_once_more(
    deaths: dict[str | None, int], read: str, left_out: list[str | None], *, setup: Setup, shard: Shard
) -> None:
    file = shard.places[0].name
    with Fatal(setup, {At(file, one): count for one, count in deaths.items()}) as reader:
        found = list(reader.read(shard.places, {}))
        assert reader.started == sum(deaths.values()) + 1
    assert "".join(one.id for one in found if isinstance(one, Row)) == read
    troubles = [one for one in found if isinstance(one, LeftOut)]
    assert [one.where for one in troubles if "twice (SIGKILL)" in one.why] == [one or file for one in left_out]
    broken = [one.where for one in troubles if "not valid JSON" in one.why]
    assert broken == ([f"{file}:5"] if read else []), "told once, though read several times"


def test_what_is_known_is_not_extracted_again(setup: Setup, shard: Shard) -> None:
    with Reader(setup) as reader:
        first = [one for one in reader.read(shard.places, {}) if isinstance(one, Row)]
        known = {row.id: (row.taken.digest, row.taken.extractor) for row in first}
        known["b"] = ("of another text", known["b"][1])
        known["c"] = (known["c"][0], "other rules")
        found = [one for one in reader.read(shard.places, known) if not isinstance(one, LeftOut)]
    assert [(one.id, isinstance(one, Same)) for one in found] == [("a", True), ("b", False), ("c", False), ("d", True)]
    assert [one for one in found if isinstance(one, Row)] == first[1:3]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"models": ("no_such_model",)}, "no_such_model"),
        ({"fingerprint": "of another version"}, "differ from those of the machine that leads"),
        ({"actors": b"[[body]]\n"}, "body"),
    ],
)
def test_a_process_that_cannot_work_says_why(wrong: dict[str, object], why: str, setup: Setup, shard: Shard) -> None:
    with Reader(replace(setup, **wrong)) as reader, pytest.raises(ModelError, match=why):
        list(reader.read(shard.places, {}))


def test_a_process_that_does_not_start(setup: Setup, shard: Shard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/dev/null")
    monkeypatch.setenv("PYTHONHOME", "/dev/null")
    with Reader(setup) as reader, pytest.raises(ModelError, match="the process that reads does not start"):
        list(reader.read(shard.places, {}))


def test_the_process_ends_when_the_other_one_does(setup: Setup, shard: Shard) -> None:
    reader = Reader(setup)
    assert list(reader.read(shard.places, {}))
    process = reader._process
    assert process is not None
    assert process.stdin is not None
    process.stdin.close()  # as it happens when this process is killed
    assert process.wait(30) == 0
    reader.close()
