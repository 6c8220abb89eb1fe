"""What a comparison of two batches finds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from graph.diff.alignment.noun_phrases import Wording
from graph.diff.alignment.targets import Alignment
from graph.diff.alignment.topics import PARTY
from graph.diff.findings.developments import Development, status_of
from graph.rdf.relations import STATUSES, RelationKey, relation_key
from graph.rdf.stored_claim import StoredClaim
from ontology.model import Entity, EntityType, Modality, Participant, Polarity

Claims = tuple[StoredClaim, ...]
DENIED = "denied"
SECTIONS = ("changed", "added", "gone", "strengthened", "weakened", "repeated", "numbers")
"""The lists of relations in a `Diff` that differ."""
FIRM: Mapping[str, str] = {"done": "asserted", "condition": Modality.POSSIBLE}
"""How a status of a development is called among the statuses of a relation."""


@dataclass(frozen=True)
class RelationChange:
    """A relation of one batch or of both, with the claims of each; the targets may be worded differently."""

    actor: Entity
    action: str
    """Third person singular present: `proposes`."""
    concept: str
    target: Entity | None
    """The target as the first batch that has it words it."""
    before: Claims
    after: Claims
    links: tuple[Alignment, ...] = ()
    """Why differently worded targets were taken for one; empty where the words are the same."""

    @property
    def stated(self) -> tuple[str, str]:
        """How it is stated before and after: the firmest status, and "denied" where a text denies it."""
        return stated(self.before), stated(self.after)

    @property
    def quantities(self) -> tuple[str | None, str | None]:
        """How many or how much the texts say before and after, if they do: all numbers of a side, in their order."""
        old, new = numbers(self.before), numbers(self.after)
        return " and ".join(old) or None, " and ".join(new) or None

    @property
    def has_other_numbers(self) -> bool:
        """True if each side has numbers, and no number of the other."""
        old, new = ({_plain(one) for one in numbers(side)} for side in (self.before, self.after))
        return bool(old and new) and not old & new

    @property
    def new_sources(self) -> tuple[Entity, ...]:
        """Who says now, and did not before, what the relation is told to say: the same act, meant in the same way."""
        if not self.before:
            return ()
        how = _how(firmest(self.before))
        old, new = ({s.label: s for s in _sources(side, how)} for side in (self.before, self.after))
        return tuple(new[label] for label in sorted(new) if label not in old)

    @property
    def keys(self) -> frozenset[RelationKey]:
        """The relations that are one here."""
        return frozenset(relation_key(stored.claim) for stored in (*self.before, *self.after))


@dataclass(frozen=True, slots=True)
class ActorChange:
    """An actor that only one of the batches speaks of, with the claims that it takes part in or is the source of."""

    actor: Entity
    claims: Claims

    @property
    def is_named(self) -> bool:
        """True for one with a name, false for "scam suspects"."""
        return Wording.of(self.actor.label, self.actor.type).is_named


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One text affirms what another denies, or somebody denies what they are accused of."""

    about: Entity
    """Who is said to act, or who is accused."""
    is_accusation: bool
    affirmed: Claims
    denied: Claims


