"""`diff` and `patch` as a user meets them: every kind of side, every form, exit codes, errors."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

from actorgraph.cli.main import main

pytestmark = pytest.mark.usefixtures("in_process")
SCHEMA = Path(__file__).resolve().parents[3] / "docs" / "diff.schema.json"
EARLY = "7 October 2025\n\nThailand proposed to host a conference. Kenya arrested nine suspects on 3 October 2025."
LATE = "6 January 2026\n\nThailand hosted the conference. Kenya did not arrest nine suspects. Laos signed a treaty."
LAST = "6 March 2026\n\nLaos ratified the treaty. Vietnam arrested John Doe."


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three folders of a document each, and a build of all."""
    found: Path = tmp_path_factory.mktemp("project")
    for name, text in (("2025-10/a.txt", EARLY), ("2026-01/b.md", LATE), ("2026-03/c.txt", LAST)):
        path = found / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    result = run("build", found / "docs", "--out", found / "out")
    assert result.exit_code == 0, result.output
    return found


def test_two_batches(root: Path) -> None:
    result = run("diff", "2025-10", "2026-01", "--out", root / "out")
    assert result.exit_code == 1
    assert "» The conference: proposed -> held" in result.stdout
    assert "~ Kenya arrested nine suspects on 3 October 2025: asserted -> negated" in result.stdout
    assert "“Thailand hosted the conference.”" not in result.stdout
    shown = run("diff", "2025-10", "2026-01", "--evidence", "--out", root / "out").stdout
    assert "“Thailand hosted the conference.” [2026-01/b, 2026-01-06]" in shown
    assert "taken for one, 0." in shown


def test_the_same_is_told_by_the_exit_code(root: Path) -> None:
    result = run("diff", "2025-10", "2025-10", "--out", root / "out")
    assert result.exit_code == 0
    assert "Both say the same." in result.stdout


def test_what_is_read_differently_is_no_news(root: Path, tmp_path: Path) -> None:
    """The same documents, built with --fast and with a claim rejected since."""
    out = tmp_path / "out"
    assert run("build", root / "docs", "--fast", "--out", out).exit_code == 0
    rejected = run("claims", "list", "ratif", "--format", "jsonl", "--out", out).stdout
    assert run("claims", "reject", json.loads(rejected)["id"], "--out", out).exit_code == 0
    result = run("diff", root / "out", out)
    assert result.exit_code == 0, result.output
    assert "made with different rules or options, such as --fast" in result.stdout
    assert "the same on both sides, but read differently" in result.stdout
    assert "Both say the same." in result.stdout
    assert "ratified" in run("diff", root / "out", out, "--level", "claims").stdout
    assert len(json.loads(run("diff", root / "out", out, "--format", "json").stdout)["notes"]) == 2
    for form in ("brief", "brief-html", "html"):
        assert "but read differently" in run("diff", root / "out", out, "--format", form).stdout
    assert "but read differently" in run("diff", root / "out", out, "--format", "csv").stderr


