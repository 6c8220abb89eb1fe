"""How documents are put into shards, what a shard's results depend on, and addresses beside paths."""

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from support.many_documents import put

from actorgraph.cli.main import main
from actorgraph.cluster import dependencies, shard_task
from actorgraph.cluster.building import all_results
from actorgraph.cluster.shard_worker import extractor_of
from actorgraph.cluster.shards import MOST, NOT_SHARED, Shard, ShardSetup, _cut, _named, shards_of
from actorgraph.cluster.storage import ShardManifest, footer, make_folder, read_manifest, rows, write_manifest
from extract.documents.addresses import is_address, path_of
from extract.documents.content.options import ColumnNames, ReaderOptions
from extract.documents.listing import InputFile
from extract.documents.reader import read_documents
from extract.documents.sources import SidecarMetadata
from extract.parsing.defaults import DEFAULT_MODEL
from ontology.errors import InputError, StoreError

TEXT = "Thailand signed the treaty in Bangkok. Kenya condemned the raid."


def shards(*paths: object, batch: str | None = None) -> tuple[list[Shard], list[str]]:
    errors: list[InputError] = []
    return shards_of([str(path) for path in paths], batch, errors, []), [str(error) for error in errors]


def places(ids: list[str]) -> list[InputFile]:
    return [InputFile(one, Path(one), "b", SidecarMetadata(), ".txt") for one in sorted(ids)]


@pytest.fixture
def memory() -> Iterator[str]:
    """An address in memory: the same code as for an object store, without a network."""
    yield "memory://bucket"
    store = fsspec.filesystem("memory")
    store.rm("/", recursive=True)


# ---- shards


def test_files_of_many_documents_are_shards_and_single_ones_go_together(tmp_path: Path) -> None:
    put(tmp_path / "a" / "part.jsonl", "{}")
    put(tmp_path / "a" / "one.txt", TEXT)
    put(tmp_path / "b" / "two.txt", TEXT)
    put(tmp_path / "b" / "news.csv", "id,text\n1,x")
    found, errors = shards(tmp_path)
    inside = sorted([place.id for place in shard.places] for shard in found)
    assert inside in ([["a/one", "b/two"], ["a/part"], ["b/news"]], [["a/one"], ["a/part"], ["b/news"], ["b/two"]])
    assert errors == []


@given(st.sets(st.from_regex(r"[a-z]{1,8}", fullmatch=True), min_size=1, max_size=400), st.data())
def test_one_more_document_changes_at_most_two_shards_and_loses_none(ids: set[str], data: st.DataObject) -> None:
    before = {tuple(place.id for place in group) for group in _cut(places(list(ids)))}
    assert sorted(one for group in before for one in group) == sorted(ids)
    assert max(map(len, before)) <= MOST
    after = {tuple(place.id for place in group) for group in _cut(places([*ids, data.draw(st.just("new0"))]))}
    if all(len(group) < MOST for group in before | after):
        assert len(before - after) <= 1
        assert len(after - before) <= 2


def test_names_differ_even_if_two_files_have_one_id(tmp_path: Path) -> None:
    for folder in ("x", "y"):
        put(tmp_path / folder / "part.jsonl", "{}")
    found, _ = shards(tmp_path / "x" / "part.jsonl", tmp_path / "y" / "part.jsonl")
    assert len({shard.name for shard in found}) == 2
    assert list(_named([])) == []


