"""An extractor made of whatever proposes claims: it splits sentences, verifies, and collects entities."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator

from extract.conduct import with_alleged_conduct
from extract.multilingual import MultilingualExtractor
from extract.proposals.names import is_name_of
from extract.proposals.proposal import Proposals, Proposer
from extract.proposals.reading import Reading, read
from extract.proposals.verification import Verified, Verifier
from ontology.actions import scheme
from ontology.model import (
    Claim,
    Document,
    DocumentEntity,
    Entity,
    Extraction,
    Mention,
    MentionKind,
    Span,
    Verification,
    VerificationNote,
)
from ontology.registry import Registry


class ProposalExtractor(ABC):
    """Extracts what is `proposed` for a document, as far as it can be verified.

    `pipelines` split and parse the documents of their languages; others are split by punctuation.
    """

    name: str
    """The name of the extractor."""

    def __init__(self, pipelines: MultilingualExtractor) -> None:
        self.pipelines = pipelines

    @abstractmethod
    def proposed(self, reading: Reading) -> Proposals:
        """The proposals for a document that was read. Raises NotExtractedError if there can be none now."""

    @abstractmethod
    def proposals_fingerprint(self) -> str:
        """Changes whenever other claims could be proposed for the same document."""

    @property
    def registry(self) -> Registry:
        """The known actors."""
        return self.pipelines.registry

    @property
    def languages(self) -> frozenset[str] | None:
        """None: documents in any language are read."""
        return None

    def load(self) -> None:
        """Load the default pipeline now. Raises ModelError if it is not installed."""
        self.pipelines.load()

    def extraction(self, document: Document) -> Extraction:
        """The sentences, verified claims and entities of a document. Raises NotExtractedError."""
        return self.extraction_of(read(document, self.pipelines))

    def extraction_of(self, reading: Reading) -> Extraction:
        """The extraction of a document that was read. Raises NotExtractedError."""
        verified = self.verified(reading, self.proposed(reading))
        entities = with_entities_of(verified.claims, reading.entities)
        return Extraction(reading.document, reading.sentences, verified.claims, entities, verified.notes)

    def verified(self, reading: Reading, proposed: Proposals) -> Verified:
        """The claims of those proposals that can be verified, and what was left out."""
        found = Verifier(reading, scheme(), self.registry).verified(iter(proposed.claims))
        claims = found.claims
        if reading.resolver is not None:
            claims = tuple(with_alleged_conduct(claims, reading.parsed, reading.resolver))
        unreadable = (VerificationNote(Verification.REJECTED, why, "") for why in proposed.unreadable)
        return Verified(claims, (*unreadable, *found.notes))

    def fingerprint(self) -> str:
        """Cache key: changes whenever any document could give other claims."""
        return _short(self.pipelines.fingerprint(), self.name, self.proposals_fingerprint())

    def fingerprint_of(self, language: str | None) -> str:
        """Cache key for documents in one language."""
        return _short(self.pipelines.fingerprint_of(language), self.name, self.proposals_fingerprint())


class VerifyingExtractor(ProposalExtractor):
    """Extracts what a `Proposer` proposes, as far as it can be verified."""

    def __init__(self, proposer: Proposer, pipelines: MultilingualExtractor) -> None:
        super().__init__(pipelines)
        self.name, self.proposer = proposer.name, proposer

    def proposed(self, reading: Reading) -> Proposals:
        """The proposals for a document that was read. Raises NotExtractedError."""
        return self.proposer.proposals(reading.document, reading.sentences)

    def proposals_fingerprint(self) -> str:
        """Changes whenever other claims could be proposed for the same document."""
        return self.proposer.fingerprint()


def _short(*parts: str) -> str:
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]


def with_entities_of(claims: Iterable[Claim], known: Iterable[DocumentEntity]) -> tuple[DocumentEntity, ...]:
    """The entities of a document, with those that claims name and the words that name them; sorted by id."""
    found = {described.entity.id: described for described in known}
    mentions = {identifier: set(described.mentions) for identifier, described in found.items()}
    entities = {identifier: described.entity for identifier, described in found.items()}
    document = next((described.document for described in found.values()), "")
    for claim in claims:
        document = claim.document
        for entity, span in _named_in(claim):
            entities.setdefault(entity.id, entity)
            spans = mentions.setdefault(entity.id, set())
            if not any(mention.span.start == span.start for mention in spans):
                kind = MentionKind.NAME if is_name_of(entity, span.text) else MentionKind.NOMINAL
                spans.add(Mention(span, kind))
    return tuple(
        DocumentEntity(document, entities[key], tuple(sorted(mentions[key], key=lambda m: (m.span.start, m.span.end))))
        for key in sorted(entities)
    )


def _named_in(claim: Claim) -> Iterator[tuple[Entity, Span]]:
    yield claim.actor.entity, claim.actor.span
    if claim.target is not None:
        yield claim.target.entity, claim.target.span
