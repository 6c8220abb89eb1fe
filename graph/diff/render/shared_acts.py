"""Relations of one act told together: five states that signed an agreement are one line, not five."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.diff.alignment.topics import PARTY
from graph.diff.findings.developments import DONE, status_of
from graph.diff.findings.model import Claims, RelationChange
from graph.diff.render.english import clause, is_half, mention
from graph.diff.render.english import joined as listed
from graph.diff.render.verbalisation import Told
from graph.rdf.stored_claim import StoredClaim
from ontology.model import Claim

Act = tuple[str, int, int, str]
"""Document, sentence, verb, and how it is meant."""


def act_lines(changes: Iterable[RelationChange]) -> list[Told]:
    """A clause for each act of these relations, in their order, with all claims of the relations.

    What would be half a sentence is left out.
    """
    acts: dict[Act, list[RelationChange]] = {}
    for change in (one for one in changes if not is_half(_first(one).claim)):
        acts.setdefault(_act(_first(change)), []).append(change)
    ordered = sorted(acts.values(), key=_weight)
    return [line for members in ordered for line in _lines(members)]


def _weight(members: Sequence[RelationChange]) -> tuple[bool, bool, int]:
    """Acts of somebody with a name and with a class of their own first, what was done before plans, and of many."""
    claim = _first(members[0]).claim
    is_vague = claim.actor.entity.label[:1].islower() or claim.action.class_ in {"other", "state"}
    return is_vague, status_of(claim) != DONE, -len(members)


def _first(change: RelationChange) -> StoredClaim:
    return (change.after or change.before)[0]


def _act(stored: StoredClaim) -> Act:
    claim = stored.claim
    how = f"{claim.polarity} {claim.modality} {claim.alleged}"
    return claim.document, claim.sentence.start, claim.action_span.start, how


def _lines(members: Sequence[RelationChange]) -> list[Told]:
    """One clause if everybody did it to every target, else one for each target."""
    base = min((_first(one).claim.action.lemma for one in members), key=len)
    direct = [one for one in members if _is_direct(one, base)]
    main = direct or list(members)
    beside = [one for one in members if one not in main]
    pairs = {(one.actor.id, one.target.id if one.target else "") for one in main}
    actors, targets = ({pair[side] for pair in pairs} for side in (0, 1))
    if len(pairs) == len(actors) * len(targets):
        return [_told(main, beside)]
    by_target: dict[str, list[RelationChange]] = {}
    for one in main:
        by_target.setdefault(one.target.id if one.target else "", []).append(one)
    groups = list(by_target.values())
    return [_told(group, beside if group is groups[0] else []) for group in groups]


def _is_direct(change: RelationChange, base: str) -> bool:
    claim = _first(change).claim
    return claim.action.lemma == base and claim.rule != PARTY


def _told(main: Sequence[RelationChange], beside: Sequence[RelationChange]) -> Told:
    claims = [_first(one).claim for one in main]
    first = claims[0]
    aims = list(dict.fromkeys(mention(claim.target) for claim in claims if claim.target))
    named = {claim.actor.entity.id for claim in claims}
    parties = [_first(one).claim for one in beside if one.target and one.target.id not in named]
    further = dict.fromkeys(_with_preposition(claim, first.action.lemma) for claim in parties)
    target = " ".join(part for part in (listed(aims), *further) if part)
    return Told(clause(claims, target), _claims([*main, *beside]))


def _with_preposition(claim: Claim, base: str) -> str:
    """'to China' of "extradited to China"; nothing for a party that has no preposition."""
    rest = claim.action.lemma.removeprefix(base).strip()
    return f"{rest} {mention(claim.target)}" if rest and claim.target and claim.action.lemma.startswith(base) else ""


def _claims(changes: Iterable[RelationChange]) -> Claims:
    return tuple(stored for change in changes for stored in (*change.before, *change.after))
