"""Reading as a user meets it: what is dropped, what would be read, reports, columns, languages, Ctrl-C, no network."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import spacy
from click.testing import CliRunner, Result
from support.patience import PATIENCE

from actorgraph.cli.main import main
from extract.multilingual import MultilingualExtractor
from extract.parsing.defaults import DEFAULT_MODEL
from ontology.errors import ModelError

DATA = Path(__file__).parents[2] / "data" / "documents"
SEEDS = Path(__file__).parents[3] / "seeds"
TEXT = "Thailand proposed to host a conference. Kenya arrested nine suspects on 3 October 2025."
# Every Python process below imports it when it starts, worker processes too. Sockets between
# processes of one machine (AF_UNIX: the pipes of multiprocessing) are no network.
NO_NETWORK = """
import socket, sys
def hook(event, arguments):
    if not event.startswith("socket.") or event == "socket.gethostname":
        return
    family = arguments[1] if event == "socket.__new__" else getattr(arguments[0], "family", None)
    if family != getattr(socket, "AF_UNIX", 0):
        raise AssertionError(f"{event} {arguments}")
sys.addaudithook(hook)
"""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def put(folder: Path, *names: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        shutil.copy(DATA / name, folder)
    return folder


# ---- extract --why, columns


def test_why_tells_what_was_dropped_by_which_rule_and_where_the_date_stands() -> None:
    result = run("extract", SEEDS / "2025-10" / "01-hanoi-convention-opening.txt", "--why")
    assert "date        2025-10-24   from: line “24 October 2025”" in result.stdout
    assert "byline      our diplomatic correspondent" in result.stdout
    assert "  - 19 hours ago\n      age of another article\n" in result.stdout
    record = json.loads(run("extract", SEEDS / "2025-10" / "04-kk-park-raid.html", "--why", "--format", "jsonl").stdout)
    assert record["date_from"] == "meta"
    assert {"text": "By Regional Desk", "why": "outside the main text (trafilatura)"} in record["dropped"]


def test_why_text_and_open_exclude_each_other() -> None:
    assert run("extract", SEEDS, "--why", "--text").exit_code == 2


def test_columns_are_named_on_the_command_line() -> None:
    found = run("extract", DATA / "news.csv", "--text-column", "story", "--date-column", "published")
    assert found.exit_code == 0, found.output
    claims = [json.loads(line) for line in found.stdout.splitlines()]
    assert {claim["document"] for claim in claims} == {"news/1", "news/2", "news/3"}
    assert "has no column 'body'" in run("extract", DATA / "news.csv", "--text-column", "body").stderr


def test_a_larger_document_is_read_if_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("word " * 250_000, encoding="utf-8")
    assert "more than the 1.0 MB" in run("extract", tmp_path / "a.txt", "--text", "--max-size", 1).stderr
    assert run("extract", tmp_path / "a.txt", "--text", "--max-size", 2).exit_code == 0


# ---- build


def test_dry_run_says_what_would_be_read_and_writes_nothing(tmp_path: Path) -> None:
    docs = put(tmp_path / "docs", "communique.pdf", "locked.pdf", "mail.eml")
    result = run("build", docs, "--out", tmp_path / "out", "--dry-run")
    assert result.exit_code == 1
    assert "3 documents: 3 new. Skipped: 1; ignored: 0. Nothing was written." in result.stdout
    assert "communique" in result.stdout
    assert "locked.pdf: password-protected" in result.stderr
    assert not (tmp_path / "out").exists()


def test_the_report_lists_what_was_left_out_and_why(tmp_path: Path) -> None:
    docs = put(tmp_path / "docs", "communique.pdf", "pdf-named.txt", "locked.pdf", "spanish.txt", "mixed-encodings.txt")
    (docs / "dot.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(30))
    result = run("build", docs, "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "Duplicates: 1 document with the text of another" in result.stdout
    report = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert [(Path(one["where"]).name, one["why"].partition(",")[0]) for one in report["left_out"]] == [
        ("locked.pdf", "password-protected; save it without a password"),
        ("spanish.txt", "in Spanish (es)"),
    ]
    assert [Path(one["where"]).name for one in report["passed_over"]] == ["dot.png"]
    assert report["copies"] == [{"document": "pdf-named", "of": "communique"}]
    assert report["without_date"] == ["mixed-encodings"]
    assert (report["documents"], report["kinds"]) == (3, {"PDF": 2, "text": 1})
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "password-protected" in page
    assert "<script" not in page
    assert "http" not in page


def test_the_order_and_times_of_files_do_not_matter(tmp_path: Path) -> None:
    names = ["pack.zip", "communique.pdf", "inbox.mbox", "news.rss"]
    one, other = tmp_path / "1" / "docs", tmp_path / "2" / "docs"
    put(one, *names)
    put(other, *reversed(names))
    for path in other.iterdir():
        os.utime(path, (1, 1))
    for docs in (one, other):
        run("build", docs, "--out", docs.parent / "out")
    for name in ("claims.jsonl", "graph.trig", "map.html", "extractions.jsonl", "build.json"):
        assert (one.parent / "out" / name).read_bytes() == (other.parent / "out" / name).read_bytes()


@pytest.mark.slow
@pytest.mark.long
def test_several_processes_give_the_same_bytes(tmp_path: Path) -> None:
    docs = put(tmp_path / "docs", "pack.zip", "communique.pdf", "crawl.warc.gz")
    run("build", docs, "--out", tmp_path / "one")
    command = [sys.executable, "-m", "actorgraph", "build", str(docs), "--out", str(tmp_path / "two"), "--jobs", "2"]
    subprocess.run(command, check=True, capture_output=True)
    assert (tmp_path / "one" / "graph.trig").read_bytes() == (tmp_path / "two" / "graph.trig").read_bytes()


@pytest.mark.long
@pytest.mark.slow
def test_a_build_opens_no_socket(tmp_path: Path) -> None:
    docs = put(tmp_path / "docs", "pack.zip", "communique.pdf", "crawl.warc.gz", "news.rss", "news.atom", "mail.eml")
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook" / "sitecustomize.py").write_text(NO_NETWORK, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path / "hook"), *sys.path])}

    def output(*arguments: str) -> str:
        return subprocess.run(
            [sys.executable, *arguments], check=False, capture_output=True, text=True, env=environment
        ).stderr

    assert "AssertionError" not in output("-m", "actorgraph", "build", str(docs), "--out", str(tmp_path / "out"))
    assert (tmp_path / "out" / "map.html").is_file()
    worker = "from multiprocessing import get_context; p = get_context('spawn').Process(target={}); p.start(); p.join()"
    for probe in ("import socket; socket.socket()", "import socket; " + worker.format("socket.socket")):
        assert "AssertionError" in output("-c", probe)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT for one process")
@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.long
def test_ctrl_c_leaves_what_is_finished_and_the_next_run_goes_on(tmp_path: Path, jobs: int) -> None:
    docs, out = tmp_path / "docs", tmp_path / "out"
    docs.mkdir()
    text = " ".join([TEXT] * 60)
    for number in range(60):
        (docs / f"{number:02}.txt").write_text(f"{text} Laos seized {number} cars.", encoding="utf-8")
    command = [sys.executable, "-m", "actorgraph", "build", str(docs), "--out", str(out), "--jobs", str(jobs)]
    # a shell may have told its background processes to ignore SIGINT: the tests among them, and so their children
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    signal.signal(signal.SIGINT, before)
    journal = out / "extractions.partial.jsonl"
    while not (journal.is_file() and journal.read_bytes().count(b"\n") > 3) and running.poll() is None:
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=PATIENCE)
    assert running.returncode == 130, told
    assert "documents are still to be read; the same command continues from here" in told
    assert "Traceback" not in told
    finished = json.loads((out / "build.json").read_text(encoding="utf-8"))["counts"]["documents"]
    assert 0 < finished < 60
    assert (out / "map.html").is_file()
    again = subprocess.run(command, check=True, capture_output=True, text=True)
    assert f"Documents: {60 - finished} new" in again.stdout
    assert not journal.exists()


def test_what_was_extracted_before_a_kill_is_not_extracted_again(tmp_path: Path) -> None:
    docs, out = put(tmp_path / "docs", "communique.pdf"), tmp_path / "out"
    run("build", docs, "--out", out)
    lines = (out / "extractions.jsonl").read_bytes()
    for path in ("build.json", "extractions.jsonl"):
        (out / path).unlink()
    (out / "extractions.partial.jsonl").write_bytes(lines + lines[:200])  # killed while it wrote
    (docs / "b.txt").write_text(TEXT, encoding="utf-8")
    assert "1 new, 1 kept" in run("build", docs, "--out", out).stdout.replace("Documents: ", "")
    assert lines in (out / "extractions.jsonl").read_bytes()


# ---- languages


@pytest.fixture(scope="module")
def other_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pipeline that stands for one of another language: the English one under another name."""
    path = tmp_path_factory.mktemp("model") / "es"
    spacy.load(DEFAULT_MODEL).to_disk(path)
    meta = json.loads((path / "meta.json").read_text(encoding="utf-8"))
    (path / "meta.json").write_text(json.dumps({**meta, "lang": "es"}), encoding="utf-8")
    return path


