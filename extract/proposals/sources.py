"""Who says what a proposal tells: verified, or repaired so that somebody's statement never becomes a plain fact.

A source must be named by the document. One that is no actor ("according to the indictment") is kept as the rules keep
it: the claim has no attribution. If no actor is left to answer for an asserted claim, it counts as alleged.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from extract.clauses.sources import is_charging_document
from extract.clauses.stance import stance
from extract.parsing.sentences import ParsedSentence
from extract.parsing.tokens import Token
from extract.proposals.matching import SearchedText, find, spelling
from extract.proposals.name_repairs import NameRepairs, ProposedName
from extract.proposals.names import DocumentNames, UnsupportedError
from extract.proposals.proposal import ProposedParticipant
from extract.proposals.reading import Reading
from extract.syntax.speech import issuer
from ontology.model import Entity, Sentence, Span

ISSUER = "a source that is not an actor: replaced by its issuer"
NO_ACTOR = "a source that is not an actor: left out, and the claim counts as alleged"
OTHER_SPEAKER = "a source without words, replaced by the speaker of the sentence"
NO_SPEAKER = "a source that nothing supports: left out, and the claim counts as alleged"


@dataclass(frozen=True, slots=True)
class Attribution:
    """The source of a claim if it is an actor, and what was repaired ("" for nothing)."""

    source: Entity | None = None
    repair: str = ""
    accuses: bool = False
    """True for a charging document: "the complaint says"."""

    @property
    def is_alleged(self) -> bool:
        """True if the claim is an accusation, or a statement for which no actor answers."""
        return self.accuses or (self.source is None and bool(self.repair))


class Sources:
    """Verifies the sources of the proposals for one document. `names` are the names that it supports."""

    def __init__(self, reading: Reading, names: DocumentNames) -> None:
        self._reading = reading
        self._names = names
        self._repairs = NameRepairs(names)

    def attribution(self, source: ProposedParticipant | None, sentence: Sentence, action: Span) -> Attribution:
        """The source of a claim with these words of its act; its own may stand elsewhere. Raises UnsupportedError."""
        if source is None:
            return Attribution()
        if not any(map(str.isalnum, source.words)):
            return self._without_words(source, action)
        place = find(source.words, SearchedText(sentence.text))
        if place is None:
            words = spelling(source.words, self._names.searched)
            if words is None:
                raise UnsupportedError("the source: its words are not in the document")
            return self._with_words(source, words, None)
        span = Span(sentence.start + place.start, sentence.start + place.end, sentence.text[place.start : place.end])
        return self._with_words(source, span.text, span)

    # ---- with words

    def _with_words(self, source: ProposedParticipant, words: str, span: Span | None) -> Attribution:
        head = None if span is None else self._reading.head(span)
        acting = self._acting(source, words, head)
        if acting is not None:
            return replace(acting, accuses=is_charging_document(head))
        try:
            self._repairs.named(ProposedName(source, words, head, single=True))
        except UnsupportedError as error:
            raise UnsupportedError(f"the source: {error}") from None
        parsed = None if span is None else self._reading.parsed_at(span.start)
        own = None if head is None or parsed is None else self._actor_of(parsed, issuer(head))
        return Attribution(None, NO_ACTOR) if own is None else Attribution(own, ISSUER)

    def _acting(self, source: ProposedParticipant, words: str, head: Token | None = None) -> Attribution | None:
        """The source, if the document supports it and it can act."""
        try:
            named = self._repairs.named(ProposedName(source, words, head, acts=True, single=True))
        except UnsupportedError:
            return None
        return Attribution(named.entities[0], named.repair)

    # ---- without words: a quotation, or an account, that runs over several sentences

    def _without_words(self, source: ProposedParticipant, action: Span) -> Attribution:
        acting = self._acting(source, "")
        parsed, token = self._reading.parsed_at(action.start), self._reading.head(action)
        if parsed is None or token is None:
            return acting or Attribution(None, NO_SPEAKER)
        if acting is not None and self._may_go_on(parsed, token):
            return acting
        own = next(self._speakers(parsed, token), None)
        if own is None:
            return Attribution(None, NO_SPEAKER)
        return Attribution(own, "" if acting is not None and acting.source == own else OTHER_SPEAKER)

    def _may_go_on(self, parsed: ParsedSentence, action: Token) -> bool:
        """True if an act stands in a quotation, or its sentence names no other speaker."""
        resolver, speaker = self._reading.resolver, stance(action).speaker
        is_quoted = resolver is not None and resolver.is_quoted(parsed, action)
        return is_quoted or speaker is None or (speaker.pos_ == "PRON" and self._actor_of(parsed, speaker) is None)

    def _speakers(self, parsed: ParsedSentence, action: Token) -> Iterator[Entity]:
        """The actors who say so, as the rules find them: in the sentence, then as the speaker of the quotation."""
        speaker = stance(action).speaker
        own = None if speaker is None else self._actor_of(parsed, speaker)
        if own is not None:
            yield own
        quoted = None if self._reading.resolver is None else self._reading.resolver.quoted_speaker(parsed, action)
        if quoted is not None and quoted.entities[0].is_actor:
            yield quoted.entities[0]

    def _actor_of(self, parsed: ParsedSentence, noun: Token) -> Entity | None:
        """The actor that a noun refers to, as far as the rules know."""
        resolver = self._reading.resolver
        reference = None if resolver is None else resolver.reference(parsed, noun)
        return reference.entities[0] if reference is not None and reference.entities[0].is_actor else None
