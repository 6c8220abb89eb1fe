"""Documents to lines by one process and by several; processes that die."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from support.serving import children, command

from actorgraph.builder.extraction import pool as extracting
from actorgraph.builder.extraction.pool import Readers, processes_for
from actorgraph.builder.inputs.input_set import Given
from actorgraph.builder.pipeline import Job
from actorgraph.builder.storage.workspace import Entry
from extract.multilingual import MultilingualExtractor
from extract.parsing.defaults import DEFAULT_MODEL
from ontology.model import Document

DEADLY = "Dara died here."


def coming(*texts: str) -> Iterator[tuple[Document, Given]]:
    for number, text in enumerate(texts):
        name = f"d{number}"
        given = Given(Entry(name, "b", None, f"digest {number}"), "text", f"{name}.txt", None, None, None, len(text), 0)
        yield Document(name, text, batch="b"), given


def job(jobs: int | None) -> Job:
    return Job([], Path("out"), (DEFAULT_MODEL,), jobs=jobs)


def found(jobs: int, *texts: str) -> tuple[dict[str, bytes], list[str]]:
    lost: list[Given] = []
    size = len(texts), sum(map(len, texts))
    with Readers(job(jobs), MultilingualExtractor()) as readers:
        taken = {line.id: line.content for line in readers.lines(coming(*texts), size, lost.append)}
    return taken, [one.where for one in lost]


@pytest.mark.parametrize(
    ("jobs", "documents", "characters", "expected"),
    [
        (None, 1, 10, 1),
        (None, 100, 100_000, 1),
        (None, 100, 200_000, 2),
        (None, 10_000, 100_000_000, 4),
        (3, 100, 10, 3),
        (3, 2, 10, 2),
        (8, 0, 0, 1),
    ],
)
def test_as_many_processes_as_are_worth_it(
    monkeypatch: pytest.MonkeyPatch, jobs: int | None, documents: int, characters: int, expected: int
) -> None:
    monkeypatch.setattr(extracting, "_processors", lambda: 4)
    assert processes_for(jobs, documents, characters) == expected


@pytest.mark.slow
def test_several_processes_give_the_same_lines() -> None:
    texts = [f"Thailand proposed talk {number} with Laos. Kenya rejected it." for number in range(12)]
    one, two = found(1, *texts), found(2, *texts)
    assert one == two
    assert (len(one[0]), one[1]) == (12, [])


@pytest.mark.slow
def test_processes_begin_while_documents_are_still_read() -> None:
    texts = [f"Thailand proposed talk {number} with Laos. Kenya rejected it." for number in range(40)]
    expected, _ = found(1, *texts)
    documents = list(coming(*texts))
    with Readers(job(2), MultilingualExtractor()) as readers:
        readers.ahead(*documents[0])
        assert readers.begun == set()  # no process has been started
        readers.start(10**6)
        for pair in documents:
            readers.ahead(*pair)
        begun = readers.begun
        assert 0 < len(begun) < len(documents)  # a few for each process
        left = [pair for pair in documents if pair[0].id not in begun]
        lines = list(readers.lines(iter(left), (len(texts), 10**6), lambda one: pytest.fail(one.where)))
    assert {line.id: line.content for line in lines} == expected
    assert len(lines) == len(texts)


@pytest.mark.slow
def test_what_was_finished_ahead_comes_first() -> None:
    texts = [f"Thailand proposed talk {number} with Laos." for number in range(3)]
    (first, *_), documents = found(1, *texts)[0].values(), list(coming(*texts))
    with Readers(job(2), MultilingualExtractor()) as readers:
        readers.start(10**6)
        readers.ahead(*documents[0])
        deadline = time.monotonic() + 60
        while not readers._ahead and time.monotonic() < deadline:
            readers.ahead(*documents[0])  # asks for what is finished, too
            time.sleep(0.05)
        assert readers._ahead
        lines = readers.lines(iter(documents[1:]), (3, 10**6), lambda one: pytest.fail(one.where))
        assert next(lines).content == first


class Deadly(MultilingualExtractor):
    """Its process dies of some documents, as it might in a library that is not written in Python."""

    mark: Path | None = None
    """If there is one, only a process that makes it dies."""

    def extraction(self, document: Document):  # type: ignore[no-untyped-def]  # noqa: ANN201
        if DEADLY in document.text and (self.mark is None or not self.mark.exists()):
            if self.mark is not None:
                self.mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return super().extraction(document)


def start_deadly(models: tuple[str, ...], actors: Path | None, mark: Path | None = None) -> None:
    extracting._start_worker(models, actors)
    extracting._worker[0].__class__ = Deadly
    Deadly.mark = mark


@pytest.mark.slow
@pytest.mark.parametrize("place", [4])
def test_a_document_that_ends_its_process_twice_is_told_and_nothing_else_is_lost(
    monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    texts = [f"Thailand proposed talk {number} with Laos." for number in range(10)]
    expected, _ = found(1, *texts)
    monkeypatch.setattr(extracting, "_start_worker", start_deadly)
    texts[place] = DEADLY
    taken, lost = found(2, *texts)
    assert lost == [f"d{place}.txt"]
    assert taken == {key: line for key, line in expected.items() if key != f"d{place}"}


@pytest.mark.slow
def test_a_process_that_dies_once_is_replaced(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    texts = [f"Thailand proposed talk {number} with Laos." for number in range(10)]
    texts[3] = DEADLY
    expected, _ = found(1, *texts)
    monkeypatch.setattr(extracting, "_start_worker", partial(start_deadly, mark=tmp_path / "died"))
    assert found(2, *texts) == (expected, [])


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="finds processes as Linux shows them")
def test_no_process_outlives_the_one_that_leads(tmp_path: Path) -> None:
    news = tmp_path / "news.jsonl"
    lines = [{"id": f"d{n}", "text": f"Thailand proposed talk {n} with Laos. " * 40} for n in range(400)]
    news.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    build = [sys.executable, "-m", "actorgraph", "build", str(news), "--out", str(tmp_path / "out"), "--jobs", "2"]
    with subprocess.Popen(build, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as leader:
        assert within(60, lambda: len(below(leader.pid)) > 2)
        others = below(leader.pid)
        leader.kill()
    assert within(20, lambda: not [pid for pid in others if "multiprocessing" in command(pid)])


def below(pid: int) -> list[int]:
    """The processes that a process has started, and those that they have."""
    found = children(pid)
    return [*found, *(other for one in found for other in below(one))]


def within(seconds: float, is_so: Callable[[], bool]) -> bool:
    """Whether something is so before the time is up."""
    end = time.monotonic() + seconds
    while not is_so() and time.monotonic() < end:
        time.sleep(0.1)
    return is_so()
