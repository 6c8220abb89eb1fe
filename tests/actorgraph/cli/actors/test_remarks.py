"""`actorgraph actors note` and `tag`: notes and tags on actors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.actor_projects import ONE, TWO, actors, build, files_of, run

pytestmark = pytest.mark.usefixtures("in_process")


def test_notes_and_tags_are_in_the_graph_on_the_card_and_on_the_map(project: Path) -> None:
    before = files_of(project)
    assert actors(project, "note", "Kenya", "ask the <b>desk</b> # 3").exit_code == 0
    assert actors(project, "tag", "Kenya", "watch-list", "africa").exit_code == 0
    assert actors(project, "same", ONE, TWO).exit_code == 0
    assert actors(project, "tag", TWO, "minister").exit_code == 0, "a merged name"
    card = json.loads(actors(project, "show", "Kenya", "--format", "json").stdout)
    assert (card["note"], card["tags"]) == ("ask the <b>desk</b> # 3", ["africa", "watch-list"])
    for tag, who in (("africa", "Kenya"), ("minister", "Sihasak Phuangketkeow")):
        listed = actors(project, "list", "--tag", tag, "--format", "jsonl").stdout.splitlines()
        assert [json.loads(line)["label"] for line in listed] == [who]
    found = run("query", "SELECT ?n { actor:kenya ag:note ?n }", "--format", "csv", "--out", project / "out").stdout
    assert found.splitlines()[1:] == ["ask the <b>desk</b> # 3"]
    assert "\\u003cb\\u003edesk" in (project / "out" / "map.html").read_text(encoding="utf-8")
    assert run("check", "--out", project / "out").exit_code == 0
    assert "Decisions: 5 apply." in build(project).stdout
    actors(project, "note", "Kenya", "")
    actors(project, "tag", "Kenya", "watch-list", "africa", "--remove")
    actors(project, "tag", TWO, "minister", "--remove")
    actors(project, "split", ONE, TWO)
    assert files_of(project).keys() == before.keys()
    assert files_of(project)["map.html"] == before["map.html"]


def test_a_tag_is_one_filter_of_several(project: Path) -> None:
    """That nobody with a tag has a type or country of the build is no error: the build has both."""
    assert actors(project, "tag", "Kenya", "africa").exit_code == 0
    for others in (("--type", "person"), ("--country", "Thailand")):
        listed = actors(project, "list", "--tag", "africa", *others, "--format", "jsonl")
        assert (listed.exit_code, listed.stdout) == (0, ""), listed.output


def test_the_notes_on_merged_names_are_all_on_the_card(project: Path) -> None:
    for name, text in ((TWO, "see the file of May"), (ONE, "met in Hanoi")):
        assert actors(project, "note", name, text).exit_code == 0
    assert actors(project, "same", ONE, TWO).exit_code == 0
    card = json.loads(actors(project, "show", ONE, "--format", "json").stdout)
    assert card["note"] == "met in Hanoi; see the file of May"


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("note", "Nobody", "x"), "no entity with this name"),
        (("note", "Kenya", ""), "nothing to remove"),
        (("tag", "Kenya", "two words"), "is not a tag"),
        (("tag", "Kenya", "x", "--remove"), "nothing to remove"),
        (("list", "--tag", "x"), "no actor has this tag; the tags are: none"),
    ],
)
def test_what_cannot_be_remarked_is_told(project: Path, arguments: tuple[str, ...], why: str) -> None:
    result = actors(project, *arguments)
    assert (result.exit_code, why in result.stderr) == (2, True), result.output
