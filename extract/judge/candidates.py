"""The candidates of a sentence: actions (verbs and event nouns) and the nouns that could be their actors or targets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from extract.clauses.predicate import with_particle
from extract.coreference.resolver import Resolver
from extract.judge.paths import Paths
from extract.lexicon.loader import lexicon
from extract.parsing.abbreviations import is_alias
from extract.parsing.repairs.coordination import CONTRAST
from extract.parsing.sentences import ParsedSentence
from extract.parsing.tokens import Token
from extract.syntax.phrases import counted, is_mutual
from ontology.actions import ActionScheme
from ontology.model import Action, Entity

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
RELATIVE_TAGS = frozenset({"WDT", "WP", "WP$", "EX"})
MEASURES = frozenset({"DATE", "TIME", "PERCENT", "MONEY", "CARDINAL", "ORDINAL", "QUANTITY"})
NAMED = frozenset({"GPE", "ORG", "NORP", "PERSON"})
MODIFIER_CERTAINTY = 0.8
"""Certainty that an adjective or modifying name means the actor that it names."""
PREPOSITIONS = frozenset({"prep", "agent"})
FOREIGN_SCRIPT = re.compile(r"[\u0370-\u1dff\u2e80-\ud7ff\uf900-\ufdff]")
"""The first letter of a word in another script, which repeats a name in brackets: "Kim Do-yun (김도윤)"."""


@dataclass(frozen=True, slots=True)
class ActionCandidate:
    """A verb or event noun; `actions` are its readings: the bare lemma first, then those with a preposition."""

    token: Token
    actions: tuple[Action, ...]

    @property
    def is_noun(self) -> bool:
        """True for an event noun."""
        return self.token.pos_ == "NOUN"


@dataclass(frozen=True, slots=True)
class NounCandidate:
    """A noun and what it refers to; `kind` says how: name, nominal, pronoun or modifier."""

    token: Token
    entities: tuple[Entity, ...]
    kind: str
    certainty: float


@dataclass(frozen=True, slots=True)
class Candidates:
    """The candidates of one sentence, in text order."""

    parsed: ParsedSentence
    actions: tuple[ActionCandidate, ...]
    nouns: tuple[NounCandidate, ...]
    _paths: dict[int, Paths] = field(default_factory=dict, repr=False, compare=False)

    def paths(self, action: Token) -> Paths:
        """The paths from an action to the other words."""
        found = self._paths.get(action.i)
        if found is None:
            found = self._paths[action.i] = Paths(action)
        return found

    @property
    def has_actor(self) -> bool:
        """Whether a noun refers to an actor; without one, only a rule can propose a claim."""
        return any(entity.is_actor for noun in self.nouns for entity in noun.entities)


def candidates(parsed: ParsedSentence, resolver: Resolver, scheme: ActionScheme) -> Candidates:
    """The candidates of a sentence; without an action there are no nouns either."""
    actions = tuple(_actions(parsed, scheme))
    nouns = tuple(_nouns(parsed, resolver)) if actions else ()
    return Candidates(parsed, actions, nouns)


def _actions(parsed: ParsedSentence, scheme: ActionScheme) -> Iterator[ActionCandidate]:
    event_nouns = lexicon().event_nouns.nouns
    for token in parsed.span:
        if token.pos_ == "VERB" and not is_alias(token.text):
            lemma = with_particle(token)
            prepositions = (child.lower_ for child in token.children if child.dep_ in PREPOSITIONS)
            phrases = (f"{lemma} {preposition}" for preposition in prepositions)
            names = [lemma, *(phrase for phrase in phrases if phrase in scheme.lemmas)]
            yield ActionCandidate(token, tuple(map(scheme.action, names)))
        elif token.pos_ == "NOUN" and token.lemma_ in event_nouns:
            yield ActionCandidate(token, (scheme.action(event_nouns[token.lemma_]),))


def _nouns(parsed: ParsedSentence, resolver: Resolver) -> Iterator[NounCandidate]:
    for token in parsed.span:
        if not _is_head(token):
            continue
        reference = None if token.pos_ == "ADJ" else resolver.reference(parsed, counted(token))
        if reference is not None:
            yield NounCandidate(token, reference.entities, reference.kind.value, reference.certainty)
            continue
        entity = resolver.actor_of_modifier(parsed, token)
        if entity is not None:
            yield NounCandidate(token, (entity,), "modifier", MODIFIER_CERTAINTY)


def _is_head(token: Token) -> bool:
    """True for a noun that can be a participant: also for a name that modifies another noun ("Peruvian police")."""
    if token.pos_ not in NOMINAL:
        return token.pos_ == "ADJ" and token.ent_type_ in {"NORP", "GPE"}
    if token.dep_ == CONTRAST or FOREIGN_SCRIPT.match(token.text) or is_mutual(token):
        return False
    head = token.head
    if _is_other_name(token) or (token.dep_ == "npadvmod" and head.lower_ in lexicon().mentions.places.seated):
        return False
    if token.dep_ in {"compound", "nmod"} and head.pos_ in NOMINAL and head.i > token.i:
        return token.ent_type_ in NAMED and head.ent_type_ != token.ent_type_
    if token.tag_ in RELATIVE_TAGS:
        return False
    return token.pos_ == "NOUN" or token.ent_type_ not in MEASURES


def _is_other_name(token: Token) -> bool:
    """True for "Ace" in 'Bo Gan, a/k/a “Ace”', however the parser attaches it."""
    at = token.left_edge.i - 1
    while at > 0 and token.doc[at].is_quote:
        at -= 1
    return is_alias(token.head.text) or (at >= 0 and is_alias(token.doc[at].text))
