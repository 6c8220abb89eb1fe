"""Rules and a language model together, and apart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support.chat_server import ChatServer, Reply, answer, claim, participant, sentences_of
from support.model_builds import (
    SURE,
    UNANSWERED,
    build,
    claims_of,
    files_of,
    folder_of,
    honest,
    run,
)

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("in_process")]


def test_rules_and_model_together(tmp_path: Path) -> None:
    """The rules read everything; the model is asked about what they leave out, and is believed there only."""
    text = f"{SURE} He met Peru. Nothing happened."
    folder, ruled, out = folder_of(tmp_path / "texts", {"a": text}), tmp_path / "rules", tmp_path / "out"
    run("build", folder, "--out", ruled, "--fast", "--jobs", "1")

    def eager(body: dict[str, Any], _: int) -> Reply:
        """Claims the same of every sentence that it is asked about, and something of one that it is not."""
        verbs = {s: text.split()[1] for s, text in sentences_of(body)}
        actors = {s: participant(text.split()[0], "Kenya") for s, text in sentences_of(body)}
        forged = claim(0, participant("Kenya"), "arrested", participant("suspects", kind="group"), lemma="arrest")
        return Reply(answer(forged, *(claim(s, actors[s], verbs[s], lemma="meet", class_="meet") for s in verbs)))

    result, server = build(folder, out, eager, extractor="rules+llm")
    assert result.exit_code == 0, result.output
    asked = [text for one in server.asked for _, text in sentences_of(one.body)]
    assert asked == ["He met Peru."]
    made = {row["sentence"]["text"]: "provenance" in row for row in claims_of(out)}
    assert made == {SURE: False, "He met Peru.": True}
    assert [row["sentence"]["text"] for row in claims_of(ruled)] == [SURE]


def test_a_model_that_refuses_leaves_the_claims_of_the_rules(tmp_path: Path) -> None:
    folder, out = folder_of(tmp_path / "texts", UNANSWERED), tmp_path / "out"
    run("build", folder, "--out", tmp_path / "rules", "--fast", "--jobs", "1")
    result, server = build(folder, out, lambda *_: Reply("I can't."), extractor="rules+llm")
    assert result.exit_code == 0, result.output
    assert server.asked
    assert [row["id"] for row in claims_of(out)] == [row["id"] for row in claims_of(tmp_path / "rules")]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_without_an_answer_the_rules_stay_and_the_model_is_asked_again(tmp_path: Path, jobs: str) -> None:
    folder, out = folder_of(tmp_path / "texts", UNANSWERED), tmp_path / "out"
    run("build", folder, "--out", tmp_path / "rules", "--fast", "--jobs", "1")

    def broken(*_: object) -> Reply:
        return Reply(status=422, body=b"{}")

    more = ["--jobs", jobs]
    for _ in range(2):
        result, server = build(folder, out, broken, *more, extractor="rules+llm")
        assert result.exit_code == 0, result.output
        assert server.asked
        (line,) = [line for line in result.output.splitlines() if "422" in line]
        assert "a.txt: the server answered with status 422; 1 of its 1 requests to the model have no answer" in line
        assert [row["id"] for row in claims_of(out)] == [row["id"] for row in claims_of(tmp_path / "rules")]
    result, server = build(folder, out, honest, *more, extractor="rules+llm")
    assert "422" not in result.output
    assert len(server.asked) == 1
    result, server = build(folder, out, honest, *more, extractor="rules+llm")
    assert "nothing has changed" in result.output
    assert server.asked == []


def test_rules_take_no_notice_of_a_model(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "texts")
    rules = ["--fast", "--jobs", "1"]
    assert run("build", folder, "--out", tmp_path / "one" / "out", *rules).exit_code == 0
    with ChatServer(honest) as server:
        more = ["--llm-url", server.url, "--llm-model", "m"]
        assert run("build", folder, "--out", tmp_path / "two" / "out", *rules, *more).exit_code == 0
    assert server.asked == []
    assert files_of(tmp_path / "one" / "out") == files_of(tmp_path / "two" / "out")
    assert not (tmp_path / "two" / "llm-answers.jsonl").exists()
    assert all("provenance" not in row for row in claims_of(tmp_path / "one" / "out"))


def test_maps_and_comparisons_tell_rules_from_models(tmp_path: Path) -> None:
    folder, both = folder_of(tmp_path / "texts"), tmp_path / "both"
    both.mkdir()
    build(folder, both / "llm", honest)
    run("build", folder, "--out", both / "rules", "--fast", "--jobs", "1")
    for out, own, other in ((both / "llm", "model", "rules"), (both / "rules", "rules", "model")):
        drawn = tmp_path / f"{out.name}.html"
        assert run("map", "--made-by", own, "--out", out, "-o", drawn).exit_code == 0
        assert drawn.is_file()
        nothing = run("map", "--made-by", other, "--out", out)
        assert "no claim matches these filters" in nothing.output
    compared = run("diff", both / "rules", both / "llm")
    assert "different extractors" in compared.output
    assert "llm (m)" in compared.output
    assert "different extractors" not in run("diff", both / "llm", both / "llm").output
