"""Candidate claims of a sentence: those that the rules propose, and those that the scores of links suggest.

Each has features from which a second logistic regression computes the probability that the sentence says it.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extract.claim_builder import Proposal
from extract.clauses.event_nouns import idiom_nouns
from extract.judge.candidates import ActionCandidate, Candidates, NounCandidate
from extract.judge.claim_features import (
    NO_SCORE,
    ClaimFeatures,
    ClaimParts,
    ClaimScorer,
    End,
    of_class,
    of_form,
    of_rule,
    of_types,
)
from extract.judge.crossings import EMPTY
from extract.judge.features import Edge, Proposed
from extract.judge.links import Link
from extract.judge.paths import Paths
from extract.lexicon.loader import lexicon
from extract.parsing.tokens import Token
from extract.syntax.coordination import Lists
from extract.syntax.speech import is_speech
from ontology.model import Action, Entity

PARTY = "party"
THREAT = "threat"
"""The rule for further participants: 'gave a grant TO PERU' beside 'gave A GRANT'."""
LIGHT_VERB = "light-verb"
"""The rule for verbs whose noun tells the act: 'imposed sanctions'."""
ACTING = frozenset({"nsubj", "pobj", "conj"})
WORST = -2.5
"""Links with a lower score make no candidate claim."""
MAX_ACTORS, MAX_TARGETS = 4, 5
"""Candidates for each action, best first."""


@dataclass(slots=True, eq=False)
class CandidateClaim:
    """A claim that the sentence may make; `proposal` is None if no rule proposes it.

    `anchors` are the positions of its actions among the candidates, `actor_noun` and `target_noun` the nouns, where
    they are candidates. `score` are its log odds, if there is a scorer.
    """

    anchors: tuple[int, ...]
    action: Action
    actor: Entity
    target: Entity | None
    actor_noun: Token | None
    target_noun: Token | None
    token: Token
    proposal: Proposal | None
    parts: ClaimParts
    score: float

    @property
    def features(self) -> dict[str, float]:
        """All features with their values, in order: input of training and of explanations."""
        return {name: value for group in self.parts.groups for name, value in group.features}

    @property
    def ends(self) -> tuple[str, str | None]:
        """The ids of actor and target."""
        return self.actor.id, self.target.id if self.target else None


class _PossibleTarget(NamedTuple):
    """What may be the target of an action, and how the action reads with it; no `entity` for a claim without one."""

    token: Token | None
    entity: Entity | None
    action: Action
    end: End


@dataclass(frozen=True, slots=True)
class Placed:
    """A proposal by its places: the actions it may stand for, and the nouns of its actor and target."""

    proposal: Proposal
    anchors: tuple[int, ...]
    actors: tuple[NounCandidate, ...]
    targets: tuple[NounCandidate, ...]


def place(candidates: Candidates, proposals: Sequence[Proposal]) -> list[Placed]:
    """Find the actions and nouns of proposals among the candidates."""
    actions = {action.token.i for action in candidates.actions}
    placed = []
    for proposal in proposals:
        predicate, claim = proposal.predicate, proposal.claim
        anchors = tuple(token.i for token in predicate.tokens if token.i in actions) or (predicate.verb.i,)
        subjects = {noun.i for noun in predicate.subjects}
        objects = {target.head.i for target in predicate.targets} | {o.noun.i for o in predicate.participants}
        is_told = predicate.is_mutual or claim.rule == "partnership" or _is_fronted(predicate.verb)
        is_named = claim.target is not None and not (is_told and claim.rule != PARTY)
        target = _mentions(candidates, claim.target.entity, objects) if claim.target and is_named else ()
        placed.append(Placed(proposal, anchors, _mentions(candidates, claim.actor.entity, subjects), target))
    return placed


def _mentions(candidates: Candidates, entity: Entity, preferred: set[int]) -> tuple[NounCandidate, ...]:
    """The nouns that refer to an entity; only those at the preferred positions if there are any."""
    mentions = tuple(noun for noun in candidates.nouns if any(e.id == entity.id for e in noun.entities))
    return tuple(noun for noun in mentions if noun.token.i in preferred) or mentions


def proposed_links(placed: Sequence[Placed]) -> Proposed:
    """The links that the rules make."""
    proposed = Proposed()
    for one in placed:
        rule = one.proposal.claim.rule
        for anchor in one.anchors:
            proposed.actors.update({(anchor, noun.token.i): rule for noun in one.actors})
            proposed.targets.update({(anchor, noun.token.i): rule for noun in one.targets})
    return proposed


class CandidateClaims:
    """Lists the candidate claims of one sentence, with their log odds if there is a `scorer`."""

    def __init__(
        self,
        candidates: Candidates,
        placed: Sequence[Placed],
        proposed: Proposed,
        links: Mapping[Edge, Link],
        scorer: ClaimScorer | None = None,
    ) -> None:
        self.candidates = candidates
        self.placed = placed
        self.lists = Lists(candidates.parsed.span)
        self._scorer = scorer
        self._features = ClaimFeatures(candidates, proposed, links, self.lists, scorer)
        self._light = {anchor: one for one in placed if one.proposal.claim.rule == LIGHT_VERB for anchor in one.anchors}

    def all(self, least: float = -math.inf) -> list[CandidateClaim]:
        """The proposals of the rules, then the other candidates with log odds of at least `least`, in text order."""
        return [*map(self._of_rule, self.placed), *self._others(least)]

    # ---- the two kinds

    def _of_rule(self, placed: Placed) -> CandidateClaim:
        claim, predicate = placed.proposal.claim, placed.proposal.predicate
        anchor = max(
            placed.anchors, key=lambda anchor: max(self._actor_scores(anchor, placed.actors), default=NO_SCORE)
        )
        actor = max(placed.actors, key=lambda noun: self._link(anchor, noun).actor, default=None)
        target = max(placed.targets, key=lambda noun: self._link(anchor, noun).target, default=None)
        nouns = actor.token if actor else None, target.token if target else None
        entities = claim.actor.entity, claim.target.entity if claim.target else None
        ends = self._ends(anchor, nouns, has_target=entities[1] is not None)
        types = of_types(entities[0].type, None if entities[1] is None else entities[1].type)
        parts = ClaimParts(*ends, types, of_class(claim.action.class_), of_rule(claim.rule, claim.confidence), EMPTY)
        score = self._score(parts)
        return CandidateClaim(
            placed.anchors, claim.action, *entities, *nouns, predicate.verb, placed.proposal, parts, score
        )

    def _actor_scores(self, anchor: int, nouns: Sequence[NounCandidate]) -> Iterator[float]:
        return (self._link(anchor, noun).actor for noun in nouns)

    def _others(self, least: float) -> Iterator[CandidateClaim]:
        known: dict[int, set[tuple[str, str | None]]] = {}
        for placed in self.placed:
            claim = placed.proposal.claim
            for anchor in placed.anchors:
                known.setdefault(anchor, set()).add(
                    (claim.actor.entity.id, claim.target.entity.id if claim.target else None)
                )
        for action in self.candidates.actions:
            if not (action.token.i in known and _is_fronted(action.token)):
                yield from self._of_action(action, known.get(action.token.i, frozenset()), least)

    def _of_action(
        self, action: ActionCandidate, known: Collection[tuple[str, str | None]], least: float
    ) -> Iterator[CandidateClaim]:
        """The candidate claims of an action that its best links make, without those whose ends are known."""
        anchor, features = action.token.i, self._features
        actors, nouns = self._ends_of(action)
        targets = self._targets(action, nouns[:MAX_TARGETS]) if actors else []
        for noun in actors[:MAX_ACTORS]:
            form, actor_end = of_form(_form(action), noun.kind), features.actor(anchor, noun.token)
            for entity in (entity for entity in noun.entities if entity.is_actor):
                for target in targets:
                    other, token = target.entity, target.token
                    other_id = None if other is None else other.id
                    if token is noun.token or other_id == entity.id or (entity.id, other_id) in known:
                        continue
                    types = of_types(entity.type, None if other is None else other.type)
                    edges = features.edges(anchor, noun.token, token)
                    parts = ClaimParts(actor_end, target.end, types, of_class(target.action.class_), form, edges)
                    score = self._score(parts)
                    if score >= least:
                        yield CandidateClaim(
                            (anchor,), target.action, entity, other, noun.token, token, action.token, None, parts, score
                        )

    def _targets(self, action: ActionCandidate, nouns: Sequence[NounCandidate]) -> list[_PossibleTarget]:
        """What may be the target of an action: each entity of these nouns, and none."""
        anchor, targets = action.token.i, []
        for noun in nouns:
            reading, end = self._reading(action, noun.token), self._features.target(anchor, noun.token)
            targets += [_PossibleTarget(noun.token, entity, reading, end) for entity in noun.entities]
        bare = _PossibleTarget(None, None, reading_of(action, None), self._features.no_target(anchor))
        return [*targets, bare]

    def _ends_of(self, action: ActionCandidate) -> tuple[list[NounCandidate], list[NounCandidate]]:
        """The nouns that may be actors and targets of an action, best first."""
        anchor, links = action.token.i, self._features.links
        linked = ((noun, links.get((anchor, noun.token.i))) for noun in self.candidates.nouns)
        scored = [(noun, link) for noun, link in linked if link is not None and max(link.actor, link.target) > WORST]
        nouns = [(noun, link) for noun, link in scored if not _tells_relative(noun.token, action.token)]
        fixed = {noun.i for noun in idiom_nouns(action.token)}
        actors = [(noun, link.actor) for noun, link in nouns if link.actor > WORST and not _owns_name(noun.token)]
        actors = [(noun, score) for noun, score in actors if any(entity.is_actor for entity in noun.entities)]
        targets = [
            (noun, link.target)
            for noun, link in nouns
            if link.target > WORST and noun.token.i not in fixed and not _is_said(action, noun)
        ]
        return _best_first(actors), _best_first(targets)

    def _reading(self, action: ActionCandidate, target: Token) -> Action:
        """What an action means with a target: "imposed" in 'imposed sanctions on A and B' means to sanction them."""
        light = self._light.get(action.token.i)
        if light is None or target.i in light.anchors:
            return reading_of(action, target)
        return light.proposal.claim.action

    # ---- features

    def _link(self, anchor: int, noun: NounCandidate) -> Link:
        return self._features.link(anchor, noun.token.i)

    def _ends(self, anchor: int, nouns: tuple[Token | None, Token | None], *, has_target: bool) -> tuple[End, End]:
        actor = self._features.actor(anchor, nouns[0])
        if not has_target:
            return actor, self._features.no_target(anchor)
        if nouns[1] is None:
            return actor, self._features.made_target(anchor, actor)
        return actor, self._features.target(anchor, nouns[1])

    def _score(self, parts: ClaimParts) -> float:
        return 0.0 if self._scorer is None else self._scorer.score(parts)


def _best_first(scored: list[tuple[NounCandidate, float]]) -> list[NounCandidate]:
    return [noun for noun, _ in sorted(scored, key=lambda pair: -pair[1])]


def _is_said(action: ActionCandidate, noun: NounCandidate) -> bool:
    """True for a noun in what a verb of saying reports, or in how: 'said IN A STATEMENT that TOGO had repaid'."""
    if not is_speech(action.token):
        return False
    path = Paths(action.token).to(noun.token)
    first, _, preposition = path.down[0].partition(":") if path is not None and path.down else ("", "", "")
    return first == "ccomp" or (first == "prep" and preposition not in lexicon().predicates.prepositions.topics)


def _is_fronted(verb: Token) -> bool:
    """True in 'Assisted by the FBI, Peru arrested two men': the FBI assisted Peru and nobody else."""
    is_participle = verb.dep_ == "advcl" and verb.tag_ == "VBN" and verb.i < verb.head.i
    return is_participle and any(child.dep_ == "agent" for child in verb.children)


def _tells_relative(noun: Token, action: Token) -> bool:
    """True for the name that only says whose relative acts: 'an uncle of KARIM HADDAD fled', "the tycoon's son"."""
    owned = noun.head if noun.dep_ == "poss" else noun.head.head
    is_owner = noun.dep_ == "poss" or (noun.dep_ == "pobj" and noun.head.lower_ == "of")
    is_below = noun.left_edge.i <= action.i <= noun.right_edge.i  # "an uncle of Karim Haddad, who fled"
    return is_owner and not is_below and owned.lemma_.lower() in lexicon().mentions.nominals.relatives


def _owns_name(noun: Token) -> bool:
    """True for Kenya in "Kenya's Ministry of Justice sued the bank": the ministry acts, which has a name."""
    return noun.dep_ == "poss" and noun.head.pos_ == "PROPN" and noun.head.dep_ in ACTING


def _form(action: ActionCandidate) -> str:
    return "N" if action.is_noun else action.token.tag_


def reading_of(action: ActionCandidate, target: Token | None) -> Action:
    """The reading of an action whose preposition leads to the target: 'cooperates with'; else the bare one."""
    if target is not None and len(action.actions) > 1:
        path = Paths(action.token).to(target)
        if path is not None and path.down and ":" in path.down[0]:
            wanted = f"{action.actions[0].lemma} {path.down[0].partition(':')[2]}"
            return next((reading for reading in action.actions if reading.lemma == wanted), action.actions[0])
    return action.actions[0]
