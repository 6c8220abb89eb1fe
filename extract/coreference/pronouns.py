"""Whom "he" and "she" stand for: the persons named near the pronoun, weighed by cues of syntax and discourse.

Each cue is a yes or no; a candidate's score is the sum of the weights of its cues (`lexicon/pronouns.toml`), and
"nobody named here" is a candidate too, with score 0. The cues are those of rule-based anaphora resolution: recency,
grammatical role, parallelism, binding (Hobbs 1978; Lappin & Leass 1994), what a clause is about (Grosz, Joshi &
Weinstein 1995), and the pronouns already resolved. The weights are those of a log-linear model (Denis & Baldridge
2008): `bench/pronouns.py` fits them anew.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from extract.coreference.persons import Past, People
from extract.coreference.pronoun_features import FEMININE, Candidate, Scene, is_barred
from extract.lexicon.loader import lexicon
from extract.parsing.tokens import Token

REACH = 6
"""Sentences back that a name may stand before its pronoun."""
PERSONAL = FEMININE | {"he", "him", "his", "himself"}


def best(pronoun: Token, sentence: int, people: People) -> tuple[Candidate, float] | None:
    """The likeliest person with the probability that it is meant; None if nobody named here is likelier."""
    scored = [(score(cues), candidate) for candidate, cues in options(pronoun, sentence, people, people.past)]
    if not scored:
        return None
    top, chosen = max(scored, key=lambda pair: (pair[0], pair[1].nearest.place))
    if top <= 0:
        return None
    return chosen, 1 / (math.exp(-top) + sum(math.exp(other - top) for other, _ in scored))


def score(cues: Sequence[str], weights: Mapping[str, float] | None = None) -> float:
    """The sum of the weights of the cues; a cue without a weight counts nothing."""
    table = lexicon().pronouns.weights if weights is None else weights
    return sum(table.get(cue, 0.0) for cue in cues)


def options(
    pronoun: Token, sentence: int, people: People, past: Sequence[Past]
) -> list[tuple[Candidate, tuple[str, ...]]]:
    """Every person that the pronoun may stand for by the rules of binding, with its cues."""
    near = [one for one in past if sentence - one.sentence <= REACH]
    found = _candidates(pronoun, sentence, people)
    scene = Scene(pronoun, sentence, found, people, near)
    return [(candidate, scene.cues(candidate)) for candidate in found]


def _candidates(pronoun: Token, sentence: int, people: People) -> list[Candidate]:
    """The persons named up to REACH sentences back or anywhere in this one, and described before the pronoun."""
    found: dict[str, Candidate] = {}
    barred = set()
    for mention in people.mentions(sentence - REACH, sentence):
        is_later = mention.place > (sentence, pronoun.i)
        if is_later and not mention.named:
            continue
        if mention.sentence == sentence and is_barred(pronoun, mention.token):
            barred.add(mention.entity.id)
            continue
        entity = mention.entity
        if entity.id not in found:
            found[entity.id] = Candidate(entity, people.profile(entity))
        (found[entity.id].after if is_later else found[entity.id].before).append(mention)
    return [candidate for key, candidate in found.items() if key not in barred]
