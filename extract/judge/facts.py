"""The judge of facts: claims that the rules of stance take for plain facts, although their context speaks against it.

In: claims and their sentences. Out: the claims, those that are probably no facts marked as planned or as alleged. Two
linear models (logistic regressions) of the action, its grammatical context, its participants and its document: one
says whether a claim is a fact, the other, for those that are none, which of the two marks it gets. Their weights are
made by `make train` from annotated claims (docs/decisions/judge.md). Claims that rules do not take for facts stay.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from importlib.resources import files
from itertools import islice

from pydantic import ValidationError

from extract.conduct import COURT_CLASSES
from extract.lexicon.loader import lexicon
from extract.parsing.sentences import ParsedSentence
from extract.parsing.tokens import Token
from ontology.data_files import DataTable
from ontology.errors import DataError
from ontology.model import Claim, EntityType, Modality

FILE = "facts.json"
DEPTH = 4
"""Words above the action whose lemmas and dependencies are features."""
BEFORE = 3
"""Words before the action that are features."""
OWN = frozenset({"aux", "auxpass", "mark", "neg", "prep", "advmod", "cc"})
"""Dependents of the action that are features."""
STATE_TYPES = frozenset({EntityType.COUNTRY, EntityType.GOVERNMENT_BODY})
CONTENT_TAGS = ("VERB", "NOUN", "AUX")
CACHED = 50_000
"""Words whose stems are kept."""
OFTEN = 3
"""Times that a word must stand in a document for the feature that it does so often."""
Features = frozenset[str]


class LinearModel(DataTable):
    """The weights of features, and their sum from which the answer is yes; in thousandths."""

    weights: dict[str, int]
    threshold: int

    def says_yes(self, features: Features) -> bool:
        """Whether the weights of these features reach the threshold."""
        return sum(self.weights.get(feature, 0) for feature in features) >= self.threshold


class FactWeights(DataTable):
    """The model that says which claims are no facts, and the one that says which of these are alleged."""

    doubtful: LinearModel
    alleged: LinearModel


@cache
def fact_weights() -> FactWeights:
    """The weights, loaded and validated once. Raises DataError if the file is damaged."""
    text = files(__package__).joinpath(FILE).read_text(encoding="utf-8")
    try:
        return FactWeights.model_validate_json(text)
    except ValidationError as error:
        raise DataError(FILE, None, f"{error.error_count()} values are wrong; install actorgraph again") from error


def with_doubtful_facts(
    claims: Iterable[Claim], sentences: Sequence[ParsedSentence], weights: FactWeights
) -> Iterator[Claim]:
    """The claims, those that are probably no facts marked as planned or as alleged."""
    by_index = {parsed.sentence.index: parsed for parsed in sentences}
    of_document = document_features(sentences)
    for claim in claims:
        if claim.is_fact:
            features = fact_features(claim, by_index[claim.sentence.index], of_document)
            yield _marked(claim, features, weights)
        else:
            yield claim


def _marked(fact: Claim, features: Features, weights: FactWeights) -> Claim:
    """A claim that rules take for a fact, marked as planned or as alleged if it is probably none."""
    if not weights.doubtful.says_yes(features):
        return fact
    if weights.alleged.says_yes(features):
        return fact if _is_official(fact) else replace(fact, alleged=True)
    return replace(fact, modality=Modality.PLANNED)


def _is_official(claim: Claim) -> bool:
    """True for a charge, an arrest or a conviction, and for what states and courts do: only conduct is alleged."""
    if claim.actor.entity.type in STATE_TYPES or claim.action.class_ in COURT_CLASSES:
        return True
    words = lexicon().proceedings
    return claim.action.lemma in words.charging_verbs | words.arresting_verbs | words.proving_verbs


def document_features(sentences: Sequence[ParsedSentence]) -> Features:
    """What the words of a document say of all its claims: that somebody is charged, convicted, or announces plans."""
    counts = Counter(stem for parsed in sentences for stem in _stems(parsed))
    often = {f"often in document={stem}" for stem, count in counts.items() if count >= OFTEN}
    return frozenset({f"in document={stem}" for stem in counts} | often)


def _stems(parsed: ParsedSentence) -> Iterator[str]:
    """The doubtful stems of the words of a sentence."""
    return (stem for token in parsed.span for stem in _stems_of(token.lower_))


@lru_cache(CACHED)
def _stems_of(word: str) -> tuple[str, ...]:
    return tuple(stem for stem in lexicon().stance.doubtful_stems if word.startswith(stem))


def fact_features(claim: Claim, parsed: ParsedSentence, of_document: Features) -> Features:
    """The features of a claim: its action, what stands above, below and before it, its participants, its document."""
    action, target = claim.action, claim.target
    features = {
        f"lemma={action.lemma}",
        f"class={action.class_}",
        f"rule={claim.rule}",
        f"actor={claim.actor.entity.type.value}",
        f"actor noun={claim.actor.head_lemma}",
        f"target noun={None if target is None else target.head_lemma}",
        *(f"stem in sentence={stem}" for stem in _stems(parsed)),
        *of_document,
    }
    token = action_token(claim, parsed)
    if token is not None:
        features.update(_context_features(token, parsed))
    return frozenset(features)


def action_token(claim: Claim, parsed: ParsedSentence) -> Token | None:
    """The verb or noun of an action; of several the one with its lemma, else the first."""
    span = claim.action_span
    words = [token for token in parsed.span if span.start <= parsed.offset + token.idx < span.end]
    words = [token for token in words if token.pos_ in CONTENT_TAGS] or words
    verb = claim.action.lemma.split()[0]
    return next((token for token in words if token.lemma_.lower() == verb), words[0] if words else None)


def _context_features(token: Token, parsed: ParsedSentence) -> Iterator[str]:
    yield "bias"
    yield f"tag={token.tag_}"
    yield f"tag={token.tag_} {token.dep_}"
    yield from (f"below={child.dep_} {child.lower_}" for child in token.children if child.dep_ in OWN)
    above, dependencies, lower = [], [token.dep_], token
    for head in islice(token.ancestors, DEPTH):
        above.append(head)
        yield f"above={head.lemma_.lower()}"
        yield f"above {len(above)}={lower.dep_} {head.tag_}"
        dependencies.append(head.dep_)
        lower = head
    yield f"path={'>'.join(dependencies[: DEPTH - 1])}"
    if above:
        yield f"head={above[0].lemma_.lower()}"
    if any(child.tag_ == "TO" for word in (token, *above) for child in word.children):
        yield "to"
        yield f"to {token.tag_}"
    before = [word.lower_ for word in parsed.span if word.i < token.i]
    yield from (f"before={word}" for word in before[-BEFORE:])
    words = {word.lower_ for word in parsed.span}
    yield from (f"in sentence={word}" for word in sorted(words & lexicon().stance.doubtful_words))
