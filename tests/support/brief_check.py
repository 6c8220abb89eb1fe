"""Checks the sentences of a brief against the claims of the sentences that they cite: who, what, to whom, how firmly.

It reads the English of the brief, not the objects that wrote it. A sentence holds only if a cited claim has its actor,
verb, status and target, and if each of its words is explained: by a participant of a cited claim, by the verb with its
status, by a date or number of the claim, or by words of the cited sentence between verb and target.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from support.brief_stages import stage_holds

from graph.diff.alignment.amounts import amount
from graph.diff.alignment.clauses import words_before_target
from graph.diff.alignment.noun_phrases import NounPhrase, phrase_of
from graph.diff.alignment.tables import nouns, stages
from graph.diff.alignment.topics import PARTY
from graph.diff.findings.steps import (
    ALLEGED,
    CONDITION,
    DONE,
    NEGATED,
    OPEN,
    is_demand,
    promised_verb,
    status_of,
    wanting_verb,
)
from graph.diff.inflection import forms, gerund, participle, past
from graph.diff.render.brief import LISTED_NAMES, Brief, BriefSentence, first_names
from graph.diff.render.english import name
from graph.diff.render.grammar import dated, joined
from graph.rdf.stored_claim import StoredClaim
from ontology.model import Claim, Entity, Modality, Participant

MOVED = re.compile(r"^(?P<who>.+?) went from (?P<before>.+) to (?P<after>[^;]+)\.$")
STORY = re.compile(r"^(?P<who>.+?) had been (?P<before>.+); the text that takes this up tells of (?P<after>.+)\.$")
OPENING = re.compile(
    r"^This compares (?P<old>[\d,]+) documents? of .+ and (?P<new>[\d,]+) documents? of .+?\. "
    r"(?P<moved>[\d,]+) matters? moved;"
)
TITLE = re.compile(r"^What changed between (?P<before>.+) and (?P<after>.+)$")
RECOUNT = re.compile(r"^(?P<clause>.+); now the number is (?P<number>.+)\.$")
AGAIN = re.compile(r"^Later it was (?P<targets>.+)\.$")
ALSO = re.compile(r"^(?P<clause>.+), now also according to (?P<sources>.+)\.$")
EXTENT = re.compile(
    r"^(?:More|Fewer) documents or claims say that (?P<clause>.+) "
    r"\(documents: (?P<old>\d+) before, (?P<new>\d+) now\)\.$"
)
PREDICATES: dict[str, tuple[str, ...]] = {
    DONE: ("{past}",),
    ALLEGED: ("allegedly {past}",),
    NEGATED: ("did not {base}", "denied {gerund}", "would not {base}", "should not {base}"),
    Modality.PLANNED: ("planned to {base}",),
    Modality.OBLIGATED: ("was expected to {base}", "were expected to {base}"),
    Modality.POSSIBLE: ("might {base}",),
    CONDITION: ("had yet to {base}",),
    OPEN: ("had yet to {base}",),
}
"""By status of a claim, the predicates that state it."""
MOVED_TITLE = "What moved"
KNOWN = "·"
"""Stands for words that are explained."""
Words = list[str]
BySentence = dict[tuple[str, str], list[Claim]]


def words_of(text: str) -> Words:
    """The words of a text in lower case, without articles, punctuation and the ending of a possessive."""
    words = (re.sub(r"[’']s?$", "", word.strip('.,;:()[]“”"')) for word in text.casefold().split())
    return [word for word in words if word and word not in nouns().articles]


class BriefCheck:
    """The sentences of a brief, and the claims of the sentences that they cite, for each side."""

    def __init__(self, made: Brief, before: Iterable[StoredClaim], after: Iterable[StoredClaim]) -> None:
        self.made = made
        self.keys = list(made.sources)
        self.sides = [self._by_sentence(side) for side in (before, after)]

    @staticmethod
    def _by_sentence(claims: Iterable[StoredClaim]) -> BySentence:
        by_sentence: BySentence = {}
        for stored in claims:
            by_sentence.setdefault((stored.claim.document, stored.claim.sentence.text), []).append(stored.claim)
        return by_sentence

    def problems(self) -> list[str]:
        """A line for each sentence that its sources do not support, and the opening if its numbers are not theirs."""
        lines = [line for item, line in self.lines() if not self.holds(line, item)]
        texts = [f"{line.text} {[self.keys[n - 1][1] for n in line.sources]}" for line in lines]
        return texts if self.opening_holds(self.made.opening) else [self.made.opening, *texts]

    def opening_holds(self, text: str) -> bool:
        """True if the opening counts the documents of both sides and the matters that moved."""
        match = OPENING.match(text)
        if match is None:
            return not self.made.sections
        documents = [len({document for document, _ in side}) for side in self.sides]
        moved = sum(len(section.items) for section in self.made.sections if section.title == MOVED_TITLE)
        return [int(match[name].replace(",", "")) for name in ("old", "new", "moved")] == [*documents, moved]

    def lines(self) -> Iterator[tuple[tuple[BriefSentence, ...], BriefSentence]]:
        """Every sentence with its item."""
        for section in self.made.sections:
            for item in section.items:
                yield from ((item, line) for line in item)

    def _cited(self, lines: Iterable[BriefSentence]) -> tuple[list[Claim], list[Claim]]:
        numbers = sorted({n for line in lines for n in line.sources})
        old, new = ([claim for n in numbers for claim in side.get(self.keys[n - 1], ())] for side in self.sides)
        return old, new

    def holds(self, line: BriefSentence, item: Sequence[BriefSentence]) -> bool:
        """True if the sentences that the line cites say what it says; `item` gives the names of its topic."""
        if line.names:
            return self._cut_holds(line, item)
        old, new = self._cited([line])
        context = [claim for side in self._cited(item) for claim in side]
        for start, cited, other in self._lists(old, new):
            if line.text.startswith(start):
                return self._are_only_of(cited, line.text.removeprefix(start).removesuffix("."), other)
        if match := MOVED.match(line.text) or STORY.match(line.text):
            is_after = stage_holds(match["after"], new) or _are_told(match["after"], new)
            return _names_topic(match["who"], context) and stage_holds(match["before"], old) and is_after
        return self._clauses_hold(line.text, (old, new), context)

    def _cut_holds(self, line: BriefSentence, item: Sequence[BriefSentence]) -> bool:
        """True if the sentence holds with the names that it shows, and with each alone that has its own sources."""
        names = [text for text, _ in line.names]
        start, shown, rest = line.text.partition(first_names(names))
        alone = [BriefSentence(f"{start}{text}{rest}", numbers) for text, numbers in line.names if numbers]
        named = BriefSentence(f"{start}{joined(names[:LISTED_NAMES] if alone else names)}{rest}", line.sources)
        return bool(shown) and all(self.holds(one, item) for one in (named, *alone))

    def _lists(self, old: list[Claim], new: list[Claim]) -> list[tuple[str, list[Claim], BySentence]]:
        """How the sentences on new and missing actors begin, their claims, and the claims of the other side."""
        match = TITLE.match(self.made.title)
        before, after = (match["before"], match["after"]) if match else ("", "")
        return [
            (_capital(f"{after} names for the first time "), new, self.sides[0]),
            (_capital(f"{before} names, and {after} does not, "), old, self.sides[1]),
        ]

    def _clauses_hold(self, text: str, sides: tuple[list[Claim], list[Claim]], context: Sequence[Claim]) -> bool:
        old, new = sides
        both = [*old, *new]
        if match := AGAIN.match(text):
            return _are_parts(match["targets"], [claim.target for claim in new if claim.target])
        if match := ALSO.match(text):
            sources = [claim.attribution for claim in new if claim.attribution]
            return _are_entities(match["sources"], sources) and self._clause_holds(match["clause"], both, context)
        if match := RECOUNT.match(text):
            counted = {amount(claim.target) for claim in new if claim.target}
            is_counted = all(number in counted for number in match["number"].split(" and "))
            return is_counted and self._clause_holds(match["clause"], old, context)
        if match := EXTENT.match(text):
            documents = [str(len({claim.document for claim in side})) for side in sides]
            return [match["old"], match["new"]] == documents and self._clause_holds(match["clause"], both, context)
        cited = both
        for lead_in, side in (("Before: ", old), ("Now: ", new), ("Now, ", new)):
            if text.startswith(lead_in):
                text, cited = text.removeprefix(lead_in), side
        first, *second = re.split(r", but |; now ", text.rstrip("."), maxsplit=1)
        if second:
            return self._clause_holds(first, old, context) and self._clause_holds(second[0], new, context)
        return self._clause_holds(first, cited, context)

    def _clause_holds(self, text: str, cited: Sequence[Claim], context: Sequence[Claim]) -> bool:
        parts = text.split("; ")
        return all(any(says(part, claim, cited, context) for claim in cited) for part in parts)

    @staticmethod
    def _are_only_of(cited: Sequence[Claim], names: str, other: BySentence) -> bool:
        """True if each name is of a participant of a cited claim, and of none of the other side."""
        others = {entity.id for claims in other.values() for claim in claims for entity in _entities(claim)}
        here = (entity for claim in cited for entity in _entities(claim))
        return _are_entities(names, [entity for entity in here if entity.id not in others])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _entities(claim: Claim) -> list[Entity]:
    parts = (claim.actor.entity, claim.target.entity if claim.target else None, claim.attribution)
    return [entity for entity in parts if entity is not None]


def says(text: str, claim: Claim, cited: Sequence[Claim], context: Sequence[Claim]) -> bool:
    """True if a clause has the actor, the verb, the target and the status of the claim, and no word beside them."""
    body, according, source = text.partition(", according to ")
    if according and not (claim.attribution and _are_entities(source, [claim.attribution])):
        return False
    words = words_of(body)
    if is_demand(claim):
        words = _after_demand(words, claim)
        predicates = [["to", *lemma] for lemma in _lemmas(claim)]
    else:
        predicates = [words_of(predicate) for predicate in _predicates(claim)]
    peers = [other for other in cited if _is_peer(other, claim)]
    splits = (
        (words[:n], words[n + len(p) :]) for p in predicates for n in range(len(words)) if words[n : n + len(p)] == p
    )
    if any(_has_actors(who, claim, peers) and _has_targets(what, claim, peers, context) for who, what in splits):
        return True
    return _says_by_phrase(body, claim, context)


def _is_peer(other: Claim, claim: Claim) -> bool:
    """True for a claim that may share a clause with another: the same verb, stated as firmly."""
    verbs = [{lemma[0] for lemma in _lemmas(one)} for one in (other, claim)]
    return not verbs[0].isdisjoint(verbs[1]) and status_of(other) == status_of(claim)


def _after_demand(words: Words, claim: Claim) -> Words:
    """The clause behind "the traders called for"; nothing if it does not begin so."""
    wanting = wanting_verb(claim)
    verb = [past(wanting), *(["for"] if wanting == "hope" else [])] if wanting else ["called", "for"]
    sources = _labels(claim.attribution) if claim.attribution else [["others"]]
    for source in sources:
        start = [*source, *verb]
        if words[: len(start)] == start:
            return words[len(start) :]
    return []


def _predicates(claim: Claim) -> Iterator[str]:
    for lemma in _lemmas(claim):
        base = " ".join(lemma)
        for form in PREDICATES[status_of(claim)]:
            yield form.format(past=past(base), base=base, gerund=gerund(base))
        if promised_verb(claim):
            yield f"{past(base)} to {promised_verb(claim)}"


def _lemmas(claim: Claim) -> list[Words]:
    """The verbs that may state an act: its own, with or without its particles, or the verb over a noun."""
    lemma, target = claim.action.lemma, claim.target
    found = [lemma, lemma.split()[0]]
    if target is not None:
        head = phrase_of(target).head
        if head == lemma:
            found += ["impose", "make"]
        elif len(lemma) > 4 and head.startswith(lemma[:5]):
            found += ["make", "give"]
    in_sentence = set(words_of(claim.sentence.text))
    if any(word in stages_heads() for word in words_of(claim.action_span.text)):
        found += [verb for verb in measure_verbs() if forms(verb) & in_sentence]
    return [one.split() for one in dict.fromkeys(found)]


def stages_heads() -> frozenset[str]:
    """The nouns of measures."""
    return next(sequence.heads for sequence in stages().sequence if sequence.about == "measure")


def measure_verbs() -> list[str]:
    """The verbs of the stages of measures."""
    sequence = next(sequence for sequence in stages().sequence if sequence.about == "measure")
    return [verb for stage in sequence.stage for verb in stage.verbs]


def _has_actors(words: Words, claim: Claim, peers: Sequence[Claim]) -> bool:
    """True if the words are a list of actors of these claims, with the actor of the claim itself."""
    if not any(_found(words, phrase) for phrase in _texts(claim.actor)):
        return False
    return _rest(words, [phrase for peer in peers for phrase in _texts(peer.actor)]) <= {KNOWN, "and"}


def _has_targets(words: Words, claim: Claim, peers: Sequence[Claim], context: Sequence[Claim]) -> bool:
    """True if the words are targets and dates of these claims, and words of the sentence before the target."""
    own = [*_texts(claim.target), *_continued(claim)] if claim.target else []
    topics = [phrase for other in context for phrase in _topic_texts(other)]
    if claim.target and not any(
        _found(words, phrase) for phrase in (*own, *(topics if _is_one_topic(claim, context) else ()))
    ):
        return False
    known = [phrase for peer in peers if peer.target for phrase in (*_texts(peer.target), *_continued(peer))]
    dates = [words_of(dated(peer.when)) for peer in peers if peer.when]
    left = _rest(_replaced(words, dates), [*known, *own, *topics, _between(claim)])
    return left <= {KNOWN, "and", "any", *nouns().prepositions}


def _is_one_topic(claim: Claim, context: Sequence[Claim]) -> bool:
    """True if other sentences of the item may name the target of the claim: it has a head in common with them."""
    return claim.target is not None and any(other is not claim for other in context)


def _topic_texts(claim: Claim) -> list[Words]:
    return [*_texts(claim.target), *_continued(claim)] if claim.target else []


def _continued(claim: Claim) -> Iterator[Words]:
    """The target, or the noun that is the action, with the words that follow it: "ban on the export of gas"."""
    for span in (claim.target.span if claim.target else None, claim.action_span):
        if span is not None:
            rest = words_of(claim.sentence.text[span.end - claim.sentence.start :])[:8]
            label = words_of(span.text)[-1:] if span is claim.action_span else words_of(claim.target.entity.label)
            yield from (
                [*label, *rest[:n]] for n in range(2, len(rest) + 1) if rest[0] in {"on", "against", "for", "about"}
            )


def _between(claim: Claim) -> Words:
    """The words between the verb and a further participant: "police cooperation with" of "suspended … with Laos"."""
    return words_of(" ".join(words_before_target(claim))) if claim.rule == PARTY else []


def _texts(part: Participant | None) -> list[Words]:
    """What a clause may call a participant: its label, its words in the text, with its number, or with its country."""
    if part is None:
        return []
    label = part.entity.label
    texts = [label, part.span.text, name(phrase_of(part)), f"{part.quantity} {label}" if part.quantity else label]
    found = [words_of(text) for text in texts]
    return [words for n, words in enumerate(found) if words and words not in found[:n]]


def _labels(entity: Entity) -> list[Words]:
    """The label, unless it has a country in brackets, and the label as prose has it: "Peru's Ministry of Truth"."""
    label = [] if "(" in entity.label else [words_of(entity.label)]
    return [*label, words_of(name(NounPhrase.of(entity)))]


def _are_entities(text: str, entities: Sequence[Entity]) -> bool:
    words = words_of(text)
    return bool(words) and _rest(words, [label for entity in entities for label in _labels(entity)]) <= {KNOWN, "and"}


def _are_parts(text: str, parts: Sequence[Participant]) -> bool:
    return _rest(words_of(text), [phrase for part in parts for phrase in _texts(part)]) <= {KNOWN, "and"}


def _names_topic(text: str, context: Sequence[Claim]) -> bool:
    """True if the words for a topic are those of participants of the claims, or of the noun of a measure."""
    parts = [part for claim in context for part in (claim.actor, claim.target) if part]
    countries = [
        words_of(claim.actor.entity.country.partition("/")[2].replace("-", " "))
        for claim in context
        if claim.actor.entity.country
    ]
    phrases = [phrase for part in parts for phrase in _texts(part)]
    phrases += [phrase for claim in context for phrase in _continued(claim)]
    words = words_of(text.replace("money for", "")) if "money for" in text else words_of(text)
    return bool(words) and _rest(words, [*phrases, *countries]) <= {KNOWN, "and"}


def _are_told(text: str, cited: Sequence[Claim]) -> bool:
    """True for what was done to others: "106 suspects and the ringleader arrested"."""
    targets = [phrase for claim in cited for phrase in _texts(claim.target)]
    verbs = {participle(claim.action.lemma.split()[0]) for claim in cited}
    words = words_of(text)
    return (
        not verbs.isdisjoint(words)
        and KNOWN in _rest(words, targets)
        and _rest(words, targets) <= {KNOWN, "and", *verbs}
    )


def _says_by_phrase(text: str, claim: Claim, context: Sequence[Claim]) -> bool:
    """True for a topic with words of the sentence that say its stage: "went on trial", "took effect"."""
    every = (stage for sequence in stages().sequence for stage in sequence.stage)
    patterns = (pattern for stage in every for pattern in (*stage.phrases, *stage.open, *stage.own))
    ends = (re.search(f"(?:{pattern.removeprefix('^')})$", text) for pattern in patterns)
    return any(end[0] in claim.sentence.text and _names_topic(text[: end.start()], context) for end in ends if end)


def _found(words: Words, phrase: Words) -> bool:
    return any(words[n : n + len(phrase)] == phrase for n in range(len(words) - len(phrase) + 1)) if phrase else False


def _rest(words: Words, phrases: Iterable[Words]) -> set[str]:
    """The words without these phrases; `KNOWN` for those that were found."""
    return set(_replaced(words, phrases))


def _replaced(words: Words, phrases: Iterable[Words]) -> Words:
    """The words with `KNOWN` for each of these phrases, the longest first."""
    left = list(words)
    for phrase in sorted(phrases, key=len, reverse=True):
        n = 0
        while phrase and n + len(phrase) <= len(left):
            if left[n : n + len(phrase)] == phrase:
                left[n : n + len(phrase)] = [KNOWN]
            n += 1
    return left


FUNCTION_WORDS = frozenset(
    {"and", "or", "its", "their", "was", "were", "been", *nouns().articles, *nouns().prepositions}
)


def changed(line: BriefSentence) -> Iterator[BriefSentence]:
    """The sentence with each of its words and numbers replaced in turn, denied in each place, and without a source."""
    words = line.text.split()
    for n, word in enumerate(words):
        core = word.strip(".,;:()")
        if core and core.casefold() not in FUNCTION_WORDS:
            other = word.replace(core, "9999" if core[0].isdigit() else "frobnicated")
            yield replace(line, text=" ".join([*words[:n], other, *words[n + 1 :]]))
    for n in range(1, len(words)):
        yield replace(line, text=" ".join([*words[:n], "not", *words[n:]]))
    yield replace(line, sources=())
