"""The claims of a build as a person reviews them: which there are, and what is decided on each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from actorgraph.builder.review.project import Project
from graph.rdf.relations import flags, participants, select
from graph.rdf.stored_claim import StoredClaim
from ontology.errors import InputError
from ontology.model import Claim, Document

UNDECIDED = "open"


@dataclass(frozen=True, slots=True)
class ReviewedClaim:
    """A claim of a build: as it was extracted (`before`), and as it is now, decided and with merged identities."""

    before: Claim
    now: Claim
    document: Document

    @property
    def state(self) -> str:
        """Whether it is confirmed, corrected, rejected or open."""
        return UNDECIDED if self.now.review is None else self.now.review.state.value

    @property
    def summary(self) -> str:
        """Actor, action and target as they were extracted, in a line."""
        before = self.before
        target = "" if before.target is None else f" → {before.target.entity.label}"
        return f"{before.actor.entity.label} → {before.action.label}{target}"


@dataclass(frozen=True, slots=True)
class ReviewFilter:
    """Which claims are wanted.

    `text`: in one of the labels or the sentence. `at_most`: greatest confidence. `actors`: ids, one of which acts or is
    acted on. `action`, `since` and `until`: see `graph.rdf.relations.select`. `status`: one of the words that say how a
    claim is stated.
    """

    text: str | None = None
    state: str | None = None
    document: str | None = None
    at_most: float = 1.0
    actors: frozenset[str] | None = None
    action: str | None = None
    status: str | None = None
    since: str | None = None
    until: str | None = None

    def select(self, claims: Iterable[ReviewedClaim]) -> list[ReviewedClaim]:
        """The claims that are wanted, in their order. Raises InputError for an invalid date."""
        passing = [claim for claim in claims if self._is_decided_so(claim) and self._says(claim.now)]
        stored = [StoredClaim(claim.now, claim.document.batch, date=claim.document.date) for claim in passing]
        selected = select(stored, action=self.action, since=self.since, until=self.until)
        ids = {one.claim.id for one in selected}
        return [claim for claim in passing if claim.now.id in ids]

    def _is_decided_so(self, claim: ReviewedClaim) -> bool:
        return (
            (self.state is None or claim.state == self.state)
            and (self.document is None or claim.now.document == self.document)
            and claim.now.confidence <= self.at_most
        )

    def _says(self, claim: Claim) -> bool:
        parts = participants(claim)
        words = [*(entity.label for entity in parts), claim.action.label, claim.sentence.text]
        return (
            (self.actors is None or any(entity.id in self.actors for entity in parts))
            and (self.status is None or self.status in flags(claim))
            and (self.text is None or any(self.text.casefold() in text.casefold() for text in words))
        )


class ClaimIndex:
    """The claims of a build, lowest confidence first."""

    def __init__(self, project: Project) -> None:
        before = {claim.id: claim for extraction in project.extractions for claim in extraction.claims}
        claims = [
            ReviewedClaim(before[claim.id], claim, extraction.document)
            for extraction in project.identities.extractions
            for claim in extraction.claims
        ]
        self._claims = sorted(claims, key=lambda claim: (claim.now.confidence, claim.now.id))
        self._by_id = {claim.now.id: claim for claim in claims}

    def select(self, wanted: ReviewFilter) -> list[ReviewedClaim]:
        """The claims that are wanted. Raises InputError for an invalid date."""
        return wanted.select(self._claims)

    def find(self, identifier: str) -> ReviewedClaim:
        """The claim of an id, with or without `claim/`, or of the first characters of one.

        Raises InputError if there is none or more than one.
        """
        wanted = f"claim/{identifier.removeprefix('claim/')}"
        if wanted in self._by_id:
            return self._by_id[wanted]
        claims = [claim for claim in self._claims if claim.now.id.startswith(wanted)]
        if not claims:
            raise InputError(identifier, "no claim with this id in the build; actorgraph claims list shows them")
        if len(claims) > 1:
            ids = ", ".join(claim.now.id for claim in claims[:3])
            raise InputError(
                identifier, f"{len(claims)} claims have ids that begin like this ({ids} …); give more of the id"
            )
        return claims[0]
