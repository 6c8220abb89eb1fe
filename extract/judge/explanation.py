"""Why a candidate claim was kept or not: what speaks for and against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extract.judge.features import Edge
from extract.judge.judge import JudgedSentence, Judgement
from extract.judge.links import UNIT, all_features, reasons
from extract.judge.selection import prior
from extract.judge.weight_index import Weights
from extract.parsing.tokens import Token

SHOWN = 4
"""Reasons shown for each part of a candidate claim."""
LEAST = 0.05
"""Candidate claims that are less probable are not shown, unless a rule proposes them."""
Reasons = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class JudgedClaim:
    """A candidate claim as text, its probability, and the heaviest reasons (log odds) for it and for its links."""

    actor: str
    action: str
    target: str | None
    rule: str | None
    probability: float
    kept: bool
    of_claim: Reasons
    of_actor: Reasons
    of_target: Reasons


def judged_claims(sentence: JudgedSentence, links: Weights) -> Iterator[JudgedClaim]:
    """The candidate claims of a sentence that are worth showing, best first; `links`: weights of the linear scorer."""
    rows = all_features(sentence.candidates, sentence.proposed)
    actions, nouns = sentence.candidates.actions, sentence.candidates.nouns
    features = {
        (actions[pair.action].token.i, nouns[pair.noun].token.i): (of_actor, of_target)
        for pair, of_actor, of_target in rows
    }
    for judgement in sentence.judgements:
        if judgement.probability >= LEAST or judgement.candidate.proposal is not None:
            yield _judged_claim(judgement, sentence, links, features)


def _judged_claim(
    judgement: Judgement,
    sentence: JudgedSentence,
    links: Weights,
    features: Mapping[Edge, tuple[Sequence[str], Sequence[str]]],
) -> JudgedClaim:
    one = judgement.candidate
    weights = sentence.weights.weights
    of_claim = [(name, value * weights[name] / UNIT) for name, value in one.features.items() if name in weights]
    if prior(one):
        of_claim.append(("construction", prior(one)))

    def of_link(noun: Token | None, role: int) -> Reasons:
        edges = [(anchor, noun.i) for anchor in one.anchors if noun is not None]
        found = next((features[edge][role] for edge in edges if edge in features), ())
        return tuple(reasons(found, links, role)[:SHOWN])

    return JudgedClaim(
        actor=one.actor.label,
        action=one.action.label,
        target=one.target.label if one.target else None,
        rule=one.proposal.claim.rule if one.proposal else None,
        probability=round(judgement.probability, 2),
        kept=judgement.kept,
        of_claim=tuple(sorted(of_claim, key=lambda pair: (-abs(pair[1]), pair[0]))[:SHOWN]),
        of_actor=of_link(one.actor_noun, 0),
        of_target=of_link(one.target_noun, 1),
    )
