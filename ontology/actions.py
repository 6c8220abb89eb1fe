"""The action scheme: verb lemma -> concept -> top concept (class), PLOVER type and CAMEO root code.

The scheme is data (`data/actions.toml`); `scheme()` loads and validates it once. Also here: the third person singular
of a verb phrase, which labels an action.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Annotated

from pydantic import AfterValidator, RootModel, model_validator

from ontology.data_files import DataTable, load_toml, parse_toml
from ontology.errors import DataError
from ontology.model import Action, EntityType, Modality, Polarity

FILE = "actions.toml"
VERB_FORMS = "verb_forms.toml"
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
PERSONAL_TYPES = frozenset({EntityType.PERSON, EntityType.GROUP, EntityType.CRIMINAL_GROUP})
OTHER = "other"


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept of the action scheme: a group of verb lemmas with one meaning.

    `class_` is the id of the top concept above it, or its own id; `plover` the PLOVER event type, `cameo` the root code
    of the CAMEO event ontology, `definition` the sentence shown to readers.
    """

    id: str
    class_: str
    definition: str
    plover: str | None
    cameo: str | None
    lemmas: tuple[str, ...]
    things: str | None = None
    """The concept of the same verbs if they are done with a thing and not with a person."""

    @property
    def is_class(self) -> bool:
        """True for a top concept."""
        return self.id == self.class_


class ActionScheme:
    """The concepts of the action scheme by id (`concepts`), and the concept of each known verb lemma (`lemmas`).

    It classifies verbs (`action`) and lists the hierarchy: `classes` are the top concepts, `narrower` those below one.
    """

    def __init__(self, concepts: Mapping[str, Concept]) -> None:
        self.concepts = MappingProxyType(dict(concepts))
        by_lemma = {lemma: concept for concept in concepts.values() for lemma in concept.lemmas}
        self.lemmas: Mapping[str, Concept] = MappingProxyType(by_lemma)

    def concept_of(self, lemma: str) -> Concept | None:
        """The concept of a lemma: of the whole phrase, else of the phrase without its last words; None if unknown."""
        words = lemma.split()
        for length in range(len(words), 0, -1):
            concept = self.lemmas.get(" ".join(words[:length]))
            if concept is not None:
                return concept
        return None

    def action(self, lemma: str) -> Action:
        """The action of a lemma; an unknown lemma gets the class `other`."""
        concept = self.concept_of(lemma)
        if concept is None:
            return Action(lemma, third_person(lemma), OTHER, OTHER, None)
        return Action(lemma, third_person(lemma), concept.class_, concept.id, concept.plover)

    def of_target(self, action: Action, target: EntityType | None) -> Action:
        """The action by what it is done with: 'transfer suspects' extradites them, 'transfer money' does not."""
        concept = self.concepts.get(action.concept)
        if concept is None or concept.things is None or target is None or target in PERSONAL_TYPES:
            return action
        other = self.concepts[concept.things]
        return replace(action, class_=other.class_, concept=other.id, plover=other.plover)

    @staticmethod
    def as_stated(action: Action, polarity: Polarity, modality: Modality) -> Action:
        """The action with the PLOVER type of the act as it is stated, after the PLOVER codebook.

        To promise or plan a cooperative act is AGREE, to plan a hostile one is THREATEN, to refuse a
        cooperative one is REJECT.
        """
        plover = action.plover
        if polarity is Polarity.NEGATED and plover in COOPERATIVE:
            plover = "REJECT"
        elif polarity is Polarity.AFFIRMED and modality is Modality.PLANNED and plover is not None:
            plover = "AGREE" if plover in COOPERATIVE else "THREATEN" if plover in HOSTILE else plover
        return action if plover == action.plover else replace(action, plover=plover)

    def classes(self) -> tuple[Concept, ...]:
        """The top concepts, in the order of the data contract."""
        return tuple(self.concepts[name] for name in CLASSES)

    def narrower(self, identifier: str) -> tuple[Concept, ...]:
        """The concepts directly below a top concept, by id."""
        below = (c for c in self.concepts.values() if c.class_ == identifier and not c.is_class)
        return tuple(sorted(below, key=lambda concept: concept.id))


