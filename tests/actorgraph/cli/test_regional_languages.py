"""Twenty short reports in nine languages of the region, as a model would answer them: actors, statuses, dates."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from support.chat_server import ChatServer, Reply, answer, claim, participant, sentences_of

from actorgraph.cli.main import main
from extract.documents.content.language import language_of

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("in_process")]
FILE = Path(__file__).resolve().parents[2] / "data" / "regional.toml"
DOCUMENTS: list[dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["document"]
DATE = "2025-10-30"
ENGLISH = {"Polri": "Indonesian National Police", "Polis Diraja Malaysia": "Royal Malaysia Police"}
"""Names of bodies that the registry knows by another."""
ACTORS = {
    "Cambodia": "actor/cambodia",
    "United States": "actor/united-states",
    "China": "actor/china",
    "ASEAN": "actor/asean",
    "Hun Manet": "actor/hun-manet",
    "Lee Jae-myung": "actor/lee-jae-myung",
}


def wanted(row: dict[str, Any], sentences: list[tuple[int, str]]) -> dict[str, Any]:
    """A claim of the file as an answer, with the number of the sentence that has its words."""
    actor_words, actor, kind, verb, lemma, class_, *target = row["claim"]
    (index,) = [s for s, text in sentences if verb in text and actor_words in text]
    thing = participant(*target) if target else None
    others = {"negated": row.get("negated", False), "alleged": row.get("alleged", False), "date": row.get("when")}
    modality, place = row.get("modality", "asserted"), row.get("place")
    subject = participant(actor_words, actor, kind)
    return claim(index, subject, verb, thing, lemma=lemma, class_=class_, modality=modality, place=place, **others)


def playing(body: dict[str, Any], _: int) -> Reply:
    sentences = sentences_of(body)
    (document,) = [one for one in DOCUMENTS if sentences[0][1] in one["text"]]
    return Reply(answer(*(wanted(row, sentences) for row in document["claims"])))


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("regional")
    rows = [{"id": f"d{number:02}", "text": one["text"], "date": DATE} for number, one in enumerate(DOCUMENTS)]
    news = folder / "news.jsonl"
    news.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    with ChatServer(playing) as server:
        words = ["build", str(news), "--out", str(folder / "out"), "--extractor", "llm", "--fast", "--jobs", "1"]
        result = CliRunner().invoke(main, [*words, "--llm-url", server.url, "--llm-model", "m"])
    assert result.exit_code == 0, result.output
    return folder / "out"


@pytest.fixture(scope="module")
def claims(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / "claims.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("number", range(len(DOCUMENTS)))
def test_each_document_gives_its_claims(claims: list[dict[str, Any]], number: int) -> None:
    document, found = DOCUMENTS[number], [row for row in claims if row["document"] == f"d{number:02}"]
    assert len(found) == len(document["claims"])
    for row in document["claims"]:
        actor_words, actor, kind, verb, _, class_, *target = row["claim"]
        (one,) = [c for c in found if c["action"]["text"] == verb and c["actor"]["text"] == actor_words]
        assert one["actor"]["type"] == kind
        assert one["actor"]["label"] in {actor, actor_words, ENGLISH.get(actor, actor)}
        assert one["actor"]["id"] == ACTORS.get(actor, one["actor"]["id"])
        assert one["action"]["class"] == class_ or class_ == "other"
        assert (one["target"] or {}).get("text") == (target[0] if target else None)
        assert one["when"] == row.get("date")
        assert one["modality"] == row.get("modality", "asserted")
        assert one["alleged"] is row.get("alleged", False)
        assert one["polarity"] == ("negated" if row.get("negated") else "affirmed")
        for part in (one["actor"], one["action"], *([one["target"]] if target else [])):
            assert document["text"][part["start"] : part["end"]] == part["text"]


def test_all_names_of_a_country_are_one_actor(claims: list[dict[str, Any]]) -> None:
    words = {row["actor"]["text"] for row in claims if row["actor"]["id"] == "actor/cambodia"}
    assert {"กัมพูชา", "Kamboja", "Campuchia", "柬埔寨", "កម្ពុជា"} <= words
    people = {row["actor"]["text"] for row in claims if row["actor"]["id"] == "actor/hun-manet"}
    assert people == {"ฮุน มาเนต", "ហ៊ុន ម៉ាណែត"}


def test_a_name_that_only_sounds_foreign_stays_in_its_script(claims: list[dict[str, Any]]) -> None:
    labels = {row["actor"]["label"] for row in claims}
    assert {"美国财政部", "경찰청", "Lương Cường", "Anutin Charnvirakul"} <= labels


def test_nothing_is_left_out_without_a_reason(out: Path) -> None:
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert report["left_out"] == []
    assert not any(reason.startswith("rejected") for reason in report.get("verification", {}))


def test_the_reader_knows_the_languages() -> None:
    known = [language_of(one["text"]) for one in DOCUMENTS]
    assert all(found in {None, one["language"]} for found, one in zip(known, DOCUMENTS, strict=True)), known
    assert known.count(None) <= 3  # of a line or two the detector is not always sure


def test_the_graph_is_sound_and_answers_in_every_script(out: Path) -> None:
    assert CliRunner().invoke(main, ["check", "--out", str(out)]).exit_code == 0
    shown = CliRunner().invoke(main, ["actors", "show", "กัมพูชา", "--out", str(out)])
    assert "Cambodia" in shown.output
