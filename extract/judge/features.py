"""Features of a pair of an action and a noun: what the linear scorer of links weighs.

A feature is a string of the form `name=value`. Features come in groups that depend on little, the path for example:
equal groups of different pairs are one object, so that their weights need to be summed only once. `Proposed` are the
links that the rules make, which are features too.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from extract.judge.candidates import ActionCandidate, Candidates, NounCandidate
from extract.judge.paths import Chain, Path, path_between
from extract.parsing.tokens import Token, TokenSpan

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
PASSIVES = frozenset({"auxpass", "nsubjpass"})
MAX_VERBS, MAX_NOUNS, MAX_LENGTH = 3, 4, 7
"""Counts between the words of a pair, and lengths of a path, above these are equal."""
DISTANCES = (1, 2, 4, 8, 16)
DISTANCE_NAMES = (*map(str, DISTANCES), "far")
CACHED = 50_000
"""Groups of each kind that are kept."""
Group = tuple[str, ...]
Edge = tuple[int, int]
"""The positions of an action and of a noun in the paragraph."""


@dataclass(slots=True)
class Proposed:
    """The links that the rules make between actions and nouns, each with the name of the rule."""

    actors: dict[Edge, str] = field(default_factory=dict)
    targets: dict[Edge, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ActionSide:
    """What the features of an action's pairs share."""

    token: Token
    chain: Chain
    class_: str
    lemma: str
    form: str
    has_subject: str
    has_object: str
    features: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NounSide:
    """What the features of a noun's pairs share."""

    token: Token
    chain: Chain
    type: str
    word: str
    features: tuple[str, ...]


class Pair(NamedTuple):
    """An action and a noun by their indices among the candidates, with the features of both roles and of each."""

    action: int
    noun: int
    groups: tuple[Group, ...]
    actor_features: Group
    target_features: Group

    @property
    def features(self) -> Group:
        """The features of both roles."""
        return tuple(feature for group in self.groups for feature in group)


def action_side(candidate: ActionCandidate, *, heading: bool) -> ActionSide:
    """The shared part of an action's pairs."""
    token = candidate.token
    own = {child.dep_ for child in token.children}
    voice = "pass" if own & PASSIVES else "act"
    form = "N" if candidate.is_noun else token.tag_ + voice
    action = candidate.actions[0]
    features = [f"class={action.class_}", f"lemma={action.lemma}", f"form={form}", f"action-dep={token.dep_}"]
    if heading:
        features.append("heading")
    has_subject, has_object = "y" if own & SUBJECTS else "n", "y" if "dobj" in own else "n"
    chain = Chain(token)
    return ActionSide(token, chain, action.class_, action.lemma, form, has_subject, has_object, tuple(features))


def noun_side(candidate: NounCandidate) -> NounSide:
    """The shared part of a noun's pairs."""
    token, entity = candidate.token, candidate.entities[0]
    type_ = entity.type.value + ("+" if entity.is_actor else "")
    features = [f"type={type_}", f"ner={token.ent_type_}", f"tag={token.pos_}{token.tag_}", f"kind={candidate.kind}"]
    noun = token.lemma_.lower()
    if not entity.is_actor:
        features.append(f"noun={noun}")
    # what is learnt of a name holds for other names of its type
    return NounSide(token, Chain(token), type_, type_ if token.pos_ == "PROPN" else noun, tuple(features))


BY_RULE = {
    (actor, target): tuple(f"by-rule={role}" for role, is_true in (("actor", actor), ("target", target)) if is_true)
    for actor in (False, True)
    for target in (False, True)
}
"""By whether a rule makes the link in each role, what both roles know of it."""


