"""The classes of findings: developments, changed relations, contradictions and actors, and the `Diff` of them all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from graph.diff.alignment.alignments import Alignment
from graph.diff.alignment.batch_claims import BatchClaim
from graph.diff.alignment.mentions import is_name
from graph.diff.alignment.reports import REPORT
from graph.diff.alignment.topics import PARTY
from graph.diff.alignment.wording.amounts import amount, plain_number
from graph.diff.alignment.wording.counts import COUNT
from graph.diff.alignment.wording.noun_phrases import NounPhrase, phrase_of, source_phrase
from graph.diff.findings.steps import NEGATED, Step, stage_sequence, status_of
from graph.rdf.relations import STATUSES, RelationKey, relation_key
from graph.rdf.stored_claim import StoredClaim
from ontology.model import Claim, Entity, Modality, Polarity

Claims = tuple[StoredClaim, ...]
FORWARD, BACK = "forward", "back"
SECTIONS = ("changed", "added", "gone", "strengthened", "weakened", "repeated", "numbers")
"""The lists of relations in a `Diff` that differ."""
STATUS_OF_RELATION: Mapping[str, str] = {"done": "asserted", "condition": Modality.POSSIBLE}
"""By status of a step, the status of a relation where it has another name."""


@dataclass(frozen=True)
class Development:
    """What moved along a stage sequence: its steps in the order of the batches.

    `sequence` is the id of the stage sequence. `subject` is the topic or party; both parties of a pair; actor and
    topic of an act. `links` say why different words are one topic. `core` has the ids of the entities that are the
    topic itself, without its parts.
    """

    sequence: str
    subject: tuple[NounPhrase, ...]
    steps: tuple[Step, ...]
    links: tuple[Alignment, ...]
    is_named: bool
    core: frozenset[str] = frozenset()

    @cached_property
    def news(self) -> tuple[BatchClaim, ...]:
        """The claims of the steps that are new."""
        return tuple(claim for step in self.steps if step.is_new for claim in step.claims)

    @cached_property
    def direction(self) -> str:
        """Forward if something is done that was not done before; back if it is refused or undone."""
        sequence = stage_sequence(self.sequence)
        new = [step for step in self.steps if step.is_new]
        if sequence.about == "pair":
            return FORWARD if new[-1].rank > 0 else BACK
        done = [step for step in new if step.status != NEGATED and not sequence.stage[step.rank].ends]
        return FORWARD if done else BACK

    @cached_property
    def claim_ids(self) -> frozenset[str]:
        """Ids of all its claims."""
        return frozenset(claim.claim.id for step in self.steps for claim in step.claims)

    @cached_property
    def told_ids(self) -> frozenset[str]:
        """Ids of the claims that a report of it tells: those of the first batch, and what is new in the second."""
        first = min(step.batch for step in self.steps)
        told = (step for step in self.steps if step.is_new or step.batch == first)
        return frozenset(claim.claim.id for step in told for claim in step.claims)

    def steps_of_batch(self, batch: int) -> tuple[Step, ...]:
        """The steps of one batch."""
        return tuple(step for step in self.steps if step.batch == batch)


@dataclass(frozen=True)
class RelationChange:
    """A relation of one batch or of both, with the claims of each; the targets may have different words.

    `action` is the third person singular present: `proposes`. `target` has the words of the first batch that has it.
    `links` say why different words are one target; empty where the words are the same.
    """

    actor: Entity
    action: str
    concept: str
    target: Entity | None
    before: Claims
    after: Claims
    links: tuple[Alignment, ...] = ()

    @property
    def actor_phrase(self) -> NounPhrase:
        """The noun phrase of the actor."""
        return phrase_of((self.before or self.after)[0].claim.actor)

    @property
    def stated(self) -> tuple[str, str]:
        """The status before and after: the firmest one, and "negated" where a text denies the relation."""
        return stated(self.before), stated(self.after)

    @property
    def quantities(self) -> tuple[str | None, str | None]:
        """All numbers that the texts give before and after, in their order; None if they give none."""
        old, new = numbers(self.before), numbers(self.after)
        return " and ".join(old) or None, " and ".join(new) or None

    @property
    def has_other_numbers(self) -> bool:
        """True if each side has numbers, and no number of the other."""
        old, new = ({plain_number(number) for number in numbers(side)} for side in (self.before, self.after))
        return bool(old and new) and not old & new

    @property
    def new_sources(self) -> tuple[NounPhrase, ...]:
        """Who says the same act with the same status now, and did not before."""
        if not self.before:
            return ()
        how = _how(firmest(self.before))
        old, new = ({source.label: source for source in _sources(side, how)} for side in (self.before, self.after))
        return tuple(new[label] for label in sorted(new) if label not in old)

    @property
    def keys(self) -> frozenset[RelationKey]:
        """The relations that are one here."""
        return frozenset(relation_key(stored.claim) for stored in (*self.before, *self.after))


@dataclass(frozen=True, slots=True)
class ActorChange:
    """An actor of only one of the batches, with the claims that it takes part in or is the source of."""

    actor: Entity
    claims: Claims

    @property
    def is_named(self) -> bool:
        """True for an actor with a name, false for "scam suspects"."""
        return is_name(self.actor)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One text affirms what another denies, or an accused actor denies the accusation.

    `about` is the actor of the act, or the accused.
    """

    about: Entity
    is_accusation: bool
    affirmed: Claims
    denied: Claims
    is_denied_first: bool = False
    """True if the denial is of an earlier batch than the claims that affirm it."""

    @property
    def source(self) -> NounPhrase | None:
        """The one who says both, in different batches: the account has changed. None for two who disagree."""
        sides = (self.affirmed, self.denied)
        batches = [{stored.batch for stored in side} for side in sides]
        ids = {_speaker(stored.claim) for side in sides for stored in side}
        is_one = len(ids) == 1 and "" not in ids and batches[0].isdisjoint(batches[1])
        return source_phrase(self.affirmed[0].claim) if is_one else None


