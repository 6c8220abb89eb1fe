"""Headlines in title case lose the capitals of words that are no names, and nothing else changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.claims import Extractor
from extract.parsing.headlines import TrueCaser, is_title_case
from extract.parsing.sentences import common_words, parse
from ontology.model import Document

BODY = (
    "The Ministry of Justice said on Monday that Peru and New Zealand had signed a treaty on extradition. "
    "Officials told Attorney General Ana Ruiz that the treaty covers ransomware. Chad was not there."
)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Peru Signs Treaty With New Zealand", True),
        ("Peru signs treaty with New Zealand", False),
        ("PERU SIGNS TREATY WITH NEW ZEALAND", False),
        ("Peru Signs", False),
        ("The Ministry of Justice said so on Monday", False),
    ],
)
def test_title_case(line: str, expected: bool) -> None:
    assert is_title_case(line) is expected


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        ("Peru Signs Treaty With New Zealand", "Peru signs treaty with New Zealand"),
        ("Attorney General Ruiz Praises Treaty", "Attorney General Ruiz praises treaty"),
        ("Ministry of Justice Signs Extradition Treaty", "Ministry of Justice signs extradition treaty"),
        ("Treaty Leaves Chad Behind", "Treaty leaves Chad behind"),
        ("Treaty Leaves Japan Behind", "Treaty leaves Japan behind"),
        ("FBI and G7 Praise LockBit Treaty", "FBI and G7 praise LockBit treaty"),
        ("Quito Praises Peru's Treaty", "Quito praises Peru's treaty"),
        ("Quito Fines Irish Airline", "Quito fines Irish Airline"),
        ("Peru Frees Nine; Gunmen Burn Buses", "Peru frees nine; gunmen burn buses"),
    ],
)
def test_words_that_are_no_names_lose_their_capital(extractor: Extractor, headline: str, expected: str) -> None:
    assert TrueCaser([BODY], common_words(extractor.pipeline)).true_cased(headline) == expected


def test_what_is_shown_keeps_the_case_of_the_document(extractor: Extractor) -> None:
    text = f"Peru Signs Treaty With New Zealand\n\n{BODY}"
    headline, *_ = parse(extractor.pipeline, Document("a", text))
    assert headline.sentence.text == headline.span.text == "Peru Signs Treaty With New Zealand"
    assert [token.text for token in headline.span][:3] == ["Peru", "signs", "treaty"]


@given(st.text(max_size=80), st.text(max_size=80))
def test_only_the_case_changes(headline: str, body: str) -> None:
    cased = TrueCaser([body], frozenset({"signs"})).true_cased(headline)
    assert len(cased) == len(headline)
    assert cased.casefold() == headline.casefold()
