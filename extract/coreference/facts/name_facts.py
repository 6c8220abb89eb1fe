"""What a document says about its names: acronyms, short forms, introductions, offices and the countries of bodies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from extract.coreference.countries import Countries
from extract.coreference.facts.full_names import Clues, FullNames, clues_beside
from extract.coreference.facts.office_holders import OfficeHolders
from extract.coreference.facts.scope import is_distinct
from extract.coreference.names.bodies import known_body
from extract.coreference.names.name import Name, NamesBySentence, name_at
from extract.coreference.names.titles import has_rank, titles_before
from extract.lexicon.loader import lexicon
from extract.parsing.sentences import ParsedSentence
from extract.parsing.tokens import Doc, Token, TokenSpan
from extract.syntax.arguments import children
from extract.syntax.phrases import base_phrase, determiner, label_of
from ontology.model import ACTOR_TYPES, Entity, EntityType
from ontology.registry import Registry

WITH_ACRONYM = frozenset(EntityType) - {EntityType.COUNTRY, EntityType.PERSON, EntityType.PLACE}
"""Types whose name an acronym in brackets can abbreviate; after a person it is that of their employer."""
ORGANISED = ACTOR_TYPES - {EntityType.COUNTRY, EntityType.PERSON}
"""Types of actors that are introduced by a description and abbreviated by initials."""
DESCRIBED = ORGANISED | {EntityType.PERSON, EntityType.THING, EntityType.PLACE}
"""Types of what an apposition may say what it is."""
ACRONYM = re.compile(r"^[A-Z][A-Za-z&–-]*[A-Z]s?\.?$")
BESIDE = frozenset({"amod", "compound", "nmod"})
"""What the office before a name, and "former" before it, are to the name."""
MAX_ACRONYM = 7
"""Tokens of an acronym with its quotation marks and dashes."""


class NameFacts:
    """Facts about the names of one document, collected before its mentions are resolved.

    `names`, `countries` and `registry` are those of the document, and `document` is its id. `aliases` are the names to
    which the text gives another name, by that other name ("also known as"). Later mentions add acronyms
    (`learn_acronym`).
    """

    def __init__(
        self,
        names: NamesBySentence,
        countries: Countries,
        registry: Registry,
        document: str,
        aliases: Mapping[str, Name],
    ) -> None:
        self._names = names
        self._countries = countries
        self._registry = registry
        self.short_forms: dict[str, Entity] = {}
        """By acronym or part of a person's name, in small letters."""
        self.full_names = FullNames(document)
        self.acronyms: dict[str, Entity] = {}
        """By acronym, what the text says in brackets that it stands for."""
        self.bracketed: dict[int, list[tuple[TokenSpan, Token, Entity]]] = {}
        """By sentence, each acronym in brackets, the head of the words before it, and their entity."""
        self.aliases = aliases
        self.laws: set[Entity] = set()
        """The laws that the document names."""
        self.introductions: dict[str, Entity] = {}
        """By the words of an apposition: "a Cambodian conglomerate" after "the Prince Group"."""
        self.described: dict[str, dict[Entity, int]] = {}
        """By the head noun of such an apposition, those it describes, each with the sentence that does."""
        self.office_holders: dict[tuple[str, str], Entity] = {}
        """By title and id of the country."""
        self.offices: dict[str, set[str]] = {}
        """By id of a person, the words of the offices that the text gives."""
        self.past_offices: dict[str, set[str]] = {}
        """By id of a person, those of the offices that the text calls former ones."""
        self.bodies: list[Entity] = []
        """Bodies whose country the text gives anywhere."""
        self.holders = OfficeHolders((), names, countries)
        self.high_names: frozenset[str] = frozenset()
        """Last words of the names after high offices."""
        self.full_bodies: set[Entity] = set()
        """Bodies whose names tell them from others of their kind."""
        self.places: set[str] = set()
        """Labels of names that the model takes for persons and the text uses as places."""

    def learn(self, sentences: Sequence[ParsedSentence]) -> None:
        """Collect the facts of all sentences."""
        self.holders = OfficeHolders(sentences, self._names, self._countries)
        self.high_names = self.holders.are_high()
        for parsed, name in self._each_name(sentences):
            self._learn_name(parsed, name)
        self._learn_initials(sentences)
        self._learn_national_acronyms(sentences)
        for parsed, name in self._each_name(sentences):
            self._learn_country_of_body(parsed, name)
        self._learn_persons(sentences)
        bodies = (name.entity for _, name in self._each_name(sentences))
        self.full_bodies = {b for b in bodies if b.type is EntityType.GOVERNMENT_BODY and is_distinct(b, ())}

    def _learn_name(self, parsed: ParsedSentence, name: Name) -> None:
        """The acronym, the descriptions and the kind of one name."""
        root, kind = name.head(parsed.span.doc), name.entity.type
        if name.office:
            return
        self.learn_acronym(parsed, root, name.end, name.entity, named=True)
        if kind is EntityType.PERSON and _is_entered(root):
            self.places.add(name.entity.label)
        if kind is EntityType.LAW:
            self.laws.add(name.entity)
        if kind in ORGANISED:
            self._learn_introduction(parsed, name)
        if kind in DESCRIBED:
            self._learn_description(parsed, name)
        if kind is EntityType.GOVERNMENT_BODY and name.entity.country is not None:
            self._learn_national_acronym(parsed, name)

    def _each_name(self, sentences: Sequence[ParsedSentence]) -> Iterator[tuple[ParsedSentence, Name]]:
        return ((parsed, name) for parsed in sentences for name in self._names[parsed.sentence.index])

    # ---- acronyms and descriptions

    def learn_acronym(
        self, parsed: ParsedSentence, head: Token, end: int, entity: Entity, *, named: bool = False
    ) -> None:
        """Learn an acronym in brackets after the words that end at the token `end`: 'the Border Guard Force (BGF)'.

        `head` is the head of those words, `entity` what they refer to; `named` is True if they are a name.
        """
        words = acronym_at(parsed.span.doc, end)
        if words is not None:
            acronym = words.text
            self.short_forms.setdefault(acronym.casefold(), entity)
            self.bracketed.setdefault(parsed.sentence.index, []).append((words, head, entity))
            if named and entity.type in WITH_ACRONYM and _begins_a_word(acronym[0], entity.label):
                self.acronyms.setdefault(acronym, entity)

    def _learn_introduction(self, parsed: ParsedSentence, name: Name) -> None:
        """'the Prince Group, a Cambodian conglomerate': the apposition can stand for the name."""
        head = name.head(parsed.span.doc)
        for child in children(head, "appos"):
            words = label_of(base_phrase(child), child).casefold()
            if child.pos_ == "NOUN" and child.i > head.i and len(words.split()) > 1:
                self.introductions.setdefault(words, name.entity)

    def _learn_description(self, parsed: ParsedSentence, name: Name) -> None:
        """'Ann Holt, a banker' and 'the phishing service RaccoonO365': later "the banker" and "the service"."""
        head = name.head(parsed.span.doc)
        after = [child for child in children(head, "appos") if child.i > head.i and determiner(child) in {"a", "an"}]
        first = parsed.span.doc[name.start]
        before = [first.nbor(-1)] if name.start > parsed.span.start and not name.known else []
        for noun in (*after, *before):
            is_one = noun.pos_ == "NOUN" and "Sing" in noun.morph.get("Number", [])
            if is_one and may_describe(noun, name.entity):
                described = self.described.setdefault(noun.lemma_.lower(), {})
                described.setdefault(name.entity, parsed.sentence.index)

    def _learn_initials(self, sentences: Sequence[ParsedSentence]) -> None:
        """'The RTP' in a document that names the Royal Thai Police and no other body with these initials."""
        by_initials: dict[str, set[Entity]] = {}
        texts = [(name.text(parsed.span.doc), name) for parsed, name in self._each_name(sentences)]
        for text, name in texts:
            for full in (text, name.entity.label):
                initials = "".join(word[0] for word in full.split() if word[0].isupper())
                if len(initials) > 2 and name.entity.type in ORGANISED:
                    by_initials.setdefault(initials, set()).add(name.entity)
        for text, name in texts:
            if not name.known and len(by_initials.get(text, ())) == 1:
                self.short_forms.setdefault(text.casefold(), next(iter(by_initials[text])))

    def _learn_national_acronym(self, parsed: ParsedSentence, name: Name) -> None:
        """After "India's CBI" or "the Indian CBI", "the CBI" is that of India."""
        country, _, acronym = name.text(parsed.span.doc).rpartition(" ")
        if name.known and ACRONYM.match(acronym) and (not country or self._countries.of_text(country) is not None):
            self.short_forms.setdefault(acronym.casefold(), name.entity)

    def _learn_national_acronyms(self, sentences: Sequence[ParsedSentence]) -> None:
        """'The PNP' in a document that names the Philippines and not Peru, whose police has the same acronym."""
        owners = (name.entity.country for _, name in self._each_name(sentences) if name.known and name.entity.country)
        entries = (self._registry.get(owner) for owner in dict.fromkeys(owners))
        countries = [*self._countries.named(sentences), *(entry.entity for entry in entries if entry is not None)]
        for parsed, name in self._each_name(sentences):
            text = name.text(parsed.span.doc)
            if name.known or not ACRONYM.match(text) or _is_press(name.head(parsed.span.doc)):
                continue
            bodies = (self._registry.find(f"{text} ({country.label})") for country in countries)
            found = {body for body in bodies if body is not None}
            if len(found) == 1:
                self.short_forms.setdefault(text.casefold(), found.pop())

    # ---- bodies and persons

    def _learn_country_of_body(self, parsed: ParsedSentence, name: Name) -> None:
        """A body whose country the text gives: "Kenya's Bureau of Immigration", "the bureau in Kenya"."""
        doc = parsed.span.doc
        head = name.head(doc)
        body = name.entity if name.known else self.short_forms.get(name.text(doc).casefold(), name.entity)
        if body.type is not EntityType.GOVERNMENT_BODY:
            return
        if body.country is None:
            beside = {self._countries.modifier(parsed, head), *self._countries.locative(head)} - {None}
            country = self._country_of_owned(parsed, name) or (beside.pop() if len(beside) == 1 else None)
            body = body if country is None else known_body(body.label, country, self._registry)
        if body.country is not None:
            self.bodies.append(body)

    def _country_of_owned(self, parsed: ParsedSentence, name: Name) -> Entity | None:
        """The United States in "the Treasury's Office of Foreign Assets Control", whose country is known."""
        after = parsed.span.doc[name.end : name.end + 2]
        is_owner = len(after) == 2 and after[0].tag_ == "POS"
        owned = name_at(self._names, parsed, after[1]) if is_owner else None
        country = None if owned is None or not owned.known else owned.entity.country
        entry = None if country is None else self._registry.get(country)
        return None if entry is None else entry.entity

    def _learn_persons(self, sentences: Sequence[ParsedSentence]) -> None:
        """All full names, and then the names with a rank of which no full name holds the word: "Prince Royce"."""
        ranked = []
        for parsed, name in self._each_name(sentences):
            words = name.words(parsed.span.doc)
            if name.entity.type is not EntityType.PERSON or len(words) < 2 or words.text in self.aliases or name.office:
                continue
            if has_rank(words):
                ranked.append((parsed, name))
            else:
                self._learn_person(parsed, name)
        for parsed, name in ranked:
            if not self.full_names.hold(parsed.span.doc[name.end - 1].text):
                self._learn_person(parsed, name)

    def _learn_person(self, parsed: ParsedSentence, name: Name) -> None:
        """A full name: each of its words can stand for the person."""
        person = self._person(parsed, name)
        doc = parsed.span.doc
        clues = clues_beside(doc[name.start], name.head(doc))
        offices = frozenset(self.offices[person.id])
        self.full_names.add(person, name.text(doc), parsed.sentence.index, Clues(clues.feminine, offices))
        words = (token.text for token in doc[name.start : name.end])
        for word in (*words, *name.text(doc).split()):  # "Ramos-Horta" as one word and as two
            self.short_forms.setdefault(word.casefold(), person)

    def _person(self, parsed: ParsedSentence, name: Name) -> Entity:
        """The person of a full name, with the country and office that the words around it give."""
        doc = parsed.span.doc
        start = name.start - len(titles_before(doc[name.start]))
        root = name.head(doc)
        of = self._countries.of(root) if start < name.start else []  # "Foreign Minister Ann Holt of Kenya"
        country = self._countries.before(parsed, start) or self._country_of_office(parsed, root) or next(iter(of), None)
        person = name.entity
        if country is not None:
            person = Entity(person.id, person.label, person.type, country.id)
        self._learn_offices(person, doc[start : name.start], root, name.start)
        if country is not None and start < name.start:
            self.office_holders.setdefault((doc[name.start - 1].lemma_.lower(), country.id), person)
        return person

    def _learn_offices(self, person: Entity, titles: TokenSpan, root: Token, start: int) -> None:
        """The offices in "Prime Minister Ann Holt", "Ann Holt, the minister" and "former mayor Ann Holt"."""
        beside = [*titles, *(child for child in root.lefts if child.i < start and child.dep_ in BESIDE)]
        offices, past = self.offices.setdefault(person.id, set()), self.past_offices.setdefault(person.id, set())
        groups = [(beside, beside), *(([noun], [*noun.lefts]) for noun in _apposed(root))]
        for nouns, modifiers in groups:
            words = {noun.lemma_.lower() for noun in nouns} & lexicon().actors.titles.roles
            offices |= words
            past |= words if _is_former(modifiers) else set()

    def _country_of_office(self, parsed: ParsedSentence, root: Token) -> Entity | None:
        """'Vietnam's minister of science, Nguyen Manh Hung', 'Do Hung Viet, Vietnam's UN ambassador'."""
        for noun in _apposed(root):
            if noun.lemma_.lower() in lexicon().actors.titles.roles:
                return self._countries.modifier(parsed, noun) or next(iter(self._countries.of(noun)), None)
        return None


