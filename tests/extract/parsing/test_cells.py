"""The cells of a row are not taken for more objects of the clause in its first cell."""

import pytest

from extract.claims import Extractor
from extract.parsing.sentences import parse
from ontology.model import Document


@pytest.mark.parametrize(
    ("row", "sentences"),
    [
        ("Police arrested Bo Li; Manila; Ana Cruz", ["Police arrested Bo Li;", "Manila; Ana Cruz"]),
        ("Kenya freed nine men; Japan sued Orion Ltd", ["Kenya freed nine men;", "Japan sued Orion Ltd"]),
        ("Manila; nine men; 24", ["Manila; nine men; 24"]),
        ("Japan fined Orion Ltd; Lotus Ltd; and Vega Ltd", ["Japan fined Orion Ltd; Lotus Ltd; and Vega Ltd"]),
        ("Japan fined Orion Ltd; Lotus Ltd; Vega Ltd.", ["Japan fined Orion Ltd; Lotus Ltd; Vega Ltd."]),
    ],
)
def test_cells_after_a_clause_are_sentences(extractor: Extractor, row: str, sentences: list[str]) -> None:
    assert [parsed.sentence.text for parsed in parse(extractor.pipeline, Document("d", row))] == sentences
