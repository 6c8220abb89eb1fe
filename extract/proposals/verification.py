"""Verifies proposals: each becomes a claim whose every part was found in the document, or a note that says why not.

A detail that fails is repaired to what the document supports, and noted. A claim is left out only if its actor, action
or target is not in its sentence, or if its name or source is invented. No repair makes a claim stronger.

Dates and places are read from the words of the sentence by the project's own parsers. The class of an action is that of
the action scheme wherever the scheme knows its lemma. In a language that a pipeline parses, the rules of stance may
make a status weaker than proposed, never stronger.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from extract.clauses.stance import stance
from extract.coreference.facts.head_lemmas import head_lemma
from extract.dates.expressions import DateMention, find_dates
from extract.dates.regional import find_regional_dates, regional_languages
from extract.judge.facts import action_token
from extract.lexicon.regional_names import regional_entity
from extract.parsing.tokens import Token
from extract.proposals.lemmas import is_supported, own_lemma
from extract.proposals.matching import Match, SearchedText, find, find_parts
from extract.proposals.name_repairs import NameRepairs, ProposedName
from extract.proposals.names import DocumentNames, UnsupportedError
from extract.proposals.proposal import ProposedClaim, ProposedParticipant
from extract.proposals.reading import Reading
from extract.proposals.sources import Attribution, Sources
from extract.syntax.phrases import quantity_of
from ontology.actions import ActionScheme
from ontology.identifiers import claim_id, place_id
from ontology.model import (
    Action,
    Claim,
    Entity,
    EntityType,
    Modality,
    Participant,
    Polarity,
    Sentence,
    Span,
    Verification,
    VerificationNote,
)
from ontology.registry import Registry

UNSURE_WEIGHT = 0.9
"""Factor on the confidence of a claim whose words were found only nearly, or that was repaired."""
OWN_LEMMA = "a lemma that is not that of the words, replaced by theirs"
MAX_LEMMA_WORDS = 4


@dataclass(frozen=True, slots=True)
class Verified:
    """The claims of a document that passed, by reading order, and a note for each part that did not."""

    claims: tuple[Claim, ...]
    notes: tuple[VerificationNote, ...]


@dataclass(frozen=True, slots=True)
class FoundParticipants:
    """The participants of a proposed name, what was repaired, and whether its words were found only nearly.

    `found` holds None for an action without a target.
    """

    found: tuple[Participant | None, ...]
    repair: str = ""
    is_near: bool = False


@dataclass(frozen=True, slots=True)
class FoundLemma:
    """A lemma that the words of an action support, and what was repaired."""

    lemma: str
    repair: str = ""


class Verifier:
    """Verifies the proposals for one document.

    `reading` is the document with its sentences, `actions` the action scheme, `known` the registry of actors.
    """

    def __init__(self, reading: Reading, actions: ActionScheme, known: Registry) -> None:
        self._reading = reading
        self._actions = actions
        self._registry = known
        names = DocumentNames(reading, known)
        self._repairs = NameRepairs(names)
        self._sources = Sources(reading, names)
        self._parsed = {parsed.sentence.index: parsed for parsed in reading.parsed}
        self._notes: list[VerificationNote] = []
        self._texts: dict[int, SearchedText] = {}

    def verified(self, proposals: Iterator[ProposedClaim]) -> Verified:
        """The claims of those proposals that can be verified; of equal ones the first."""
        claims: dict[str, Claim] = {}
        for proposal in proposals:
            noted = len(self._notes)
            try:
                found = list(self._claims(proposal))
            except UnsupportedError as error:
                del self._notes[noted:]  # only why it was left out counts
                self._note(Verification.REJECTED, str(error), proposal)
                continue
            for claim in found:
                claims.setdefault(claim.id, claim)
        ordered = sorted(claims.values(), key=lambda it: (it.sentence.start, it.action_span.start, it.id))
        return Verified(tuple(ordered), tuple(self._notes))

    def _note(self, outcome: Verification, reason: str, proposal: ProposedClaim) -> None:
        target = "" if proposal.target is None else f" {proposal.target.name}"
        words = f"{proposal.actor.name} {proposal.lemma}{target}"
        self._notes.append(VerificationNote(outcome, reason, words[:200], proposal.sentence))

    def _claims(self, proposal: ProposedClaim) -> Iterator[Claim]:
        """The claims of a proposal: one, or one for each of several names in one. Raises UnsupportedError."""
        sentences = self._reading.sentences
        if not 0 <= proposal.sentence < len(sentences):
            raise UnsupportedError("a sentence that is not in the request")
        sentence = sentences[proposal.sentence]
        place = find_parts(proposal.words, self._searched(sentence))
        if place is None:
            raise UnsupportedError("the words of the action are not in the sentence")
        actors = self._participants(proposal.actor, sentence, place.start, "actor")
        targets = FoundParticipants((None,))
        if proposal.target is not None:
            targets = self._participants(proposal.target, sentence, place.end, "target")
        pairs = [(one, other) for one in actors.found for other in targets.found if one and not _is_same(one, other)]
        if not pairs:
            raise UnsupportedError("the actor would act on itself")
        span = _span(sentence, place)
        lemma = self._lemma(proposal, span)
        attribution = self._sources.attribution(proposal.attribution, sentence, span)
        repairs = [actors.repair, targets.repair, lemma.repair, attribution.repair]
        is_near = place.is_near or actors.is_near or targets.is_near
        weight = self._noted(proposal, repairs, is_near=is_near)
        for actor, target in pairs:
            action = self._action(proposal, lemma, target)
            yield self._made(proposal, sentence, (actor, action, target), (span, lemma, attribution), weight)

    def _noted(self, proposal: ProposedClaim, repairs: list[str], *, is_near: bool) -> float:
        """Note what was repaired and what was found only nearly; the factor on the confidence of the claim."""
        if is_near:
            self._note(Verification.NEAR, "the words are nearly those of the sentence", proposal)
        for repair in dict.fromkeys(filter(None, repairs)):
            self._note(Verification.REPAIRED, repair, proposal)
        return UNSURE_WEIGHT if is_near or any(repairs) else 1.0

    def _made(
        self,
        proposal: ProposedClaim,
        sentence: Sentence,
        parts: tuple[Participant, Action, Participant | None],
        context: tuple[Span, FoundLemma, Attribution],
        weight: float,
    ) -> Claim:
        (actor, action, target), (span, lemma, attribution) = parts, context
        claim = Claim(
            id="",
            document=sentence.document,
            sentence=sentence,
            actor=actor,
            action=action,
            action_span=span,
            target=target,
            polarity=Polarity.NEGATED if proposal.negated else Polarity.AFFIRMED,
            modality=_modality(proposal.modality),
            alleged=proposal.alleged,
            attribution=attribution.source,
            when=None,
            where=self._where(proposal, sentence),
            confidence=round(min(1.0, max(0.0, proposal.confidence)) * weight, 2),
            rule=proposal.rule,
            provenance=proposal.provenance,
        )
        claim = self._weakened(claim, lemma)
        if attribution.is_alleged and claim.modality is Modality.ASSERTED:
            claim = replace(claim, alleged=True)  # a statement stays one
        action = self._actions.as_stated(action, claim.polarity, claim.modality)
        when = self._when(proposal, sentence, future=claim.modality is Modality.PLANNED)
        return _with_id(replace(claim, action=action, when=when))

    def _searched(self, sentence: Sentence) -> SearchedText:
        return self._texts.setdefault(sentence.index, SearchedText(sentence.text))

    # ---- parts

    def _participants(self, part: ProposedParticipant, sentence: Sentence, near: int, role: str) -> FoundParticipants:
        """The participants of a name, several for several names in one. Raises UnsupportedError."""
        place = find(part.words, self._searched(sentence), near, part.start)
        if place is None:
            raise UnsupportedError(f"the words of the {role} are not in the sentence")
        span = _span(sentence, place)
        noun = self._reading.head(span)
        named = self._repairs.named(ProposedName(part, span.text, noun, acts=role == "actor"))
        found = tuple(_participant(entity, span, noun) for entity in named.entities)
        return FoundParticipants(found, named.repair, place.is_near)

    def _lemma(self, proposal: ProposedClaim, span: Span) -> FoundLemma:
        """The lemma of an action, that of its words if the proposed one does not fit. Raises UnsupportedError."""
        lemma = " ".join(proposal.lemma.lower().split())
        if proposal.class_ not in self._actions.concepts:
            raise UnsupportedError("an action class that is not in the scheme")
        if not lemma.isascii() or not lemma.replace(" ", "").replace("-", "").isalpha() or not lemma:
            raise UnsupportedError("a lemma that is not an English verb")
        if len(lemma.split()) > MAX_LEMMA_WORDS:
            raise UnsupportedError("a lemma of too many words")
        tokens, parsed = self._reading.tokens(span), self._reading.parsed_at(span.start)
        if parsed is None or not tokens or is_supported(lemma, tokens, self._actions):
            return FoundLemma(lemma)
        own = own_lemma(tokens, parsed, self._actions)
        if own is None:
            raise UnsupportedError("the words of the action name no act")
        return FoundLemma(own, OWN_LEMMA)

    def _action(self, proposal: ProposedClaim, found: FoundLemma, target: Participant | None) -> Action:
        """The action of a lemma, with the class of the scheme, or else the proposed class if its lemma is supported."""
        concept, known = self._actions.concepts[proposal.class_], self._actions.concept_of(found.lemma)
        lemma = found.lemma
        if known is None and not self._reading.is_english and not self._reading.parsed:
            lemma = concept.class_ if concept.class_ != "other" else lemma  # a translation that nothing can check
        action = self._actions.action(lemma)
        if known is None and concept.id != "other" and not found.repair:
            action = replace(action, class_=concept.class_, concept=concept.id, plover=concept.plover)
        return self._actions.of_target(action, target.entity.type if target else None)

    def _weakened(self, claim: Claim, lemma: FoundLemma) -> Claim:
        """The claim with the status that the rules of stance give, if it is proposed as a fact and they disagree.

        With a lemma of ours also the negation is ours: "did not sign", proposed as "refuse", is no affirmed signing.
        """
        parsed = self._parsed.get(claim.sentence.index)
        token = None if parsed is None else action_token(claim, parsed)
        if token is None or not (claim.is_fact or lemma.repair):
            return claim
        meant = stance(token)
        return replace(
            claim,
            polarity=Polarity.NEGATED if meant.is_negated else claim.polarity,
            modality=meant.modality if claim.modality is Modality.ASSERTED else claim.modality,
            alleged=claim.alleged or meant.alleged,
        )

    # ---- time and place

    def _when(self, proposal: ProposedClaim, sentence: Sentence, *, future: bool) -> str | None:
        """The date of the words of a proposal, as the project's own parser reads them in their sentence."""
        if not proposal.when:
            return None
        place = find(proposal.when, self._searched(sentence))
        if place is None:
            self._note(Verification.REDUCED, "the words of the date are not in the sentence", proposal)
            return None
        for mention in self._dates(sentence, future=future):
            if mention.start < place.end and place.start < mention.end:
                return mention.value
        self._note(Verification.REDUCED, "the date cannot be computed from its words", proposal)
        return None

    def _dates(self, sentence: Sentence, *, future: bool) -> list[DateMention]:
        date, language = self._reading.document.date, self._reading.language
        if language is None:
            found = (find_regional_dates(sentence.text, code, date) for code in sorted(regional_languages()))
            return next(filter(None, found), [])
        if language in regional_languages():
            return find_regional_dates(sentence.text, language, date)
        return find_dates(sentence.text, date, future=future)

    def _where(self, proposal: ProposedClaim, sentence: Sentence) -> Entity | None:
        if not proposal.where:
            return None
        place = find(proposal.where, self._searched(sentence))
        if place is None:
            self._note(Verification.REDUCED, "the words of the place are not in the sentence", proposal)
            return None
        words = " ".join(sentence.text[place.start : place.end].split())
        known = self._registry.find(words) or regional_entity(words, self._registry)
        label = known.label if known is not None and known.type is EntityType.COUNTRY else words
        return Entity(place_id(label), label, EntityType.PLACE)


def _modality(name: str) -> Modality:
    try:
        return Modality(name)
    except ValueError:
        raise UnsupportedError("a modality that is not in the scheme") from None


def _span(sentence: Sentence, place: Match) -> Span:
    start = sentence.start + place.start
    return Span(start, sentence.start + place.end, sentence.text[place.start : place.end])


def _participant(entity: Entity, span: Span, noun: Token | None) -> Participant:
    return (
        Participant(entity, span)
        if noun is None
        else Participant(entity, span, quantity_of(noun), head_lemma(entity, noun))
    )


def _with_id(claim: Claim) -> Claim:
    target = claim.target.entity.id if claim.target else ""
    parts = claim.actor.entity.id, claim.action.lemma, target, claim.polarity, claim.modality
    return replace(claim, id=claim_id(claim.document, claim.sentence.start, *parts))


def _is_same(actor: Participant, target: Participant | None) -> bool:
    return target is not None and target.entity.id == actor.entity.id
