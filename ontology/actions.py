"""The action scheme: lemma -> concept -> class, PLOVER type and CAMEO root. Loads and checks its file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from ontology.errors import DataError
from ontology.model import Action, Modality, Polarity

FILE = "actions.toml"
CLASSES = tuple(
    """propose host lead meet agree pledge cooperate assist join request urge state warn accuse condemn reject deny
    investigate arrest rescue repatriate extradite sanction seize prosecute convict ban regulate establish fund train
    attack scam traffic launder discuss plan other""".split()
)
"""The top concepts, in the order of the data contract."""
PLOVER_TYPES = tuple(
    """AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE
    COERCE ASSAULT""".split()
)
"""The 16 event types of PLOVER 2.0."""
COOPERATIVE = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"})
HOSTILE = frozenset({"ACCUSE", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"})
OTHER = "other"
KEYS = frozenset({"broader", "definition", "plover", "cameo", "lemmas"})
IRREGULAR = {
    "be": "is",
    "have": "has",
    "do": "does",
    "go": "goes",
    "can": "can",
    "may": "may",
    "must": "must",
    "will": "will",
}


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept of the scheme; `class_` is the top concept above it, or itself."""

    id: str
    class_: str
    definition: str
    plover: str | None
    cameo: str | None
    lemmas: tuple[str, ...]

    @property
    def is_class(self) -> bool:
        """True for a top concept."""
        return self.id == self.class_


class ActionScheme:
    """The concepts by id, and the concept that each known lemma stands for."""

    def __init__(self, concepts: Mapping[str, Concept]) -> None:
        self.concepts = MappingProxyType(dict(concepts))
        by_lemma = {lemma: concept for concept in concepts.values() for lemma in concept.lemmas}
        self.lemmas: Mapping[str, Concept] = MappingProxyType(by_lemma)

    def concept_of(self, lemma: str) -> Concept | None:
        """The concept of a lemma: of the whole phrase, else without its last words, else of the verb alone."""
        words = lemma.split()
        for length in range(len(words), 0, -1):
            concept = self.lemmas.get(" ".join(words[:length]))
            if concept is not None:
                return concept
        return None

    def action(self, lemma: str) -> Action:
        """The action of a lemma; one that is not known is of the class `other`."""
        concept = self.concept_of(lemma)
        if concept is None:
            return Action(lemma, third_person(lemma), OTHER, OTHER, None)
        return Action(lemma, third_person(lemma), concept.class_, concept.id, concept.plover)

    @staticmethod
    def as_stated(action: Action, polarity: Polarity, modality: Modality) -> Action:
        """The action with the PLOVER type of the act as it is stated, after the PLOVER codebook.

        To promise or plan a cooperative act is AGREE, to plan a hostile one is THREATEN, to refuse a
        cooperative one is REJECT.
        """
        kind = action.plover
        if polarity is Polarity.NEGATED and kind in COOPERATIVE:
            kind = "REJECT"
        elif polarity is Polarity.AFFIRMED and modality is Modality.PLANNED and kind is not None:
            kind = "AGREE" if kind in COOPERATIVE else "THREATEN" if kind in HOSTILE else kind
        return action if kind == action.plover else replace(action, plover=kind)

    def classes(self) -> tuple[Concept, ...]:
        """The top concepts, in the order of the data contract."""
        return tuple(self.concepts[name] for name in CLASSES)

    def narrower(self, identifier: str) -> tuple[Concept, ...]:
        """The concepts right beneath a top concept, by id."""
        below = (c for c in self.concepts.values() if c.class_ == identifier and not c.is_class)
        return tuple(sorted(below, key=lambda concept: concept.id))


def third_person(lemma: str) -> str:
    """Third person singular present of a verb phrase: `crack down on` -> `cracks down on`."""
    verb, space, rest = lemma.partition(" ")
    return _inflected(verb) + space + rest


def _inflected(verb: str) -> str:
    if verb in IRREGULAR:
        return IRREGULAR[verb]
    if re.search(r"(?:s|x|z|ch|sh|[^aeiou]o)$", verb):
        return verb + "es"
    if re.search(r"[^aeiou]y$", verb):
        return verb[:-1] + "ies"
    return verb + "s"


def load(text: str, file: str = FILE) -> ActionScheme:
    """The scheme of a TOML text. Raises DataError where the text breaks the scheme's rules."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(file, None, str(error)) from error
    concepts = {name: _concept(file, name, table, tables) for name, table in tables.items()}
    _check_lemmas(file, text, concepts)
    missing = [name for name in CLASSES if name not in concepts]
    if missing:
        raise DataError(file, None, f"the top concept {missing[0]!r} is missing")
    return ActionScheme(concepts)


def _concept(file: str, name: str, table: Mapping[str, Any], tables: Mapping[str, Any]) -> Concept:
    unknown = sorted(set(table) - KEYS)
    if unknown:
        raise DataError(file, None, f"[{name}]: unknown key {unknown[0]!r}; known are {', '.join(sorted(KEYS))}")
    for key in ("definition", "lemmas"):
        if key not in table:
            raise DataError(file, None, f"[{name}]: {key!r} is missing")
    above = table.get("broader", name)
    if above not in CLASSES:
        raise DataError(file, None, f"[{name}]: {above!r} is no top concept; they are {', '.join(CLASSES)}")
    if "broader" in table and name in CLASSES:
        raise DataError(file, None, f"[{name}]: a top concept has nothing broader")
    if above not in tables:
        raise DataError(file, None, f"[{name}]: the top concept {above!r} is missing")
    plover = table.get("plover")
    if plover is not None and plover not in PLOVER_TYPES:
        raise DataError(file, None, f"[{name}]: {plover!r} is no PLOVER type; they are {', '.join(PLOVER_TYPES)}")
    return Concept(name, above, table["definition"], plover, table.get("cameo"), tuple(table["lemmas"]))


def _check_lemmas(file: str, text: str, concepts: Mapping[str, Concept]) -> None:
    seen: dict[str, str] = {}
    for concept in concepts.values():
        for lemma in concept.lemmas:
            if lemma in seen:
                line = next((n for n, row in enumerate(text.splitlines(), 1) if f'"{lemma}"' in row), None)
                raise DataError(file, line, f"{lemma!r} stands in [{seen[lemma]}] and in [{concept.id}]; keep one")
            seen[lemma] = concept.id


@cache
def scheme() -> ActionScheme:
    """The project's scheme, loaded and checked once."""
    return load(files("ontology").joinpath("data", FILE).read_text(encoding="utf-8"))
