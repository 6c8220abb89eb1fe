"""Documents to requests: the prompt comes from the project's own data, and a document is data."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from support.chat_server import answer, claim, participant

from extract.llm import prompt
from extract.llm.cache import AnswerCache
from extract.llm.estimate import estimate, tokens
from extract.llm.guidelines import guidelines
from extract.llm.requests import MAX_SENTENCES, requests_of
from extract.llm.settings import ModelSettings
from extract.proposals.segmentation import segmented
from ontology.actions import CLASSES, load, scheme
from ontology.model import Document, EntityType, Modality

SETTINGS = ModelSettings("m", segment=300)
TEXT = "\n".join(f"Kenya met Peru for talks number {number} in Lima." for number in range(60))
DOCUMENT = Document("d", TEXT, title="Talks", date="2025-10-27", language="en")


def test_the_prompt_names_every_class_type_and_guideline() -> None:
    text = prompt.system_prompt()
    for name in (*CLASSES, *(kind.value for kind in EntityType), *(value.value for value in Modality)):
        assert f"- {name}: " in text
    assert all(rule in text for rule in guidelines().rules)
    assert all(concept.definition in text for concept in scheme().classes())


def test_a_change_of_the_scheme_changes_prompt_and_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    before = next(requests_of(DOCUMENT, segmented(DOCUMENT), SETTINGS)).key
    concepts = dict(scheme().concepts)
    concepts["scam"] = replace(concepts["scam"], definition="Another definition.")
    changed = type(scheme())(concepts)
    monkeypatch.setattr(prompt, "scheme", lambda: changed)
    prompt.system_prompt.cache_clear()
    try:
        assert "Another definition." in prompt.system_prompt()
        assert next(requests_of(DOCUMENT, segmented(DOCUMENT), SETTINGS)).key != before
    finally:
        monkeypatch.undo()
        prompt.system_prompt.cache_clear()


def test_the_schema_accepts_what_the_tests_call_an_answer() -> None:
    good = claim(0, participant("Kenya"), "met", participant("Peru"), lemma="meet", class_="meet")
    jsonschema.validate(json.loads(answer(good)), prompt.answer_schema())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(json.loads(answer(good | {"modality": "sure"})), prompt.answer_schema())


def test_each_sentence_is_asked_about_once_and_in_order() -> None:
    sentences = segmented(DOCUMENT)
    requests = list(requests_of(DOCUMENT, sentences, SETTINGS))
    asked = [index for request in requests for index in request.sentences]
    assert asked == [sentence.index for sentence in sentences]
    assert all(len(request.sentences) <= MAX_SENTENCES for request in requests)
    assert len({request.key for request in requests}) == len(requests)


def test_a_later_segment_has_what_stands_before_it() -> None:
    *_, last = requests_of(DOCUMENT, segmented(DOCUMENT), SETTINGS)
    content = json.loads(last.body["messages"][1]["content"])
    assert content["title"] == "Talks"
    assert content["before"].startswith("Kenya met Peru for talks number 0")
    assert f"number {last.sentences[0] - 1} " in content["before"]


def test_only_wanted_sentences_are_asked_about_and_those_between_are_context() -> None:
    (request,) = requests_of(DOCUMENT, segmented(DOCUMENT), SETTINGS, frozenset({3, 5}))
    content = json.loads(request.body["messages"][1]["content"])
    assert [row["s"] for row in content["sentences"]] == [3, 5]
    assert "number 4 " in content["between"]
    assert all(f'"{key}"' in guidelines().document for key in ("before", "between", "sentences", "s"))


def test_the_key_depends_on_model_and_parameters_but_not_on_the_server() -> None:
    def key(**changes: object) -> str:
        return next(requests_of(DOCUMENT, segmented(DOCUMENT), replace(SETTINGS, **changes))).key  # type: ignore[arg-type]

    same = key()
    assert key(url="http://other/v1", cache=Path("x"), parallel=9, timeout=1.0, offline=True) == same
    others = [key(model="n"), key(max_tokens=5), key(parameters='{"seed": 1}'), key(parameters='{"temperature": null}')]
    assert len({same, *others}) == 5


def test_parameters_add_and_remove_keys() -> None:
    settings = replace(SETTINGS, parameters='{"seed": 1, "temperature": null, "response_format": null}')
    body = next(requests_of(DOCUMENT, segmented(DOCUMENT), settings)).body
    assert body["seed"] == 1
    assert {"temperature", "response_format"}.isdisjoint(body)


def test_estimates_count_what_is_not_answered(tmp_path: Path) -> None:
    requests = tuple(requests_of(DOCUMENT, segmented(DOCUMENT), SETTINGS))
    found = estimate([requests], AnswerCache(tmp_path / "answers.jsonl"))
    assert (found.documents, found.requests, found.answered) == (1, len(requests), 0)
    assert found.tokens_in > len(requests) * tokens(prompt.system_prompt())
    assert found.cost(1.0, 0.0) == found.tokens_in / 1e6


def test_a_scheme_of_a_user_is_still_validated() -> None:
    with pytest.raises(Exception, match="missing"):
        load('[propose]\ndefinition = "x"\nlemmas = []\n')