@dataclass(frozen=True)
class Diff:
    """The difference of two batches. Each relation is in exactly one list of relations.

    `repeated`: the same actor does the like again, to another target of the kind. `numbers`: both batches state the
    relation alike, with other numbers. `same`: both state it alike, in as many claims and documents.
    """

    before_name: str
    after_name: str
    developments: tuple[Development, ...]
    contradictions: tuple[Contradiction, ...]
    changed: tuple[RelationChange, ...]
    added: tuple[RelationChange, ...]
    gone: tuple[RelationChange, ...]
    strengthened: tuple[RelationChange, ...]
    weakened: tuple[RelationChange, ...]
    repeated: tuple[RelationChange, ...]
    numbers: tuple[RelationChange, ...]
    same: tuple[RelationChange, ...]
    actors_added: tuple[ActorChange, ...]
    actors_gone: tuple[ActorChange, ...]
    notes: tuple[str, ...] = ()
    """What to know of how the sides were made, in sentences."""

    @property
    def is_empty(self) -> bool:
        """True if the batches say the same."""
        lists = (*(getattr(self, name) for name in SECTIONS), self.actors_added, self.actors_gone, self.developments)
        return not any(lists)

    @cached_property
    def in_both(self) -> tuple[RelationChange, ...]:
        """The relations of both batches, in whatever words."""
        return (*self.changed, *self.strengthened, *self.weakened, *self.numbers, *self.same)

    @cached_property
    def claims(self) -> tuple[Claims, Claims]:
        """The claims that only the second side has, and those that only the first has, in the order of the texts."""
        changes = (*self.in_both, *self.added, *self.gone, *self.repeated)
        old, new = (
            {stored.claim.id: stored for change in changes for stored in (change.before, change.after)[side]}
            for side in (0, 1)
        )
        return _only(new, old), _only(old, new)

    @cached_property
    def attributed(self) -> tuple[RelationChange, ...]:
        """Relations of both batches that have a new source."""
        return tuple(change for change in self.in_both if change.new_sources)

    @cached_property
    def reported(self) -> frozenset[str]:
        """Ids of the claims that developments and contradictions tell: a report need not repeat them as relations."""
        ids = {claim for development in self.developments for claim in development.told_ids}
        for contradiction in self.contradictions:
            ids |= {stored.claim.id for stored in (*contradiction.affirmed, *contradiction.denied)}
        return frozenset(ids)

    def is_reported(self, change: RelationChange) -> bool:
        """True if developments and contradictions have all claims of the relation."""
        return all(self._is_reported(stored) for stored in (*change.before, *change.after))

    def _is_reported(self, stored: StoredClaim) -> bool:
        """True for a reported claim, and for another participant of a reported act: "extradited to China".

        Likewise for the act itself where its participant is reported: "shared data" of "shared data with Haiti".
        """
        claim = stored.claim
        is_act = claim.id in self.reported or (_act(stored), claim.rule == PARTY) in self._reported_acts
        return is_act or any(
            start <= claim.action_span.start < end
            for start, end in self._quoted_clauses.get((claim.document, claim.actor.entity.id), ())
        )

    @cached_property
    def _quoted_clauses(self) -> dict[tuple[str, str], list[tuple[int, int]]]:
        """By document and actor, the places of the clauses that a changed account quotes: "that it paid the gang"."""
        clauses: dict[tuple[str, str], list[tuple[int, int]]] = {}
        for finding in self.contradictions:
            for claim in (stored.claim for stored in (*finding.affirmed, *finding.denied)):
                if claim.rule == REPORT and claim.target is not None:
                    span = claim.target.span
                    clauses.setdefault((claim.document, claim.actor.entity.id), []).append((span.start, span.end))
        return clauses

    @cached_property
    def _reported_acts(self) -> frozenset[tuple[tuple[str, int], bool]]:
        """The places of reported acts, and whether the claims on other participants or on the target are meant."""
        changes = (*self.in_both, *self.added, *self.gone)
        claims = [stored for change in changes for stored in (*change.before, *change.after)]
        reported = [stored for stored in claims if stored.claim.id in self.reported]
        of_parties = {(_act(stored), False) for stored in reported if stored.claim.rule == PARTY}
        return frozenset({(_act(stored), True) for stored in reported} | of_parties)


