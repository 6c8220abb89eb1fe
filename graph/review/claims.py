"""A decision on a claim: confirmed, corrected or rejected.

It refers to what the claim says and where, not to its id, so that it holds when the rules or the text around change:

    reject   2025-10/01-asean:3f9a1c02  actor/laos  arrest  actor/chen-bo  # Laos → arrests → Chen Bo: it denies it
    confirm  2025-10/01-asean:77b0e1d4  actor/thailand  propose  thing/conference  status=planned
    correct  2025-10/02-raid:0c55ab91  actor/police  raid  thing/compound  actor='Royal Thai Police' status=alleged

The first word after the verdict is the document and, after the colon, a digest of the words of the sentence. Then come
actor, action and target (`-` for none) as the document alone names them, before any merge.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from ontology.identifiers import IRI_SAFE, digest
from ontology.model import Claim, EntityType, Modality, Polarity, ReviewState

VERDICTS = {"confirm": ReviewState.CONFIRMED, "correct": ReviewState.CORRECTED, "reject": ReviewState.REJECTED}
VERBS = {state: verb for verb, state in VERDICTS.items()}
NONE = "-"
"""Stands for a target that is not there."""
KEYS = ("actor", "actor-type", "action", "target", "target-type", "status")
ALLEGED = "alleged"
LINE_FORMAT = "write: confirm|correct|reject DOCUMENT:SENTENCE ACTOR ACTION TARGET [KEY=VALUE …]  # why"
DIGITS = 8
REFERENCE = re.compile(r"([^\s:]+):([0-9a-f]{8})")
WORD = re.compile(r"""\s*(?:[^\s'"#]|'[^']*'|"[^"]*")(?:[^\s'"]|'[^']*'|"[^"]*")*""")
"""A word as a shell has it: `actor='Chen Bo'` is one."""


@dataclass(frozen=True, slots=True)
class ClaimReference:
    """What a claim says, and in which sentence.

    `sentence`: digest of its words. `actor`, `target`: ids as the document names them. `action`: lemma.
    """

    document: str
    sentence: str
    actor: str
    action: str
    target: str | None

    def text(self) -> str:
        """The words of the line after the verdict."""
        document = quote(self.document, safe=IRI_SAFE)
        return f"{document}:{self.sentence}  {self.actor}  {shlex.quote(self.action)}  {self.target or NONE}"


@dataclass(frozen=True, slots=True)
class Status:
    """How a claim is stated: its modality, and whether it is alleged or negated."""

    modality: Modality = Modality.ASSERTED
    alleged: bool = False
    negated: bool = False

    def text(self) -> str:
        """Its words, joined by commas: `planned,alleged`."""
        words = [self.modality.value, *([ALLEGED] if self.alleged else [])]
        return ",".join([*words, *([Polarity.NEGATED.value] if self.negated else [])])

    @property
    def polarity(self) -> Polarity:
        """Affirmed or negated."""
        return Polarity.NEGATED if self.negated else Polarity.AFFIRMED


@dataclass(frozen=True, slots=True)
class Correction:
    """What a claim should say instead; None or False leaves a part as it is.

    `actor` and `target`: ids or names. The types are those of names that neither the document nor the registry knows.
    """

    actor: str | None = None
    actor_type: EntityType | None = None
    action: str | None = None
    target: str | None = None
    target_type: EntityType | None = None
    without_target: bool = False
    status: Status | None = None

    def text(self) -> str:
        """The words of the line after the reference."""
        values = {
            "actor": self.actor,
            "actor-type": self.actor_type,
            "action": self.action,
            "target": NONE if self.without_target else self.target,
            "target-type": self.target_type,
            "status": None if self.status is None else self.status.text(),
        }
        return " ".join(f"{key}={shlex.quote(str(value))}" for key, value in values.items() if value is not None)


