"""Tells a name that stands for one actor everywhere from one that only its document makes clear: "the Committee"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from extract.lexicon.loader import lexicon

IN_BRACKETS = re.compile(r"\s*\([^)]*\)\s*$")
WORD = re.compile(r"[^\W\d_]+")
POSSESSIVE = re.compile(r"['’]s?\b")


def name_words(text: str) -> list[str]:
    """The words of a name in small letters, without the country in brackets and possessive endings."""
    return WORD.findall(POSSESSIVE.sub("", IN_BRACKETS.sub("", text)).casefold())


def is_class_name(text: str) -> bool:
    """True for a name whose words all say what somebody is and not who: "Secretary", "Task Force", "the Group"."""
    words = name_words(text)
    return bool(words) and all(is_class_word(word) for word in words)


def is_class_word(word: str) -> bool:
    """True for a word, in small letters, that says what an actor is: "committee", "federal", "agents"."""
    return word in _class_words() or (word.endswith("s") and word.removesuffix("s") in _class_words())


def is_class_noun(word: str) -> bool:
    """True for a class word that is no family name: "agent", but not "king" and "bill"."""
    scope, ranks = lexicon().mentions.scope, lexicon().actors.titles.ranks
    return word in (scope.offices | scope.class_words) - ranks


def is_sole_body(words: Iterable[str]) -> bool:
    """True if a country has one body of these words: "Congress", "Ministry of Finance", but not "Committee"."""
    scope, own = lexicon().mentions.scope, set(words)
    if own & scope.several and not own & {"supreme", "constitutional"}:
        return False
    if own & scope.sole:
        return not ({"police", "department"} <= own)  # every town has one
    portfolio = (own & lexicon().actors.generic) - scope.unspecific - lexicon().mentions.names.body_heads
    return bool(portfolio)


def is_sole_office(title: str) -> bool:
    """True if a country has one holder of this office: "Attorney General", "Secretary of State"."""
    scope, words = lexicon().mentions.scope, title.casefold().split()
    if scope.deputies & set(words):
        return False
    return title.casefold() in scope.sole_offices or (len(words) > 1 and bool(scope.portfolio_offices & set(words)))


@cache
def _class_words() -> frozenset[str]:
    words, actors = lexicon().mentions, lexicon().actors
    names, titles = words.names, actors.titles
    types = actors.types.keys() - lexicon().noun_classes  # which also holds names: "Franklin"
    kinds = actors.generic | actors.state_bodies | actors.government | types
    return kinds | words.scope.class_words | words.scope.offices | names.body_heads | names.inner_words | titles.roles
