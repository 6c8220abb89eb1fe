"""The entry of extraction: documents in, claims, entities and open triples out.

The way of a sentence: `parsing` -> `resolution` (who is who) -> `predicates` (who does what) -> `context` (how
it is meant) -> a `Claim`. What is left out, and why, is kept for `actorgraph explain`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING

from extract.clauses.predicate import CONFIDENCE, UNTRIED, WHERE_PREPOSITIONS, Predicate, Target
from extract.clauses.stance import Stance, governing_verb, stance
from extract.clauses.verbs import predicates
from extract.coreference.discourse import Referent
from extract.coreference.head_lemmas import HeadLemmas
from extract.coreference.resolver import Resolver
from extract.dates.expressions import find_dates
from extract.fingerprint import extraction_key
from extract.lexicon.loader import lexicon
from extract.open_triples import open_triples
from extract.parsing.defaults import DEFAULT_MODEL
from extract.parsing.sentences import ParsedSentence, load, parse
from extract.parsing.tokens import Token
from extract.syntax.arguments import children, obliques
from extract.syntax.phrases import base_phrase, counted, determiner, quantity_of
from ontology.actions import ActionScheme, scheme
from ontology.identity import claim_id, place_id, thing_id
from ontology.model import (
    Action,
    Claim,
    Document,
    DocumentEntity,
    Entity,
    EntityType,
    Extraction,
    Mention,
    MentionKind,
    Modality,
    OpenTriple,
    Participant,
    Polarity,
    Span,
)
from ontology.registry import Registry, registry

if TYPE_CHECKING:
    from spacy.language import Language

Found = list[tuple[Participant, float]]
"""Participants, each with how sure it is that the words stand for it."""
REFERENCE_WEIGHT = 0.25
"""How much doubt about who is meant lowers a claim's confidence: fitted by least log loss (docs/quality.md)."""
REPEATED = 0.8
"""How sure it is that a clause that repeats another has its targets too."""
NO_TARGET: list[tuple[Participant | None, float]] = [(None, 1.0)]
REPEAT = "follow suit"
"""Does what the clause before says: its action and targets are taken up."""
NEGATIVE_DETERMINERS = frozenset({"no", "neither"})


FILED_FROM = re.compile(r"[A-ZÀ-Þ]{3,}(?:[ -][A-ZÀ-Þ]{2,})*(?=[, –—-])")
"""The place of a dateline: "KUALA LUMPUR, 28 October 2025 –"."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A clause that made no claim, and why."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What one document gave: claims, and what was left out of them."""

    claims: tuple[Claim, ...]
    left_out: tuple[LeftOut, ...]


