"""The commands as a user meets them: what they print, what they leave, how they fail."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support.claim_records import claim_from_record

from actorgraph.cli.main import COMMANDS, main

pytestmark = pytest.mark.usefixtures("in_process")
EARLY = "Thailand proposed to host a conference. Kenya arrested nine suspects on 3 October 2025."
LATE = "Thailand hosted a conference. Kenya did not arrest nine suspects."


def run(*arguments: object, text: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=text)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("project")
    for name, text in (("docs/2025-10/a.txt", EARLY), ("docs/2026-01/b.md", LATE)):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    result = run("build", root / "docs", "--out", root / "out")
    assert result.exit_code == 0, result.output
    return root / "out"


def stamps(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir() if not path.name.startswith(".")}


def test_build_leaves_everything_and_says_what_next(built: Path) -> None:
    assert {"map.html", "store", "claims.jsonl", "claims.csv", "graph.trig"} <= {path.name for path in built.iterdir()}
    result = run("build", built.parent / "docs", "--out", built)
    assert "documents" in result.stdout
    assert f"actorgraph query top-actors --out {built}" in result.stdout


def test_a_second_build_changes_nothing(built: Path) -> None:
    before = stamps(built)
    result = run("build", built.parent / "docs", "--out", built)
    assert "Documents: nothing has changed.\n" in result.stdout
    assert stamps(built) == before


def test_a_change_in_what_is_left_out_of_a_text_is_told_as_that(built: Path) -> None:
    file = next((built.parent / "docs").rglob("*.txt"))
    text = file.read_text(encoding="utf-8")
    try:
        file.write_text(f"{text.rstrip()}\n\n\n", encoding="utf-8")
        result = run("build", built.parent / "docs", "--out", built)
    finally:
        file.write_text(text, encoding="utf-8")
    assert "nothing has changed in the extracted text; extract --why FILE shows what was removed" in result.stdout


def test_claims_of_the_build_are_those_of_extract(built: Path) -> None:
    lines = (built / "claims.jsonl").read_text(encoding="utf-8").splitlines()
    extracted = run("extract", built.parent / "docs").stdout.splitlines()
    assert sorted(lines) == sorted(extracted)
    claims = [claim_from_record(json.loads(line)) for line in lines]
    assert [(c.actor.entity.label, c.action.lemma, c.modality.value) for c in claims][:1] == [
        ("Thailand", "propose", "planned"),
    ]
    table = list(csv.DictReader(io.StringIO((built / "claims.csv").read_text(encoding="utf-8"))))
    assert len(table) == len(claims)


def test_a_changed_a_new_and_a_gone_document(tmp_path: Path) -> None:
    docs, out = tmp_path / "docs", tmp_path / "out"
    docs.mkdir()
    (docs / "a.txt").write_text(EARLY, encoding="utf-8")
    (docs / "b.txt").write_text(LATE, encoding="utf-8")
    assert "Documents: 2 new." in run("build", docs, "--out", out).stdout
    (docs / "a.txt").write_text(EARLY + " Laos signed the treaty.", encoding="utf-8")
    (docs / "b.txt").rename(docs / "c.txt")
    assert "Documents: 1 new, 1 changed, 1 gone." in run("build", docs, "--out", out).stdout
    assert "Laos" in (out / "claims.jsonl").read_text(encoding="utf-8")


def test_add_keeps_what_was_built_before(tmp_path: Path) -> None:
    for name, text in (("one/a.txt", EARLY), ("two/b.txt", LATE)):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text, encoding="utf-8")
    out = tmp_path / "out"
    run("build", tmp_path / "one", "--batch", "october", "--out", out)
    result = run("build", tmp_path / "two", "--batch", "january", "--add", "--out", out)
    assert result.exit_code == 0
    assert run("diff", "october", "january", "--out", out).exit_code == 1
    (tmp_path / "mine.toml").write_text(
        '[[body]]\nlabel = "X Desk"\ntype = "company"\nsource = "me"\n', encoding="utf-8"
    )
    changed = run(
        "build", tmp_path / "two", "--batch", "january", "--add", "--actors", tmp_path / "mine.toml", "--out", out
    )
    # other rules: what lies here is read again, the rest is kept
    assert "Documents: 0 new, 1 unchanged but read again with other rules or options." in changed.stdout
    assert run("diff", "october", "january", "--out", out).exit_code == 1


def test_two_workers_give_the_same_bytes(built: Path, tmp_path: Path) -> None:
    result = run("build", built.parent / "docs", "--out", tmp_path / "out", "--jobs", 2)
    assert result.exit_code == 0, result.output
    for name in ("claims.jsonl", "claims.csv", "graph.trig", "map.html", "build.json"):
        assert (tmp_path / "out" / name).read_bytes() == (built / name).read_bytes(), name
    one, two = (run("export", "--format", "nq", "--out", out).stdout for out in (built, tmp_path / "out"))
    assert one == two != ""


def test_standard_input() -> None:
    result = run("extract", "-", text="Japan signed the treaty.")
    assert [json.loads(line)["document"] for line in result.stdout.splitlines()] == ["stdin"]


def test_extract_as_table_and_csv(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Japan signed the treaty.", encoding="utf-8")
    assert "signs" in run("extract", tmp_path, "--format", "table").stdout
    table = list(csv.DictReader(io.StringIO(run("extract", tmp_path, "--format", "csv").stdout)))
    assert (table[0]["actor"], table[0]["action"], table[0]["target"]) == ("Japan", "signs", "treaty")


def test_extract_open(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Japan signed the treaty in Paris.", encoding="utf-8")
    records = [json.loads(line) for line in run("extract", tmp_path, "--open").stdout.splitlines()]
    assert ("Japan", "signed", "the treaty") in [(r["subject"], r["relation"], r["object"]) for r in records]
    assert {"document", "sentence", "subject", "relation", "object", "rule", "confidence"} == set(records[0])


def test_extract_text_is_what_offsets_count_in(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Summit opens\n\nJapan signed\nthe treaty.\n", encoding="utf-8")
    text = run("extract", tmp_path / "a.txt", "--text").stdout
    for line in run("extract", tmp_path / "a.txt").stdout.splitlines():
        actor = json.loads(line)["actor"]
        assert text[actor["start"] : actor["end"]] == actor["text"]
    record = json.loads(run("extract", tmp_path / "a.txt", "--text", "--format", "jsonl").stdout)
    assert record["text"] == text.rstrip("\n")


def test_entities(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Japan signed the treaty. It praised Interpol.", encoding="utf-8")
    records = [json.loads(line) for line in run("entities", tmp_path).stdout.splitlines()]
    japan = next(record for record in records if record["id"] == "actor/japan")
    assert [mention["kind"] for mention in japan["mentions"]] == ["name", "pronoun"]
    assert "Interpol" in run("entities", tmp_path, "--format", "table").stdout


def test_query(built: Path) -> None:
    assert "Thailand" in run("query", "top-actors", "--out", built).stdout
    asked = run("query", "SELECT ?b { ?b a ag:Batch } ORDER BY ?b", "--format", "csv", "--out", built)
    assert asked.stdout.split() == [
        "b",
        *(f"https://w3id.org/actorgraph/batch/{name}" for name in ("2025-10", "2026-01")),
    ]
    path = built.parent / "mine.rq"
    path.write_text('ASK { actor:thailand action:host ?what . ?what rdfs:label "conference" }', encoding="utf-8")
    assert "yes" in run("query", path, "--out", built).stdout


def test_query_explain_prints_what_would_be_run(built: Path, tmp_path: Path) -> None:
    asked = ["query", "who-did-what", "--param", "actor=Kenya", "--out", built]
    printed = run(*asked, "--explain").stdout
    assert "VALUES ?a { <https://w3id.org/actorgraph/actor/kenya> }" in printed
    (tmp_path / "q.rq").write_text(printed, encoding="utf-8")
    assert run("query", tmp_path / "q.rq", "--out", built).stdout == run(*asked).stdout
    own = "SELECT ?b { ?b a ag:Batch }"
    assert run("query", own, "--explain", "--out", built).stdout.endswith(f"ontology#>\n{own}\n")


def test_query_list_explains_each() -> None:
    listed = run("query", "--list").stdout
    assert "proposals-and-their-fate" in listed
    assert "--param actor=ENTITY (required)" in listed


def test_map_of_a_choice(built: Path, tmp_path: Path) -> None:
    assert run("map", "--actor", "Thai", "--out", built, "-o", tmp_path / "thai.html").exit_code == 0
    page = (tmp_path / "thai.html").read_text(encoding="utf-8")
    assert '"actor/thailand"' in page
    assert '"actor/kenya"' not in page
    run("map", "--since", "2026", "--out", built)
    assert not (built / "map-selection.html").exists()  # no document has a date in 2026: nothing is drawn


def test_map_of_nothing_is_told(built: Path) -> None:
    result = run("map", "--actor", "Thai", "--action", "arrest", "--out", built)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "no claim matches" in result.stderr


def test_explain() -> None:
    shown = run("explain", "Japan signed the treaty, but no arrests were made.").stdout
    for word in ("Tokens", "nsubj", "Clauses", "Claims", "active", "Rejected", "does not say who does it"):
        assert word in shown


def test_explain_of_a_file_is_told_what_reads_files(tmp_path: Path) -> None:
    document = tmp_path / "a text.txt"
    document.write_text(EARLY, encoding="utf-8")
    result = run("explain", document)
    assert (result.exit_code, result.stdout) == (2, "")
    (line,) = result.stderr.splitlines()
    assert line.endswith(f"takes a sentence; to see its claims: actorgraph extract '{document}'")
    assert "folder" in run("explain", tmp_path).stderr


def test_explain_takes_a_sentence_too_long_for_a_file_name() -> None:
    assert run("explain", "Japan signed the treaty " + "on trade " * 60 + ".").exit_code == 0


def test_check(built: Path) -> None:
    result = run("check", "--out", built)
    assert (result.exit_code, result.stderr.strip()) == (0, "The graph conforms to its shapes.")


def test_export(built: Path, tmp_path: Path) -> None:
    assert run("export", "--format", "graphml", "--out", built, "-o", tmp_path / "g.graphml").exit_code == 0
    assert "graphml" in (tmp_path / "g.graphml").read_text(encoding="utf-8")


def test_files_that_cannot_be_read_are_told_and_the_others_go_on(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "a.txt").write_text(EARLY, encoding="utf-8")
    (docs / "b.txt").write_bytes(b"\x00\x01\x02\xff" * 50)
    (docs / "c.jsonl").write_text('{"id": "x", "text": "Laos signed the treaty."}\n{"id": \n', encoding="utf-8")
    (docs / "d.txt").write_text("", encoding="utf-8")
    result = run("build", docs, tmp_path / "none.txt", "--out", tmp_path / "out")
    assert result.exit_code == 1
    told = result.stderr.splitlines()
    assert len(told) == 4
    for name in ("b.txt", "c.jsonl:2", "d.txt", "none.txt"):
        assert sum(name in line for line in told) == 1, name
    claims = (tmp_path / "out" / "claims.jsonl").read_text(encoding="utf-8")
    assert "Thailand" in claims
    assert "Laos" in claims


def test_a_build_of_nothing_leaves_the_old_one(built: Path, tmp_path: Path) -> None:
    before = stamps(built)
    (tmp_path / "empty").mkdir()
    result = run("build", tmp_path / "empty", "--out", built)
    assert (result.exit_code, stamps(built)) == (2, before)
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["query", "top-actors"], "actorgraph build"),
        (["map"], "actorgraph build"),
        (["check"], "actorgraph build"),
        (["diff", "a", "b"], "actorgraph build"),
        (["export"], "actorgraph build"),
        (["serve"], "actorgraph build"),
        (["query"], "give a query"),
        (["query", "x.rq"], "no"),
        (["explain", " "], "empty"),
        (["explain", "x", "--model", "en_core_web_xxl"], "pip install en-core-web-xxl"),
        (["extract", "x.txt", "--model", "./no/model"], "no such folder"),
        (["extract", "x.txt", "--model", "."], "not installed"),
        (["extract", "x.txt", "--model", "./"], "there is no spaCy pipeline in this folder"),
        (["extract", "x.txt", "--open", "--text"], "cannot be combined"),
        (["build", "x", "--jobs", "0"], "--jobs"),
        (["build"], "Missing argument"),
        (["export", "--format", "pdf"], "pdf"),
        (["nonsense"], "No such command"),
    ],
)
def test_bad_arguments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["diff", "2025-10", "2027"], "2025-10, 2026-01"),
        (["query", "actor", "--param", "actor=Tailand"], "did you mean Thailand"),
        (["query", "actor", "--param", "actor"], "NAME=VALUE"),
        (["query", "SELECT * {"], "not valid SPARQL"),
        (["query", "nothing-like-it"], "query --list"),
        (["query", "DESCRIBE"], "query --list"),
        (["query", "actor", "--explain"], "needs --param actor="),
        (["query", "actor", "--explain", "--format", "csv"], "leave out --format"),
        (["query", "SELECT nothing"], "not valid SPARQL"),
        (["export", "-o", "/nonexistent/x.trig"], "/nonexistent/x.trig: No such file or directory"),
        (["map", "-o", "/"], "/: Is a directory"),
        (["query", "SELECT ?s { ?s a ag:Batch }", "--param", "a=b"], "named queries"),
        (["map", "--since", "soon"], "is not a date"),
        (["map", "--actor", "Nobody Known"], "no entity with this name"),
    ],
)
def test_bad_questions(built: Path, arguments: list[str], message: str) -> None:
    result = run(*arguments, "--out", built)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_an_out_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(EARLY, encoding="utf-8")
    result = run("build", tmp_path / "a.txt", "--out", tmp_path / "a.txt")
    assert result.exit_code == 2
    assert "is a file, not a folder" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_unbound_values_in_every_format(built: Path) -> None:
    for form in ("table", "csv", "json", "xml"):
        result = run("query", "timeline", "--format", form, "--out", built)
        assert result.exit_code == 0, result.stderr


def test_help_of_every_command() -> None:
    assert set(COMMANDS) == {
        "build", "extract", "entities", "evaluate", "actors", "query", "map", "diff", "patch", "explain", "check",
        "claims", "export", "llm", "read", "search", "serve",
    }  # fmt: skip
    for name in COMMANDS:
        shown = run(name, "--help").stdout
        assert "Usage:" in shown
        assert "--" in shown


def test_the_users_actors(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(
        '[[body]]\nlabel = "Mekong Desk"\ntype = "international-organisation"\naliases = ["MD"]\nsource = "me"\n',
        encoding="utf-8",
    )
    (tmp_path / "a.txt").write_text("MD trained 40 officers.", encoding="utf-8")
    result = run("extract", tmp_path / "a.txt", "--actors", tmp_path / "mine.toml")
    assert json.loads(result.stdout)["actor"]["label"] == "Mekong Desk"
    (tmp_path / "mine.toml").write_text("[[body]]\n", encoding="utf-8")
    assert run("extract", tmp_path / "a.txt", "--actors", tmp_path / "mine.toml").exit_code == 2


def test_evaluate(built: Path, tmp_path: Path) -> None:
    docs, gold = built.parent / "docs", tmp_path / "gold.jsonl"
    sentence = "Kenya arrested nine suspects on 3 October 2025."
    right = {"document": "2025-10/a", "sentence": sentence, "actor": "Kenya", "action": "arrest", "target": "suspects"}
    gold.write_text(json.dumps(right) + "\n" + json.dumps(right | {"actor": "Chad"}), encoding="utf-8")
    shown = run("evaluate", gold, docs)
    assert shown.exit_code == 0
    assert "missed: Chad | arrest | suspects" in shown.stdout
    record = json.loads(run("evaluate", gold, docs, "--format", "json").stdout)
    assert (record["recall"], record["precision"]) == (0.5, 1.0)
    gold.write_text(json.dumps(right | {"document": "gone"}), encoding="utf-8")
    result = run("evaluate", gold, docs)
    assert result.exit_code == 2
    assert "'gone', which is not among the documents" in result.stderr


def test_a_folder_that_is_added_is_a_batch_and_takes_no_document_away(tmp_path: Path) -> None:
    out = tmp_path / "out"
    for name, text in (("2025-10/brief", EARLY), ("2026-01/late", LATE), ("2026-02/brief", LATE)):
        (tmp_path / name).parent.mkdir()
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    first = run("build", tmp_path / "2025-10", "--out", out)
    assert "actorgraph diff" not in first.stdout
    for _ in range(2):  # the second time, nothing has changed
        added = run("build", tmp_path / "2026-01", "--add", "--out", out)
        assert f"  actorgraph diff 2025-10 2026-01 --out {out}\n" in added.stdout
    assert run("diff", "2025-10", "2026-01", "--stat", "--out", out).exit_code == 1
    before = (out / "claims.jsonl").read_bytes()
    result = run("build", tmp_path / "2026-02", "--add", "--out", out)
    assert result.exit_code == 1
    assert "the build has a document brief of batch 2025-10, which stays; rename the file" in result.stderr
    assert (out / "claims.jsonl").read_bytes() == before
