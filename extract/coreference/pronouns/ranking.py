"""Ranks the persons that "he" or "she" may refer to, by features of syntax and discourse.

A candidate's score is the sum of the weights of its features (`lexicon/pronouns.toml`); "nobody named here" is a
candidate too, with score 0. The features are those of rule-based anaphora resolution: recency, grammatical role,
parallelism, binding (Hobbs 1978; Lappin & Leass 1994), centering (Grosz, Joshi & Weinstein 1995), and the pronouns
already resolved. The weights are those of a log-linear model (Denis & Baldridge 2008), fitted by
`bench/accuracy/pronouns.py`.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence

from extract.coreference.exclusions import accuses_who_denies
from extract.coreference.pronouns.features import FEMININE, Candidate, PronounContext, is_barred
from extract.coreference.pronouns.persons import Persons, ResolvedPronoun
from extract.lexicon.loader import lexicon
from extract.parsing.tokens import Token
from ontology.model import Entity

MAX_DISTANCE = 6
"""Sentences back that a name may stand before its pronoun."""
REPORTED = frozenset({"subject in what the subject says", "subject below the subject by acl"})
CLOSE = 0.25
"""Log odds by which candidates do not differ: then whoever says or denies something speaks of himself."""
FLOOR = 0.35
"""Probability below which a pronoun stays open: on GAP more than half of the links below it are wrong."""
PERSONAL = FEMININE | {"he", "him", "his", "himself"}


def best_antecedent(
    pronoun: Token, sentence: int, persons: Persons, excluded: Collection[str] = ()
) -> tuple[Candidate, float] | None:
    """The likeliest person for a pronoun, with its probability; None if that is below `FLOOR`.

    None too if "nobody named here" is likelier. `excluded`: ids of persons whom it cannot mean.
    """
    found = candidates_with_features(pronoun, sentence, persons, persons.resolved, excluded)
    scored = [(score(features), candidate) for candidate, features in found]
    if not scored:
        return None
    top, chosen = max(scored, key=lambda pair: (pair[0], pair[1].nearest.place))
    if top <= 0:
        return None
    speakers = [candidate for candidate, features in found if REPORTED.intersection(features)]
    chosen = next((candidate for value, candidate in scored if candidate in speakers and top - value < CLOSE), chosen)
    probability = 1 / (math.exp(-top) + sum(math.exp(other - top) for other, _ in scored))
    return (chosen, probability) if probability >= FLOOR else None


def likely_antecedents(
    pronoun: Token,
    sentence: int,
    persons: Persons,
    resolved: Sequence[ResolvedPronoun],
    excluded: Collection[str] = (),
) -> tuple[Entity, ...]:
    """The persons that a pronoun may refer to, the likeliest first: those that are likelier than nobody."""
    found = candidates_with_features(pronoun, sentence, persons, resolved, excluded)
    scored = sorted(((score(features), candidate.entity) for candidate, features in found), key=lambda pair: -pair[0])
    return tuple(entity for value, entity in scored if value > 0)


def score(features: Sequence[str], weights: Mapping[str, float] | None = None) -> float:
    """The sum of the weights of the features; a feature without a weight counts 0."""
    table = lexicon().pronouns.weights if weights is None else weights
    return sum(table.get(feature, 0.0) for feature in features)


def candidates_with_features(
    pronoun: Token,
    sentence: int,
    persons: Persons,
    resolved: Sequence[ResolvedPronoun],
    excluded: Collection[str] = (),
) -> list[tuple[Candidate, tuple[str, ...]]]:
    """Every person that the rules of binding allow for a pronoun, with its features.

    `resolved` are the pronouns resolved before it, `excluded` the ids of persons whom it cannot mean.
    """
    near = [earlier for earlier in resolved if sentence - earlier.sentence <= MAX_DISTANCE]
    candidates = [one for one in _candidates(pronoun, sentence, persons) if one.entity.id not in excluded]
    context = PronounContext(pronoun, sentence, candidates, persons, near)
    return [(candidate, context.features(candidate)) for candidate in candidates]


def _candidates(pronoun: Token, sentence: int, persons: Persons) -> list[Candidate]:
    """The persons mentioned up to `MAX_DISTANCE` sentences back, or named anywhere in the sentence of the pronoun."""
    candidates: dict[str, Candidate] = {}
    barred = set()
    for mention in persons.mentions(sentence - MAX_DISTANCE, sentence):
        is_later = mention.place > (sentence, pronoun.i)
        if is_later and not mention.named:
            continue
        is_bound = mention.sentence == sentence and is_barred(pronoun, mention.token)
        if is_bound or accuses_who_denies(mention.token, pronoun):
            barred.add(mention.entity.id)
            continue
        entity = mention.entity
        if entity.id not in candidates:
            candidates[entity.id] = Candidate(entity, persons.profile(entity))
        candidate = candidates[entity.id]
        (candidate.after if is_later else candidate.before).append(mention)
    return [candidate for key, candidate in candidates.items() if key not in barred]
