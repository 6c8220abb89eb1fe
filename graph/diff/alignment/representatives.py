"""Tells for whom a person speaks: "a director of Marble Bank, Ann Holt", "its chief executive, Ann Holt"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from graph.diff.alignment.lead_ins import ROLE
from graph.diff.alignment.names import Names
from graph.rdf.stored_sentence import StoredSentence
from ontology.model import Entity, EntityType
from ontology.registry import registry

WITH_OWNER = re.compile(rf"(?P<owner>\S.*?)[’']s? {ROLE},? $")
"""The words before a person: "Marble Bank's director, "."""
OF_OWNER = re.compile(rf"\b(?:[Tt]he|[Aa]n?|[Oo]ne) {ROLE} (?:of|for|at) (?:the )?(?P<owner>\S.*?)(?:,|, who)? $")
"""The words before a person: "a director of Marble Bank, "."""
PRONOUN = re.compile(rf"\b(?:[Ii]ts|[Tt]heir) {ROLE},? $")
"""The words before a person: "its director, "."""
BEHIND = re.compile(rf"(?:, \d+)?,? (?:(?:the|an?|its) )?{ROLE} (?:of|for|at) (?:the )?(?P<owner>[^,;:.]+)")
"""The words behind a person: ", a director of Marble Bank"."""
NEAR_SENTENCES = 2


def represented(names: Names, document: Sequence[StoredSentence]) -> Iterator[tuple[str, Entity]]:
    """The id of each person of a document who speaks for somebody, with those for whom."""
    for place, stored in enumerate(document):
        text = stored.sentence.text
        for start, name, entity in names.in_text(text):
            if entity.type is EntityType.PERSON:
                before, behind = text[:start], text[start + len(name) :]
                owned = WITH_OWNER.search(before) or OF_OWNER.search(before)
                if owned is not None:
                    yield from ((entity.id, owner) for owner in _named_at_end(names, owned["owner"]))
                elif PRONOUN.search(before):
                    near = document[max(0, place - NEAR_SENTENCES) : place]
                    yield from ((entity.id, owner) for owner in _named_before(names, before, near))
                elif match := BEHIND.match(behind):
                    yield from ((entity.id, owner) for owner in _named_in(names, match["owner"]))


def _named_at_end(names: Names, text: str) -> Iterator[Entity]:
    named = names.at_end(text)
    if named is not None:
        yield named[1]
    else:
        country = registry().find(re.split(r"[,;:] |\b[a-z]\w* ", text)[-1])
        yield from [country] if country else []


def _named_before(names: Names, before: str, near: Sequence[StoredSentence]) -> Iterator[Entity]:
    """Everybody whom the words before "its" name, else those of the nearest sentence that names anybody."""
    for text in (before, *(stored.sentence.text for stored in reversed(near))):
        named = list(_named_in(names, text))
        if named:
            yield from named
            return


def _named_in(names: Names, text: str) -> Iterator[Entity]:
    """The named bodies and companies; a text may take a company with a name of one word for a person."""
    named = (entity for _, _, entity in names.in_text(text))
    yield from (entity for entity in named if entity.type is not EntityType.PERSON or " " not in entity.label)
