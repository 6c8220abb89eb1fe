"""The date of an act: its own, that of saying what had been done, or the time since when it lasts."""

from __future__ import annotations

import pytest

from extract.claims import Extractor
from ontology.model import Document

PUBLISHED = "2026-01-14"


@pytest.mark.parametrize(
    ("text", "lemma", "when"),
    [
        ("Myanmar has held the activist since August 2022.", "hold", f"2022-08/{PUBLISHED}"),
        ("Interpol has led the operation since 2021.", "lead", f"2021/{PUBLISHED}"),
        ("Cambodia has detained the suspects since 12 May.", "detain", f"2025-05-12/{PUBLISHED}"),
        ("Kenya said last month that it had arrested three men.", "arrest", "2025-12"),
        ("Kenya said yesterday that it had arrested three men in June.", "arrest", "2025-06"),
        ("Kenya said last month that it had arrested three men two days earlier.", "arrest", None),
        ("Kenya said last month that it had arrested three men the day before.", "arrest", None),
        ("Kenya said last month that it had arrested three men in the previous week.", "arrest", None),
        ("Kenya said last month that it had arrested three men since the start of the year.", "arrest", None),
        ("Kenya said last month that it had arrested the previous owner.", "arrest", "2025-12"),
        ("Kenya said in August it had arrested three men in June.", "arrest", "2025-06"),
        ("Kenya said that in August it had arrested three men.", "arrest", "2025-08"),
        # the day of an admission is not that of the act
        ("Kenya admitted on Monday that it had arrested three men.", "arrest", None),
        ("Kenya said in a statement on Monday that it had arrested three men in June.", "arrest", "2025-06"),
        # what is only announced, or not before the saying, has no date of its own
        ("Kenya said last month that it will close two offices.", "close", None),
        ("Kenya said last month that it closes offices.", "close", None),
        ("Kenya arrested three men.", "arrest", None),
        ("Kenya arrested three men in August 2022.", "arrest", "2022-08"),
    ],
)
def test_the_date_of_an_act(extractor: Extractor, text: str, lemma: str, when: str | None) -> None:
    extraction = extractor.extraction(Document("a/1", text, date=PUBLISHED, batch="a"))
    assert [claim.when for claim in extraction.claims if claim.action.lemma == lemma] == [when]


def test_without_a_date_of_the_document_only_the_beginning_is_known(extractor: Extractor) -> None:
    (claim,) = extractor.extraction(Document("a/1", "Myanmar has held the activist since August 2022.")).claims
    assert claim.when == "2022-08"
