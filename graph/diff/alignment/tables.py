"""Loads and validates the tables of the diff: kinds of nouns, words of sentences, and the stages of laws and plans."""

from __future__ import annotations

import re
from functools import cache, cached_property
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from graph.diff.inflection import participle
from ontology.actions import scheme
from ontology.countries import is_demonym
from ontology.data_files import DataTable, parse_toml
from ontology.model import EntityType, Modality

PEOPLE = "people"
"""The kind of the names of peoples: "South Koreans"."""
KINDS_FILE, STAGES_FILE, SENTENCES_FILE = "kinds.toml", "stages.toml", "sentences.toml"
ANY = "any"


def _regular_expression(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"{text!r} is not a regular expression: {error}") from error
    return text


def _action(name: str) -> str:
    if name not in scheme().concepts:
        raise ValueError(f"{name!r} is not an action of the scheme")
    return name


def _lemma(text: str) -> str:
    if scheme().concept_of(text) is None:
        raise ValueError(f"{text!r} is not a verb of the action scheme")
    return text


Pattern = Annotated[str, AfterValidator(_regular_expression)]
ActionName = Annotated[str, AfterValidator(_action)]
Lemma = Annotated[str, AfterValidator(_lemma)]


class NounKind(DataTable):
    """Nouns that can mean the same thing: a later text may say "the meeting" for "a conference"."""

    nouns: tuple[str, ...] = Field(min_length=1)


class Dependent(DataTable):
    """Nouns that belong to a topic named before them; `of` is the kind of that topic, or "any"."""

    of: str
    nouns: tuple[str, ...] = Field(min_length=1)


class Nouns(DataTable):
    """Kinds of nouns and lists of function words. The comments of the file explain the keys."""

    prepositions: frozenset[str]
    articles: frozenset[str]
    definite: frozenset[str]
    stops: frozenset[str]
    naming: tuple[str, ...]
    plural: frozenset[str]
    generic: frozenset[str]
    weak: frozenset[str]
    other: frozenset[str]
    ordinal: frozenset[str]
    enacted: frozenset[str]
    possessed: frozenset[str]
    drafts: frozenset[str]
    transparent: frozenset[str]
    decisions: frozenset[str]
    company_words: frozenset[str]
    common_bodies: frozenset[str]
    accusation: frozenset[str]
    rumour: frozenset[str]
    granted: frozenset[str]
    kind: dict[str, NounKind]
    dependent: tuple[Dependent, ...]
    acts: dict[str, ActionName]
    currency: dict[str, tuple[str, ...]]

    @model_validator(mode="after")
    def _known_kinds(self) -> Nouns:
        unknown = sorted({dependent.of for dependent in self.dependent} - {*self.kind, ANY})
        if unknown:
            raise ValueError(f"dependent: {unknown[0]!r} is not a kind; those are {', '.join(sorted(self.kind))}")
        return self

    def of(self, noun: str) -> frozenset[str]:
        """The kinds of a lemma; none for a noun that is in no list and is not the name of a people."""
        kinds = frozenset(name for name, kind in self.kind.items() if noun in kind.nouns)
        return kinds | {PEOPLE} if self.is_people(noun) else kinds

    def is_people(self, noun: str) -> bool:
        """True for the name of a people: "Cambodians", "Thai"."""
        return is_demonym(noun.title())

    def depends_on(self, noun: str) -> str | None:
        """The kind of topic that a noun belongs to, "any", or None."""
        return next((dependent.of for dependent in self.dependent if noun in dependent.nouns), None)


class Stage(DataTable):
    """A stage and the claims that reach it. The comments of the file explain the keys."""

    id: str
    noun: str
    predicate: str
    actions: tuple[ActionName, ...] = ()
    lemmas: tuple[Lemma, ...] = ()
    verbs: tuple[str, ...] = ()
    by: Pattern | None = None
    heads: tuple[str, ...] = ()
    presenting: frozenset[str] = frozenset()
    of: frozenset[str] = frozenset()
    own: tuple[Pattern, ...] = ()
    modality: tuple[Modality, ...] = ()
    refused: tuple[ActionName, ...] = ()
    phrases: tuple[Pattern, ...] = ()
    open: tuple[Pattern, ...] = ()
    suffered: tuple[str, ...] = ()
    any: bool = False
    any_planned: bool = False
    joins: bool = False
    steady: bool = False
    ends: bool = False

    @property
    def participles(self) -> tuple[str, ...]:
        """The participles of the verbs of `suffered`: "convicted"."""
        return tuple(map(participle, self.suffered))