def test_a_document_is_read_with_the_pipeline_of_its_language_alone(other_model: Path) -> None:
    assert MultilingualExtractor().languages == {"en"}
    both = MultilingualExtractor([f"es={other_model}"])
    assert both.languages == {"en", "es"}
    assert MultilingualExtractor([str(other_model)]).languages == {"es"}
    assert MultilingualExtractor([f"es={other_model}"]).fingerprint() != MultilingualExtractor().fingerprint()
    with pytest.raises(ModelError, match="give one for each language"):
        MultilingualExtractor([DEFAULT_MODEL, f"en={other_model}"])


def test_a_pipeline_that_is_added_leaves_the_other_documents_as_they_are(tmp_path: Path, other_model: Path) -> None:
    docs = put(tmp_path / "docs", "spanish.txt", "communique.pdf")
    run("build", docs, "--out", tmp_path / "out")
    again = run("build", docs, "--out", tmp_path / "out", "--model", f"es={other_model}")
    assert "Documents: 1 new, 1 kept." in again.stdout


def test_a_pipeline_for_a_language_lets_its_documents_in(tmp_path: Path, other_model: Path) -> None:
    docs = put(tmp_path / "docs", "spanish.txt", "communique.pdf")
    found = run("extract", docs, "--format", "csv")
    assert found.exit_code == 1
    assert "spanish" not in found.stdout
    entities = run("entities", docs, "--model", f"es={other_model}")
    assert entities.exit_code == 0
    assert "spanish" in {json.loads(line)["document"] for line in entities.stdout.splitlines()}