def third_person(lemma: str) -> str:
    """Third person singular present of a verb phrase: `crack down on` -> `cracks down on`."""
    verb, space, rest = lemma.partition(" ")
    return _inflected(verb) + space + rest


def _inflected(verb: str) -> str:
    irregular = _irregular_forms().get(verb)
    if irregular is not None:
        return irregular
    if re.search(r"(?:s|x|z|ch|sh|[^aeiou]o)$", verb):
        return verb + "es"
    if re.search(r"[^aeiou]y$", verb):
        return verb[:-1] + "ies"
    return verb + "s"


class ThirdPersons(DataTable):
    """The content of `verb_forms.toml`: irregular third persons by infinitive."""

    third_person: dict[str, str]


@cache
def _irregular_forms() -> dict[str, str]:
    return load_toml("ontology", f"data/{VERB_FORMS}", ThirdPersons).third_person


def _top_concept(name: str) -> str:
    if name not in CLASSES:
        raise ValueError(f"{name!r} is not a top concept; those are {', '.join(CLASSES)}")
    return name


def _plover_type(name: str) -> str:
    if name not in PLOVER_TYPES:
        raise ValueError(f"{name!r} is not a PLOVER type; those are {', '.join(PLOVER_TYPES)}")
    return name


class ConceptTable(DataTable):
    """One table of `actions.toml`, named by the id of its concept."""

    definition: str
    lemmas: tuple[str, ...]
    broader: Annotated[str, AfterValidator(_top_concept)] | None = None
    plover: Annotated[str, AfterValidator(_plover_type)] | None = None
    cameo: str | None = None
    things: Annotated[str, AfterValidator(_top_concept)] | None = None


class SchemeFile(RootModel[dict[str, ConceptTable]]):
    """The tables of `actions.toml`, by concept id."""

    @model_validator(mode="after")
    def _top_concepts(self) -> SchemeFile:
        missing = [name for name in CLASSES if name not in self.root]
        if missing:
            raise ValueError(f"the top concept {missing[0]!r} is missing")
        wrong = [name for name, table in self.root.items() if (table.broader is None) != (name in CLASSES)]
        if wrong and wrong[0] in CLASSES:
            raise ValueError(f"[{wrong[0]}]: a top concept must not have 'broader'")
        if wrong:
            raise ValueError(
                f"[{wrong[0]}]: {wrong[0]!r} is not a top concept, so 'broader' must name the concept above it"
            )
        return self


def load(text: str, file: str = FILE) -> ActionScheme:
    """The scheme of a TOML text. Raises DataError where the text breaks the rules of the scheme."""
    tables = parse_toml(text, file, SchemeFile).root
    concepts = {
        name: Concept(
            name, table.broader or name, table.definition, table.plover, table.cameo, table.lemmas, table.things
        )
        for name, table in tables.items()
    }
    _check_lemmas(file, text, concepts)
    return ActionScheme(concepts)


def _check_lemmas(file: str, text: str, concepts: Mapping[str, Concept]) -> None:
    seen: dict[str, str] = {}
    for concept in concepts.values():
        for lemma in concept.lemmas:
            if lemma in seen:
                line = next((n for n, row in enumerate(text.splitlines(), 1) if f'"{lemma}"' in row), None)
                raise DataError(file, line, f"{lemma!r} is listed in [{seen[lemma]}] and in [{concept.id}]; keep one")
            seen[lemma] = concept.id


@cache
def scheme() -> ActionScheme:
    """The project's action scheme, loaded and validated once."""
    return load(files("ontology").joinpath("data", FILE).read_text(encoding="utf-8"))
