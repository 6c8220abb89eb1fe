"""Compares relations and actors: which are new, changed or no longer mentioned in the later batch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.diff.alignment.alignments import Alignment
from graph.diff.alignment.batch_claims import BatchClaim, text_order
from graph.diff.alignment.mentions import MentionedNames, parties, without_parts
from graph.diff.alignment.tables import PEOPLE, nouns
from graph.diff.alignment.target_entities import Key
from graph.diff.alignment.topics import PARTY, Topic
from graph.diff.alignment.wording.amounts import amount, currency_of
from graph.diff.alignment.wording.clauses import Setting
from graph.diff.alignment.wording.counts import Recount
from graph.diff.alignment.wording.noun_phrases import NounPhrase, is_known, phrase_of
from graph.diff.findings.model import SECTIONS, ActorChange, Claims, RelationChange, size
from graph.diff.findings.numbers import recounted, without
from graph.diff.findings.steps import ALLEGED, DONE, status_of
from graph.rdf.relations import RelationKey, is_day, is_month, relation_key
from graph.rdf.stored_claim import StoredClaim
from graph.rdf.stored_sentence import StoredSentence
from ontology.model import Claim, Entity, EntityType

SAME = "same"
AlignedKey = tuple[str, str, str]
"""Actor, concept, and the topic of the target: the key of a relation over both batches."""
Mentioned = tuple[frozenset[str], frozenset[str]]
"""The ids of the entities that the texts of each batch name."""
Links = tuple[Alignment, ...]


@dataclass(frozen=True, slots=True)
class AlignedClaims:
    """The claims of one relation over both batches, and the alignments of their targets."""

    claims: list[BatchClaim]
    links: Links


def relation_changes(
    claims: Sequence[BatchClaim], all_topics: Sequence[Topic], counts: Sequence[Recount] = ()
) -> dict[str, tuple[RelationChange, ...]]:
    """By section, and under "same", every relation of the two batches, the most important first.

    `counts`: what the sentences of both batches count with another number.
    """
    sections: dict[str, list[RelationChange]] = {name: [] for name in (*SECTIONS, SAME)}
    alone: list[RelationChange] = []
    for aligned in _aligned(claims, all_topics):
        change = _change(aligned)
        if change.before and change.after:
            sections[_section(change)].append(change)
        else:
            alone.append(change)
    restated, alone = _restated(alone)
    counted, alone = recounted(alone)
    for change in (*restated, *counted):
        sections[_section(change)].append(change)
    told = {stored.claim.id for changes in sections.values() for change in changes for stored in change.before}
    sections["numbers"] += [_recounted(count) for count in counts if not told & {one.claim.id for one in count.before}]
    used = {one.claim.id for change in sections["numbers"] for one in (*change.before, *change.after)}
    alone = without(alone, used)
    sections["repeated"], alone = _repeated(alone)
    for change in alone:
        sections["added" if change.after else "gone"].append(change)
    return {name: tuple(sorted(changes, key=_importance)) for name, changes in sections.items()}


def _recounted(count: Recount) -> RelationChange:
    first = count.before[0].claim
    target = first.target.entity if first.target else None
    return RelationChange(
        first.actor.entity, first.action.label, first.action.concept, target, count.before, count.after
    )


def _aligned(claims: Sequence[BatchClaim], all_topics: Sequence[Topic]) -> list[AlignedClaims]:
    """The claims of each relation: same actor, same concept, same topic."""
    names, links = _names_of_topics(all_topics)
    by_key: dict[AlignedKey, list[BatchClaim]] = {}
    for claim in sorted(claims, key=text_order):
        actor, concept, target = relation_key(claim.claim)
        by_key.setdefault((actor, concept, _topic_of(claim, names) if target else ""), []).append(claim)
    aligned: list[AlignedClaims] = []
    for (_, _, topic), group in by_key.items():
        has_other_words = len({relation_key(claim.claim) for claim in group}) > 1
        aligned.append(AlignedClaims(group, links.get(topic, ()) if has_other_words else ()))
    return _with_one_key(aligned)


def _with_one_key(groups: Iterable[AlignedClaims]) -> list[AlignedClaims]:
    """Groups of one batch with the same relation key as one: the same words within a batch are one relation."""
    merged: dict[tuple[RelationKey, frozenset[int]], AlignedClaims] = {}
    for group in groups:
        key = relation_key(group.claims[0].claim), frozenset(claim.batch for claim in group.claims)
        known = merged.get(key)
        merged[key] = AlignedClaims([*known.claims, *group.claims], known.links + group.links) if known else group
    return list(merged.values())


def _names_of_topics(all_topics: Sequence[Topic]) -> tuple[dict[Key, str], dict[str, Links]]:
    """By target entity, a name for its topic; and by this name, the alignments within the topic."""
    names: dict[Key, str] = {}
    links: dict[str, Links] = {}
    for topic in all_topics:
        name = "|".join(topic.core[0].key)
        names |= {entity.key: name for entity in topic.core}
        links[name] = tuple(link for link in topic.links if not link.is_part)
    return names, links


def _topic_of(claim: BatchClaim, names: Mapping[Key, str]) -> str:
    entity = claim.claim.target.entity if claim.claim.target else None
    if entity is None:
        return ""
    return names.get((entity.id, "")) or names[entity.id, claim.document]


def _change(aligned: AlignedClaims) -> RelationChange:
    first, last = aligned.claims[0].claim, aligned.claims[-1].claim
    before, after = (tuple(claim.stored for claim in aligned.claims if claim.batch == side) for side in (0, 1))
    target = first.target.entity if first.target else None
    actor, action = first.actor.entity, last.action.label
    return RelationChange(actor, action, first.action.concept, target, before, after, aligned.links)


def _section(change: RelationChange) -> str:
    """The section of a relation of both batches."""
    if change.stated[0] != change.stated[1]:
        return "changed"
    if change.has_other_numbers and not _are_elsewhere(change.before, change.after):
        return "numbers"
    before, after = (size(side)[0] for side in (change.before, change.after))
    if before == after:
        return SAME  # how often one text says it is no evidence
    return "strengthened" if after > before else "weakened"


def _importance(change: RelationChange) -> tuple[object, ...]:
    """Known actors before others, acts with a class of their own before others; then more documents and claims."""
    documents, claims = size((*change.before, *change.after))
    action = (change.before or change.after)[0].claim.action
    vague = (not is_known(change.actor), action.class_ in {"other", "state"})
    return *vague, -documents, -claims, change.actor.id, change.concept, change.target.id if change.target else ""


def _restated(alone: Iterable[RelationChange]) -> tuple[list[RelationChange], list[RelationChange]]:
    """Relations of a known actor with the same common words, but another status, on both sides: "arrested suspects".

    Returns them and the remaining relations. An act that is done on both sides is done again, and remains.
    """
    by_key: dict[RelationKey, list[RelationChange]] = {}
    for change in alone:
        by_key.setdefault(_words_of(change), []).append(change)
    restated: list[RelationChange] = []
    rest: list[RelationChange] = []
    for changes in by_key.values():
        before, after = (
            tuple(stored for change in changes for stored in getattr(change, side)) for side in ("before", "after")
        )
        first = changes[0]
        whole = RelationChange(first.actor, first.action, first.concept, first.target, before, after)
        is_restated = whole.stated[0] != whole.stated[1] or not _is_done(whole) or _is_one_act(before, after)
        if before and after and is_known(first.actor) and is_restated and not _are_elsewhere(before, after):
            restated.append(whole)
        else:
            rest += changes
    return restated, rest


def _is_one_act(before: Claims, after: Claims) -> bool:
    """True if both sides give the act one day, or one month and several words: the later text tells it again.

    Suspects may be arrested twice in a month; "eleven accounts of the company" are hardly frozen twice.
    """
    dates = [{stored.claim.when for stored in side if stored.claim.when} for side in (before, after)]
    target = before[0].claim.target if before else None
    is_described = target is not None and " " in target.entity.label
    return any(is_day(date) or (is_described and is_month(date)) for date in dates[0] & dates[1])


def _are_elsewhere(before: Claims, after: Claims) -> bool:
    """True if the sentences of both sides say where the target is, and it is not the same place or programme."""
    old, new = (Setting.of(stored.claim for stored in side) for side in (before, after))
    return old.is_apart(new)


def _words_of(change: RelationChange) -> RelationKey:
    """Actor, action and the words of the target: what has no name has another id in each document."""
    return change.actor.id, change.concept, None if change.target is None else change.target.label.casefold()


def _repeated(alone: Sequence[RelationChange]) -> tuple[list[RelationChange], list[RelationChange]]:
    """Acts of a known actor on another target of the same kind, done before and done again; and the remaining ones."""
    by_act: dict[tuple[str, str], list[RelationChange]] = {}
    dates = _dates_of_both(alone)
    for change in alone:
        if change.target is not None and is_known(change.actor) and _is_done(change):
            is_beside = all(stored.claim.rule == PARTY for stored in (*change.before, *change.after))
            if is_beside or _is_told_twice(change, dates[change.actor.id, change.concept]):
                continue
            by_act.setdefault((change.actor.id, change.concept), []).append(change)
    repeated: list[RelationChange] = []
    used: set[int] = set()
    for changes in by_act.values():
        for kind in sorted({kind for change in changes for kind in kinds_of(change)}):
            like = [change for change in changes if kind in kinds_of(change) and id(change) not in used]
            sides = ([change for change in like if getattr(change, side)] for side in ("before", "after"))
            before, after = _comparable(*sides)
            if before and after:
                repeated.append(_again(before, after))
                used |= {id(change) for change in (*before, *after)}
    return repeated, [change for change in alone if id(change) not in used]


def _dates_of_both(changes: Iterable[RelationChange]) -> Mapping[tuple[str, str], frozenset[str]]:
    """By actor and concept, the days that the texts of both sides give their acts."""
    dates: dict[tuple[str, str], tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for change in changes:
        for side, claims in zip(dates[change.actor.id, change.concept], (change.before, change.after), strict=True):
            side.update(when for stored in claims if is_day(when := stored.claim.when))
    return {key: frozenset(before & after) for key, (before, after) in dates.items()}


def _is_told_twice(change: RelationChange, dates: frozenset[str]) -> bool:
    """True for acts of a day on which both sides date such an act: they tell one act, which is not done again."""
    return all(stored.claim.when in dates for stored in (*change.before, *change.after))


@dataclass(frozen=True, slots=True)
class _Numbers:
    """Whether a relation counts its targets, in which currencies, and where."""

    are_given: bool
    currencies: frozenset[str | None]
    setting: Setting

    @classmethod
    def of(cls, change: RelationChange) -> _Numbers:
        claims = [stored.claim for stored in (*change.before, *change.after)]
        targets = [claim.target for claim in claims if claim.target]
        currencies = frozenset(currency_of(target.entity.label) for target in targets)
        return cls(any(amount(target) for target in targets), currencies, Setting.of(claims))

    def may_stand_beside(self, other: _Numbers) -> bool:
        """False for numbers of two places or programmes, and for sums in two currencies: none is a later state."""
        if not (self.are_given and other.are_given):
            return True
        return not (self.currencies.isdisjoint(other.currencies) or self.setting.is_apart(other.setting))


def _comparable(
    before: Sequence[RelationChange], after: Sequence[RelationChange]
) -> tuple[list[RelationChange], list[RelationChange]]:
    """The relations with a counterpart whose numbers may stand beside theirs."""
    old, new = ([(change, _Numbers.of(change)) for change in side] for side in (before, after))
    return _with_counterpart(old, new), _with_counterpart(new, old)


def _with_counterpart(
    changes: Sequence[tuple[RelationChange, _Numbers]], others: Sequence[tuple[RelationChange, _Numbers]]
) -> list[RelationChange]:
    return [change for change, numbers in changes if any(numbers.may_stand_beside(other) for _, other in others)]


def _is_done(change: RelationChange) -> bool:
    return any(status_of(stored.claim) in {DONE, ALLEGED} for stored in (*change.before, *change.after))


def kinds_of(change: RelationChange) -> frozenset[str]:
    """The kinds of thing that the target may be, by its head noun, or else by what its sentence calls it."""
    claim = (change.before or change.after)[0].claim
    if claim.target is None:
        return frozenset()
    phrase = phrase_of(claim.target)
    if phrase.kinds:
        return phrase.kinds
    if phrase.is_named:
        return _called(claim)
    return frozenset({PEOPLE} if phrase.entity.type is EntityType.GROUP else ())


def _called(claim: Claim) -> frozenset[str]:
    """'An operation known as Serengeti 2.0' calls it an operation."""
    if claim.target is None:
        return frozenset()
    before = claim.sentence.text[: max(0, claim.target.span.start - claim.sentence.start)].rstrip(' ,“"')
    for words in nouns().naming:
        before = before.removesuffix(words).rstrip(" ,")
    last = before.split()[-1:]
    return NounPhrase.of_text(last[0], EntityType.THING).kinds if last else frozenset()


def _again(before: Sequence[RelationChange], after: Sequence[RelationChange]) -> RelationChange:
    old = tuple(sorted((stored for change in before for stored in change.before), key=_place))
    new = tuple(sorted((stored for change in after for stored in change.after), key=_place))
    first = before[0]
    return RelationChange(first.actor, after[-1].action, first.concept, first.target, old, new)


def _place(stored: StoredClaim) -> tuple[object, ...]:
    return text_order(BatchClaim(0, stored))


def actor_changes(
    claims: Sequence[BatchClaim],
    mentioned: Mentioned = (frozenset(), frozenset()),
    sentences: tuple[Sequence[StoredSentence], ...] = ((), ()),
) -> tuple[tuple[ActorChange, ...], tuple[ActorChange, ...]]:
    """The actors of the later batch alone, and those of the earlier batch alone.

    `mentioned`: the ids of the entities that the texts of each batch name, also those without a claim. `sentences`:
    the texts, which may name an actor in other words.
    """
    old, new = (_by_actor(claim for claim in claims if claim.batch == side) for side in (0, 1))
    named = [
        {key for claim in claims if claim.batch == side for entity in parties(claim.claim) for key in _named_by(entity)}
        for side in (0, 1)
    ]
    names = [
        MentionedNames(texts, (claim for claim in claims if claim.batch == side))
        for side, texts in enumerate(sentences)
    ]
    added, gone = (_only_in(here, {*named[there], *mentioned[there]}) for here, there in ((new, 0), (old, 1)))
    return _unmentioned(added, names[0]), _unmentioned(gone, names[1])


def _unmentioned(changes: Sequence[ActorChange], names: MentionedNames) -> tuple[ActorChange, ...]:
    """Those that the other side mentions in no other words, without parts of their names."""
    alone = [change for change in changes if not (change.is_named and names.has(change.actor))]
    named = {entity.id for entity in without_parts([change.actor for change in alone if change.is_named])}
    return tuple(change for change in alone if not change.is_named or change.actor.id in named)


def _named_by(entity: Entity) -> set[str]:
    """The ids of an entity and of the country that a body's name names: who names its assembly names Kosovo."""
    return {entity.id, *([entity.country] if entity.country else [])}


def _by_actor(claims: Iterable[BatchClaim]) -> dict[str, ActorChange]:
    by_actor: dict[str, list[StoredClaim]] = {}
    entities: dict[str, Entity] = {}
    for claim in sorted(claims, key=text_order):
        for entity in (party for party in parties(claim.claim) if party.is_actor):
            by_actor.setdefault(entity.id, []).append(claim.stored)
            entities.setdefault(entity.id, entity)
    return {key: ActorChange(entities[key], tuple(by_actor[key])) for key in sorted(by_actor)}


def _only_in(here: Mapping[str, ActorChange], there: set[str]) -> tuple[ActorChange, ...]:
    names = {_name_in(key) for key in there} - {None}
    alone = [change for key, change in here.items() if key not in there and _name_in(key) not in names]
    return tuple(sorted(alone, key=lambda change: (not change.is_named, -len(change.claims), change.actor.id)))


def _name_in(key: str) -> str | None:
    """The name of several words in an id: texts differ in what kind of thing they take it for. Else None."""
    name = key.rpartition("/")[2]
    return name if "-" in name else None
