"""Developments of money: pledged by somebody, and later paid."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from graph.diff.alignment.batch_claims import BatchClaim, text_order
from graph.diff.alignment.noun_phrases import NounPhrase, phrase_of
from graph.diff.alignment.tables import StageSequence
from graph.diff.alignment.topics import PARTY
from graph.diff.findings.model import Development, amount
from graph.diff.findings.moves import marked
from graph.diff.findings.steps import steps_of
from ontology.model import Participant

Act = tuple[str, str, int]
"""Actor, document and place of the verb."""


@dataclass(frozen=True)
class Transfer:
    """A sum that somebody gives or promises, and its recipients as far as the sentence names them."""

    claim: BatchClaim
    recipients: tuple[BatchClaim, ...]

    @property
    def receivers(self) -> frozenset[str]:
        """The ids of the recipients."""
        return frozenset(claim.claim.target.entity.id for claim in self.recipients if claim.claim.target)

    def is_same(self, other: Transfer) -> bool:
        """True for a recipient in common; for the same sum if a sentence does not say who receives it."""
        if self.receivers and other.receivers:
            return not self.receivers.isdisjoint(other.receivers)
        return _sum(self.claim) == _sum(other.claim)


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
    recipients: dict[Act, list[BatchClaim]] = {}
    for claim in claims:
        if claim.claim.rule == PARTY and claim.claim.action.lemma.endswith(" to"):
            recipients.setdefault(_act(claim), []).append(claim)
    for claim in claims:
        target = claim.claim.target
        if claim.claim.rule != PARTY and target is not None and _is_money(sequence, target):
            yield Transfer(claim, tuple(recipients.get(_act(claim), ())))


def _is_money(sequence: StageSequence, target: Participant) -> bool:
    """True for a sum, and for "a loan of 90 million dollars"."""
    is_called_so = phrase_of(target).head in sequence.heads
    if target.quantity is None and amount(target) is not None:
        return True
    return is_called_so and (target.quantity is not None or re.search(r"\d", target.entity.label) is not None)


def _act(claim: BatchClaim) -> Act:
    return claim.claim.actor.entity.id, claim.document, claim.claim.action_span.start


def _sum(claim: BatchClaim) -> str:
    target = claim.claim.target
    text = f"{target.quantity or ''} {target.entity.label}" if target else ""
    return re.sub(r"^\D+(?=\d)", "", text).strip().casefold()


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
