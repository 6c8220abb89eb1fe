"""The tables that the diff goes by, read from TOML and checked: sorts of nouns and ladders of stages."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from ontology.actions import scheme
from ontology.countries import is_demonym
from ontology.data_files import DataTable, parse_toml
from ontology.model import EntityType, Modality

PEOPLE = "people"
"""The kind that the names of peoples have: "South Koreans"."""
KINDS_FILE, STAGES_FILE = "kinds.toml", "stages.toml"
ANY = "any"


def _regular_expression(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"{text!r} is no regular expression: {error}") from error
    return text


def _action(name: str) -> str:
    if name not in scheme().concepts:
        raise ValueError(f"{name!r} is no action of the scheme")
    return name


def _lemma(text: str) -> str:
    if scheme().concept_of(text) is None:
        raise ValueError(f"{text!r} is no verb of the action scheme")
    return text


Pattern = Annotated[str, AfterValidator(_regular_expression)]
ActionName = Annotated[str, AfterValidator(_action)]
Lemma = Annotated[str, AfterValidator(_lemma)]


class Kind(DataTable):
    """Nouns of which one may take up another."""

    nouns: tuple[str, ...] = Field(min_length=1)


class Dependent(DataTable):
    """Nouns that say something of a matter named before them; `of` is the kind of the matter, or "any"."""

    of: str
    nouns: tuple[str, ...] = Field(min_length=1)


class Kinds(DataTable):
    """What sort of thing a noun stands for. The file says what the keys mean."""

    generic: frozenset[str]
    weak: frozenset[str]
    other: frozenset[str]
    ordinal: frozenset[str]
    kind: dict[str, Kind]
    dependent: tuple[Dependent, ...]
    acts: dict[str, ActionName]

    @model_validator(mode="after")
    def _known_kinds(self) -> Kinds:
        unknown = sorted({one.of for one in self.dependent} - {*self.kind, ANY})
        if unknown:
            raise ValueError(f"dependent: {unknown[0]!r} is no kind; they are {', '.join(sorted(self.kind))}")
        return self

    def of(self, noun: str) -> frozenset[str]:
        """The kinds of a noun in the singular; none for one that no list has and that is not the name of a people."""
        found = frozenset(name for name, kind in self.kind.items() if noun in kind.nouns)
        return found | {PEOPLE} if is_demonym(noun.title()) else found

    def depends_on(self, noun: str) -> str | None:
        """The kind of matter that the noun says something of, "any", or None."""
        return next((one.of for one in self.dependent if noun in one.nouns), None)


class Stage(DataTable):
    """A rung of a ladder: which claims stand on it. The file says what the keys mean."""

    id: str
    noun: str
    said: str
    actions: tuple[ActionName, ...] = ()
    lemmas: tuple[Lemma, ...] = ()
    modality: tuple[Modality, ...] = ()
    refused: tuple[ActionName, ...] = ()
    phrases: tuple[Pattern, ...] = ()
    open: tuple[Pattern, ...] = ()
    any: bool = False
    any_planned: bool = False
    ends: bool = False


class Ladder(DataTable):
    """Stages in their order, and what claims on it must have in common."""

    id: str
    title: str
    about: Literal["matter", "party", "act", "pair", "story"]
    types: tuple[EntityType, ...] = ()
    named: bool = False
    stage: tuple[Stage, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _stages(self) -> Ladder:
        names = [stage.id for stage in self.stage]
        if len(set(names)) < len(names):
            raise ValueError(f"{self.id}: two stages have one id")
        empty = [s.id for s in self.stage if not (s.actions or s.phrases or s.any or s.any_planned)]
        if empty:
            raise ValueError(f"{self.id}: no claim can stand on stage {empty[0]!r}")
        return self


class Cues(DataTable):
    """What the wording of a sentence tells beside its claims."""

    prospective: frozenset[Lemma]
    intending: frozenset[Lemma]
    intended: dict[str, ActionName]
    condition: Pattern


class Stages(DataTable):
    """Every ladder, in the order in which they are tried."""

    cues: Cues
    ladder: tuple[Ladder, ...]


def load_kinds(text: str, file: str = KINDS_FILE) -> Kinds:
    """The sorts of nouns. Raises DataError where the text breaks the rules of its file."""
    return parse_toml(text, file, Kinds)


def load_stages(text: str, file: str = STAGES_FILE) -> Stages:
    """The ladders. Raises DataError where the text breaks the rules of its file."""
    return parse_toml(text, file, Stages)


def _text(file: str) -> str:
    return files("graph.diff.alignment").joinpath(file).read_text(encoding="utf-8")


@cache
def kinds() -> Kinds:
    """The project's sorts of nouns, loaded and checked once."""
    return load_kinds(_text(KINDS_FILE))


@cache
def stages() -> Stages:
    """The project's ladders, loaded and checked once."""
    return load_stages(_text(STAGES_FILE))
