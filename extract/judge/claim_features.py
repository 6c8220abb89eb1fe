"""Features of the candidate claims of a sentence, and what weights make of them.

In: the scores of links, and which nouns are coordinate. Out: the features of a claim in groups that many claims share,
and the log odds of a claim: the sum of its weighted features, in their order.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from extract.judge.candidates import Candidates
from extract.judge.crossings import CACHED, EMPTY, NO_TARGET, Group, flags, level_of, of_claim, of_score
from extract.judge.features import Edge, Proposed
from extract.judge.link_sums import Cache
from extract.judge.links import UNIT, Link
from extract.parsing.tokens import Token
from extract.syntax.coordination import Lists
from ontology.model import EntityType

UNLINKED = Link(-6.0, -6.0)
"""The scores of a pair that is not among the candidates."""
NO_NOUN = -1
"""In place of the position of a noun that is no candidate."""
NO_SCORE = -9.0
"""The best score of an action without candidates."""
PEAK = 4.0
"""Higher scores and differences of coordinate nouns count as this."""
FLOOR = -4.0
"""Lower scores of links count as this in the features with `floor` in their names."""
LEAST_BEST_TARGET = -5.0
"""A lower best score of a target counts as this."""
MAX_TAILS = 20_000
"""Weighted features of claims that are kept; when there are more, all are forgotten."""
ENDS = 7
"""The groups of a claim that come first: those of its ends."""
Terms = tuple[float, ...]
"""Features times their weights, in order."""
ROLES: dict[str, Callable[[Link], float]] = {"actor": attrgetter("actor"), "target": attrgetter("target")}


@dataclass(slots=True, eq=False)
class End:
    """The features of one end of a claim.

    `score` is that of its link, and `level` the coarse interval of it; `least` is the feature of a claim whose weaker
    end this is; `gap` says how far it is behind the best noun, `listed` how well coordinate nouns fit, `crossed` in
    which intervals the score is. `terms` are the weighted features, if there is a scorer.
    """

    score: float
    level: str
    own: Group
    least: Group
    gap: Group
    listed: Group
    crossed: Group
    terms: EndTerms | None = None


@dataclass(frozen=True, slots=True)
class EndTerms:
    """The weighted features of the groups of an end."""

    own: Terms
    gap: Terms
    least: Terms
    listed: Terms


class ClaimParts(NamedTuple):
    """What the features of a claim come from: its ends, and the groups that are not about a single end.

    `form` is what `of_rule` or `of_form` gives, `edges` says which links a rule proposes.
    """

    actor: End
    target: End
    types: Group
    class_: Group
    form: Group
    edges: Group

    @property
    def groups(self) -> tuple[Group, ...]:
        """All features of the claim, in order."""
        actor, target, others = self.actor, self.target, (self.types, self.class_, self.form)
        return (
            actor.own,
            actor.gap,
            target.own,
            EMPTY if target.level == NO_TARGET else self.weaker.least,
            target.gap,
            actor.listed,
            target.listed,
            *others,
            self.edges,
            actor.crossed,
            target.crossed,
            *of_claim(actor.level, target.level, others),
        )

    @property
    def weaker(self) -> End:
        """The end with the lower score."""
        return self.actor if self.actor.score <= self.target.score else self.target


class ClaimFeatures:
    """The features of the candidate claims of one sentence; ends that several claims share are computed once."""

    def __init__(
        self,
        candidates: Candidates,
        proposed: Proposed,
        links: Mapping[Edge, Link],
        lists: Lists,
        scorer: ClaimScorer | None = None,
    ) -> None:
        self.links = links
        self._scorer = scorer
        self._nouns = [noun.token for noun in candidates.nouns]
        self._proposed = proposed
        self._lists = lists
        self._peers: dict[int, list[int]] = {}
        self._ends: dict[tuple[str, int, int], End] = {}
        self._best: dict[int, Link] = {}
        by_action: dict[int, list[Link]] = {}
        for (action, _), link in links.items():
            by_action.setdefault(action, []).append(link)
        for action, found in by_action.items():
            actor, target = max(link.actor for link in found), max(link.target for link in found)
            self._best[action] = Link(max(NO_SCORE, actor), max(NO_SCORE, target))

    def link(self, anchor: int, noun: int) -> Link:
        """The scores of a noun of an action, by their positions."""
        return self.links.get((anchor, noun), UNLINKED)

    def actor(self, anchor: int, noun: Token | None) -> End:
        """The actor of a claim; None if it is no candidate."""
        return self._end("actor", anchor, noun)

    def target(self, anchor: int, noun: Token) -> End:
        """The target of a claim."""
        return self._end("target", anchor, noun)

    def no_target(self, anchor: int) -> End:
        """The features of a claim without a target."""
        key = "no-target", anchor, NO_NOUN
        if key not in self._ends:
            best = self._best.get(anchor)
            score = max(LEAST_BEST_TARGET, NO_SCORE if best is None else best.target)
            own, crossed = Group((("no-target", 1.0), ("best-target", score))), of_score("target", None, 0.0)
            self._ends[key] = self._weighed(End(math.inf, NO_TARGET, own, EMPTY, EMPTY, EMPTY, crossed))
        return self._ends[key]

    def made_target(self, anchor: int, actor: End) -> End:
        """What a rule names itself ("preparation for the conference"): no candidate, and as good as the actor."""
        return self._with_score("target", anchor, actor.score, EMPTY)

    def edges(self, anchor: int, actor: Token | None, target: Token | None) -> Group:
        """Whether a rule proposes the links of a claim."""
        is_actor = actor is not None and (anchor, actor.i) in self._proposed.actors
        return PROPOSED_ENDS[is_actor, target is not None and (anchor, target.i) in self._proposed.targets]

    def _end(self, role: str, anchor: int, noun: Token | None) -> End:
        key = role, anchor, NO_NOUN if noun is None else noun.i
        found = self._ends.get(key)
        if found is None:
            score = ROLES[role](UNLINKED if noun is None else self.link(anchor, noun.i))
            listed = EMPTY if noun is None else self._listed(role, anchor, noun, score)
            found = self._ends[key] = self._with_score(role, anchor, score, listed)
        return found

    def _with_score(self, role: str, anchor: int, score: float, listed: Group) -> End:
        best = self._best.get(anchor)
        gap = 0.0 if best is None else ROLES[role](best) - score
        end = End(
            score=score,
            level=level_of(score),
            own=Group(((role, score), (f"{role}-floor", max(FLOOR, min(0.0, score))))),
            least=Group((("least", score),)),
            gap=EMPTY if best is None else Group(((f"{role}-gap", gap),)),
            listed=listed,
            crossed=of_score(role, score, gap),
        )
        return self._weighed(end)

    def _weighed(self, end: End) -> End:
        if self._scorer is not None:
            end.terms = self._scorer.of_end(end)
        return end

    def _listed(self, role: str, anchor: int, noun: Token, score: float) -> Group:
        """How well the best coordinate noun fits in the role of a noun: members of a list speak for each other."""
        peers = self._peers_of(noun)
        if not peers:
            return EMPTY
        best = max(ROLES[role](self.link(anchor, peer)) for peer in peers)
        peer, gap = max(FLOOR, min(PEAK, best)), max(0.0, min(PEAK, best - score))
        return Group(((f"{role}-listed", 1.0), (f"{role}-peer", peer), (f"{role}-peer-gap", gap)))

    def _peers_of(self, noun: Token) -> list[int]:
        """The positions of the nouns that are coordinate with this one."""
        if noun.i not in self._peers:
            others = (other for other in self._nouns if other is not noun)
            self._peers[noun.i] = [other.i for other in others if self._lists.are_coordinate(noun, other)]
        return self._peers[noun.i]


PROPOSED_ENDS = {
    (actor, target): flags(name for name, is_true in (("actor-by-rule", actor), ("target-by-rule", target)) if is_true)
    for actor in (False, True)
    for target in (False, True)
}


@lru_cache(CACHED)
def of_types(actor: EntityType, target: EntityType | None) -> Group:
    """The types of both ends."""
    return flags((f"actor-type={actor.value}", f"target-type={'-' if target is None else target.value}"))


@lru_cache(CACHED)
def of_class(class_: str) -> Group:
    """The class of the action."""
    return flags((f"class={class_}",))


@lru_cache(CACHED)
def of_rule(rule: str, confidence: float) -> Group:
    """What a claim of a rule has instead of `of_form`."""
    return Group((("by-rule", 1.0), (f"rule={rule}", 1.0), ("rule-confidence", confidence)))


@lru_cache(CACHED)
def of_form(form: str, kind: str) -> Group:
    """The form of the action, and the kind of mention of the actor."""
    return flags(("not-by-rule", f"form={form}", f"kind={kind}"))


class ClaimScorer:
    """The log odds of candidate claims by the weights of features, in thousandths."""

    def __init__(self, weights: Mapping[str, int]) -> None:
        self._bias = float(weights["bias"])
        self._weights = weights
        self._terms = Cache[Group, Terms](lambda group: weighted(group, weights))
        self._tails: dict[tuple[Group | str, ...], Terms] = {}

    def score(self, parts: ClaimParts) -> float:
        """The log odds of a claim whose ends have this scorer's terms: a sum in the order of its features."""
        actor, target = parts.actor, parts.target
        of_actor, of_target = actor.terms, target.terms
        assert of_actor is not None and of_target is not None  # noqa: S101, PT018  # for mypy
        least = () if target.level == NO_TARGET else (of_actor if actor.score <= target.score else of_target).least
        key = (*parts[2:], actor.crossed, target.crossed, actor.level, target.level)
        tail = self._tails.get(key) or self._tail(key, parts)
        total = self._bias
        for terms in (of_actor.own, of_actor.gap, of_target.own, least, of_target.gap, of_actor.listed):
            for term in terms:
                total += term
        for terms in (of_target.listed, tail):
            for term in terms:
                total += term
        return total / UNIT

    def of_end(self, end: End) -> EndTerms:
        """The weighted features of an end."""
        weights = self._weights
        own, gap, least = weighted(end.own, weights), weighted(end.gap, weights), weighted(end.least, weights)
        return EndTerms(own, gap, least, weighted(end.listed, weights) if end.listed is not EMPTY else ())

    def _tail(self, key: tuple[Group | str, ...], parts: ClaimParts) -> Terms:
        """The weighted features after those of the ends, which are much the same in many claims."""
        if len(self._tails) >= MAX_TAILS:
            self._tails.clear()
        tail = (term for group in parts.groups[ENDS:] for term in self._terms[group])
        found = self._tails[key] = tuple(tail)
        return found


def weighted(group: Group, weights: Mapping[str, int]) -> Terms:
    """The weighted features of a group, without those that are zero."""
    return tuple([term for name, value in group.features if (term := value * weights.get(name, 0))])
