"""The rules with a model: whose claims are kept where the model answers well, badly or not at all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from support.chat_server import answer, claim, participant

from extract.llm.cache import Answer
from extract.llm.extractor import CombinedExtractor, ModelExtractor
from extract.llm.settings import ModelSettings
from extract.multilingual import MultilingualExtractor
from ontology.errors import ModelError, NotExtractedError
from ontology.model import Document

TEXT = "He thanked Peru. Kenya met Peru in Lima."
DOCUMENT = Document("d", TEXT, language="en")
KENYA, PERU = participant("Kenya"), participant("Peru")
MET = claim(1, KENYA, "met", PERU, lemma="meet", class_="meet")


@pytest.fixture(scope="module")
def pipelines() -> MultilingualExtractor:
    return MultilingualExtractor(fast=True)


@pytest.fixture
def combined(tmp_path: Path, pipelines: MultilingualExtractor, monkeypatch: pytest.MonkeyPatch) -> CombinedExtractor:
    """The model is asked about every sentence."""
    monkeypatch.setattr("extract.llm.extractor.wanted_sentences", lambda *_: frozenset({0, 1}))
    return CombinedExtractor(ModelSettings("m", cache=tmp_path / "a", offline=True), pipelines)


def claims_after(extractor: CombinedExtractor, content: str) -> list[tuple[str, str, bool]]:
    """Actor, action and whether the model made them, of the claims with this answer."""
    (request,) = extractor.requests(DOCUMENT)
    extractor.cache.add(Answer(request.key, "m", content))
    extraction = extractor.extraction(DOCUMENT)
    assert extraction.missing == ""
    return [(one.actor.entity.label, one.action.lemma, one.provenance is not None) for one in extraction.claims]


RULED = ("Kenya", "meet", False)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (answer(), []),
        (answer(MET), [("Kenya", "meet", True)]),
        (answer(MET | {"actor": PERU, "target": KENYA}), [("Peru", "meet", True)]),
        ("I can't help with that.", [RULED]),
        ('{"claims": "none"}', [RULED]),
        (answer({"who": "Kenya"}), [RULED]),
        (answer(MET | {"s": 7}), [RULED]),
        (answer(MET | {"actor": participant("Kenya", "Russia")}), [RULED]),
        (answer(MET | {"actor": participant("Ghana")}), [RULED]),
        (answer(MET, MET | {"actor": participant("Ghana")}), [("Kenya", "meet", True)]),
    ],
)
def test_the_rules_stay_where_an_answer_is_no_use(
    combined: CombinedExtractor, content: str, expected: list[tuple[str, str, bool]]
) -> None:
    assert claims_after(combined, content) == expected


def test_without_an_answer_the_rules_stay_and_something_is_missing(combined: CombinedExtractor) -> None:
    extraction = combined.extraction(DOCUMENT)
    assert [(one.actor.entity.label, one.action.lemma) for one in extraction.claims] == [RULED[:2]]
    assert extraction.missing.startswith("1 of its 1 requests to the model have no answer")


def test_without_rules_and_answer_there_is_nothing(combined: CombinedExtractor, tmp_path: Path) -> None:
    model = ModelExtractor(ModelSettings("m", cache=tmp_path / "a", offline=True), combined.pipelines)
    thai = Document("t", "กัมพูชาจับกุมผู้ต้องสงสัย", language="th")
    for extractor, document in ((model, DOCUMENT), (combined, thai)):
        with pytest.raises(NotExtractedError, match="1 of its 1 requests to the model have no answer"):
            extractor.extraction(document)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"parallel": 0}, "parallel is 0; give 1 or more"),
        ({"parallel": -1}, "parallel"),
        ({"segment": 0}, "segment"),
        ({"max_tokens": 0}, "max_tokens"),
        ({"timeout": 0.0}, "timeout"),
        ({"timeout": float("nan")}, "timeout"),
        ({"parameters": "[]"}, "not a JSON object"),
        ({"parameters": "{"}, "not a JSON object"),
    ],
)
def test_settings_that_cannot_work_are_one_line(changes: dict[str, object], words: str) -> None:
    with pytest.raises(ModelError, match=words) as error:
        replace(ModelSettings("m"), **changes)  # type: ignore[arg-type]
    assert "\n" not in str(error.value)
