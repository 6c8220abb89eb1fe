"""What was remembered of the documents of a build, with the copies among them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from actorgraph.workspace import Remembered
from extract.copies import Signed, copies
from graph.copies import joined
from ontology.model import Extraction


def copied(kept: Iterable[Remembered]) -> Mapping[str, str]:
    """By the id of each document that is a copy, that of its original."""
    return copies(Signed(one.document.id, one.document.date, one.signature) for one in kept)


def extractions_of(kept: Sequence[Remembered]) -> list[Extraction]:
    """The extractions; those of copies say of what, and name the bodies of their original."""
    originals = copied(kept)
    return joined([one.extraction(originals.get(one.document.id)) for one in kept])
