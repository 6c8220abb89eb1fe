"""Hyphens at line ends: those of compounds stay, those that break a word go."""

from __future__ import annotations

import pytest

from extract.documents.content.hyphens import glued, hyphenated_words


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        ("the inter-\nnational court", "the international court"),
        ("the Phi-\nlippines", "the Philippines"),
        ("the US-\nled force", "the US-led force"),
        ("money-\nlaundering charges", "money-laundering charges"),
        ("Anglo-\nAmerican officials", "Anglo-American officials"),
        ("COVID-\n19 rules", "COVID-19 rules"),
        ("non-\ngovernmental", "non-governmental"),
        ("the slip-up of a slip-\nup", "the slip-up of a slip-up"),
        ("compound, com-\npound", "compound, compound"),
        ("state\u00ad\nment", "statement"),
        ("the ministry –\nit said", "the ministry – it said"),
        ("the mini-\nster", "the minister"),
        ("two ex-\nchanges", "two exchanges"),
        ("the ex-\npresident", "the ex-president"),
        ("nine men\nin Laos", "nine men in Laos"),
    ],
)
def test_hyphens_at_line_ends(lines: str, joined: str) -> None:
    first, second = lines.split("\n")
    assert glued(first, second, hyphenated_words(lines)) == joined
