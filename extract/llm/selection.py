"""Which sentences a model is asked about after the rules, and whose claims are kept.

Asked about are sentences with an actor and an act of the scheme but no claim, with a claim that the rules are not sure
of, or with a subject that they cannot resolve.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from extract.parsing.sentences import ParsedSentence
from extract.proposals.reading import Reading
from ontology.actions import scheme
from ontology.model import Claim

SURE = 0.8
"""Confidence from which a claim of the rules needs no second reader; docs/models.md gives the figures for others."""
SUBJECTS = frozenset({"nsubj", "nsubjpass", "agent"})


def wanted_sentences(reading: Reading, claims: Sequence[Claim]) -> frozenset[int]:
    """The numbers of the sentences to ask a model about."""
    by_sentence: dict[int, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_sentence[claim.sentence.index].append(claim)
    return frozenset(_wanted(reading, by_sentence))


def _wanted(reading: Reading, claims: dict[int, list[Claim]]) -> Iterator[int]:
    for parsed in reading.parsed:
        index = parsed.sentence.index
        found = claims.get(index, [])
        is_unsure = any(claim.confidence < SURE for claim in found)
        if is_unsure or (not found and _has_act(reading, parsed)) or _has_open_subject(reading, parsed):
            yield index


def _has_act(reading: Reading, parsed: ParsedSentence) -> bool:
    """True if a sentence names an actor and an act of the scheme."""
    if reading.resolver is None:
        return False
    actions = scheme()
    names = any(entity.is_actor for _, found in reading.resolver.references(parsed) for entity in found.entities)
    return names and any(token.pos_ == "VERB" and token.lemma_.lower() in actions.lemmas for token in parsed.span)


def _has_open_subject(reading: Reading, parsed: ParsedSentence) -> bool:
    """True if a pronoun that is the subject of an act of the scheme refers to nothing known."""
    if reading.resolver is None:
        return False
    for token in parsed.span:
        is_open = token.pos_ == "PRON" and token.dep_ in SUBJECTS and token.tag_ == "PRP"
        is_act = token.head.lemma_.lower() in scheme().lemmas
        if is_open and is_act and reading.resolver.reference(parsed, token) is None:
            return True
    return False


def combined(ruled: Sequence[Claim], proposed: Sequence[Claim], answered: frozenset[int]) -> tuple[Claim, ...]:
    """The claims of both, by reading order.

    `answered`: sentences that the model was asked about and gave a faultless answer to. There its claims stand in place
    of those of the rules; elsewhere they are added, if the rules do not make them.
    """
    kept = [claim for claim in ruled if claim.sentence.index not in answered]
    ours = {_said(claim) for claim in kept} | {claim.id for claim in kept}
    added = [claim for claim in proposed if claim.id not in ours and _said(claim) not in ours]
    return tuple(sorted([*kept, *added], key=lambda it: (it.sentence.start, it.action_span.start, it.id)))


def _said(claim: Claim) -> tuple[int, str, str, str]:
    target = "" if claim.target is None else claim.target.entity.id
    return claim.sentence.index, claim.actor.entity.id, claim.action.class_, target
