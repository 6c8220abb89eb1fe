"""Tables of nouns, names and titles: `actors.toml`, `noun_classes.toml` and `mentions.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from ontology.data_files import DataTable
from ontology.model import EntityType
from ontology.names import legal_forms

KNOWN_TYPES = frozenset(member.value for member in EntityType)


def _types_by_word(table: object) -> object:
    """Turn {type: [words]} into {word: [types]}, in the order of the file; anything else is left to pydantic."""
    if not isinstance(table, Mapping):
        return table
    types: dict[str, list[str]] = {}
    for kind, words in table.items():
        if kind not in KNOWN_TYPES:
            raise ValueError(f"unknown entity type {kind!r}")
        for word in words:
            types.setdefault(word, []).append(kind)
    return types


def _first_type_by_word(table: object) -> object:
    """Turn {type: [words]} into {word: type}; a word that stands under several types keeps the first."""
    types = _types_by_word(table)
    return {word: kinds[0] for word, kinds in types.items()} if isinstance(types, Mapping) else types


def _with_legal_forms(types: dict[str, EntityType]) -> dict[str, EntityType]:
    """The table with the legal forms of companies: one list serves the whole project."""
    return {**dict.fromkeys(sorted(legal_forms()), EntityType.COMPANY), **types}


TypeByWord = Annotated[dict[str, EntityType], BeforeValidator(_first_type_by_word)]
TypesByWord = Annotated[dict[str, frozenset[EntityType]], BeforeValidator(_types_by_word)]


class Anaphor(DataTable):
    """What a definite noun phrase may refer to: entity types, and words of which the entity's name must hold one.

    `other`: words of names of bodies of another kind.
    """

    types: frozenset[EntityType] = Field(alias="type")
    name: frozenset[str]
    other: frozenset[str] = frozenset()


class Titles(DataTable):
    """Words around a person's name: titles, offices, suffixes, and surnames that are also small words of English."""

    words: frozenset[str]
    abbreviations: frozenset[str]
    pairs: frozenset[str]
    personal: frozenset[str]
    generations: frozenset[str]
    roles: frozenset[str]
    suffixes: frozenset[str]
    former: frozenset[str]
    epithets: frozenset[str]
    ranks: frozenset[str]
    honorifics: frozenset[str]
    surnames: frozenset[str]


class ActorWords(DataTable):
    """Nouns that name actors by kind, words of names, titles, and definite noun phrases."""

    government: frozenset[str]
    state_bodies: frozenset[str]
    generic: frozenset[str]
    synonyms: dict[str, str]
    types: TypeByWord
    compounds: TypeByWord
    name_words: Annotated[TypeByWord, AfterValidator(_with_legal_forms)]
    titles: Titles
    joint: TypesByWord
    anaphora: dict[str, Anaphor]


class NounClasses(DataTable):
    """Nouns that mean persons and nouns that mean social groups, whoever they are: `noun_classes.toml`."""

    person: frozenset[str]
    group: frozenset[str]

    def types(self) -> dict[str, EntityType]:
        """The entity type by noun: unnamed persons and groups are actors of the type "group"."""
        return dict.fromkeys(sorted(self.person | self.group), EntityType.GROUP)


class ProperNameWords(DataTable):
    """Words inside proper names."""

    body_heads: frozenset[str]
    sole_heads: frozenset[str]
    inner_words: frozenset[str]
    post_modifiers: frozenset[str]
    law_nouns: frozenset[str]
    particles: frozenset[str]
    patronymics: frozenset[str]
    numbered: frozenset[str]
    lookalikes: frozenset[str]
    hyphen_families: frozenset[str]
    acronyms: frozenset[str]
    past_tenses: frozenset[str]


class AliasWords(DataTable):
    """Words that lead from a name to another name of the same actor."""

    adverbs: frozenset[str]
    known: frozenset[str]
    known_as: frozenset[str]
    participles: frozenset[str]


class NominalWords(DataTable):
    """Words that decide what a common noun refers to."""

    partitives: frozenset[str]
    spokespersons: frozenset[str]
    relatives: frozenset[str]
    measures: frozenset[str]
    contrasts: frozenset[str]
    criminal: frozenset[str]
    numbers: dict[str, int]


class PlaceWords(DataTable):
    """Prepositions before places, and verbs that tell a place from a person or a government."""

    prepositions: frozenset[str]
    body_prepositions: frozenset[str]
    entered: frozenset[str]
    mental_verbs: frozenset[str]
    static_verbs: frozenset[str]
    seated: frozenset[str]
    boundaries: frozenset[str]


class FirstPersonWords(DataTable):
    """The pronouns of the first person, and words that lead to the one who speaks."""

    singular: frozenset[str]
    plural: frozenset[str]
    body_prepositions: frozenset[str]
    utterances: frozenset[str]
    utterance_prepositions: frozenset[str]


class NamesakeWords(DataTable):
    """Regions whose towns bear names of countries and capitals, and regions that bear such a name themselves."""

    regions: frozenset[str]
    abbreviations: frozenset[str]
    states: frozenset[str]
    state_cues: frozenset[str]
    country_cues: frozenset[str]
    wider: frozenset[str]


class ScopeWords(DataTable):
    """Words that tell whether a name without a proper word in it stands for one actor of its country."""

    sole: frozenset[str]
    several: frozenset[str]
    unspecific: frozenset[str]
    offices: frozenset[str]
    sole_offices: frozenset[str]
    portfolio_offices: frozenset[str]
    generals: frozenset[str]
    deputies: frozenset[str]
    class_words: frozenset[str]


class MentionWords(DataTable):
    """Words inside and around mentions of actors."""

    names: ProperNameWords
    aliases: AliasWords
    nominals: NominalWords
    places: PlaceWords
    first_person: FirstPersonWords
    namesakes: NamesakeWords
    scope: ScopeWords
