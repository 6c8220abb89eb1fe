"""Features of a pair of an action and a noun: what the linear scorer of links weighs.

A feature is a string of the form `name=value`. Features come in groups that depend on little, the path for example:
equal groups of different pairs are one object, so that their weights need to be summed only once. `Proposed` are the
links that the rules make, which are features too.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from extract.judge.candidates import ActionCandidate, Candidates, NounCandidate
from extract.judge.paths import Path
from extract.parsing.tokens import Token, TokenSpan
from ontology.model import EntityType

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
PASSIVES = frozenset({"auxpass", "nsubjpass"})
MAX_VERBS, MAX_NOUNS, MAX_LENGTH = 3, 4, 7
"""Counts between the words of a pair, and lengths of a path, above these are equal."""
DISTANCES = (1, 2, 4, 8, 16)
DISTANCE_NAMES = (*map(str, DISTANCES), "far")
DISTANCE_OF = tuple(bisect_left(DISTANCES, distance) for distance in range(DISTANCES[-1] + 2))
"""The number of the range of each distance; the last one stands for all longer ones."""
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


@dataclass(frozen=True, slots=True, eq=False)
class ActionTraits:
    """What the features of pairs know of an action; equal ones are the same object as long as they are kept."""

    class_: str
    lemma: str
    form: str
    has_subject: str
    has_object: str

    @property
    def own(self) -> str:
        """Whether it has a subject and an object of its own."""
        return self.has_subject + self.has_object


@dataclass(frozen=True, slots=True, eq=False)
class NounTraits:
    """What the features of pairs know of a noun; equal ones are the same object as long as they are kept."""

    type: str
    label: str
    word: str


@dataclass(frozen=True, slots=True)
class ActionSide:
    """What an action's pairs share: `features` are those of the action alone."""

    token: Token
    traits: ActionTraits
    features: Group


@dataclass(frozen=True, slots=True)
class NounSide:
    """What a noun's pairs share: `features` are those of the noun alone."""

    token: Token
    traits: NounTraits
    features: Group


class Order(NamedTuple):
    """How an action and a noun stand in the text: which comes first, and what lies between them."""

    is_after: bool
    distance: int
    verbs: int
    nouns: int


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
    token, action = candidate.token, candidate.actions[0]
    own = {child.dep_ for child in token.children}
    form = "N" if candidate.is_noun else token.tag_ + ("act" if own.isdisjoint(PASSIVES) else "pass")
    has_subject, has_object = "n" if own.isdisjoint(SUBJECTS) else "y", "y" if "dobj" in own else "n"
    traits = _action_traits(action.class_, action.lemma, form, has_subject, has_object)
    return ActionSide(token, traits, _action_group(traits, token.dep_, heading))


@lru_cache(CACHED)
def _action_traits(class_: str, lemma: str, form: str, has_subject: str, has_object: str) -> ActionTraits:
    return ActionTraits(class_, lemma, form, has_subject, has_object)


@lru_cache(CACHED)
def _action_group(traits: ActionTraits, dependency: str, heading: bool) -> Group:
    own = f"class={traits.class_}", f"lemma={traits.lemma}", f"form={traits.form}", f"action-dep={dependency}"
    return (*own, "heading") if heading else own


def noun_side(candidate: NounCandidate) -> NounSide:
    """The shared part of a noun's pairs."""
    token, entity = candidate.token, candidate.entities[0]
    # an unnamed person ("a banker") is judged as the group that persons of a kind are
    kind = EntityType.GROUP if entity.type is EntityType.PERSON and entity.is_unnamed else entity.type
    type_ = kind.value + ("+" if entity.is_actor else "")
    noun = token.lemma_.lower()
    # what is learnt of a name holds for other names of its type
    traits = _noun_traits(type_, token.ent_type_, type_ if token.pos_ == "PROPN" else noun)
    tag = token.pos_ + token.tag_
    return NounSide(token, traits, _noun_group(traits, tag, candidate.kind, None if entity.is_actor else noun))


@lru_cache(CACHED)
def _noun_traits(type_: str, label: str, word: str) -> NounTraits:
    return NounTraits(type_, label, word)


@lru_cache(CACHED)
def _noun_group(traits: NounTraits, tag: str, kind: str, noun: str | None) -> Group:
    own = f"type={traits.type}", f"ner={traits.label}", f"tag={tag}", f"kind={kind}"
    return own if noun is None else (*own, f"noun={noun}")


BY_RULE = {
    (actor, target): tuple(f"by-rule={role}" for role, is_true in (("actor", actor), ("target", target)) if is_true)
    for actor in (False, True)
    for target in (False, True)
}
"""By whether a rule makes the link in each role, what both roles know of it."""


