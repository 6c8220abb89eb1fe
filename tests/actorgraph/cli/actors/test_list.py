"""`actorgraph actors list` and `show`: what they find and tell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.actor_projects import ONE, RGF, TWO, actors, listed_labels, run

pytestmark = pytest.mark.usefixtures("in_process")


def test_list_finds_by_name_type_and_country(project: Path) -> None:
    rows = [json.loads(line) for line in actors(project, "list", "--format", "jsonl").stdout.splitlines()]
    assert {"Thailand", "River Guard Force (Myanmar)"} <= {row["label"] for row in rows}
    dates = {row["label"]: (row["first"], row["last"]) for row in rows}
    assert dates["River Guard Force (Myanmar)"] == ("2025-10-05", "2026-01-09")
    found = actors(project, "list", "salween", "--format", "csv").stdout.splitlines()
    assert len(found) == 2
    assert "river-guard-force-myanmar" in found[1]  # found by a name that was merged
    people = actors(project, "list", "--type", "person", "--country", "thailand", "--format", "jsonl").stdout
    assert {json.loads(line)["id"] for line in people.splitlines()} == {ONE, TWO}
    wrong = actors(project, "list", "--type", "planet")
    assert wrong.exit_code == 2
    assert "the types are: " in wrong.stderr
    assert "of " in actors(project, "list", "--limit", "1").stderr


@pytest.mark.parametrize(
    ("arguments", "labels"),
    [
        (
            ("--bloc", "ASEAN"),
            [RGF, "Sihasak Puangketkaew", "Sihasak Phuangketkeow", "Thailand", "Myanmar"],
        ),
        (("--bloc", "African Union"), ["Kenya", "Kenyan officials"]),
        (("--bloc", "African Union", "--type", "country"), ["Kenya"]),
        (("--bloc", "G7"), []),
        (("--bloc", "ASEAN", "--country", "Kenya"), []),
        (("--min-claims", "2"), [RGF, "Sihasak Puangketkaew"]),
        (("--min-claims", "3"), [RGF]),
        (("--min-claims", "4"), []),
        (("suspects",), ["suspects in Myanmar"]),
        (("suspects", "--named"), []),
        (("--named", "--min-claims", "1", "--country", "Kenya"), ["Kenya", "Kenyan officials"]),
        (("--bloc", "ASEAN", "--named", "--min-claims", "2", "--type", "person"), ["Sihasak Puangketkaew"]),
    ],
)
def test_list_filters_by_bloc_claims_and_name(built: Path, arguments: tuple[str, ...], labels: list[str]) -> None:
    assert listed_labels(built, *arguments) == labels


def test_a_bloc_has_every_name_that_a_query_accepts(built: Path) -> None:
    labels = listed_labels(built, "--bloc", "ASEAN")
    for name in ("asean", "actor/asean", "Association of Southeast Asian Nations"):
        assert listed_labels(built, "--bloc", name) == labels


@pytest.mark.parametrize(("name", "why"), [("Aseam", "no entity with this name"), ("Kenya", "is not a bloc")])
def test_an_unknown_bloc_is_told_with_the_known_ones(built: Path, name: str, why: str) -> None:
    result = actors(built, "list", "--bloc", name)
    assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (2, "", 1), result.output
    for words in (name, why, "the blocs are: ACMECS, AFRIPOL, ASEAN, ", "Visegrad Group, "):
        assert words in result.stderr


def test_an_unknown_country_is_told_beside_other_filters(built: Path) -> None:
    result = actors(built, "list", "--country", "Atlantis", "--named", "--min-claims", "1")
    assert (result.exit_code, "no actor of this country in the build" in result.stderr) == (2, True), result.output


def test_a_rejected_claim_does_not_count(project: Path) -> None:
    records = (project / "out" / "claims.jsonl").read_text(encoding="utf-8").splitlines()
    claim = next(it["id"] for it in map(json.loads, records) if it["actor"]["id"] == TWO)
    assert run("claims", "reject", claim, "--why", "not said", "--out", project / "out").exit_code == 0
    assert listed_labels(project, "--min-claims", "2") == [RGF]


def test_show_tells_names_dates_merges_and_why(project: Path) -> None:
    said = actors(project, "show", "Salween River Guard Force").stdout
    assert said.startswith("River Guard Force (Myanmar)")
    for words in ("RGF", "2025-10-05 to 2026-01-09", "both are called RGF", "formerly actor/salween-river-guard-force"):
        assert words in said
    asean = json.loads(actors(project, "show", "ASEAN", "--format", "json").stdout)
    assert "Thailand" in asean["members"]
    assert asean["source"].startswith("https://")
    unknown = actors(project, "show", "Thailnd")
    assert (unknown.exit_code, "did you mean Thailand" in unknown.stderr) == (2, True)


def test_nothing_built_yet(tmp_path: Path) -> None:
    for arguments in (("list",), ("show", "x"), ("review",), ("same", "a", "b"), ("split", "a")):
        result = actors(tmp_path, *arguments)
        assert (result.exit_code, "nothing is built here yet" in result.stderr) == (2, True), arguments
