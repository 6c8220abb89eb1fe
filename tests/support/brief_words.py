"""Words of the sentences of a brief: what participants of a claim may be called, and which words that explains."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from graph.diff.alignment.tables import nouns
from graph.diff.alignment.topics import PARTY
from graph.diff.alignment.wording.clauses import words_before_target
from graph.diff.alignment.wording.noun_phrases import NounPhrase, phrase_of
from graph.diff.render.english import name
from ontology.model import Claim, Entity, Participant

KNOWN = "·"
"""Stands for words that are explained."""
Words = list[str]


def words_of(text: str) -> Words:
    """The words of a text in lower case, without articles, punctuation and the ending of a possessive."""
    words = (re.sub(r"[’']s?$", "", word.strip('.,;:()[]“”"')) for word in text.casefold().split())
    return [word for word in words if word and word not in nouns().articles]


def continued(claim: Claim) -> Iterator[Words]:
    """The target, or the noun that is the action, with the words that follow it: "ban on the export of gas"."""
    for span in (claim.target.span if claim.target else None, claim.action_span):
        if span is not None:
            rest = words_of(claim.sentence.text[span.end - claim.sentence.start :])[:8]
            label = words_of(span.text)[-1:] if span is claim.action_span else words_of(claim.target.entity.label)
            yield from (
                [*label, *rest[:n]] for n in range(2, len(rest) + 1) if rest[0] in {"on", "against", "for", "about"}
            )


def words_between(claim: Claim) -> Words:
    """The words between the verb and a further participant: "police cooperation with" of "suspended … with Laos"."""
    return words_of(" ".join(words_before_target(claim))) if claim.rule == PARTY else []


def texts_of(part: Participant | None) -> list[Words]:
    """What a clause may call a participant: its label, its words in the text, with its number, or with its country."""
    if part is None:
        return []
    label = part.entity.label
    texts = [label, part.span.text, name(phrase_of(part)), f"{part.quantity} {label}" if part.quantity else label]
    found = [words_of(text) for text in texts]
    return [words for n, words in enumerate(found) if words and words not in found[:n]]


def labels_of(entity: Entity) -> list[Words]:
    """The label, unless it has a country in brackets, and the label as prose has it: "Peru's Ministry of Truth"."""
    label = [] if "(" in entity.label else [words_of(entity.label)]
    return [*label, words_of(name(NounPhrase.of(entity)))]


def are_entities(text: str, entities: Sequence[Entity]) -> bool:
    """True for a list of names of these entities."""
    words = words_of(text)
    return bool(words) and rest_of(words, [label for entity in entities for label in labels_of(entity)]) <= {
        KNOWN,
        "and",
    }


def are_parts(text: str, parts: Sequence[Participant]) -> bool:
    """True for a list of names of these participants."""
    return rest_of(words_of(text), [phrase for part in parts for phrase in texts_of(part)]) <= {KNOWN, "and"}


def is_within(words: Words, phrase: Words) -> bool:
    """True if the words of a phrase stand in a row among these."""
    return any(words[n : n + len(phrase)] == phrase for n in range(len(words) - len(phrase) + 1)) if phrase else False


def rest_of(words: Words, phrases: Iterable[Words]) -> set[str]:
    """The words without these phrases; `KNOWN` for those that were found."""
    return set(replaced(words, phrases))


def replaced(words: Words, phrases: Iterable[Words]) -> Words:
    """The words with `KNOWN` for each of these phrases, the longest first."""
    left = list(words)
    for phrase in sorted(phrases, key=len, reverse=True):
        n = 0
        while phrase and n + len(phrase) <= len(left):
            if left[n : n + len(phrase)] == phrase:
                left[n : n + len(phrase)] = [KNOWN]
            n += 1
    return left
