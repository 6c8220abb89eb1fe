"""Checks the sentences of a brief against the claims of the sentences that they cite: who, what, to whom, how firmly.

It reads the English of the brief, not the objects that wrote it. A sentence holds only if a cited claim has its actor,
verb, status and target, and if each of its words is explained: by a participant of a cited claim, by the verb with its
status, by a date or number of the claim, or by words of the cited sentence between verb and target.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from support.brief_clauses import are_told, names_topic, says
from support.brief_quotes import QUOTED, quotes_hold
from support.brief_stages import stage_holds
from support.brief_words import KNOWN, are_entities, are_parts, rest_of, texts_of, words_of

from graph.diff.alignment.tables import nouns, stages
from graph.diff.alignment.wording.amounts import amount
from graph.diff.alignment.wording.noun_phrases import phrase_of
from graph.diff.findings.steps import ALLEGED, DONE, NEGATED, status_of
from graph.diff.inflection import forms, past
from graph.diff.render.brief import LISTED_NAMES, Brief, BriefSentence, shortened
from graph.diff.render.grammar import joined
from graph.rdf.stored_claim import StoredClaim
from ontology.actions import scheme
from ontology.model import Claim, Entity, EntityType, Modality, Participant, Polarity, Sentence, Span

MOVED = re.compile(r"^(?P<who>.+?) went from (?P<before>.+) to (?P<after>[^;]+)\.$")
STORY = re.compile(r"^(?P<who>.+?) had been (?P<before>.+); the text that takes this up tells of (?P<after>.+)\.$")
OPENING = re.compile(
    r"^This compares (?P<old>[\d,]+) documents? of .+ and (?P<new>[\d,]+) documents? of .+?\. "
    r"(?P<moved>[\d,]+) matters? moved;"
)
TITLE = re.compile(r"^What changed between (?P<before>.+) and (?P<after>.+)$")
RECOUNT = re.compile(r"^(?P<clause>.+); now the number is (?P<number>.+)\.$")
AGAIN = re.compile(r"^Later it was (?P<targets>.+)\.$")
REVERSED = re.compile(r"^(?P<source>.+) first (?P<old>\w+), and later (?P<new>\w+), that (?P<clause>.+)\.$")
ALSO = re.compile(r"^(?P<clause>.+), now also according to (?P<sources>.+)\.$")
EXTENT = re.compile(
    r"^(?P<word>More|Fewer) documents say that (?P<clause>.+) \((?P<old>\d+) before, (?P<new>\d+) now\)\.$"
)
MOVED_TITLE = "What moved"
DENIED, SAID = "denied", "said"
DEFINITE, FIRMS = frozenset({"the", "its", "their"}), frozenset({"company", "firm"})
NUMBER = re.compile(r"\d[\d,.]*\d(?: (?:thousand|million|billion))?|\d+")
TO_BE = re.compile(r"\b(?:will|would|(?:is|are)(?: due| set| expected)? to) be\b")
BySentence = dict[tuple[str, str], list[Claim]]


class BriefCheck:
    """The sentences of a brief, and the claims of the sentences that they cite, for each side.

    `names`: by another name of an actor, the one that the brief has to call it by, as a person has listed them.
    """

    def __init__(
        self,
        made: Brief,
        before: Iterable[StoredClaim],
        after: Iterable[StoredClaim],
        names: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.made = made
        self.keys = list(made.sources)
        sides = [[stored.claim for stored in side] for side in (before, after)]
        self.later = {claim.document for claim in sides[1]}
        by_label = {entity.label: entity for side in sides for claim in side for entity in _entities(claim)}
        chosen = {by_label[other].id: by_label[name] for other, name in names.items()}
        self.entities = sorted({entity for side in sides for claim in side for entity in _entities(claim)}, key=str)
        self.sides = [self._by_sentence(_renamed(claim, chosen) for claim in side) for side in sides]
        self.texts: dict[str, str] = {}
        for claim in (claim for side in sides for claim in side):
            if claim.sentence.text not in self.texts.get(claim.document, ""):
                self.texts[claim.document] = f"{self.texts.get(claim.document, '')} {claim.sentence.text}"

    @staticmethod
    def _by_sentence(claims: Iterable[Claim]) -> BySentence:
        by_sentence: BySentence = {}
        for claim in claims:
            by_sentence.setdefault((claim.document, claim.sentence.text), []).append(claim)
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
        old, new = (
            [
                claim
                for n in numbers
                for claim in (
                    *self._with_antecedents(side.get(self.keys[n - 1], ())),
                    *self._stated(n - 1, number),
                    *self._described(n - 1, number, lines),
                )
            ]
            for number, side in enumerate(self.sides)
        )
        return old, new

    def _with_antecedents(self, claims: Iterable[Claim]) -> Iterator[Claim]:
        """The claims, and those in which "the company" or "the bill" is what its document names so."""
        for claim in claims:
            yield claim
            actors = [claim.actor.entity, *self._meant(claim, claim.actor)]
            targets = [claim.target.entity, *self._meant(claim, claim.target)] if claim.target else []
            for actor in actors:
                for target in targets or [None]:
                    whole = replace(claim.target, entity=target) if claim.target and target else claim.target
                    yield replace(claim, actor=replace(claim.actor, entity=actor), target=whole)

    def _meant(self, claim: Claim, part: Participant) -> list[Entity]:
        words = claim.sentence.text[: part.span.end - claim.sentence.start].casefold().split()[-2:]
        noun = words[-1] if len(words) > 1 and words[0] in DEFINITE else ""
        return [entity for entity in self.entities if noun and self._is_called(entity, noun, claim.document)]

    def _is_called(self, entity: Entity, noun: str, document: str) -> bool:
        """True if a document that names the entity may call it by this noun."""
        plain = re.sub(r" \([^)]*\)$", "", entity.label)
        last = plain.casefold().split()[-1]
        laws = nouns().enacted | nouns().drafts
        is_law = last in nouns().enacted and noun in laws
        is_company = noun in FIRMS and (entity.type is EntityType.COMPANY or last in nouns().company_words)
        head = phrase_of(Participant(replace(entity, label=plain), Span(0, 0, ""))).head
        is_named = plain.casefold() in self.texts.get(document, "").casefold()
        return entity.label[:1].isupper() and is_named and (noun == head or is_law or is_company)

    def _described(self, key: int, side: int, lines: Iterable[BriefSentence]) -> Iterator[Claim]:
        """What a cited sentence may say of the words that a line begins with, if the sentence has them too."""
        document, text = self.keys[key]
        stored, title = self.made.sources[self.keys[key]], TITLE.match(self.made.title)
        if stored is None or title is None or stored.batch != title[side + 1]:
            return
        for line in lines:
            words = re.sub(r"^(?:Before|Now): ", "", line.text).split()
            words = words[1:] if words[0].casefold() == "the" else words
            wholes = (" ".join(words[:n]) for n in range(len(words), 1, -1))
            found = next((whole for whole in wholes if whole.casefold() in text.casefold()), None)
            if found is not None:
                start = text.casefold().index(found.casefold())
                for n in range(len(found.split()), 1, -1):
                    part = " ".join(found.split()[:n])
                    entity = Entity(
                        "", part[0].lower() + part[1:] if line.text[0] != part[0] else part, EntityType.THING
                    )
                    yield _statement(document, text, entity, start, part)

    def _stated(self, key: int, side: int) -> Iterator[Claim]:
        """What a cited sentence of a side may say of each name that it has, if it says what was or will be done."""
        document, text = self.keys[key]
        stored, title = self.made.sources[self.keys[key]], TITLE.match(self.made.title)
        if stored is None or title is None or stored.batch != title[side + 1]:
            return
        for entity in self.entities:
            name = entity.label.split()[-1] if entity.type is EntityType.PERSON else entity.label
            *words, last = name.split()
            acts = (
                [" ".join([*words, noun.title()]) for noun in nouns().enacted]
                if last.casefold() in nouns().enacted
                else []
            )
            known = next((one for one in (name, *acts) if one in text), None) or self._noun_for(entity, document, text)
            if known is not None and entity.label[:1].isupper() and entity.type is not EntityType.COUNTRY:
                yield _statement(document, text, entity, text.index(known), known)

    def _noun_for(self, entity: Entity, document: str, text: str) -> str | None:
        """The noun by which a sentence calls an entity that its document names: "company" of "the company"."""
        definite = re.findall(r"(?i)\b(?:the|its) ([a-z]+)", text)
        return next((noun for noun in definite if self._is_called(entity, noun.casefold(), document)), None)

    def holds(self, line: BriefSentence, item: Sequence[BriefSentence]) -> bool:
        """True if the sentences that the line cites say what it says; `item` gives the names of its topic."""
        if line.names:
            return self._cut_holds(line, item)
        if match := QUOTED.match(line.text):
            return quotes_hold(match, [self.keys[n - 1] for n in line.sources], self.later)
        old, new = self._cited([line])
        context = [claim for side in self._cited(item) for claim in side]
        for start, cited, other in self._lists(old, new):
            if line.text.startswith(start):
                return self._are_only_of(cited, line.text.removeprefix(start).removesuffix("."), other)
        if match := MOVED.match(line.text) or STORY.match(line.text):
            is_after = stage_holds(match["after"], new) or are_told(match["after"], new)
            return names_topic(match["who"], context) and stage_holds(match["before"], old) and is_after
        return self._clauses_hold(line.text, (old, new), context)

    def _cut_holds(self, line: BriefSentence, item: Sequence[BriefSentence]) -> bool:
        """True if the sentence holds with the names that it shows, and with each alone that has its own sources."""
        names = [text for text, _ in line.names]
        start, shown, rest = line.text.partition(shortened(names))
        alone = [BriefSentence(f"{start}{text}{rest}", numbers) for text, numbers in line.names if numbers]
        named = BriefSentence(f"{start}{joined(names[:LISTED_NAMES] if alone else names)}{rest}", line.sources)
        return bool(shown) and all(self.holds(one, item) for one in (named, *alone))

    def _lists(self, old: list[Claim], new: list[Claim]) -> list[tuple[str, list[Claim], BySentence]]:
        """How the sentences on new and missing actors begin, their claims, and the claims of the other side."""
        match = TITLE.match(self.made.title)
        before, after = (match["before"], match["after"]) if match else ("", "")
        return [
            (_capital(f"named for the first time in {after}: "), new, self.sides[0]),
            (_capital(f"named in {before} but not in {after}: "), old, self.sides[1]),
        ]

    def _clauses_hold(self, text: str, sides: tuple[list[Claim], list[Claim]], context: Sequence[Claim]) -> bool:
        old, new = sides
        both = [*old, *new]
        if match := AGAIN.match(text):
            return are_parts(match["targets"], [claim.target for claim in new if claim.target])
        if match := EXTENT.match(text):
            return self._is_more_or_fewer(match, sides, context)
        if match := REVERSED.match(text):
            return self._is_changed_account(match, sides, context)
        if match := ALSO.match(text):
            sources = [claim.attribution for claim in new if claim.attribution]
            return are_entities(match["sources"], sources) and self._clause_holds(match["clause"], both, context)
        if match := RECOUNT.match(text):
            counted = {amount(claim.target) for claim in new if claim.target}
            in_texts = {number for claim in new for number in NUMBER.findall(claim.sentence.text)}
            is_counted = all(number in counted | in_texts for number in match["number"].split(" and "))
            is_quoted = any(match["clause"].casefold() in claim.sentence.text.casefold() for claim in old)
            return is_counted and (is_quoted or self._clause_holds(match["clause"], old, context))
        return self._sides_hold(text, sides, context)

    def _sides_hold(self, text: str, sides: tuple[list[Claim], list[Claim]], context: Sequence[Claim]) -> bool:
        """True for a clause of one side, or for one of each."""
        old, new = sides
        cited = [*old, *new]
        for lead_in, side in (("Before: ", old), ("Now: ", new), ("Now, ", new), ("Later, ", new)):
            if text.startswith(lead_in):
                text, cited = text.removeprefix(lead_in), side
        first, *second = re.split(r", but |; (?:now|later) |, and later ", text.rstrip("."), maxsplit=1)
        if second:
            ends = (second[0], _with_actors(first, second[0], old))
            is_new = any(self._clause_holds(end, new, context) for end in ends)
            return self._clause_holds(first, old, context) and is_new
        return self._clause_holds(first, cited, context)

    def _is_more_or_fewer(
        self, match: re.Match[str], sides: tuple[list[Claim], list[Claim]], context: Sequence[Claim]
    ) -> bool:
        old, new = (len({claim.document for claim in side}) for side in sides)
        word = "More" if new > old else "Fewer"
        is_counted = (match["word"], match["old"], match["new"]) == (word, str(old), str(new)) and old != new
        return is_counted and self._clause_holds(match["clause"], [*sides[0], *sides[1]], context)

    def _is_changed_account(
        self, match: re.Match[str], sides: tuple[list[Claim], list[Claim]], context: Sequence[Claim]
    ) -> bool:
        """True if both sides quote the same, one side denies, and the other affirms the clause with its verb."""
        speakers = [[claim.attribution or claim.actor.entity for claim in side] for side in sides]
        if not all(are_entities(match["source"], side) for side in speakers):
            return False
        verbs = (match["old"], match["new"])
        for denying, affirming, (denied, said) in ((*sides, verbs), (*sides[::-1], verbs[::-1])):
            told = [claim for claim in affirming if status_of(claim) in {DONE, ALLEGED} and _is_said(said, claim)]
            if denied == DENIED and said != DENIED and any(map(_is_denial, denying)):
                clause = match["clause"]
                quoting = [claim for claim in affirming if f"that {clause}" in claim.sentence.text]
                is_quoted = any(_is_said(said, claim) for claim in quoting)
                return is_quoted or any(self._clause_holds(clause, [claim], context) for claim in told)
        return False

    def _clause_holds(self, text: str, cited: Sequence[Claim], context: Sequence[Claim]) -> bool:
        parts = text.split("; ")
        return all(any(says(part, claim, cited, context) for claim in cited) for part in parts)

    @staticmethod
    def _are_only_of(cited: Sequence[Claim], names: str, other: BySentence) -> bool:
        """True if each name is of a participant of a cited claim, and of none of the other side."""
        others = {entity.id for claims in other.values() for claim in claims for entity in _entities(claim)}
        here = (entity for claim in cited for entity in _entities(claim))
        return are_entities(names, [entity for entity in here if entity.id not in others])


def _with_actors(first: str, second: str, cited: Sequence[Claim]) -> str:
    """The second clause with the actors that the first one names for both."""
    words = first.split()
    actors = [phrase for claim in cited if claim.rule != "statement" for phrase in texts_of(claim.actor)]
    starts = (" ".join(words[:n]) for n in range(len(words), 0, -1))
    named = next((start for start in starts if rest_of(words_of(start), actors) <= {KNOWN, "and"}), "")
    return f"{named} {second}"


def _statement(document: str, text: str, entity: Entity, start: int, name: str) -> Claim:
    """A claim of which only the sentence, the actor and the modality mean something."""
    sentence, span = Sentence(document, 0, 0, len(text), text), Span(start, start + len(name), name)
    modality = Modality.PLANNED if TO_BE.search(text) else Modality.ASSERTED
    parts = (document, sentence, Participant(entity, span), scheme().action("be"), span, None)
    return Claim("", *parts, Polarity.AFFIRMED, modality, False, None, None, None, 1.0, "statement")


def _is_denial(claim: Claim) -> bool:
    words = set(words_of(claim.sentence.text.partition(" that ")[0]))
    is_said = any(not words.isdisjoint(forms(verb)) for verb in stages().cues.denying)
    return status_of(claim) == NEGATED or claim.action.class_ in {"deny", "reject"} or is_said


def _is_said(verb: str, claim: Claim) -> bool:
    """True for "said", and for a verb of admission that the sentence has in one of its forms."""
    spoken = next((lemma for lemma in stages().cues.admitting if past(lemma) == verb), None)
    words = set(words_of(claim.sentence.text))
    return verb == SAID or (spoken is not None and not words.isdisjoint(forms(spoken)))


def _renamed(claim: Claim, chosen: Mapping[str, Entity]) -> Claim:
    """The claim with the entities by which a brief calls them."""

    def named(part: Participant) -> Participant:
        return replace(part, entity=chosen.get(part.entity.id, part.entity))

    target, source = claim.target, claim.attribution
    return replace(
        claim,
        actor=named(claim.actor),
        target=named(target) if target else None,
        attribution=chosen.get(source.id, source) if source else None,
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _entities(claim: Claim) -> list[Entity]:
    parts = (claim.actor.entity, claim.target.entity if claim.target else None, claim.attribution)
    return [entity for entity in parts if entity is not None]
