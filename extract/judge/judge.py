"""Judges the candidate claims of a sentence: how probable each is; keeps those that `selection` chooses."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from extract.claim_builder import ClaimBuilder, JudgedParts, Proposal, reading_order
from extract.judge.candidates import Candidates, candidates
from extract.judge.claim_features import ClaimScorer
from extract.judge.encoder.scorer import ContextualScorer, Scores
from extract.judge.features import Edge, Proposed
from extract.judge.links import Link, LinkScorer
from extract.judge.selection import prior, select
from extract.judge.triples import CandidateClaim, CandidateClaims, Placed, place, proposed_links
from extract.judge.weights import ClaimWeights, JudgeWeights
from extract.parsing.sentences import ParsedSentence
from ontology.model import Claim

Sentences = Sequence[tuple[ParsedSentence, Sequence[Proposal]]]
"""The sentences of a document, each with what the rules propose."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A candidate claim with its probability, and whether it is kept."""

    candidate: CandidateClaim
    probability: float
    kept: bool


@dataclass(frozen=True, slots=True)
class JudgedSentence:
    """The judgements of a sentence, best first, and what they rest on.

    `weights` are those of candidate claims. Candidates that no rule proposes and that are below the threshold are only
    there if the judge was asked for all.
    """

    candidates: Candidates
    proposed: Proposed
    weights: ClaimWeights
    judgements: Sequence[Judgement]


class Judge:
    """Judges the candidate claims of sentences.

    `scorer` is the contextual scorer of links; without it the linear scorer decides alone.
    """

    def __init__(self, weights: JudgeWeights, scorer: ContextualScorer | None = None) -> None:
        self.weights = weights
        self._linear = LinkScorer(weights.links)
        self._scorer = scorer
        self._claims = ClaimScorer(weights.linear.weights)
        self._contextual_claims = None if weights.contextual is None else ClaimScorer(weights.contextual.weights)

    @property
    def is_contextual(self) -> bool:
        """Whether the contextual scorer takes part."""
        return self._scorer is not None

    def judge(self, sentences: Sentences, builder: ClaimBuilder, *, complete: bool = False) -> list[JudgedSentence]:
        """Judge the candidate claims of each sentence; `complete`: tell all of them, also the improbable ones."""
        found = [candidates(parsed, builder.resolver, builder.actions) for parsed, _ in sentences]
        contextual = self._contextual(found, [bool(proposals) for _, proposals in sentences])
        return [
            self._sentence(one, place(one, proposals), scores, complete=complete)
            for one, (_, proposals), scores in zip(found, sentences, contextual, strict=True)
        ]

    def _contextual(self, found: Sequence[Candidates], proposed: Sequence[bool]) -> list[Scores | None]:
        """The scores of the encoder; none without it, and none for a sentence that can have no claim.

        `proposed`: whether the rules propose a claim for each sentence.
        """
        if self._scorer is None:
            return [None] * len(found)
        needed = [at for at, one in enumerate(found) if proposed[at] or one.has_actor]
        by_sentence = dict(zip(needed, self._scorer.scores([found[at] for at in needed]), strict=True))
        return [by_sentence.get(at) for at in range(len(found))]

    def _sentence(
        self, found: Candidates, placed: Sequence[Placed], scores: Scores | None, *, complete: bool
    ) -> JudgedSentence:
        proposed = proposed_links(placed)
        links = self._linear.scores(found, proposed)
        weights, scorer = self.weights.linear, self._claims
        if scores is not None and self.weights.contextual is not None and self._contextual_claims is not None:
            links = mean_links(links, scores)
            weights, scorer = self.weights.contextual, self._contextual_claims
        listed = CandidateClaims(found, placed, proposed, links, scorer)
        claims = listed.all() if complete else listed.all(weights.threshold)
        kept = {id(claim) for claim in select(claims, weights.threshold, listed.lists)}
        ordered = sorted(claims, key=lambda claim: -claim.score)
        judgements = [Judgement(one, probability(one.score + prior(one)), id(one) in kept) for one in ordered]
        return JudgedSentence(found, proposed, weights, judgements)


def kept_claims(sentence: JudgedSentence, builder: ClaimBuilder) -> list[Claim]:
    """The claims of a sentence in reading order; proposals that are not kept go to the builder's rejected ones."""
    parsed, claims = sentence.candidates.parsed, []
    for judgement in sentence.judgements:
        candidate, confidence = judgement.candidate, round(judgement.probability, 2)
        if judgement.kept:
            claims.append(replace(_claim(parsed, candidate, builder), confidence=confidence))
        elif candidate.proposal is not None:
            builder.reject(candidate.proposal.claim.action_span.text, _why_not(candidate, confidence))
    return sorted(claims, key=reading_order)


def probability(score: float) -> float:
    """The probability (0 to 1) of log odds."""
    return 1 / (1 + math.exp(-score))


def mean_links(linear: Mapping[Edge, Link], contextual: Mapping[Edge, Link]) -> dict[Edge, Link]:
    """The mean of both scorers' scores; of a pair that only the linear one has, its score."""
    return {
        edge: Link((link.actor + other.actor) / 2, (link.target + other.target) / 2)
        for edge, link in linear.items()
        for other in (contextual.get(edge, link),)
    }


def _claim(parsed: ParsedSentence, candidate: CandidateClaim, builder: ClaimBuilder) -> Claim:
    if candidate.proposal is not None:
        return candidate.proposal.claim
    actor = candidate.actor, candidate.actor_noun or candidate.token
    target = None if candidate.target is None else (candidate.target, candidate.target_noun or candidate.token)
    return builder.judged(parsed, JudgedParts(candidate.token, candidate.action, actor, target))


def _why_not(candidate: CandidateClaim, confidence: float) -> str:
    target = f" {candidate.target.label}" if candidate.target else ""
    claim = f"{candidate.actor.label} {candidate.action.label}{target}"
    return f"judged: {claim!r} has probability {confidence:.2f}, or a better claim excludes it"
