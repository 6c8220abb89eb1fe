"""Coreference resolution: what each name, nominal and pronoun of a document refers to.

The sentences are read in order. A mention that the text does not settle stays unresolved, and a body whose country is
unknown gets an id scoped to its document, so that two foreign ministries never become one.
"""

from __future__ import annotations

from collections.abc import Sequence

from extract.coreference.context import DocumentContext
from extract.coreference.discourse import EntityReference
from extract.coreference.exclusions import SUBJECTS
from extract.coreference.first_person import FirstPerson
from extract.coreference.named_mentions import NamedMentions
from extract.coreference.names.name import Name, name_at
from extract.coreference.names.persons import person_entity
from extract.coreference.names.uncertain import proper_words, uncertain_names
from extract.coreference.nominals import NominalMentions
from extract.coreference.pronouns.persons import PersonMention, ResolvedPronoun
from extract.coreference.pronouns.ranking import PERSONAL, best_antecedent, likely_antecedents
from extract.coreference.quotations import Quotations
from extract.parsing.sentences import ParsedSentence
from extract.parsing.tokens import Token, TokenSpan
from extract.syntax.arguments import children, conjuncts
from extract.syntax.phrases import base_phrase, full_phrase, is_gerund_thing
from ontology.model import Entity, EntityType, MentionKind
from ontology.registry import Registry

NOMINAL_POS = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM"})
MODIFIER_ROLES = frozenset({"compound", "nmod", "amod", "nummod", "quantmod", "case", "npadvmod"})
PAIRED = (EntityType.PERSON, EntityType.COUNTRY, EntityType.COMPANY, EntityType.GOVERNMENT_BODY)
"""Types of what "both" may stand for."""
UNCERTAIN_NAME = 0.8
"""Certainty that a name is a person's because a pronoun refers to it."""


