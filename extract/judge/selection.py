"""Competition between the candidate claims of a sentence: which of them can stand side by side."""

from __future__ import annotations

from collections.abc import Iterable

from extract.judge.triples import CandidateClaim
from extract.parsing.tokens import Token

COORDINATE = frozenset({"conj", "appos"})


def select(candidates: Iterable[tuple[CandidateClaim, float]], threshold: float) -> list[tuple[CandidateClaim, float]]:
    """The candidates from `threshold` up that do not contradict a better one, best first.

    `candidates` come with their log odds. Candidates that are equally good stay in the order given.
    """
    chosen: list[tuple[CandidateClaim, float]] = []
    for one, score in sorted(candidates, key=lambda scored: -scored[1]):
        if score < threshold:
            break
        if not any(exclude(other, one) for other, _ in chosen):
            chosen.append((one, score))
    return chosen


def exclude(better: CandidateClaim, one: CandidateClaim) -> bool:
    """True if a claim cannot stand beside a better one of the same sentence.

    A pair of actor and target gets one claim. An action has one group of coordinate actors, and each of them one group
    of coordinate targets.
    """
    if better.ends == one.ends:
        return True
    if set(better.anchors).isdisjoint(one.anchors):
        return False
    no_target = better.target is None or one.target is None
    if better.actor.id == one.actor.id and (no_target or _apart(better.target_noun, one.target_noun)):
        return True
    return _apart(better.actor_noun, one.actor_noun)


def _apart(one: Token | None, other: Token | None) -> bool:
    """True for two nouns that are not coordinate; False where one is not known."""
    return one is not None and other is not None and _first(one) is not _first(other)


def _first(token: Token) -> Token:
    while token.dep_ in COORDINATE and token.head is not token:
        token = token.head
    return token
