"""Finds developments of money: a sum that is pledged in one batch and paid in a later one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from graph.diff.alignment.batch_claims import Act, BatchClaim, text_order
from graph.diff.alignment.tables import StageSequence
from graph.diff.alignment.topics import PARTY
from graph.diff.alignment.wording.amounts import amount, sum_of
from graph.diff.alignment.wording.descriptions import stems_of
from graph.diff.alignment.wording.noun_phrases import NounPhrase, phrase_of, subject_words
from graph.diff.findings.model import Development
from graph.diff.findings.moves import marked
from graph.diff.findings.steps import steps_of
from ontology.model import Claim, Participant
from ontology.registry import registry

PURPOSE = re.compile(r" (?:to|into|towards|for) (?P<words>.+?)(?:[,;:.]| (?:who|which|that|but|after|as|because)\b|$)")
"""What a sum is for, or goes to."""
INSTALMENT = re.compile(r"\b(?:instal?lments?|tranches?|of (?:its|their) (?:contribution|pledge|share))\b")
"""Words for a part of a sum that was promised."""
RECEIVE = "receive"
"""The verb whose actor gets the money: its giver is named after "from"."""


@dataclass(frozen=True)
class Transfer:
    """A sum that somebody gives or promises, and its recipients as far as the sentence names them."""

    claim: BatchClaim
    giver: Participant
    recipients: tuple[Participant, ...]

    @property
    def receivers(self) -> frozenset[str]:
        """The ids of the recipients."""
        return frozenset(recipient.entity.id for recipient in self.recipients)

    @property
    def sum(self) -> tuple[str, str | None] | None:
        """The sum and its currency."""
        target = self.claim.claim.target
        return None if target is None else sum_of(target)

    @property
    def currency(self) -> str | None:
        """The currency of the sum, if the text names one."""
        return self.sum[1] if self.sum else None

    @property
    def purpose(self) -> frozenset[str]:
        """The words for what the sum is for: "shelters" of "12 million dollars for shelters"."""
        claim = self.claim.claim
        behind = claim.sentence.text[claim.target.span.end - claim.sentence.start :] if claim.target else ""
        match = PURPOSE.match(behind)
        return frozenset(subject_words(claim)) or (stems_of(match["words"]) if match else frozenset())

    def is_same(self, other: Transfer) -> bool:
        """True for a recipient or purpose in common; for the same sum if a sentence does not say who receives it."""
        if self.receivers and other.receivers:
            return not self.receivers.isdisjoint(other.receivers)
        if self.purpose and other.purpose and self.currency == other.currency:
            is_within = self.purpose <= other.purpose or other.purpose <= self.purpose
            return is_within or len(self.purpose & other.purpose) > 1
        is_instalment = (
            self.currency == other.currency and INSTALMENT.search(self.claim.claim.sentence.text) is not None
        )
        return is_instalment or (self.sum is not None and self.sum == other.sum)


def transfers(sequence: StageSequence, claims: Iterable[BatchClaim]) -> Iterator[Development]:
    """The sums that somebody pledged in one batch and paid in a later one."""
    by_giver: dict[str, list[Transfer]] = {}
    for transfer in _transfers(sequence, sorted(claims, key=text_order)):
        by_giver.setdefault(transfer.giver.entity.id, []).append(transfer)
    for of_giver in by_giver.values():
        for group in _groups(of_giver):
            moved = marked(sequence, steps_of(sequence, [transfer.claim for transfer in group]))
            if moved:
                yield Development(sequence.id, _subject(group), moved, (), is_named=True)


def _transfers(sequence: StageSequence, claims: Sequence[BatchClaim]) -> Iterator[Transfer]:
    parties: dict[tuple[str, Act], list[BatchClaim]] = {}
    for claim in claims:
        parties.setdefault((claim.claim.actor.entity.id, claim.act), []).append(claim)
    for claim in claims:
        target = claim.claim.target
        if claim.claim.rule == PARTY or target is None or not _is_money(sequence, target):
            continue
        beside = parties[claim.claim.actor.entity.id, claim.act]
        if claim.claim.action.lemma == RECEIVE:
            givers = _behind("from", beside)
            if givers:
                yield Transfer(claim, givers[0], (claim.claim.actor,))
        else:
            yield Transfer(claim, _giver(claim.claim.actor), (*_behind("to", beside), *_behind("for", beside)))


def _giver(actor: Participant) -> Participant:
    """Who gives; for a body of an organisation, such as the European Commission, the organisation."""
    body = registry().get(actor.entity.id)
    whole = registry().get(body.part_of) if body and body.part_of else None
    return actor if whole is None else replace(actor, entity=whole.entity)


def _behind(preposition: str, beside: Iterable[BatchClaim]) -> tuple[Participant, ...]:
    """The participants of an act behind a preposition: by the verb of their claims, or by the words before them."""
    return tuple(
        target
        for claim in beside
        if (target := claim.claim.target) is not None and _is_behind(preposition, claim.claim, target)
    )


def _is_behind(preposition: str, claim: Claim, target: Participant) -> bool:
    if claim.rule == PARTY and claim.action.lemma.endswith(f" {preposition}"):
        return True
    before = claim.sentence.text[: target.span.start - claim.sentence.start].removesuffix("the ")
    return target.entity.is_actor and before.endswith(f" {preposition} ")


def _is_money(sequence: StageSequence, target: Participant) -> bool:
    """True for a sum, and for "a loan of 90 million dollars"."""
    is_called_so = phrase_of(target).head in sequence.heads
    if target.quantity is None and amount(target) is not None:
        return True
    return is_called_so and (target.quantity is not None or re.search(r"\d", target.entity.label) is not None)


def _groups(of_giver: Iterable[Transfer]) -> list[list[Transfer]]:
    """The transfers of one giver by what they are."""
    groups: list[list[Transfer]] = []
    for transfer in of_giver:
        group = next((group for group in groups if any(transfer.is_same(other) for other in group)), None)
        if group is None:
            groups.append([transfer])
        else:
            group.append(transfer)
    return groups


def _subject(group: Sequence[Transfer]) -> tuple[NounPhrase, ...]:
    """Who gives, and who receives if a text says so."""
    receivers = [phrase_of(recipient) for transfer in group for recipient in transfer.recipients]
    return (phrase_of(group[0].giver), *receivers[:1])
