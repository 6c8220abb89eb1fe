"""Verifies proposals: each becomes a claim whose every part was found in the document, or a note that says why not.

Dates and places are read from the words of the sentence by the project's own parsers. The class of an action is that of
the action scheme wherever the scheme knows its lemma. In a language that a pipeline parses, the rules of stance may
make a status weaker than proposed, never stronger.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from extract.clauses.stance import stance
from extract.coreference.head_lemmas import head_lemma
from extract.dates.expressions import DateMention, find_dates
from extract.dates.regional import find_regional_dates, regional_languages
from extract.judge.facts import action_token
from extract.lexicon.loader import lexicon
from extract.lexicon.regional_names import regional_entity
from extract.parsing.tokens import Token
from extract.proposals.matching import Match, SearchedText, find, find_parts, spelling
from extract.proposals.names import DocumentNames, UnsupportedError
from extract.proposals.proposal import ProposedClaim, ProposedParticipant
from extract.proposals.reading import Reading
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

NEAR_WEIGHT = 0.9
"""Factor on the confidence of a claim whose words were found only nearly."""
STEM = 4
"""Letters that a lemma shares with the word it is the base form of, at least."""
MAX_LEMMA_WORDS = 4


@dataclass(frozen=True, slots=True)
class Verified:
    """The claims of a document that passed, by reading order, and a note for each part that did not."""

    claims: tuple[Claim, ...]
    notes: tuple[VerificationNote, ...]


class Verifier:
    """Verifies the proposals for one document.

    `reading` is the document with its sentences, `actions` the action scheme, `known` the registry of actors.
    """

    def __init__(self, reading: Reading, actions: ActionScheme, known: Registry) -> None:
        self._reading = reading
        self._actions = actions
        self._registry = known
        self._names = DocumentNames(reading, known)
        self._parsed = {parsed.sentence.index: parsed for parsed in reading.parsed}
        self._notes: list[VerificationNote] = []
        self._texts: dict[int, SearchedText] = {}

    def verified(self, proposals: Iterator[ProposedClaim]) -> Verified:
        """The claims of those proposals that can be verified; of equal ones the first."""
        claims: dict[str, Claim] = {}
        for proposal in proposals:
            noted = len(self._notes)
            try:
                claim = self._claim(proposal)
            except UnsupportedError as error:
                del self._notes[noted:]  # only why it was left out counts
                self._note(Verification.REJECTED, str(error), proposal)
                continue
            claims.setdefault(claim.id, claim)
        ordered = sorted(claims.values(), key=lambda it: (it.sentence.start, it.action_span.start, it.id))
        return Verified(tuple(ordered), tuple(self._notes))

    def _note(self, outcome: Verification, reason: str, proposal: ProposedClaim) -> None:
        target = "" if proposal.target is None else f" {proposal.target.name}"
        words = f"{proposal.actor.name} {proposal.lemma}{target}"
        self._notes.append(VerificationNote(outcome, reason, words[:200], proposal.sentence))

    def _claim(self, proposal: ProposedClaim) -> Claim:
        """The claim of a proposal. Raises UnsupportedError."""
        sentences = self._reading.sentences
        if not 0 <= proposal.sentence < len(sentences):
            raise UnsupportedError("a sentence that was not asked for")
        sentence = sentences[proposal.sentence]
        place = find_parts(proposal.words, self._searched(sentence))
        if place is None:
            raise UnsupportedError("the words of the action are not in the sentence")
        actor, actor_is_near = self._participant(proposal.actor, sentence, place.start, "actor")
        target, target_is_near = None, False
        if proposal.target is not None:
            target, target_is_near = self._participant(proposal.target, sentence, place.end, "target")
            if target.entity.id == actor.entity.id:
                raise UnsupportedError("the actor would act on itself")
        is_near = place.is_near or actor_is_near or target_is_near
        if is_near:
            self._note(Verification.NEAR, "the words are nearly those of the sentence", proposal)
        span = _span(sentence, place)
        action = self._action(proposal, span, target)
        return self._made(proposal, sentence, (actor, action, target), span, NEAR_WEIGHT if is_near else 1.0)

    def _made(
        self,
        proposal: ProposedClaim,
        sentence: Sentence,
        parts: tuple[Participant, Action, Participant | None],
        span: Span,
        weight: float,
    ) -> Claim:
        actor, action, target = parts
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
            attribution=self._attribution(proposal, sentence),
            when=None,
            where=self._where(proposal, sentence),
            confidence=round(min(1.0, max(0.0, proposal.confidence)) * weight, 2),
            rule=proposal.rule,
            provenance=proposal.provenance,
        )
        claim = self._weakened(claim)
        action = self._actions.as_stated(action, claim.polarity, claim.modality)
        identifier = claim_id(
            claim.document,
            sentence.start,
            actor.entity.id,
            action.lemma,
            target.entity.id if target else "",
            claim.polarity,
            claim.modality,
        )
        when = self._when(proposal, sentence, future=claim.modality is Modality.PLANNED)
        return replace(claim, id=identifier, action=action, when=when)

    def _searched(self, sentence: Sentence) -> SearchedText:
        return self._texts.setdefault(sentence.index, SearchedText(sentence.text))

    # ---- parts

    def _participant(
        self, part: ProposedParticipant, sentence: Sentence, near: int, role: str
    ) -> tuple[Participant, bool]:
        """A participant, and whether its words were found only nearly. Raises UnsupportedError."""
        place = find(part.words, self._searched(sentence), near, part.start)
        if place is None:
            raise UnsupportedError(f"the words of the {role} are not in the sentence")
        span = _span(sentence, place)
        entity = self._names.actor(part, span.text) if role == "actor" else self._names.entity(part, span.text)
        noun = _head(self._reading.tokens(span))
        if noun is None:
            return Participant(entity, span), place.is_near
        return Participant(entity, span, quantity_of(noun), head_lemma(entity, noun)), place.is_near

    def _attribution(self, proposal: ProposedClaim, sentence: Sentence) -> Entity | None:
        """The source of a claim, which may stand in another sentence. Raises UnsupportedError."""
        source = proposal.attribution
        if source is None:
            return None
        place = find(source.words, self._searched(sentence))
        words = spelling(source.words, self._names.searched) if place is None else _span(sentence, place).text
        if words is None:
            raise UnsupportedError("the source: its words are not in the document")
        try:
            return self._names.actor(source, words)
        except UnsupportedError as error:
            raise UnsupportedError(f"the source: {error}") from None

    def _action(self, proposal: ProposedClaim, span: Span, target: Participant | None) -> Action:
        """The action of a lemma that its words support. Raises UnsupportedError."""
        lemma = " ".join(proposal.lemma.lower().split())
        if proposal.class_ not in self._actions.concepts:
            raise UnsupportedError("an action class that is not in the scheme")
        if not lemma.isascii() or not lemma.replace(" ", "").replace("-", "").isalpha() or not lemma:
            raise UnsupportedError("a lemma that is no English verb")
        if len(lemma.split()) > MAX_LEMMA_WORDS:
            raise UnsupportedError("a lemma of too many words")
        concept = self._actions.concepts[proposal.class_]
        known = self._actions.concept_of(lemma)
        tokens = self._reading.tokens(span)
        if tokens and not any(self._is_form(token, lemma) for token in tokens):
            raise UnsupportedError("the lemma is not that of the words")
        if not tokens and known is None and not self._reading.is_english:
            lemma = concept.class_ if concept.class_ != "other" else lemma  # a translation that nothing can check
        action = self._actions.action(lemma)
        if known is None and concept.id != "other":
            action = replace(action, class_=concept.class_, concept=concept.id, plover=concept.plover)
        return self._actions.of_target(action, target.entity.type if target else None)

    def _is_form(self, token: Token, lemma: str) -> bool:
        """True if a word may be a form of a lemma, or a noun or verb of the same concept."""
        verb, word = lemma.split(maxsplit=1)[0], token.lemma_.lower()
        noun = lexicon().event_nouns.nouns.get(word, "")
        if verb in {word, noun, noun.split(" ")[0]} or (len(verb) >= STEM and word[:STEM] == verb[:STEM]):
            return True
        concept = self._actions.concept_of(lemma)
        others = (self._actions.concept_of(word), self._actions.concept_of(noun) if noun else None)
        return concept is not None and concept.class_ in {other.class_ for other in others if other is not None}

    def _weakened(self, claim: Claim) -> Claim:
        """The claim with the status that the rules of stance give, if it is proposed as a fact and they disagree."""
        parsed = self._parsed.get(claim.sentence.index)
        token = None if parsed is None else action_token(claim, parsed)
        if token is None or not claim.is_fact:
            return claim
        meant = stance(token)
        return replace(claim, polarity=meant.polarity, modality=meant.modality, alleged=meant.alleged)

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


def _head(tokens: list[Token]) -> Token | None:
    """The word of a phrase on which the others depend."""
    return next((token for token in tokens if token.head == token or token.head not in tokens), None)
