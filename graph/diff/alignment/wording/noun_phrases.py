"""Takes noun phrases apart: head noun, modifiers, what follows the head, and whether the phrase is a name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from graph.diff.alignment.tables import nouns
from ontology.model import Claim, Entity, EntityType, Participant, Span

WORD = re.compile(r"\w+")
SUBJECT = re.compile(r"\s(?P<preposition>on|about|against|for)\s(?P<words>(?:[\w’'-]+\s?){1,5})")
VAGUE_KINDS = frozenset({"place", "people", "value", "operation"})
"""Kinds of noun that mean another thing in each text: two "scam compounds" are two."""


@dataclass(frozen=True)
class NounPhrase:
    """The label of an entity, split: "signing ceremony of the United Nations Convention" has the head "ceremony".

    A common noun has its head as a lemma, which the claim carries from the parser; a name keeps its text. The diff
    itself inflects no noun.
    """

    entity: Entity
    head: str
    """In lower case: the lemma of a common noun, the text of a proper noun."""
    modifiers: tuple[str, ...]
    """The words before the head, in lower case."""
    rest: str
    """The words after the head: "the United Nations Convention"."""
    is_plural: bool
    is_named: bool
    """True for a proper name, such as "Hanoi Declaration"."""

    @property
    def label(self) -> str:
        """The whole phrase."""
        return self.entity.label

    @staticmethod
    @lru_cache(maxsize=50_000)
    def of(entity: Entity, head_lemma: str | None = None) -> NounPhrase:
        """The noun phrase of an entity; `head_lemma` as the claim has it, None for a name."""
        words = _without_articles(re.findall(r"[^\s,()“”\"]+", entity.label))
        prepositions = nouns().prepositions
        end = next((n for n, word in enumerate(words) if n and word.casefold() in prepositions), len(words))
        base = words[:end] or [entity.label]
        head = _head(base, head_lemma)
        if head in nouns().transparent and words[end : end + 1] == ["of"] and words[end + 1 :]:
            whole = NounPhrase.of(replace(entity, label=" ".join(words[end + 1 :])))
            return replace(whole, entity=entity)
        modifiers = tuple(word.casefold() for word in base[: len(base) - len(head.split())])
        rest = " ".join(words[end + 1 :]).removeprefix("the ")
        is_people = entity.type is EntityType.GROUP and nouns().is_people(base[-1])
        is_plural = is_people or _is_plural(base, head, head_lemma)
        named = _is_name([word for word in base if word.casefold() not in nouns().weak]) or _is_joint_country(entity)
        return NounPhrase(entity, head, modifiers, rest, is_plural, named and not (is_people and len(base) == 1))

    @staticmethod
    def of_text(text: str, kind: EntityType) -> NounPhrase:
        """The noun phrase of a text that no claim has an entity for."""
        return NounPhrase.of(Entity("", text, kind))

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of thing that the head may mean."""
        of_head = nouns().of(self.head)
        if of_head or not self.is_named or not self.modifiers:
            return of_head
        return nouns().of(self.modifiers[0])  # "Operation Sentinel" begins with its kind

    @cached_property
    def distinctive(self) -> frozenset[str]:
        """The modifiers that distinguish it from others of its kind."""
        return frozenset(self.modifiers) - nouns().weak - nouns().other

    @property
    def is_generic(self) -> bool:
        """True for nouns that mean somebody else in each text: "suspects"."""
        return not self.is_named and self.head in nouns().generic

    @property
    def is_specific(self) -> bool:
        """True if the same words in two texts may mean the same thing."""
        if self.is_named or (self.rest and self.rest[0].isupper()):
            return True
        return bool(self.distinctive) and not (self.is_generic or self.is_plural or self.kinds & VAGUE_KINDS)


def phrase_of(participant: Participant) -> NounPhrase:
    """The noun phrase of an actor or target."""
    return NounPhrase.of(participant.entity, participant.head_lemma)


def key_of(participant: Participant) -> str:
    """What tells that two texts mean one participant: the id of a name of one word, else the words.

    What has no name has an id of its document, and the type of a longer name, which its id depends on, is a guess.
    """
    is_one_word = phrase_of(participant).is_named and " " not in participant.entity.label
    return participant.entity.id if is_one_word else participant.entity.label.casefold()


def enacted_name(label: str) -> str:
    """A name in lower case, in which the last noun of a bill is that of the act which it becomes."""
    *words, last = label.casefold().split()
    return " ".join([*words, "act" if last in nouns().enacted else last])


def source_phrase(claim: Claim) -> NounPhrase | None:
    """The noun phrase of whom the text quotes; None if it quotes nobody."""
    return None if claim.attribution is None else NounPhrase.of(claim.attribution, claim.attribution_head_lemma)


def _without_articles(words: Sequence[str]) -> Sequence[str]:
    first = next((n for n, word in enumerate(words) if word.casefold() not in nouns().articles), len(words) - 1)
    return words[max(0, first) :]


def _is_joint_country(entity: Entity) -> bool:
    """True for "Bosnia and Herzegovina", a name with a small word."""
    return entity.type is EntityType.COUNTRY and entity.label[:1].isupper()


def _is_name(words: Sequence[str]) -> bool:
    return any(word[0].isupper() for word in words) and all(word[0].isupper() or word[0].isdigit() for word in words)


def _head(words: Sequence[str], lemma: str | None) -> str:
    """The head noun; two words where the tables know both as one noun ("task force")."""
    last = lemma or words[-1].casefold()
    pair = f"{words[-2].casefold()} {last}" if len(words) > 1 else ""
    return pair if pair and (nouns().of(pair) or pair in nouns().generic) else last


def _is_plural(words: Sequence[str], head: str, lemma: str | None) -> bool:
    """True if the text of the head is not its lemma, or for nouns that are plural in themselves: "police"."""
    in_text = {part for word in words for part in WORD.findall(word.casefold())}
    return head in nouns().plural or (lemma is not None and lemma not in in_text)


def subject_phrase(claim: Claim, noun: Span) -> str:
    """What the sentence says right after a noun that it is on or against: "on the export of drones"; else nothing."""
    match = SUBJECT.match(claim.sentence.text[noun.end - claim.sentence.start :])
    words = match["words"].split() if match else []
    stops = (nouns().prepositions | nouns().stops) - {"of"}
    end = next((n for n, word in enumerate(words) if word.casefold() in stops), len(words))
    return " ".join([match["preposition"], *words[:end]]) if match and end else ""


def content_words(text: str) -> list[str]:
    """The words of a text in lower case, without articles and prepositions: the short ones too, as oil and gas."""
    words = (word.casefold().strip(".,;:") for word in text.split())
    return [word for word in words if word and word not in nouns().articles | nouns().prepositions]


def subject_words(claim: Claim) -> list[str]:
    """The content words of what the target is on or against: of "bill on critical infrastructure" the last two."""
    return content_words(subject_phrase(claim, claim.target.span)) if claim.target else []


def is_definite(text: str) -> bool:
    """True for a phrase that begins as one does that speaks of something known: "the conference", "their offer"."""
    first = WORD.match(text)
    return first is not None and first[0].casefold() in nouns().definite


def is_known(entity: Entity) -> bool:
    """True for names, and for bodies and groups of somebody with a name: "South Korean police"."""
    return any(word[:1].isupper() for word in entity.label.split())


def country_of(entity: Entity) -> str | None:
    """Id of the country that an actor is or belongs to."""
    return entity.id if entity.type is EntityType.COUNTRY else entity.country