class ClaimMaker:
    """Makes the claims of one document from its parsed and resolved sentences."""

    def __init__(self, document: Document, resolver: Resolver, actions: ActionScheme) -> None:
        self.document = document
        self.resolver = resolver
        self.actions = actions
        self.left_out: list[LeftOut] = []
        self.head_lemmas = HeadLemmas()
        self._dates: tuple[tuple[int, bool], Mapping[int, tuple[int, str]]] | None = None
        self._last_target: dict[str, Participant] = {}
        self._last: tuple[Action, Found] | None = None

    def claims(self, parsed: ParsedSentence) -> list[Claim]:
        """The claims of one sentence, one for each pair of actor and target."""
        self.head_lemmas.read(self.resolver.references(parsed))
        found: dict[tuple[str, str, str | None], Claim] = {}
        for predicate in predicates(parsed.span, self.actions):
            for claim in self._of_predicate(parsed, predicate):
                key = (
                    claim.actor.entity.id,
                    claim.action.lemma,
                    claim.target.entity.id if claim.target else None,
                )
                if key not in found or found[key].confidence < claim.confidence:
                    found[key] = claim
        return sorted(
            found.values(),
            key=lambda c: (
                c.action_span.start,
                c.actor.span.start,
                c.target.span.start if c.target else 0,
                c.id,
            ),
        )

    def _of_predicate(self, parsed: ParsedSentence, predicate: Predicate) -> Iterator[Claim]:
        words = parsed.locate_tokens(predicate.tokens).text
        actors = [found for noun in predicate.subjects for found in self._actors(parsed, noun)]
        if not actors:
            self._leave(words, _why_nobody(predicate))
            return
        action, targets = self._act(parsed, predicate, actors)
        if not targets and action.concept not in lexicon().context.intransitive:
            self._leave(words, "no target, and the action says little without one")
            return
        held = _stance(predicate)
        for (actor, sure), (target, target_sure) in product(actors, targets or NO_TARGET):
            if target is None or target.entity.id != actor.entity.id:
                yield self._claim(parsed, predicate, (actor, action, target), held, sure * target_sure)
            elif targets is not actors:
                self._leave(words, f"{actor.entity.label} would act on itself")
        yield from self._of_parties(parsed, predicate, action, (actors, targets, held))
        if targets:
            again = parsed.locate_tokens(predicate.tokens)
            self._last_target[action.class_] = targets[0][0]
            self._last = action, [(replace(target, span=again, quantity=None), REPEATED) for target, _ in targets]

    def _act(self, parsed: ParsedSentence, predicate: Predicate, actors: Found) -> tuple[Action, Found]:
        """The action and its targets: those of the words, else those that the verb leaves unsaid."""
        action = self.actions.action(predicate.lemma)
        if predicate.lemma == REPEAT and self._last is not None:
            return self._last
        targets = self._targets(parsed, predicate, action) or self._implied(parsed, predicate)
        if not targets and len(actors) > 1 and action.concept in lexicon().context.reciprocal:
            targets = actors  # "Sweden and Norway met": each other
        return action, targets

    def _of_parties(
        self,
        parsed: ParsedSentence,
        predicate: Predicate,
        action: Action,
        parts: tuple[Found, Found, Stance],
    ) -> Iterator[Claim]:
        """A claim for each party that the act concerns beside its target: 'gave a grant to Tanzania'."""
        actors, targets, held = parts
        if self._as_stated(action, predicate, held).plover is None:
            return
        taken = {participant.entity.id for participant, _ in (*actors, *targets)}
        as_party = replace(predicate, rule="party")
        for party in predicate.parties:
            toward = self._toward(action, party.preposition)
            for other, other_sure in self._party(parsed, party.noun):
                if other.entity.id not in taken:
                    taken.add(other.entity.id)
                    for actor, sure in actors:
                        yield self._claim(parsed, as_party, (actor, toward, other), held, sure * other_sure)
        if (
            len(actors) == 2
            and targets is not actors
            and held.modality is not Modality.OBLIGATED
            and _is_joint(predicate, action)
        ):
            (one, sure), (two, other_sure) = actors  # "Peru and Chile signed a treaty": with each other
            toward = self._toward(action, "with")
            for pair in ((one, toward, two), (two, toward, one)):
                yield self._claim(parsed, as_party, pair, held, sure * other_sure)

    def _party(self, parsed: ParsedSentence, noun: Token) -> Found:
        """The actors of a party; of a modifier ("the Peruvian offer") the country that it names."""
        found = self._actors(parsed, noun)
        country = None if found else self.resolver.actor_of_modifier(parsed, noun)
        return found if country is None else [(Participant(country, parsed.locate_tokens([noun])), 0.8)]

    def _toward(self, action: Action, preposition: str | None) -> Action:
        """The action with the preposition that leads to a party: 'gives to', 'sends to'."""
        if preposition is None or action.lemma.endswith(f" {preposition}"):
            return action
        whole = f"{action.lemma} {preposition}"
        if whole in self.actions.lemmas:
            return self.actions.action(whole)
        return replace(action, lemma=whole, label=f"{action.label} {preposition}")

    def _claim(
        self,
        parsed: ParsedSentence,
        predicate: Predicate,
        parts: tuple[Participant, Action, Participant | None],
        held: Stance,
        certainty: float,
    ) -> Claim:
        actor, action, target = parts
        action = self._as_stated(action, predicate, held)
        speaker = self._speaker(parsed, held)
        when = self._when(parsed, predicate, held)
        identifier = claim_id(
            self.document.id,
            parsed.sentence.start,
            actor.entity.id,
            action.lemma,
            target.entity.id if target else "",
            held.polarity,
            held.modality,
        )
        return Claim(
            id=identifier,
            document=self.document.id,
            sentence=parsed.sentence,
            actor=actor,
            action=action,
            action_span=parsed.locate_tokens(predicate.tokens),
            target=target,
            polarity=held.polarity,
            modality=held.modality,
            alleged=held.alleged,
            attribution=speaker,
            when=when,
            where=self._where(parsed, predicate),
            confidence=round(CONFIDENCE.get(predicate.rule, UNTRIED) * certainty**REFERENCE_WEIGHT, 2),
            rule=predicate.rule,
            attribution_head_lemma=None
            if speaker is None or held.speaker is None
            else self.head_lemmas.of(speaker, held.speaker),
        )

    def _as_stated(self, action: Action, predicate: Predicate, held: Stance) -> Action:
        """The action with the PLOVER type of what is said of it: what somebody threatens to do is a threat.

        What somebody refuses to do is a refusal, whatever it is.
        """
        governor = governing_verb(predicate.verb)
        above = None if governor is None else self.actions.concept_of(governor.lemma_)
        refused = above is not None and above.plover == "REJECT" and held.polarity is Polarity.NEGATED
        if above is not None and (refused or above.plover == "THREATEN"):
            return replace(action, plover=above.plover)
        return self.actions.as_stated(action, held.polarity, held.modality)

    def _leave(self, text: str, reason: str) -> None:
        self.left_out.append(LeftOut(text, reason))

    # ---- participants

    def _named_by(self, parsed: ParsedSentence, noun: Token, entity: Entity) -> Participant:
        return Participant(entity, self._span(parsed, noun), quantity_of(noun), self.head_lemmas.of(entity, noun))

    def _actors(self, parsed: ParsedSentence, noun: Token) -> Found:
        noun = counted(noun)
        referent = self.resolver.referent(parsed, noun)
        if referent is None:
            return []
        return [(self._named_by(parsed, noun, e), referent.certainty) for e in referent.entities if e.is_actor]

    def _targets(self, parsed: ParsedSentence, predicate: Predicate, action: Action) -> Found:
        if predicate.back_reference is not None and action.class_ in self._last_target:
            before = self._last_target[action.class_]
            span = self._span(parsed, predicate.back_reference)
            return [(replace(before, span=span, quantity=None), 0.8)]
        return [found for target in predicate.targets for found in self._target(parsed, target)]

    def _implied(self, parsed: ParsedSentence, predicate: Predicate) -> Found:
        """'declined to sign': the treaty that the text is about."""
        preference = lexicon().preferences.get(predicate.lemma)
        if preference is None or not preference.implied or predicate.targets:
            return []
        entity = self.resolver.discourse.implied(preference.types, parsed.sentence.index, predicate.verb.i)
        if entity is None:
            return []
        lemma = self.head_lemmas.of(entity, predicate.verb)
        return [(Participant(entity, parsed.locate_tokens([predicate.verb]), head_lemma=lemma), 0.7)]

    def _target(self, parsed: ParsedSentence, target: Target) -> Found:
        if target.label is not None:
            words = parsed.locate_tokens((target.head, *target.tokens))
            thing = Entity(thing_id(target.label), target.label, EntityType.THING)
            lemma = self.head_lemmas.of(thing, target.head)
            return [(Participant(thing, words, head_lemma=lemma), 0.9)]
        if target.head.lemma_.lower() in lexicon().vague:
            self._leave(target.head.text, "too vague to be a target")
            return []
        head = counted(target.head)
        referent = self.resolver.referent(parsed, head)
        if referent is None:
            self._leave(target.head.text, "the target could not be resolved")
            return []
        return [(self._named_by(parsed, head, entity), referent.certainty) for entity in referent.entities]

    def _span(self, parsed: ParsedSentence, noun: Token) -> Span:
        return parsed.locate(self.resolver.words(parsed, noun))

    def _speaker(self, parsed: ParsedSentence, held: Stance) -> Entity | None:
        if held.speaker is None:
            return None
        referent = self.resolver.referent(parsed, held.speaker)
        if referent is None or not referent.entities[0].is_actor:
            return None
        return referent.entities[0]

    # ---- time and place

    def _when(self, parsed: ParsedSentence, predicate: Predicate, held: Stance) -> str | None:
        """The date that hangs on the verb, else on the verb it is joined to.

        Of a verb with a subject of its own only a date that stands before both: "He offered it on Monday, and the
        ministry will lead the talks" does not say when they are.
        """
        by_verb = self._dates_of(parsed, future=held.modality is Modality.PLANNED)
        verb, is_own = predicate.verb, False
        while verb.i not in by_verb and verb.dep_ in {"conj", "xcomp"} and verb.head != verb:
            is_own = is_own or bool(children(verb, "nsubj", "nsubjpass"))
            verb = verb.head
        start, value = by_verb.get(verb.i, (0, None))
        return None if is_own and parsed.span.start_char + start > verb.idx else value

    def _dates_of(self, parsed: ParsedSentence, *, future: bool) -> Mapping[int, tuple[int, str]]:
        """Where a date of a sentence begins, and the date, by the position of its verb; kept for the next claim."""
        key = (parsed.sentence.index, future)
        if self._dates is None or self._dates[0] != key:
            dates = find_dates(parsed.span.text, self.document.date, future=future)
            by_verb = {self._verb_at(parsed, date.start): (date.start, date.value) for date in reversed(dates)}
            self._dates = key, by_verb
        return self._dates[1]

    def _verb_at(self, parsed: ParsedSentence, start: int) -> int:
        """The verb that governs the token at this character of the sentence."""
        position = parsed.span.start_char + start
        for token in parsed.span:
            if token.idx + len(token) > position:
                verbs = (above for above in (token, *token.ancestors) if above.pos_ in {"VERB", "AUX"})
                return next((int(verb.i) for verb in verbs), int(token.i))
        return -1

    def _where(self, parsed: ParsedSentence, predicate: Predicate) -> Entity | None:
        """The first place that hangs on the verb: 'met in Kuala Lumpur'."""
        for oblique in obliques(predicate.verb):
            if oblique.preposition in WHERE_PREPOSITIONS and oblique.noun.ent_type_ in {"GPE", "LOC", "FAC"}:
                referent = self.resolver.referent(parsed, oblique.noun)
                if referent is not None:
                    label = referent.entities[0].label
                    return Entity(place_id(label), label, EntityType.PLACE)
        return None


