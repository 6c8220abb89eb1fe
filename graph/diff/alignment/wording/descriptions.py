"""Tells what a described thing is: "the help desk at the airport" of one text, "a help desk" of another."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from graph.diff.alignment.batch_claims import BatchClaim
from graph.diff.alignment.names import TYPES
from graph.diff.alignment.subjects import DETERMINER, Subject
from graph.diff.alignment.tables import nouns
from graph.diff.alignment.topics import PARTY
from graph.diff.alignment.wording.clauses import TIMES
from graph.diff.alignment.wording.noun_phrases import NounPhrase, phrase_of
from graph.rdf.stored_sentence import StoredSentence
from ontology.identifiers import thing_id
from ontology.model import Entity, EntityType

LEAST_SHARED = 2
"""Fewest words that two descriptions share beside their head noun."""
CLAUSE_END = re.compile(r"[;:“”\"]|, | (?:and|but|which|who|that|because|after|although|while)\b")
NO_THINGS = frozenset({"people", "value"})
"""Kinds of noun that mean others in each text, however they are described."""


@dataclass(frozen=True)
class Described:
    """A predicate whose subject has a description and no name."""

    batch: int
    stored: StoredSentence
    subject: Subject
    match: re.Match[str]
    named: frozenset[str]

    @cached_property
    def phrase(self) -> NounPhrase:
        """Its noun phrase."""
        return NounPhrase.of_text(DETERMINER.sub("", self.subject.text), EntityType.THING)

    @cached_property
    def description(self) -> Description:
        """What its clause says of it."""
        return Description.of(self.phrase, _clause_behind(self.stored.sentence.text, self.match.end()), self.named)


@dataclass(frozen=True, slots=True)
class Description:
    """The head noun of a thing, and the content words of its clause."""

    head: str
    words: frozenset[str]
    modifiers: frozenset[str]
    named: frozenset[str]

    @classmethod
    def of(cls, phrase: NounPhrase, rest: str, named: frozenset[str] = frozenset()) -> Description:
        """The description of a phrase with what its clause says behind it; `named` are the ids its document names."""
        words = stems_of(f"{phrase.label} {rest}")
        head = phrase.head.removesuffix("s").split()[-1]
        return cls(head, words - {head}, stems_of(" ".join(phrase.distinctive)), named)

    def shared(self, other: Description) -> int:
        """How many words both have; 0 if that is too few, or if they are not called the same."""
        common = len(self.words & other.words)
        is_of_one_story = bool(self.modifiers & other.modifiers) and not self.named.isdisjoint(other.named)
        return common if self.head == other.head and (common >= LEAST_SHARED or is_of_one_story) else 0


def identified(
    found: Sequence[Described], claims: Iterable[BatchClaim], named_in: Callable[[int, str], frozenset[str]]
) -> Iterator[tuple[Described, Entity]]:
    """The described subjects with the entity that each means: the target of a claim of another batch, or a new one.

    A subject that no other batch describes is left out: nothing can have moved.
    """
    subjects = [one for one in found if _is_thing(one.phrase)]
    targets = [(claim.batch, entity, described) for claim in claims for entity, described in _target(claim, named_in)]
    for one in subjects:
        known = [
            (one.description.shared(other), n) for n, (batch, _, other) in enumerate(targets) if batch != one.batch
        ]
        best = max(known, key=lambda item: (item[0], -item[1]), default=(0, 0))
        if best[0]:
            yield one, targets[best[1]][1]
    for one in subjects:
        likes = [other for other in subjects if other.batch != one.batch and one.description.shared(other.description)]
        if likes:
            first = min((one, *likes), key=lambda other: (other.batch, other.stored.sentence.document))
            label = first.phrase.label
            kind = next((TYPES[kind] for kind in sorted(TYPES) if kind in first.phrase.kinds), EntityType.THING)
            yield one, Entity(thing_id(label), label, kind)


def _target(claim: BatchClaim, named_in: Callable[[int, str], frozenset[str]]) -> Iterator[tuple[Entity, Description]]:
    """The target of a claim with its description, if it is a thing without a name."""
    target = claim.claim.target
    if target is None or claim.claim.rule == PARTY or not _is_thing(phrase_of(target)):
        return
    rest = _clause_behind(claim.claim.sentence.text, target.span.end - claim.claim.sentence.start)
    yield target.entity, Description.of(phrase_of(target), rest, named_in(claim.batch, claim.claim.document))


def _is_thing(phrase: NounPhrase) -> bool:
    return not (phrase.is_named or (phrase.is_generic and not phrase.distinctive) or phrase.kinds & NO_THINGS)


def _clause_behind(text: str, end: int) -> str:
    return CLAUSE_END.split(text[end:], maxsplit=1)[0]


def stems_of(text: str) -> frozenset[str]:
    """The content words without plural endings, function words, numbers and days."""
    words = {word for word in re.findall(r"[^\W_][\w’'-]*", text) if word not in TIMES and not word[0].isdigit()}
    lower = {re.sub(r"[’']s$", "", word.casefold()) for word in words}
    content = lower - nouns().articles - nouns().prepositions - nouns().stops - nouns().weak
    return frozenset(word.removesuffix("s") for word in content if len(word) > 2)
