"""Documents to lines by one process and by several; processes that die."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from support.serving import children, command

from actorgraph.builder.extraction import pool as extracting
from actorgraph.builder.extraction.pool import (
    CacheLine,
    ExtractionPool,
    ExtractionTask,
    extraction_worker,
    processes_for,
)
from actorgraph.builder.inputs.input_set import InputDocument
from actorgraph.builder.options import BuildOptions
from actorgraph.builder.storage.workspace import DocumentEntry
from extract.extractors import ExtractorSettings
from extract.multilingual import MultilingualExtractor
from extract.parsing.defaults import DEFAULT_MODEL
from ontology.model import Document
from ontology.processes.child import TaskChannel

DEADLY = "Dara died here."


def coming(*texts: str) -> Iterator[tuple[Document, InputDocument]]:
    for number, text in enumerate(texts):
        name = f"d{number}"
        given = InputDocument(
            DocumentEntry(name, "b", None, f"digest {number}"), "text", f"{name}.txt", None, None, None, len(text), 0
        )
        yield Document(name, text, batch="b"), given


def job(jobs: int | None) -> BuildOptions:
    return BuildOptions([], Path("out"), (DEFAULT_MODEL,), jobs=jobs)


def found(jobs: int, *texts: str) -> tuple[dict[str, bytes], list[str]]:
    lost: list[str] = []
    size = len(texts), sum(map(len, texts))

    def note(document: InputDocument, why: str) -> None:
        assert "twice (SIGKILL)" in why
        lost.append(document.where)

    with ExtractionPool(job(jobs), MultilingualExtractor()) as readers:
        taken = {line.id: line.content for line in readers.lines(coming(*texts), size, note)}
    return taken, lost


def refuse(document: InputDocument, why: str) -> None:
    pytest.fail(f"{document.where}: {why}")


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
    with ExtractionPool(job(2), MultilingualExtractor()) as readers:
        readers.submit_ahead(*documents[0])
        assert readers.submitted == set()  # no process has been started
        readers.start(10**6)
        for pair in documents:
            readers.submit_ahead(*pair)
        submitted = readers.submitted
        assert 0 < len(submitted) < len(documents)  # a few for each process
        left = [pair for pair in documents if pair[0].id not in submitted]
        lines = list(readers.lines(iter(left), (len(texts), 10**6), refuse))
    assert {line.id: line.content for line in lines} == expected
    assert len(lines) == len(texts)


@pytest.mark.slow
def test_what_was_finished_ahead_comes_first() -> None:
    texts = [f"Thailand proposed talk {number} with Laos." for number in range(3)]
    documents = list(coming(*texts))
    with ExtractionPool(job(2), MultilingualExtractor()) as readers:
        readers.start(10**6)
        readers.submit_ahead(*documents[0])
        readers._submitted[0].line.result()
        readers.submit_ahead(*documents[1])  # takes what is finished, too
        assert [name for name, _, _ in readers._spooled][:1] == ["d0"]
        lines = readers.lines(iter(documents[2:]), (3, 10**6), refuse)
        assert [line.id for line in lines] == ["d0", "d1", "d2"]


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


def deadly_worker(
    settings: ExtractorSettings, mark: Path | None = None
) -> Callable[[ExtractionTask, TaskChannel], CacheLine]:
    Deadly.mark = mark
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(extracting, "extractor_of", lambda asked: Deadly(asked.models))
        return extraction_worker(settings)


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.parametrize("place", [4])
def test_a_document_that_ends_its_process_twice_is_told_and_nothing_else_is_lost(
    monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    texts = [f"Thailand proposed talk {number} with Laos." for number in range(10)]
    expected, _ = found(1, *texts)
    monkeypatch.setattr(extracting, "extraction_worker", deadly_worker)
    texts[place] = DEADLY
    taken, lost = found(2, *texts)
    assert lost == [f"d{place}.txt"]
    assert taken == {key: line for key, line in expected.items() if key != f"d{place}"}


@pytest.mark.long
@pytest.mark.slow
def test_a_process_that_dies_once_is_replaced(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    texts = [f"Thailand proposed talk {number} with Laos." for number in range(10)]
    texts[3] = DEADLY
    expected, _ = found(1, *texts)
    monkeypatch.setattr(extracting, "extraction_worker", partial(deadly_worker, mark=tmp_path / "died"))
    assert found(2, *texts) == (expected, [])


class Hungry(MultilingualExtractor):
    """Needs more memory for some documents than there is, and more time for others than anybody has."""

    def extraction(self, document: Document):  # type: ignore[no-untyped-def]  # noqa: ANN201
        if "memory" in document.text:
            bytearray(1 << 45)
        while "time" in document.text:
            time.sleep(1)
        return super().extraction(document)


def hungry_worker(settings: ExtractorSettings) -> Callable[[ExtractionTask, TaskChannel], CacheLine]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(extracting, "extractor_of", lambda asked: Hungry(asked.models))
        return extraction_worker(settings)


@pytest.mark.long
@pytest.mark.slow
def test_time_and_memory_of_a_document_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["Thailand proposed talks with Laos.", "Kenya lost its memory.", "Kenya took its time."]
    monkeypatch.setattr(extracting, "extraction_worker", hungry_worker)
    options = replace(job(2), document_seconds=20.0, worker_memory=8 << 30)
    lost: list[str] = []
    with ExtractionPool(options, MultilingualExtractor()) as pool:
        lines = list(pool.lines(coming(*texts), (3, 100), lambda document, why: lost.append(f"{document.where} {why}")))
    assert [line.id for line in lines] == ["d0"]
    assert [why[: why.index(";")] for why in lost] == [
        "d1.txt needs more memory to be extracted than one document may use",
        "d2.txt not extracted within 20 seconds",
    ]


@pytest.mark.long
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
