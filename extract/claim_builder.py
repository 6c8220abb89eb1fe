"""Builds claims from the predicates of a sentence and what its nouns refer to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

from extract.clauses.aims import has_to
from extract.clauses.clause_dates import ClauseDates
from extract.clauses.event_types import with_type_as_stated
from extract.clauses.governing import governor_of, is_governed_event
from extract.clauses.negation import has_negative_determiner
from extract.clauses.predicate import (
    CONFIDENCE,
    DEFAULT_CONFIDENCE,
    OtherParticipant,
    Predicate,
    Target,
    judged_predicate,
)
from extract.clauses.stance import Stance, stance
from extract.clauses.verbs import predicates
from extract.coreference.discourse import EntityReference
from extract.coreference.facts.head_lemmas import HeadLemmas
from extract.coreference.resolver import Resolver
from extract.lexicon.loader import lexicon
from extract.parsing.sentences import ParsedSentence
from extract.parsing.tokens import Token
from extract.syntax.arguments import children, named_members, obliques
from extract.syntax.phrases import counted, determiner, is_mutual, quantity_of
from ontology.actions import ActionScheme
from ontology.identifiers import claim_id, place_id, thing_id
from ontology.model import Action, Claim, Document, Entity, EntityType, Modality, Participant, Span

Participants = list[tuple[Participant, float]]
"""Participants, each with the certainty that the words refer to it."""
REFERENCE_WEIGHT = 0.25
"""Exponent of that certainty in the confidence of a claim: fitted by least log loss (docs/quality.md)."""
REPEATED = 0.8
"""Certainty that a clause that repeats another one ("follow suit") has its targets too."""
NO_TARGET: list[tuple[Participant | None, float]] = [(None, 1.0)]
REPEAT = "follow suit"
"""The action that repeats the clause before: its action and targets are those of that clause."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """The words of a clause or noun that gave no claim, and the reason."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A claim that a rule proposes, and the predicate that it is made from."""

    predicate: Predicate
    claim: Claim


@dataclass(frozen=True, slots=True)
class JudgedParts:
    """The parts of a claim that no rule proposes: the verb or event noun, the action, and each end with its noun."""

    token: Token
    action: Action
    actor: tuple[Entity, Token]
    target: tuple[Entity, Token] | None


