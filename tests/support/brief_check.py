"""Checks the sentences of a brief against the claims of the sentences that they cite: who, what, to whom, how firmly.

It reads the English of the brief, not the objects that wrote it. A sentence holds only if a cited claim has its actor,
verb, status and target, and if each of its words is explained: by a participant of a cited claim, by the verb with its
status, by a date or number of the claim, or by words of the cited sentence between verb and target.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from support.brief_clauses import are_told, names_topic, says
from support.brief_stages import stage_holds
from support.brief_words import are_entities, are_parts

from graph.diff.alignment.actor_names import one_name_each
from graph.diff.alignment.amounts import amount
from graph.diff.alignment.batch_claims import batch_claims
from graph.diff.inflection import past
from graph.diff.render.brief import LISTED_NAMES, Brief, BriefSentence, shortened
from graph.diff.render.grammar import english, joined
from graph.rdf.stored_claim import StoredClaim
from ontology.model import Claim, Entity

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
    r"^(?:More|Fewer) documents or claims say that (?P<clause>.+) "
    r"\(documents: (?P<old>\d+) before, (?P<new>\d+) now\)\.$"
)
MOVED_TITLE = "What moved"
BySentence = dict[tuple[str, str], list[Claim]]


class BriefCheck:
    """The sentences of a brief, and the claims of the sentences that they cite, for each side."""

    def __init__(self, made: Brief, before: Iterable[StoredClaim], after: Iterable[StoredClaim]) -> None:
        self.made = made
        self.keys = list(made.sources)
        claims, _ = one_name_each(batch_claims((before, after)))  # a brief calls an actor by one of its names
        sides = ([claim.stored for claim in claims if claim.batch == side] for side in (0, 1))
        self.sides = [self._by_sentence(side) for side in sides]

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
            is_counted = all(number in counted for number in match["number"].split(" and "))
            return is_counted and self._clause_holds(match["clause"], old, context)
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
            ends = (second[0], *(f"{actor} {second[0]}" for actor in _beginnings(first)))  # one actor, named once
            is_new = any(self._clause_holds(end, new, context) for end in ends)
            return self._clause_holds(first, old, context) and is_new
        return self._clause_holds(first, cited, context)

    def _is_more_or_fewer(
        self, match: re.Match[str], sides: tuple[list[Claim], list[Claim]], context: Sequence[Claim]
    ) -> bool:
        documents = [str(len({claim.document for claim in side})) for side in sides]
        both = [claim for side in sides for claim in side]
        return [match["old"], match["new"]] == documents and self._clause_holds(match["clause"], both, context)

    def _is_changed_account(
        self, match: re.Match[str], sides: tuple[list[Claim], list[Claim]], context: Sequence[Claim]
    ) -> bool:
        """True if both sides quote the same, and one side affirms the clause."""
        speakers = [[claim.attribution or claim.actor.entity for claim in side] for side in sides]
        said = {"denied", "said", *(past(verb) for verb in english().admitting)}
        is_one = all(are_entities(match["source"], side) for side in speakers) and {match["old"], match["new"]} <= said
        return is_one and any(self._clause_holds(match["clause"], side, context) for side in sides)

    def _clause_holds(self, text: str, cited: Sequence[Claim], context: Sequence[Claim]) -> bool:
        parts = text.split("; ")
        return all(any(says(part, claim, cited, context) for claim in cited) for part in parts)

    @staticmethod
    def _are_only_of(cited: Sequence[Claim], names: str, other: BySentence) -> bool:
        """True if each name is of a participant of a cited claim, and of none of the other side."""
        others = {entity.id for claims in other.values() for claim in claims for entity in _entities(claim)}
        here = (entity for claim in cited for entity in _entities(claim))
        return are_entities(names, [entity for entity in here if entity.id not in others])


def _beginnings(text: str) -> Iterator[str]:
    """The words of a clause up to each of its words: one of them is its actor."""
    words = text.split()
    return (" ".join(words[:n]) for n in range(1, len(words)))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _entities(claim: Claim) -> list[Entity]:
    parts = (claim.actor.entity, claim.target.entity if claim.target else None, claim.attribution)
    return [entity for entity in parts if entity is not None]
