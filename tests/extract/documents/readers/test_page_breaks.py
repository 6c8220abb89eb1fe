"""Plain text with form feeds: running heads and page numbers go, sentences go on over the break."""

import pytest

from extract.documents.readers.page_breaks import without_page_breaks


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kenya left.", "Kenya left."),
        ("Kenya left.\f", "Kenya left.\n"),
        ("Kenya sued the\n\n1\n\fbank.\n\n2\n", "Kenya sued the\nbank."),
        ("Brief   3\n\nKenya sued the po-\n\fBrief   4\n\nlice.\n", "Kenya sued the po-\nlice."),
        ("Kenya left.\n\n- 1 -\n\fPeru left.\n\n- 2 -", "Kenya left.\n\nPeru left."),
        ("Kenya left\n\fPeru left", "Kenya left\n\nPeru left"),
        ("Kenya sued Peru,\n\fChile and Laos.", "Kenya sued Peru,\nChile and Laos."),
    ],
)
def test_what_a_page_break_parts_is_joined(text: str, expected: str) -> None:
    assert without_page_breaks(text) == expected
