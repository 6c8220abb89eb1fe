"""The lexicons: rule data that a linguist can edit, checked when loaded.

Each file under `extract/lexicon` is TOML. An unknown key or class is refused with the file's name
(and the line, where TOML itself is broken): `ontology.errors.DataError`. A word that stands in two
tables of a file keeps its first reading.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ontology.errors import DataError
from ontology.model import EntityType, Modality

FILES = ("actors.toml", "context.toml", "governors.toml", "idioms.toml", "nominals.toml", "preferences.toml")
PREFERENCE_KEYS = ("lemmas", "types", "implied", "inanimate", "reason")
GENDERS = ("feminine", "masculine")
CLAIMS = ("governor", "inner", "both")


@dataclass(frozen=True, slots=True)
class Governor:
    """How a verb that takes a clause changes what the clause means."""

    claim: str
    modality: Modality | None = None
    negated: bool = False
    alleged: bool = False
    attributed: bool = False
    control: str | None = None


@dataclass(frozen=True, slots=True)
class Idiom:
    """A verb with a fixed noun that together stand for one action."""

    verbs: frozenset[str]
    nouns: frozenset[str]
    via: str
    action: str
    target: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ObjectPredicate:
    """Verbs that say what their object is: "called the accord a milestone"."""

    verbs: frozenset[str]
    action: str
    besides: frozenset[str]


@dataclass(frozen=True, slots=True)
class Anaphor:
    """What a definite description may take up: entity types, and words one of which the name must hold."""

    types: frozenset[EntityType]
    name: frozenset[str]


@dataclass(frozen=True, slots=True)
class Preference:
    """What a verb is done to; `implied`: an unnamed target is the last one mentioned of these types."""

    types: frozenset[EntityType]
    implied: bool
    inanimate: bool
    """True if "it" after the verb is never an actor."""


@dataclass(frozen=True, slots=True)
class Context:
    """Cue words for negation, modality, allegation and reported speech."""

    speech: frozenset[str]
    negators: frozenset[str]
    negative_determiners: frozenset[str]
    negative_subjects: frozenset[str]
    planned_auxiliaries: frozenset[str]
    possible_auxiliaries: frozenset[str]
    obligated_auxiliaries: frozenset[str]
    alleged_adverbs: frozenset[str]
    alleged_adjectives: frozenset[str]
    hypothetical_marks: frozenset[str]
    question_marks: frozenset[str]
    results: frozenset[str]
    reciprocal: frozenset[str]
    joint: frozenset[str]
    intransitive: frozenset[str]


@dataclass(frozen=True, slots=True)
class Actors:
    """Nouns that name actors by kind, titles, and definite descriptions."""

    government: frozenset[str]
    state_bodies: frozenset[str]
    synonyms: Mapping[str, str]
    types: Mapping[str, EntityType]
    name_words: Mapping[str, EntityType]
    titles: frozenset[str]
    roles: frozenset[str]
    after: frozenset[str]
    surnames: frozenset[str]
    joint: Mapping[str, frozenset[EntityType]]
    """By noun, the types that several of may be meant: "the two countries"."""
    generic: frozenset[str]
    anaphora: Mapping[str, Anaphor]


@dataclass(frozen=True, slots=True)
class Pronouns:
    """The weights of the cues that decide whom "he" or "she" stands for, and the words that tell a person's gender."""

    weights: Mapping[str, float]
    genders: Mapping[str, str]
    """By word (a title, a word of kin): feminine or masculine."""
    first_names: Mapping[str, str]
    """By first name, in small letters: feminine or masculine."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All rule data of the extractor."""

    governors: Mapping[str, Governor]
    idioms: tuple[Idiom, ...]
    object_predicate: ObjectPredicate
    nominals: Mapping[str, str]
    light_verbs: frozenset[str]
    vague: frozenset[str]
    ending: frozenset[str]
    preferences: Mapping[str, Preference]
    context: Context
    actors: Actors
    pronouns: Pronouns


def read_toml(name: str) -> dict[str, Any]:
    """The parsed lexicon file `name`; TOML errors become DataError with file and line."""
    text = files("extract").joinpath("lexicon", name).read_text(encoding="utf-8")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(name, None, str(error)) from error


def check_keys(file: str, table: Mapping[str, Any], allowed: Iterable[str], where: str) -> None:
    """Refuse keys that nothing reads."""
    unknown = sorted(set(table) - set(allowed))
    if unknown:
        raise DataError(file, None, f"{where}: unknown key {unknown[0]!r}; known are {', '.join(sorted(allowed))}")


def _governors() -> dict[str, Governor]:
    file = "governors.toml"
    found: dict[str, Governor] = {}
    for entry in read_toml(file)["governor"]:
        where = f"[[governor]] {entry.get('lemmas')}"
        keys = ("lemmas", "claim", "modality", "polarity", "alleged", "attributed", "control", "reason")
        check_keys(file, entry, keys, where)
        if entry["claim"] not in CLAIMS:
            raise DataError(file, None, f"{where}: claim must be one of {', '.join(CLAIMS)}")
        governor = Governor(
            claim=entry["claim"],
            modality=Modality(entry["modality"]) if "modality" in entry else None,
            negated=entry.get("polarity") == "negated",
            alleged=entry.get("alleged", False),
            attributed=entry.get("attributed", False),
            control=entry.get("control"),
        )
        for lemma in entry["lemmas"]:
            found.setdefault(lemma, governor)
    return found


