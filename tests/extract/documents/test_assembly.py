"""The metadata of documents: of records, and of sources.jsonl."""

from __future__ import annotations

import json
from pathlib import Path
from types import MappingProxyType

import pytest
from support.reading import TEXT, put, reading, reading_with_warnings

from ontology.model import Document


def test_records_keep_what_they_bring(tmp_path: Path) -> None:
    record = {
        "id": "x/1",
        "text": TEXT,
        "title": "T",
        "date": "2025-10-27T07:12:00Z",
        "url": "u",
        "source": "s",
        "n": [1],
    }
    put(tmp_path, {"may/all.jsonl": "\n".join([json.dumps(record), "", json.dumps({"id": "é", "text": "Two"})])})
    documents, errors = reading(tmp_path)
    assert errors == []
    assert documents[0] == Document(
        "x/1",
        TEXT.strip(),
        "T",
        "2025-10-27",
        "u",
        "s",
        "may",
        MappingProxyType({"n": [1]}),
        date_from="record",
        language="en",
    )
    assert (documents[1].id, documents[1].text, documents[1].title) == ("é", "Two", None)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('{"id": "a"', "not valid JSON"),
        ("[" * 100_000, "not valid JSON"),
        ('["a"]', "not a JSON object"),
        ('{"id": "a", "text": ""}', "`text` is missing or empty"),
        ('{"id": ["a"], "text": "t"}', "`id` is list"),
        ('{"id": "a", "text": ["t"]}', "`text` is list"),
        ('{"id": "a", "text": NaN}', "`text` is missing or empty"),
        ('{"id": "a", "text": "\\ud800"}', "`text` is missing or empty"),
        ('{"id": "a", "text": " \\n "}', "contains no text"),
    ],
)
def test_a_broken_record_is_named_with_its_line_and_the_others_go_on(
    tmp_path: Path, line: str | bytes, why: str
) -> None:
    good = json.dumps({"id": "good", "text": TEXT}).encode()
    bad = line.encode() if isinstance(line, str) else line
    put(tmp_path, {"r.jsonl": b"\n" + bad + b"\n" + good})
    documents, errors = reading(tmp_path / "r.jsonl")
    assert [d.id for d in documents] == ["good"]
    assert len(errors) == 1
    assert f"{tmp_path / 'r.jsonl'}:2: " in errors[0]
    assert why in errors[0]


@pytest.mark.parametrize(
    ("line", "expected", "warning"),
    [
        ('{"text": "t"}', ("r/1", "t", None, None, None), None),
        ('{"id": null, "text": "t"}', ("r/1", "t", None, None, None), None),
        ('{"id": 7, "text": "t"}', ("7", "t", None, None, None), None),
        ('{"id": 7.0, "text": "t"}', ("7", "t", None, None, None), None),
        ('{"id": 0, "text": "t"}', ("0", "t", None, None, None), None),
        ('{"id": "a\\nb", "text": "t"}', ("a b", "t", None, None, None), None),
        ('{"id": "a", "title": NaN, "date": NaN, "source": null, "text": "t"}', ("a", "t", None, None, None), None),
        ('{"id": "a", "title": 2024, "date": 2025, "source": 5, "text": "t"}', ("a", "t", "2024", "2025", "5"), None),
        ('{"id": "a", "date": 20251027, "text": "t"}', ("a", "t", None, "2025-10-27", None), None),
        ('{"id": "a", "title": ["x"], "text": "t"}', ("a", "t", None, None, None), "`title` is list, not text"),
        ('{"id": "a", "date": "27.10.2025", "text": "t"}', ("a", "t", None, None, None), "`date` is '27.10.2025'"),
        ('{"id": "a", "date": "2025-02-30", "text": "t"}', ("a", "t", None, None, None), "not a date such as"),
        (
            '{"id": "a", "title": "P\\u000bt\\u0007", "source": "L\\u001b[31med", "text": "t\\u0000"}',
            ("a", "t", "P t", None, "Led"),
            None,
        ),
        ('{"id": "a", "title": "\\ud800x\\uffff", "text": "t"}', ("a", "t", "x", None, None), None),
        (b'{"id": "a", "text": "Pe\xf1a"}', ("a", "Peña", None, None, None), None),
        (
            '{"id": "a", "text": "Peña “#”"}'.encode().replace(b"#", b"\x92"),
            ("a", "Peña “’”", None, None, None),
            "bad bytes in 1 place",
        ),
    ],
)
def test_a_record_with_odd_fields_is_read(
    tmp_path: Path, line: str | bytes, expected: tuple[str | None, ...], warning: str | None
) -> None:
    put(tmp_path, {"r.jsonl": line})
    documents, errors, warnings = reading_with_warnings(tmp_path / "r.jsonl")
    assert errors == []
    assert [(d.id, d.text, d.title, d.date, d.source) for d in documents] == [expected]
    assert len(warnings) == (warning is not None)
    assert all(f"{tmp_path / 'r.jsonl'}:1: " in one and str(warning) in one for one in warnings)


def test_nan_in_other_columns_is_no_value(tmp_path: Path) -> None:
    put(tmp_path, {"r.jsonl": '{"id": "a", "text": "t", "n": NaN, "m": [Infinity, {"k": NaN}], "s": "a\\u0007"}'})
    assert dict(reading(tmp_path / "r.jsonl")[0][0].extra) == {"m": [None, {"k": None}], "s": "a"}


def test_sources_complete_the_documents_of_a_folder(tmp_path: Path) -> None:
    lines = [
        {"file": "docs/may/one.txt", "date": "2025-10", "url": "u", "facts": ["f"]},
        {"id": "two", "title": "Better"},
        {"path": "may/three.txt", "source": "s"},
        {"title": "of nothing"},
    ]
    put(
        tmp_path,
        {
            "may/one.txt": TEXT,
            "may/three.txt": "27 October 2025\n" + TEXT,
            "r.jsonl": json.dumps({"id": "two", "text": TEXT, "url": "own"}),
            "sources.jsonl": "\n".join(map(json.dumps, lines)),
        },
    )
    documents, errors = reading(tmp_path)
    assert [(d.id, d.title, d.date, d.url, d.source, dict(d.extra)) for d in documents] == [
        ("may/one", None, "2025-10", "u", None, {"facts": ["f"]}),
        ("may/three", None, "2025-10-27", None, "s", {}),
        ("two", "Better", None, "own", None, {}),
    ]
    assert errors == [f"{tmp_path / 'sources.jsonl'}:4: does not name a document; give its `id` or its `file`"]
