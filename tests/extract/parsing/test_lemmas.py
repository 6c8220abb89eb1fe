"""Base forms that the lemmatizer's own rules get wrong."""

import pytest

from extract.claims import Extractor


@pytest.mark.parametrize(
    ("text", "lemmas"),
    [
        ("Kenya hoped to win.", ["hope", "win"]),
        ("Kenya hopes that Peru left.", ["hope", "leave"]),
        ("It scraped the site and rated the firm.", ["scrape", "rate"]),
        ("It spared them, stared and scared us.", ["spare", "stare", "scare"]),
        ("It hopped, planned and robbed banks.", ["hop", "plan", "rob"]),
        ("They are planning, stopping and winning.", ["plan", "stop", "win"]),
        ("They staged a play.", ["stage"]),
    ],
)
def test_base_forms(extractor: Extractor, text: str, lemmas: list[str]) -> None:
    assert [token.lemma_ for token in extractor.pipeline(text) if token.pos_ == "VERB"] == lemmas
