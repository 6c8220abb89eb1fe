"""When a teaser's article came out, from how long ago the page says that was; and which lines are a teaser."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.documents.content.article import Teaser
from extract.documents.content.options import ReaderOptions
from extract.documents.formats import parse_text
from extract.documents.reader import read_documents
from extract.documents.teasers import date_of_age

SEEDS = Path(__file__).parents[3] / "seeds"
BODY = "Vietnam has opened the treaty for signature, officials in the capital said on Monday.\n" * 2


@pytest.mark.parametrize(
    ("age", "moment", "date"),
    [
        ("19 hours ago", "2025-10-28T16:19", "2025-10-27"),
        ("3 hours ago", "2025-10-28T16:19", "2025-10-28"),
        ("19 hours ago", "2025-10-28", "2025-10"),  # that day or the day before
        ("19 hours ago", "2025-10-01", "2025"),
        ("19 hours ago", "2025-01-01", None),
        ("2 days ago", "2025-10-01", "2025-09-29"),
        ("1 hari lalu", "2025-10-28", "2025-10-27"),
        ("19 jam lalu", "2025-10-28T16:19", "2025-10-27"),
        ("3 giờ trước", "2025-10-28T16:19", "2025-10-28"),
        ("19 ชั่วโมงที่แล้ว", "2025-10-28T16:19", "2025-10-27"),
        ("yesterday", "2025-10-28", "2025-10-27"),
        ("2 weeks ago", "2025-10-28", "2025-10"),
        ("a month ago", "2026-01-28", "2025-12"),
        ("2 years ago", "2026-01-28", "2024"),
        ("just now", "2025-10-28", None),
        ("2 days ago", "2025-10", None),
        ("2 days ago", "", None),
        ("2 days ago", "2025-10-28T99:19", None),  # a damaged time
        ("2 days ago", "2025-13-28", None),
        ("99999999999 days ago", "2025-10-28", None),
        ("3000 years ago", "2025-10-28", None),
    ],
)
def test_the_date_of_an_age_is_as_exact_as_it_can_be(age: str, moment: str, date: str | None) -> None:
    assert date_of_age(age, moment) == date


@pytest.mark.parametrize(
    ("foot", "teasers"),
    [
        ("Rail strike ends\n2 days ago\nTrains run again.", [Teaser("Rail strike ends", "2 days ago", "")]),
        (
            "Rail strike ends\n2 days ago\nTrains run again in the whole of the country since this morning.",
            [
                Teaser(
                    "Rail strike ends", "2 days ago", "Trains run again in the whole of the country since this morning."
                )
            ],
        ),
        (
            "Related articles\n2 days ago\nRail strike ends\n3 days ago\nMuseum reopens",
            [Teaser("Rail strike ends", "2 days ago"), Teaser("Museum reopens", "3 days ago")],
        ),
        ("The ministers met 2 days ago in the capital and signed it, the government said.", []),
    ],
)
def test_teasers_of_a_plain_text(foot: str, teasers: list[Teaser]) -> None:
    assert list(parse_text(f"Treaty opened\n{BODY}{foot}", ".txt").teasers) == teasers


def test_the_teasers_of_the_seed_are_dated_from_its_date_and_time() -> None:
    found = read_documents([SEEDS], on_error=lambda error: pytest.fail(str(error)), options=ReaderOptions(teasers=True))
    seed = [one.document for one in found if one.document.id.startswith("tempo/")]
    assert len(seed) == 11
    assert seed[1].title == "Cambodia Is Unsafe for Migrant Workers, Says Indonesian Minister Muhaimin"
    assert seed[1].text.split("\n")[1].startswith("Coordinating Minister Muhaimin Iskandar said")
    assert seed[1].date == "2025-10-27"
    assert seed[1].date_from == "“19 jam lalu”, counted from the date and time of the page"
    assert [one.date for one in seed[2:]] == ["2025-10-27"] * 4 + ["2025-10-26"] * 2 + ["2025-10-25"] * 2 + [
        "2025-10-24"
    ]


def test_a_teaser_with_an_impossible_address_leaves_the_page(tmp_path: Path) -> None:
    foot = '<aside><a href="http://[::1">Peru and Chile sign an agreement</a><span>3 hours ago</span></aside>'
    head = '<head><link rel="canonical" href="http://e.org/a"></head>'
    page = f"<html>{head}<body><article><p>{BODY}</p></article>{foot}</body></html>"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    errors: list[object] = []
    found = list(read_documents([tmp_path], on_error=errors.append, options=ReaderOptions(teasers=True)))
    assert ([one.document.url for one in found], errors) == (["http://e.org/a", None], [])
