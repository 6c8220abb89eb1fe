"""Reads documents that both sides of a comparison have alike: a difference in their claims is no news."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from graph.diff.inputs import DiffInput
from graph.rdf.stored_claim import StoredClaim


def as_read_later(before: DiffInput, after: DiffInput) -> tuple[tuple[StoredClaim, ...], int]:
    """The claims of the earlier side, and the number of documents that were read differently.

    Of a document that both sides have with the same text, the claims are those of the later side. The readings differ
    if the builds were made with other rules or options, or if a person has decided on claims in between.
    """
    shared = _same_texts(before, after)
    old, new = _by_document(before.claims), _by_document(after.claims)
    reread = sum(_said(old.get(document, ())) != _said(new.get(document, ())) for document in shared)
    kept = [stored for stored in before.claims if stored.claim.document not in shared]
    as_later = [stored for stored in after.claims if stored.claim.document in shared]
    return (*kept, *as_later), reread


def _same_texts(before: DiffInput, after: DiffInput) -> frozenset[str]:
    """The ids of the documents that both sides have with the same text; none of two parts of one store."""
    if before.origin is not None and before.origin is after.origin:
        return frozenset()
    old, new = before.read_texts(), after.read_texts()
    return frozenset(document for document in old.keys() & new.keys() if old[document] == new[document])


def _by_document(claims: Iterable[StoredClaim]) -> Mapping[str, list[StoredClaim]]:
    documents: dict[str, list[StoredClaim]] = defaultdict(list)
    for stored in claims:
        documents[stored.claim.document].append(stored)
    return documents


def _said(claims: Iterable[StoredClaim]) -> frozenset[str]:
    return frozenset(stored.claim.id for stored in claims)
