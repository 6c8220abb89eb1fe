"""Who "we" and "I" are: the speaker of a quotation, or the one in whose name a document speaks.

Outside quotations the document says it itself ("We, the ministers of the G7", "the FBI and our partners", "Statement by
the Prime Minister"); else "we" is the named country or body that acts most often, above all in sentences with "our".
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from extract.coreference.context import DocumentContext
from extract.coreference.countries import of_objects
from extract.coreference.discourse import DiscourseMention, EntityReference, clause_of, role_of
from extract.coreference.named_mentions import NamedMentions
from extract.coreference.names.name import name_at
from extract.coreference.quotations import Quotations
from extract.lexicon.loader import lexicon
from extract.parsing.sentences import ParsedSentence
from extract.parsing.tokens import Token
from extract.syntax.arguments import children, conjuncts
from ontology.model import Entity, EntityType, MentionKind

SPEAKING = frozenset(
    {
        EntityType.COUNTRY,
        EntityType.GOVERNMENT_BODY,
        EntityType.INTERNATIONAL_ORGANISATION,
        EntityType.COMPANY,
    }
)
"""Types of those in whose name a document can speak."""
TOLD, INFERRED = 0.9, 0.6
"""Certainty of a speaker whom the text tells, and of one who only acts most often."""
MAX_SPEAKERS = 3
"""Of more, "we" is their meeting, which has a name of its own or none."""
HEADINGS = 4
"""Sentences at the start of a document in which "Statement by" is looked for."""
BESIDE_OUR = 3
"""Weight of an act in a sentence with a pronoun of the first person; another one has 1."""
TURN = re.compile(r"(?:[A-Z][A-Z.’'-]+ ?){1,5}: ")
"""The name of a speaker before what is said: "MODERATOR: Good morning"."""
MIN_TURNS = 3
"""Turns of a conversation."""
LEAD = 2
"""How many times as often as any other the one must act for whom several speakers say "we"."""
ACTING = frozenset({"nsubj", "agent"})
TITLES = ("appos", "compound", "nmod")
Speakers = tuple[Entity, ...]


class FirstPerson:
    """Resolves the first-person pronouns of one document, after all its other mentions."""

    def __init__(
        self,
        context: DocumentContext,
        named: NamedMentions,
        quotations: Quotations,
        sentences: Sequence[ParsedSentence],
    ) -> None:
        self._context = context
        self._named = named
        self._quotations = quotations
        self._sentences = sentences
        self._words = lexicon().mentions.first_person
        self._bodies: dict[str, Entity | None] = {}
        self._mentions: dict[int, list[DiscourseMention]] = defaultdict(list)
        for mention in context.discourse.history:
            self._mentions[mention.sentence].append(mention)

    def resolve(self) -> None:
        """Add a reference for each pronoun whose speaker is known."""
        pronouns = [(parsed, token) for parsed in self._sentences for token in parsed.span if self._is_pronoun(token)]
        if not pronouns:
            return
        unquoted = [pronoun for pronoun in pronouns if not self._quotations.is_quoted(*pronoun)]
        by_document = self._speakers_of_document(unquoted) if unquoted else ((), 0.0)
        for parsed, token in pronouns:
            if self._quotations.is_quoted(parsed, token):
                speakers, certainty = self._body_beside_pronoun(parsed, token) or self._quoted(parsed, token), TOLD
            else:
                speakers, certainty = by_document
                if token.lower_ in self._words.singular and not _is_one_person(speakers):
                    speakers = ()
            if token.lower_ not in self._words.singular:
                speakers = tuple(dict.fromkeys(map(self._spoken_for, speakers)))
            if speakers:
                reference = EntityReference(speakers, MentionKind.PRONOUN, certainty, token)
                self._context.references[parsed.sentence.index, token.i] = reference
                if _is_own_government(token, speakers):
                    own = EntityReference(speakers, MentionKind.NOMINAL, certainty, token.head)
                    self._context.references[parsed.sentence.index, token.head.i] = own

    def _is_pronoun(self, token: Token) -> bool:
        """True for a pronoun of the first person; not for "US", the country."""
        is_word = token.lower_ in self._words.plural or token.lower_ in self._words.singular
        return is_word and token.tag_ in {"PRP", "PRP$"} and (len(token.text) == 1 or not token.text.isupper())

    # ---- quotations

    def _quoted(self, parsed: ParsedSentence, token: Token) -> Speakers:
        """The speakers of a quotation: for "I" a person, named or not ("a worker")."""
        is_single = token.lower_ in self._words.singular
        for speaker in self._quotations.speakers(parsed, token):
            actors = self._actors(speaker.sentence, speaker.noun)
            if actors and not (is_single and not _is_one_person(actors, speaker.noun)):
                return actors
        return ()

    def _body_beside_pronoun(self, parsed: ParsedSentence, token: Token) -> Speakers:
        """'We at the FBI'."""
        return next((actors for noun in self._after(token) if (actors := self._actors(parsed, noun))), ())

    def _actors(self, parsed: ParsedSentence, noun: Token) -> Speakers:
        reference = self._context.resolved(parsed, noun)
        if reference is None or not all(entity.is_actor for entity in reference.entities):
            return ()
        return reference.entities

    def _spoken_for(self, speaker: Entity) -> Entity:
        """Of a person the body or country that the document names beside them: 'FBI Director Wray'."""
        if speaker.type is not EntityType.PERSON:
            return speaker
        if speaker.id not in self._bodies:
            mentions = self._mentions_of(speaker)
            bodies = (body for parsed, noun in mentions for body in self._bodies_beside(parsed, noun))
            self._bodies[speaker.id] = next(bodies, None)
        return self._bodies[speaker.id] or speaker

    def _mentions_of(self, person: Entity) -> Iterator[tuple[ParsedSentence, Token]]:
        named = {MentionKind.NAME, MentionKind.NOMINAL}
        for parsed in self._sentences:
            for token in parsed.span:
                reference = self._context.resolved(parsed, token)
                if reference is not None and reference.kind in named and reference.entities == (person,):
                    yield parsed, token

    def _bodies_beside(self, parsed: ParsedSentence, noun: Token) -> Iterator[Entity]:
        titles = [*children(noun, *TITLES, "poss"), *([noun.head] if noun.dep_ == "appos" else [])]
        titles += [nested for title in titles for nested in children(title, *TITLES, "poss")]
        places = (place for title in (noun, *titles) for place in self._after(title))
        for token in (*titles, *places):
            entity = self._entity(parsed, token)
            if entity is not None and entity.type in SPEAKING and entity.label.lower() not in lexicon().actors.generic:
                yield entity  # not "Defence" of "Defence Minister Bello"

    def _after(self, noun: Token) -> Iterator[Token]:
        for preposition in children(noun, "prep"):
            if preposition.lower_ in self._words.body_prepositions:
                yield from children(preposition, "pobj")

    def _entity(self, parsed: ParsedSentence, token: Token) -> Entity | None:
        reference = self._context.resolved(parsed, token)
        if reference is not None:
            return reference.entities[0]
        name = name_at(self._context.names, parsed, token)
        if name is not None:
            return self._named.reference(parsed, name.head(parsed.span.doc), name).entities[0]
        return self._context.countries.at(parsed, token)

    # ---- the document

    def _speakers_of_document(self, pronouns: Sequence[tuple[ParsedSentence, Token]]) -> tuple[Speakers, float]:
        """The speakers outside quotations, and how certain they are."""
        told = next((found for pronoun in pronouns if (found := self._defined(*pronoun))), None) or self._announced()
        if told:
            return told, TOLD
        return self._main_actors(pronouns), INFERRED

    def _defined(self, parsed: ParsedSentence, token: Token) -> Speakers:
        """Of 'We, the leaders of the G7', 'the FBI and our partners', 'we at the FBI'."""
        if token.dep_ == "poss" and token.head.dep_ == "conj" and role_of(token.head) in ACTING:
            beside = self._actors(parsed, token.head.head)
            return beside if _are_speaking(beside) else ()
        after = self._after(token) if token.dep_ in ACTING else ()  # not "join us for the talk"
        bodies = (found for noun in after if _are_speaking(found := self._members(parsed, noun)))
        for speakers in (*(self._members(parsed, noun) for noun in children(token, "appos")), *bodies):
            if 0 < len(speakers) <= MAX_SPEAKERS:
                return speakers
        return ()

    def _members(self, parsed: ParsedSentence, noun: Token) -> Speakers:
        """The actors of a coordination; the states in 'the leaders of Japan, South Korea, and the United States'.

        Nobody if the parser has cut the list of states after the first.
        """
        speakers = [entity for member in conjuncts(noun) for entity in self._actors(parsed, member)]
        if any(speaker.is_unnamed for speaker in speakers):
            return ()
        of = self._context.countries.of(noun) if noun.tag_ == "NNS" else []
        states = list(dict.fromkeys([*of, *(one for one in speakers if one.type is EntityType.COUNTRY)]))
        if not of or len(states) == len(of) > 1:
            return tuple(dict.fromkeys(speakers))
        rest = parsed.span.doc[of_objects(noun)[0].i + 1 :] if of_objects(noun) else ()
        is_cut = len(states) == 1 and any(after.text == "," for after in rest[:1])
        return () if is_cut else tuple(states) if len(states) > 1 else tuple(speakers)

    def _announced(self) -> Speakers:
        """Of 'Statement by the Prime Minister' at the start of a document that does not record several speakers."""
        if self._is_record():
            return ()
        for parsed in self._sentences[:HEADINGS]:
            for token in parsed.span:
                if token.lower_ in self._words.utterances:
                    for preposition in children(token, "prep"):
                        if preposition.lower_ in self._words.utterance_prepositions:
                            for noun in children(preposition, "pobj"):
                                actors = self._actors(parsed, noun)
                                if actors and not any(actor.is_unnamed for actor in actors):
                                    return actors
        return ()

    def _main_actors(self, pronouns: Sequence[tuple[ParsedSentence, Token]]) -> Speakers:
        """The named actors that act most often, alone or together, also in sentences with the `pronouns`.

        Who is a participant of what "we" do is not "we": Russia in "We warned Russia". In speeches and briefings, "we"
        is the country that acts far more often than any other, else nobody who can be told.
        """
        beside = {parsed.sentence.index for parsed, _ in pronouns}
        counts: Counter[Speakers] = Counter()
        for parsed in self._sentences:
            weight = BESIDE_OUR if parsed.sentence.index in beside else 1
            for mention in self._mentions[parsed.sentence.index]:
                if self._can_speak(mention) and not self._quotations.is_quoted(parsed, mention.reference.head):
                    counts[mention.reference.entities] += weight
        for parsed, token in pronouns:
            for entities in self._others_of_clause(parsed, token):
                counts[entities] -= BESIDE_OUR
        (speakers, most), (_, next_most), *_ = [*counts.most_common(2), ((), 0), ((), 0)]
        is_spoken = self._is_record() or sum(token.lower_ in self._words.singular for _, token in pronouns) >= MIN_TURNS
        is_clear = most > LEAD * max(next_most, 0) and all(one.type is EntityType.COUNTRY for one in speakers)
        return speakers if most > 0 and (is_clear or not is_spoken) else ()

    def _is_record(self) -> bool:
        """True for a record of several speakers: a briefing with questions."""
        return sum(TURN.match(parsed.sentence.text) is not None for parsed in self._sentences) >= MIN_TURNS

    def _others_of_clause(self, parsed: ParsedSentence, token: Token) -> Iterator[Speakers]:
        """Those whom the verb of a pronoun joins to it in another role."""
        if token.dep_ == "poss":
            return
        verb = clause_of(token)
        for mention in self._mentions[parsed.sentence.index]:
            if mention.reference.head.i != token.i and clause_of(mention.reference.head) == verb:
                yield mention.reference.entities

    def _is_sure(self, entity: Entity) -> bool:
        """False for a programme or a fund that only the model takes for an organisation."""
        is_guess = entity.type is EntityType.INTERNATIONAL_ORGANISATION
        return not is_guess or self._context.registry.get(entity.id) is not None

    def _can_speak(self, mention: DiscourseMention) -> bool:
        entities = mention.reference.entities
        is_group = 1 < len(entities) <= MAX_SPEAKERS
        is_named = mention.reference.kind is MentionKind.NAME and not mention.is_conjunct
        is_named = is_named and all(self._is_sure(entity) for entity in entities)
        return mention.role in ACTING and (is_group or is_named) and all(e.type in SPEAKING for e in entities)


def _are_speaking(actors: Speakers) -> bool:
    return all(actor.type in SPEAKING for actor in actors)


def _is_one_person(speakers: Speakers, noun: Token | None = None) -> bool:
    """True for a person, also for an unnamed one: "a worker", whose type is that of workers."""
    types = [entity.type for entity in speakers]
    is_unnamed = noun is not None and noun.tag_ in {"NN", "NNP"} and noun.text.islower() and types == [EntityType.GROUP]
    return types == [EntityType.PERSON] or is_unnamed


def _is_own_government(token: Token, speakers: Speakers) -> bool:
    """True for "our" in 'our government', 'our country', said in the name of a country."""
    is_government = token.dep_ == "poss" and token.head.lemma_.lower() in lexicon().actors.government
    return is_government and [entity.type for entity in speakers] == [EntityType.COUNTRY]
