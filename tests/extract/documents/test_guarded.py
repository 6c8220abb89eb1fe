"""What ends the process that reads is one line, for the file or the member that was read; the rest is read."""

from __future__ import annotations

import os
import signal
import socket
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from extract.documents.content.article import Content
from extract.documents.content.options import ReaderOptions, ReadingLimits
from extract.documents.guarded import MOST_DEATHS, GuardedReader, ReadingTask, read_guarded
from extract.documents.listing import SPECIAL, InputFile, list_files
from extract.documents.readers import plain
from ontology.errors import InputError
from ontology.processes.child import TaskChannel
from ontology.processes.process import WorkerSpec
from ontology.processes.worker import Worker

TEXT = "Thailand has proposed to host a conference on online scams.\n"
OPTIONS = ReaderOptions(limits=ReadingLimits(seconds=300.0))
KILLED, HANGS = "KILL THE READER", "HANG IN THE READER"
posix = pytest.mark.skipif(os.name != "posix", reason="signals and pipes of POSIX")


def read(*paths: Path) -> tuple[list[str], list[str]]:
    errors: list[str] = []
    found = read_guarded(paths, on_error=lambda error: errors.append(str(error)), options=OPTIONS)
    return [one.document.id for one in found], errors


def deadly_worker(options: ReaderOptions) -> Callable[[ReadingTask, TaskChannel], None]:
    """A process that reads and dies of some texts, or hangs."""
    from extract.documents import formats, guarded  # noqa: PLC0415  # in the worker

    def parse(text: str) -> Content:
        if KILLED in text:
            os.kill(os.getpid(), signal.SIGKILL)
        while HANGS in text:
            signal.pause()
        return plain.parse_plain_text(text)

    formats.parse_plain_text = parse  # type: ignore[attr-defined]
    return guarded.reading_worker(options)


def read_by_deadly(path: Path, seconds: float | None = None) -> tuple[list[str], list[InputError]]:
    errors: list[InputError] = []
    with GuardedReader(OPTIONS, ReadingLimits(seconds, None), errors.append, errors.append) as reader:
        reader._worker = Worker(WorkerSpec(deadly_worker, (OPTIONS,)))
        files: list[InputFile] = list_files([path], None, errors.append, errors.append)
        found = [reading.document.document.id for file in files for reading in reader.documents(file)]
    return found, errors


def packed(path: Path, texts: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in texts.items():
            archive.writestr(name, text)
    return path


def test_the_same_is_read_as_without_limits(tmp_path: Path) -> None:
    (tmp_path / "sources.jsonl").write_text('{"file": "a", "title": "A title", "desk": "Asia"}\n', encoding="utf-8")
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    packed(tmp_path / "b.zip", {"a.txt": TEXT, "b/a.txt": TEXT, "empty.txt": ""})
    guarded, alone = (
        list(read_guarded([tmp_path], on_error=lambda _: None, options=options))
        for options in (OPTIONS, replace(OPTIONS, limits=None))
    )
    assert [one.document.title for one in guarded] == ["A title", None, None]
    assert guarded == alone


@posix
@pytest.mark.slow
def test_a_member_that_kills_the_process_is_one_line(tmp_path: Path) -> None:
    members = {"1.txt": TEXT, "2.txt": KILLED, "3.txt": TEXT, "inner/4.txt": TEXT, "5.txt": KILLED}
    found, errors = read_by_deadly(packed(tmp_path / "a.zip", members))
    assert found == ["a/1", "a/3", "a/inner/4"]
    assert [error.where for error in errors] == [f"{tmp_path}/a.zip/{name}" for name in ("2.txt", "5.txt")]
    assert all("SIGKILL" in error.why for error in errors)


@posix
@pytest.mark.slow
def test_a_document_that_takes_too_long_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(HANGS, encoding="utf-8")
    found, errors = read_by_deadly(tmp_path / "a.txt", seconds=2.0)
    assert found == []
    assert [str(error) for error in errors] == [
        f"{tmp_path / 'a.txt'}: not read within 2 seconds; leave it out, or allow more time with --max-seconds"
    ]


@posix
@pytest.mark.long
def test_a_file_that_only_kills_is_given_up(tmp_path: Path) -> None:
    members = {f"{number:02}.txt": KILLED for number in range(MOST_DEATHS + 5)}
    found, errors = read_by_deadly(packed(tmp_path / "a.zip", members))
    assert found == []
    assert len(errors) == MOST_DEATHS + 1
    assert errors[-1].where == str(tmp_path / "a.zip")


@posix
@pytest.mark.slow
def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(TEXT, encoding="utf-8")
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "link.txt").symlink_to(tmp_path / "pipe.txt")
    (tmp_path / "zero.txt").symlink_to("/dev/zero")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(tmp_path / "s.txt"))
        found, errors = read(tmp_path)
    assert found == ["good"]
    places = {error.partition(": ")[0] for error in errors}
    assert places == {str(tmp_path / f"{name}.txt") for name in ("pipe", "link", "zero", "loop", "s")}
    assert sum(error.endswith(SPECIAL) for error in errors) == 4
    assert read(tmp_path / "pipe.txt")[1] == [f"{tmp_path / 'pipe.txt'}: {SPECIAL}"]
