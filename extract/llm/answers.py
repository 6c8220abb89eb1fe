"""Answers to proposals: a tolerant reader of what models write around and instead of JSON.

Whatever is not a claim in the form that was asked for is dropped with a reason. Unknown keys are ignored, and a claim
on a sentence that the request did not ask about is none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, StrictBool, StrictInt, ValidationError

from extract.llm.requests import ModelRequest
from extract.proposals.proposal import Proposals, ProposedClaim, ProposedParticipant
from ontology.model import Provenance

RULE = "language-model"
"""The rule of claims that a language model proposes."""
NO_JSON, CUT_OFF = "an answer without JSON", "a truncated answer; its complete claims are kept"
WRONG_FORM, OTHER_SENTENCE = "a claim that does not have the requested form", "a sentence that is not in the request"
TOO_MANY = "more claims than an answer may have"
FENCE = re.compile(r"```(?:json)?\s*(.*?)(?:```|\Z)", re.DOTALL)
THOUGHT = re.compile(r"<think>.*?</think>", re.DOTALL)
MAX_CLAIMS = 500
MAX_TEXT = 1_000
"""Characters of any text in a claim; a longer one is no name and no words."""


class _Part(BaseModel):
    """Keys that are not asked for are ignored."""

    model_config = ConfigDict(extra="ignore", str_max_length=MAX_TEXT, str_strip_whitespace=True)


class ParticipantAnswer(_Part):
    """An actor, target or source in an answer."""

    words: str
    name: str
    type: str


class ActionAnswer(_Part):
    """An action in an answer."""

    words: str
    lemma: str
    class_: str

    @classmethod
    def of(cls, value: Any) -> ActionAnswer:  # noqa: ANN401  # what a model wrote
        """The action of a JSON object, whose key is `class`. Raises ValidationError."""
        return cls.model_validate({**value, "class_": value.get("class")} if isinstance(value, Mapping) else value)


class ClaimAnswer(_Part):
    """A claim in an answer."""

    s: StrictInt
    actor: ParticipantAnswer
    target: ParticipantAnswer | None = None
    negated: StrictBool = False
    modality: str = "asserted"
    alleged: StrictBool = False
    source: ParticipantAnswer | None = None
    date: str | None = None
    place: str | None = None


def proposals_of(answer: str, request: ModelRequest, provenance: Provenance) -> Proposals:
    """The proposals in an answer to a request, and a reason for each part that is none."""
    found, problems = _claims_in(THOUGHT.sub("", answer))
    claims: list[ProposedClaim] = []
    for value in found[:MAX_CLAIMS]:
        claim = _proposal(value, provenance)
        if claim is None:
            problems.append(WRONG_FORM)
        elif claim.sentence not in request.sentences:
            problems.append(OTHER_SENTENCE)
        else:
            claims.append(claim)
    if len(found) > MAX_CLAIMS:
        problems.append(TOO_MANY)
    return Proposals(tuple(claims), tuple(problems))


def is_usable(answer: str) -> bool:
    """True if an answer is a whole JSON object with a list of claims; a refusal and a truncated answer are not."""
    return not _claims_in(THOUGHT.sub("", answer))[1]


def _claims_in(answer: str) -> tuple[list[Any], list[str]]:
    """The claims of an answer as JSON values, and what is wrong with the answer as a whole."""
    for text in _candidates(answer):
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            continue
        claims = value.get("claims") if isinstance(value, dict) else value
        if isinstance(claims, list):
            return claims, []
    salvaged = list(_complete_objects(answer))
    return (salvaged, [CUT_OFF]) if salvaged else ([], [NO_JSON])


def _candidates(answer: str) -> Iterator[str]:
    """Texts that may be the JSON of an answer: all of it, what stands in a code fence, the outermost braces."""
    yield answer
    yield from (match[1] for match in FENCE.finditer(answer))
    start, end = answer.find("{"), answer.rfind("}")
    if 0 <= start < end:
        yield answer[start : end + 1]


def _complete_objects(answer: str) -> Iterator[Any]:
    """The complete objects of a list that is cut off."""
    start = answer.find("[")
    decoder = json.JSONDecoder()
    position = answer.find("{", start) if start >= 0 else -1
    while position >= 0:
        try:
            value, end = decoder.raw_decode(answer, position)
        except (ValueError, RecursionError):
            return
        yield value
        position = answer.find("{", end)


def _proposal(value: Any, provenance: Provenance) -> ProposedClaim | None:  # noqa: ANN401  # what a model wrote
    try:
        claim, action = ClaimAnswer.model_validate(value), ActionAnswer.of(value.get("action"))
    except (ValidationError, AttributeError):
        return None
    return ProposedClaim(
        sentence=claim.s,
        actor=_participant(claim.actor),
        words=action.words,
        lemma=action.lemma,
        class_=action.class_,
        target=None if claim.target is None else _participant(claim.target),
        negated=claim.negated,
        modality=claim.modality,
        alleged=claim.alleged,
        attribution=None if claim.source is None else _participant(claim.source),
        when=claim.date,
        where=claim.place,
        rule=RULE,
        provenance=provenance,
    )


def _participant(part: ParticipantAnswer) -> ProposedParticipant:
    return ProposedParticipant(part.words, part.name, part.type)
