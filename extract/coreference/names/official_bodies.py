"""Bodies of a state that a text knows by their letters only: "NACC" in 'NACC indicted a senator'."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from extract.coreference.names.name import Name, NamesBySentence
from extract.parsing.sentences import ParsedSentence
from extract.parsing.tokens import Token
from ontology.actions import scheme
from ontology.model import EntityType

DOUBTFUL = frozenset({EntityType.COMPANY, EntityType.PERSON})
"""Types that the model gives to letters that it does not know."""
LETTERS = re.compile(r"[A-Z]{3,6}")
OFFICIAL = frozenset("""arrest raid indict convict fine acquit deport extradite repatriate prosecute""".split())
"""Concepts of acts that are a matter of the state."""


def with_official_bodies(names: NamesBySentence, sentences: Iterable[ParsedSentence]) -> NamesBySentence:
    """The names of a document; letters that do what only a state may do are a government body wherever they stand."""
    official = {
        name.entity.id
        for parsed in sentences
        for name in names[parsed.sentence.index]
        if _is_letters(name, parsed) and _acts_for_state(name.head(parsed.span.doc))
    }
    if not official:
        return names
    return {index: [_typed(name, official) for name in group] for index, group in names.items()}


def _is_letters(name: Name, parsed: ParsedSentence) -> bool:
    last = name.words(parsed.span.doc)[-1].text  # also "Philippine SEC"
    return not name.known and name.entity.type in DOUBTFUL and LETTERS.fullmatch(last) is not None


def _acts_for_state(token: Token) -> bool:
    while token.dep_ == "conj":
        token = token.head
    if token.dep_ != "nsubj":
        return False
    verbs = [token.head, *(child for child in token.head.children if child.dep_ == "conj")]
    return any(scheme().action(verb.lemma_).concept in OFFICIAL for verb in verbs)


def _typed(name: Name, official: Collection[str]) -> Name:
    is_official = name.entity.id in official and not name.known
    return replace(name, entity=replace(name.entity, type=EntityType.GOVERNMENT_BODY)) if is_official else name