def _idioms() -> tuple[Idiom, ...]:
    file = "idioms.toml"
    found = []
    for entry in read_toml(file)["idiom"]:
        check_keys(
            file,
            entry,
            ("verb", "noun", "via", "action", "target", "reason"),
            f"[[idiom]] {entry.get('verb')}",
        )
        found.append(
            Idiom(
                frozenset(entry["verb"]),
                frozenset(entry["noun"]),
                entry["via"],
                entry["action"],
                tuple(entry["target"]),
            )
        )
    return tuple(found)


def _object_predicate() -> ObjectPredicate:
    file = "idioms.toml"
    table = read_toml(file)
    check_keys(file, table, ("idiom", "object_predicate"), "idioms")
    entry = table["object_predicate"]
    check_keys(file, entry, ("verbs", "action", "besides"), "[object_predicate]")
    return ObjectPredicate(frozenset(entry["verbs"]), entry["action"], frozenset(entry["besides"]))


def _preferences() -> dict[str, Preference]:
    file = "preferences.toml"
    found: dict[str, Preference] = {}
    for entry in read_toml(file)["preference"]:
        check_keys(file, entry, PREFERENCE_KEYS, f"[[preference]] {entry.get('lemmas')}")
        types = frozenset(EntityType(kind) for kind in entry["types"])
        preference = Preference(types, entry["implied"], entry["inanimate"])
        for lemma in entry["lemmas"]:
            found.setdefault(lemma, preference)
    return found


def _context() -> Context:
    file = "context.toml"
    table = read_toml(file)
    fields = tuple(Context.__dataclass_fields__)
    check_keys(file, table, fields, "context")
    return Context(**{name: frozenset(table[name]) for name in fields})


def _by_word(table: Mapping[str, list[str]], file: str) -> dict[str, EntityType]:
    found: dict[str, EntityType] = {}
    for kind, words in table.items():
        if kind not in {member.value for member in EntityType}:
            raise DataError(file, None, f"unknown entity type {kind!r}")
        for word in words:
            found.setdefault(word, EntityType(kind))
    return found


def _types_by_word(table: Mapping[str, list[str]], file: str) -> dict[str, frozenset[EntityType]]:
    """The types under which a word stands: one word may stand under several."""
    words = {word for listed in table.values() for word in listed}
    single = {kind: _by_word({kind: listed}, file) for kind, listed in table.items()}
    return {word: frozenset(found[word] for found in single.values() if word in found) for word in sorted(words)}


def _actors() -> Actors:
    file = "actors.toml"
    table = read_toml(file)
    keys = ("government", "state_bodies", "generic", "synonyms", "types", "name_words", "titles", "joint", "anaphora")
    check_keys(file, table, keys, "actors")
    anaphora = {}
    for noun, entry in table["anaphora"].items():
        check_keys(file, entry, ("type", "name"), f"[anaphora] {noun}")
        anaphora[noun] = Anaphor(frozenset(EntityType(kind) for kind in entry["type"]), frozenset(entry["name"]))
    return Actors(
        government=frozenset(table["government"]),
        state_bodies=frozenset(table["state_bodies"]),
        synonyms=table["synonyms"],
        types=_by_word(table["types"], file),
        name_words=_by_word(table["name_words"], file),
        titles=frozenset(table["titles"]["words"]),
        roles=frozenset(table["titles"]["role"]),
        after=frozenset(table["titles"]["after"]),
        surnames=frozenset(table["titles"]["surnames"]),
        joint=_types_by_word(table["joint"], file),
        generic=frozenset(table["generic"]),
        anaphora=anaphora,
    )


def _pronouns() -> Pronouns:
    file = "pronouns.toml"
    table = read_toml(file)
    check_keys(file, table, (*GENDERS, "weights"), "pronouns")
    for cue, weight in table["weights"].items():
        if not isinstance(weight, float):
            raise DataError(file, None, f"[weights] {cue!r}: {weight!r} is no decimal number")
    names = read_toml("first_names.toml")
    check_keys("first_names.toml", names, GENDERS, "first names")
    return Pronouns(
        weights=table["weights"],
        genders={word: gender for gender in GENDERS for word in table[gender]},
        first_names={name: gender for gender in GENDERS for name in names[gender].split()},
    )


def is_feminine_name(word: str) -> bool | None:
    """Whether a first name is a woman's; None if it is neither a woman's nor a man's, or not known."""
    gender = lexicon().pronouns.first_names.get(word.casefold())
    return None if gender is None else gender == "feminine"


@cache
def lexicon() -> Lexicon:
    """The lexicons, loaded and checked once."""
    nominals = read_toml("nominals.toml")
    check_keys("nominals.toml", nominals, ("light_verbs", "vague", "ending", "nouns"), "nominals")
    return Lexicon(
        governors=_governors(),
        idioms=_idioms(),
        object_predicate=_object_predicate(),
        nominals=nominals["nouns"],
        light_verbs=frozenset(nominals["light_verbs"]),
        vague=frozenset(nominals["vague"]),
        ending=frozenset(nominals["ending"]),
        preferences=_preferences(),
        context=_context(),
        actors=_actors(),
        pronouns=_pronouns(),
    )