def test_batches_that_are_read_differently_are_told(root: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run("build", root / "docs" / "2025-10", "--batch", "old", "--fast", "--out", out)
    run("build", root / "docs" / "2026-01", "--batch", "new", "--add", "--out", out)
    assert "different rules or options" in run("diff", "old", "new", "--out", out).stdout
    assert "different rules or options" not in run("diff", "2025-10", "2026-01", "--out", root / "out").stdout


@pytest.mark.parametrize(
    "sides",
    [
        ("2025-10..2025-12", "2026-01..2026-01"),
        ("..2025-12-31", "2026-01"),
        ("--until-a", "2025-12", "--since-b", "2026-01", "--until-b", "2026-02"),
        ("2025-10", "--until-a", "2025-12", "2026-01", "--since-b", "2026-01"),
    ],
)
def test_spans_of_time(root: Path, sides: tuple[str, ...]) -> None:
    result = run("diff", *sides, "--out", root / "out")
    assert result.exit_code == 1, result.output
    assert "» The conference: proposed -> held" in result.stdout


def test_two_folders_of_documents(root: Path) -> None:
    result = run("diff", root / "docs" / "2025-10", root / "docs" / "2026-01", "--out", root / "nothing-here")
    assert result.exit_code == 1, result.output
    assert result.stdout.startswith("2025-10 -> 2026-01: ")
    assert "» The conference: proposed -> held [" not in result.stdout
    assert "» The conference: proposed -> held" in result.stdout
    assert not (root / "nothing-here").exists()


def test_who_is_who_is_settled_over_both_folders_and_their_sources_count(tmp_path: Path) -> None:
    one, two = tmp_path / "one" / "news", tmp_path / "two" / "news"
    texts = {
        one: "Myanmar's military raided KK Park. The Border Guard Force (BGF), a local militia, opened the gates.",
        two: "Myanmar's army and the Karen Border Guard Force (BGF) took control of the town and arrested John Doe.",
    }
    for folder, text in texts.items():
        folder.mkdir(parents=True)
        (folder / "a.txt").write_text(text, encoding="utf-8")
    (two / "sources.jsonl").write_text('{"file": "a.txt", "date": "2026-01-05"}\nnonsense\n', encoding="utf-8")
    result = run("diff", one, two, "--format", "json", "--out", tmp_path / "out")
    assert result.exit_code == 1, result.output
    assert "sources.jsonl:2" in result.stderr
    record = json.loads(result.stdout)
    assert (record["before"], record["after"]) == ("1-news", "2-news")
    assert "Karen Border Guard Force" not in {actor["label"] for actor in record["actors_added"]}
    assert "John Doe" in {actor["label"] for actor in record["actors_added"]}
    shown = run("diff", one, two, "--evidence", "--out", tmp_path / "out").stdout
    assert "[2-news/a, 2026-01-05]" in shown


@pytest.fixture(scope="module")
def two_builds(root: Path) -> tuple[Path, Path]:
    builds = root / "one", root / "two"
    for out, batch in zip(builds, ("2025-10", "2026-01"), strict=True):
        assert run("build", root / "docs" / batch, "--batch", batch, "--out", out).exit_code == 0
    return builds


def test_two_builds_and_two_stores(two_builds: tuple[Path, Path]) -> None:
    for pair in (two_builds, [build / "store" for build in two_builds]):
        result = run("diff", *pair)
        assert result.exit_code == 1, result.output
        assert "» The conference: proposed -> held" in result.stdout


@pytest.mark.parametrize("form", ["nq", "trig", "ttl", "jsonld"])
def test_two_exported_files(two_builds: tuple[Path, Path], tmp_path: Path, form: str) -> None:
    files = [tmp_path / f"{out.name}.{form}" for out in two_builds]
    for out, file in zip(two_builds, files, strict=True):
        assert run("export", "--format", form, "--out", out, "-o", file).exit_code == 0
    result = run("diff", *files)
    assert result.exit_code == 1, result.output
    assert "» The conference: proposed -> held" in result.stdout
    assert run("diff", files[0], files[0]).exit_code == 0


def test_files_without_claims_are_compared_quad_by_quad(tmp_path: Path) -> None:
    one, two = tmp_path / "one.ttl", tmp_path / "two.nt"
    one.write_text("@prefix : <https://example.org/> . [ :p 1 ] .", encoding="utf-8")
    two.write_text("_:x <https://example.org/p> 1 .".replace(" 1 ", ' "2" '), encoding="utf-8")
    result = run("diff", one, two)
    assert result.exit_code == 1
    assert "1 quads added, 1 gone" in result.stdout
    assert run("diff", one, one).exit_code == 0
    assert run("diff", one, two, "--format", "json").exit_code == 2


def test_the_forms(root: Path, tmp_path: Path) -> None:
    common = ("diff", "2025-10", "2026-01", "--out", root / "out", "--format")
    record = json.loads(run(*common, "json").stdout)
    jsonschema.validate(record, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert record["developments"][0]["to"] == "held"
    assert run(*common, "csv").stdout.startswith("kind,subject,")
    assert run(*common, "brief").stdout.startswith("# What changed between 2025-10 and 2026-01")
    for form, name in (("html", "d.html"), ("brief-html", "b.html")):
        assert run(*common, form, "-o", tmp_path / name).exit_code == 1
        assert "<!DOCTYPE html>" in (tmp_path / name).read_text(encoding="utf-8")
    assert "developments" in run("diff", "2025-10", "2026-01", "--stat", "--out", root / "out").stdout


def test_the_log_follows_all_batches(root: Path) -> None:
    result = run("diff", "--log", "--out", root / "out")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0] == "2025-10 -> 2026-03: 2 developments in 3 batches"
    assert "» The treaty: 2026-01 signed -> 2026-03 ratified" in lines
    assert "» The conference: 2025-10 proposed -> 2026-01 held" in lines
    chosen = run("diff", "--log", "2026-01", "2026-03", "--format", "json", "--out", root / "out")
    assert json.loads(chosen.stdout)["batches"] == ["2026-01", "2026-03"]


def test_the_threshold(root: Path) -> None:
    strict = run("diff", "2025-10", "2026-01", "--threshold", "1", "--out", root / "out")
    assert "proposed -> held" not in strict.stdout


def test_uncertain_claims_can_be_left_out(root: Path) -> None:
    sure = run("diff", "2025-10", "2026-01", "--min-confidence", "1", "--out", root / "out")
    assert (sure.exit_code, "proposed -> held" in sure.stdout) == (0, False)
    log = run("diff", "--log", "--min-confidence", "1", "--out", root / "out")
    assert log.exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("2025-10", "2027"),
            "the batches are: 2025-10, 2026-01, 2026-03; there is no file or folder with this name either",
        ),
        (("2025-10",), "give two inputs"),
        (("--log", "2025-10"), "at least two"),
        (("--log", "--format", "csv"), "text or json"),
        (("2025-10..soon", "2026-01"), "is not a date"),
        (("2025-10", "2026-01", "--format", "docx"), "docx"),
        (("2025-10", "2026-01", "--threshold", "7"), "--threshold"),
        (("2025-10", "2026-01", "--min-confidence", "80"), "--min-confidence"),
    ],
)
def test_what_cannot_be_compared_is_told_in_a_line(root: Path, arguments: tuple[str, ...], message: str) -> None:
    result = run("diff", *arguments, "--out", root / "out")
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_dates_and_folders_exclude_each_other(root: Path) -> None:
    result = run("diff", root / "docs", root / "docs", "--since-a", "2025", "--out", root / "out")
    assert (result.exit_code, "leave out --since" in result.stderr) == (2, True)
    text = run("diff", root / "docs" / "2025-10" / "a.txt", "2026-01", "--out", root / "out")
    assert (text.exit_code, "neither a batch nor an RDF file" in text.stderr) == (2, True)