def _speaker(claim: Claim) -> str:
    """Who says it: the source, or the actor of a denial."""
    return claim.attribution.id if claim.attribution else claim.actor.entity.id if claim.action.class_ == "deny" else ""


def _act(stored: StoredClaim) -> tuple[str, int]:
    return stored.claim.document, stored.claim.action_span.start


def _only(here: Mapping[str, StoredClaim], there: Mapping[str, StoredClaim]) -> Claims:
    alone = (stored for key, stored in here.items() if key not in there)
    return tuple(sorted(alone, key=lambda item: (item.claim.document, item.claim.sentence.start, item.claim.id)))


def stated(claims: Claims) -> str:
    """The status of claims: "planned", "asserted", "asserted and denied" …; empty for no claims."""
    of_claims = (status_of(stored.claim) for stored in claims)
    statuses = {STATUS_OF_RELATION.get(status, status) for status in of_claims}
    ordered = [status for status in STATUSES if status in statuses]
    return " and ".join([*ordered[:1], *([NEGATED] if NEGATED in ordered[1:] else [])])


def _amount(claim: Claim) -> str | None:
    """The number of the target, or of what a clause without one counts."""
    return amount(claim.target) if claim.target else claim.actor.quantity if claim.rule == COUNT else None


def size(claims: Claims) -> tuple[int, int]:
    """Documents and claims; documents first: a text that repeats itself is weaker evidence than two texts."""
    return len({stored.claim.document for stored in claims}), len(claims)


def numbers(claims: Claims) -> list[str]:
    """The numbers that the texts give for the target, each once, in their order."""
    amounts = (_amount(stored.claim) for stored in claims)
    return list({plain_number(number): number for number in amounts if number}.values())


def firmest(claims: Claims) -> StoredClaim:
    """The claim that stands for a relation: asserted before planned, plain before alleged."""
    return min(claims, key=lambda stored: (stored.claim.modality is not Modality.ASSERTED, stored.claim.alleged))


def _how(stored: StoredClaim) -> tuple[Polarity, Modality, bool]:
    return stored.claim.polarity, stored.claim.modality, stored.claim.alleged


def _sources(claims: Claims, how: tuple[Polarity, Modality, bool]) -> Iterator[NounPhrase]:
    """Whom the texts quote for the claims with this polarity, modality and allegation."""
    for stored in claims:
        phrase = source_phrase(stored.claim)
        if phrase is not None and _how(stored) == how:
            yield phrase


def counts(diff: Diff) -> dict[str, int]:
    """The number of findings by section, in the order of a report."""
    figures: dict[str, int] = {name: len(getattr(diff, name)) for name in ("developments", "contradictions", *SECTIONS)}
    return {**figures, "actors new": len(diff.actors_added), "actors gone": len(diff.actors_gone)}
