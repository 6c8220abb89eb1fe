"""Competition between the candidate claims of a sentence: which of them can stand side by side."""

from __future__ import annotations

from collections.abc import Iterable

from extract.judge.triples import PARTY, CandidateClaim
from extract.parsing.tokens import Token
from extract.syntax.coordination import are_coordinate
from ontology.model import ACTOR_TYPES, EntityType

PARTIES = ACTOR_TYPES - {EntityType.GROUP}
VAGUE = frozenset({"other", "state"})
"""Classes without a meaning of their own: two such verbs may say one act."""
PROPOSED = 0.4
"""Advantage of claims that a rule proposes: rules know constructions that annotators seldom mark ("in coordination with
X") or mark in another way ("impose sanctions on X" is to sanction X)."""
MARGIN = 0.5
"""How much lower the threshold of further participants and of idioms is: the links of the first compete with those of
the target itself, and an idiom may give its nouns other roles than its verb does."""


def select(candidates: Iterable[tuple[CandidateClaim, float]], threshold: float) -> list[tuple[CandidateClaim, float]]:
    """The candidates from `threshold` up that do not contradict a better one, best first.

    `candidates` come with their log odds. Candidates that are equally good stay in the order given.
    """
    chosen: list[tuple[CandidateClaim, float]] = []
    for one, score in sorted(candidates, key=lambda scored: -_weighed(*scored)):
        least = threshold - MARGIN if is_further(one) or is_idiom(one) else threshold
        if _weighed(one, score) >= least and not any(exclude(other, one) for other, _ in chosen):
            chosen.append((one, score))
    return chosen


def _weighed(claim: CandidateClaim, score: float) -> float:
    """The log odds with the advantage of claims that a rule proposes."""
    return score if claim.proposal is None else score + PROPOSED


def is_further(claim: CandidateClaim) -> bool:
    """True for a claim about a further participant, which a rule proposes beside one about the target."""
    is_party = claim.proposal is not None and claim.proposal.claim.rule == PARTY
    return is_party and claim.target is not None and claim.target.type in PARTIES


def is_idiom(claim: CandidateClaim) -> bool:
    """True for a claim that an idiom proposes: 'was assigned as the main agency in' makes its subject lead."""
    return claim.proposal is not None and claim.proposal.claim.rule == "idiom"


def exclude(better: CandidateClaim, one: CandidateClaim) -> bool:
    """True if a claim cannot stand beside a better one of the same sentence.

    A pair of actor and target gets one claim, unless two verbs say two acts: see `_are_two_acts`. An action has one
    group of coordinate actors, and each of them one group of coordinate targets; further participants stand beside
    them.
    """
    if better.ends == one.ends:
        return not _are_two_acts(better, one)
    if is_further(better) or is_further(one):
        return False
    if set(better.anchors).isdisjoint(one.anchors):
        return False
    no_target = better.target is None or one.target is None
    if better.actor.id == one.actor.id and (no_target or _apart(better.target_noun, one.target_noun)):
        return True
    return _apart(better.actor_noun, one.actor_noun)


def _are_two_acts(better: CandidateClaim, one: CandidateClaim) -> bool:
    """True for acts of two classes of their own by two verbs that one subject binds, on a party or a pronoun.

    They are coordinate ("arrested and extradited him", "built a ship and sold it"), or the second is said of the actor
    of the first: "was arrested by the police, who extradited him".
    """
    classes = {better.action.class_, one.action.class_}
    verbs = {better.token.i: better.token, one.token.i: one.token}
    is_again = any(noun is not None and noun.pos_ == "PRON" for noun in (better.target_noun, one.target_noun))
    return (
        len(classes - VAGUE) == len(verbs) == 2
        and one.target is not None
        and (one.target.type in PARTIES or is_again)
        and (
            any(verb.dep_ == "conj" and verb.head.i in verbs for verb in verbs.values())
            or _is_said_of_actor(better, one)
            or _is_said_of_actor(one, better)
        )
    )


def _is_said_of_actor(first: CandidateClaim, second: CandidateClaim) -> bool:
    """True if the verb of the second is in a relative clause on the actor of the first."""
    actor = first.actor_noun
    return actor is not None and second.token.dep_ == "relcl" and second.token.head.i == actor.i


def _apart(one: Token | None, other: Token | None) -> bool:
    """True for two nouns that are not coordinate; False where one is not known."""
    return one is not None and other is not None and not are_coordinate(one, other)
