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
    def marks(self) -> frozenset[str]:
        """What identifies it over several texts: the recipients, or else the sum."""
        ids = {claim.claim.target.entity.id for claim in self.recipients if claim.claim.target}
        return frozenset(ids or {_sum(self.claim)})


def transfers(sequence: StageSequence, claims: Iterable[BatchClaim]) -> Iterator[Development]:
    """The sums that somebody pledged in one batch and paid in a later one."""
    by_actor: dict[str, list[Transfer]] = {}
    for transfer in _transfers(sequence, sorted(claims, key=text_order)):
        by_actor.setdefault(transfer.claim.claim.actor.entity.id, []).append(transfer)
    for of_actor in by_actor.values():
        for group in _with_one_mark(of_actor):
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
    return f"{target.quantity or ''} {target.entity.label}".strip().casefold() if target else ""


def _with_one_mark(of_actor: Iterable[Transfer]) -> Iterable[Sequence[Transfer]]:
    """The transfers that have a recipient or a sum in common."""
    groups: dict[str, list[Transfer]] = {}
    for transfer in of_actor:
        for mark in sorted(transfer.marks):
            groups.setdefault(mark, []).append(transfer)
    return groups.values()


def _subject(group: Sequence[Transfer]) -> tuple[NounPhrase, ...]:
    """Who gives, and who receives if a text says so."""
    giver = phrase_of(group[0].claim.claim.actor)
    targets = (claim.claim.target for transfer in group for claim in transfer.recipients)
    receivers = [phrase_of(target) for target in targets if target is not None]
    return (giver, *receivers[:1])
