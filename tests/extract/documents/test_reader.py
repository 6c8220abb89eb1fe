"""Reading files, folders, records and standard input."""

from __future__ import annotations

import io
import json
import sys
import tempfile
from pathlib import Path
from types import MappingProxyType, SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.documents.content.article import FormatError
from extract.documents.content.encoding import decoded
from extract.documents.formats import parse_text
from extract.documents.reader import iter_documents
from ontology.errors import InputError
from ontology.model import Document

SEEDS = Path(__file__).parents[3] / "seeds"
TEXT = "Thailand has proposed to host a conference on online scams.\n"
WRAPPED = [
    "The first paragraph of this file is wrapped at about seventy columns,",
    "as old mail readers did, and it ends with the word cyber-",
    "crime on its third line.",
]
PAGE = """<html><head><title>Thailand proposes conference | Example News</title>{head}</head><body>
<nav><a href="/">Home</a> <a href="/w">World</a></nav><article><h1>Thailand proposes conference</h1>{date}
<p>Thailand has proposed to host an international conference on online scams, its prime minister said on Monday.</p>
<figure><img src="a.jpg"><figcaption>Delegates in Hanoi. Photo: Handout</figcaption></figure>
<p><a href="/x">Read also: Malaysia arrests 20 people</a></p>
<p>The Ministry of Foreign Affairs will prepare it. The other countries of the region have been invited.</p>
<table><tr><td>Country</td><td>Arrests</td></tr><tr><td>Benin</td><td>106</td></tr></table>
<p>Delegations of twenty countries are expected in the capital, where the police have closed several streets.</p>
<h3>Related articles</h3><ul><li><a href="/r">Rail strike ends</a> <span>19 hours ago</span></li></ul></article>
<footer>© 2025 Example News. All rights reserved</footer></body></html>"""


def reading(*paths: str | Path, batch: str | None = None) -> tuple[list[Document], list[str]]:
    documents, errors, _ = reading_with_warnings(*paths, batch=batch)
    return documents, errors


def reading_with_warnings(*paths: str | Path, batch: str | None = None) -> tuple[list[Document], list[str], list[str]]:
    errors: list[InputError] = []
    warnings: list[InputError] = []
    documents = list(iter_documents(paths, batch=batch, on_error=errors.append, on_warning=warnings.append))
    return documents, [str(error) for error in errors], [str(warning) for warning in warnings]


def put(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


# ---- what is read, and its names


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


# ---- records and sources


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


# ---- trouble


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


# ---- characters


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-bom", "cp1252", "latin-1"])
def test_characters_come_out_right(encoding: str) -> None:
    text = "António Guterres said that Viet Nam had proposé it."
    data = b"\xff\xfe" + text.encode("utf-16-le") if encoding == "utf-16-le-bom" else text.encode(encoding)
    assert decoded(data).text == text


def test_a_page_may_declare_its_encoding() -> None:
    assert "Польща" in decoded('<meta charset="windows-1251"><p>Польща'.encode("cp1251")).text
    with pytest.raises(FormatError):
        decoded(b"\x00\x01\xff\xfe\x80")


def test_text_is_composed_and_free_of_invisible_characters() -> None:
    assert (
        parse_text("Anto\u0301nio\u00a0said \u200b it\u00ad. \t\r\n\r\nAnd left.", ".txt").text
        == "António said it.\nAnd left."
    )


# ---- formats


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("One paragraph\nTwo\n", ["One paragraph", "Two"]),
        ("Head\n\nOne\nTwo\n\n\n\nThree", ["Head", "One", "Two", "Three"]),
        (
            "\n".join(WRAPPED) + "\n\nThe second is not.",
            [
                " ".join(WRAPPED[:2]) + WRAPPED[2],
                "The second is not.",
            ],
        ),
        ("Head\n\n- item one\n- item two", ["Head", "item one", "item two"]),
    ],
)
def test_paragraphs_of_plain_text(text: str, lines: list[str]) -> None:
    assert parse_text(text, ".txt").text.split("\n") == lines


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Thailand proposes conference\n\n" + TEXT, "Thailand proposes conference"),
        ("28 October 2025 | 04:19 pm\nThailand proposes conference\n" + TEXT, "Thailand proposes conference"),
        (TEXT + TEXT, None),
        ("Thailand proposed it.\n" + TEXT, None),
        ("Thailand proposes conference", None),
    ],
)
def test_title_of_plain_text(text: str, title: str | None) -> None:
    assert parse_text(text, ".txt").title == title


def test_source_and_date_of_a_dateline() -> None:
    content = parse_text("October 28, 2025 | 04:19 pm\n\nTEMPO.CO, Jakarta - " + TEXT, ".txt")
    assert (content.date, content.source) == ("2025-10-28", "TEMPO.CO")
    assert content.text.startswith("TEMPO.CO, Jakarta - Thailand")


def test_markdown_loses_its_markup() -> None:
    text = (
        "---\ntitle: 'Brief'\ndate: 2025-10\nother: x\n---\n# The *head*\n\nThailand **has**\n"
        "proposed [it](http://x) to `all`.\n\n"
        "![picture](a.png)\n\n- One\n- Two\n\n| a | b |\n|---|---|\n| c | d |\n\n```\ncode\n```\n\n<div>html</div>\n"
    )
    content = parse_text(text, ".md")
    assert content.text.split("\n") == ["The head", "Thailand has proposed it to all.", "One", "Two", "a; b", "c; d"]
    assert (content.title, content.date) == ("Brief", "2025-10")
    assert parse_text("# The *head*\n\n" + TEXT, ".md").title == "The head"


def test_html_gives_the_article_alone() -> None:
    content = parse_text(PAGE.format(head='<meta property="og:site_name" content="Example News">', date=""), ".html")
    lines = content.text.split("\n")
    assert lines[0] == content.title == "Thailand proposes conference"
    assert [line.split()[0] for line in lines[1:]] == ["Thailand", "The", "Country;", "Benin;", "Delegations"]
    assert (content.source, content.date) == ("Example News", None)


@pytest.mark.parametrize(
    ("head", "line", "date"),
    [
        ('<meta property="article:published_time" content="2025-10-27T09:00:00Z">', "", "2025-10-27"),
        (
            '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2025-10-27"}</script>',
            "",
            "2025-10-27",
        ),
        ('<link rel="canonical" href="https://example.org/2025/10/27/thailand">', "", "2025-10-27"),
        ("", '<time datetime="2025-10-27T10:00:00+07:00">27 Oct</time>', "2025-10-27"),
        ("", '<div class="meta">October 27, 2025 | 07:12 pm</div>', "2025-10-27"),
        ("", "<div>A law passed on 27 October 2025 is in force</div>", None),
    ],
)
def test_the_date_of_a_page_is_taken_only_where_it_is_meant_to_be(head: str, line: str, date: str | None) -> None:
    assert parse_text(PAGE.format(head=head, date=line), ".html").date == date


@pytest.mark.parametrize("text", ["<p>Thailand proposed it.</p>", "Thailand proposed it."])
def test_a_fragment_of_html_is_read(text: str) -> None:
    assert parse_text(text, ".html").text == "Thailand proposed it."


# ---- the seeds


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
