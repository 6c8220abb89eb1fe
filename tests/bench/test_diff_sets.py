"""The pairs of batches for the diff: their lists are sound, their scorer tells right from wrong, the figures hold."""

from __future__ import annotations

import email
from collections import Counter
from dataclasses import replace
from email import policy
from html import unescape
from pathlib import Path

import docx
import pytest
from pydantic import ValidationError
from support.brief_changes import changed
from support.brief_check import BriefCheck

from bench.accuracy import diff_sets
from bench.accuracy.diff_sets import SETS, DiffSet, Finding, Row, main, names, read_set, report_of, score
from graph.diff import diff
from graph.diff.inputs import of_batch
from graph.diff.render.brief import Brief, brief
from graph.store.oxigraph import open_store

pytestmark = pytest.mark.usefixtures("in_process")
EMPTY = {
    "before": "a", "after": "b", "developments": [], "contradictions": [], "changed": [], "numbers": [], "repeated": [],
    "actors_added": [], "actors_gone": [],
}  # fmt: skip
LIST = DiffSet.model_validate(
    {
        "batches": ["a", "b"], "held_out": False, "floors": [0.75, 0.9], "formats": [{}, {}],
        "row": [{"text": "held", "before": ["will hold"], "after": ["held"], "says": ["held"]}],
        "also": [{"text": "paid", "before": ["pledged"], "after": ["paid"]}],
        "never": [{"text": "the brother", "cites": ["brother"]}, {"text": "known", "actors": ["Peru"]},
                  {"text": "demand", "line": ["Chile plan.*open"]}, {"text": "other", "before": ["x"], "after": ["y"]}],
    }
)  # fmt: skip


def development(line: str, before: str, after: str) -> dict:
    claims = [
        {"id": text, "document": f"{side}/1", "sentence": {"text": text}}
        for side, text in (("a", before), ("b", after))
    ]
    return {"sentence": line, "steps": [{"claims": claims}]}


@pytest.mark.parametrize(
    ("line", "before", "after", "expected"),
    [
        ("It was held.", "Laos will hold it.", "Laos held it.", (1.0, 1.0, 0)),
        ("It was planned.", "Laos will hold it.", "Laos held it.", (0.0, 0.0, 0)),
        ("It was held.", "Laos held it.", "Laos will hold it.", (0.0, 0.0, 0)),
        ("Japan paid.", "Japan pledged it.", "Japan paid.", (0.0, 1.0, 0)),
        ("It was held.", "Laos will hold it.", "Laos held it with his brother.", (1.0, 1.0, 1)),
        ("Chile planned to open it.", "x", "y", (0.0, 0.0, 2)),
    ],
)
def test_the_scorer(line: str, before: str, after: str, expected: tuple[float, float, int]) -> None:
    result = score({**EMPTY, "developments": [development(line, before, after)]}, LIST)
    assert (result.recall, result.precision, len(result.forbidden)) == expected


def test_an_actor_of_both_sides_that_is_new() -> None:
    assert score({**EMPTY, "actors_gone": [{"label": "Peru"}]}, LIST).forbidden == ("known",)


def test_a_relation_that_a_development_tells_counts_once() -> None:
    told = development("It was held.", "Laos will hold it.", "Laos held it.")
    (step,) = told["steps"]
    change = {"sentence": "x", "before": step["claims"][:1], "after": step["claims"][1:]}
    assert score({**EMPTY, "developments": [told], "changed": [change]}, LIST).wrong == ()
    assert len(score({**EMPTY, "changed": [change]}, LIST).wrong) == 1


def test_a_row_needs_both_sides() -> None:
    with pytest.raises(ValidationError):
        Row.model_validate({"text": "x", "before": ["y"], "after": []})
    assert not Finding("developments", "x", ("y",), ()).is_of(Row(text="x", before=("y",), after=("z",)))


def text_of(path: Path) -> str:
    """The text of a document, roughly."""
    if path.suffix == ".docx":
        return " ".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)
    if path.suffix == ".eml":
        return email.message_from_bytes(path.read_bytes(), policy=policy.default).get_content()
    return unescape(path.read_text(encoding="utf-8"))


def quotes(expected: DiffSet) -> list[tuple[tuple[int, ...], str]]:
    """The parts of sentences that a list names, each with the sides of which one must have it."""
    rows = (*expected.row, *expected.also, *expected.never)
    of_sides = [((side,), part) for row in rows for side in (0, 1) for part in (row.before, row.after)[side]]
    return [*of_sides, *(((0, 1), part) for never in expected.never for part in (*never.cites, *never.actors))]


@pytest.mark.parametrize("name", names())
def test_each_list_quotes_its_texts(name: str) -> None:
    """Every part of a sentence that a list names stands in a text of its side; what is held out is only counted."""
    expected = read_set(name)
    files = [sorted((SETS / name / batch).iterdir()) for batch in expected.batches]
    assert tuple(Counter(path.suffix.removeprefix(".") for path in side) for side in files) == expected.formats
    texts = [" ".join(" ".join(text_of(path) for path in side).split()) for side in files]
    absent = [part for sides, part in quotes(expected) if not any(part in texts[side] for side in sides)]
    count = len(absent)
    assert count == 0, "held out" if expected.held_out else absent