class Resolver:
    """Resolves the mentions of one document on construction; afterwards `reference` answers for any noun.

    `document` is the id of the document, `sentences` are its parsed sentences, `registry` holds the known actors.
    """

    def __init__(self, document: str, sentences: Sequence[ParsedSentence], registry: Registry) -> None:
        self.context = DocumentContext(document, sentences, registry, self._resolve)
        self._named = NamedMentions(self.context)
        self._nominals = NominalMentions(self.context, self._named)
        self._quotations = Quotations(sentences)
        self._find_persons(sentences)
        for parsed in sentences:
            self._read(parsed)
        FirstPerson(self.context, self._named, self._quotations, sentences).resolve()
        self._confirm_uncertain_names()

    # ---- answers

    def reference(self, parsed: ParsedSentence, token: Token) -> EntityReference | None:
        """What a noun or pronoun refers to; None if it is unresolved."""
        return self.context.resolved(parsed, token)

    def references(self, parsed: ParsedSentence) -> list[tuple[Token, EntityReference]]:
        """The resolved mentions of a sentence in reading order, each with its head token."""
        mentions = ((token, self.context.resolved(parsed, token)) for token in parsed.span)
        return [(token, reference) for token, reference in mentions if reference is not None]

    def open(self, parsed: ParsedSentence) -> list[tuple[Token, tuple[Entity, ...]]]:
        """The names and pronouns of persons that the text does not settle, each with those whom it may mean."""
        mentions = ((token, self._candidates(parsed, token)) for token in parsed.span)
        return [(token, candidates) for token, candidates in mentions if candidates]

    def _candidates(self, parsed: ParsedSentence, token: Token) -> tuple[Entity, ...]:
        """The persons that an open mention may mean; none if it is settled or no such mention."""
        index, reference = parsed.sentence.index, self.reference(parsed, token)
        if token.lower_ in PERSONAL and token.pos_ == "PRON":
            earlier = [p for p in self.context.persons.resolved if (p.sentence, p.token.i) < (index, token.i)]
            speakers = self._speakers_of_quotation(parsed, token)
            return () if reference else likely_antecedents(token, index, self.context.persons, earlier, speakers)
        name = name_at(self.context.names, parsed, token)
        if name is None or reference is None:
            return ()
        bearers = self.context.facts.full_names.bearers(name.text(parsed.span.doc), index)
        return () if len(bearers) < 2 or reference.entities[0] in bearers else bearers

    def quoted_speaker(self, parsed: ParsedSentence, token: Token) -> EntityReference | None:
        """The speaker of the quotation that a token stands in; None outside quotations and if the text does not say."""
        speakers = self._quotations.speakers(parsed, token)
        references = (self.reference(speaker.sentence, speaker.noun) for speaker in speakers)
        return next((reference for reference in references if reference is not None), None)

    def is_quoted(self, parsed: ParsedSentence, token: Token) -> bool:
        """Whether a token stands in quoted speech, also of a quotation that runs over several sentences."""
        return self._quotations.is_quoted(parsed, token)

    def words(self, parsed: ParsedSentence, head: Token) -> TokenSpan:
        """The words of a mention: a name with the titles before it, or the phrase of a noun."""
        name = name_at(self.context.names, parsed, head)
        if name is None or name.office:
            return full_phrase(head)
        phrase = base_phrase(head)
        return head.doc[min(phrase.start, name.start) : max(phrase.end, name.end)]

    def actor_of_modifier(self, parsed: ParsedSentence, token: Token) -> Entity | None:
        """The actor that a modifier names ('Peruvian', 'World Bank'); of a noun, the country of its own modifier."""
        if token.pos_ == "NOUN":
            return self.context.countries.modifier(parsed, token)
        name = name_at(self.context.names, parsed, token)
        if name is not None and name.entity.is_actor:
            meant = self._named.reference(parsed, token, name).entities[0]
            return meant if meant.is_actor else name.entity
        return self.context.countries.at(parsed, token)

    def modifying_names(self, parsed: ParsedSentence) -> list[tuple[Name, Entity]]:
        """Names that are no mention of their own: modifiers ("Ghana" in "Ghana police"), acronyms in brackets."""
        index, doc = parsed.sentence.index, parsed.span.doc
        modifying = []
        for acronym, head, entity in self.context.facts.bracketed.get(index, ()):
            before = self.context.resolved(parsed, head)
            meant = before.entities[0] if before is not None else entity
            modifying.append((Name(acronym.start, acronym.end, meant, known=True), meant))
        for name in self.context.names[index]:
            is_mention = any((index, position) in self.context.references for position in range(name.start, name.end))
            if not is_mention and not name.guessed:
                modifying.append((name, self._named.reference(parsed, name.head(doc), name).entities[0]))
        return modifying

    # ---- reading in order

    def _read(self, parsed: ParsedSentence) -> None:
        """Resolve the mentions of a sentence and add them to the history."""
        index = parsed.sentence.index
        for token in parsed.span:
            if not (token.pos_ in NOMINAL_POS and self._is_head(parsed, token)) and not is_gerund_thing(token):
                continue
            reference = self._resolve(parsed, token)
            if reference is None:
                continue
            self.context.references[index, token.i] = reference
            if reference.kind is MentionKind.NOMINAL and len(reference.entities) == 1:
                entity = reference.entities[0]
                self.context.facts.learn_acronym(parsed, token, token.i + 1, entity)
                if entity.type is EntityType.PERSON and not entity.is_unnamed:
                    self.context.persons.add([PersonMention(index, token, entity, named=False)])
            self.context.discourse.add(index, token, reference)
            self._add_coordination(parsed, token, reference)

    def _add_coordination(self, parsed: ParsedSentence, token: Token, last: EntityReference) -> None:
        """After the last conjunct, add the whole coordination as a possible antecedent of "they"."""
        if token.dep_ != "conj" or any(c.dep_ == "conj" for c in token.children):
            return
        first = token
        while first.dep_ == "conj":
            first = first.head
        members = [self.reference(parsed, noun) for noun in conjuncts(first)]
        entities = tuple(e for member in members if member is not None for e in member.entities)
        if len(entities) > 1:
            coordination = EntityReference(entities, MentionKind.NOMINAL, last.certainty, first)
            self.context.discourse.add(parsed.sentence.index, first, coordination)

    def _is_head(self, parsed: ParsedSentence, token: Token) -> bool:
        """True for a noun that is a mention of its own and not only a modifier of the noun after it."""
        name = name_at(self.context.names, parsed, token)
        if name is not None:
            head_inside = name.covers(token.head) and token.head != token
            return not head_inside and token.dep_ not in {"compound", "nmod", "amod"}
        return token.dep_ not in MODIFIER_ROLES or (token.dep_ == "nmod" and token.pos_ == "PROPN")

    def _resolve(self, parsed: ParsedSentence, token: Token) -> EntityReference | None:
        """Resolve a mention by its kind: pronoun, name or nominal."""
        if token.pos_ == "PRON" or token.tag_ in {"PRP", "PRP$"}:
            if token.lower_ in PERSONAL:
                return self._personal_pronoun(parsed, token)
            if token.lower_ == "both":
                return self._both(parsed, token)
            return self.context.discourse.pronoun(token, parsed.sentence.index)
        name = name_at(self.context.names, parsed, token)
        if name is not None and not name.office:
            return self._named.reference(parsed, token, name)
        return (
            self._nominals.office(parsed, token, name) if name is not None else self._nominals.reference(parsed, token)
        )

    def _both(self, parsed: ParsedSentence, token: Token) -> EntityReference | None:
        """'Both were charged': the two of one type that the text has just mentioned together."""
        if token.dep_ not in SUBJECTS or children(token, "prep"):
            return None
        index = parsed.sentence.index
        pairs = [self.context.discourse.group_of(token, index, frozenset({kind}), 2) for kind in PAIRED]
        found = [pair for pair in pairs if pair is not None]
        return found[0] if len(found) == 1 else None

    def _personal_pronoun(self, parsed: ParsedSentence, token: Token) -> EntityReference | None:
        """The person that "he" or "she" refers to."""
        index = parsed.sentence.index
        speakers = self._speakers_of_quotation(parsed, token)
        best = best_antecedent(token, index, self.context.persons, speakers)
        if best is None:
            return None
        antecedent, probability = best
        self.context.persons.resolved.append(ResolvedPronoun(index, token, antecedent.entity))
        return EntityReference((antecedent.entity,), MentionKind.PRONOUN, probability, token)

    def _speakers_of_quotation(self, parsed: ParsedSentence, token: Token) -> frozenset[str]:
        """The ids of those who speak the quotation that a token stands in: they call themselves "I"."""
        for speaker in self._quotations.speakers(parsed, token):
            name = name_at(self.context.names, speaker.sentence, speaker.noun)
            if name is not None:
                return frozenset({self._named.reference(speaker.sentence, speaker.noun, name).entities[0].id})
            known = self.reference(speaker.sentence, speaker.noun)
            if known is not None:
                return frozenset(entity.id for entity in known.entities)
        return frozenset()

    # ---- persons

    def _find_persons(self, sentences: Sequence[ParsedSentence]) -> None:
        """Collect the names of persons in all sentences first, because a pronoun may stand before its name."""
        proper = proper_words(sentences)
        for parsed in sentences:
            index, names = parsed.sentence.index, self.context.names[parsed.sentence.index]
            mentions = [self._person_mention(parsed, name) for name in names if not name.office]
            self.context.persons.add(mention for mention in mentions if mention is not None)
            for run in uncertain_names(parsed, names, proper, self.context.registry):
                person = self._named.full_person(parsed, run, person_entity(run.text))
                self.context.persons.add([PersonMention(index, run.root, person, uncertain=True)])

    def _person_mention(self, parsed: ParsedSentence, name: Name) -> PersonMention | None:
        """The mention of a person by a name; None if the name is no person's."""
        head = name.head(parsed.span.doc)
        entity = self._named.reference(parsed, head, name).entities[0]
        is_uncertain = name.guessed and name.end - name.start == 1  # several capitalised words are usually a person
        if entity.type is not EntityType.PERSON and name.entity.type is EntityType.PERSON:
            # the document also uses the name as that of a place
            entity, is_uncertain = self._named.full_person(parsed, name.words(parsed.span.doc), name.entity), True
        if entity.type is not EntityType.PERSON:
            return None
        return PersonMention(parsed.sentence.index, head, entity, uncertain=is_uncertain)

    def _confirm_uncertain_names(self) -> None:
        """An uncertain name that a pronoun refers to is a person's, in all its mentions."""
        meant = {pronoun.entity.id for pronoun in self.context.persons.resolved}
        for mention in self.context.persons.uncertain():
            if mention.entity.id in meant:
                reference = EntityReference((mention.entity,), MentionKind.NAME, UNCERTAIN_NAME, mention.token)
                self.context.references[mention.sentence, mention.token.i] = reference
