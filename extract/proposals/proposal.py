"""What an extractor proposes: the words of a claim and what they stand for, all still unverified."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ontology.model import Document, Provenance, Sentence

DEFAULT_CONFIDENCE = 0.8
"""Confidence of a verified proposal, if its extractor gives none."""


@dataclass(frozen=True, slots=True)
class ProposedParticipant:
    """An actor, target or source: `words` of the sentence, the canonical `name` they stand for, and its `type`.

    `type` is one of `ontology.model.EntityType`. `start` is the offset of the words in the sentence, if the extractor
    knows it; a wrong offset is ignored.
    """

    words: str
    name: str
    type: str
    start: int | None = None


@dataclass(frozen=True, slots=True)
class ProposedClaim:
    """A claim as an extractor proposes it. Every field is verified before a `Claim` is made of it.

    `sentence` is the number of the sentence in the document. `words` are those of the action, `lemma` its base form in
    English, `class_` a top concept of the action scheme. `when` and `where` are words of the sentence: dates are
    computed from them, not taken from the extractor.
    """

    sentence: int
    actor: ProposedParticipant
    words: str
    lemma: str
    class_: str
    target: ProposedParticipant | None = None
    negated: bool = False
    modality: str = "asserted"
    alleged: bool = False
    attribution: ProposedParticipant | None = None
    when: str | None = None
    where: str | None = None
    confidence: float = DEFAULT_CONFIDENCE
    rule: str = "proposal"
    provenance: Provenance | None = None


@dataclass(frozen=True, slots=True)
class Proposals:
    """The proposals for a document, and the reasons why parts of an answer could not be read as proposals."""

    claims: Sequence[ProposedClaim]
    unreadable: Sequence[str] = ()


class Proposer(Protocol):
    """What proposes claims for the sentences of a document.

    `VerifyingExtractor` makes an extractor of it: it splits the sentences, and verifies the proposals.
    """

    @property
    def name(self) -> str:
        """The name of the extractor, for messages."""

    def fingerprint(self) -> str:
        """Cache key: changes whenever the same document could give other proposals."""

    def proposals(self, document: Document, sentences: Sequence[Sentence]) -> Proposals:
        """The proposals for a document. Raises NotExtractedError if there can be none now."""
