"""Systematic mistakes of the parser are mended before anything reads the parse."""

import pytest

from extract.claims import Extractor
from extract.parsing.sentences import parse
from ontology.model import Document


@pytest.mark.parametrize(
    ("text", "word", "head"),
    [
        ("The Republic of Korea and Romania signed the pact.", "Romania", "Republic"),
        ("The talks of the United States of America and India went on.", "India", "States"),
        ("The Government of Kenya and Peru signed the pact.", "Peru", "Kenya"),  # "Government" is no part of a name
        ("Kenya and Peru signed the pact.", "Peru", "Kenya"),
    ],
)
def test_what_follows_a_name_is_coordinate_with_the_whole(
    extractor: Extractor, text: str, word: str, head: str
) -> None:
    span = parse(extractor.pipeline, Document("d", text))[0].span
    token = next(token for token in span if token.text == word)
    assert (token.dep_, token.head.text) == ("conj", head)
