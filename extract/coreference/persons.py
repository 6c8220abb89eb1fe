"""The persons of a document: where they are named, what tells their gender, and what speaks for a person.

Only what holds for the whole document is here; `pronoun_features` weighs it against the place of a pronoun.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extract.lexicon.loader import is_feminine_name, lexicon
from extract.parsing.tokens import Token
from ontology.model import Entity

MOST = 4
"""Mentions beyond so many count no more."""


@dataclass(frozen=True, slots=True)
class PersonMention:
    """A name or description of a person, at a noun of a sentence."""

    sentence: int
    token: Token
    entity: Entity
    named: bool = True
    """False for a description: "the president"."""
    doubtful: bool = False
    """True for a name that the model does not take for a person's."""

    @property
    def place(self) -> tuple[int, int]:
        """For reading order: sentence and token."""
        return self.sentence, self.token.i


@dataclass(frozen=True, slots=True)
class Past:
    """A pronoun that was resolved: where it stands, and whom it stands for."""

    sentence: int
    token: Token
    entity: Entity


@dataclass(frozen=True, slots=True)
class Profile:
    """What a document tells of a person by all its mentions."""

    sure: bool
    """True if the model takes one of them for a person's name."""
    feminine: bool | None
    """By a title, a word of kin or the first name; None where they do not tell."""
    gender_by: str
    cues: tuple[str, ...]


class People:
    """The persons of a document, and the pronouns that were found to stand for them."""

    def __init__(self) -> None:
        self.past: list[Past] = []
        self.first: str | None = None
        self._sentences: dict[int, list[PersonMention]] = {}
        self._named: dict[str, list[PersonMention]] = {}
        self._profiles: dict[str, Profile] = {}

    def add(self, mentions: Iterable[PersonMention]) -> None:
        """Mentions of a sentence; those of earlier sentences must have been added before."""
        for mention in mentions:
            here = self._sentences.setdefault(mention.sentence, [])
            here.append(mention)
            here.sort(key=lambda one: one.place)
            if mention.named:
                self._named.setdefault(mention.entity.id, []).append(mention)
                self._profiles.pop(mention.entity.id, None)
                if self.first is None and not mention.doubtful:
                    self.first = mention.entity.id

    def mentions(self, first: int, last: int) -> Iterator[PersonMention]:
        """The mentions from one sentence to another, in reading order."""
        for index in range(first, last + 1):
            yield from self._sentences.get(index, ())

    def doubtful(self) -> Iterator[PersonMention]:
        """The mentions that the model does not take for a person's."""
        return (mention for mentions in self._named.values() for mention in mentions if mention.doubtful)

    def profile(self, entity: Entity) -> Profile:
        """What the document tells of a person."""
        if entity.id not in self._profiles:
            self._profiles[entity.id] = _profile(entity, self._named.get(entity.id, []))
        return self._profiles[entity.id]


def _profile(entity: Entity, mentions: list[PersonMention]) -> Profile:
    sure = any(not mention.doubtful for mention in mentions)
    feminine, by = _gender(entity, mentions)
    prefix = "" if sure else "doubtful "
    cues = [f"{prefix}{min(len(mentions), MOST)} mentions in all"]
    cues.extend(dict.fromkeys(f"{prefix}ever {what}" for mention in mentions for what in _roles(mention.token)))
    return Profile(sure, feminine, by, tuple(cues))


def _roles(token: Token) -> Iterator[str]:
    """Roles of a name that are more a person's than a place's or a thing's, or less."""
    verb = token.head
    if token.dep_ == "nsubj" and verb.pos_ == "VERB":
        yield "a subject"
        if verb.lemma_ in lexicon().context.speech:
            yield "a speaker"
    if any(child.dep_ in {"det", "amod", "nummod"} for child in token.children):
        yield "with an article"
    apposed = [child for child in token.children if child.dep_ == "appos"]
    if any(noun.pos_ == "NOUN" for noun in apposed) or (token.dep_ == "appos" and verb.pos_ == "NOUN"):
        yield "beside a noun"


def _gender(entity: Entity, mentions: list[PersonMention]) -> tuple[bool | None, str]:
    """Whether a person is a woman, and what tells it: a word beside the name, a first name, a name standing alone."""
    words = lexicon().pronouns.genders
    for mention in mentions:
        for word in _beside(mention.token):
            if word.lower_ in words and word.dep_ != "poss":
                return words[word.lower_] == "feminine", "word"
    name = is_feminine_name(entity.label.split(maxsplit=1)[0]) if mentions else None
    return name, "" if name is None else "name" if " " in entity.label else "single name"


def _beside(name: Token) -> Iterator[Token]:
    """The word before a name, its titles and appositions."""
    if name.left_edge.i:
        yield name.doc[name.left_edge.i - 1]
    yield from (child for child in name.children if child.dep_ in {"appos", "compound", "nmod"})
    if name.dep_ == "appos":
        yield name.head
