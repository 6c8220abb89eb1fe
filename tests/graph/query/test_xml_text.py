"""XML answers are well-formed, whatever literals a query makes."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from graph.query.xml_text import well_formed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\x07b", "a\ufffdb"),
        ("\x0b\ufffe\uffff\x1b[31m", "\ufffd\ufffd\ufffd\ufffd[31m"),
        ("Peña\t“x”\n🐉", "Peña\t“x”\n🐉"),
    ],
)
def test_an_answer_is_well_formed(text: str, expected: str) -> None:
    element = ET.fromstring(well_formed(f"<literal>{text}</literal>".encode()))  # noqa: S314  # our own text
    assert element.text == expected
