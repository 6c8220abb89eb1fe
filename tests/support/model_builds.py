"""Builds with a language model: texts, a server that reads sentences of one form, and the commands."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from support.chat_server import Answering, ChatServer, Reply, answer, claim, participant, sentences_of

from actorgraph.cli.main import main
from extract.llm.settings import KEY_VARIABLE

KEY = "sk-secret-of-the-test"
VIEWS = ("claims.jsonl", "claims.csv", "graph.trig", "map.html", "report.json")
TEXTS = {
    "a": "Kenya met Peru in Lima on Monday. Police in Cebu arrested 64 suspects.",
    "b": "Thailand proposed to host a conference. Cambodia signed a treaty with Laos.",
    "c": "Ghana warned Chile of scam compounds. Chile thanked Ghana.",
}
SURE = "Kenya arrested ten suspects."
UNANSWERED = {"a": f"{SURE} He met Peru.", "b": SURE}
"""In the first text the rules do not know a subject, so that the model is asked; in the second they do."""
MET = re.compile(r"(\w+) (met|warned|thanked) (\w+)")
LEMMAS = {"met": "meet", "warned": "warn", "thanked": "thank"}


def folder_of(path: Path, texts: Mapping[str, str] = TEXTS) -> Path:
    path.mkdir()
    for name, text in texts.items():
        (path / f"{name}.txt").write_text(text, encoding="utf-8")
    return path


def honest(body: dict[str, Any], _: int) -> Reply:
    """A model that reads sentences of one form."""
    claims = [
        claim(
            s,
            participant(match[1]),
            match[2],
            participant(match[3]),
            lemma=LEMMAS[match[2]],
            class_="meet" if match[2] == "met" else "warn" if match[2] == "warned" else "other",
        )
        for s, text in sentences_of(body)
        for match in MET.finditer(text)
    ]
    return Reply(answer(*claims))


def run(*words: str | Path, key: str | None = KEY) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], env={KEY_VARIABLE: key})


def options(url: str, extractor: str = "llm") -> list[str]:
    return ["--extractor", extractor, "--llm-url", url, "--llm-model", "m", "--fast", "--jobs", "1"]


def build(
    folder: Path, out: Path, answering: Answering, *more: str, extractor: str = "llm"
) -> tuple[Result, ChatServer]:
    with ChatServer(answering) as server:
        return run("build", folder, "--out", out, *options(server.url, extractor), *more), server


def claims_of(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / "claims.jsonl").read_text(encoding="utf-8").splitlines()]


def files_of(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in VIEWS}


def said(out: Path) -> set[tuple[str, str, str]]:
    return {(row["actor"]["label"], row["action"]["lemma"], row["target"]["label"]) for row in claims_of(out)}