def test_a_quotation_that_no_text_has_is_noticed() -> None:
    assert ((0,), "x") in quotes(LIST)
    assert ((1,), "y") in quotes(LIST)
    assert ((0, 1), "brother") in quotes(LIST)


WRONG = {**EMPTY, "developments": [development("Mali left.", "p", "q")]}


@pytest.mark.parametrize(("held_out", "is_printed"), [(True, False), (False, True)])
def test_errors_of_a_pair_that_is_held_out_are_not_printed(
    held_out: bool, is_printed: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(diff_sets, "read_set", lambda _: LIST.model_copy(update={"held_out": held_out}))
    monkeypatch.setattr(diff_sets, "report_of", lambda *_: WRONG)
    assert main(["island", "--errors"]) == 1
    printed = capsys.readouterr().out
    assert "island: recall 0% (0 of 1), precision 0% (0 of 1)" in printed
    assert ("Mali left" in printed, "missed: held" in printed) == (is_printed, is_printed)


def test_the_exit_code_is_0_where_the_floors_are_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    reached = development("It was held.", "Laos will hold it.", "Laos held it.")
    monkeypatch.setattr(diff_sets, "read_set", lambda _: LIST)
    monkeypatch.setattr(diff_sets, "report_of", lambda *_: {**EMPTY, "developments": [reached]})
    assert main(["river"]) == 0


def test_a_pair_that_there_is_not_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as error:
        main(["atlantis"])
    assert error.value.code == 2
    assert "no pair 'atlantis'" in capsys.readouterr().err


QUICK = ("delta", "river", "summit")
"""The pairs that are measured in the quick run too."""
of_each_pair = pytest.mark.parametrize(
    "built",
    [pytest.param(name, marks=() if name in QUICK else pytest.mark.long) for name in names()],
    indirect=True,
    scope="module",
)


@pytest.fixture(scope="module")
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path, dict]:
    out = tmp_path_factory.mktemp(request.param) / "out"
    return request.param, out, dict(report_of(request.param, out))


@pytest.mark.slow
@of_each_pair
def test_recall_and_precision(built: tuple[str, Path, dict]) -> None:
    name, _, report = built
    expected = read_set(name)
    result = score(report, expected)
    figures = result.recall, result.precision, len(result.forbidden)
    recall, precision, forbidden = figures  # an assertion on the score would print what is held out
    assert recall >= expected.floors[0]
    assert precision >= expected.floors[1]
    assert forbidden <= expected.forbidden


@pytest.fixture(scope="module")
def checked(built: tuple[str, Path, dict]) -> tuple[DiffSet, BriefCheck]:
    """The list of the pair, and the check of its brief."""
    name, out, _ = built
    data, expected = open_store(out / "store"), read_set(name)
    before, after = (of_batch(data, batch) for batch in expected.batches)
    sentences = before.read_sentences(), after.read_sentences()
    made = brief(diff(before.claims, after.claims, before_name=before.name, after_name=after.name, sentences=sentences))
    return expected, BriefCheck(made, before.claims, after.claims, expected.names)


@pytest.mark.slow
@of_each_pair
def test_each_sentence_of_the_brief_is_in_its_sources(checked: tuple[DiffSet, BriefCheck]) -> None:
    expected, check = checked
    problems = check.problems()
    count = len(problems)
    assert sum(1 for _ in check.lines()) > 30
    assert count <= expected.refused, "held out" if expected.held_out else problems


@pytest.mark.long
@pytest.mark.slow
@of_each_pair
def test_every_changed_sentence_of_the_brief_is_refused(checked: tuple[DiffSet, BriefCheck]) -> None:
    """Another word, number or source, or a denial: the check tells each from the sentence of the brief."""
    expected, check = checked
    every = [(item, wrong) for item, line in check.lines() for wrong in changed(line)]
    held = [wrong.text for item, wrong in every if check.holds(wrong, item)]
    count = len(held)
    assert len(every) > 500
    assert count == 0, "held out" if expected.held_out else held


@pytest.mark.long
@pytest.mark.slow
@of_each_pair
def test_sources_of_another_sentence_are_refused(checked: tuple[DiffSet, BriefCheck]) -> None:
    _, check = checked
    lines = [line for _, line in check.lines()]
    pairs = [(line, other) for line in lines for other in lines if not set(line.sources) & set(other.sources)]
    noticed = [
        not check.holds(exchanged, [exchanged]) for exchanged in (replace(a, sources=b.sources) for a, b in pairs)
    ]
    assert len(noticed) > 500
    assert sum(noticed) / len(noticed) > 0.99


def test_an_empty_brief_has_no_problems() -> None:
    assert BriefCheck(Brief("x", "y"), (), ()).problems() == []