@dataclass(frozen=True, slots=True)
class ClaimDecision:
    """A verdict on a claim, with its reason and its line number in the file (from 1)."""

    state: ReviewState
    claim: ClaimReference
    correction: Correction = field(default_factory=Correction)
    why: str = ""
    line: int | None = None

    @property
    def key(self) -> ClaimReference:
        """What the decision is about: only one may be."""
        return self.claim

    def text(self) -> str:
        """The line of the file."""
        why = " ".join(self.why.split())
        return f"{self.statement()}  # {why}" if why else self.statement()

    def statement(self) -> str:
        """The line without its comment."""
        parts = (f"{VERBS[self.state]:<10} {self.claim.text()}", self.correction.text())
        return "  ".join(part for part in parts if part)

    @property
    def verdict(self) -> str:
        """The verdict with what the claim should say instead."""
        return f"{VERBS[self.state]} {self.correction.text()}".rstrip()


def reference(claim: Claim) -> ClaimReference:
    """The reference to a claim."""
    target = None if claim.target is None else claim.target.entity.id
    return ClaimReference(
        claim.document, sentence_digest(claim.sentence.text), claim.actor.entity.id, claim.action.lemma, target
    )


def status_of(claim: Claim) -> Status:
    """How a claim is stated."""
    return Status(claim.modality, claim.alleged, claim.polarity is Polarity.NEGATED)


def sentence_digest(text: str) -> str:
    """A digest of the words of a sentence; space and punctuation between them do not count."""
    return digest(" ".join(re.findall(r"\w+", text.casefold())))[:DIGITS]


def parse_status(text: str) -> Status:
    """The status of words joined by commas or spaces, such as `planned,alleged`. Raises ValueError for other words."""
    words = re.split(r"[,\s]+", text.strip().lower())
    modalities = [word for word in words if word in set(Modality)]
    unknown = sorted(set(words) - set(Modality) - {ALLEGED, *Polarity})
    if unknown:
        known = ", ".join([*Modality, ALLEGED, Polarity.NEGATED])
        raise ValueError(f"{unknown[0]!r} is not a status; those are {known}")
    if len(modalities) > 1:
        raise ValueError(f"{text!r}: only one of {', '.join(Modality)} can apply")
    modality = Modality(modalities[0]) if modalities else Modality.ASSERTED
    return Status(modality, ALLEGED in words, Polarity.NEGATED.value in words)


def parse_claim_decision(line: str, number: int | None = None) -> ClaimDecision:
    """The decision of a line of the file. Raises ValueError with the reason for a malformed line."""
    words, why = _split(line)
    if len(words) < 5:
        raise ValueError(f"a document with a sentence, an actor, an action and a target are needed; {LINE_FORMAT}")
    place = REFERENCE.fullmatch(words[1])
    if place is None:
        raise ValueError(f"{words[1]!r} is not a document with a sentence; {LINE_FORMAT}")
    target = None if words[4] == NONE else words[4]
    claim = ClaimReference(unquote(place[1]), place[2], words[2], words[3], target)
    return ClaimDecision(VERDICTS[words[0]], claim, _correction(words[5:]), why, number)


def _split(line: str) -> tuple[list[str], str]:
    """The words of a line, and its comment: what follows a `#` that is not inside a word or quoted."""
    words, position = [], 0
    while (match := WORD.match(line, position)) is not None:
        words += shlex.split(match[0])
        position = match.end()
    rest = line[position:].strip()
    if rest and not rest.startswith("#"):
        raise ValueError(f"a quotation mark is not closed; {LINE_FORMAT}")
    return words, rest.removeprefix("#").strip()


def _correction(words: Iterable[str]) -> Correction:
    values: dict[str, str] = {}
    for word in words:
        key, sign, value = word.partition("=")
        if not sign or key not in KEYS or key in values or not value.strip():
            raise ValueError(f"{word!r} is not a correction; write KEY=VALUE, each of {', '.join(KEYS)} at most once")
        values[key] = value
    status, target = values.get("status"), values.get("target")
    return Correction(
        values.get("actor"),
        _entity_type(values.get("actor-type")),
        values.get("action"),
        None if target == NONE else target,
        _entity_type(values.get("target-type")),
        without_target=target == NONE,
        status=None if status is None else parse_status(status),
    )


def _entity_type(text: str | None) -> EntityType | None:
    if text is None:
        return None
    if text not in set(EntityType):
        raise ValueError(f"{text!r} is not a type; those are {', '.join(EntityType)}")
    return EntityType(text)
