"""Builds with a language model, as a user runs them: cache, offline, options; and the Python API."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.chat_server import ChatServer
from support.model_builds import (
    KEY,
    TEXTS,
    build,
    claims_of,
    files_of,
    folder_of,
    honest,
    options,
    run,
    said,
)

import actorgraph
from graph.store.claims import stored_claims
from graph.store.oxigraph import opened_store

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("in_process")]


def test_a_build_asks_once_and_is_rebuilt_offline_with_the_same_bytes(tmp_path: Path) -> None:
    folder, out = folder_of(tmp_path / "texts"), tmp_path / "out"
    result, server = build(folder, out, honest)
    assert result.exit_code == 0, result.output
    assert said(out) == {("Kenya", "meet", "Peru"), ("Ghana", "warn", "Chile"), ("Chile", "thank", "Ghana")}
    assert len(server.asked) == 3
    again, other = build(folder, out, honest)
    assert "nothing has changed" in again.output
    assert other.asked == []
    offline = run("build", folder, "--out", tmp_path / "second", *options("http://127.0.0.1:9/v1"), "--llm-offline")
    assert offline.exit_code == 0, offline.output
    assert files_of(tmp_path / "second") == files_of(out)
    parallel = [*options("http://127.0.0.1:9/v1")[:-1], "2", "--llm-offline"]
    assert run("build", folder, "--out", tmp_path / "third", *parallel).exit_code == 0
    assert files_of(tmp_path / "third") == files_of(out)


def test_claims_say_what_made_them_in_every_form(tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(folder_of(tmp_path / "texts"), out, honest)
    made = {json.dumps(row["provenance"]) for row in claims_of(out)}
    assert len(made) == 2  # two of the three documents have claims
    provenance = json.loads(min(made))
    assert (provenance["extractor"], provenance["model"], len(provenance["request"])) == ("llm", "m", 64)
    with opened_store(out / "store") as data:
        stored = [one.claim for one in stored_claims(data)]
    assert {one.provenance.request for one in stored if one.provenance} == {json.loads(one)["request"] for one in made}
    question = "SELECT ?m WHERE { ?c ag:generatedBy ?e . ?e a ag:Extraction ; ag:model ?m } LIMIT 1"
    assert '"m"' in run("query", question, "--out", out, "--format", "json").output.replace(" ", "")
    assert run("check", "--out", out).exit_code == 0


def test_neither_key_nor_whole_texts_are_stored(tmp_path: Path) -> None:
    folder, out = folder_of(tmp_path / "texts"), tmp_path / "out"
    result, _ = build(folder, out, honest)
    everything = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(KEY.encode() in content for content in everything)
    assert KEY not in result.output
    assert TEXTS["b"].encode() not in (tmp_path / "llm-answers.jsonl").read_bytes()


def test_extract_and_evaluate_ask_too(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "texts", {"a": TEXTS["a"]})
    gold = tmp_path / "gold.jsonl"
    row = {"document": "a", "sentence": "Kenya met Peru in Lima on Monday.", "actor": "Kenya", "action": "meet"}
    gold.write_text(json.dumps(row | {"target": "Peru", "action_class": "meet", "core": True}) + "\n")
    cache = ["--llm-cache", str(tmp_path / "answers.jsonl")]
    with ChatServer(honest) as server:
        extracted = run("extract", folder, *options(server.url)[:-2], *cache)
        evaluated = run("evaluate", gold, folder, "--format", "json", *options(server.url)[:-2], *cache)
    assert json.loads(extracted.output.splitlines()[-1])["action"]["lemma"] == "meet"
    assert evaluated.exit_code == 0, evaluated.output
    assert len(server.asked) == 1


def test_the_python_api_asks_a_model_too(tmp_path: Path) -> None:
    with ChatServer(honest) as server:
        llm = actorgraph.ModelSettings("m", server.url, tmp_path / "answers.jsonl")
        claims = actorgraph.extract(TEXTS["c"], extractor="llm", llm=llm, fast=True)
    assert [(one.actor.entity.label, one.action.lemma) for one in claims] == [("Ghana", "warn"), ("Chile", "thank")]
    assert claims[0].provenance is not None
    assert claims[0].provenance.model == "m"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--extractor", "llm"], "name one with --llm-model"),
        (["--extractor", "magic"], "no extractor named 'magic'; choose one of: rules, llm, rules+llm"),
        (["--extractor", "llm", "--llm-model", "m", "--llm-request", "[]"], "--llm-request is not a JSON object"),
        (["--extractor", "llm", "--llm-model", "m", "--llm-url", "nowhere"], "not an http(s) address"),
    ],
)
def test_wrong_options_are_one_line(tmp_path: Path, words: list[str], message: str) -> None:
    result = run("build", folder_of(tmp_path / "texts"), "--out", tmp_path / "out", "--fast", *words)
    assert result.exit_code == 2
    assert message in result.output
    assert "Traceback" not in result.output


def test_pages_in_the_way_are_found_before_a_model_is_asked(tmp_path: Path) -> None:
    folder, out = folder_of(tmp_path / "texts"), tmp_path / "out"
    (out / "documents").mkdir(parents=True)
    (out / "documents" / "mine.txt").write_text("mine")
    result, server = build(folder, out, honest, "--pages")
    assert result.exit_code == 2
    assert "is in the place of the pages of the documents" in result.output
    assert server.asked == []
    assert (out / "documents" / "mine.txt").read_text() == "mine"


@pytest.mark.parametrize("extractor", ["llm", "rules+llm"])
def test_open_triples_are_refused_before_a_model_is_asked(tmp_path: Path, extractor: str) -> None:
    cache = ["--llm-cache", str(tmp_path / "answers.jsonl")]
    with ChatServer(honest) as server:
        words = [*options(server.url, extractor)[:-2], *cache]
        result = run("extract", folder_of(tmp_path / "texts"), "--open", *words)
    assert result.exit_code == 2
    assert "--open needs --extractor rules" in result.output
    assert server.asked == []
