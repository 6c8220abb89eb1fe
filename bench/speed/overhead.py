"""What extraction costs beside parsing: both over the seeds, in turns, in one run."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence

from extract.claims import Extractor
from extract.parsing.sentences import parse
from ontology.model import Document

ROUNDS = 7


def overhead(extractor: Extractor, documents: Sequence[Document]) -> float:
    """Time that claims take beyond the parse, as a share of the parse: the median of several rounds."""
    for document in documents:
        extractor.extraction(document)  # the first time fills caches
    return statistics.median(_round(extractor, documents) for _ in range(ROUNDS))


def _round(extractor: Extractor, documents: Sequence[Document]) -> float:
    parsing = whole = 0.0
    for document in documents:
        parsing += _seconds(lambda document=document: parse(extractor.pipeline, document))
        whole += _seconds(lambda document=document: extractor.extraction(document))
    return whole / parsing - 1


def _seconds(task: Callable[[], object]) -> float:
    start = time.perf_counter()
    task()
    return time.perf_counter() - start
