"""The cache of answers and batch files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extract.llm.batch_files import import_answers, request_line
from extract.llm.cache import Answer, AnswerCache, answer_of
from extract.llm.requests import ModelRequest
from ontology.errors import DataError, InputError

KEYS = [character * 64 for character in "abcd"]


def test_answers_are_read_back_and_those_of_others_seen(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "answers.jsonl"
    first, second = AnswerCache(path), AnswerCache(path)
    assert (first.get(KEYS[0]), len(first)) == (None, 0)
    answer = Answer(KEYS[0], "m", '{"claims": ["กัมพูชา"]}')
    first.add(answer)
    assert second.get(KEYS[0]) == answer
    second.add(Answer(KEYS[1], "m", "x"))
    assert first.get(KEYS[1]) is not None
    assert len(first) == 2


def test_keys_of_an_earlier_version_are_ignored(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text(
        json.dumps({"key": KEYS[0], "model": "m", "content": "x", "finish": "stop", "tokens": [1, 2]}) + "\n"
    )
    assert AnswerCache(path).get(KEYS[0]) == Answer(KEYS[0], "m", "x")


def test_a_line_that_was_cut_off_costs_nothing_but_itself(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    AnswerCache(path).add(Answer(KEYS[0], "m", "first"))
    whole = path.read_bytes()
    for length in range(1, len(whole)):
        path.write_bytes(whole + whole.replace(KEYS[0].encode(), KEYS[1].encode())[:length])
        cache = AnswerCache(path)
        cache.add(Answer(KEYS[2], "m", "after"))
        assert [AnswerCache(path).get(key) is not None for key in KEYS[:3]] == [True, length == len(whole) - 1, True]


def test_the_revision_changes_only_if_an_answer_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    cache = AnswerCache(path)
    cache.add(Answer(KEYS[0], "m", "first"))
    cache.add(Answer(KEYS[0], "m", "first"))
    cache.add(Answer(KEYS[1], "m", "other"))
    assert cache.revision == ""
    cache.add(Answer(KEYS[0], "m", "second"))
    assert cache.revision == AnswerCache(path).revision != ""
    assert AnswerCache(path).get(KEYS[0]) == Answer(KEYS[0], "m", "second")


def test_a_folder_is_no_cache(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be"):
        AnswerCache(tmp_path).get(KEYS[0])
    with pytest.raises(DataError, match="cannot be written"):
        AnswerCache(tmp_path).add(Answer(KEYS[0], "m", "x"))


@pytest.mark.parametrize(
    "body",
    [None, [], {}, {"choices": []}, {"choices": [{}]}, {"choices": [{"message": None}]}, {"error": "x"}, "text", 3],
)
def test_what_is_no_chat_completion_is_refused(body: object) -> None:
    with pytest.raises(ValueError, match="not a chat completion"):
        answer_of(KEYS[0], body)


def test_refusals_and_parts_are_texts() -> None:
    refusal = {"choices": [{"message": {"content": None, "refusal": "I can't."}}]}
    parts = {"choices": [{"message": {"content": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]}}]}
    assert [answer_of(KEYS[0], body).content for body in (refusal, parts)] == ["I can't.", "ab"]


def batch_line(key: str, content: str, status: int = 200) -> str:
    body = {"model": "m", "choices": [{"message": {"content": content}, "finish_reason": "stop"}]}
    return json.dumps({"id": "b", "custom_id": key, "response": {"status_code": status, "body": body}, "error": None})


def test_a_batch_file_fills_the_cache(tmp_path: Path) -> None:
    path, cache = tmp_path / "batch.jsonl", AnswerCache(tmp_path / "answers.jsonl")
    good = '{"claims": []}'
    lines = [
        batch_line(KEYS[0], good),
        json.dumps({"custom_id": KEYS[1], "content": "I can't."}),
        batch_line(KEYS[2], good, status=500),
        json.dumps({"custom_id": KEYS[3], "response": None, "error": {"message": "expired"}}),
        json.dumps({"custom_id": "mine", "content": good}),
        "no JSON",
        "[]",
        "",
        batch_line(KEYS[0], good),
        batch_line(KEYS[0], "another"),
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    report = import_answers(path, cache)
    assert (report.new, report.known, report.replaced, report.kept, report.unusable) == (2, 1, 0, 1, 1)
    assert [problem.where.rpartition(":")[2] for problem in report.problems] == ["3", "4", "5", "6", "7"]
    assert cache.get(KEYS[0]).content == good  # type: ignore[union-attr]
    again = import_answers(path, cache, replace=True)
    assert (again.new, again.replaced) == (0, 1)
    assert cache.get(KEYS[0]).content == "another"  # type: ignore[union-attr]


def test_a_file_that_is_no_text_is_an_error_of_the_user(tmp_path: Path) -> None:
    path = tmp_path / "batch.jsonl"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="cannot be read"):
        import_answers(path, AnswerCache(tmp_path / "answers.jsonl"))


def test_a_request_line_is_found_again_by_its_key() -> None:
    request = ModelRequest("d", (0,), ("a",), {"model": "m", "messages": []})
    line = json.loads(request_line(request))
    assert (line["custom_id"], line["method"], line["url"]) == (request.key, "POST", "/v1/chat/completions")
    assert len(request.key) == 64
