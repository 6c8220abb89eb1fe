"""The library of a build: everything comes back, the same bytes each time, from a folder that cannot be written."""

import hashlib
import sqlite3
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from support.library_samples import DUTY, RAID, duty, raid, written
from support.samples import extractions

from graph.reading import writer as writing
from graph.reading.library import Library
from graph.reading.marks import paragraphs
from graph.reading.search import Search, search
from graph.reading.writer import LibraryWriter
from ontology.errors import InputError, NotFoundError, StoreError
from ontology.model import Extraction
from ontology.records import claim_record


def test_a_document_comes_back_whole(library: Library) -> None:
    found = library.document("2025-10/raid")
    assert found is not None
    assert (found.document.text, found.sentences) == (RAID, raid().sentences)
    assert [(one.kind.value, RAID[one.start : one.end]) for one in found.mentions] == [
        ("name", "Chen Zhi"),
        ("pronoun", "He"),
    ]
    assert (found.summary.with_claims, found.summary.sentences) == (1, 4)
    assert [one.index for one in found.without_claims] == [0, 1, 3], "a rejected claim counts for nothing"
    assert library.document("nothing") is None


@given(extractions())
def test_claims_come_back_as_records(made: Extraction) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "documents.sqlite")
        with LibraryWriter(path) as library:
            library.add(made)
            library.finish([])
        found = Library(path).document(made.document.id)
    assert found is not None
    back = {claim["id"]: claim for claims in found.claims.values() for claim in claims}
    for claim in made.claims:
        record = claim_record(claim)
        assert {key: value for key, value in record.items() if key not in {"document", "sentence"}} == {
            key: value for key, value in back[claim.id].items() if key != "sentence"
        }
        assert found.document.text[back[claim.id]["sentence"] :].startswith(claim.sentence.text)


def test_documents_are_listed_by_date(library: Library) -> None:
    assert [(one.id, one.coverage) for one in library.documents()] == [
        ("2025-10/raid", "1 of 4 sentences have a claim"),
        ("2026-01/duty", "1 of 3 sentences have a claim"),
        ("x/../y", "0 of 1 sentence has a claim"),
    ]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("2025-10/raid", "2025-10/raid"),
        ("raid", "2025-10/raid"),
        ("document/2026-01/duty", "2026-01/duty"),
        ("y", "x/../y"),
        ("20", None),
    ],
)
def test_a_document_is_found_by_a_part_of_its_id(library: Library, words: str, found: str | None) -> None:
    if found is None:
        with pytest.raises(InputError, match="documents match this name") as error:
            library.find(words)
        assert not isinstance(error.value, NotFoundError), "what is ambiguous is there: it may be no claim instead"
    else:
        assert library.find(words).summary.id == found


def test_what_is_not_there_is_said(library: Library) -> None:
    with pytest.raises(InputError, match="did you mean 2025-10/raid"):
        library.find("2025-10/rain")
    with pytest.raises(InputError, match="no claim with this id"):
        library.find_claim("claim/rejected")


def test_a_claim_opens_its_sentence(library: Library) -> None:
    claim = raid().claims[0].id
    for beginning in (claim, claim[:12]):
        document, sentence = library.find_claim(beginning)
        assert (document.summary.id, sentence.text) == ("2025-10/raid", "He denied it.")


def test_the_same_bytes_each_time(tmp_path: Path) -> None:
    digests = {hashlib.sha256(written(tmp_path / str(n)).path.read_bytes()).hexdigest() for n in range(2)}
    assert len(digests) == 1


def test_a_folder_that_cannot_be_written_is_read(tmp_path: Path) -> None:
    library = written(tmp_path / "documents.sqlite")
    before = library.path.read_bytes()
    library.path.chmod(0o400)
    tmp_path.chmod(0o500)
    try:
        assert search(library, Search("compound")).total == 2
        assert [path.name for path in tmp_path.iterdir()] == ["documents.sqlite"], "no journal, no lock"
    finally:
        tmp_path.chmod(0o700)
    assert library.path.read_bytes() == before


def test_a_damaged_or_older_library_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be read"):
        Library(tmp_path / "none").documents()
    (tmp_path / "damaged").write_bytes(b"nonsense" * 1000)
    with pytest.raises(StoreError, match="cannot be read"):
        Library(tmp_path / "damaged").documents()
    older = written(tmp_path / "older")
    with sqlite3.connect(older.path) as database:
        database.execute("PRAGMA user_version = 0")
    with pytest.raises(StoreError, match="another version"):
        older.documents()


def test_without_fts5_documents_are_read_but_not_searched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    missing = "CREATE VIRTUAL TABLE passage_words USING no_such_module(text)"
    monkeypatch.setattr(writing, "INDEX", (missing, missing))
    library = written(tmp_path / "documents.sqlite")
    assert len(library.documents()) == 3
    with pytest.raises(StoreError, match="without the SQLite extension FTS5"):
        search(library, Search("compound"))


@pytest.mark.parametrize(("identifier", "text"), [("2025-10/raid", RAID), ("2026-01/duty", DUTY)])
def test_marks_leave_nothing_out(library: Library, identifier: str, text: str) -> None:
    document = library.document(identifier)
    assert document is not None
    lines = [
        "".join(marked.before + "".join(run.text for run in marked.runs) for marked in paragraph.sentences)
        + paragraph.after
        for paragraph in paragraphs(document)
    ]
    assert lines == [line for line in text.split("\n") if line]


def test_words_of_claims_and_mentions_are_marked(library: Library) -> None:
    document = library.document("2025-10/raid")
    assert document is not None
    marked = paragraphs(document)[1].sentences[1]
    runs = [(run.text, run.mention and run.mention.label, run.parts[0][1]) for run in marked.runs]
    assert runs[0] == ("He", "Chen Zhi", ("actor",))
    assert [(text, roles) for run in marked.runs for text, roles in run.parts if roles] == [
        ("He", ("actor",)),
        ("denied", ("action",)),
    ]
    assert len(duty().claims) == len(library.find("duty").claims)


def test_text_that_was_not_analysed_is_shown(library: Library) -> None:
    first, second = paragraphs(library.find("x/../y"))
    assert first.sentences == ()
    assert first.after.startswith("words words")
    assert second.sentences[0].sentence.text == "The compound was empty."
