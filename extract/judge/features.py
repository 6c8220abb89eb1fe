"""Features of a pair of an action and a noun: what the linear scorer of links weighs.

A feature is a string of the form `name=value`. Features of the action alone and of the noun alone are computed once,
not for each pair. `Proposed` are the links that the rules make, which are features too.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from extract.judge.candidates import ActionCandidate, Candidates, NounCandidate
from extract.judge.paths import Path, chain, path_between
from extract.parsing.tokens import Token

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
PASSIVES = frozenset({"auxpass", "nsubjpass"})
MAX_VERBS, MAX_NOUNS, MAX_LENGTH = 3, 4, 7
"""Counts between the words of a pair, and lengths of a path, above these are equal."""
DISTANCES = ((1, "1"), (2, "2"), (4, "4"), (8, "8"), (16, "16"))
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
    chain: list[Token]
    class_: str
    form: str
    has_subject: str
    has_object: str
    features: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NounSide:
    """What the features of a noun's pairs share."""

    token: Token
    chain: list[Token]
    type: str
    features: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """An action and a noun by their indices among the candidates, with the features of both roles and of each."""

    action: int
    noun: int
    path: Path | None
    features: tuple[str, ...]
    actor_features: tuple[str, ...]
    target_features: tuple[str, ...]


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
    return ActionSide(token, chain(token), action.class_, form, has_subject, has_object, tuple(features))


def noun_side(candidate: NounCandidate) -> NounSide:
    """The shared part of a noun's pairs."""
    token, entity = candidate.token, candidate.entities[0]
    type_ = entity.type.value + ("+" if entity.is_actor else "")
    features = [f"type={type_}", f"ner={token.ent_type_}", f"tag={token.pos_}{token.tag_}", f"kind={candidate.kind}"]
    if not entity.is_actor:
        features.append(f"noun={token.lemma_.lower()}")
    return NounSide(token, chain(token), type_, tuple(features))


def pairs(
    candidates: Candidates, actions: list[ActionSide], nouns: list[NounSide], proposed: Proposed
) -> Iterator[Pair]:
    """All pairs of an action and another noun, with their features."""
    verbs = [token.i for token in candidates.parsed.span if token.pos_ == "VERB"]
    heads = [side.token.i for side in nouns]
    linked = {action for action, _ in proposed.actors}, {action for action, _ in proposed.targets}
    for a, action in enumerate(actions):
        for n, noun in enumerate(nouns):
            if noun.token is action.token:
                continue
            path = path_between(action.chain, noun.chain)
            features = [*_path_features(path, action, noun), *_order_features(action.token, noun.token, verbs, heads)]
            edge = action.token.i, noun.token.i
            of_actor = _proposed_features(edge, proposed.actors, linked[0])
            of_target = _proposed_features(edge, proposed.targets, linked[1])
            both = [f"by-rule={role}" for role, edges in _roles(proposed) if edge in edges]
            yield Pair(a, n, path, (*features, *both), of_actor, of_target)


def _roles(proposed: Proposed) -> tuple[tuple[str, dict[Edge, str]], tuple[str, dict[Edge, str]]]:
    return ("actor", proposed.actors), ("target", proposed.targets)


def _proposed_features(edge: Edge, edges: dict[Edge, str], linked: set[int]) -> tuple[str, ...]:
    """Whether a rule makes this link in this role, or another link of the action."""
    if edge in edges:
        return ("rule", f"rule={edges[edge]}")
    return ("rule=elsewhere",) if edge[0] in linked else ()


def _path_features(path: Path | None, action: ActionSide, noun: NounSide) -> Iterator[str]:
    plain = "none"
    if path is None:
        yield "path=none"
    else:
        plain = path.plain
        down, up = path.down, path.up
        yield f"path={path.full}"
        yield f"first={down[0] if down else '-'}"
        yield f"last={down[-1] if down else '-'}"
        yield f"up={up[0] if up else '-'}"
        yield f"length={min(MAX_LENGTH, len(up) + len(down))}"
        yield f"preposition={next((step for step in reversed(down) if ':' in step), '-')}"
    yield f"plain={plain}"
    yield f"plain+form={plain}/{action.form}"
    yield f"plain+class={plain}/{action.class_}"
    yield f"plain+type={plain}/{noun.type}"
    yield f"class+type={action.class_}/{noun.type}"
    yield f"subject={action.has_subject}/{plain}"
    yield f"object={action.has_object}/{plain}"


def _order_features(action: Token, noun: Token, verbs: list[int], heads: list[int]) -> Iterator[str]:
    """Distance, and how many verbs and nouns lie between; `+` if the noun stands after the action."""
    side = "+" if noun.i > action.i else "-"
    first, last = (action.i, noun.i) if action.i < noun.i else (noun.i, action.i)
    yield f"distance={side}{next((name for limit, name in DISTANCES if last - first <= limit), 'far')}"
    yield f"verbs={side}{min(MAX_VERBS, _between(verbs, first, last))}"
    yield f"nouns={side}{min(MAX_NOUNS, _between(heads, first, last))}"


def _between(positions: list[int], first: int, last: int) -> int:
    return max(0, bisect_left(positions, last) - bisect_left(positions, first + 1))