def _why_nobody(predicate: Predicate) -> str:
    if not predicate.subjects:
        return "the text gives no one who does it"
    names = ", ".join(noun.text for noun in predicate.subjects)
    return f"no known actor: {names!r} is a thing or could not be resolved"


def _is_joint(predicate: Predicate, action: Action) -> bool:
    """True if two who do it do it together: 'a treaty' is theirs, 'the convention' may be anybody's."""
    if action.class_ not in lexicon().context.joint or predicate.lemma == REPEAT or not predicate.targets:
        return False
    heads = [target.head for target in predicate.targets]
    return all(head.pos_ == "NOUN" and determiner(head) in {"a", "an", ""} for head in heads)


def _stance(predicate: Predicate) -> Stance:
    """How the predicate is meant; its rule may know better than the verb alone."""
    held = stance(predicate.verb)
    if predicate.modality is not None and held.modality is Modality.ASSERTED:
        held = replace(held, modality=predicate.modality)
    for target in predicate.targets:
        if (
            any(c.lower_ in NEGATIVE_DETERMINERS for c in children(target.head, "det"))
            and held.polarity is Polarity.AFFIRMED
        ):
            held = replace(held, polarity=Polarity.NEGATED)
    return held


class Extractor:
    """Takes claims, entities and open triples from documents with one spaCy pipeline."""

    def __init__(self, model: str = DEFAULT_MODEL, known: Registry | None = None) -> None:
        self.model = model
        self.registry = known or registry()
        self.actions = scheme()

    @cached_property
    def pipeline(self) -> Language:
        """The spaCy pipeline, loaded when first needed. Raises ModelError if it is not installed."""
        return load(self.model)

    def fingerprint(self) -> str:
        """Changes whenever the same document could give other claims: code, data, model, libraries, registry."""
        return extraction_key(self.model, self.registry)

    def extraction(self, document: Document) -> Extraction:
        """All that one document gives. A pure function of the document, the model and the rules."""
        sentences = parse(self.pipeline, document)
        resolver = Resolver(document.id, sentences, self.registry)
        reading = self.read(document, sentences, resolver)
        return Extraction(
            document,
            tuple(parsed.sentence for parsed in sentences),
            reading.claims,
            tuple(_entities(document, sentences, resolver)),
        )

    def open_triples(self, document: Document, *, nominal: bool = False) -> Iterator[OpenTriple]:
        """The clauses of a document in the words of the text; `nominal` adds appositions and possessives."""
        for parsed in parse(self.pipeline, document):
            yield from open_triples(document.id, parsed, nominal=nominal)

    def read(self, document: Document, sentences: Sequence[ParsedSentence], resolver: Resolver) -> Reading:
        """The claims of resolved sentences, and what was left out."""
        maker = ClaimMaker(document, resolver, self.actions)
        claims = [claim for parsed in sentences for claim in maker.claims(parsed)]
        return Reading(tuple(claims), tuple(maker.left_out))