def pairs(
    candidates: Candidates, actions: Sequence[ActionSide], nouns: Sequence[NounSide], proposed: Proposed
) -> Iterator[Pair]:
    """All pairs of an action and another noun, with their features."""
    between = Between(candidates.parsed.span, [side.token.i for side in nouns])
    linked = linked_actions(proposed)
    for a, action in enumerate(actions):
        paths = candidates.paths(action.token)
        for n, noun in enumerate(nouns):
            if noun.token is action.token:
                continue
            path, edge = paths.to(noun.token), (action.token.i, noun.token.i)
            order = between.order(*edge)
            groups = (
                path_group(path),
                *_ends_groups(action.traits, noun.traits, path),
                _frame_features(
                    action.traits, "+" if order.is_after else "-", "-" if path is None else path.preposition
                ),
                order_group(order),
                BY_RULE[edge in proposed.actors, edge in proposed.targets],
            )
            of_actor = proposed_group(edge, proposed.actors, linked[0])
            of_target = proposed_group(edge, proposed.targets, linked[1])
            yield Pair(a, n, groups, of_actor, of_target)


def linked_actions(proposed: Proposed) -> tuple[set[int], set[int]]:
    """The actions for which a rule makes a link, by role."""
    return {action for action, _ in proposed.actors}, {action for action, _ in proposed.targets}


def plain_of(path: Path | None) -> str:
    """A path as text without conjuncts and top."""
    return "none" if path is None else path.plain


def proposed_group(edge: Edge, edges: dict[Edge, str], linked: Collection[int]) -> Group:
    """Whether a rule makes this link in this role, or another link of the action."""
    if edge in edges:
        return ("rule", f"rule={edges[edge]}")
    return ("rule=elsewhere",) if edge[0] in linked else ()


@lru_cache(CACHED)
def path_group(path: Path | None) -> Group:
    """The features of a path alone."""
    if path is None:
        return "path=none", "plain=none"
    down, up = path.down, path.up
    return (
        f"path={path.full}",
        f"first={down[0] if down else '-'}",
        f"last={down[-1] if down else '-'}",
        f"up={up[0] if up else '-'}",
        f"length={min(MAX_LENGTH, len(up) + len(down))}",
        f"preposition={path.preposition}",
        f"plain={path.plain}",
    )


def _ends_groups(action: ActionTraits, noun: NounTraits, path: Path | None) -> tuple[Group, Group, Group]:
    """The features of an action, a noun and a path, two by two."""
    plain = plain_of(path)
    return _action_path_features(action, plain), _noun_path_features(noun, plain), _selection_features(action, noun)


@lru_cache(CACHED)
def _action_path_features(action: ActionTraits, plain: str) -> Group:
    return (
        f"plain+form={plain}/{action.form}",
        f"plain+class={plain}/{action.class_}",
        f"subject={action.has_subject}/{plain}",
        f"object={action.has_object}/{plain}",
        f"lemma+plain={action.lemma}/{plain}",
    )


@lru_cache(CACHED)
def _frame_features(action: ActionTraits, side: str, preposition: str) -> Group:
    """Where this verb has its participants: "accuse" has one after "of"."""
    return f"lemma+preposition={action.lemma}/{side}{preposition}", f"lemma+own={action.lemma}/{side}{action.own}"


@lru_cache(CACHED)
def _noun_path_features(noun: NounTraits, plain: str) -> Group:
    return f"plain+type={plain}/{noun.type}", f"plain+ner={plain}/{noun.label}", f"plain+noun={plain}/{noun.word}"


@lru_cache(CACHED)
def _selection_features(action: ActionTraits, noun: NounTraits) -> Group:
    """What this verb is done by or to: selectional preferences (Resnik 1996)."""
    return (
        f"class+type={action.class_}/{noun.type}",
        f"lemma+noun={action.lemma}/{noun.word}",
        f"lemma+type={action.lemma}/{noun.type}",
    )


class Between:
    """What lies between an action and a noun of a sentence; `nouns` are the positions of its candidates."""

    def __init__(self, span: TokenSpan, nouns: Collection[int]) -> None:
        self._start = span.start
        heads = frozenset(nouns)
        self._verbs = [0, *accumulate(token.pos_ == "VERB" for token in span)]
        self._nouns = [0, *accumulate(token.i in heads for token in span)]

    def order(self, action: int, noun: int) -> Order:
        """Which of two positions comes first, how far apart they are, and how many verbs and nouns lie between."""
        first, last = (action, noun) if action < noun else (noun, action)
        distance = DISTANCE_OF[min(last - first, len(DISTANCE_OF) - 1)]
        first, last = first + 1 - self._start, last - self._start
        verbs, nouns = self._verbs[last] - self._verbs[first], self._nouns[last] - self._nouns[first]
        return Order(noun > action, distance, min(MAX_VERBS, verbs), min(MAX_NOUNS, nouns))


@lru_cache(CACHED)
def order_group(order: Order) -> Group:
    """The features of how an action and a noun stand in the text; `+` if the noun stands after the action."""
    side = "+" if order.is_after else "-"
    distance = DISTANCE_NAMES[order.distance]
    return f"distance={side}{distance}", f"verbs={side}{order.verbs}", f"nouns={side}{order.nouns}"
