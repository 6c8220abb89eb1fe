"""Finds what the subject of a verb is, by the words before the verb: a name, "the company", or a described thing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import pairwise

from graph.diff.alignment.batch_claims import BatchClaim
from graph.diff.alignment.lead_ins import (
    ASIDE,
    LEAD_IN,
    OWNER,
    RELATIVE,
    SPEAKER,
    SUBJECT,
    UNCERTAIN,
    WHOSE,
    WORDS,
    is_uncertain,
)
from graph.diff.alignment.names import Antecedents, Names, documents, is_noun
from graph.diff.alignment.representatives import represented
from graph.diff.alignment.tables import nouns
from graph.diff.inflection import forms
from graph.rdf.stored_sentence import StoredSentence
from ontology.actions import scheme
from ontology.model import Claim, Entity, EntityType, Participant, Sentence, Span
from ontology.registry import registry

DEFINITE = re.compile(r"(?:^|(?<= ))(?:[Tt]he|[Ii]ts|[Tt]heir) (?P<noun>[a-z]+)$")
DETERMINER = re.compile(r"(?i)^(?:the|an?|this|these|those|its|their|his|her|all|both|some|another) ")
PRONOUN = re.compile(r"(?:^|(?<= ))(?:He|She|he|she)$")
COUNTRY = re.compile(r"(?:^| )(?P<name>[A-Z][\w’'.-]*(?: [A-Z][\w’'.-]*){0,2})$")
MODIFIER = re.compile(r",? (?:that|which|who|whose|where) |, ")
MOST_WORDS, NEAR_SENTENCES = 12, 2


@dataclass(frozen=True, slots=True)
class Subject:
    """The words of a subject, its place in the sentence, and its entity; none for what only has a description."""

    text: str
    start: int
    entity: Entity | None
    is_reported: bool

    def span_in(self, sentence: Sentence) -> Span:
        """Its place in the document."""
        start = sentence.start + self.start
        return Span(start, start + len(self.text), self.text)


@dataclass(frozen=True)
class Reading:
    """A document of a side, with what is needed to read it."""

    batch: int
    sentences: Sequence[StoredSentence]
    names: Names
    antecedents: Antecedents

    @cached_property
    def _persons(self) -> dict[str, Entity]:
        return dict(self.names.persons_in(self.sentences))

    @cached_property
    def represented(self) -> Mapping[str, frozenset[str]]:
        """By person, the ids of those for whom they speak in this document."""
        owners: dict[str, set[str]] = defaultdict(set)
        for person, owner in represented(self.names, self.sentences):
            owners[person].add(owner.id)
        return {person: frozenset(ids) for person, ids in owners.items()}

    def subject(self, stored: StoredSentence, end: int) -> Subject | None:
        """The named subject of the verb at this place of a sentence, or what "the company" there means."""
        before = stored.sentence.text[:end]
        if before.endswith(" and"):
            return next(filter(None, (self._at(stored, place) for place in _verb_places(before))), None)
        return self._at(stored, end)

    def _at(self, stored: StoredSentence, end: int) -> Subject | None:
        before = stored.sentence.text[:end]
        relative = RELATIVE.search(before)
        if relative is not None:
            named = self._named(stored, before[: relative.start()])
            return Subject(named[0], named[2], named[1], is_reported=False) if named else None
        for cut in self._cut(stored, end):
            named = self._named(stored, cut)
            if named is not None:
                name, entity, start = named
                if WHOSE.search(before[:start]):
                    return Subject(name, start, entity, is_reported=False)
                lead_in = _lead_in(before[:start], entity, has_comma=before[len(cut) : len(cut) + 1] == ",")
                if lead_in is not None:
                    return Subject(name, start, entity, bool(lead_in["reported"]))
        return None

    def speaker(self, stored: StoredSentence, end: int) -> Subject | None:
        """As `subject`, also where somebody speaks for it ("a spokesman for the bank"), and for a country."""
        subject = self.subject(stored, end)
        return subject or next(
            filter(None, (self._spoken_for(stored, before) for before in self._cut(stored, end))), None
        )

    def _spoken_for(self, stored: StoredSentence, text: str) -> Subject | None:
        named = self._named(stored, text) or _country_at_end(text)
        if named is None:
            return None
        name, entity, start = named
        before = text[:start]
        match = SPEAKER.search(before)
        place = match.start() if match else start if entity.type is EntityType.COUNTRY else None
        lead_in = re.fullmatch(LEAD_IN, before[:place]) if place is not None else None
        if lead_in is None or is_uncertain(lead_in):
            return None
        return Subject(name, start, entity, bool(lead_in["reported"]))

    def _cut(self, stored: StoredSentence, end: int) -> list[str]:
        """The words before a verb, without a comma and without an aside that they may end with."""
        before = stored.sentence.text[:end]
        aside = ASIDE.search(before)
        return list(dict.fromkeys((before, before.removesuffix(","), before[: aside.start()] if aside else before)))

    def _named(self, stored: StoredSentence, before: str) -> tuple[str, Entity, int] | None:
        """The name that the words end with, its entity and its place."""
        last = before.split()[-1:]
        short = (last[0], self._persons[last[0]]) if last and last[0] in self._persons else None
        named = self.names.at_end(before) or short
        if named is not None:
            return named[0], named[1], len(before) - len(named[0])
        if PRONOUN.search(before):
            return self._person_before(stored, before)
        match = DEFINITE.search(before)
        if match is None:
            return None
        place = stored.sentence.start + match.start()
        entity = self.antecedents.of(self.batch, stored.sentence.document, place, match["noun"])
        return None if entity is None else (match[0], entity, match.start())

    def _person_before(self, stored: StoredSentence, before: str) -> tuple[str, Entity, int] | None:
        """Whom "he" or "she" means: the only person of the nearest sentence before that names one."""
        index = stored.sentence.index
        near = (one for one in reversed(self.sentences) if 0 < index - one.sentence.index <= NEAR_SENTENCES)
        named = (persons for one in near if (persons := self._persons_in(one.sentence.text)))
        persons = next(named, {})
        pronoun = before.rsplit(maxsplit=1)[-1]
        return (pronoun, next(iter(persons.values())), len(before) - len(pronoun)) if len(persons) == 1 else None

    def _persons_in(self, text: str) -> dict[str, Entity]:
        """The persons that a text names, in full or by their last names."""
        full = {entity.id: entity for _, _, entity in self.names.in_text(text) if entity.type is EntityType.PERSON}
        words = set(re.findall(r"[\w’'-]+", text))
        return full | {entity.id: entity for last, entity in self._persons.items() if last in words}


def _country_at_end(text: str) -> tuple[str, Entity, int] | None:
    """The country with whose name a text ends."""
    match = COUNTRY.search(text)
    entity = registry().find(match["name"]) if match else None
    if match is None or entity is None or entity.type is not EntityType.COUNTRY:
        return None
    return match["name"], entity, match.start("name")


def _verb_places(before: str) -> Iterator[int]:
    """The places before the verbs of a sentence, the last one first: the subject of "rejected it and left"."""
    matches = list(re.finditer(r" (?:has |have )?(?P<verb>[a-z]+)\b", before))
    yield from (match.start() for match in reversed(matches) if match["verb"] in _verb_forms())


def described_before(before: str) -> Subject | None:
    """The noun phrase that the words before a verb end with, if it is the whole subject of a clause; else None."""
    lead_in = re.match(rf"{LEAD_IN}", before)
    rest = before[lead_in.end() :] if lead_in else before
    text = MODIFIER.split(rest, maxsplit=1)[0]
    words = text.split()
    is_cut = text != rest and not rest.startswith((f"{text} that ", f"{text}, which ", f"{text}, "))
    is_aside = rest.startswith(f"{text}, ") and not rest.endswith(",")
    is_noun_phrase = 1 < len(words) <= MOST_WORDS and not _is_clausal(words)
    if lead_in is None or is_cut or is_aside or not is_noun_phrase or is_uncertain(lead_in):
        return None
    return Subject(text, lead_in.end(), None, bool(lead_in["reported"]))


def _is_clausal(words: Sequence[str]) -> bool:
    """True for words with an auxiliary or an infinitive, which no description has: "to tourists" is none."""
    lower = [word.casefold() for word in words]
    infinitives = (verb for to, verb in pairwise(lower) if to == "to" and verb in scheme().lemmas)
    return not WORDS.clausal.isdisjoint(lower) or next(infinitives, None) is not None


def _lead_in(before: str, entity: Entity, *, has_comma: bool) -> re.Match[str] | None:
    """The words before a subject, if a clause begins with them; None if the name is not its subject."""
    match = SUBJECT.fullmatch(before)
    if match is None or is_uncertain(match) or re.search(r"\bthat\b", match["fronted"]):
        return None
    if match["office"] and not _is_office(match["office"], entity):
        return None
    title = (match["title"] or "").split()
    if title:
        other = nouns().prepositions | nouns().stops | _verb_forms()
        is_kind = entity.type is EntityType.PERSON or is_noun(title[-1])
        return match if is_kind and other.isdisjoint(title) else None
    return match if match["before"] is None or has_comma else None


def _is_office(words: str, entity: Entity) -> bool:
    """True for the office of a person, and for the country of a body; not for "Unless"."""
    is_owner = re.fullmatch(OWNER, words) is not None
    first = words.split(maxsplit=1)[0].casefold()
    is_function_word = UNCERTAIN.match(words) is not None or first in nouns().prepositions | nouns().stops
    return is_owner or (entity.type is EntityType.PERSON and not is_function_word)


@cache
def _verb_forms() -> frozenset[str]:
    """Past tenses and third persons of all verbs: "said" of "the court said"."""
    return frozenset(form for lemma in scheme().lemmas for form in forms(lemma.split()[0]) if form != lemma)


def readings(sentences: Iterable[Sequence[StoredSentence]], claims: Iterable[BatchClaim]) -> list[Reading]:
    """Every document of each side."""
    sides = [list(side) for side in sentences]
    names = Names(claims, sides)
    antecedents = Antecedents(sides, names)
    return [
        Reading(batch, document, names, antecedents) for batch, side in enumerate(sides) for document in documents(side)
    ]


def with_antecedents(claims: Sequence[BatchClaim], read: Sequence[Reading]) -> list[BatchClaim]:
    """The claims with the entities that "the company" or "the bill" mean in their documents."""
    antecedents = next((reading.antecedents for reading in read), None)
    return [_with_antecedents(claim, antecedents) for claim in claims] if antecedents else list(claims)


def _with_antecedents(claim: BatchClaim, antecedents: Antecedents) -> BatchClaim:
    stated = claim.claim

    def meant(part: Participant) -> Participant:
        whole = antecedents.name_around(stated, part)
        if whole is not None:
            return replace(part, entity=whole, head_lemma=None)
        noun = _definite_noun(stated, part)
        entity = antecedents.of(claim.batch, stated.document, part.span.start, noun) if noun else None
        return replace(part, entity=entity, head_lemma=None) if entity else part

    target = None if stated.target is None else meant(stated.target)
    actor = meant(stated.actor)
    if actor is stated.actor and target is stated.target:
        return claim
    source = stated.attribution
    if source is not None and source.id == stated.actor.entity.id:
        source = actor.entity
    renamed = replace(stated, actor=actor, target=target, attribution=source)
    return replace(claim, stored=replace(claim.stored, claim=renamed))


def _definite_noun(claim: Claim, part: Participant) -> str | None:
    """The noun of "the company"; None for a participant with other words, or with a name of its own."""
    words = part.span.text.split()
    before = claim.sentence.text[: part.span.start - claim.sentence.start].split()[-1:]
    if len(words) == 1:
        words = [*before, *words]
    is_definite = len(words) == 2 and words[0].casefold() in {"the", "its", "their"}  # article and noun
    return words[1].casefold() if is_definite and not words[1].isupper() else None
