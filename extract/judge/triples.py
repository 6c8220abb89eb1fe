"""Candidate claims of a sentence: those that the rules propose, and those that the scores of links suggest.

Each has features from which a second logistic regression computes the probability that the sentence says it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from extract.claim_builder import Proposal
from extract.clauses.event_nouns import idiom_nouns
from extract.judge.candidates import ActionCandidate, Candidates, NounCandidate
from extract.judge.crossings import crossings
from extract.judge.features import Edge, Proposed
from extract.judge.links import Link
from extract.judge.paths import Chain, path_between
from extract.lexicon.loader import lexicon
from extract.parsing.tokens import Token
from extract.syntax.coordination import Lists
from extract.syntax.speech import is_speech
from ontology.model import Action, Entity

PARTY = "party"
"""The rule for further participants: 'gave a grant TO PERU' beside 'gave A GRANT'."""
LIGHT_VERB = "light-verb"
"""The rule for verbs whose noun tells the act: 'imposed sanctions'."""
UNLINKED = Link(-6.0, -6.0)
"""The scores of a pair that is not among the candidates."""
NO_SCORE = -9.0
"""The best score of an action without candidates."""
WORST = -2.5
"""Links with a lower score make no candidate claim."""
MAX_ACTORS, MAX_TARGETS = 4, 5
"""Candidates for each action, best first."""
PEAK = 4.0
"""Higher scores and differences of coordinate nouns count as this."""
FLOOR = -4.0
"""Lower scores of links count as this in the features with `floor` in their names."""


@dataclass(frozen=True, slots=True)
class CandidateClaim:
    """A claim that the sentence may make; `proposal` is None if no rule proposes it.

    `anchors` are the positions of its actions among the candidates, `actor_noun` and `target_noun` the nouns, where
    they are candidates.
    """

    anchors: tuple[int, ...]
    action: Action
    actor: Entity
    target: Entity | None
    actor_noun: Token | None
    target_noun: Token | None
    token: Token
    proposal: Proposal | None = None
    features: dict[str, float] = field(default_factory=dict)

    @property
    def ends(self) -> tuple[str, str | None]:
        """The ids of actor and target."""
        return self.actor.id, self.target.id if self.target else None


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
    """Lists the candidate claims of one sentence."""

    def __init__(
        self, candidates: Candidates, placed: Sequence[Placed], proposed: Proposed, links: Mapping[Edge, Link]
    ) -> None:
        self.candidates = candidates
        self.placed = placed
        self.proposed = proposed
        self.links = links
        self.lists = Lists(candidates.parsed.span)
        self._light = {anchor: one for one in placed if one.proposal.claim.rule == LIGHT_VERB for anchor in one.anchors}
        self._peers: dict[int, list[int]] = {}
        self._best: dict[int, Link] = {}
        for (action, _), link in links.items():
            best = self._best.get(action, Link(NO_SCORE, NO_SCORE))
            self._best[action] = Link(max(best.actor, link.actor), max(best.target, link.target))

    def all(self) -> list[CandidateClaim]:
        """The proposals of the rules, then the other candidates, in text order."""
        claims = [*map(self._of_rule, self.placed), *self._others()]
        for claim in claims:
            claim.features.update(dict.fromkeys(crossings(claim.features), 1.0))
        return claims

    # ---- the two kinds

    def _of_rule(self, placed: Placed) -> CandidateClaim:
        claim, predicate = placed.proposal.claim, placed.proposal.predicate
        anchor = max(
            placed.anchors, key=lambda anchor: max(self._actor_scores(anchor, placed.actors), default=NO_SCORE)
        )
        actor = max(placed.actors, key=lambda noun: self._link(anchor, noun).actor, default=None)
        target = max(placed.targets, key=lambda noun: self._link(anchor, noun).target, default=None)
        one = CandidateClaim(
            anchors=placed.anchors,
            action=claim.action,
            actor=claim.actor.entity,
            target=claim.target.entity if claim.target else None,
            actor_noun=actor.token if actor else None,
            target_noun=target.token if target else None,
            token=predicate.verb,
            proposal=placed.proposal,
        )
        one.features.update(self._features(one, anchor))
        one.features["by-rule"] = one.features[f"rule={claim.rule}"] = 1.0
        one.features["rule-confidence"] = claim.confidence
        return one

    def _actor_scores(self, anchor: int, nouns: Sequence[NounCandidate]) -> Iterator[float]:
        return (self._link(anchor, noun).actor for noun in nouns)

    def _others(self) -> Iterator[CandidateClaim]:
        known: dict[int, set[tuple[str, str | None]]] = {}
        for placed in self.placed:
            claim = placed.proposal.claim
            for anchor in placed.anchors:
                known.setdefault(anchor, set()).add(
                    (claim.actor.entity.id, claim.target.entity.id if claim.target else None)
                )
        for action in self.candidates.actions:
            if action.token.i in known and _is_fronted(action.token):
                continue
            for one, kind in self._of_action(action):
                if one.ends not in known.get(action.token.i, ()):
                    one.features.update(self._features(one, action.token.i))
                    one.features["not-by-rule"] = one.features[f"form={_form(action)}"] = 1.0
                    one.features[f"kind={kind}"] = 1.0
                    for name, edges, noun in self._rule_edges(one):
                        if noun is not None and (action.token.i, noun.i) in edges:
                            one.features[name] = 1.0
                    yield one

    def _rule_edges(self, one: CandidateClaim) -> tuple[tuple[str, Mapping[Edge, str], Token | None], ...]:
        edges = self.proposed
        return ("actor-by-rule", edges.actors, one.actor_noun), ("target-by-rule", edges.targets, one.target_noun)

    def _of_action(self, action: ActionCandidate) -> Iterator[tuple[CandidateClaim, str]]:
        """The candidate claims of an action that its best links make, each with the kind of mention of its actor."""
        anchor = action.token.i
        nouns = [
            noun
            for noun in self.candidates.nouns
            if (anchor, noun.token.i) in self.links and not _tells_relative(noun.token, action.token)
        ]
        actors = [noun for noun in nouns if any(entity.is_actor for entity in noun.entities)]
        targets = [noun for noun in nouns if self._link(anchor, noun).target > WORST and not _is_said(action, noun)]
        fixed = {noun.i for noun in idiom_nouns(action.token)}
        targets = [noun for noun in targets if noun.token.i not in fixed]
        actors = [noun for noun in actors if self._link(anchor, noun).actor > WORST]
        actors.sort(key=lambda noun: -self._link(anchor, noun).actor)
        targets.sort(key=lambda noun: -self._link(anchor, noun).target)
        bare = reading_of(action, None)
        ends: list[tuple[NounCandidate | None, Entity | None, Action]] = []
        for noun in targets[:MAX_TARGETS]:
            reading = self._reading(action, noun.token)
            ends += [(noun, entity, reading) for entity in noun.entities]
        ends.append((None, None, bare))
        for noun in actors[:MAX_ACTORS]:
            for entity in noun.entities:
                if entity.is_actor:
                    for target, other, reading in ends:
                        if target is not noun and (other is None or other.id != entity.id):
                            token = target.token if target else None
                            yield (
                                CandidateClaim((anchor,), reading, entity, other, noun.token, token, action.token),
                                noun.kind,
                            )

    def _reading(self, action: ActionCandidate, target: Token) -> Action:
        """What an action means with a target: "imposed" in 'imposed sanctions on A and B' means to sanction them."""
        light = self._light.get(action.token.i)
        if light is None or target.i in light.anchors:
            return reading_of(action, target)
        return light.proposal.claim.action

    # ---- features

    def _link(self, anchor: int, noun: NounCandidate) -> Link:
        return self.links.get((anchor, noun.token.i), UNLINKED)

    def _features(self, one: CandidateClaim, anchor: int) -> dict[str, float]:
        best = self._best.get(anchor)
        link = self._score(anchor, one.actor_noun).actor
        features = {"actor": link, "actor-floor": max(FLOOR, min(0.0, link))}
        if best is not None:
            features["actor-gap"] = best.actor - link
        if one.target is None:
            features["no-target"] = 1.0
            features["best-target"] = max(-5.0, best.target if best is not None else NO_SCORE)
        else:
            # what a rule names itself ("preparation for the conference") is no candidate, and as good as the actor
            is_made = one.proposal is not None and one.target_noun is None
            score = link if is_made else self._score(anchor, one.target_noun).target
            features["target"], features["target-floor"] = score, max(FLOOR, min(0.0, score))
            features["least"] = min(link, score)
            if best is not None:
                features["target-gap"] = best.target - score
        target_type = "-" if one.target is None else one.target.type.value
        features.update(self._peer_features(one, anchor))
        features[f"actor-type={one.actor.type.value}"] = features[f"target-type={target_type}"] = 1.0
        features[f"class={one.action.class_}"] = 1.0
        return features

    def _peer_features(self, one: CandidateClaim, anchor: int) -> Iterator[tuple[str, float]]:
        """How well the best coordinate noun fits in the role of each end: members of a list speak for each other."""
        ends: tuple[tuple[str, Token | None, Callable[[Link], float]], ...] = (
            ("actor", one.actor_noun, attrgetter("actor")),
            ("target", one.target_noun, attrgetter("target")),
        )
        for role, noun, score_of in ends:
            peers = [] if noun is None else self._peers_of(noun)
            if noun is not None and peers:
                best = max(score_of(self.links.get((anchor, peer), UNLINKED)) for peer in peers)
                yield f"{role}-listed", 1.0
                yield f"{role}-peer", max(FLOOR, min(PEAK, best))
                yield f"{role}-peer-gap", max(0.0, min(PEAK, best - score_of(self._score(anchor, noun))))

    def _peers_of(self, noun: Token) -> list[int]:
        """The positions of the nouns that are coordinate with this one."""
        if noun.i not in self._peers:
            others = (other.token for other in self.candidates.nouns if other.token is not noun)
            self._peers[noun.i] = [other.i for other in others if self.lists.are_coordinate(noun, other)]
        return self._peers[noun.i]

    def _score(self, anchor: int, noun: Token | None) -> Link:
        return UNLINKED if noun is None else self.links.get((anchor, noun.i), UNLINKED)


def _is_said(action: ActionCandidate, noun: NounCandidate) -> bool:
    """True for a noun in what a verb of saying reports, or in how: 'said IN A STATEMENT that TOGO had repaid'."""
    if not is_speech(action.token):
        return False
    path = path_between(Chain(action.token), Chain(noun.token))
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


def _form(action: ActionCandidate) -> str:
    return "N" if action.is_noun else action.token.tag_


def reading_of(action: ActionCandidate, target: Token | None) -> Action:
    """The reading of an action whose preposition leads to the target: 'cooperates with'; else the bare one."""
    if target is not None and len(action.actions) > 1:
        path = path_between(Chain(action.token), Chain(target))
        if path is not None and path.down and ":" in path.down[0]:
            wanted = f"{action.actions[0].lemma} {path.down[0].partition(':')[2]}"
            return next((reading for reading in action.actions if reading.lemma == wanted), action.actions[0])
    return action.actions[0]
