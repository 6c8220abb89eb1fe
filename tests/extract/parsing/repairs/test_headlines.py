"""Headlines that the parser takes for one noun phrase get the verb that agrees with their first noun."""

import pytest

from extract.claims import Extractor
from extract.parsing.sentences import parse
from ontology.model import Document


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        ("Kenya fines bank", "Kenya fines bank"),
        ("Police arrest banker over loan", "Police arrest banker"),
        ("Thai police rescue trafficking victims", "police rescue victims"),
        ("Regulators probe exchange", "Regulators probe exchange"),
        ("Fiji court rejects appeal by banker", "court rejects appeal"),
        ("Japan bans exchange over fraud", "Japan bans exchange"),
        ("Japan sentences hacker to nine years", "Japan sentences hacker"),
        ("Police search team", ""),
        ("Police arrest record", ""),
        ("EU sanctions chief", ""),
        ("US arms dealer", ""),
        ("Kenya sports minister", ""),
        ("Police raid on bank", ""),
        ("Kenya banks appeal for help", "banks appeal "),
        ("Japan helps rescue sailors in Fiji", "Japan helps "),
    ],
)
def test_headlines_without_articles(extractor: Extractor, headline: str, expected: str) -> None:
    span = parse(extractor.pipeline, Document("d", headline))[0].span
    verb = span.root
    sides = {child.dep_: child.text for child in verb.children}
    clause = f"{sides['nsubj']} {verb.text} {sides.get('dobj', '')}" if "nsubj" in sides else ""
    assert clause == expected