def test_a_patch_is_applied_to_a_file_and_reversed(two_builds: tuple[Path, Path], tmp_path: Path) -> None:
    one, two, patch = tmp_path / "one.nq", tmp_path / "two.nq", tmp_path / "p.rdfp"
    for out, file in zip(two_builds, (one, two), strict=True):
        run("export", "--format", "nq", "--out", out, "-o", file)
    before, after = one.read_bytes(), two.read_bytes()
    assert run("diff", one, two, "--format", "patch", "-o", patch).exit_code == 1
    assert run("patch", patch, one, "-o", tmp_path / "new.nq").exit_code == 0
    assert ((tmp_path / "new.nq").read_bytes(), one.read_bytes()) == (after, before)
    assert run("patch", patch, one).exit_code == 0
    assert one.read_bytes() == after
    assert run("patch", "--reverse", patch, one).exit_code == 0
    assert one.read_bytes() == before


def test_a_patch_is_applied_to_a_build(two_builds: tuple[Path, Path], root: Path, tmp_path: Path) -> None:
    one, two = two_builds
    build, patch = tmp_path / "build", tmp_path / "p.rdfp"
    assert run("build", root / "docs" / "2025-10", "--batch", "2025-10", "--out", build).exit_code == 0
    assert run("diff", build, two, "--format", "patch", "-o", patch).exit_code == 1
    result = run("patch", patch, build)
    assert result.exit_code == 0, result.output
    assert (build / "claims.jsonl").read_bytes() == (two / "claims.jsonl").read_bytes()
    assert run("diff", build, two, "--level", "quads").exit_code == 0
    again = run("build", root / "docs" / "2025-10", "--batch", "2025-10", "--out", build)
    assert "nothing has changed" not in again.stdout
    assert run("diff", build, one, "--level", "quads").exit_code == 0


