"""Headlines in capitals get the case of a sentence, and nothing else changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.claims import Extractor
from extract.parsing.capitals import CapitalsCaser, is_in_capitals
from extract.parsing.sentences import dictionary
from ontology.model import Document
from ontology.registry import registry


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("PERU SIGNS TREATY", True),
        ("Peru Signs Treaty", False),
        ("FBI, CIA AND NSA", False),
        ("PERU SIGNS", False),
        ("3:25 P.M. EDT", False),
    ],
)
def test_in_capitals(line: str, expected: bool) -> None:
    assert is_in_capitals(line) is expected


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        ("EU LIFTS SANCTIONS ON SYRIAN BANKS", "EU lifts sanctions on Syrian banks"),
        ("NEW ZEALAND AND SOUTH KOREA MEET", "New Zealand and South Korea meet"),
        ("CHAD'S ARMY FREES US MAN", "Chad's army frees US man"),
        ("POLICE ARREST LEE OVER SCAM", "Police arrest Lee over scam"),
        ("MEN WHO FLED PATTAYA JAILED", "Men who fled Pattaya jailed"),
    ],
)
def test_words_that_are_no_names_get_small_letters(extractor: Extractor, headline: str, expected: str) -> None:
    assert CapitalsCaser({"lee": "Lee"}, dictionary(extractor.pipeline), registry()).true_cased(headline) == expected


def test_the_words_of_a_claim_stand_as_in_the_document(extractor: Extractor) -> None:
    claim = extractor.extraction(Document("a", "PERU FREES SIX FISHERMEN")).claims[0]
    assert (claim.actor.entity.label, claim.actor.span.text, claim.action_span.text) == ("Peru", "PERU", "FREES")


@given(st.text(max_size=80))
def test_only_the_case_changes(headline: str) -> None:
    cased = CapitalsCaser({"signs": "signs"}, frozenset({"man"}), registry()).true_cased(headline)
    assert len(cased) == len(headline)
    assert cased.casefold() == headline.casefold()