def _is_press(name: Token) -> bool:
    """'He told AFP', 'AFP reported': a news agency, whatever body has the same acronym."""
    verb = name.head.lemma_
    return (name.dep_ == "dobj" and verb == "tell") or (name.dep_ == "nsubj" and verb == "report")


def _is_former(words: Sequence[Token]) -> bool:
    """True for the words of "a former mayor" and "ex-mayor", where the parser may join "ex" to another word."""
    former = lexicon().actors.titles.former
    hyphens = (word for word in words if word.text == "-" and word.i)
    return any(word.lower_ in former for word in (*words, *(hyphen.nbor(-1) for hyphen in hyphens)))


def _apposed(root: Token) -> list[Token]:
    """The noun that a name is an apposition of, else the appositions of the name."""
    return [root.head] if root.dep_ == "appos" else children(root, "appos")


def _is_entered(token: Token) -> bool:
    """'Soldiers moved into Shwe Kokko': a place, although the model may label it as a person."""
    places = lexicon().mentions.places
    if token.dep_ != "pobj" or token.head.lower_ not in places.entered or token.head.head.pos_ != "VERB":
        return False
    return token.head.head.lemma_ not in places.mental_verbs


def may_describe(noun: Token, entity: Entity) -> bool:
    """Whether an apposition can say what an entity is: a place is no firm, and nobody but a person is a banker."""
    kind = lexicon().actors.types.get(noun.lemma_.lower())
    if entity.type is EntityType.PLACE or kind is EntityType.PLACE:
        return kind is entity.type
    return (kind is not None) if entity.is_actor else noun.lemma_.lower() not in lexicon().person_nouns


def acronym_at(doc: Doc, start: int) -> TokenSpan | None:
    """The acronym in brackets that begin at a token: '(BGF)', '("the BGF")', '(IRS-CI)'."""
    after = doc[start + 1 : start + 1 + MAX_ACRONYM]
    close = next((token.i for token in after if token.text == ")"), None)
    if close is None or doc[start].text != "(":
        return None
    inner = [token for token in doc[start + 1 : close] if not token.is_quote and token.lower_ != "the"]
    words = doc[inner[0].i : inner[-1].i + 1] if inner else None
    return words if words is not None and ACRONYM.match(words.text) else None


def _begins_a_word(letter: str, name: str) -> bool:
    """Whether a word of the name begins with this letter, as it must for the first letter of its acronym."""
    return any(word.startswith(letter.casefold()) for word in re.findall(r"\w+", name.casefold()))
