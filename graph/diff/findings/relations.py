"""Relations of two batches: which are one although worded differently, and what became of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from graph.diff.alignment.noun_phrases import Said, Wording, is_known, place_in_text
from graph.diff.alignment.targets import Alignment
from graph.diff.alignment.topics import Matter
from graph.diff.findings.developments import ALLEGED, DONE, status_of
from graph.diff.findings.model import SECTIONS, ActorChange, RelationChange, size
from graph.diff.findings.numbers import recounted
from graph.rdf.relations import RelationKey, relation_key
from graph.rdf.stored_claim import StoredClaim
from ontology.model import Claim, Entity, EntityType

SAME = "same"
Joint = tuple[str, str, str]
"""Actor, concept, and what stands for the target in both batches."""


def relation_changes(said: Sequence[Said], found: Sequence[Matter]) -> dict[str, tuple[RelationChange, ...]]:
    """By section, and under "same", every relation of the two batches, the most telling first."""
    groups = _groups(said, found)
    sections: dict[str, list[RelationChange]] = {name: [] for name in (*SECTIONS, SAME)}
    alone: list[RelationChange] = []
    for claims, links in groups:
        change = _change(claims, links)
        if change.before and change.after:
            sections[_kind(change)].append(change)
        else:
            alone.append(change)
    alone = list(_reunited(alone, sections))
    counted, alone = recounted(alone)
    for change in counted:
        sections[_kind(change)].append(change)
    repeated, rest = _repeated(alone)
    sections["repeated"] = repeated
    for change in rest:
        sections["added" if change.after else "gone"].append(change)
    return {name: tuple(sorted(changes, key=_importance)) for name, changes in sections.items()}


def _groups(said: Sequence[Said], found: Sequence[Matter]) -> list[tuple[list[Said], tuple[Alignment, ...]]]:
    """The claims of each relation with what joins them: same actor, same concept, same matter."""
    heads, links = _heads(found)
    by_joint: dict[Joint, list[Said]] = {}
    for one in sorted(said, key=place_in_text):
        actor, concept, target = relation_key(one.claim)
        by_joint.setdefault((actor, concept, _head(one, heads) if target else ""), []).append(one)
    parted: list[tuple[list[Said], tuple[Alignment, ...]]] = []
    for (_, _, head), claims in by_joint.items():
        joints = links.get(head, ()) if len({relation_key(one.claim) for one in claims}) > 1 else ()
        parted.append((claims, joints))
    return _by_key(parted)


def _by_key(
    groups: Iterable[tuple[list[Said], tuple[Alignment, ...]]],
) -> list[tuple[list[Said], tuple[Alignment, ...]]]:
    """Groups of one batch with the same relation key made one: the same words within a batch are one relation."""
    found: dict[tuple[RelationKey, frozenset[int]], tuple[list[Said], tuple[Alignment, ...]]] = {}
    for claims, links in groups:
        key = relation_key(claims[0].claim), frozenset(one.batch for one in claims)
        before = found.get(key)
        found[key] = ([*before[0], *claims], before[1] + links) if before else (claims, links)
    return list(found.values())


def _heads(found: Sequence[Matter]) -> tuple[dict[tuple[str, str], str], dict[str, tuple[Alignment, ...]]]:
    heads: dict[tuple[str, str], str] = {}
    links: dict[str, tuple[Alignment, ...]] = {}
    for matter in found:
        name = "|".join(matter.core[0].key)
        heads |= {one.key: name for one in matter.core}
        links[name] = tuple(link for link in matter.links if not link.is_part)
    return heads, links


def _head(one: Said, heads: Mapping[tuple[str, str], str]) -> str:
    entity = one.claim.target.entity if one.claim.target else None
    if entity is None:
        return ""
    return heads.get((entity.id, "")) or heads[entity.id, one.document]


def _change(claims: Sequence[Said], links: tuple[Alignment, ...]) -> RelationChange:
    first, last = claims[0].claim, claims[-1].claim
    before, after = (tuple(one.stored for one in claims if one.batch == side) for side in (0, 1))
    target = first.target.entity if first.target else None
    return RelationChange(first.actor.entity, last.action.label, first.action.concept, target, before, after, links)


def _kind(change: RelationChange) -> str:
    if change.stated[0] != change.stated[1]:
        return "changed"
    if change.has_other_numbers:
        return "numbers"
    if size(change.after) == size(change.before):
        return SAME
    return "strengthened" if size(change.after) > size(change.before) else "weakened"


def _importance(change: RelationChange) -> tuple[object, ...]:
    """Documents and claims first; then named actors before groups, and acts with a class of their own before others."""
    documents, claims = size((*change.before, *change.after))
    action = (change.before or change.after)[0].claim.action
    vague = (not is_known(change.actor), action.class_ in {"other", "state"})
    return *vague, -documents, -claims, change.actor.id, change.concept, change.target.id if change.target else ""


def _reunited(
    alone: Sequence[RelationChange], sections: Mapping[str, list[RelationChange]]
) -> Iterator[RelationChange]:
    """Relations of a known actor in the same common words on both sides, but said in another way: "arrested suspects".

    They go to their section; what is left is given back. Done on both sides it is done again.
    """
    by_key: dict[RelationKey, list[RelationChange]] = {}
    for change in alone:
        by_key.setdefault(min(change.keys, key=str), []).append(change)
    for changes in by_key.values():
        before, after = (tuple(s for one in changes for s in getattr(one, side)) for side in ("before", "after"))
        first = changes[0]
        whole = RelationChange(first.actor, first.action, first.concept, first.target, before, after)
        if before and after and is_known(first.actor) and (whole.stated[0] != whole.stated[1] or not _are_done(whole)):
            sections[_kind(whole)].append(whole)
        else:
            yield from changes


def _repeated(alone: Sequence[RelationChange]) -> tuple[list[RelationChange], list[RelationChange]]:
    """Acts of a known actor on another target of the same sort, done before and done again; and what is left."""
    by_act: dict[tuple[str, str], list[RelationChange]] = {}
    for change in alone:
        if change.target is not None and is_known(change.actor) and _are_done(change):
            by_act.setdefault((change.actor.id, change.concept), []).append(change)
    found: list[RelationChange] = []
    used: set[int] = set()
    for changes in by_act.values():
        for kind in sorted({kind for change in changes for kind in kinds_of(change)}):
            like = [one for one in changes if kind in kinds_of(one) and id(one) not in used]
            before, after = ([one for one in like if getattr(one, side)] for side in ("before", "after"))
            if before and after:
                found.append(_again(before, after))
                used |= {id(one) for one in like}
    return found, [change for change in alone if id(change) not in used]


def _are_done(change: RelationChange) -> bool:
    return any(status_of(stored.claim) in {DONE, ALLEGED} for stored in (*change.before, *change.after))


def kinds_of(change: RelationChange) -> frozenset[str]:
    """What sorts of thing the target may be, by its head noun, or else by what its sentence calls it."""
    entity = change.target
    if entity is None:
        return frozenset()
    wording = Wording.of(entity.label, entity.type)
    if wording.kinds:
        return wording.kinds
    stored = (change.before or change.after)[0]
    found = wording.kinds | _called(stored.claim) if wording.is_named else wording.kinds
    return found | ({"people"} if entity.type is EntityType.GROUP and not wording.is_named else frozenset())


def _called(claim: Claim) -> frozenset[str]:
    """'An operation known as Serengeti 2.0' calls it an operation."""
    if claim.target is None:
        return frozenset()
    before = claim.sentence.text[: max(0, claim.target.span.start - claim.sentence.start)].rstrip(' ,“"')
    for cue in ("known as", "called", "named", "dubbed", "codenamed", "code-named"):
        before = before.removesuffix(cue).rstrip(" ,")
    words = before.split()[-1:]
    return Wording.of(words[0], EntityType.THING).kinds if words else frozenset()


def _again(before: Sequence[RelationChange], after: Sequence[RelationChange]) -> RelationChange:
    old = tuple(sorted((stored for one in before for stored in one.before), key=_place))
    new = tuple(sorted((stored for one in after for stored in one.after), key=_place))
    first = before[0]
    return RelationChange(first.actor, after[-1].action, first.concept, first.target, old, new)


def _place(stored: StoredClaim) -> tuple[object, ...]:
    return place_in_text(Said(0, stored))


def actor_changes(said: Sequence[Said]) -> tuple[tuple[ActorChange, ...], tuple[ActorChange, ...]]:
    """The actors that only the later batch speaks of, and those that only the earlier one does."""
    old, new = (_by_actor(one for one in said if one.batch == side) for side in (0, 1))
    return _only_in(new, old), _only_in(old, new)


def _by_actor(said: Iterable[Said]) -> dict[str, ActorChange]:
    claims: dict[str, list[StoredClaim]] = {}
    entities: dict[str, Entity] = {}
    for one in sorted(said, key=place_in_text):
        for entity in _actors(one.claim):
            claims.setdefault(entity.id, []).append(one.stored)
            entities.setdefault(entity.id, entity)
    return {key: ActorChange(entities[key], tuple(claims[key])) for key in sorted(claims)}


def _actors(claim: Claim) -> Iterator[Entity]:
    """Who takes part, or is the source: to be quoted is to be spoken of."""
    parts = (claim.actor.entity, claim.target.entity if claim.target else None, claim.attribution)
    yield from {entity.id: entity for entity in parts if entity is not None and entity.is_actor}.values()


def _only_in(here: Mapping[str, ActorChange], there: Mapping[str, ActorChange]) -> tuple[ActorChange, ...]:
    found = [change for key, change in here.items() if key not in there]
    return tuple(sorted(found, key=lambda change: (not change.is_named, -len(change.claims), change.actor.id)))
