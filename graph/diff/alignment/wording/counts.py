"""Reads what sentences count, also where nobody acts: "214 Sri Lankans have come home since the beginning of the year".

A count is read with patterns. Two counts of two batches are of one thing if they count the same on the same occasion,
or if their clauses say the same in most words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from graph.diff.alignment.batch_claims import BatchClaim
from graph.diff.alignment.subjects import Reading
from graph.diff.alignment.tables import PEOPLE, nouns, sentence_words, stages
from graph.diff.alignment.text_claims import TextClaim
from graph.diff.alignment.wording.amounts import currency_of, plain_number
from graph.diff.alignment.wording.clauses import DATELINE, occasions_in, places_in
from graph.diff.alignment.wording.descriptions import stems_of
from graph.diff.inflection import forms, participle, past
from graph.rdf.stored_claim import StoredClaim
from graph.rdf.stored_sentence import StoredSentence
from ontology.actions import scheme
from ontology.identifiers import thing_id
from ontology.model import Entity, EntityType, Participant, Span

THOSE = "those"
COUNT = "count"
"""The rule of these claims."""
NUMBER = r"(?P<number>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?(?: (?:thousand|million|billion))?)"
UNIT = r"(?P<unit>[^\W\d][\w’'-]*(?: [^\W\d][\w’'-]*){0,3})"
COUNTED = re.compile(rf"(?<![\w.,€$£-]){NUMBER} {UNIT}")
CHANGED = re.compile(
    rf"(?i)\b(?:{'|'.join(sentence_words().count.totals)}) of (?P<unit>[^\W\d][\w’'-]*(?: [^\W\d][\w’'-]*){{0,2}})"
    rf"[^;:“”\"]*? (?:{'|'.join(sentence_words().count.changed)})"
    rf"(?: from [\d,.]+)?(?: to| at)? {NUMBER}(?! (?:per cent|percent|%|times))"
)
CLAUSE_END = re.compile(r"[;:“”\"]|, (?:and|but|who|which|while|as|because|after|among|including)\b|, [a-z]+ing\b| — ")
TOTAL = re.compile(rf"(?i)\b(?:{'|'.join(sentence_words().count.cumulative)})\b")
"""Words of a clause that counts all cases so far."""
NO_UNIT = re.compile(rf"(?i)^(?:{'|'.join(sentence_words().count.no_unit)})\b")
LEAST_WORDS, MOST_WORDS, LEAST_SHARE = 2, 4, 0.5
"""Fewest words that two clauses share: with the same act, and without it; and their share of the shorter one."""


@dataclass(frozen=True)
class Count:
    """A number of things in a clause of a sentence."""

    batch: int
    stored: StoredSentence
    number: str
    unit: str
    start: int
    before: str
    clause: str
    occasion: frozenset[str]
    named: frozenset[str]
    """The ids of the entities that its document names."""
    is_changed: bool
    """True for a clause that says that the number has changed: "has risen to"."""

    @cached_property
    def head(self) -> str:
        """The noun that is counted, "people" for all nouns for people."""
        word = self.unit.split()[-1].casefold()
        if word == THOSE:
            return PEOPLE
        lemma = word.removesuffix("s")
        is_people = PEOPLE in nouns().of(word) | nouns().of(lemma) and not word[0].isupper()
        return PEOPLE if is_people and not self.is_specific else lemma

    @property
    def is_specific(self) -> bool:
        """True for more than a bare noun for people: "Sri Lankans", "bank accounts"."""
        return self.unit[0].isupper() or " " in self.unit

    @cached_property
    def words(self) -> frozenset[str]:
        """The content words of its clause, without the unit."""
        return stems_of(self.clause) - stems_of(self.unit) - {self.head}

    @cached_property
    def places(self) -> frozenset[str]:
        """The names that the clause puts something in or at."""
        return places_in(self.clause) - self.occasion

    @cached_property
    def concepts(self) -> frozenset[str]:
        """The acts that the clause has verbs or nouns of."""
        return frozenset(_concepts()[word] for word in re.findall(r"[a-z]+", self.clause) if word in _concepts())

    @property
    def is_open(self) -> bool:
        """True if the clause only plans, promises or expects what it counts."""
        behind = re.sub(r"^ (?:has|have|had) \w+", "", self.clause.partition(self.unit)[2]).split()[:2]
        return any(_pending().search(words) for words in (self.before, " ".join(behind)))

    @property
    def is_total(self) -> bool:
        """True if the clause counts all cases so far."""
        return TOTAL.search(self.clause) is not None

    def is_later_state_of(self, other: Count) -> bool:
        """True if it counts the same as an earlier one, and gives another number."""
        return self.number != other.number and not (self.is_open or other.is_open) and self.is_of(other)

    def is_of(self, other: Count) -> bool:
        """True if both count one thing."""
        return self._is_same_unit(other) and self._is_same_matter(other)

    def _is_same_unit(self, other: Count) -> bool:
        currencies = [currency_of(f"{one.number} {one.unit}") for one in (self, other)]
        is_act = self.head in _concepts() and _concepts()[self.head] in other.concepts
        return currencies[0] == currencies[1] and (self.head == other.head or is_act)

    def _is_same_matter(self, other: Count) -> bool:
        if self.places and other.places and self.places.isdisjoint(other.places):
            return False
        has_act = not self.concepts.isdisjoint(other.concepts)
        if self.occasion or other.occasion:
            return has_act and not self.occasion.isdisjoint(other.occasion)
        common = len(self.words & other.words)
        share = common / max(1, min(len(self.words), len(other.words)))
        is_alike = common >= MOST_WORDS and share >= LEAST_SHARE
        is_of_story = self.is_changed and not self.named.isdisjoint(other.named)
        if is_of_story and self.head == PEOPLE and (has_act or common):
            return True
        if self.is_total:
            return is_alike or (has_act and common >= LEAST_WORDS and share >= LEAST_SHARE) or self._has_verb_of(other)
        return is_alike and self.head != PEOPLE

    def _has_verb_of(self, other: Count) -> bool:
        """True for the same verb before the number, and a few other words in common: "have met 37 seafarers"."""
        verbs = [re.findall(r"[a-z]+", one.before)[-2:] for one in (self, other)]
        same = {word for word in verbs[0] if word in verbs[1] and word in _concepts()}
        return bool(same) and len(self.words & other.words) > LEAST_WORDS


@dataclass(frozen=True, slots=True)
class Recount:
    """An earlier and a later count of one thing, each by its claims."""

    before: tuple[StoredClaim, ...]
    after: tuple[StoredClaim, ...]


def recounts(read: Sequence[Reading], claims: Iterable[BatchClaim]) -> list[Recount]:
    """The counts of the later batch that are another number for what the earlier one counts."""
    counts = [count for reading in read for count in _counts_of(reading)]
    by_sentence: dict[tuple[int, str, int], list[StoredClaim]] = {}
    for claim in claims:
        key = claim.batch, claim.claim.document, claim.claim.sentence.start
        by_sentence.setdefault(key, []).append(claim.stored)
    found: list[Recount] = []
    used: set[Count] = set()
    for new in (count for count in counts if count.batch):
        old = [one for one in counts if not one.batch and one not in used and new.is_later_state_of(one)]
        is_known = any(not one.batch and one.number == new.number and one.is_of(new) for one in counts)
        if old and not is_known:
            best = max(old, key=lambda one: len(one.words & new.words))
            used.add(best)
            found.append(Recount(_claims_of(best, by_sentence), _claims_of(new, by_sentence)))
    return found


def _counts_of(reading: Reading) -> Iterator[Count]:
    occasion: frozenset[str] = frozenset()
    for stored in reading.sentences:
        text = stored.sentence.text
        named = occasions_in(text)
        near, occasion = named or occasion, named
        for match in (*COUNTED.finditer(text), *CHANGED.finditer(text)):
            unit = _unit(match["unit"])
            if unit and not _is_other(text[: match.start("number")]) and not NO_UNIT.match(unit):
                clause, start = _clause_around(text, match.start(), match.end())
                before = text[start : match.start("number")]
                named_there = reading.antecedents.named_in(reading.batch, stored.sentence.document)
                is_changed = match.re is CHANGED
                yield Count(
                    reading.batch, stored, match["number"], unit, start, before, clause, near, named_there, is_changed
                )


def _unit(words: str) -> str:
    """The noun phrase that a number counts: the words up to a function word."""
    other = nouns().prepositions | nouns().stops | sentence_words().count.ends
    kept: list[str] = []
    for word in words.split():
        if word.casefold() in other or kept == [THOSE] or (kept and word in _participles()):
            break
        kept.append(word)
    return " ".join(kept)


def _is_other(before: str) -> bool:
    """True for "another 25", and for numbers that are no counts: "on 15", "by 84", "clause 3"."""
    last = before.split()[-1:]
    return bool(last) and last[0].casefold() in nouns().other | sentence_words().count.not_before


def _clause_around(text: str, start: int, end: int) -> tuple[str, int]:
    before = list(CLAUSE_END.finditer(text[:start]))
    dateline = DATELINE.match(text[:start])
    first = before[-1].end() if before else dateline.end() if dateline else 0
    behind = CLAUSE_END.search(text, end)
    return text[first : behind.start() if behind else len(text)].strip().rstrip("."), first


@cache
def _pending() -> re.Pattern[str]:
    """Words of a clause of what is not done yet."""
    verbs = {past(lemma) for lemma in stages().cues.prospective if " " not in lemma}
    words = "|".join(sorted({*verbs, *sentence_words().count.pending}))
    return re.compile(rf"(?i)\b(?:{words})\b")


@cache
def _participles() -> frozenset[str]:
    """Past tenses and participles of verbs, which follow what is counted: "people arrested"."""
    verbs = [lemma for lemma in scheme().lemmas if " " not in lemma]
    return frozenset(form for verb in verbs for form in (past(verb), participle(verb)) if form != verb)


@cache
def _concepts() -> Mapping[str, str]:
    """By form of a verb, its concept."""
    every = {lemma: concept for lemma, concept in scheme().lemmas.items() if " " not in lemma}
    return {form: concept.id for lemma, concept in every.items() for form in forms(lemma)}


def _claims_of(
    count: Count, by_sentence: Mapping[tuple[int, str, int], Sequence[StoredClaim]]
) -> tuple[StoredClaim, ...]:
    """The claims whose target has the number; else one that stands for the clause."""
    sentence = count.stored.sentence
    key = count.batch, sentence.document, sentence.start
    counted = tuple(
        stored
        for stored in by_sentence.get(key, ())
        if stored.claim.target is not None
        and plain_number(stored.claim.target.quantity or "") == plain_number(count.number)
    )
    return counted or (_stored(count),)


def _stored(count: Count) -> StoredClaim:
    """The count as a claim of the store: its actor is what is counted, and it has no target."""
    stored, sentence = count.stored, count.stored.sentence
    start = (
        sentence.start + count.start + (len(sentence.text[count.start :]) - len(sentence.text[count.start :].lstrip()))
    )
    span = Span(start, start + len(count.clause), count.clause)
    entity = Entity(thing_id(count.unit), count.unit, EntityType.THING)
    return TextClaim(
        rule=COUNT,
        actor=Participant(entity, span, quantity=count.number),
        lemma="be",
        action_span=span,
        key=(count.number, count.clause),
    ).stored(stored)
