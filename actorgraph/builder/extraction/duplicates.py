"""What was remembered of the documents of a build, with the copies among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from actorgraph.builder.storage.extraction_cache import CachedExtraction, ExtractionCache
from extract.near_duplicates import find_near_duplicates
from graph.identity.duplicate_claims import as_original
from ontology.model import Extraction


@dataclass(frozen=True, slots=True)
class Extractions:
    """The extractions of what is kept, made when they are read, as often as one likes.

    Those of copies say of what, and name the bodies of their original.
    """

    kept: Iterable[CachedExtraction]
    originals: Mapping[str, str]

    def __iter__(self) -> Iterator[Extraction]:
        """The extractions in the order of what is kept."""
        return (as_original(one.extraction(self.originals.get(one.document.id))) for one in self.kept)


def extractions_of(kept: ExtractionCache) -> Extractions:
    """The extractions of what is kept, of which the signatures are read to find the copies."""
    return Extractions(kept, find_near_duplicates(kept.signed()))
