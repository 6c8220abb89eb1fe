"""Measures the time that extraction adds to parsing."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial

from extract.claims import Extractor
from extract.parsing.sentences import parse
from ontology.model import Document

ROUNDS = 7


def overhead(extractor: Extractor, documents: Sequence[Document]) -> float:
    """Return the time of extraction after parsing, as a share of the time of parsing: the median of several rounds."""
    for document in documents:
        extractor.extraction(document)  # warm up the caches
    return statistics.median(_measure_round(extractor, documents) for _ in range(ROUNDS))


def _measure_round(extractor: Extractor, documents: Sequence[Document]) -> float:
    parsing = total = 0.0
    for document in documents:
        parsing += _seconds(partial(parse, extractor.pipeline, document))
        total += _seconds(partial(extractor.extraction, document))
    return total / parsing - 1


def _seconds(task: Callable[[], object]) -> float:
    start = time.perf_counter()
    task()
    return time.perf_counter() - start
