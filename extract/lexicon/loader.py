"""Loads and validates the lexicons: rule data that a linguist can edit.

Each TOML file of this folder is described by a table in `actor_words`, `clause_words` or `person_words`, except those
that `regional_names` reads. A file that breaks its table (an unknown key, a missing key, a wrong value) is refused with
a DataError that names the file and the reason. If a word stands in two tables of a file, the first one counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from extract.lexicon.actor_words import ActorWords, MentionWords, NounClasses
from extract.lexicon.clause_words import (
    ContentNoun,
    ContentNouns,
    EventNouns,
    Governor,
    Governors,
    Idiom,
    Idioms,
    LemmaCorrections,
    ObjectPredicate,
    OpenTripleWords,
    PredicateWords,
    Preference,
    Preferences,
    ProceedingWords,
    StanceWords,
    SyntaxWords,
)
from extract.lexicon.person_words import FirstNames, PronounModel
from ontology.data_files import load_toml

PACKAGE = "extract.lexicon"
ByLemma = TypeVar("ByLemma", Governor, ContentNoun, Preference)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All rule data of the extractor, one field per file or per table that is looked up by word."""

    actors: ActorWords
    noun_classes: frozenset[str]
    """Nouns for persons and groups that only `noun_classes.toml` lists."""
    person_nouns: frozenset[str]
    """Nouns for one person."""
    mentions: MentionWords
    governors: Mapping[str, Governor]
    """By lemma."""
    content_nouns: Mapping[str, ContentNoun]
    """By lemma."""
    preferences: Mapping[str, Preference]
    """By lemma."""
    idioms: tuple[Idiom, ...]
    object_predicate: ObjectPredicate
    event_nouns: EventNouns
    predicates: PredicateWords
    proceedings: ProceedingWords
    stance: StanceWords
    syntax: SyntaxWords
    open_triples: OpenTripleWords
    pronouns: PronounModel
    first_names: FirstNames


@cache
def lexicon() -> Lexicon:
    """The lexicons, loaded and validated once. Raises DataError where a file breaks its rules."""
    idioms = load_toml(PACKAGE, "idioms.toml", Idioms)
    actors = load_toml(PACKAGE, "actors.toml", ActorWords)
    noun_classes = load_toml(PACKAGE, "noun_classes.toml", NounClasses)
    classes = noun_classes.types()
    return Lexicon(
        actors=actors.model_copy(update={"types": {**classes, **actors.types}}),
        noun_classes=frozenset(classes) - frozenset(actors.types),
        person_nouns=(noun_classes.person - noun_classes.group) | actors.titles.roles,
        mentions=load_toml(PACKAGE, "mentions.toml", MentionWords),
        governors=_by_lemma(load_toml(PACKAGE, "governors.toml", Governors).governor),
        content_nouns=_by_lemma(load_toml(PACKAGE, "content_nouns.toml", ContentNouns).noun),
        preferences=_by_lemma(load_toml(PACKAGE, "preferences.toml", Preferences).preference),
        idioms=idioms.idiom,
        object_predicate=idioms.object_predicate,
        event_nouns=load_toml(PACKAGE, "event_nouns.toml", EventNouns),
        predicates=load_toml(PACKAGE, "predicates.toml", PredicateWords),
        proceedings=load_toml(PACKAGE, "proceedings.toml", ProceedingWords),
        stance=load_toml(PACKAGE, "stance.toml", StanceWords),
        syntax=load_toml(PACKAGE, "syntax.toml", SyntaxWords),
        open_triples=load_toml(PACKAGE, "open_triples.toml", OpenTripleWords),
        pronouns=load_toml(PACKAGE, "pronouns.toml", PronounModel),
        first_names=load_toml(PACKAGE, "first_names.toml", FirstNames),
    )


@cache
def lemma_corrections() -> LemmaCorrections:
    """The corrections of the lemmatizer. Separate from `lexicon` because only the pipeline needs them."""
    return load_toml(PACKAGE, "lemmas.toml", LemmaCorrections)


def _by_lemma(entries: Iterable[ByLemma]) -> dict[str, ByLemma]:
    """The entries by lemma; a lemma of two entries keeps the first."""
    entry_of: dict[str, ByLemma] = {}
    for entry in entries:
        for lemma in entry.lemmas:
            entry_of.setdefault(lemma, entry)
    return entry_of


def is_feminine_name(word: str) -> bool | None:
    """Whether a first name is a woman's; None if it is given to both, or not known."""
    name, names = word.casefold().partition("-")[0], lexicon().first_names  # "Mary-Anne"
    return True if name in names.feminine else False if name in names.masculine else None


def is_feminine_word(word: str) -> bool | None:
    """Whether a title or a word of kin ("Mrs", "brother") tells a woman; None if it tells no gender. Lower case."""
    words = lexicon().pronouns
    return True if word in words.feminine else False if word in words.masculine else None
