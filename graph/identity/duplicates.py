"""Copies of one text count once: which claims of a copy repeat those of its original, and views without them.

The store keeps every claim with its own evidence. A relation that ten papers print from one wire report has been said
once, in ten places: its claim is shown once and names them all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from graph.identity.entities import rewritten
from graph.rdf import schema as ag
from graph.rdf.ntriples import Quad, named
from graph.rdf.stored_claim import LAST
from ontology.identity import document_id, in_scope_of
from ontology.model import Claim, Extraction

Said = tuple[str, str, str | None, str, str, bool]
"""What a claim says: actor, action and target, polarity, modality, whether it is alleged."""


def as_original(extraction: Extraction) -> Extraction:
    """The extraction of a copy with the bodies that it names only by kind ("the ministry") as its original has them."""
    document, original = extraction.document.id, extraction.document.copy_of
    if original is None:
        return extraction
    return rewritten(extraction, lambda one: replace(one, id=in_scope_of(one.id, document, original)))


class Stories:
    """The texts that have copies, and these, by their original; they are held in memory, and nothing else is.

    `originals`: by the id of each copy, that of its original.
    """

    def __init__(self, originals: Mapping[str, str]) -> None:
        self._told = {*originals, *originals.values()}
        self._stories: dict[str, list[Extraction]] = defaultdict(list)

    def add(self, extraction: Extraction) -> None:
        """Take in what a document says, if it has copies or is one."""
        if extraction.document.id in self._told:
            self._stories[extraction.document.copy_of or extraction.document.id].append(extraction)

    def repeated(self) -> dict[str, str]:
        """By the id of each claim that says again what a document with the same text says, the id of that claim.

        The texts of a story are gone through from the original on. What a text says twice, a copy may say twice.
        """
        found: dict[str, str] = {}
        for original in sorted(self._stories):
            if len(self._stories[original]) > 1:
                found |= _of_story(sorted(self._stories[original], key=lambda one: _order(one, original)))
        return found


def repeated(extractions: Iterable[Extraction]) -> dict[str, str]:
    """What `Stories` says of extractions, which are gone through twice."""
    known = [(one.document.id, one.document.copy_of) for one in extractions]
    stories = Stories({document: original for document, original in known if original is not None})
    for extraction in extractions:
        stories.add(extraction)
    return stories.repeated()


def copy_quads(extraction: Extraction, first: Mapping[str, str]) -> Iterator[Quad]:
    """`ag:repeats` of the claims of a copy in the graph of its document; `first`: see `repeated`."""
    graph = named(document_id(extraction.document.id))
    for claim in extraction.claims:
        if claim.id in first:
            yield named(claim.id), ag.REPEATS, named(first[claim.id]), graph


def _order(extraction: Extraction, original: str) -> tuple[bool, str, str]:
    document = extraction.document
    return document.id != original, document.date or LAST, document.id


def _of_story(extractions: Iterable[Extraction]) -> dict[str, str]:
    said: dict[Said, list[str]] = defaultdict(list)
    found: dict[str, str] = {}
    for extraction in extractions:
        times: dict[Said, int] = defaultdict(int)
        for claim in sorted(extraction.claims, key=_place):
            key = _said(claim)
            known = said[key]
            if times[key] < len(known):
                found[claim.id] = known[times[key]]
            else:
                known.append(claim.id)
            times[key] += 1
    return found


def _place(claim: Claim) -> tuple[int, int, str]:
    return claim.sentence.start, claim.action_span.start, claim.id


def _said(claim: Claim) -> Said:
    target = claim.target.entity.id if claim.target else None
    about = claim.actor.entity.id, claim.action.concept, target
    return (*about, claim.polarity.value, claim.modality.value, claim.alleged)
