"""Applies the decisions on claims to extractions: before identities are resolved, so that what is corrected is too.

A decision on a claim of a document also holds for a copy of the document, unless the copy has its own decision.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from graph.review.claims import ClaimDecision, ClaimReference, Correction, reference, status_of
from graph.review.decisions import PendingDecision
from ontology.actions import scheme
from ontology.identifiers import actor_id, in_scope_of, place_id, thing_id
from ontology.model import Claim, Entity, EntityType, Extraction, Participant, Review, ReviewState, Sentence, Span
from ontology.registry import Registry

CERTAIN = 1.0
"""Confidence of a claim that a person has confirmed or corrected."""


class ClaimReviews:
    """The decisions on claims by document, and which of them have met a claim in the extractions seen so far."""

    def __init__(self, decisions: Iterable[ClaimDecision], registry: Registry) -> None:
        self._registry = registry
        self._by_document: dict[str, dict[ClaimReference, ClaimDecision]] = defaultdict(dict)
        for decision in decisions:
            self._by_document[decision.claim.document][decision.claim] = decision
        self._met: set[ClaimReference] = set()
        self._documents: set[str] = set()

    def __bool__(self) -> bool:
        """True if there is any decision."""
        return bool(self._by_document)

    def apply(self, extraction: Extraction) -> Extraction:
        """The extraction with its claims as decided. Rejected ones stay, marked."""
        document = extraction.document
        sources = [name for name in (document.id, document.copy_of) if name is not None and name in self._by_document]
        self._documents.add(document.id)
        if not sources:
            return extraction
        claims = []
        for claim in extraction.claims:
            decision = self._decision(claim, sources, document.copy_of)
            claims.append(claim if decision is None else self._reviewed(claim, decision, extraction))
        return replace(extraction, claims=tuple(claims))

    def pending(self, file: str) -> Iterator[PendingDecision]:
        """The decisions that have met no claim; each applies once one is there."""
        decisions = [decision for by_claim in self._by_document.values() for decision in by_claim.values()]
        for decision in sorted(decisions, key=lambda decision: decision.line or 0):
            claim = decision.claim
            if claim not in self._met:
                what = f"{claim.actor}, {claim.action}, {claim.target or 'no target'}"
                where = f"no claim of {claim.document} says this: {what}"
                if claim.document not in self._documents:
                    where = f"{claim.document} is not in this build"
                about = f" ({decision.why})" if decision.why else ""
                message = f"{file}:{decision.line}: {where}; this decision waits{about}"
                yield PendingDecision(decision.line or 0, message)

    def _decision(self, claim: Claim, sources: Sequence[str], original: str | None) -> ClaimDecision | None:
        """The decision on a claim in its own document, else in the original of which this is a copy."""
        for name in sources:
            refers = own_reference(claim, original) if name != original else replace(reference(claim), document=name)
            decision = self._by_document[name].get(refers)
            if decision is not None:
                if name == claim.document:
                    self._met.add(refers)
                return decision
        return None

    def _reviewed(self, claim: Claim, decision: ClaimDecision, extraction: Extraction) -> Claim:
        review = Review(decision.state, decision.why)
        if decision.state is ReviewState.REJECTED:
            return replace(claim, review=review)
        correcting = _Correcting(claim, decision.correction, _names_in(extraction), self._registry)
        return replace(correcting.claim(), review=review, confidence=CERTAIN)


def own_reference(claim: Claim, original: str | None) -> ClaimReference:
    """The reference to a claim, with ids as its document has them when it is not known to be a copy of `original`."""
    refers = reference(claim)
    if original is None:
        return refers
    actor = in_scope_of(refers.actor, original, claim.document)
    target = None if refers.target is None else in_scope_of(refers.target, original, claim.document)
    return replace(refers, actor=actor, target=target)


def _names_in(extraction: Extraction) -> Mapping[str, Entity]:
    """By id and by every name in the document, in lower case, its entities; of several, the first by id."""
    names: dict[str, Entity] = {}
    entities = [(described.entity, described) for described in extraction.entities]
    for entity, described in sorted(entities, key=lambda pair: pair[0].id):
        for name in (entity.id, entity.label, *(mention.span.text for mention in described.mentions)):
            names.setdefault(name.casefold(), entity)
    for claim in extraction.claims:
        for part in (claim.actor, claim.target):
            if part is not None:
                for name in (part.entity.id, part.entity.label):
                    names.setdefault(name.casefold(), part.entity)
    return names


@dataclass(frozen=True, slots=True)
class _Correcting:
    """A claim and what it should say instead, with the entities of its document by name."""

    before: Claim
    correction: Correction
    names: Mapping[str, Entity]
    registry: Registry

    def claim(self) -> Claim:
        """The claim as corrected."""
        before, correction = self.before, self.correction
        claim = replace(before, actor=self._actor(), target=self._target())
        if correction.status is not None:
            status = correction.status
            claim = replace(claim, modality=status.modality, alleged=status.alleged, polarity=status.polarity)
        if correction.action in {None, before.action.lemma} and status_of(claim) == status_of(before):
            return claim
        action = before.action
        if correction.action is not None:
            kind = None if claim.target is None else claim.target.entity.type
            action = scheme().of_target(scheme().action(correction.action), kind)
        # the PLOVER type follows how the act is stated
        plain = replace(action, plover=scheme().concepts[action.concept].plover)
        return replace(claim, action=scheme().as_stated(plain, claim.polarity, claim.modality))

    def _actor(self) -> Participant:
        name = self.correction.actor
        if name is None:
            return self.before.actor
        entity = self._entity(name, self.correction.actor_type or EntityType.GROUP)
        return self._participant(entity, name, self.before.actor.span)

    def _target(self) -> Participant | None:
        name, before = self.correction.target, self.before.target
        if self.correction.without_target:
            return None
        if name is None:
            return before
        entity = self._entity(name, self.correction.target_type or EntityType.THING)
        return self._participant(entity, name, self.before.action_span if before is None else before.span)

    def _entity(self, name: str, kind: EntityType) -> Entity:
        """The entity of a name or id: of the document, else of the registry, else a new one of this type."""
        known = self.names.get(name.casefold())
        entry = self.registry.get(name)
        if known is None and entry is not None:
            known = entry.entity
        known = known or self.registry.find(name)
        if known is not None:
            return known
        new = Entity("", name, kind)
        if kind is EntityType.PLACE:
            return replace(new, id=place_id(name))
        return replace(new, id=actor_id(name) if new.is_actor else thing_id(name))

    def _participant(self, entity: Entity, name: str, otherwise: Span) -> Participant:
        """The entity with the words of the sentence that name it, else with those that stood for the former one."""
        for words in (name, entity.label):
            span = _found(words, self.before.sentence)
            if span is not None:
                return Participant(entity, span)
        return Participant(entity, otherwise)


def _found(words: str, sentence: Sentence) -> Span | None:
    at = sentence.text.lower().find(words.lower())
    if at < 0 or len(sentence.text.lower()) != len(sentence.text):
        return None
    start = sentence.start + at
    return Span(start, start + len(words), sentence.text[at : at + len(words)])
