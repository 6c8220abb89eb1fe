"""Dates in languages of the region: Buddhist years, digits of other scripts, names of months."""

from __future__ import annotations

import pytest

from extract.dates.regional import ascii_digits, find_regional_dates

REFERENCE = "2025-11-01"


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("th", "เมื่อวันที่ ๒๗ ตุลาคม ๒๕๖๘", ["2025-10-27"]),
        ("th", "วันที่ 27 ต.ค. 2568", ["2025-10-27"]),
        ("th", "ในเดือนตุลาคม พ.ศ. 2568", ["2025-10"]),
        ("th", "เมื่อ 28 ต.ค.", ["2025-10-28"]),
        ("th", "31 กุมภาพันธ์ 2568", []),
        ("km", "ថ្ងៃទី២៧ ខែតុលា ឆ្នាំ២០២៥", ["2025-10-27"]),
        ("my", "၂၀၂၅ ခုနှစ် အောက်တိုဘာလ ၂၇ ရက်", ["2025-10-27"]),
        ("id", "pada Senin (27/10/2025) dan 3 Desember 2025", ["2025-10-27", "2025-12-03"]),
        ("ms", "27 Disember 2025", ["2025-12-27"]),
        ("vi", "ngày 27 tháng 10 năm 2025", ["2025-10-27"]),
        ("vi", "tháng 11/2025 và ngày 27/10", ["2025-11", "2025-10-27"]),
        ("fil", "noong Oktubre 27, 2025", ["2025-10-27"]),
        ("tl", "noong Oktubre 27, 2025", ["2025-10-27"]),
        ("zh", "2025年10月27日", ["2025-10-27"]),
        ("ko", "2025년 10월 27일", ["2025-10-27"]),
        ("en", "27 October 2025", []),
        ("id", "3 Desain dan 27 Desember", ["2025-12-27"]),
        ("id", "nomor 103 Mei 2025 dan 27/10/20251", ["2025-05"]),
        ("ms", "Kemac 2025", []),
        ("fil", "sa Summar 2025 at Oktubre 271", []),
        ("vi", "127/10/2025", []),
        ("th", "127 ตุลาคม 2568", ["2025-10"]),
        ("ko", "12025년 10월", []),
        ("ko", "2025년 10월 27일에", ["2025-10-27"]),
    ],
)
def test_dates_are_read(language: str, text: str, values: list[str]) -> None:
    assert [mention.value for mention in find_regional_dates(text, language, REFERENCE)] == values


@pytest.mark.parametrize("reference", [None, "2025", "2025-03-01"])
def test_a_day_without_a_year_near_by_has_no_value(reference: str | None) -> None:
    assert find_regional_dates("28 ต.ค.", "th", reference) == []


def test_digits_keep_their_places() -> None:
    assert ascii_digits("๒๕๖๘ ២០២៥") == "2568 2025"