class StageSequence(DataTable):
    """Stages in their order, and what the claims of one development must have in common (`about`)."""

    id: str
    title: str
    about: Literal["topic", "party", "act", "pair", "story", "measure", "transfer", "stance", "joining", "quotation"]
    types: tuple[EntityType, ...] = ()
    kinds: frozenset[str] = frozenset()
    named: bool = False
    heads: frozenset[str] = frozenset()
    told: Literal["stages", "clauses", "news", "quotations"] = "stages"
    stage: tuple[Stage, ...] = Field(min_length=2)

    def is_of_type(self, kind: EntityType, kinds: frozenset[str]) -> bool:
        """True if a topic of this type, whose noun is of these kinds, may move along the sequence."""
        return not self.types or kind in self.types or not self.kinds.isdisjoint(kinds)

    @model_validator(mode="after")
    def _stages(self) -> StageSequence:
        names = [stage.id for stage in self.stage]
        if len(set(names)) < len(names):
            raise ValueError(f"{self.id}: two stages have the same id")
        empty = [
            s.id
            for s in self.stage
            if not (s.actions or s.verbs or s.heads or s.own or s.phrases or s.any or s.any_planned)
        ]
        if empty:
            raise ValueError(f"{self.id}: no claim can reach stage {empty[0]!r}")
        half = [stage.id for stage in self.stage if bool(stage.heads) != bool(stage.presenting)]
        if half:
            raise ValueError(f"{self.id}: stage {half[0]!r} needs both heads and presenting")
        return self


class Cues(DataTable):
    """Words of a sentence that qualify its claims."""

    prospective: frozenset[Lemma]
    intending: frozenset[Lemma]
    intended: dict[str, ActionName]
    wanting: tuple[str, ...]
    admitting: tuple[str, ...]
    denying: tuple[str, ...]
    stating: tuple[str, ...]
    telling: tuple[str, ...]
    condition: Pattern
    content: Pattern
    cumulative: Pattern
    already: Pattern
    joint: Pattern
    reciprocal: frozenset[str]
    at_odds: Pattern
    boundary: Pattern


class Stages(DataTable):
    """Every stage sequence, in the order in which they are tried."""

    cues: Cues
    sequence: tuple[StageSequence, ...]

    @cached_property
    def verbs(self) -> frozenset[str]:
        """The verbs of all stages."""
        return frozenset(verb for sequence in self.sequence for stage in sequence.stage for verb in stage.verbs)


class SubjectWords(DataTable):
    """What may stand before the subject of a clause, and what a subject is."""

    fronted: tuple[str, ...]
    saying: tuple[str, ...]
    speakers: tuple[str, ...]
    uncertain: tuple[Pattern, ...]
    clausal: frozenset[str]
    called: dict[EntityType, frozenset[str]]


class ReportWords(DataTable):
    """Words of what somebody denies or admits."""

    function_words: frozenset[str]
    negations: frozenset[str]


class StatementWords(DataTable):
    """Words of what was done to a thing, or of what it did."""

    auxiliaries: frozenset[str]
    intransitive: tuple[str, ...]
    preparing: tuple[str, ...]
    meaning: tuple[str, ...]
    making: tuple[str, ...]


class CountWords(DataTable):
    """Words of how many of a thing there are."""

    changed: tuple[Pattern, ...]
    totals: tuple[str, ...]
    cumulative: tuple[Pattern, ...]
    no_unit: tuple[Pattern, ...]
    ends: frozenset[str]
    not_before: frozenset[str]
    pending: tuple[Pattern, ...]


class SentenceWords(DataTable):
    """Words by which the diff reads sentences itself. The comments of the file explain the keys."""

    days: tuple[str, ...] = Field(min_length=7, max_length=7)
    months: tuple[str, ...] = Field(min_length=12, max_length=12)
    time_adverbs: tuple[str, ...]
    scales: dict[str, int]
    subject: SubjectWords
    report: ReportWords
    statement: StatementWords
    count: CountWords


def load_nouns(text: str, file: str = KINDS_FILE) -> Nouns:
    """The kinds of nouns. Raises DataError where the text breaks the rules of its file."""
    return parse_toml(text, file, Nouns)


def load_stages(text: str, file: str = STAGES_FILE) -> Stages:
    """The stage sequences. Raises DataError where the text breaks the rules of its file."""
    return parse_toml(text, file, Stages)


def load_sentence_words(text: str, file: str = SENTENCES_FILE) -> SentenceWords:
    """The words of sentences. Raises DataError where the text breaks the rules of its file."""
    return parse_toml(text, file, SentenceWords)


def _text(file: str) -> str:
    return files("graph.diff.alignment").joinpath(file).read_text(encoding="utf-8")


@cache
def nouns() -> Nouns:
    """The project's kinds of nouns, loaded and validated once."""
    return load_nouns(_text(KINDS_FILE))


@cache
def stages() -> Stages:
    """The project's stage sequences, loaded and validated once."""
    return load_stages(_text(STAGES_FILE))


@cache
def sentence_words() -> SentenceWords:
    """The project's words of sentences, loaded and validated once."""
    return load_sentence_words(_text(SENTENCES_FILE))
