"""Plain text and Markdown: characters, paragraphs, title, source and date."""

from __future__ import annotations

import pytest
from support.reading import TEXT

from extract.documents.formats import parse_text

WRAPPED = [
    "The first paragraph of this file is wrapped at about seventy columns,",
    "as old mail readers did, and it ends with the word cyber-",
    "crime on its third line.",
]


def test_text_is_composed_and_free_of_invisible_characters() -> None:
    assert (
        parse_text("Anto\u0301nio\u00a0said \u200b it\u00ad. \t\r\n\r\nAnd left.", ".txt").text
        == "António said it.\nAnd left."
    )


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
