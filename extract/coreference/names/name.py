"""A proper name in a sentence, and where to find the name that a token belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extract.parsing.sentences import ParsedSentence
from extract.parsing.tokens import Doc, Token, TokenSpan
from ontology.model import Entity

NAMED_LABELS = frozenset({"PERSON", "NORP", "FAC", "ORG", "GPE", "LOC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW"})
"""Entity labels of the model that mark proper names."""
NOT_NOUNS = frozenset({"AUX", "VERB", "PRON", "ADP", "ADV", "SCONJ", "CCONJ", "DET", "PART"})


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name: the tokens from `start` to `end` and the entity that it denotes out of context.

    `known` is True if the registry has the entity, `guessed` if the model gives the words no label and only their
    capitals suggest a name, `office` if it names an office and not its holder.
    """

    start: int
    end: int
    entity: Entity
    known: bool
    guessed: bool = False
    office: bool = False

    def head(self, doc: Doc) -> Token:
        """Its head noun; the last word if the parser takes the head for another part of speech ("Do Hung Viet")."""
        root = doc[self.start : self.end].root
        return root if root.pos_ not in NOT_NOUNS else doc[self.end - 1]

    def words(self, doc: Doc) -> TokenSpan:
        """Its words."""
        return doc[self.start : self.end]

    def text(self, doc: Doc) -> str:
        """Its words as a text."""
        return self.words(doc).text

    def covers(self, token: Token) -> bool:
        """True if the token is part of the name."""
        return self.start <= token.i < self.end


NamesBySentence = Mapping[int, Sequence[Name]]
"""The names of a document by the index of their sentence."""


def name_at(names: NamesBySentence, parsed: ParsedSentence, token: Token) -> Name | None:
    """The name that a token of this sentence belongs to; None if there is none."""
    for name in names[parsed.sentence.index]:
        if name.covers(token):
            return name
    return None