def _entities(document: Document, sentences: Sequence[ParsedSentence], resolver: Resolver) -> list[DocumentEntity]:
    """Actors, places, laws and events that the document names, with every mention."""
    mentions: dict[str, set[Mention]] = {}
    entities: dict[str, Entity] = {}
    for entity, mention in _mentions(sentences, resolver):
        entities.setdefault(entity.id, entity)
        mentions.setdefault(entity.id, set()).add(mention)
    return [
        DocumentEntity(
            document.id, entities[key], tuple(sorted(mentions[key], key=lambda m: (m.span.start, m.span.end, m.kind)))
        )
        for key in sorted(entities)
    ]


def _mentions(sentences: Sequence[ParsedSentence], resolver: Resolver) -> Iterator[tuple[Entity, Mention]]:
    for parsed in sentences:
        place = FILED_FROM.match(parsed.dateline)
        if place:
            start, label = parsed.sentence.start, place[0].title()
            yield (
                Entity(place_id(label), label, EntityType.PLACE),
                Mention(Span(start, start + len(place[0]), place[0]), MentionKind.NAME),
            )
        for token, referent in resolver.references(parsed):
            for entity in _listed(referent):
                yield entity, Mention(_span(parsed, resolver, referent), referent.kind)
                if token != referent.head:  # the role beside a name: "its chairman, Chen Zhi"
                    yield entity, Mention(parsed.locate(base_phrase(token)), MentionKind.NOMINAL)
        for name, entity in resolver.modifying_names(parsed):
            yield entity, Mention(parsed.locate(parsed.span.doc[name.start : name.end]), MentionKind.NAME)


def _span(parsed: ParsedSentence, resolver: Resolver, referent: Referent) -> Span:
    head = referent.head
    if referent.kind is MentionKind.PRONOUN:
        return parsed.locate_tokens([head])
    phrase = resolver.words(parsed, head)
    if referent.kind is MentionKind.NAME:  # "her sister Ann", "Kenya's Ann Otieno": the owner is another one
        owners = [child.right_edge.i + 1 for child in head.lefts if child.dep_ == "poss"]
        phrase = phrase.doc[max([phrase.start, *owners]) : phrase.end]
    return parsed.locate(phrase)


def _listed(referent: Referent) -> list[Entity]:
    kinds = {EntityType.THING} if referent.kind.value != "name" else set()
    return [entity for entity in referent.entities if entity.type not in kinds]