@dataclass(frozen=True)
class Diff:
    """The difference of two batches. Each relation stands in exactly one list of relations."""

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
    """The same actor does the like again: another operation, another declaration."""
    numbers: tuple[RelationChange, ...]
    """Relations that both batches state alike, with other numbers: the same thing, counted anew."""
    same: tuple[RelationChange, ...]
    """Relations that both batches state alike, in as many claims and documents."""
    actors_added: tuple[ActorChange, ...]
    actors_gone: tuple[ActorChange, ...]

    @property
    def is_empty(self) -> bool:
        """True if the batches say the same."""
        lists = (*(getattr(self, name) for name in SECTIONS), self.actors_added, self.actors_gone, self.developments)
        return not any(lists)

    @cached_property
    def joined(self) -> tuple[RelationChange, ...]:
        """The relations that both batches have, however they are worded."""
        return (*self.changed, *self.strengthened, *self.weakened, *self.numbers, *self.same)

    @cached_property
    def claims(self) -> tuple[Claims, Claims]:
        """The claims that only the second side has, and those that only the first has, in the order of the texts."""
        every = (*self.joined, *self.added, *self.gone, *self.repeated)
        sides = [{s.claim.id: s for change in every for s in (change.before, change.after)[n]} for n in (0, 1)]
        old, new = sides
        return _only(new, old), _only(old, new)

    @cached_property
    def attributed(self) -> tuple[RelationChange, ...]:
        """Relations of both batches that have a source now which they had not."""
        return tuple(one for one in self.joined if one.new_sources)

    @cached_property
    def told(self) -> frozenset[str]:
        """Ids of the claims that developments and contradictions tell."""
        shown = {key for one in self.developments for key in one.claims}
        for one in self.contradictions:
            shown |= {stored.claim.id for stored in (*one.affirmed, *one.denied)}
        return frozenset(shown)

    def is_told(self, change: RelationChange) -> bool:
        """True if developments and contradictions tell all that the relation does."""
        return all(self._is_told(stored) for stored in (*change.before, *change.after))

    def _is_told(self, stored: StoredClaim) -> bool:
        """True for a claim that is told, and for a further party to an act that is: "extradited to China"."""
        claim = stored.claim
        return claim.id in self.told or (claim.rule == PARTY and _act(stored) in self._told_acts)

    @cached_property
    def _told_acts(self) -> frozenset[tuple[str, int]]:
        every = (s for change in (*self.joined, *self.added, *self.gone) for s in (*change.before, *change.after))
        return frozenset(_act(stored) for stored in every if stored.claim.id in self.told)


def _act(stored: StoredClaim) -> tuple[str, int]:
    return stored.claim.document, stored.claim.action_span.start


def _only(here: Mapping[str, StoredClaim], there: Mapping[str, StoredClaim]) -> Claims:
    found = (stored for key, stored in here.items() if key not in there)
    return tuple(sorted(found, key=lambda it: (it.claim.document, it.claim.sentence.start, it.claim.id)))


def stated(claims: Claims) -> str:
    """How claims are stated: "planned", "asserted", "asserted and denied" …; empty for no claims."""
    found = {FIRM.get(status_of(stored.claim), status_of(stored.claim)) for stored in claims}
    ordered = [status for status in STATUSES if status in found]
    return " and ".join([*ordered[:1], *([DENIED] if DENIED in ordered[1:] else [])])


def size(claims: Claims) -> tuple[int, int]:
    """Documents and claims; documents first: a text that repeats itself is weaker than two texts."""
    return len({stored.claim.document for stored in claims}), len(claims)


AMOUNT = re.compile(
    r"(?:[A-Z]{1,3})?[$€£¥]\s?\d.*|\d[\d.,]*\s(?:(?:thousand|million|billion|trillion)\b.*"
    r"|(?:dollars|euros|pounds|yen|yuan|won|baht|ringgit|pesos|riels?|dong|kip|kyats?|rupees|rupiah))"
)
"""A target that is itself a sum: "$12 million", "12 million dollars"."""


def amount(target: Participant) -> str | None:
    """How many of the target the text counts, or the sum that the target itself is."""
    is_sum = target.entity.type is EntityType.THING and AMOUNT.fullmatch(target.entity.label)
    return target.quantity or (target.entity.label if is_sum else None)


def numbers(claims: Claims) -> list[str]:
    """The numbers that the texts give for the target, each once, in their order."""
    found = (amount(stored.claim.target) for stored in claims if stored.claim.target)
    return list({_plain(one): one for one in found if one}.values())


def _plain(number: str) -> str:
    return number.replace(",", "").casefold()


def firmest(claims: Claims) -> StoredClaim:
    """The claim that a relation is told by: asserted before planned, plain before alleged."""
    return min(claims, key=lambda stored: (stored.claim.modality is not Modality.ASSERTED, stored.claim.alleged))


def _how(stored: StoredClaim) -> tuple[Polarity, Modality, bool]:
    return stored.claim.polarity, stored.claim.modality, stored.claim.alleged


def _sources(claims: Claims, how: tuple[Polarity, Modality, bool]) -> Iterator[Entity]:
    """Whom the texts give as the source of what is meant in this way."""
    yield from (stored.claim.attribution for stored in claims if stored.claim.attribution and _how(stored) == how)


def counts(found: Diff) -> dict[str, int]:
    """How many of each, in the order in which they are told."""
    figures: dict[str, int] = {
        name: len(getattr(found, name)) for name in ("developments", "contradictions", *SECTIONS)
    }
    return {**figures, "actors new": len(found.actors_added), "actors gone": len(found.actors_gone)}
