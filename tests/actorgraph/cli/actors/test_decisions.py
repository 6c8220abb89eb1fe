"""Decisions on actors beside the build: `actorgraph actors same`, `different`, `split`, and decisions.txt."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.actor_projects import ONE, TWO, actors, build, files_of, parties, run

pytestmark = pytest.mark.usefixtures("in_process")


def test_the_build_says_what_was_merged_and_what_waits(project: Path) -> None:
    said = build(project).stdout
    assert "Identity: 1 name merged, 1 match to review." in said
    assert f"actorgraph actors review --out {project / 'out'}" in said


def test_same_and_split_move_claims_and_lose_none(project: Path) -> None:
    before, files = parties(project), files_of(project)
    said = actors(project, "same", "Sihasak Phuangketkeow", "Sihasak Puangketkaew", "--why", "one minister")
    assert said.exit_code == 0, said.output
    assert "1 decision. 2 claims moved to another actor or target." in said.stderr
    after = parties(project)
    assert set(after) == set(before)
    assert TWO not in {who for who, _ in after.values()}
    assert {key for key, both in after.items() if both != before[key]} == {
        k for k, (a, _) in before.items() if a == TWO
    }
    kept = (project / "decisions.txt").read_text(encoding="utf-8")
    assert f"same       {ONE}  {TWO}  # Sihasak Phuangketkeow / Sihasak Puangketkaew: one minister" in kept
    assert "nothing has changed" in build(project).stdout  # the build knows the decisions already
    assert "merged by you" in actors(project, "show", TWO).stdout
    undone = actors(project, "split", TWO)
    assert "withdrawn: same" in undone.stderr
    assert files_of(project) == files
    again = actors(project, "split", TWO)
    assert (again.exit_code, "not merged with any actor" in again.stderr) == (2, True)


def test_a_merge_by_rule_is_split_and_stays_split(project: Path) -> None:
    said = actors(project, "split", "Salween River Guard Force")
    assert "kept apart from now on" in said.stderr
    assert "different" in (project / "decisions.txt").read_text(encoding="utf-8")
    (project / "docs" / "2026-01" / "c.txt").write_text("Kenya signed the treaty.", encoding="utf-8")
    assert "0 names merged" in build(project).stdout
    again = actors(project, "undecided", "actor/river-guard-force-myanmar", "Salween River Guard Force")
    assert (again.exit_code, "was 'different', is now 'undecided'" in again.stderr) == (0, True)
    assert "0 names merged" in build(project).stdout


def test_decisions_need_no_second_reading(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a text was parsed again")

    monkeypatch.setattr("extract.claims.Extractor.extraction", refuse)
    assert actors(project, "same", ONE, TWO).exit_code == 0
    (project / "decisions.txt").write_text(f"different {ONE} {TWO}\n", encoding="utf-8")
    assert "0 matches to review" in build(project).stdout


def test_a_wrong_line_and_a_contradiction_are_told(project: Path) -> None:
    file = project / "decisions.txt"
    file.write_text("maybe actor/a actor/b\n", encoding="utf-8")
    wrong = run("build", project / "docs", "--out", project / "out")
    assert (wrong.exit_code, "decisions.txt:1: 'maybe' is not a verdict" in wrong.stderr) == (2, True)
    file.write_text(f"same {ONE} {TWO}\nsame {TWO} actor/kenya\ndifferent actor/kenya {ONE}\n", encoding="utf-8")
    told = build(project)
    assert told.exit_code == 1
    assert "decisions.txt: lines 1, 2, 3 contradict each other" in told.stderr
    assert "not applied: lines 1, 2" in told.stderr


def test_names_that_are_none_or_several(project: Path) -> None:
    assert "no entity with this name" in actors(project, "same", "Sihasak Phuangketkeo", ONE).stderr
    assert "did you mean Sihasak Phuangketkeow" in actors(project, "same", "Sihasak Phuangketkeo", ONE).stderr
    assert f"is already {ONE}; nothing to decide" in actors(project, "same", ONE, "Sihasak Phuangketkeow").stderr
    assert not (project / "decisions.txt").exists()


def test_what_cannot_be_applied_is_not_written(project: Path) -> None:
    for first, second in (("Kenya", "Thailand"), ("actor/kenya", f"{ONE}@2026-01/b"), (ONE, f"{ONE}@nowhere")):
        refused = actors(project, "same", first, second)
        assert refused.exit_code == 2, refused.output
        assert len(refused.stderr.splitlines()) == 1
        assert not (project / "decisions.txt").exists()


def test_a_decision_on_what_is_not_here_is_told(project: Path) -> None:
    (project / "decisions.txt").write_text(f"same actor/atlantis {ONE}\n", encoding="utf-8")
    told = build(project)
    assert told.exit_code == 0
    assert "decisions.txt:1: actor/atlantis stands for nobody in these documents" in told.stderr


def test_two_people_of_one_name(project: Path) -> None:
    text = project / "docs" / "2026-01" / "d.txt"
    text.write_text("2026-01-10\n\nSihasak Puangketkaew arrested nine suspects in Peru.", encoding="utf-8")
    build(project)
    reference = "Sihasak Puangketkaew@2026-01/d"
    assert actors(project, "different", "Sihasak Puangketkaew", reference).exit_code == 0
    listed = actors(project, "list", "Puangketkaew", "--format", "jsonl").stdout
    assert "Sihasak Puangketkaew (2026-01/d)" in listed
    assert len(listed.splitlines()) == 2
    undone = actors(project, "split", "Sihasak Puangketkaew")
    assert (undone.exit_code, "not merged with any actor" in undone.stderr) == (2, True)


def test_a_query_for_an_id_that_was_merged_is_told_where_it_is(project: Path) -> None:
    query = "SELECT ?what WHERE { actor:salween-river-guard-force ?does ?what }"
    told = run("query", query, "--out", project / "out").stderr
    assert "actor/salween-river-guard-force was merged into actor/river-guard-force-myanmar" in told


def test_what_we_wrote_is_no_document(project: Path) -> None:
    assert actors(project, "same", ONE, TWO).exit_code == 0
    again = run("build", project, "--out", project / "out")
    assert again.exit_code == 0, again.stderr
    assert "Documents: 2 new, 2 gone." in again.stdout


def test_known_actors_beside_the_build(project: Path) -> None:
    (project / "actors.toml").write_text(
        '[[body]]\nlabel = "Nine Dragons"\ntype = "criminal-group"\naliases = ["Ninth Dragon Crew"]\n'
        'country = "th"\nsource = "https://example.org"\n',
        encoding="utf-8",
    )
    text = project / "docs" / "2026-01" / "c.txt"
    text.write_text("Kenya arrested the Ninth Dragon Crew.", encoding="utf-8")
    build(project)
    assert ("actor/kenya", "actor/nine-dragons") in parties(project).values()
    assert "criminal-group, Thailand" in actors(project, "show", "Ninth Dragon Crew").stdout
