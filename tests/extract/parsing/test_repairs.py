"""Systematic mistakes of the parser are mended before anything reads the parse."""

import pytest

from extract.claims import Extractor
from extract.parsing.repairs import CONTRAST
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


@pytest.mark.parametrize(
    ("text", "word", "label", "head"),
    [
        ("Ghana bought a ship and Togo sold it.", "Togo", "nsubj", "sold"),
        ("Ghana bought a ship and a bank and sold it.", "bank", "conj", "ship"),
        ("Laos met ministers and envoys accused of fraud.", "envoys", "conj", "ministers"),
        ("Europol arrested Bo Li in Lima and Cusco.", "Cusco", "conj", "Lima"),
        ("The EU blacklists a general, freezes assets of two banks", "freezes", "conj", "blacklists"),
        ("The man accused of theft left.", "accused", "acl", "man"),
        ("The bill would allow police to seize servers and would impose fines.", "impose", "conj", "allow"),
        ("The bill would allow police to seize servers and impose fines.", "impose", "conj", "seize"),
    ],
)
def test_what_a_word_depends_on(extractor: Extractor, text: str, word: str, label: str, head: str) -> None:
    span = parse(extractor.pipeline, Document("d", text))[0].span
    token = next(token for token in span if token.text == word)
    assert (token.dep_, token.head.text) == (label, head)


@pytest.mark.parametrize(
    ("text", "word", "label"),
    [
        ("Not Kenya but Peru signed the pact.", "Peru", "nsubj"),
        ("Not Kenya but Peru signed the pact.", "Kenya", CONTRAST),
        ("Kenya arrested not the driver but the minister.", "minister", "dobj"),
        ("Kenya arrested not the driver but the minister.", "driver", CONTRAST),
        ("Not only Kenya but also Peru signed the pact.", "Kenya", "nsubj"),
        ("Kenya did not sign but praised the pact.", "sign", "ROOT"),
    ],
)
def test_what_not_excludes_and_but_means(extractor: Extractor, text: str, word: str, label: str) -> None:
    span = parse(extractor.pipeline, Document("d", text))[0].span
    assert next(token for token in span if token.text == word).dep_ == label


def test_an_object_is_no_verb(extractor: Extractor) -> None:
    text = "The ministry denied reports the general had fled the country."
    span = parse(extractor.pipeline, Document("d", text))[0].span
    assert [token.tag_ for token in span if token.text == "reports"] == ["NNS"]


def test_what_is_told_to_somebody_is_content(extractor: Extractor) -> None:
    span = parse(extractor.pipeline, Document("d", "The minister told a press briefing that Laos had closed it."))[
        0
    ].span
    assert [(token.dep_, token.head.text) for token in span if token.text == "closed"] == [("ccomp", "told")]
