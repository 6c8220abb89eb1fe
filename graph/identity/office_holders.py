"""Persons whom texts call by the same high office and family name: "President Tan" is "President Rosa Tan"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from graph.identity.name_words import NAME_WORDS
from graph.identity.similarity import words
from ontology.model import Entity


def title_in(name: str) -> str | None:
    """The high office of a name and the family name: "president tan" in "Kenyan President Rosa Tan"."""
    parts = [word for word in words(name) if word not in NAME_WORDS.generations]
    offices = [word for word in parts[:-1] if word in NAME_WORDS.offices]
    if not offices or NAME_WORDS.deputies.intersection(parts[: parts.index(offices[0])]):
        return None
    return f"{offices[0]} {parts[-1]}"


def same_holders(persons: Sequence[Entity]) -> Iterator[tuple[Entity, Entity]]:
    """The pairs of holders of one office with one family name that are one person.

    A name is left alone if two of the others that it agrees with contradict each other: "Bush" of father and son.
    """
    agreeing = {person.id: [other for other in persons if _agree(person, other)] for person in persons}
    settled = {p.id for p in persons if all(_agree(a, b) for a, b in combinations(agreeing[p.id], 2))}
    for first, second in combinations(persons, 2):
        if {first.id, second.id} <= settled and _agree(first, second):
            yield first, second


def _agree(first: Entity, second: Entity) -> bool:
    """Whether two names of one family name may be one person's: "Joe" and "Joseph R.", but not "Joe" and "Rosa"."""
    if first.country is not None and second.country is not None and first.country != second.country:
        return False
    names = [[word for word in words(p.label) if word not in NAME_WORDS.generations] for p in (first, second)]
    if names[0][-1] != names[1][-1]:
        return False
    short, long = sorted((name[:-1] for name in names), key=len)
    if not short:
        return True
    if len(short) > 1 and short[1][0] != long[1][0]:
        return False  # George W. and George H. W.
    is_short_form = min(len(short[0]), len(long[0])) > 2 and (short[0] in long[0] or long[0] in short[0])
    return set(short) <= set(long) or short[0][:2] == long[0][:2] or is_short_form  # "Tony" and "Antony"
