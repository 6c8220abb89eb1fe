"""What a predicate is, and what its rules share: its words, its setting, its confidence."""

from __future__ import annotations

from dataclasses import dataclass

from extract.lexicon.loader import lexicon
from extract.parsing.tokens import Token
from extract.syntax.arguments import Oblique
from ontology.model import EntityType, Modality

TIME_ENTITIES = frozenset({"DATE", "TIME"})
PLACE_PREPOSITIONS = frozenset({"in", "at", "on", "near", "from", "across", "within", "throughout"})
WHERE_PREPOSITIONS = frozenset({"in", "at", "near", "across", "within", "throughout"})
PLACE_ENTITIES = frozenset({"GPE", "LOC", "FAC"})
CONFIDENCE = {
    "active": 0.96,
    "passive": 0.97,
    "control-verb": 0.97,
    "light-verb": 0.97,
    "idiom": 0.91,
    "relative-clause": 0.97,
    "participle": 0.97,
    "purpose-clause": 0.7,
    "gerund": 0.92,
    "nominal-event": 0.83,
    "party": 0.66,
    "demand": 0.7,
}
"""How often a rule's claims are right where nothing is unsure of who is meant: see `bench/reliability.py`."""
UNTRIED = 0.7
"""The confidence of a rule whose claims nobody has judged yet."""


@dataclass(frozen=True, slots=True)
class Target:
    """What is acted on: its head noun, and a label of its own where the words need one."""

    head: Token
    label: str | None = None
    tokens: tuple[Token, ...] = ()


@dataclass(frozen=True, slots=True)
class Party:
    """Who an act on a thing concerns: 'gave a grant TO Tanzania', 'lifted the ban ON Iran', 'backed PERU'S plan'."""

    noun: Token
    preposition: str | None


@dataclass(frozen=True, slots=True)
class Predicate:
    """An action with its arguments as nouns of the sentence."""

    lemma: str
    verb: Token
    """The verb whose context says how the act is meant."""
    tokens: tuple[Token, ...]
    subjects: tuple[Token, ...]
    targets: tuple[Target, ...]
    rule: str
    modality: Modality | None = None
    back_reference: Token | None = None
    """A definite event noun ("the proposal") that takes up what was said before."""
    parties: tuple[Party, ...] = ()


def is_event(noun: Token) -> bool:
    """True for a conference, ceremony or the like: 'signed at the ceremony' is where, not what."""
    return lexicon().actors.types.get(noun.lemma_.lower()) is EntityType.EVENT


def is_setting(oblique: Oblique) -> bool:
    """A time or a place is where the act happens, not what it is done to."""
    if oblique.noun.ent_type_ in TIME_ENTITIES:
        return True
    if oblique.preposition in {"at", "during", "in"} and is_event(oblique.noun):
        return True
    return oblique.preposition in PLACE_PREPOSITIONS and oblique.noun.ent_type_ in PLACE_ENTITIES


def with_particle(verb: Token) -> str:
    """The base form with its particle: 'crack down'."""
    particles = [c.lower_ for c in verb.children if c.dep_ == "prt" and not _before_number(c)]
    return " ".join([verb.lemma_.lower(), *particles])


def _before_number(particle: Token) -> bool:
    """'kidnapped up to 16 advisers': the parser takes "up" for a particle."""
    after = particle.doc[particle.i + 1 : particle.i + 3]
    return len(after) == 2 and after[0].lower_ == "to" and after[1].like_num


def verb_tokens(verb: Token) -> tuple[Token, ...]:
    """The verb with its auxiliaries, negation and particle, in reading order."""
    own = [c for c in verb.children if c.dep_ in {"aux", "auxpass", "neg", "prt"} and abs(c.i - verb.i) <= 6]
    return tuple(sorted([*own, verb], key=lambda token: token.i))
