"""Every format is read from a real file: what is kept, what it says of itself, what is dropped and why."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bench.accuracy.reading import metadata_figures
from extract.documents.content.options import ColumnNames, ReaderOptions
from extract.documents.formats import parse_text
from extract.documents.reader import ReadDocument, read_documents

DATA = Path(__file__).parents[3] / "data" / "documents"
SEEDS = Path(__file__).parents[4] / "seeds"
STORY = ColumnNames(text="story", date="published")


@dataclass(frozen=True)
class Case:
    """A file, the documents in it, and what the first of them says of itself."""

    file: str
    ids: Sequence[str]
    about: dict[str, str | None]
    first: str
    last: str
    dropped: Sequence[tuple[str, str]] = ()
    columns: ColumnNames = field(default_factory=ColumnNames)


CASES = [
    Case(
        "columns.pdf",
        ["columns"],
        {"title": "Report on online scams", "date": "2025-10-27", "date_from": "line “27 October 2025”"},
        "Report on online scams",
        "Banks in Singapore and Hong Kong implemented a confirmation procedure for large transfers. Reported losses "
        "decreased by an eighth in the third quarter, according to the central bank.",
        [("Page 1", "page number")],
    ),
    Case(
        "communique.pdf",
        ["communique"],
        {"title": "Communiqué on cybercrime", "date": "2025-10-26"},
        "Communiqué on cybercrime",
        "The Ministry of Foreign Affairs will coordinate the preparations, and investigators of twelve countries have "
        "been invited to take part in them.",
        [("Communiqué of the ministers", "running head: on 2 of 2 pages"), ("1 / 2", "page number")],
    ),
    Case(
        "statement.docx",
        ["statement"],
        {"title": "Joint statement on online scams", "date": "2025-10-30", "date_from": "Word properties"},
        "Joint statement on online scams",
        "Member states agree to meet again.",
        [("Secretariat - not for citation", "page header"), ("Page 1", "page footer")],
    ),
    Case(
        "mail.eml",
        ["mail", "mail/statement-office"],
        {"title": "Conference in Bangkok", "date": "2025-10-27", "date_from": "Date header", "byline": "Jane Doe"},
        "Thailand has proposed to host",
        "The Ministry of Foreign Affairs will coordinate",
        [
            ("> Laos arrested the sender of this mail.", "quotation from another email"),
            ("Jane Doe Example News Agency", "signature of the email"),
        ],
    ),
    Case(
        "inbox.mbox",
        [
            "inbox/brief-0@example.org",
            "inbox/brief-0@example.org/statement-office",
            "inbox/brief-1@example.org",
            "inbox/brief-2@example.org",
        ],
        {"title": "Conference in Bangkok", "date": "2025-10-27"},
        "Thailand has proposed to host",
        "The Ministry of Foreign Affairs",
    ),
    *(
        Case(
            f"news.{kind}",
            [f"news/news.example.org/2025/10/{number}" for number in order],
            {"title": title, "date": date, "date_from": "published in the feed", "source": "Example News"},
            title,
            last,
        )
        for kind in ("rss", "atom")
        for order, title, date, last in [
            ((1, 0), "Raids near Poipet", "2025-10-28", "Cambodian police arrested 34 suspects"),
        ]
    ),
    Case(
        "news.csv",
        ["news/1", "news/2", "news/3"],
        {"title": "Thailand offers conference", "date": "2025-10-27", "url": "https://news.example.org/a"},
        "Thailand has proposed to host",
        "Thailand has proposed to host",
        columns=STORY,
    ),
    Case(
        "semicolons.csv",
        ["semicolons/1"],
        {"title": "Café raid", "date": "2025-10-27"},
        "Police in São Tomé arrested nine suspects; “they” had run a café.",
        "Police in São Tomé",
    ),
    Case(
        "news.parquet",
        ["news/1", "news/2", "news/3"],
        {"title": "Thailand offers conference", "date": "2025-10-27", "date_from": "record"},
        "Thailand has proposed to host",
        "Thailand has proposed to host",
    ),
    Case(
        "crawl.warc.gz",
        ["crawl/127.0.0.1:8973/a", "crawl/127.0.0.1:8973/b", "crawl/127.0.0.1:8973/c.pdf"],
        {"title": "Thailand offers conference", "url": "http://127.0.0.1:8973/a.html", "date_from": "meta"},
        "Thailand offers conference",
        "Malaysia pledged to strengthen its extradition arrangements.",
        [("Read also: Rail strike ends after night of talks", "outside the main text (trafilatura)")],
    ),
    *(
        Case(
            file,
            ["pack/2025-10/raids", "pack/2025-10/statement", "pack/2025-10/thailand", "pack/inner/2025-10/raids"],
            {"title": "Raids near Poipet", "date": "2025-10-28"},
            "Raids near Poipet",
            "The United States sanctioned the Prince Group",
        )
        for file in ("pack.zip", "pack.tar.gz")
    ),
    Case("pdf-named.txt", ["pdf-named"], {"title": "Communiqué on cybercrime"}, "Communiqué", "The Ministry"),
    Case("html-named.pdf", ["html-named"], {"byline": "Jane Doe", "source": "Example News"}, "Thailand", "Malaysia"),
    Case("text-named.docx", ["text-named"], {"date": "2025-10-28"}, "Raids near Poipet", "The United States"),
    Case("mixed-encodings.txt", ["mixed-encodings"], {}, "Café raids in Phnom Penh", "They were “scammers”"),
]


def read(path: Path, options: ReaderOptions | None = None) -> tuple[list[ReadDocument], list[str]]:
    errors: list[str] = []
    found = list(read_documents([path], on_error=lambda error: errors.append(str(error)), options=options))
    return found, errors


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.file)
def test_a_real_file_is_read(case: Case) -> None:
    found, errors = read(DATA / case.file, ReaderOptions(case.columns))
    assert errors == []
    assert [one.document.id for one in found] == list(case.ids)
    document, lines = found[0].document, found[0].document.text.split("\n")
    assert {name: getattr(document, name) for name in case.about} == case.about
    assert lines[0].startswith(case.first)
    assert lines[-1].startswith(case.last)
    assert {(one.text, one.why) for one in found[0].dropped} >= set(case.dropped)


def test_words_broken_at_line_ends_are_whole_and_compounds_keep_their_hyphen() -> None:
    text = read(DATA / "columns.pdf")[0][0].document.text
    assert "cryptocurrencies" in text
    assert "Seventy-two governments" in text
    assert not {"\ufffe", "\x02", "\u00ad"} & set(text)
    assert len(text.split("\n")) == 17  # a line a paragraph, across both columns


def test_a_table_keeps_its_rows() -> None:
    assert "\nCountry; Arrests\nCambodia; 34\nThailand; 12\n" in read(DATA / "statement.docx")[0][0].document.text


def test_the_mail_in_html_is_read_where_the_plain_text_only_points_to_it() -> None:
    found, _ = read(DATA / "inbox.mbox")
    assert found[-1].document.text.startswith("The United States sanctioned the Prince Group")
    assert "From Poipet it is reported" in found[-2].document.text  # ">From" in the file


def test_dates_of_tables_may_be_written_in_any_clear_way() -> None:
    found, _ = read(DATA / "news.csv", ReaderOptions(STORY))
    assert [one.document.date for one in found] == ["2025-10-27", "2025-10-28", "2025-10-29"]


def test_the_ids_of_an_archive_are_those_of_the_folder_that_was_packed(tmp_path: Path) -> None:
    shutil.unpack_archive(DATA / "pack.zip", tmp_path / "pack")
    errors: list[object] = []
    unpacked = [one.document.id for one in read_documents([tmp_path], on_error=errors.append)]
    packed = [one.document.id for one in read(DATA / "pack.zip")[0]]
    assert errors == []
    assert sorted(unpacked) == sorted(packed)


def test_teasers_of_a_page_are_documents_if_that_is_wanted() -> None:
    found, _ = read(DATA / "crawl.warc.gz", ReaderOptions(teasers=True))
    teaser = next(one.document for one in found if one.kind == "teaser")
    assert teaser.id == "crawl/127.0.0.1:8973/a/teaser-1"
    assert teaser.text == teaser.title == "Rail strike ends after night of talks"
    assert teaser.url == "http://127.0.0.1:8973/b.html"
    assert teaser.date == "2026-11-24"  # 19 hours before the page was got
    assert teaser.date_from == "“19 hours ago”, counted from the time of download"
    assert teaser.extra["teaser_of"] == "crawl/127.0.0.1:8973/a"


LONG_TITLE = "Five countries of the region found a global partnership against online scams in Bangkok"
BODY = "The conference that Thailand proposed in October has taken place, officials said on Monday.\n\nIt was short."


@pytest.mark.parametrize(
    ("head", "date", "byline", "standfirst"),
    [
        (f"{LONG_TITLE}\nMonday, 5 January 2026\n\n", "2026-01-05", None, None),
        (f"{LONG_TITLE}\nMonday, 5 January 2026\n", "2026-01-05", None, None),
        (f"{LONG_TITLE}\nBy Jane Doe\n5 January 2026\n\n", "2026-01-05", "Jane Doe", None),
        (f"{LONG_TITLE}\n\nBy Jane Doe | 5 January 2026\n\n", "2026-01-05", "Jane Doe", None),
        (f"{LONG_TITLE}\n\nBangkok, 5 January 2026\n\n", "2026-01-05", None, None),
        (f"{LONG_TITLE}\n\nTwenty delegations signed the statement\n\nBy J. Doe\n\n", None, "J. Doe", "Twenty"),
        (f"{LONG_TITLE}\n\nCross-border crime\n\n", None, None, None),  # a subheading
        (f"{LONG_TITLE}\n\nOfficials said on 5 January 2026 that it was over\n\n", None, None, None),
    ],
)
def test_the_head_of_a_plain_text(head: str, date: str | None, byline: str | None, standfirst: str | None) -> None:
    content = parse_text(head + BODY, ".txt")
    assert content.title == LONG_TITLE
    assert (content.date, content.byline) == (date, byline)
    assert (content.standfirst or "").split(" ")[0] == (standfirst or "")
    assert content.text.split("\n")[0] == LONG_TITLE


def test_metadata_of_the_html_briefs_is_right() -> None:
    right, asked = metadata_figures()
    assert right == asked > 0


def test_dates_found_in_the_seeds_are_those_of_their_sources() -> None:
    lines = map(json.loads, (SEEDS / "sources.jsonl").read_text(encoding="utf-8").splitlines())
    expected = {line["file"].rpartition(".")[0].removeprefix("docs/"): line["date"] for line in lines}
    found = {}
    for batch in ("2025-10", "2026-01"):  # below sources.jsonl, so that it is not asked
        for one in read_documents([SEEDS / batch], on_error=lambda error: pytest.fail(str(error))):
            found[f"{batch}/{one.document.id}"] = one.document.date
    assert found == expected
