"""`actorgraph actors review`: on a real terminal and by table."""

from __future__ import annotations

import csv
import io
import os
import sys
from pathlib import Path

import pytest
from support.actor_projects import ONE, TWO, actors, parties
from support.patience import PATIENCE

from actorgraph.builder.review.project import open_project
from graph.review.decisions import read_decisions
from graph.review.identity import Verdict
from ontology.registry import registry

pytestmark = pytest.mark.usefixtures("in_process")


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


@pytest.mark.long
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


def test_two_reviews_at_once_lose_no_decision(project: Path) -> None:
    out, file = project / "out", project / "decisions.txt"
    one, other = (open_project(out, file, registry()) for _ in range(2))
    one.decide(Verdict.SAME, ONE, TWO, "one man")
    other.decide(Verdict.DIFFERENT, "actor/kenya", "actor/thailand", "two countries")
    assert [it.verdict for it in read_decisions(file).by_key.values()] == [Verdict.SAME, Verdict.DIFFERENT]
