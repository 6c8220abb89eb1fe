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

LEAST_ACTOR = -1.0
"""A sentence without any score of an actor above this one is not worth the encoder's time (chosen on dev)."""


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


@dataclass(frozen=True, slots=True)
class _ScoredSentence:
    """A sentence with what the rules propose and the scores of the linear scorer."""

    found: Candidates
    placed: Sequence[Placed]
    proposed: Proposed
    links: Scores

    @property
    def may_have_claim(self) -> bool:
        """False if the rules propose nothing and no noun is likely to be an actor."""
        is_likely = any(link.actor >= LEAST_ACTOR for link in self.links.values())
        return bool(self.placed) or (self.found.has_actor and is_likely)


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
        scored = [self._scored(candidates(parsed, builder.resolver, builder.actions), of) for parsed, of in sentences]
        return [
            self._sentence(one, scores, complete=complete)
            for one, scores in zip(scored, self._contextual(scored), strict=True)
        ]

    def _scored(self, found: Candidates, proposals: Sequence[Proposal]) -> _ScoredSentence:
        placed = place(found, proposals)
        proposed = proposed_links(placed)
        return _ScoredSentence(found, placed, proposed, self._linear.scores(found, proposed))

    def _contextual(self, sentences: Sequence[_ScoredSentence]) -> list[Scores | None]:
        """The scores of the encoder; none without it, and none for a sentence that can hardly have a claim."""
        if self._scorer is None:
            return [None] * len(sentences)
        needed = [at for at, sentence in enumerate(sentences) if sentence.may_have_claim]
        found = self._scorer.scores([sentences[at].found for at in needed])
        by_sentence = dict(zip(needed, found, strict=True))
        return [by_sentence.get(at) for at in range(len(sentences))]

    def _sentence(self, sentence: _ScoredSentence, scores: Scores | None, *, complete: bool) -> JudgedSentence:
        links, weights, scorer = sentence.links, self.weights.linear, self._claims
        if scores is not None and self.weights.contextual is not None and self._contextual_claims is not None:
            links = mean_links(links, scores)
            weights, scorer = self.weights.contextual, self._contextual_claims
        listed = CandidateClaims(sentence.found, sentence.placed, sentence.proposed, links, scorer)
        claims = listed.all() if complete else listed.all(weights.threshold)
        kept = {id(claim) for claim in select(claims, weights.threshold, listed.lists)}
        ordered = sorted(claims, key=lambda claim: -claim.score)
        judgements = [Judgement(one, probability(one.score + prior(one)), id(one) in kept) for one in ordered]
        return JudgedSentence(sentence.found, sentence.proposed, weights, judgements)


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