class ClaimBuilder:
    """Builds the claims of one document, sentence by sentence in reading order.

    `resolver` says what the nouns of the document refer to, `actions` is the action scheme. The builder remembers the
    latest action and targets, which a later clause can repeat.
    """

    def __init__(self, document: Document, resolver: Resolver, actions: ActionScheme) -> None:
        self.document = document
        self.resolver = resolver
        self.actions = actions
        self.rejected: list[Rejected] = []
        self.head_lemmas = HeadLemmas()
        self._dates = ClauseDates(document.date)
        self._last_target: dict[str, Participant] = {}
        """By action class, for a definite event noun: "the proposal"."""
        self._last: tuple[Action, Participants] | None = None

    def proposals(self, parsed: ParsedSentence) -> list[Proposal]:
        """The claims that the rules find in a sentence, in reading order.

        Of several with the same actor, action and target the most confident.
        """
        self.head_lemmas.read(self.resolver.references(parsed))
        best: dict[tuple[str, str, str | None], Proposal] = {}
        for predicate in predicates(parsed.span, self.actions):
            for claim in self._of_predicate(parsed, predicate):
                target = claim.target.entity.id if claim.target else None
                key = (claim.actor.entity.id, claim.action.lemma, target)
                if key not in best or best[key].claim.confidence < claim.confidence:
                    best[key] = Proposal(predicate, claim)
        return sorted(best.values(), key=lambda proposal: reading_order(proposal.claim))

    def judged(self, parsed: ParsedSentence, parts: JudgedParts) -> Claim:
        """The claim of parts that were judged to belong together."""
        ends = [Target(parts.target[1])] if parts.target else []
        action = self.actions.of_target(parts.action, parts.target[0].type if parts.target else None)
        predicate = judged_predicate(parts.token, action.lemma, (parts.actor[1],), tuple(ends))
        actor = self._participant(parsed, parts.actor[1], parts.actor[0])
        target = self._participant(parsed, parts.target[1], parts.target[0]) if parts.target else None
        return self._claim(parsed, predicate, (actor, action, target), _stance_of(predicate), 1.0)

    def _of_predicate(self, parsed: ParsedSentence, predicate: Predicate) -> Iterator[Claim]:
        words = parsed.locate_tokens(predicate.tokens).text
        actors = [actor for noun in predicate.subjects for actor in self._subject(parsed, noun)]
        if not actors:
            self.reject(words, _why_no_actor(predicate))
            return
        action, targets = self._action_and_targets(parsed, predicate, actors)
        if not targets and action.concept not in lexicon().predicates.intransitive:
            self.reject(words, "no target, and the action says little without one")
            return
        meant = _stance_of(predicate)
        for (actor, certainty), (target, target_certainty) in product(actors, targets or NO_TARGET):
            if target is None or target.entity.id != actor.entity.id:
                parts = (actor, action, target)
                yield self._claim(parsed, predicate, parts, meant, certainty * target_certainty)
            elif targets is not actors:
                self.reject(words, f"{actor.entity.label} would act on itself")
        yield from self._of_other_participants(parsed, predicate, action, (actors, targets, meant))
        if targets:
            again = parsed.locate_tokens(predicate.tokens)
            self._last_target[action.class_] = targets[0][0]
            self._last = action, [(replace(target, span=again, quantity=None), REPEATED) for target, _ in targets]

    def _action_and_targets(
        self, parsed: ParsedSentence, predicate: Predicate, actors: Participants
    ) -> tuple[Action, Participants]:
        """The action with its targets: those in the text, else those that the verb implies."""
        action = self.actions.action(predicate.lemma)
        if predicate.lemma == REPEAT and self._last is not None:
            return self._last
        targets = self._targets(parsed, predicate, action) or self._implied_targets(parsed, predicate)
        is_reciprocal = action.concept in lexicon().predicates.reciprocal or predicate.is_mutual
        is_reciprocal = is_reciprocal and not any(named_members(subject) for subject in predicate.subjects)
        if not targets and len(actors) > 1 and is_reciprocal:
            targets = actors  # "Sweden and Norway met": each other
        return self.actions.of_target(action, targets[0][0].entity.type if targets else None), targets

    # ---- other participants

    def _of_other_participants(
        self,
        parsed: ParsedSentence,
        predicate: Predicate,
        action: Action,
        parts: tuple[Participants, Participants, Stance],
    ) -> Iterator[Claim]:
        """A claim for each participant beside actors and targets: 'gave a grant to Tanzania'."""
        actors, targets, meant = parts
        if with_type_as_stated(action, predicate.verb, meant, self.actions).plover is None:
            return
        taken = {participant.entity.id for participant, _ in (*actors, *targets)}
        participant_predicate = replace(predicate, rule="party")  # the name in published data
        for mention in predicate.participants:
            toward = self._toward(action, mention.preposition)
            for other, other_certainty in self._other_participants(parsed, mention.noun):
                if other.entity.id not in taken and _may_be_target(predicate, mention, other.entity):
                    taken.add(other.entity.id)
                    for actor, certainty in actors:
                        parts_of_claim = (actor, toward, other)
                        yield self._claim(
                            parsed, participant_predicate, parts_of_claim, meant, certainty * other_certainty
                        )
        is_pair = len(actors) == 2 and targets is not actors and meant.modality is not Modality.OBLIGATED
        if is_pair and _is_joint(predicate, action):
            (first, certainty), (second, other_certainty) = actors  # "Peru and Chile signed a treaty": with each other
            toward = self._toward(action, "with")
            for pair in ((first, toward, second), (second, toward, first)):
                yield self._claim(parsed, participant_predicate, pair, meant, certainty * other_certainty)

    def _subject(self, parsed: ParsedSentence, noun: Token) -> Participants:
        """The actors of a subject; of an adjective ("the Peruvian attack") the country that it names."""
        is_modifier = noun.dep_ in {"amod", "compound", "nmod"}
        return self._other_participants(parsed, noun) if is_modifier else self._actors(parsed, noun)

    def _other_participants(self, parsed: ParsedSentence, noun: Token) -> Participants:
        """The actors of a noun; of a modifier ("the Peruvian offer") the country that it names."""
        actors = self._actors(parsed, noun)
        country = None if actors else self.resolver.actor_of_modifier(parsed, noun)
        return actors if country is None else [(Participant(country, parsed.locate_tokens([noun])), 0.8)]

    def _toward(self, action: Action, preposition: str | None) -> Action:
        """The action with the preposition that leads to another participant: 'gives to', 'sends to'."""
        if preposition is None or action.lemma.endswith(f" {preposition}"):
            return action
        lemma = f"{action.lemma} {preposition}"
        known = self.actions.lemmas.get(lemma)
        if known is not None and known.things != action.concept:  # "hands over to" stays what "hands over" a thing is
            return self.actions.action(lemma)
        return replace(action, lemma=lemma, label=f"{action.label} {preposition}")

    # ---- a claim

    def _claim(
        self,
        parsed: ParsedSentence,
        predicate: Predicate,
        parts: tuple[Participant, Action, Participant | None],
        meant: Stance,
        certainty: float,
    ) -> Claim:
        actor, action, target = parts
        action = with_type_as_stated(action, predicate.verb, meant, self.actions)
        speaker = self._speaker(parsed, predicate, meant)
        identifier = claim_id(
            self.document.id,
            parsed.sentence.start,
            actor.entity.id,
            action.lemma,
            target.entity.id if target else "",
            meant.polarity,
            meant.modality,
        )
        return Claim(
            id=identifier,
            document=self.document.id,
            sentence=parsed.sentence,
            actor=actor,
            action=action,
            action_span=parsed.locate_tokens(predicate.tokens),
            target=target,
            polarity=meant.polarity,
            modality=meant.modality,
            alleged=meant.alleged,
            attribution=None if speaker is None else speaker.entities[0],
            when=self._dates.of_clause(parsed, predicate.verb, future=meant.modality is Modality.PLANNED),
            where=self._where(parsed, predicate),
            confidence=round(CONFIDENCE.get(predicate.rule, DEFAULT_CONFIDENCE) * certainty**REFERENCE_WEIGHT, 2),
            rule=predicate.rule,
            attribution_head_lemma=self._head_lemma(speaker),
        )

    def _speaker(self, parsed: ParsedSentence, predicate: Predicate, meant: Stance) -> EntityReference | None:
        """The actor to whom the text attributes the claim: in its sentence, else as the speaker of its quotation."""
        reference = None if meant.speaker is None else self.resolver.reference(parsed, meant.speaker)
        if reference is None and (meant.speaker is None or meant.speaker.pos_ == "PRON"):
            reference = self.resolver.quoted_speaker(parsed, predicate.verb)
        return reference if reference is not None and reference.entities[0].is_actor else None

    def _head_lemma(self, speaker: EntityReference | None) -> str | None:
        return None if speaker is None else self.head_lemmas.of(speaker.entities[0], speaker.head)

    def _where(self, parsed: ParsedSentence, predicate: Predicate) -> Entity | None:
        """The first place that depends on the verb: 'met in Kuala Lumpur'."""
        prepositions = lexicon().predicates.prepositions.where
        for oblique in obliques(predicate.verb):
            if oblique.preposition in prepositions and oblique.noun.ent_type_ in {"GPE", "LOC", "FAC"}:
                reference = self.resolver.reference(parsed, oblique.noun)
                if reference is not None:
                    label = reference.entities[0].label
                    return Entity(place_id(label), label, EntityType.PLACE)
        return None

    def reject(self, text: str, reason: str) -> None:
        """Keep the words of a clause or noun that gave no claim, and the reason."""
        self.rejected.append(Rejected(text, reason))

    # ---- actors and targets

    def _participant(self, parsed: ParsedSentence, noun: Token, entity: Entity) -> Participant:
        return Participant(entity, self._span(parsed, noun), quantity_of(noun), self.head_lemmas.of(entity, noun))

    def _span(self, parsed: ParsedSentence, noun: Token) -> Span:
        return parsed.locate(self.resolver.words(parsed, noun))

    def _actors(self, parsed: ParsedSentence, noun: Token) -> Participants:
        """The actors that a noun refers to."""
        noun = counted(noun)
        reference = self.resolver.reference(parsed, noun)
        if reference is None:
            return []
        return [(self._participant(parsed, noun, e), reference.certainty) for e in reference.entities if e.is_actor]

    def _targets(self, parsed: ParsedSentence, predicate: Predicate, action: Action) -> Participants:
        """The targets of a predicate; for a definite event noun ("the proposal") that of the act it refers to."""
        if predicate.back_reference is not None and action.class_ in self._last_target:
            before = self._last_target[action.class_]
            span = self._span(parsed, predicate.back_reference)
            return [(replace(before, span=span, quantity=None), 0.8)]
        return [participant for target in predicate.targets for participant in self._target(parsed, target)]

    def _implied_targets(self, parsed: ParsedSentence, predicate: Predicate) -> Participants:
        """'declined to sign': the treaty that the text is about."""
        preference = lexicon().preferences.get(predicate.lemma)
        if preference is None or not preference.implied or predicate.targets:
            return []
        discourse = self.resolver.context.discourse
        entity = discourse.implied_target(preference.types, parsed.sentence.index, predicate.verb.i)
        if entity is None:
            return []
        lemma = self.head_lemmas.of(entity, predicate.verb)
        return [(Participant(entity, parsed.locate_tokens([predicate.verb]), head_lemma=lemma), 0.7)]

    def _target(self, parsed: ParsedSentence, target: Target) -> Participants:
        if target.label is not None:
            words = parsed.locate_tokens((target.head, *target.tokens))
            thing = Entity(thing_id(target.label), target.label, EntityType.THING)
            return [(Participant(thing, words, head_lemma=self.head_lemmas.of(thing, target.head)), 0.9)]
        if is_mutual(target.head):
            return []
        if target.head.lemma_.lower() in lexicon().event_nouns.vague:
            self.reject(target.head.text, "too vague to be a target")
            return []
        head = counted(target.head)
        reference = self.resolver.reference(parsed, head)
        if reference is None:
            self.reject(target.head.text, "the target could not be resolved")
            return []
        return [(self._participant(parsed, head, entity), reference.certainty) for entity in reference.entities]


