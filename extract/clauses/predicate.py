"""The predicate of a clause: an action with its arguments, the rule that found it, and the confidence of the rule."""

from __future__ import annotations

from dataclasses import dataclass

from extract.lexicon.loader import lexicon
from extract.parsing.tokens import Token
from extract.syntax.arguments import Oblique, is_verb
from extract.syntax.phrases import is_mutual
from ontology.model import EntityType, Modality

TIME_ENTITIES = frozenset({"DATE", "TIME"})
MAX_DISTANCE = 6
"""Tokens between a verb and its auxiliary; farther ones are errors of the parser."""
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
    "partnership": 0.8,
    "demand": 0.7,
    "threat": 0.7,
}
"""By rule, the share of right claims among those of the seeds whose references are certain."""
DEFAULT_CONFIDENCE = 0.7
"""The confidence of a rule whose claims have not been judged yet."""


@dataclass(frozen=True, slots=True)
class Target:
    """What is acted on: its head noun; with `label`, a thing named by that label and the words `tokens`."""

    head: Token
    label: str | None = None
    tokens: tuple[Token, ...] = ()


@dataclass(frozen=True, slots=True)
class OtherParticipant:
    """A participant beside actor and target: 'gave a grant TO Peru', 'lifted the ban ON Iran', 'backed PERU'S plan'.

    `preposition` becomes part of the action's label ("gives to"); None if the label stays as it is.
    """

    noun: Token
    preposition: str | None


@dataclass(frozen=True, slots=True)
class Predicate:
    """An action with its arguments as nouns of the sentence.

    `lemma` is looked up in the action scheme, `verb` decides the stance, `tokens` are the words of the action, and
    `rule` names the rule that found it. `modality` overrides the verb's where the rule knows better. `back_reference`
    is a definite event noun ("the proposal") that refers to an act mentioned before.
    """

    lemma: str
    verb: Token
    tokens: tuple[Token, ...]
    subjects: tuple[Token, ...]
    targets: tuple[Target, ...]
    rule: str
    modality: Modality | None = None
    back_reference: Token | None = None
    participants: tuple[OtherParticipant, ...] = ()

    @property
    def is_mutual(self) -> bool:
        """True for what the subjects do to "each other"."""
        return any(is_mutual(target.head) for target in self.targets)


def is_event(noun: Token) -> bool:
    """True for a noun like "conference": 'signed at the ceremony' says where, not what."""
    return lexicon().actors.types.get(noun.lemma_.lower()) is EntityType.EVENT


def is_setting(oblique: Oblique) -> bool:
    """True for a time or place: when or where the act happens, not what it is done to."""
    if oblique.noun.ent_type_ in TIME_ENTITIES:
        return True
    if oblique.preposition in {"at", "during", "in"} and is_event(oblique.noun):
        return True
    return oblique.preposition in lexicon().predicates.prepositions.places and oblique.noun.ent_type_ in PLACE_ENTITIES


def with_particle(verb: Token) -> str:
    """The base form with its particle: 'crack down'."""
    particles = [c.lower_ for c in verb.children if c.dep_ == "prt" and not _before_number(c)]
    return " ".join([verb.lemma_.lower(), *particles])


def _before_number(particle: Token) -> bool:
    """True for the "up" of 'kidnapped up to 16 advisers', which the parser takes for a particle."""
    after = particle.doc[particle.i + 1 : particle.i + 3]
    return len(after) == 2 and after[0].lower_ == "to" and after[1].like_num


def verb_tokens(verb: Token) -> tuple[Token, ...]:
    """The verb with its auxiliaries, negation and particle, in reading order."""
    own = [c for c in verb.children if c.dep_ in {"aux", "auxpass", "neg", "prt"} and abs(c.i - verb.i) <= MAX_DISTANCE]
    return tuple(sorted([*own, verb], key=lambda token: token.i))


def judged_predicate(token: Token, lemma: str, subjects: tuple[Token, ...], targets: tuple[Target, ...]) -> Predicate:
    """The predicate of a verb or event noun whose arguments were judged and not found by a rule."""
    verb = token
    while verb.head != verb and not is_verb(verb):
        verb = verb.head
    tokens = (token,) if verb != token else verb_tokens(verb)
    return Predicate(lemma, verb, tokens, subjects, targets, "judged")
