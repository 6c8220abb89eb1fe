"""Dates in a text. Reference day, where none is given: Tuesday, 28 October 2025."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.dates import expressions as dates
from extract.dates.expressions import dated_line, find_dates, iso_date, stamped_date
from extract.dates.grammar import DateRule, TextFeature, date_grammar, required_features
from extract.documents.reader import iter_documents

SEEDS = Path(__file__).resolve().parents[3] / "seeds"
TUESDAY = "2025-10-28"
ISO = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


def found(text: str, reference: str | None = TUESDAY, *, future: bool = False) -> list[tuple[str, str]]:
    return [(text[m.start : m.end], m.value) for m in find_dates(text, reference, future=future)]


@pytest.mark.parametrize("rule", date_grammar().rules, ids=lambda rule: rule.name)
def test_every_rule_does_what_its_example_says(rule: DateRule) -> None:
    assert [m.value for m in find_dates(rule.example, TUESDAY)] == ([rule.gives] if rule.gives else [])
    assert rule.pattern.search(rule.example)


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("on October 27, 2025.", "October 27, 2025", "2025-10-27"),
        ("on 27 October 2025", "27 October 2025", "2025-10-27"),
        ("on the 27th of October 2025", "27th of October 2025", "2025-10-27"),
        ("on Oct. 27", "Oct. 27", "2025-10-27"),
        ("on 27 Oct,", "27 Oct", "2025-10-27"),
        ("OCTOBER 27, 2025", "OCTOBER 27, 2025", "2025-10-27"),
        ("Sun, 26 Oct 2025", "Sun, 26 Oct 2025", "2025-10-26"),
        ("on Monday, October 27.", "Monday, October 27", "2025-10-27"),
        ("by May 5, 2026", "May 5, 2026", "2026-05-05"),
        ("The treaty of 2025-10-27T07:12:00Z", "2025-10-27T07:12:00Z", "2025-10-27"),
        ("on 27/10/2025", "27/10/2025", "2025-10-27"),
        ("on 10/27/2025", "10/27/2025", "2025-10-27"),
        ("on 5/5/2025", "5/5/2025", "2025-05-05"),
        ("in December 2024", "December 2024", "2024-12"),
        ("by mid-January 2026", "mid-January 2026", "2026-01"),
        ("at the end of March 2026", "the end of March 2026", "2026-03"),
        ("in 2025, police", "2025", "2025"),
        ("In 2024 prosecutors charged", "2024", "2024"),
        ("early 2025", "early 2025", "2025"),
        ("on October 26-28", "October 26-28", "2025-10-26/2025-10-28"),
        ("from 26 to 28 October", "from 26 to 28 October", "2025-10-26/2025-10-28"),
        ("On 17 and 18 October", "17 and 18 October", "2025-10-17/2025-10-18"),
        ("On 17 and 25 October", "25 October", "2025-10-25"),
        ("from 27 December 2025 to 3 January 2026", "from 27 December 2025 to 3 January 2026", "2025-12-27/2026-01-03"),
        ("from November to January 2026", "from November to January 2026", "2025-11/2026-01"),
        ("the second half of 2025", "the second half of 2025", "2025-07/2025-12"),
        ("the last quarter of last year", "the last quarter of last year", "2024-10/2024-12"),
    ],
)
def test_absolute_dates(text: str, words: str, value: str) -> None:
    assert found(text) == [(words, value)]


@pytest.mark.parametrize(
    ("text", "past", "future"),
    [
        ("today", "2025-10-28", "2025-10-28"),
        ("The day before yesterday", "2025-10-26", "2025-10-26"),
        ("on Monday", "2025-10-27", "2025-11-03"),
        ("on Tuesday", "2025-10-28", "2025-10-28"),
        ("said Wednesday that", "2025-10-22", "2025-10-29"),
        ("next Monday", "2025-11-03", "2025-11-03"),
        ("last Tuesday", "2025-10-21", "2025-10-21"),
        ("on Thursday last week", "2025-10-23", "2025-10-23"),
        ("last week", "2025-10-20/2025-10-26", "2025-10-20/2025-10-26"),
        ("later this week", "2025-10-27/2025-11-02", "2025-10-27/2025-11-02"),
        ("next week's summit", "2025-11-03/2025-11-09", "2025-11-03/2025-11-09"),
        ("earlier this month", "2025-10", "2025-10"),
        ("last month", "2025-09", "2025-09"),
        ("next year", "2026", "2026"),
        ("three days ago", "2025-10-25", "2025-10-25"),
        ("two weeks ago", "2025-10-13/2025-10-19", "2025-10-13/2025-10-19"),
        ("11 months ago", "2024-11", "2024-11"),
        ("a year ago", "2024", "2024"),
        ("In February,", "2025-02", "2026-02"),
        ("in October", "2025-10", "2025-10"),
        ("in December", "2024-12", "2025-12"),
        ("on 17 December", "2024-12-17", "2025-12-17"),
        ("on 30 October", "2025-10-30", "2025-10-30"),
        ("on 25 October", "2025-10-25", "2025-10-25"),
        ("on Wednesday, 17 December", "2025-12-17", "2025-12-17"),
        ("last October", "2024-10", "2024-10"),
        ("this January", "2025-01", "2025-01"),
        ("in three days", None, "2025-10-31"),
    ],
)
def test_relative_dates_and_dates_without_a_year(text: str, past: str | None, future: str | None) -> None:
    assert [m.value for m in find_dates(text, TUESDAY)] == [past] * (past is not None)
    assert [m.value for m in find_dates(text, TUESDAY, future=True)] == [future] * (future is not None)


@pytest.mark.parametrize(
    "text",
    [
        "It may march on Phnom Penh",
        "May Sarah and April Smith join him",
        "The Sun reported it",
        "1,209 people in 2,000 places",
        "seat 1998 of the house",
        "in 2000 cases and 1998 arrests",
        "version 10.5.2025.3 and 3.10.2",
        "Resolution 2024 and RaccoonO365",
        "on 5/10/2025",
        "on 30 February 2025",
        "October 2,000 dollars",
        "Black Friday sales, the Sunday Times and USA Today",
        "every Monday and on Fridays",
        "open Monday to Friday",
        "more than two years ago",
        "in recent months and over the last year",
        "five days later, the next day",
        "19 hours ago",
        "in the 2020s",
        "$2025 and 2025% and A/2025",
        "the October raid",
        "4.2025-10-27-5",
        "he told march organisers that sun and mon are words",
    ],
)
def test_what_is_no_date_or_not_settled(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "reference", "values"),
    [
        ("On Monday, last year, in October, on 27 October", None, []),
        ("in 2024 and on Monday", None, ["2024"]),
        ("on Monday", "2025-10", []),
        ("yesterday, last month, in May", "2025-10", ["2025-09", "2025-05"]),
        ("in May, last year", "2025", ["2024"]),
        ("in May", "no date", []),
        ("last May", "2026-01-05", ["2025-05"]),
        ("on 29 February", "2024-03-01", ["2024-02-29"]),
        ("in December", "2026-01-05", ["2025-12"]),
    ],
)
def test_the_reference_decides(text: str, reference: str | None, values: list[str]) -> None:
    assert [m.value for m in find_dates(text, reference)] == values


def test_several_dates_in_reading_order() -> None:
    text = "Between January and August it rescued 695; on Monday, 3 November 2025, and again last week, it met."
    assert [m.value for m in find_dates(text, TUESDAY)] == ["2025-01/2025-08", "2025-11-03", "2025-10-20/2025-10-26"]


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("October 27, 2025 | 07:12 pm", "2025-10-27"),
        ("27 October 2025, 18:40", "2025-10-27"),
        ("Published: 27 October 2025 10:00 GMT+7", "2025-10-27"),
        ("Monday, 27 October 2025", "2025-10-27"),
        ("By Southeast Asia desk | 27 October 2025", "2025-10-27"),
        ("Posted on October 27, 2025 by the editors", "2025-10-27"),
        ("27 Oct 2025 - 11:20", "2025-10-27"),
        ("HANOI (27 October 2025) – The ministers have adopted it.", "2025-10-27"),
        ("WASHINGTON, Oct. 27, 2025 – The United States imposed sanctions.", "2025-10-27"),
        ("Jakarta, 27 October 2025 (ANTARA) - Police raided it.", "2025-10-27"),
        ("By Dat Nguyen October 27, 2025 | 04:19 pm PT", "2025-10-27"),
        ("October 27, 20254:19 PM UTC", "2025-10-27"),
        ("PUBLISHED : 27 Oct 2025 at 05:30", "2025-10-27"),
        ("INQUIRER.net / 07:12 PM October 27, 2025", "2025-10-27"),
        ("Jakarta ● Mon, October 27, 2025", "2025-10-27"),
        ("MANILA, Oct 27, 2025 (Reuters)", "2025-10-27"),
        ("PUTRAJAYA, 27 October 2025", "2025-10-27"),
        ("Press release, October 27, 2025", "2025-10-27"),
        ("Report by Mekong Rights Watch, 27 October 2025", "2025-10-27"),
        ("A law made by the council on 27 October 2025", None),
        ("Statement on the raid of 27 October 2025", None),
        ("By the end of October 2025", None),
        ("27 October", None),
        ("October 2025", None),
        ("What happened on 27 October 2025", None),
        ("On 27 October 2025 the police raided it - and left.", None),
        ("The law that passed on 27 October 2025 was signed.", None),
    ],
)
def test_a_line_that_gives_the_date_of_its_page(line: str, value: str | None) -> None:
    assert stamped_date(line) == value
    dated = dated_line(f"A headline\n\n{line}\nText follows.")
    assert (dated and dated[0]) == value


def test_the_first_publication_comes_before_an_update() -> None:
    published, updated = "Published: 27 October 2025", "Last updated on 29 October 2025"
    assert dated_line(f"Updated: 29 October 2025\n{published}") == ("2025-10-27", published)
    assert dated_line(f"Title\n{updated}") == ("2025-10-29", updated)
    assert dated_line("\n".join(["line"] * 10 + ["27 October 2025"])) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2025", "2025"),
        ("2025-10", "2025-10"),
        (" 2025-10-27 ", "2025-10-27"),
        ("2025-10-27T07:12:00+07:00", "2025-10-27"),
        ("2025-02-30", None),
        ("2025-13", None),
        ("0000", None),
        ("9999-12-31", None),
        ("27.10.2025", None),
        ("", None),
    ],
)
def test_iso_dates(text: str, value: str | None) -> None:
    assert iso_date(text) == value


words = st.sampled_from(
    "on in from to and between the of early last next this Monday Sunday October May Dec. 27 31 2025 1999 , - – / 28th "
    "two three days weeks months years ago week month year today yesterday quarter first half "
    "2025-10-27 29 February mid-".split()
)
references = st.none() | st.dates(date(1900, 1, 2), date(2100, 12, 30)).map(str) | st.sampled_from(["2025", "2025-02"])


@given(st.lists(words, max_size=12).map(" ".join) | st.text(), references, st.booleans())
def test_spans_lie_in_the_text_and_values_are_valid(text: str, reference: str | None, future: bool) -> None:
    end = 0
    for mention in find_dates(text, reference, future=future):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end
        parts = mention.value.split("/")
        assert len(parts) <= 2
        assert parts == sorted(parts)
        assert all(ISO.fullmatch(part) and iso_date(part) == part for part in parts)
        assert len({len(part) for part in parts}) == 1


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        ("%day% of %month%(?: %year%)?", {TextFeature.DIGIT, TextFeature.MONTH}),
        ("(?:%weekday%, )?%month%", {TextFeature.MONTH}),
        ("(?P<n>%number%) days(?! in %year%)", set()),
        ("%month%|%year%", set()),
        ("(?P<span>%weekday_name%) week", {TextFeature.WEEKDAY}),
        ("(?:in |on (?:the )?)(?P<q>Q[1-4])", set()),
        (r"(?P<a>\d\d?)(?:[./]%year%){0,2}", {TextFeature.DIGIT}),
    ],
)
def test_what_a_text_must_hold_for_a_pattern(pattern: str, needed: set[TextFeature]) -> None:
    assert required_features(pattern) == needed


def test_no_date_of_the_seeds_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [
        line
        for one in iter_documents([SEEDS], on_error=lambda error: pytest.fail(str(error)))
        for line in one.text.split("\n")
    ]
    expected = [find_dates(line, TUESDAY) for line in lines]
    monkeypatch.setattr(dates, "_features", lambda _: set(TextFeature))
    dates._matches.cache_clear()
    assert [find_dates(line, TUESDAY) for line in lines] == expected
    assert sum(map(len, expected)) > 50
