"""`actorgraph actors`: list, show, review on a real terminal and by table, and the decisions beside the build."""

import csv
import io
import json
import os
import shutil
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support.patience import PATIENCE

from actorgraph.builder.review.project import open_project
from actorgraph.cli.main import main
from graph.review.decisions import read_decisions
from graph.review.identity import Verdict
from ontology.registry import registry

pytestmark = pytest.mark.usefixtures("in_process")
OCTOBER = """\
The River Guard Force (RGF) arrested nine suspects in Myanmar. Myanmar's RGF left the compound.
Foreign Minister Sihasak Phuangketkeow of Thailand met Kenyan officials. Thailand condemned the raid.
"""
JANUARY = """\
The Salween River Guard Force (RGF) demolished the compound in Myanmar.
Thai Foreign Minister Sihasak Puangketkaew proposed a conference. Sihasak Puangketkaew praised Kenya.
"""
ONE, TWO = "actor/sihasak-phuangketkeow", "actor/sihasak-puangketkaew"
RGF = "River Guard Force (Myanmar)"


def run(*arguments: object, text: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=text)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project folder with two batches and their build."""
    folder: Path = tmp_path_factory.mktemp("actors")
    for name, text, date in (("2025-10/a", OCTOBER, "2025-10-05"), ("2026-01/b", JANUARY, "2026-01-09")):
        path = folder / "docs" / f"{name}.txt"
        path.parent.mkdir(parents=True)
        path.write_text(f"{date}\n\n{text}", encoding="utf-8")
    build(folder)
    return folder


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return Path(shutil.copytree(built, tmp_path / "p"))


def build(project: Path) -> Result:
    result = run("build", project / "docs", "--out", project / "out")
    assert result.exit_code in {0, 1}, result.output
    return result


def actors(project: Path, *arguments: object) -> Result:
    return run("actors", *arguments, "--out", project / "out")


def listed_labels(project: Path, *arguments: object) -> list[str]:
    """The labels that `actors list` gives, in its order."""
    result = actors(project, "list", *arguments, "--format", "jsonl")
    assert result.exit_code == 0, result.output
    return [json.loads(line)["label"] for line in result.stdout.splitlines()]


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


def files_of(project: Path) -> dict[str, bytes]:
    out = project / "out"
    names = ("map.html", "claims.jsonl", "claims.csv", "graph.trig", "build.json")
    return {name: (out / name).read_bytes() for name in names}


def parties(project: Path) -> dict[str, tuple[str, str | None]]:
    lines = (project / "out" / "claims.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    return {it["id"]: (it["actor"]["id"], it["target"] and it["target"]["id"]) for it in records}


def test_the_build_says_what_was_merged_and_what_waits(project: Path) -> None:
    said = build(project).stdout
    assert "Identity: 1 name merged, 1 match to review." in said
    assert f"actorgraph actors review --out {project / 'out'}" in said


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


def test_nothing_built_yet(tmp_path: Path) -> None:
    for arguments in (("list",), ("show", "x"), ("review",), ("same", "a", "b"), ("split", "a")):
        result = actors(tmp_path, *arguments)
        assert (result.exit_code, "nothing is built here yet" in result.stderr) == (2, True), arguments


# ---- review


def test_review_by_table(project: Path) -> None:
    table = project / "matches.csv"
    assert actors(project, "review", "-f", "csv", "-o", table).exit_code == 0
    rows = list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8"))))
    assert [(row["first"], row["second"]) for row in rows] == [(ONE, TWO)]
    assert "Phuangketkeow" in rows[0]["first_sentence"]
    assert "spelt nearly alike" in rows[0]["reasons"]
    rows[0]["verdict"], rows[0]["why"] = "Same", "both are the minister"
    bad = [{**rows[0], "verdict": "yes"}, {**rows[0], "verdict": "same", "first": "actor/nobody"}]
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=";")  # as spreadsheets of many countries write it
    writer.writeheader()
    writer.writerows([*rows, *bad])
    table.write_text("\ufeff" + out.getvalue(), encoding="utf-8")
    taken = actors(project, "review", "--from", table)
    assert taken.exit_code == 1
    assert "1 verdict read, 2 rows skipped." in taken.stderr
    assert "matches.csv:3: 'yes' is not a verdict" in taken.stderr
    assert "actor/nobody: no entity with this name" in taken.stderr
    assert "both are the minister" in (project / "decisions.txt").read_text(encoding="utf-8")
    assert TWO not in {who for who, _ in parties(project).values()}
    assert "No match is waiting" in actors(project, "review").stdout


def test_a_table_that_is_none(project: Path) -> None:
    (project / "x.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    result = actors(project, "review", "--from", project / "x.csv")
    assert (result.exit_code, "has no column 'verdict'" in result.stderr) == (2, True)


def test_review_needs_a_terminal(project: Path) -> None:
    result = actors(project, "review")
    assert (result.exit_code, "this is not a terminal; use --format csv" in result.stderr) == (2, True)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_review_on_a_terminal(project: Path) -> None:
    pexpect = pytest.importorskip("pexpect")
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "110", "LINES": "40"}
    arguments = ["-m", "actorgraph", "actors", "review", "--out", str(project / "out")]
    child = pexpect.spawn(
        sys.executable, arguments, env=environment, encoding="utf-8", timeout=PATIENCE, dimensions=(40, 110)
    )
    child.expect("1 of 1 ")
    for words in ("A  ", "Sihasak Phuangketkeow", "B  ", "Sihasak Puangketkaew", "spelt nearly alike", r"\[s\]ame"):
        child.expect(words)
    child.send("z")
    child.expect("'z' is not one of the keys")
    child.send("m")
    child.expect("1 of 1 ")
    child.send("S")
    child.expect("1 decision. ")
    child.expect("claims? moved to another")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert f"same       {TWO}  {ONE}" in (project / "decisions.txt").read_text(encoding="utf-8")
    assert ONE not in {who for who, _ in parties(project).values()}


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


def test_two_reviews_at_once_lose_no_decision(project: Path) -> None:
    out, file = project / "out", project / "decisions.txt"
    one, other = (open_project(out, file, registry()) for _ in range(2))
    one.decide(Verdict.SAME, ONE, TWO, "one man")
    other.decide(Verdict.DIFFERENT, "actor/kenya", "actor/thailand", "two countries")
    assert [it.verdict for it in read_decisions(file).by_key.values()] == [Verdict.SAME, Verdict.DIFFERENT]