def reading_order(claim: Claim) -> tuple[int, int, int, str]:
    """Sort key of the claims of a document: by action, actor and target, as they stand in the text."""
    target = claim.target.span.start if claim.target else 0
    return claim.action_span.start, claim.actor.span.start, target, claim.id


def _why_no_actor(predicate: Predicate) -> str:
    if not predicate.subjects:
        return "the text does not say who does it"
    names = ", ".join(noun.text for noun in predicate.subjects)
    return f"no known actor: {names!r} is a thing, or could not be resolved"


def _may_be_target(predicate: Predicate, mention: OtherParticipant, entity: Entity) -> bool:
    """False for the bank in 'arrested the bank's founder': only people are arrested."""
    preference = lexicon().preferences.get(predicate.lemma)
    if mention.preposition is not None or preference is None or EntityType.PERSON not in preference.types:
        return True
    return entity.type in preference.types


def _is_joint(predicate: Predicate, action: Action) -> bool:
    """True if two actors do it with each other: 'a treaty' is theirs, 'the convention' may be anybody's."""
    words = lexicon().predicates
    if action.class_ not in words.joint or predicate.lemma == REPEAT or not predicate.targets:
        return False
    heads = [target.head for target in predicate.targets]
    beside = {child.lower_ for word in (predicate.verb, *predicate.subjects, *heads) for child in word.children}
    if action.concept in words.separate or not beside.isdisjoint(words.separate):
        return False
    if any(has_to(clause) for clause in children(predicate.verb, "xcomp")):
        return False  # "agreed to forfeit their assets"
    if any(children(head, "poss") for head in heads) or any(named_members(noun) for noun in predicate.subjects):
        return False
    return all(head.pos_ == "NOUN" and determiner(head) in {"a", "an", ""} for head in heads)