def test_a_patch_that_does_not_fit_writes_nothing(two_builds: tuple[Path, Path], tmp_path: Path) -> None:
    one, two, patch = tmp_path / "one.nq", tmp_path / "two.nq", tmp_path / "p.rdfp"
    for out, file in zip(two_builds, (one, two), strict=True):
        run("export", "--format", "nq", "--out", out, "-o", file)
    run("diff", one, two, "--format", "patch", "-o", patch)
    before = two.read_bytes()
    result = run("patch", patch, two)
    assert result.exit_code == 1
    lines = result.stderr.splitlines()
    assert len(lines) == 5 + 3  # the first rows, how many more, the count, and what to do
    assert re.search(r"more such rows$", lines[5])
    assert re.search(r": [\d,]+ rows do not fit: [\d,]+ to delete are missing", lines[6])
    assert "nothing was written; apply a patch only to the graph that was A when the patch was made" in lines[7]
    assert two.read_bytes() == before
    assert run("patch", "--force", patch, two).exit_code == 0
    patch.write_text("Q nonsense\n", encoding="utf-8")
    bad = run("patch", patch, two)
    assert (bad.exit_code, "is not a row of an RDF Patch" in bad.stderr) == (2, True)
    turtle = tmp_path / "x.ttl"
    turtle.write_text("", encoding="utf-8")
    patch.write_text("", encoding="utf-8")
    assert "ends in .nq" in run("patch", patch, turtle).stderr


def test_names_that_a_person_keeps_apart_are_not_joined(tmp_path: Path) -> None:
    old, new = (
        "Kenya sanctioned Marble Bay Group Ltd on 3 October 2025.",
        "Kenya raided Marble Bay Group in January 2026.",
    )
    for name, text in (("2025-10/a.txt", old), ("2026-01/b.txt", new)):
        path = tmp_path / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    out = tmp_path / "out"
    assert run("build", tmp_path / "docs", "--out", out).exit_code == 0
    expected = "Marble Bay Group: sanctioned -> raided"
    for command in (("diff", "2025-10", "2026-01"), ("diff", "--log")):
        assert "Marble Bay Group: " in run(*command, "--out", out).stdout
    assert expected in run("diff", "2025-10", "2026-01", "--out", out).stdout
    decided = run("actors", "different", "Marble Bay Group", "Marble Bay Group Ltd", "--out", out)
    assert decided.exit_code == 0, decided.output
    for command in (("diff", "2025-10", "2026-01"), ("diff", "--log")):
        assert "Marble Bay Group: " not in run(*command, "--out", out).stdout


def test_the_next_step_compares_the_batches_in_the_order_of_their_names(tmp_path: Path) -> None:
    for batch, head in (("2026-09", "LIMA, 14 September 2026 (Wire)\n\n"), ("2026-10", "")):
        (tmp_path / batch).mkdir()
        (tmp_path / batch / "a.txt").write_text(
            f"{head}Kenya signed a treaty with Peru in {batch}.\n", encoding="utf-8"
        )
    built = run("build", tmp_path / "2026-09", tmp_path / "2026-10", "--out", tmp_path / "out", "--fast")
    assert "actorgraph diff 2026-09 2026-10" in built.output
