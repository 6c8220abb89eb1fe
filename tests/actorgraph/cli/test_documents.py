"""`actorgraph read`, `search`, pages beside the map, and the sessions of the review in the browser, on a real build."""

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from actorgraph.builder.review.desk import ProjectDesk
from actorgraph.builder.review.project import open_project
from actorgraph.cli.main import main
from graph.review.decisions import read_decisions
from ontology.errors import InputError
from ontology.registry import registry

pytestmark = pytest.mark.usefixtures("in_process")
OCTOBER = """\
Raid in the valley

Police in Cambodia arrested Chen Bo on Friday. He had been at large. Interpol praised the Cambodian police.
Interpol warned Laos.
"""
UNDATED = "The weather in Laos is fine.\n"
JANUARY = "Cambodia extradited Chen Bo to China. The weather was fine. Thailand proposed a conference.\n"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of three documents, one without a date, built with pages."""
    folder = tmp_path_factory.mktemp("documents")
    texts = (("2025-10/raid", OCTOBER, "2025-10-05"), ("2026-01/b", JANUARY, "2026-01-09"), ("2026-01/c", UNDATED, ""))
    for name, text, date in texts:
        path = folder / "docs" / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{date}\n\n{text}", encoding="utf-8")
    result = run("build", folder / "docs", "--fast", "--pages", "--out", folder / "out")
    assert result.exit_code == 0, result.output
    assert "Undated: 1 document without a date; --since and --until leave them out." in result.output
    return folder


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    shutil.copytree(built, tmp_path / "p")
    return tmp_path / "p"


def test_a_document_is_read(built: Path) -> None:
    result = run("read", "raid", "--out", built / "out")
    assert result.exit_code == 0, result.output
    assert re.search(r"\d of 5 sentences have a claim", result.output)
    assert str(built / "docs" / "2025-10" / "raid.txt") in result.output.replace("\n", "")
    assert "He had been at large." in result.output
    assert "arrests" in result.output


def test_documents_are_listed(built: Path) -> None:
    listed = run("read", "--format", "json", "--out", built / "out")
    records = [json.loads(line) for line in listed.output.splitlines()]
    assert [(one["id"], one["sentences"]) for one in records] == [
        ("2025-10/raid", 5),
        ("2026-01/b", 3),
        ("2026-01/c", 1),
    ]
    assert "3 documents;" in run("read", "--out", built / "out").output


def test_a_claim_opens_its_document_at_its_sentence(built: Path) -> None:
    found = json.loads(run("read", "2026-01/b", "--format", "json", "--out", built / "out").output)
    claim = found["sentences"][0]["claims"][0]["id"]
    near = json.loads(run("read", claim, "--format", "json", "--out", built / "out").output)
    assert (near["document"], near["sentences"][0]["index"]) == ("2026-01/b", 0)
    bare = claim.removeprefix("claim/")[:8]  # as `claims list` prints it
    assert json.loads(run("read", bare, "--format", "json", "--out", built / "out").output) == near
    html = run("read", claim, "--format", "html", "--out", built / "out").output
    assert 'id="s1"' in html


@pytest.mark.parametrize(
    ("words", "texts"),
    [
        (["extradition"], ["Cambodia extradited Chen Bo to China."]),
        (["weather", "-laos"], ["The weather was fine."]),
        (["chen", "large"], ["He had been at large."]),
        (["--actor", "Chen Bo", "--since", "2026"], ["Cambodia extradited Chen Bo to China."]),
        (["--without-claims", "--until", "2025", "large"], ["He had been at large."]),
        (["chen", "-arrested", "-large"], ["Cambodia extradited Chen Bo to China."]),
    ],
)
def test_sentences_are_found(built: Path, words: list[str], texts: list[str]) -> None:
    result = run("search", *words, "--format", "jsonl", "--out", built / "out")
    assert result.exit_code == 0, result.output
    assert [json.loads(line)["text"] for line in result.output.splitlines()] == texts


def test_what_a_date_leaves_out_is_told(built: Path) -> None:
    both = run("search", "weather", "--since", "2026", "--out", built / "out").output
    assert "1 sentence in 1 document. Read one" in both
    assert "1 more sentence in documents without a date." in both
    none = run("search", "weather", "--until", "2025", "--out", built / "out").output
    assert none == "No sentence in the documents of these dates. 1 more sentence in documents without a date.\n"


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["search"], "give WORDS"),
        (["search", "--nope", "x"], "No such option"),
        (["search", "x", "--since", "soon"], "not a date"),
        (["read", "nothing"], "no document with this id"),
        (["read", "00000000"], "no claim with this id"),
        (["read", "raid", "--sentence", "1", "--format", "html"], "is for text and json"),
        (["read", "raid", "--sentence", "99"], "there is no sentence 99"),
        (["serve", "--review", "--host", "::"], "this machine only"),
        (["map", "--pages"], "needs -o"),
    ],
)
def test_what_cannot_be_done_is_one_line(built: Path, arguments: list[str], why: str) -> None:
    result = run(*arguments, "--out", built / "out")
    assert result.exit_code == 2
    assert why in result.output


def test_a_word_to_leave_out_is_no_option(built: Path) -> None:
    found = run("search", "compound", "-Thailand", "--out", built / "out")
    assert (found.exit_code, "Usage" in found.output) == (0, False)


def test_a_folder_that_is_in_the_way_keeps_its_map(built: Path, tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "map.html").write_text("mine", encoding="utf-8")
    refused = run("map", "--pages", "-o", tmp_path / "map.html", "--out", built / "out")
    assert (refused.exit_code, (tmp_path / "map.html").read_text(encoding="utf-8")) == (2, "mine")


def test_pages_follow_each_decision_until_they_are_not_wanted(project: Path) -> None:
    out = project / "out"
    (page,) = [path for path in (out / "documents").iterdir() if "raid" in path.name]
    before = page.read_text(encoding="utf-8")
    claim = json.loads(run("read", "raid", "--format", "json", "--out", out).output)["sentences"][1]["claims"][0]["id"]
    assert claim.replace("/", "-") in before
    assert f"documents/{page.name}" in (out / "map.html").read_text(encoding="utf-8")
    assert run("claims", "reject", claim, "--out", out).exit_code == 0
    assert claim.replace("/", "-") not in page.read_text(encoding="utf-8")
    assert run("build", project / "docs", "--fast", "--no-pages", "--out", out).exit_code == 0
    assert not (out / "documents").exists()


def test_a_folder_of_the_users_stays(project: Path) -> None:
    out = project / "out"
    assert run("build", project / "docs", "--fast", "--no-pages", "--out", out).exit_code == 0
    (out / "documents").mkdir()
    (out / "documents" / "mine.txt").write_text("mine", encoding="utf-8")
    result = run("build", project / "docs", "--fast", "--pages", "--out", out)
    assert result.exit_code == 2
    assert "move or rename it" in result.output
    assert (out / "documents" / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_a_folder_to_hand_on(built: Path, tmp_path: Path) -> None:
    (tmp_path / "handed").mkdir()
    result = run("map", "--pages", "-o", tmp_path / "handed" / "the map.html", "--out", built / "out")
    assert result.exit_code == 0, result.output
    index = (tmp_path / "handed" / "documents" / "index.html").read_text(encoding="utf-8")
    for name in re.findall(r'href="([^"#]+\.html)"', index):
        assert (tmp_path / "handed" / "documents" / name.replace("%20", " ")).is_file(), name


def test_the_sessions_of_the_terminal_in_the_browser(project: Path) -> None:
    opened = open_project(project / "out", project / "decisions.txt", registry())
    desk = ProjectDesk(opened)
    total, _ = desk.size("claims")
    card = desk.card("claims", 0)
    assert desk.press("claims", 0, card.identity, "r", {"why": "no"}) == 1
    (line,) = read_decisions(project / "decisions.txt").on_claims
    assert line.why.endswith(": no")
    with pytest.raises(InputError, match="out of date"):
        desk.press("claims", 1, card.identity, "r", {})
    with pytest.raises(InputError, match="not one of the keys"):
        desk.press("claims", 1, desk.card("claims", 1).identity, "?", {})
    with pytest.raises(InputError, match="nothing to correct"):
        desk.press("claims", 1, desk.card("claims", 1).identity, "e", dict(desk.card("claims", 1).fields))
    assert desk.press("claims", 1, desk.card("claims", 1).identity, "e", {"status": "planned"}) == 2
    assert desk.press("claims", total, "", "b", {}) == total - 1, "the last was not decided, so nothing is taken back"
    assert desk.press("claims", 2, desk.card("claims", 2).identity, "b", {}) == 1
    assert len(read_decisions(project / "decisions.txt").on_claims) == 1
    opened.save(opened.decisions.deciding())  # what others have written stays
    assert "1 rejected" in desk.apply()
    assert desk.size("claims") == (total - 1, 0)
