"""Which nouns stand in one list, whatever the parser makes of it."""

import pytest

from extract.claims import Extractor
from extract.parsing.sentences import parse
from extract.syntax.coordination import Lists
from ontology.model import Document


@pytest.mark.parametrize(
    ("text", "one", "other", "expected"),
    [
        ("Peru and Chile signed the pact.", "Peru", "Chile", True),
        ("On June 2, the United States of America and India held talks.", "States", "India", True),
        ("The case is investigated by agents of the DEA, the FBI, and the Revenue Service.", "DEA", "Service", True),
        ("It was led by the Bureau (FBI), the Drug Agency (DEA) and the Dutch Police.", "Bureau", "Police", True),
        ("He used a name as well as a false card to open accounts.", "name", "card", True),
        ("They seized phones, cards; and 20 computers.", "phones", "computers", True),
        ("The UK imposed sanctions on the firm, a trader, and on its owner.", "firm", "owner", True),
        ("Peru arrested nine men in Lima and fined a bank.", "men", "bank", False),  # a verb between them
        ("Peru gave Chile a ship.", "Chile", "ship", False),  # nothing separates them
        ("Peru signed the pact with Chile and Brazil.", "pact", "Brazil", False),  # a preposition
        ("Peru, which Chile warned, left.", "Peru", "Chile", False),  # a clause
        ("Peru promised, and it kept the pact.", "Peru", "pact", False),
    ],
)
def test_members_of_a_list(extractor: Extractor, text: str, one: str, other: str, expected: bool) -> None:
    span = parse(extractor.pipeline, Document("d", text))[0].span
    first, second = (next(token for token in span if token.text == word) for word in (one, other))
    lists = Lists(span)
    assert lists.are_coordinate(first, second) is expected
    assert lists.are_coordinate(second, first) is expected


def test_a_long_way_apart_is_no_list(extractor: Extractor) -> None:
    text = f"They seized phones{', large old grey boxes' * 12} and cards."
    span = parse(extractor.pipeline, Document("d", text))[0].span
    first, last = (next(token for token in span if token.text == word) for word in ("phones", "cards"))
    last.dep_, last.head = "dep", span[0]  # whatever the parser says
    assert not Lists(span).are_coordinate(first, last)
