"""Developments of money: pledged by somebody, and later paid."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from graph.diff.alignment.amounts import amount, sum_of
from graph.diff.alignment.batch_claims import Act, BatchClaim, text_order
from graph.diff.alignment.noun_phrases import NounPhrase, phrase_of
from graph.diff.alignment.tables import StageSequence
from graph.diff.alignment.topics import PARTY
from graph.diff.findings.model import Development
from graph.diff.findings.moves import marked
from graph.diff.findings.steps import steps_of
from ontology.model import Participant

Gift = tuple[str, Act]
"""Who gives, and the act."""


@dataclass(frozen=True)
class Transfer:
    """A sum that somebody gives or promises, and its recipients as far as the sentence names them."""

    claim: BatchClaim
    recipients: tuple[BatchClaim, ...]

    @property
    def receivers(self) -> frozenset[str]:
        """The ids of the recipients."""
        return frozenset(claim.claim.target.entity.id for claim in self.recipients if claim.claim.target)

    @property
    def sum(self) -> tuple[str, str | None] | None:
        """The sum and its currency."""
        target = self.claim.claim.target
        return None if target is None else sum_of(target)

    def is_same(self, other: Transfer) -> bool:
        """True for a recipient in common; for the same sum if a sentence does not say who receives it."""
        if self.receivers and other.receivers:
            return not self.receivers.isdisjoint(other.receivers)
        return self.sum is not None and self.sum == other.sum


def transfers(sequence: StageSequence, claims: Iterable[BatchClaim]) -> Iterator[Development]:
    """The sums that somebody pledged in one batch and paid in a later one."""
    by_actor: dict[str, list[Transfer]] = {}
    for transfer in _transfers(sequence, sorted(claims, key=text_order)):
        by_actor.setdefault(transfer.claim.claim.actor.entity.id, []).append(transfer)
    for of_actor in by_actor.values():
        for group in _groups(of_actor):
            moved = marked(sequence, steps_of(sequence, [transfer.claim for transfer in group]))
            if moved:
                yield Development(sequence.id, _subject(group), moved, (), is_named=True)


def _transfers(sequence: StageSequence, claims: Sequence[BatchClaim]) -> Iterator[Transfer]:
    recipients: dict[Gift, list[BatchClaim]] = {}
    for claim in claims:
        if claim.claim.rule == PARTY and claim.claim.action.lemma.endswith(" to"):
            recipients.setdefault(_gift(claim), []).append(claim)
    for claim in claims:
        target = claim.claim.target
        if claim.claim.rule != PARTY and target is not None and _is_money(sequence, target):
            yield Transfer(claim, tuple(recipients.get(_gift(claim), ())))


def _is_money(sequence: StageSequence, target: Participant) -> bool:
    """True for a sum, and for "a loan of 90 million dollars"."""
    is_called_so = phrase_of(target).head in sequence.heads
    if target.quantity is None and amount(target) is not None:
        return True
    return is_called_so and (target.quantity is not None or re.search(r"\d", target.entity.label) is not None)


def _gift(claim: BatchClaim) -> Gift:
    return claim.claim.actor.entity.id, claim.act


def _groups(of_actor: Iterable[Transfer]) -> list[list[Transfer]]:
    """The transfers of one giver by what they are."""
    groups: list[list[Transfer]] = []
    for transfer in of_actor:
        group = next((group for group in groups if any(transfer.is_same(other) for other in group)), None)
        if group is None:
            groups.append([transfer])
        else:
            group.append(transfer)
    return groups


def _subject(group: Sequence[Transfer]) -> tuple[NounPhrase, ...]:
    """Who gives, and who receives if a text says so."""
    giver = phrase_of(group[0].claim.claim.actor)
    targets = (claim.claim.target for transfer in group for claim in transfer.recipients)
    receivers = [phrase_of(target) for target in targets if target is not None]
    return (giver, *receivers[:1])
