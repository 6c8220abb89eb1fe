"""The full names of persons in a document, and whom a part of a name means: "Ms Medina", "Rosa", "President Tan".

Two persons may bear one family name. A title that tells the gender or the office decides between them; if it does not,
the mention is left to somebody of that name, who is none of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from extract.coreference.names.titles import titles_before
from extract.coreference.pronouns.persons import words_beside
from extract.lexicon.loader import is_feminine_name, is_feminine_word, lexicon
from extract.parsing.tokens import Token
from ontology.identifiers import actor_id
from ontology.model import Entity, EntityType


@dataclass(frozen=True, slots=True)
class Clues:
    """What the words around one mention of a person tell: the gender (None if nothing does), the offices, a title."""

    feminine: bool | None
    offices: frozenset[str]
    title: str = ""


@dataclass(slots=True)
class FullName:
    """A person of the document: the words of the name, the sentence that first gives it, gender and offices."""

    person: Entity
    words: frozenset[str]
    sentence: int
    feminine: bool | None
    offices: frozenset[str]

    def agrees(self, clues: Clues) -> bool:
        """False if a title says that somebody else is meant."""
        return None in (self.feminine, clues.feminine) or self.feminine is clues.feminine

    def is_told_by(self, clues: Clues) -> bool:
        """True if the gender or an office is the one that a title says."""
        is_of_gender = clues.feminine is not None and self.feminine is clues.feminine
        return is_of_gender or bool(self.offices & clues.offices)


class FullNames:
    """The full names of one document (`document` is its id)."""

    def __init__(self, document: str) -> None:
        self._document = document
        self._names: dict[str, FullName] = {}
        self._by_word: dict[str, list[FullName]] = {}

    def add(self, person: Entity, text: str, sentence: int, clues: Clues) -> None:
        """Add a mention of a full name."""
        by_first_name = is_feminine_name(person.label.split(maxsplit=1)[0])
        known = self._names.get(person.id)
        if known is not None:
            known.offices |= clues.offices
            known.feminine = clues.feminine if clues.feminine is not None else known.feminine
            return
        feminine = clues.feminine if clues.feminine is not None else by_first_name
        words = frozenset(f"{text} {person.label}".replace(",", "").split())
        name = self._names[person.id] = FullName(person, words, sentence, feminine, clues.offices)
        for word in words:
            self._by_word.setdefault(word.casefold(), []).append(name)

    def hold(self, word: str) -> bool:
        """True if a word is a part of a full name."""
        return word.casefold() in self._by_word

    def bearers(self, text: str, sentence: int) -> tuple[Entity, ...]:
        """The persons of whose full names `text` is a part: those that are named before it, if there are any."""
        return tuple(name.person for name in self._bearers(text, sentence))

    def _bearers(self, text: str, sentence: int) -> list[FullName]:
        words = text.replace(",", "").split()
        bearers = [n for n in self._by_word.get(words[-1].casefold(), ()) if n.words >= set(words)]
        bearers = [n for n in bearers if not any(n.words < other.words for other in bearers)]
        exact = [n for n in bearers if n.person.label == text]
        return exact or [n for n in bearers if n.sentence <= sentence] or bearers

    def person(self, text: str, sentence: int, clues: Clues) -> Entity | None:
        """The person of whose full name `text` is a part; None if the document names no such person.

        Somebody else of that name if a title excludes all persons, or does not decide between several.
        """
        bearers = self._bearers(text, sentence)
        agreeing = [name for name in bearers if name.agrees(clues)]
        told = [name for name in agreeing if name.is_told_by(clues)]
        if len(agreeing) == 1:
            return agreeing[0].person
        # most persons whose gender no name tells are men in the news: "Mr Kumar" may be any of them, "Ms Kumar" is not
        is_told = clues.feminine or bool(told and told[0].offices & clues.offices)
        if len(told) == 1 and (is_told or all(name.feminine is not None for name in agreeing)):
            return told[0].person
        label = f"{clues.title} {text}".strip()  # "Mr Lee" and "Ms Lee" are two
        return Entity(actor_id(label, self._document), label, EntityType.PERSON) if bearers else None


def clues_beside(first: Token, head: Token) -> Clues:
    """What the titles before a name, which begins at the token `first`, and the nouns beside its head tell."""
    titles = titles_before(first)
    words = [*titles, *(word for word in words_beside(head) if word.dep_ != "poss")]
    genders = [is_feminine_word(word.lower_) for word in words]
    feminine = next((gender for gender in genders if gender is not None), None)
    offices = frozenset(word.lemma_.lower() for word in titles) & lexicon().actors.titles.roles
    gendered = (word.text.rstrip(".") for word in titles if is_feminine_word(word.lower_) is not None)
    return Clues(feminine, offices, next(gendered, ""))