def pairs(
    candidates: Candidates, actions: list[ActionSide], nouns: list[NounSide], proposed: Proposed
) -> Iterator[Pair]:
    """All pairs of an action and another noun, with their features."""
    between = Between(candidates.parsed.span, [side.token.i for side in nouns])
    linked = {action for action, _ in proposed.actors}, {action for action, _ in proposed.targets}
    for a, action in enumerate(actions):
        for n, noun in enumerate(nouns):
            if noun.token is action.token:
                continue
            path = path_between(action.chain, noun.chain)
            plain = "none" if path is None else path.plain
            edge = action.token.i, noun.token.i
            groups = (
                _path_features(path),
                _action_features(plain, action.form, action.class_, action.has_subject, action.has_object),
                _noun_features(plain, action.class_, noun.type),
                _verb_features(plain, action, "+" if noun.token.i > action.token.i else "-", path),
                _noun_path_features(plain, noun.token.ent_type_, noun.word),
                _selection_features(action.lemma, noun.word, noun.type),
                between.features(*edge),
                BY_RULE[edge in proposed.actors, edge in proposed.targets],
            )
            of_actor = _proposed_features(edge, proposed.actors, linked[0])
            of_target = _proposed_features(edge, proposed.targets, linked[1])
            yield Pair(a, n, groups, of_actor, of_target)


def _proposed_features(edge: Edge, edges: dict[Edge, str], linked: set[int]) -> tuple[str, ...]:
    """Whether a rule makes this link in this role, or another link of the action."""
    if edge in edges:
        return ("rule", f"rule={edges[edge]}")
    return ("rule=elsewhere",) if edge[0] in linked else ()


@lru_cache(CACHED)
def _path_features(path: Path | None) -> Group:
    if path is None:
        return ("path=none",)
    down, up = path.down, path.up
    return (
        f"path={path.full}",
        f"first={down[0] if down else '-'}",
        f"last={down[-1] if down else '-'}",
        f"up={up[0] if up else '-'}",
        f"length={min(MAX_LENGTH, len(up) + len(down))}",
        f"preposition={path.preposition}",
    )


@lru_cache(CACHED)
def _action_features(plain: str, form: str, class_: str, has_subject: str, has_object: str) -> Group:
    return (
        f"plain={plain}",
        f"plain+form={plain}/{form}",
        f"plain+class={plain}/{class_}",
        f"subject={has_subject}/{plain}",
        f"object={has_object}/{plain}",
    )


@lru_cache(CACHED)
def _noun_features(plain: str, class_: str, type_: str) -> Group:
    return f"plain+type={plain}/{type_}", f"class+type={class_}/{type_}"


def _verb_features(plain: str, action: ActionSide, side: str, path: Path | None) -> Group:
    """Where this verb has its participants: "accuse" has one after "of"."""
    preposition = "-" if path is None else path.preposition
    return _frame_features(plain, action.lemma, side, preposition, action.has_subject + action.has_object)


@lru_cache(CACHED)
def _frame_features(plain: str, lemma: str, side: str, preposition: str, own: str) -> Group:
    return (
        f"lemma+plain={lemma}/{plain}",
        f"lemma+preposition={lemma}/{side}{preposition}",
        f"lemma+own={lemma}/{side}{own}",
    )


@lru_cache(CACHED)
def _noun_path_features(plain: str, label: str, word: str) -> Group:
    return f"plain+ner={plain}/{label}", f"plain+noun={plain}/{word}"


@lru_cache(CACHED)
def _selection_features(lemma: str, word: str, type_: str) -> Group:
    """What this verb is done by or to: selectional preferences (Resnik 1996)."""
    return f"lemma+noun={lemma}/{word}", f"lemma+type={lemma}/{type_}"


class Between:
    """What lies between an action and a noun of a sentence; `nouns` are the positions of its candidates."""

    def __init__(self, span: TokenSpan, nouns: Collection[int]) -> None:
        self._start = span.start
        heads = frozenset(nouns)
        self._verbs = [0, *accumulate(token.pos_ == "VERB" for token in span)]
        self._nouns = [0, *accumulate(token.i in heads for token in span)]

    def features(self, action: int, noun: int) -> Group:
        """Distance, and how many verbs and nouns lie between; `+` if the noun stands after the action."""
        first, last = (action, noun) if action < noun else (noun, action)
        distance = DISTANCE_NAMES[bisect_left(DISTANCES, last - first)]
        first, last = first + 1 - self._start, last - self._start
        verbs, nouns = self._verbs[last] - self._verbs[first], self._nouns[last] - self._nouns[first]
        return _order_features("+" if noun > action else "-", distance, min(MAX_VERBS, verbs), min(MAX_NOUNS, nouns))


@lru_cache(CACHED)
def _order_features(side: str, distance: str, verbs: int, nouns: int) -> Group:
    return f"distance={side}{distance}", f"verbs={side}{verbs}", f"nouns={side}{nouns}"
