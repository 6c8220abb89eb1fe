"""`explain` says how the status of a claim comes about, word by word."""

import pytest

from extract.claims import Extractor
from extract.explain import explain


@pytest.mark.parametrize(
    ("text", "action", "steps"),
    [
        ("Thailand arrested Chen Bo.", "arrests", [("arrested", "asserted")]),
        (
            "Thailand prevented Chen Bo from hacking the bank.",
            "hacks",
            [("prevented", "asserted"), ("hacking", "asserted, negated")],
        ),
        (
            "Peru will refuse to sign the treaty.",
            "signs",
            [("refuse", "planned"), ("sign", "planned, negated")],
        ),
        (
            "Kenya says that it failed to arrest Chen Bo.",
            "arrests",
            [("says", "asserted"), ("failed", "asserted"), ("arrest", "asserted, negated")],
        ),
        (
            "Thailand charged Chen Bo with fraud. Chen Bo hacked a bank.",
            "hacks",
            [("hacked", "asserted"), ("document", "asserted, alleged")],
        ),
    ],
)
def test_the_status_word_by_word(extractor: Extractor, text: str, action: str, steps: list[tuple[str, str]]) -> None:
    rows = [(row.word, row.status) for row in explain(extractor, text).statuses if row.action == action]
    assert rows == steps


def test_a_step_says_why(extractor: Extractor) -> None:
    rows = explain(extractor, "Thailand prevented Chen Bo from hacking the bank.").statuses
    reasons = [row.reason for row in rows if row.action == "hacks"]
    assert reasons[0] == "nothing stands above it"
    assert reasons[1].startswith("under 'prevented' (-|o): power against another's act")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Daniel Park thanked Julia Park. Park resigned.", [("Park", ("Daniel Park", "Julia Park"))]),
        ("Daniel Park met Julia Holt. Park left.", []),
        ("Daniel Park met Julia Park. Ms Park left.", []),
    ],
)
def test_an_open_name_has_candidates(
    extractor: Extractor, text: str, expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert [(row.text, row.candidates) for row in explain(extractor, text).open] == expected
