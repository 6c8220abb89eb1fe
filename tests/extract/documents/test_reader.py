"""Reading files, folders and standard input: ids, order, trouble; and the seeds."""

from __future__ import annotations

import io
import json
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.reading import TEXT, put, reading, reading_with_warnings

from extract.documents.reader import iter_documents
from ontology.errors import InputError

SEEDS = Path(__file__).parents[3] / "seeds"


def test_a_folder_gives_ids_and_batches_sorted(tmp_path: Path) -> None:
    put(
        tmp_path,
        dict.fromkeys(("b/two.txt", "a/x/one.html", "c.md", "a/.hidden.txt", "a/pic.jpg", "README.md"), TEXT),
    )
    documents, errors = reading(tmp_path)
    assert [(d.id, d.batch) for d in documents] == [("a/x/one", "a"), ("b/two", "b"), ("c", tmp_path.name)]
    assert errors == []


def test_the_order_of_the_paths_does_not_matter(tmp_path: Path) -> None:
    put(tmp_path, {f"{name}.txt": TEXT for name in "dacb"})
    paths = sorted(tmp_path.iterdir())
    assert reading(*paths) == reading(*reversed(paths))
    assert [d.id for d in reading(*paths)[0]] == ["a", "b", "c", "d"]


def test_a_file_is_named_by_its_stem_and_a_given_batch_holds_for_all(tmp_path: Path) -> None:
    put(tmp_path, {"sub/one.v2.TXT": TEXT, "README.md": TEXT})
    documents, _ = reading(tmp_path / "sub/one.v2.TXT", tmp_path / "README.md", batch="mine")
    assert [(d.id, d.batch) for d in documents] == [("README", "mine"), ("one.v2", "mine")]


def test_standard_input_is_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"\xef\xbb\xbf" + TEXT.encode())))
    documents, errors = reading("-")
    assert [(d.id, d.text, d.batch) for d in documents] == [("stdin", TEXT.strip(), "default")]
    assert errors == []


def test_two_documents_with_one_id_are_both_read_whatever_the_order(tmp_path: Path) -> None:
    row = json.dumps({"id": "one", "text": TEXT})
    put(tmp_path, {"a/one.txt": TEXT, "b/one.md": TEXT, "c.jsonl": f"{row}\n{row}\n{row}"})
    paths = [tmp_path / "b/one.md", tmp_path / "c.jsonl", tmp_path / "a/one.txt"]
    documents, errors, warnings = reading_with_warnings(*paths)
    assert [d.id for d in documents] == ["one", "one.md", "c/one", "c/one~2", "c/one~3"]
    assert errors == []
    assert [warning.partition(": has")[0] for warning in warnings] == [str(tmp_path / "b/one.md"), str(paths[1])]
    assert f"same id as {tmp_path / 'a/one.txt'} ('one'): read as 'c/one', and 2 more in the same way" in warnings[1]
    assert reading_with_warnings(*reversed(paths)) == (documents, errors, warnings)


def test_equal_ids_of_two_tables_are_told_once_for_each_table(tmp_path: Path) -> None:
    table = "id,text\n1,Kenya signed the pact.\n2,Japan fined a bank.\n"
    put(tmp_path, {"2025-10/news.csv": table, "2025-11/news.csv": table})
    documents, errors, warnings = reading_with_warnings(tmp_path)
    assert [d.id for d in documents] == ["1", "2", "2025-11/news/1", "2025-11/news/2"]
    assert errors == []
    assert len(warnings) == 1


def test_a_file_that_is_given_twice_is_read_once(tmp_path: Path) -> None:
    put(tmp_path, {"one.txt": TEXT})
    documents, errors = reading(tmp_path, tmp_path / "one.txt", tmp_path)
    assert len(documents) == 1
    assert errors == []


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.txt", b"", "empty: 0 bytes"),
        ("a.txt", b" \n\t\n", "contains no text"),
        ("a.html", b"<html><body></body></html>", "contains no text"),
        ("a.txt", b"Text\0with NUL", "NUL"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00\xff", "Portable Network Graphics"),
        ("a.txt", bytes(range(128, 256)) * 3, "encoding"),
        ("a.pdf", b"%PDF", "damaged or truncated"),
        ("a.jsonl", b"\n", "contains no records"),
    ],
)
def test_a_bad_file_is_named_with_reason_and_remedy(tmp_path: Path, name: str, content: bytes, why: str) -> None:
    put(tmp_path, {name: content, "good.txt": TEXT})
    documents, errors = reading(tmp_path / name, tmp_path / "good.txt")
    assert [d.id for d in documents] == ["good"]
    assert len(errors) == 1
    assert errors[0].startswith(str(tmp_path / name))
    assert why in errors[0]
    assert "\n" not in errors[0]


def test_missing_and_empty_places_are_named(tmp_path: Path) -> None:
    _, errors = reading(tmp_path / "none.txt", tmp_path)
    assert "no such file" in errors[0]
    assert "contains no documents" in errors[1]


def test_a_file_that_goes_away_is_reported(tmp_path: Path) -> None:
    put(tmp_path, {"a.txt": TEXT, "b.txt": TEXT})
    errors: list[InputError] = []
    documents = iter_documents([tmp_path], on_error=errors.append)
    assert next(documents).id == "a"
    (tmp_path / "b.txt").unlink()
    assert list(documents) == []
    assert "cannot be read: No such file" in str(errors[0])


def test_the_seeds_are_read_without_their_furniture() -> None:
    documents, errors = reading(SEEDS)
    assert errors == []
    assert len(documents) == 15
    assert all(document.date for document in documents)
    text = "\n".join(document.text for document in documents)
    gone = [
        "ago",
        "lalu",
        "Photo",
        "ADVERTISEMENT",
        "Choice",
        "Read more",
        "You may",
        "Leave a",
        "Tags",
        "Tweet",
        "By ",
        "newsletter",
    ]
    assert [word for word in gone if word in text] == ["ago"]  # "which Thailand hosted a year ago"
    assert "Cross-Border Coordination\nAnutin explained" in text


@settings(deadline=None)  # the first text waits for the model of languages
@given(st.dictionaries(st.sampled_from("abcdef"), st.text(min_size=1), min_size=1))
def test_every_text_is_read_or_reported(texts: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        put(Path(folder), {f"{name}.txt": text.encode("utf-8", "surrogatepass") for name, text in texts.items()})
        documents, errors = reading(folder)
    assert len(documents) + len(errors) == len(texts)
    for document in documents:
        assert document.text
        assert all(line and line == line.strip() for line in document.text.split("\n"))
