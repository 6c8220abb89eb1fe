"""Requests without a server: dry runs, prices, `actorgraph llm export` and `import`."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from support.model_builds import (
    TEXTS,
    build,
    claims_of,
    files_of,
    folder_of,
    honest,
    options,
    run,
)

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("in_process")]


def test_a_dry_run_sends_nothing_and_counts_tokens(tmp_path: Path) -> None:
    folder, out = folder_of(tmp_path / "texts"), tmp_path / "out"
    result, server = build(folder, out, honest, "--dry-run")
    assert result.exit_code == 0, result.output
    assert "tokens in" in result.output
    assert "cost" not in result.output.splitlines()[-2]
    assert server.asked == []
    assert not out.exists()


@pytest.mark.parametrize("command", ["build", "export"])
def test_prices_give_the_cost(tmp_path: Path, command: str) -> None:
    folder, common = folder_of(tmp_path / "texts"), ["--llm-model", "m", "--out", str(tmp_path / "out")]
    price = ["--llm-price", "1000000", "0"]
    if command == "build":
        result = run("build", folder, "--extractor", "llm", "--dry-run", *common, *price)
    else:
        result = run("llm", "export", folder, "-o", tmp_path / "requests.jsonl", *common, *price)
    assert result.exit_code == 0, result.output
    tokens_in, cost = re.findall(r"([\d,]+) +[\d,]+ +([\d,]+\.\d\d)\s", result.output)[0]
    assert cost == f"{tokens_in}.00"


def test_batch_files_stand_in_for_a_server(tmp_path: Path) -> None:
    folder, out, requests = folder_of(tmp_path / "texts"), tmp_path / "out", tmp_path / "requests.jsonl"
    common = ["--llm-model", "m", "--fast", "--out", str(out)]
    exported = run("llm", "export", folder, "-o", requests, *common)
    assert exported.exit_code == 0, exported.output
    lines = [json.loads(line) for line in requests.read_text(encoding="utf-8").splitlines()]
    assert len(lines) == 3
    answers = tmp_path / "answers.jsonl"
    bodies = [{"choices": [{"message": {"content": honest(line["body"], 0).content}}]} for line in lines]
    answers.write_text(
        "".join(
            json.dumps({"custom_id": line["custom_id"], "response": {"status_code": 200, "body": body}}) + "\n"
            for line, body in zip(reversed(lines), reversed(bodies), strict=True)
        )
    )
    imported = run("llm", "import", answers, "--out", out)
    assert "3 new" in imported.output
    assert run("build", folder, *options("http://127.0.0.1:9/v1"), "--llm-offline", "--out", out).exit_code == 0
    asked, _ = build(folder, tmp_path / "asked" / "out", honest)
    assert asked.exit_code == 0
    assert files_of(out) == files_of(tmp_path / "asked" / "out")
    assert "0 requests written" in run("llm", "export", folder, "-o", requests, *common).output
    assert "3 requests written" in run("llm", "export", folder, "-o", requests, "--all", *common).output


def test_a_replaced_answer_is_extracted_again(tmp_path: Path) -> None:
    folder, out, requests = folder_of(tmp_path / "texts", {"a": TEXTS["a"]}), tmp_path / "out", tmp_path / "r.jsonl"
    build(folder, out, honest)
    run("llm", "export", folder, "-o", requests, "--all", "--llm-model", "m", "--fast", "--out", out)
    key = json.loads(requests.read_text())["custom_id"]
    (tmp_path / "new.jsonl").write_text(json.dumps({"custom_id": key, "content": '{"claims": []}'}) + "\n")
    assert "1 not replaced" in run("llm", "import", tmp_path / "new.jsonl", "--out", out).output
    assert "1 replaced" in run("llm", "import", tmp_path / "new.jsonl", "--replace", "--out", out).output
    result, server = build(folder, out, honest)
    assert (claims_of(out), server.asked) == ([], []), result.output
