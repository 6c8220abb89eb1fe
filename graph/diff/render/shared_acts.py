"""Joins relations of one act in one clause: five states that signed an agreement are one line, not five."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.diff.alignment.tables import nouns
from graph.diff.alignment.topics import PARTY
from graph.diff.alignment.wording.clauses import words_before_target
from graph.diff.findings.model import Claims, RelationChange
from graph.diff.findings.steps import DONE, status_of
from graph.diff.render.english import actors, clause, is_half, mention
from graph.diff.render.grammar import joined
from graph.diff.render.verbalisation import Verbalisation
from graph.rdf.stored_claim import StoredClaim
from ontology.model import Claim

Act = tuple[str, int, int, str]
"""Document, sentence, verb, and polarity, modality and allegation."""


def act_clauses(changes: Iterable[RelationChange]) -> list[Verbalisation]:
    """A clause for each act of these relations, the most important first, with all claims of the relations.

    Relations that would be half a sentence are left out.
    """
    acts: dict[Act, list[RelationChange]] = {}
    for change in changes:
        if not is_half(_first(change).claim):
            acts.setdefault(_act(_first(change)), []).append(change)
    ordered = sorted(acts.values(), key=_importance)
    return [line for members in ordered for line in _clauses(members)]


def _importance(members: Sequence[RelationChange]) -> tuple[bool, bool, int]:
    """Named actors and acts with a class of their own first, what was done before plans, then acts of many."""
    claim = _first(members[0]).claim
    is_vague = claim.actor.entity.is_unnamed or claim.action.class_ in {"other", "state"}
    return is_vague, status_of(claim) != DONE, -len(members)


def _first(change: RelationChange) -> StoredClaim:
    return (change.after or change.before)[0]


def _act(stored: StoredClaim) -> Act:
    claim = stored.claim
    how = f"{claim.polarity} {claim.modality} {claim.alleged}"
    return claim.document, claim.sentence.start, claim.action_span.start, how


def _clauses(members: Sequence[RelationChange]) -> list[Verbalisation]:
    """One clause if every actor acted on every target, else one for each target."""
    base = min((_first(change).claim.action.lemma for change in members), key=len)
    direct = [change for change in members if _is_direct(change, base)]
    main = direct or list(members)
    beside = [change for change in members if change not in main]
    pairs = {(change.actor.id, change.target.id if change.target else "") for change in main}
    actors, targets = ({pair[side] for pair in pairs} for side in (0, 1))
    if len(pairs) == len(actors) * len(targets):
        return [_clause(main, beside)]
    by_target: dict[str, list[RelationChange]] = {}
    for change in main:
        by_target.setdefault(change.target.id if change.target else "", []).append(change)
    groups = list(by_target.values())
    return [_clause(group, beside if group is groups[0] else []) for group in groups]


def _is_direct(change: RelationChange, base: str) -> bool:
    claim = _first(change).claim
    return claim.action.lemma == base and claim.rule != PARTY


def _clause(main: Sequence[RelationChange], beside: Sequence[RelationChange]) -> Verbalisation:
    """The clause of the relations on the target, with the other participants of the act behind it."""
    claims = [_first(change).claim for change in main]
    first = claims[0]
    targets = list(dict.fromkeys(mention(claim.target) for claim in claims if claim.target))
    acting = {claim.actor.entity.id for claim in claims}
    others = [_first(change).claim for change in beside if change.target and change.target.id not in acting]
    receivers = [claim for claim in others if _is_receiver(claim)]
    given = dict.fromkeys(mention(claim.target) for claim in receivers if claim.target)
    further = dict.fromkeys(_with_preposition(claim, first.action.lemma) for claim in others if claim not in receivers)
    text = " ".join(part for part in (*given, joined(targets), *further) if part)
    lists = (tuple(actors(claims)), tuple(targets))
    return Verbalisation(clause(claims, text), _claims([*main, *beside]), lists=lists)


def _is_receiver(claim: Claim) -> bool:
    """True for the first of two objects, which has no preposition: "fined the bank 900,000 euros"."""
    return (
        claim.rule == PARTY
        and claim.action.lemma.endswith(" to")
        and set(words_before_target(claim)) <= nouns().articles
    )


def _with_preposition(claim: Claim, base: str) -> str:
    """'to China' of "extradited to China"; empty for a participant without a preposition."""
    rest = claim.action.lemma.removeprefix(base).strip()
    return f"{rest} {mention(claim.target)}" if rest and claim.target and claim.action.lemma.startswith(base) else ""


def _claims(changes: Iterable[RelationChange]) -> Claims:
    return tuple(stored for change in changes for stored in (*change.before, *change.after))
