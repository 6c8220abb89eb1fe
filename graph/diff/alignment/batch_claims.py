"""The claims of all compared batches in one list, each with its batch, in the order of batches and texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from graph.rdf.relations import claim_date, period
from graph.rdf.stored_claim import StoredClaim
from ontology.model import Claim

Act = tuple[str, int]
"""Document and place of the verb."""


@dataclass(frozen=True, slots=True)
class BatchClaim:
    """A claim and the number of its batch.

    `batch` counts from 0, in the order of time. `is_shared` is true if the document is in several batches: then the
    batches share it; otherwise two documents of one id in two batches are two documents.
    """

    batch: int
    stored: StoredClaim
    is_shared: bool = False

    @property
    def claim(self) -> Claim:
        """The claim itself."""
        return self.stored.claim

    @property
    def document(self) -> str:
        """Key of the document over all batches: two folders may have files of one name."""
        return f"{'' if self.is_shared else self.batch}/{self.claim.document}"

    @property
    def act(self) -> Act:
        """Key of the act: all participants of one verb have it."""
        return self.document, self.claim.action_span.start


def batch_claims(batches: Iterable[Iterable[StoredClaim]]) -> list[BatchClaim]:
    """Each claim of each batch once, in an order that does not depend on the order of the input."""
    by_batch = {(batch, stored.claim.id): stored for batch, claims in enumerate(batches) for stored in claims}
    times = Counter(claim for _, claim in by_batch)
    shared = {stored.claim.document for (_, claim), stored in by_batch.items() if times[claim] > 1}
    return [
        BatchClaim(batch, by_batch[batch, claim], by_batch[batch, claim].claim.document in shared)
        for batch, claim in sorted(by_batch)
    ]


def text_order(batch_claim: BatchClaim) -> tuple[int, str, str, int, int, int, int, str]:
    """Sort key of claims: batch, date, document, place in the text, id."""
    claim = batch_claim.claim
    target = claim.target.span.start if claim.target else 0
    place = (claim.document, claim.sentence.start, claim.action_span.start, claim.actor.span.start, target, claim.id)
    return batch_claim.batch, batch_claim.stored.date or "", *place


def days(stored: StoredClaim) -> tuple[str, str] | None:
    """First and last day of the act by its sentence, else of the document; None where neither has a date."""
    date = claim_date(stored)
    return None if date is None else period(stored.claim.id, date)
