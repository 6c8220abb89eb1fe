"""Hostile texts: what extracts from them raises nothing."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st

from bench.fuzz.files import Fault
from extract.multilingual import MultilingualExtractor
from ontology.model import Document

PIECES = (
    "Kenya arrested two suspects. ", "(", ")", '"', "“", "”", "'", "<!-- a -->", "<b>", "&#x110000;", "a@b.org ",
    "http://a.b/", "…", "-", "- ", "said that ", "and ", ", ", "\n", "\n\n", "\t", "\u2028", "\u200b", "A.", "1,", "é",
    "ประเทศ", "🙂", "\ud800", "\0", "[1]", "| a | b |\n", "> ", "From a@b Mon Oct 27 10:00:00 2025\n", "Date: x\n",
)  # fmt: skip
"""What hostile texts are made of: each piece may come hundreds of times."""


def texts() -> st.SearchStrategy[str]:
    """Hostile texts: pieces, repeated."""
    piece = st.builds(lambda text, times: text * times, st.sampled_from(PIECES), st.sampled_from((1, 2, 34, 900)))
    return st.lists(piece | st.text(max_size=40), min_size=1, max_size=8).map("".join)


def fuzz_texts(count: int, seed: int) -> Iterator[Fault]:
    """Extract from hostile texts, in every mode."""
    extractor, faults = MultilingualExtractor(fast=True), list[Fault]()

    @seeded(seed)
    @settings(
        max_examples=max(count, 1), deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(texts())
    def extract(text: str) -> None:
        document = Document("text", text.replace("\ud800", "").replace("\0", ""))
        try:
            extractor.extraction(document)
            list(extractor.open_triples(document, nominal=True))
        except Exception as error:  # noqa: BLE001  # whatever it is, it is a fault
            faults.append(Fault(repr(text[:200]), f"raised {type(error).__name__}: {error}"))

    if count:
        extract()
    yield from faults