def test_standard_input_is_refused_and_the_rest_goes_on(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", TEXT)
    found, errors = shards("-", tmp_path / "a.txt")
    assert [len(shard.places) for shard in found] == [1]
    assert errors == [f"standard input: {NOT_SHARED}"]


SETUP = ShardSetup((DEFAULT_MODEL,), ReaderOptions(), "rules-1", "results")


@pytest.mark.parametrize(
    ("setup", "is_same"),
    [
        (SETUP, True),
        (replace(SETUP, prefix="elsewhere"), True),
        (replace(SETUP, fingerprint="rules-2"), False),
        (replace(SETUP, reading=ReaderOptions(teasers=True)), False),
        (replace(SETUP, reading=ReaderOptions(max_size=5)), False),
        (replace(SETUP, reading=ReaderOptions(languages=frozenset({"en"}))), False),
        (replace(SETUP, reading=ReaderOptions(ColumnNames(text="body"))), False),
    ],
)
def test_results_depend_on_rules_and_options(setup: ShardSetup, is_same: bool, tmp_path: Path) -> None:
    put(tmp_path / "a.txt", TEXT)
    (shard,), _ = shards(tmp_path / "a.txt")
    assert (shard.key(setup) == shard.key(SETUP)) is is_same


def test_results_depend_on_content_batch_and_metadata(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", TEXT)
    keys = {shards(tmp_path)[0][0].key(SETUP), shards(tmp_path, batch="other")[0][0].key(SETUP)}
    put(tmp_path / "sources.jsonl", json.dumps({"id": "a", "date": "2025"}))
    keys.add(shards(tmp_path)[0][0].key(SETUP))
    put(tmp_path / "a.txt", TEXT + " ")
    keys.add(shards(tmp_path)[0][0].key(SETUP))
    (shard,), _ = shards(tmp_path)
    (tmp_path / "a.txt").unlink()
    keys.add(shard.key(SETUP))
    assert len(keys) == 5


# ---- results


def test_what_the_manifest_no_longer_names_is_taken_away(tmp_path: Path) -> None:
    make_folder(tmp_path / "results")
    put(tmp_path / "a.txt", TEXT)
    (shard,), _ = shards(tmp_path / "a.txt")
    setup = replace(SETUP, prefix=str(tmp_path / "results"), fingerprint=extractor_of(SETUP).fingerprint())
    done = shard_task.process_shard(shard, setup).result
    write_manifest(tmp_path / "results", ShardManifest("rules", (done,)))
    assert read_manifest(tmp_path / "results").shards == (done,)
    file = tmp_path / "results" / done.file
    known = {shard.name: done}
    assert list(all_results([shard], {}, known, tmp_path / "results")) == [done], (
        "not processed now: the previous result stays"
    )
    assert list(all_results([shard], {}, {}, tmp_path / "results")) == []
    assert not shard_task.process_shard(shard, setup).is_fresh
    file.write_bytes(file.read_bytes()[:-1])
    assert footer(file) is None, "cut off"
    assert list(all_results([shard], {}, known, tmp_path / "results")) == []
    assert shard_task.process_shard(shard, setup).result == done, "made anew, in the same bytes"
    write_manifest(tmp_path / "results", ShardManifest())
    assert not file.exists()
    shard_task.close_extractors()


def test_a_folder_of_results_holds_no_documents(tmp_path: Path) -> None:
    make_folder(tmp_path / "results")
    put(tmp_path / "results" / "a.txt", TEXT)
    put(tmp_path / "b.txt", TEXT)
    assert [place.id for shard in shards(tmp_path)[0] for place in shard.places] == ["b"]


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    put(tmp_path / "file", "")
    with pytest.raises(StoreError, match=r"cannot be written to: .*; give another folder or address with --shards"):
        make_folder(tmp_path / "file" / "results")


# ---- addresses


@pytest.mark.parametrize(
    ("given", "is_one"),
    [("s3://b/x", True), ("memory://x", True), ("C:\\news", False), ("a/b", False), ("//host/x", False), ("-", False)],
)
def test_what_an_address_is(given: str, is_one: bool) -> None:
    assert is_address(given) is is_one
    assert is_one or path_of(given) == Path(given)


def test_an_address_of_this_machine_is_a_path(tmp_path: Path) -> None:
    assert path_of(f"file://{tmp_path}/a.txt") == tmp_path / "a.txt"


@pytest.mark.parametrize(("given", "why"), [("nostore://x", "Unsupported filesystem"), ("gs://x/y", "gcsfs")])
def test_an_address_that_nothing_opens_is_told(given: str, why: str) -> None:
    assert [why in error for error in shards(given)[1]] == [True]


def test_addresses_need_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "upath", None)
    with pytest.raises(InputError, match=r"s3://x: .* pip install 'actorgraph\[ray\]'"):
        path_of("s3://x")


def test_the_engine_needs_the_extra(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    dependencies.require()
    monkeypatch.setattr(dependencies, "find_spec", lambda name: None if name == "ray" else object())
    put(tmp_path / "a.txt", TEXT)
    result = CliRunner().invoke(main, ["build", str(tmp_path), "--out", str(tmp_path / "out"), "--engine", "ray"])
    told = (
        "actorgraph: --engine ray needs ray, which is not installed; install it with: pip install 'actorgraph[ray]'\n"
    )
    assert (result.exit_code, result.stderr) == (2, told)


@pytest.mark.parametrize("option", ["--address", "--shards"])
def test_options_of_the_engine_are_for_it_alone(option: str) -> None:
    result = CliRunner().invoke(main, ["build", ".", option, "x"])
    assert (result.exit_code, f"{option} needs --engine ray" in result.stderr) == (2, True)


def test_a_folder_at_an_address_is_read_as_one_on_disk(memory: str, tmp_path: Path) -> None:
    put(tmp_path / "bucket" / "2025-10" / "a.txt", TEXT)
    put(tmp_path / "bucket" / "2025-10" / "b.jsonl", json.dumps({"id": "r", "text": TEXT}))
    put(tmp_path / "bucket" / "sources.jsonl", json.dumps({"id": "2025-10/a", "date": "2025-10-27"}))
    put(tmp_path / "bucket" / ".hidden" / "c.txt", TEXT)
    pq.write_table(pa.table({"id": ["p"], "text": [TEXT]}), tmp_path / "bucket" / "news.parquet")
    fsspec.filesystem("memory").put(str(tmp_path / "bucket"), "/", recursive=True)
    found = [
        [one.document for one in read_documents([path], on_error=pytest.fail)] for path in (tmp_path / "bucket", memory)
    ]
    assert [one.id for one in found[0]] == ["2025-10/a", "r", "p"]
    assert found[0] == found[1]


def test_results_at_an_address(memory: str, tmp_path: Path) -> None:
    put(tmp_path / "a.jsonl", json.dumps({"id": "a", "text": TEXT}) + "\nbroken\n")
    (shard,), _ = shards(tmp_path / "a.jsonl")
    prefix = path_of(f"{memory}/results")
    make_folder(prefix)
    setup = replace(SETUP, prefix=str(prefix), fingerprint=extractor_of(SETUP).fingerprint())
    first = shard_task.process_shard(shard, setup)
    write_manifest(prefix, ShardManifest("rules", (first.result,)))
    assert not shard_task.process_shard(shard, setup).is_fresh
    assert [row.id for row in rows(prefix / first.result.file)] == ["a"]
    put(tmp_path / "a.jsonl", "".join(json.dumps({"id": one, "text": TEXT}) + "\n" for one in "ba"))
    second = shard_task.process_shard(shard, setup, first.result)
    assert second.is_fresh
    assert [row.id for row in rows(prefix / second.result.file)] == ["b", "a"]
    write_manifest(prefix, ShardManifest("rules", (second.result,)))
    assert sorted(path.name for path in prefix.iterdir()) == sorted([second.result.file, "shards.json"])
    shard_task.close_extractors()
