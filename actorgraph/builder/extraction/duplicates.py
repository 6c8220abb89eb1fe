"""Marks near-duplicate documents among cached extractions, as `extract.near_duplicates` finds them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from actorgraph.builder.storage.extraction_cache import CachedExtraction, ExtractionCache
from extract.near_duplicates import find_near_duplicates
from graph.identity.duplicate_claims import as_original
from ontology.model import Extraction


@dataclass(frozen=True, slots=True)
class Extractions:
    """Extractions that are made from the cache each time they are iterated over.

    `cached`: the cached extractions. `originals`: by the id of a duplicate, the id of its original. The extraction from
    a duplicate names its original, and its document-scoped actors get the ids they have in the original.
    """

    cached: Iterable[CachedExtraction]
    originals: Mapping[str, str]

    def __iter__(self) -> Iterator[Extraction]:
        """The extractions in the order of the cache."""
        return (as_original(cached.extraction(self.originals.get(cached.document.id))) for cached in self.cached)


def extractions_of(cache: ExtractionCache) -> Extractions:
    """The extractions in a cache. Only the signatures are read here, to find the duplicates."""
    return Extractions(cache, find_near_duplicates(cache.signed()))
