"""The language of a text: names of other languages do not decide it."""

from __future__ import annotations

import pytest

from extract.documents.content.language import language_of


@pytest.mark.parametrize(
    "text",
    [
        "Đặng Quang Huy visits Peru",
        "Thủ Đức Bank Sues Laos After Raid",
        "Vietnamese minister Đặng Quang Huy praised the teachers. Hải Châu Bank fined Peru.",
        "Thai police questioned Niran Chai (นิรันดร์ ชัย) in Phuket on Monday.",
        "Cambodian police (នគរបាលជាតិកម្ពុជា) questioned Keo Sovann (កែវ សុវណ្ណ) in Kampot on Monday.",
        "The Royal Thai Police (สำนักงานตำรวจแห่งชาติ) arrested nine men in Pattaya (พัทยา) on Friday.",
        "Myanmar army (တပ်မတော်) shelled Lashio",
        "Wojciech Kowalczyk warned Łódź officials",
        "Gürkan Yılmaz sued Şişecam in İzmir",
    ],
)
def test_english_with_local_names_is_not_another_language(text: str) -> None:
    assert language_of(text) in {"en", None}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Công an bắt giữ chín người tại Hà Nội", "vi"),
        ("Nguyễn Văn Hùng Thăm Lào", "vi"),
        ("ตำรวจไทยจับกุมชายเก้าคนในพัทยา Interpol", "th"),
        ("Polisi menangkap sembilan orang di Jakarta", "id"),
        ("La policía detuvo a nueve hombres en Madrid.", "es"),
        ("Die Polizei verhaftete neun Männer in Berlin.", "de"),
        ("Le ministre Jean Dupont a rencontré Emmanuel Macron à Paris vendredi.", "fr"),
    ],
)
def test_other_languages_are_found(text: str, code: str) -> None:
    assert language_of(text) == code