def _stance_of(predicate: Predicate) -> Stance:
    """The stance of a predicate: that of its verb, corrected by its rule and by a negative target ("no treaty").

    That of an event noun is its own where a verb is about it: 'averted an attack by Peru'.
    """
    noun = predicate.tokens[0]
    is_own = len(predicate.tokens) == 1 and noun != predicate.verb and is_governed_event(noun)
    meant = stance(noun if is_own else predicate.verb)
    modality = predicate.modality or _modality_of_complement(predicate)
    if modality is not None and meant.modality is Modality.ASSERTED:
        meant = replace(meant, modality=modality)
    is_denied = any(has_negative_determiner(target.head) for target in predicate.targets)
    return meant.with_polarity(negated=meant.is_negated or is_denied)


def _modality_of_complement(predicate: Predicate) -> Modality | None:
    """In 'agreed to forfeit assets', told as "agrees assets": what the verb says of its complement."""
    rule = governor_of(predicate.verb)
    if rule is None or rule.modality is not Modality.PLANNED:
        return None
    complements = [c for c in children(predicate.verb, "xcomp") if has_to(c)]
    complements += [c for p in children(predicate.verb, "prep") for c in children(p, "pcomp")]
    inside = any(c in (t.head, *t.head.ancestors) for c in complements for t in predicate.targets)
    return rule.modality if inside else None
