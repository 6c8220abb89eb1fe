"""`actorgraph claims`: list, show, decide, undo, review; a decision reaches every view and survives later changes."""

import csv
import io
import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from support.actor_projects import write_batches
from support.patience import PATIENCE

from actorgraph.cli.main import main
from actorgraph.cli.options.claims import STATUSES
from graph.rdf.relations import STATUSES as RELATION_STATUSES

pytestmark = pytest.mark.usefixtures("in_process")
OCTOBER = """\
Vietnam condemned the raid. Thailand met Kenya in Hanoi. Vietnam plans to host a summit.
"""
JANUARY = "Vietnam arrested nine suspects. Kenya praised Vietnam.\n"
VIEWS = ("map.html", "claims.jsonl", "claims.csv", "graph.trig", "build.json")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project folder with two batches and their build."""
    folder: Path = tmp_path_factory.mktemp("claims")
    write_batches(folder, OCTOBER, JANUARY)
    build(folder)
    return folder


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return Path(shutil.copytree(built, tmp_path / "p"))


def build(project: Path, *options: object) -> Result:
    result = run("build", project / "docs", "--fast", *options, "--out", project / "out")
    assert result.exit_code in {0, 1}, result.output
    return result


def claims(project: Path, *arguments: object) -> Result:
    return run("claims", *arguments, "--out", project / "out")


def views(project: Path) -> dict[str, bytes]:
    return {name: (project / "out" / name).read_bytes() for name in VIEWS}


def shown(project: Path) -> dict[str, Any]:
    """The claims of claims.jsonl by id."""
    lines = (project / "out" / "claims.jsonl").read_text(encoding="utf-8").splitlines()
    return {record["id"]: record for record in map(json.loads, lines)}


def claim_id(project: Path, text: str) -> str:
    found = claims(project, "list", text, "--format", "jsonl").stdout.splitlines()
    assert len(found) == 1, found
    return str(json.loads(found[0])["id"])


def query(project: Path, text: str) -> list[str]:
    result = run("query", "--format", "csv", text, "--out", project / "out")
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()[1:]


DIRECT = "SELECT ?actor WHERE { ?actor action:condemn ?target . ?actor a ag:Country }"
REJECTED = "SELECT ?claim ?why WHERE { ?claim a ag:RejectedClaim ; ag:state 'rejected' ; ag:why ?why ; rdf:subject ?s }"


def test_list_by_text_state_document_and_confidence(project: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(claims(project, "list", "--format", "csv").stdout)))
    assert [float(row["confidence"]) for row in rows] == sorted(float(row["confidence"]) for row in rows)
    assert {row["decided"] for row in rows} == {"open"}
    assert {row["document"] for row in rows} == {"2025-10/a", "2026-01/b"}
    one = claims(project, "list", "--document", "2026-01/b", "--format", "csv").stdout
    assert "2025-10/a" not in one
    assert claims(project, "list", "--max-confidence", "0", "--format", "csv").stdout == ""
    assert "of " in claims(project, "list", "--limit", "1").stderr


@pytest.mark.parametrize(
    ("options", "listed"),
    [
        (("--actor", "Vietnam"), {"arrests", "condemns", "hosts", "praises"}),
        (("--actor", "vietnam", "--document", "2025-10/a"), {"condemns", "hosts"}),
        (("--actor", "actor/kenya"), {"meets", "praises"}),
        (("--actor", "Vietnam", "--until", "2025"), {"condemns", "hosts"}),
        (("--action", "host"), {"hosts"}),
        (("--action", "nothing"), set()),
        (("--status", "planned"), {"hosts"}),
        (("--status", "asserted", "--since", "2025-11"), {"arrests", "praises"}),
        (("--status", "negated"), set()),
        (("--since", "2025-10-05", "--until", "2025-10"), {"condemns", "hosts", "meets"}),
        (("raid", "--actor", "Kenya"), set()),
        (("--actor", "Vietnam", "--max-confidence", "0"), set()),
    ],
)
def test_list_by_actor_action_status_and_date(project: Path, options: tuple[str, ...], listed: set[str]) -> None:
    result = claims(project, "list", *options, "--format", "jsonl")
    assert result.exit_code == 0, result.output
    assert {json.loads(line)["action"]["label"] for line in result.stdout.splitlines()} == listed
    waiting = claims(project, "review", *options, "-f", "csv").stdout
    assert len(list(csv.DictReader(io.StringIO(waiting)))) == len(listed)


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (("--actor", "Vietnem"), "no entity with this name in the build; did you mean Vietnam?"),
        (("--since", "October"), "'October' is not a date"),
        (("--status", "done"), "is not one of 'asserted'"),
    ],
)
def test_an_unknown_filter_is_an_error(project: Path, options: tuple[str, ...], why: str) -> None:
    result = claims(project, "list", *options)
    assert (result.exit_code, why in result.stderr) == (2, True), result.stderr


def test_the_statuses_of_the_filter_are_those_of_the_graph() -> None:
    assert tuple(STATUSES) == RELATION_STATUSES


def test_a_rejected_claim_is_in_no_view(project: Path) -> None:
    before = views(project)
    claim = claim_id(project, "condemns")
    assert query(project, DIRECT) == ["https://w3id.org/actorgraph/actor/vietnam"]
    result = claims(project, "reject", claim, "--why", "another raid")
    assert result.exit_code == 0, result.output
    assert "1 decision. 0 claims moved to another actor or target. Claims: 1 rejected." in result.stderr
    assert claim not in shown(project)
    for name in ("map.html", "claims.csv"):
        assert claim.removeprefix("claim/") not in (project / "out" / name).read_text(encoding="utf-8")
    assert query(project, DIRECT) == []
    assert query(project, REJECTED) == [f"https://w3id.org/actorgraph/{claim},Vietnam → condemns → raid: another raid"]
    assert "condemn" not in run("diff", "2025-10", "2026-01", "--out", project / "out").stdout
    assert "rejected; extracted as Vietnam → condemns → raid: another raid" in claims(project, "show", claim).stdout
    assert "rejected: Vietnam → condemns → raid: another raid" in result.stderr
    assert "nothing has changed" in build(project).stdout
    undone = claims(project, "undo", claim)
    assert "withdrawn: reject" in undone.stderr
    assert views(project) == before
    again = claims(project, "undo", claim)
    assert (again.exit_code, "no decision on this claim" in again.stderr) == (2, True)


def test_an_actor_without_a_claim_left_is_listed_nowhere(project: Path) -> None:
    def listed() -> list[bool]:
        actors = run("actors", "list", "--format", "jsonl", "--out", project / "out").stdout
        seen = "\n".join(query(project, "SELECT ?who WHERE { ?document ag:mentions ?who }"))
        export = run("export", "--format", "graphml", "--out", project / "out").stdout
        page = (project / "out" / "map.html").read_text(encoding="utf-8")
        return ["actor/thailand" in text for text in (actors, seen, export, page)]

    claim = claim_id(project, "meets")
    assert listed() == [True] * 4
    claims(project, "reject", claim)
    assert listed() == [False] * 4
    assert "Thailand" in run("search", "Thailand", "--out", project / "out").stdout, "the text names it"
    assert "actor/kenya" in run("actors", "list", "--format", "jsonl", "--out", project / "out").stdout
    claims(project, "undo", claim)
    assert listed() == [True] * 4


def test_a_claim_is_corrected_and_confirmed(project: Path) -> None:
    claim = claim_id(project, "meets")
    parts = ("--actor", "Lao Police", "--actor-type", "government-body", "--action", "consult", "--target", "Vietnam")
    result = claims(project, "correct", claim, *parts, "--status", "planned")
    assert result.exit_code == 0
    assert "corrected: Thailand → meets → Kenya; now actor='Lao Police'" in result.stderr
    record = shown(project)[claim]
    actor = [record["actor"][key] for key in ("id", "label", "type", "text")]
    assert actor == ["actor/lao-police", "Lao Police", "government-body", "Thailand"]
    assert (record["action"]["lemma"], record["action"]["label"]) == ("consult", "consults")
    assert record["target"]["id"] == "actor/vietnam"
    assert (record["modality"], record["confidence"]) == ("planned", 1.0)
    assert record["review"] == {"state": "corrected", "why": "Thailand → meets → Kenya"}
    confirmed = claims(project, "confirm", claim)
    assert "replaced: correct" in confirmed.stderr
    record = shown(project)[claim]
    assert (record["actor"]["label"], record["modality"]) == ("Thailand", "asserted")
    assert record["review"] == {"state": "confirmed", "why": "Thailand → meets → Kenya"}


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("reject", "claim/zzz"), "no claim with this id"),
        (("reject", "claim/"), "claims have ids that begin like this"),
        (("correct", "ID"), "nothing to correct"),
        (("correct", "ID", "--status", "done"), "is not a status"),
        (("correct", "ID", "--status", "asserted", "--action", "condemn"), "nothing to correct"),
        (("correct", "ID", "--actor", " "), "is empty"),
        (("correct", "ID", "--target", "x", "--no-target"), "contradicts --target x"),
    ],
)
def test_what_cannot_be_decided_is_told(project: Path, arguments: tuple[str, ...], why: str) -> None:
    claim = claim_id(project, "condemns")
    result = claims(project, *(claim if argument == "ID" else argument for argument in arguments))
    assert (result.exit_code, why in result.stderr, result.stderr.count("\n")) == (2, True, 1)
    assert not (project / "decisions.txt").exists()


def test_a_decision_survives(project: Path) -> None:
    claim = claim_id(project, "condemns")
    claims(project, "reject", claim)
    document, away = project / "docs" / "2025-10" / "a.txt", project / "a.txt"
    more = project / "more" / "2026-02" / "c.txt"
    more.parent.mkdir(parents=True)
    more.write_text("2026-02-01\n\nThailand met Kenya again.\n", encoding="utf-8")

    run("build", project / "more", "--add", "--fast", "--out", project / "out")
    assert claim not in shown(project)

    document.write_text(f"2025-10-05\n\nA new first sentence came in. {OCTOBER}", encoding="utf-8")
    build(project, "--jobs", "2")
    assert not any(record["action"]["lemma"] == "condemn" for record in shown(project).values())

    document.rename(away)
    assert (
        "Decisions: 0 apply, 1 waiting for an actor or claim that is not in these documents (listed above).\n"
        in build(project).stdout
    )
    waiting = json.loads((project / "out" / "build.json").read_text(encoding="utf-8"))["pending"]
    assert waiting == [
        "decisions.txt:6: 2025-10/a is not in this build; this decision waits (Vietnam → condemns → raid)"
    ]
    away.rename(document)
    assert "Decisions: 1 apply.\n" in build(project).stdout
    assert "Decisions: 1 apply.\n" in build(project).stdout, "unchanged"
    assert not any(record["action"]["lemma"] == "condemn" for record in shown(project).values())

    document.write_text(f"2025-10-05\n\n{OCTOBER}".replace("condemned the raid", "welcomed it"), encoding="utf-8")
    build(project)
    waiting = json.loads((project / "out" / "build.json").read_text(encoding="utf-8"))["pending"]
    assert ["no claim of 2025-10/a says this: actor/vietnam, condemn" in line for line in waiting] == [True]


def test_decisions_need_no_second_reading(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a text was parsed again")

    claim = claim_id(project, "condemns")
    monkeypatch.setattr("extract.claims.Extractor.extraction", refuse)
    assert claims(project, "reject", claim).exit_code == 0


def test_a_table_is_filled_in_and_read(project: Path) -> None:
    table = project / "claims.csv"
    assert claims(project, "review", "--format", "csv", "-o", table).exit_code == 0
    rows = list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8"))))
    verdicts = {"condemn": {"verdict": "reject", "why": "no"}, "host": {"verdict": "confirm"},
                "meet": {"verdict": "correct", "new_target": "-"}, "praise": {"verdict": "perhaps"}}  # fmt: skip
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(row | verdicts.get(row["action"], {}) for row in rows)
    result = claims(project, "review", "--from", table)
    assert result.exit_code == 1
    assert "'perhaps' is not a verdict" in result.stderr
    assert "3 verdicts read, 1 row skipped." in result.stderr
    assert "Claims: 1 confirmed, 1 corrected, 1 rejected." in result.stderr
    (met,) = (record for record in shown(project).values() if record["action"]["lemma"] == "meet")
    assert met["target"] is None
    assert "condemns" not in claims(project, "review", "--format", "csv").stdout


def test_review_needs_a_terminal(project: Path) -> None:
    result = claims(project, "review")
    assert (result.exit_code, "this is not a terminal; use --format csv" in result.stderr) == (2, True)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_review_on_a_terminal(project: Path) -> None:
    pexpect = pytest.importorskip("pexpect")
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "110", "LINES": "40"}
    arguments = ["-m", "actorgraph", "claims", "review", "--document", "2025-10/a", "--out", str(project / "out")]
    child = pexpect.spawn(
        sys.executable, arguments, env=environment, encoding="utf-8", timeout=PATIENCE, dimensions=(40, 110)
    )
    child.expect(r"1 of 3 ")
    child.expect(r"\[c\]onfirm")
    child.send("r")
    child.expect(r"2 of 3 ")
    child.send("b")
    child.expect(r"1 of 3 ")
    child.send("c")
    child.expect(r"2 of 3 ")
    child.send("R")
    child.expect("why")
    child.send("not there\r")
    child.expect(r"3 of 3 ")
    child.send("e")
    for field, answer in (("actor", "Laos"), ("action", ""), ("target", ""), ("status", "alleged")):
        child.expect(field)
        child.send(f"{answer}\r")
    child.expect("1 confirmed, 1 corrected, 1 rejected")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert "not there" in (project / "decisions.txt").read_text(encoding="utf-8")
    (corrected,) = (
        record for record in shown(project).values() if record.get("review", {}).get("state") == "corrected"
    )
    assert (corrected["actor"]["label"], corrected["alleged"]) == ("Laos", True)
