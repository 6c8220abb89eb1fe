"""Servers that do not answer, and builds that are interrupted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from support.chat_server import ChatServer, Reply, sentences_of
from support.model_builds import (
    KEY,
    UNANSWERED,
    build,
    claims_of,
    files_of,
    folder_of,
    honest,
    options,
    run,
)

import actorgraph
from extract.llm.settings import KEY_VARIABLE
from ontology.errors import ActorgraphError

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("in_process")]
NOWHERE = "http://127.0.0.1:9/v1"


@pytest.fixture
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.llm.client.FIRST_PAUSE", 0.0)


def test_a_document_without_an_answer_is_reported_and_comes_with_the_next_run(tmp_path: Path) -> None:
    folder, out = folder_of(tmp_path / "texts"), tmp_path / "out"

    def refusing(body: dict[str, Any], number: int) -> Reply:
        is_b = any("Thailand" in text for _, text in sentences_of(body))
        return Reply(status=422, body=b"{}") if is_b else honest(body, number)

    result, _ = build(folder, out, refusing)
    assert result.exit_code == 1, result.output
    (line,) = [line for line in result.output.splitlines() if "422" in line]
    assert "b.txt: the server answered with status 422; 1 of its 1 requests to the model have no answer" in line
    assert len(claims_of(out)) == 3
    result, server = build(folder, out, honest)
    assert (result.exit_code, len(server.asked)) == (0, 1), result.output


@pytest.mark.usefixtures("_no_pauses")
def test_a_server_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    result = run("build", folder_of(tmp_path / "texts"), "--out", tmp_path / "out", *options(NOWHERE))
    assert result.exit_code == 2
    (line,) = [line for line in result.output.splitlines() if "cannot be reached" in line]
    assert "check --llm-url, and check that the server is running (3 documents in a row" in line
    assert "Traceback" not in result.output
    cache = ["--llm-cache", str(tmp_path / "answers.jsonl")]
    result = run("extract", tmp_path / "texts", *options(NOWHERE)[:-2], *cache)
    assert result.exit_code == 2
    assert result.output.count("cannot be reached") == 3  # two documents, and the end


@pytest.mark.usefixtures("_no_pauses")
def test_a_document_that_does_not_reach_the_server_is_one_line(tmp_path: Path) -> None:
    folder, out = folder_of(tmp_path / "texts"), tmp_path / "out"
    build(folder, out, honest)
    (folder / "d.txt").write_text("Mali met Chad.", encoding="utf-8")
    result = run("build", folder, "--out", out, *options(NOWHERE))
    assert result.exit_code == 1, result.output
    (line,) = [line for line in result.output.splitlines() if "d.txt" in line]
    assert "cannot be reached; check --llm-url, and check that the server is running; 1 of its 1 requests" in line
    assert len(claims_of(out)) == 3


@pytest.mark.parametrize("extractor", ["llm", "rules+llm"])
def test_the_python_api_tells_why_a_model_has_not_answered(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, extractor: str
) -> None:
    reason = "text-0: the server answered with status 422; 1 of its 1 requests to the model have no answer"
    with ChatServer(lambda *_: Reply(status=422, body=b"{}")) as server:
        llm = actorgraph.ModelSettings("m", server.url, tmp_path / "answers.jsonl")
        if extractor == "llm":
            with pytest.raises(ActorgraphError, match=reason):
                actorgraph.extract(UNANSWERED["a"], extractor=extractor, llm=llm, fast=True)
        else:
            claims = actorgraph.extract(UNANSWERED["a"], extractor=extractor, llm=llm, fast=True)
            assert [one.action.lemma for one in claims] == ["arrest"]
            assert reason in caplog.text


@pytest.mark.skipif(sys.platform == "win32", reason="sends signals")
@pytest.mark.parametrize("how", [signal.SIGINT, pytest.param(signal.SIGKILL, marks=pytest.mark.long)])
def test_an_interrupted_run_continues_with_what_was_answered(tmp_path: Path, how: signal.Signals) -> None:
    texts = {f"d{number:02}": f"Kenya met Peru in case {number}." for number in range(12)}
    folder, out = folder_of(tmp_path / "texts", texts), tmp_path / "out"
    whole, _ = build(folder, tmp_path / "whole" / "out", honest)
    assert whole.exit_code == 0

    def slow(body: dict[str, Any], number: int) -> Reply:
        reply = honest(body, number)
        return Reply(reply.content, wait=0.0 if number < 5 else 30.0)

    with ChatServer(slow) as server:
        words = ["build", str(folder), "--out", str(out), *options(server.url), "--llm-parallel", "2"]
        # a shell may have told its background processes to ignore SIGINT: the tests among them, and so their children
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        process = subprocess.Popen([sys.executable, "-m", "actorgraph", *words], env={**os.environ, KEY_VARIABLE: KEY})
        signal.signal(signal.SIGINT, before)
        end = time.monotonic() + 120
        while len(server.asked) < 7 and time.monotonic() < end:
            time.sleep(0.1)
        time.sleep(0.5)
        process.send_signal(how)
        start = time.monotonic()
        process.wait(60)
        assert time.monotonic() - start < 20
    assert len((tmp_path / "llm-answers.jsonl").read_bytes().splitlines()) == 5
    result, again = build(folder, out, honest)
    assert (result.exit_code, len(again.asked)) == (0, 7), result.output
    assert files_of(out) == files_of(tmp_path / "whole" / "out")
