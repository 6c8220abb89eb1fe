"""What was remembered of the documents of a build, with the copies among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from actorgraph.remembering import Remembered
from extract.copies import Signed, copies
from graph.copies import as_original
from ontology.model import Extraction


def copied(kept: Iterable[Remembered]) -> Mapping[str, str]:
    """By the id of each document that is a copy, that of its original."""
    return copies(Signed(one.document.id, one.document.date, one.signature) for one in kept)


@dataclass(frozen=True, slots=True)
class Extractions:
    """The extractions of what is kept, made when they are read, as often as one likes.

    Those of copies say of what, and name the bodies of their original.
    """

    kept: Iterable[Remembered]
    originals: Mapping[str, str]

    def __iter__(self) -> Iterator[Extraction]:
        """The extractions in the order of what is kept."""
        return (as_original(one.extraction(self.originals.get(one.document.id))) for one in self.kept)


def extractions_of(kept: Iterable[Remembered]) -> Extractions:
    """The extractions of what is kept, which is read to find the copies, and again whenever they are."""
    return Extractions(kept, copied(kept))
