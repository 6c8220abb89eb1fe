"""The persons of a document: their mentions, the pronouns resolved to them, and their profiles.

This is what holds for the whole document; `features` relates it to the place of one pronoun.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extract.lexicon.loader import is_feminine_name, is_feminine_word, lexicon
from extract.parsing.tokens import Token
from ontology.model import Entity

MAX_COUNTED_MENTIONS = 4


@dataclass(frozen=True, slots=True)
class PersonMention:
    """A mention of a person at a noun: a name, or a nominal such as "the president" (`named` is False).

    `uncertain` is True for a name that the model does not label as a person.
    """

    sentence: int
    token: Token
    entity: Entity
    named: bool = True
    uncertain: bool = False

    @property
    def place(self) -> tuple[int, int]:
        """Sentence and token: sorts in reading order."""
        return self.sentence, self.token.i


@dataclass(frozen=True, slots=True)
class ResolvedPronoun:
    """A pronoun, where it stands, and the person it was resolved to."""

    sentence: int
    token: Token
    entity: Entity


@dataclass(frozen=True, slots=True)
class PersonProfile:
    """What all mentions of a person in a document tell of them.

    `certain`: the model labels at least one mention as a person. `feminine`: the gender, None if nothing tells it;
    `gender_by` says what told it ("word", "name", "single name"). `features` hold at every pronoun.
    """

    certain: bool
    feminine: bool | None
    gender_by: str
    features: tuple[str, ...]


class Persons:
    """The mentions of persons in a document, and the pronouns resolved so far (`resolved`).

    `first_named` is the id of the first person that is named with certainty.
    """

    def __init__(self) -> None:
        self.resolved: list[ResolvedPronoun] = []
        self.first_named: str | None = None
        self._by_sentence: dict[int, list[PersonMention]] = {}
        self._named: dict[str, list[PersonMention]] = {}
        self._profiles: dict[str, PersonProfile] = {}

    def add(self, mentions: Iterable[PersonMention]) -> None:
        """Add mentions of one sentence. Named mentions must be added in the order of the sentences."""
        for mention in mentions:
            here = self._by_sentence.setdefault(mention.sentence, [])
            here.append(mention)
            here.sort(key=lambda other: other.place)
            if mention.named:
                self._named.setdefault(mention.entity.id, []).append(mention)
                self._profiles.pop(mention.entity.id, None)
                if self.first_named is None and not mention.uncertain:
                    self.first_named = mention.entity.id

    def mentions(self, first: int, last: int) -> Iterator[PersonMention]:
        """The mentions from sentence `first` to sentence `last`, in reading order."""
        for index in range(first, last + 1):
            yield from self._by_sentence.get(index, ())

    def uncertain(self) -> Iterator[PersonMention]:
        """The mentions that the model does not label as a person."""
        return (mention for mentions in self._named.values() for mention in mentions if mention.uncertain)

    def profile(self, entity: Entity) -> PersonProfile:
        """What the document tells of a person."""
        if entity.id not in self._profiles:
            self._profiles[entity.id] = _profile(entity, self._named.get(entity.id, []))
        return self._profiles[entity.id]


def _profile(entity: Entity, mentions: list[PersonMention]) -> PersonProfile:
    certain = any(not mention.uncertain for mention in mentions)
    feminine, gender_by = _gender(entity, mentions)
    prefix = "" if certain else "uncertain "
    features = [f"{prefix}{min(len(mentions), MAX_COUNTED_MENTIONS)} mentions in all"]
    features.extend(dict.fromkeys(f"{prefix}ever {what}" for mention in mentions for what in _uses(mention.token)))
    return PersonProfile(certain, feminine, gender_by, tuple(features))


def _uses(token: Token) -> Iterator[str]:
    """Uses of a name that are more typical, or less, of a person than of a place or thing."""
    verb = token.head
    if token.dep_ == "nsubj" and verb.pos_ == "VERB":
        yield "a subject"
        if verb.lemma_ in lexicon().stance.speech:
            yield "a speaker"
    if any(child.dep_ in {"det", "amod", "nummod"} for child in token.children):
        yield "with an article"
    apposed = [child for child in token.children if child.dep_ == "appos"]
    if any(noun.pos_ == "NOUN" for noun in apposed) or (token.dep_ == "appos" and verb.pos_ == "NOUN"):
        yield "beside a noun"


def _gender(entity: Entity, mentions: list[PersonMention]) -> tuple[bool | None, str]:
    """Whether a person is a woman, and what tells it: a word beside the name, the first name, a name of one word."""
    for mention in mentions:
        for word in words_beside(mention.token):
            feminine = is_feminine_word(word.lower_)
            if feminine is not None and word.dep_ != "poss":
                return feminine, "word"
    by_name = is_feminine_name(entity.label.split(maxsplit=1)[0]) if mentions else None
    return by_name, "" if by_name is None else "name" if " " in entity.label else "single name"


def words_beside(name: Token) -> Iterator[Token]:
    """The word before a name, its titles and appositions."""
    if name.left_edge.i:
        yield name.doc[name.left_edge.i - 1]
    yield from (child for child in name.children if child.dep_ in {"appos", "compound", "nmod"})
    if name.dep_ == "appos":
        yield name.head
