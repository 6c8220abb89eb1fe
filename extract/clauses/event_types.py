"""The PLOVER type of an act as its sentence states it: a plan to attack is a threat, a demand of a strike a protest.

Source: Halterman et al., PLOVER and POLECAT (2023), and the PLOVER 2.0 codebook.
"""

from __future__ import annotations

from dataclasses import replace

from extract.clauses.aims import has_to
from extract.clauses.governing import governing_verb
from extract.clauses.stance import Stance
from extract.lexicon.loader import lexicon
from extract.parsing.tokens import Token
from extract.syntax.arguments import children, first_conjunct, is_verb
from ontology.actions import ActionScheme
from ontology.model import Action

PROTEST = "PROTEST"


def with_type_as_stated(action: Action, verb: Token, meant: Stance, actions: ActionScheme) -> Action:
    """The action of a verb with the PLOVER type of the whole statement.

    What somebody threatens to do is a threat, and what somebody refuses to do is a refusal, whatever the act. What is
    demanded by a protest is the protest. The aim of an act that was done, and an attempt, keep their own type: they are
    neither a promise nor a threat.
    """
    if action.plover == "REQUEST" and _is_of_protest(verb, actions):
        return replace(action, plover=PROTEST)
    governor = governing_verb(verb)
    above = None if governor is None else actions.concept_of(governor.lemma_)
    is_refused = above is not None and above.plover == "REJECT" and meant.is_negated
    if above is not None and (is_refused or above.plover == "THREATEN"):
        return replace(action, plover=above.plover)
    if not meant.is_negated and (_is_purpose(verb) or _is_attempted(governor)):
        return action
    return actions.as_stated(action, meant.polarity, meant.modality)


def _is_of_protest(verb: Token, actions: ActionScheme) -> bool:
    """True for the demand in 'marched, demanding reforms' and 'continued their hunger strike to demand reforms'."""
    first = first_conjunct(verb)
    above = first.head
    if first.dep_ not in {"advcl", "acl", "pcomp"} or first == above:
        return False
    words = [above, *children(above, "dobj")] if is_verb(above) else [above]
    return any(_type_of(word, actions) == PROTEST for word in words)


def _type_of(word: Token, actions: ActionScheme) -> str | None:
    lemma = word.lemma_.lower()
    verb = lemma if is_verb(word) else lexicon().event_nouns.nouns.get(lemma)
    concept = None if verb is None else actions.concept_of(verb)
    return None if concept is None else concept.plover


def _is_purpose(verb: Token) -> bool:
    first = first_conjunct(verb)
    return first.dep_ == "advcl" and has_to(first)


def _is_attempted(governor: Token | None) -> bool:
    return governor is not None and governor.lemma_ in lexicon().stance.attempting
