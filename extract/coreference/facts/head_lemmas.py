"""The lemma of the common noun that heads the label of an entity."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extract.coreference.discourse import EntityReference
from extract.parsing.tokens import Token
from ontology.model import Entity, MentionKind

WORD = re.compile(r"\w+")


class HeadLemmas:
    """Head lemmas of the entities of one document.

    A pronoun or "the group" refers to an entity whose label comes from an earlier noun phrase. The lemma therefore
    belongs to the entity, and is kept from the mention that the label comes from. Proper nouns have no lemma: names
    keep their text.
    """

    def __init__(self) -> None:
        self._by_entity: dict[str, str | None] = {}

    def read(self, references: Iterable[tuple[Token, EntityReference]]) -> None:
        """Keep the head lemmas of the entities that the nouns of a sentence refer to."""
        for token, reference in references:
            for entity in reference.entities:
                lemma = None if reference.kind is MentionKind.NAME else head_lemma(entity, token)
                if lemma is not None or reference.kind is MentionKind.NAME:
                    self._by_entity.setdefault(entity.id, lemma)

    def of(self, entity: Entity, noun: Token) -> str | None:
        """The head lemma of the entity that `noun` refers to; None where its label is a name."""
        return self._by_entity[entity.id] if entity.id in self._by_entity else head_lemma(entity, noun)


def head_lemma(entity: Entity, noun: Token) -> str | None:
    """The lemma of the noun in lower case if it is a common noun of the entity's label, else None."""
    is_in_label = noun.pos_ == "NOUN" and noun.lower_ in WORD.findall(entity.label.casefold())
    return noun.lemma_.lower() if is_in_label else None
