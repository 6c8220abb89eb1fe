"""Claims that a comparison reads from sentences itself, with patterns: counts, statements, denials and admissions."""

from __future__ import annotations

from dataclasses import dataclass

from graph.rdf.stored_claim import StoredClaim
from graph.rdf.stored_sentence import StoredSentence
from ontology.actions import scheme
from ontology.identifiers import claim_id
from ontology.model import Claim, Entity, Modality, Participant, Polarity, Span

CONFIDENCE = 0.9


@dataclass(frozen=True, slots=True)
class TextClaim:
    """What a sentence says; `rule` is the kind of reading, `key` what tells it from others of the sentence."""

    rule: str
    actor: Participant
    lemma: str
    action_span: Span
    key: tuple[str, ...]
    target: Participant | None = None
    modality: Modality = Modality.ASSERTED
    attribution: Entity | None = None
    when: str | None = None

    def stored(self, stored: StoredSentence) -> StoredClaim:
        """The claim of the store that this sentence makes."""
        sentence = stored.sentence
        made = Claim(
            id=claim_id(sentence.document, sentence.start, self.actor.entity.id, self.rule, *self.key),
            document=sentence.document,
            sentence=sentence,
            actor=self.actor,
            action=scheme().action(self.lemma),
            action_span=self.action_span,
            target=self.target,
            polarity=Polarity.AFFIRMED,
            modality=self.modality,
            alleged=False,
            attribution=self.attribution,
            when=self.when,
            where=None,
            confidence=CONFIDENCE,
            rule=self.rule,
        )
        return StoredClaim(made, stored.batch, stored.title, stored.date, stored.url, stored.source)
