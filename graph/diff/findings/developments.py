"""Developments: what moved along the stages of a ladder from one batch to a later one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from graph.diff.alignment.noun_phrases import Said, Wording, country_of, days, place_in_text, singular
from graph.diff.alignment.tables import Ladder, Stage, kinds, stages
from graph.diff.alignment.targets import THRESHOLD, Alignment
from graph.diff.alignment.topics import PARTY, Matter, matters
from graph.rdf.stored_claim import StoredClaim
from ontology.model import Claim, Entity, EntityType, Modality, Polarity

DONE, ALLEGED, DENIED, OPEN, CONDITION = "done", "alleged", "denied", "open", "condition"
PENDING = frozenset({*Modality} - {Modality.ASSERTED}) | {OPEN, CONDITION}
FOLLOW_UP = "follow-up"
FORWARD, BACK = "forward", "back"
HOLDING = frozenset({"host", "join", "lead", "establish", "plan"})
"""What is done with an event; its name tells an act of its own only then."""
TOGETHER = frozenset({"agree", "cooperate"})
"""Acts that bind two who do them together: they sign, agree, cooperate."""
DATELINE = re.compile(r"[^–—]{0,60}[–—] ?")
THE = "the "
STATES = frozenset({EntityType.COUNTRY, EntityType.GOVERNMENT_BODY, EntityType.INTERNATIONAL_ORGANISATION})


@dataclass(frozen=True)
class Step:
    """What one batch says of one stage: done, alleged, denied, still open, or only planned, possible or due."""

    batch: int
    stage: str
    rank: int
    """Place of the stage on its ladder, from 0."""
    status: str
    said: tuple[Said, ...]
    is_new: bool = False
    """True for what moved: no batch before said it."""

    @property
    def claims(self) -> tuple[StoredClaim, ...]:
        """The claims, in the order of the texts."""
        return tuple(one.stored for one in self.said)


@dataclass(frozen=True)
class Development:
    """Something that moved: its steps in the order of the batches, and why its wordings were taken for one thing."""

    ladder: str
    subject: tuple[Entity, ...]
    """The matter or party; two for a pair; actor and target for an act."""
    steps: tuple[Step, ...]
    links: tuple[Alignment, ...]
    is_named: bool
    core: frozenset[str] = frozenset()
    """Ids of the entities that are the matter itself, and no part of it."""

    @cached_property
    def direction(self) -> str:
        """Forward where something was done that was not before, back where it was refused or undone."""
        ladder = ladder_of(self.ladder)
        news = [step for step in self.steps if step.is_new]
        if ladder.about == "pair":
            return FORWARD if news[-1].rank > 0 else BACK
        done = [step for step in news if step.status != DENIED and not ladder.stage[step.rank].ends]
        return FORWARD if done else BACK

    @cached_property
    def claims(self) -> frozenset[str]:
        """Ids of all its claims."""
        return frozenset(one.claim.id for step in self.steps for one in step.said)

    def side(self, batch: int) -> tuple[Step, ...]:
        """The steps of one batch."""
        return tuple(step for step in self.steps if step.batch == batch)


def ladder_of(name: str) -> Ladder:
    """The ladder of this id."""
    return next(ladder for ladder in stages().ladder if ladder.id == name)


def developments(said: Sequence[Said], threshold: float = THRESHOLD) -> list[Development]:
    """What moved from a batch to a later one, the weightiest first; no claim stands in two of the same sort."""
    return of_matters(said, matters(said, threshold))


def of_matters(said: Sequence[Said], found: Sequence[Matter]) -> list[Development]:
    """Likewise, of matters that were found before."""
    moved: list[Development] = []
    taken: set[str] = set()
    parts = {part.key for matter in found for part in matter.parts}
    for ladder in stages().ladder:
        wholes_first = sorted(found, key=lambda matter: any(one.key in parts for one in matter.core))
        for one in _on(ladder, said, wholes_first):
            news = {s.claim.id for step in one.steps if step.is_new for s in step.said}
            if not news & taken:
                moved.append(one)
                taken |= news
    return sorted(moved, key=_weight)


def _weight(one: Development) -> tuple[object, ...]:
    news = [s for step in one.steps if step.is_new for s in step.said]
    documents = {s.document for step in one.steps for s in step.said}
    actors = {s.claim.actor.entity.id for s in news}
    last = one.ladder == FOLLOW_UP
    return last, -len(documents), -len(actors), -len(one.claims), one.ladder, [entity.id for entity in one.subject]


def _on(ladder: Ladder, said: Sequence[Said], found: Sequence[Matter]) -> Iterator[Development]:
    if ladder.about == "pair":
        yield from _pairs(ladder, said)
    elif ladder.about == "story":
        yield from _stories(ladder, said, found)
    elif ladder.about == "act":
        yield from _acts(ladder, found)
    else:
        for matter in found:
            if (not ladder.types or matter.entity.type in ladder.types) and (matter.is_named or not ladder.named):
                yield from _of_matter(ladder, matter)


def _of_matter(ladder: Ladder, matter: Matter) -> Iterator[Development]:
    steps = steps_of(ladder, matter.said)
    core, entities = {one.claim.id for part in matter.core for one in part.said}, _core_of(matter)
    if not any(one.claim.id in core for step in steps for one in step.said):
        return
    marked = _marked(ladder, steps, None if matter.is_told_apart else _party_of)
    if marked:
        links = _used(matter.links, marked)
        yield Development(ladder.id, (matter.entity,), marked, links, matter.is_named, entities)


def _core_of(matter: Matter) -> frozenset[str]:
    return frozenset(part.entity.id for part in matter.core)


def _used(links: Iterable[Alignment], steps: Sequence[Step]) -> tuple[Alignment, ...]:
    """The joints between claims that the development shows."""
    shown = {one.claim.id for step in steps for one in step.said}
    return tuple(
        link
        for link in links
        if all(any(one.claim.id in shown for one in side.said) for side in (link.first, link.second))
    )


def _acts(ladder: Ladder, found: Iterable[Matter]) -> Iterator[Development]:
    for matter in found:
        by_act: dict[tuple[str, str], list[Said]] = {}
        for one in matter.said:
            if one.claim.rule != PARTY:
                by_act.setdefault((one.claim.actor.entity.id, one.claim.action.concept), []).append(one)
        for said in by_act.values():
            actor = said[0].claim.actor.entity
            wording = Wording.of(actor.label, actor.type)
            if wording.is_generic or len({one.batch for one in said}) < 2:
                continue
            marked = _marked(ladder, steps_of(ladder, said), None)
            if marked:
                yield Development(
                    ladder.id, (actor, matter.entity), marked, _used(matter.links, marked), matter.is_named
                )


def steps_of(ladder: Ladder, said: Iterable[Said]) -> list[Step]:
    """The claims by batch, stage and status, in that order."""
    found: dict[tuple[int, int, str], list[Said]] = {}
    for one in sorted(said, key=place_in_text):
        for rank, status in _places(ladder, one):
            found.setdefault((one.batch, rank, status), []).append(one)
    return [
        Step(batch, ladder.stage[rank].id, rank, status, tuple(claims))
        for (batch, rank, status), claims in sorted(found.items(), key=lambda it: it[0])
    ]


def _places(ladder: Ladder, one: Said) -> Iterator[tuple[int, str]]:
    """Where a claim stands: on a stage by its act, and on others by what its sentence says of the matter."""
    claim, how = one.claim, status_of(one.claim)
    acts = {claim.action.class_, claim.action.concept, *_acts_in_name(claim)}
    intended = _intended(claim) if how == DONE else frozenset()
    if intended:
        acts, how = set(intended), Modality.PLANNED
    for rank, stage in enumerate(ladder.stage):
        if _stands(stage, claim, acts, how):
            yield rank, how
            break
    else:
        planned = [rank for rank, stage in enumerate(ladder.stage) if stage.any_planned]
        if planned and how in {Modality.PLANNED, Modality.OBLIGATED}:
            yield planned[0], DONE
    yield from ((rank, how) for rank, how, _ in by_phrase(ladder, claim))


def _intended(claim: Claim) -> frozenset[str]:
    """What was only considered or threatened against a party: "considered sanctions against the Prince Group"."""
    cues = stages().cues
    if claim.rule != PARTY or claim.target is None or claim.action.lemma.split()[0] not in cues.intending:
        return frozenset()
    start = claim.sentence.start
    between = claim.sentence.text[claim.action_span.end - start : claim.target.span.start - start].split()
    return frozenset(cues.intended[noun] for noun in map(singular, between) if noun in cues.intended)


def _stands(stage: Stage, claim: Claim, acts: set[str], how: str) -> bool:
    if stage.any:
        return how in (stage.modality or (DONE, DENIED, ALLEGED))
    if stage.lemmas and claim.action.lemma not in stage.lemmas:
        return False
    if how == DENIED and stage.refused:
        return bool(acts & set(stage.refused))
    return bool(acts & set(stage.actions))


def _acts_in_name(claim: Claim) -> list[str]:
    """'Signing ceremony' is about signing."""
    if claim.target is None or not {claim.action.class_, claim.action.concept} & HOLDING:
        return []
    wording = Wording.of(claim.target.entity.label, claim.target.entity.type)
    return [kinds().acts[word] for word in (*wording.modifiers, wording.head) if word in kinds().acts]


def status_of(claim: Claim) -> str:
    """How firmly a claim stands: done, alleged, denied, a condition, or its modality.

    To have proposed and to propose to do something is one thing: the content of a proposal is always a plan.
    """
    if claim.polarity is Polarity.NEGATED:
        return DENIED
    if claim.alleged:
        return ALLEGED
    is_content = claim.modality is Modality.PLANNED and claim.action.lemma in stages().cues.prospective
    if claim.modality is not Modality.ASSERTED and not is_content:
        return claim.modality
    before = claim.sentence.text[: max(0, claim.action_span.start - claim.sentence.start)]
    return CONDITION if re.search(stages().cues.condition, before) else DONE


def by_phrase(ladder: Ladder, claim: Claim) -> Iterator[tuple[int, str, str]]:
    """What a sentence that begins with the matter says of it at last: "The conference … has taken place".

    Stage, status and the words, for each such phrase.
    """
    target = claim.target
    if target is None:
        return
    text, start = claim.sentence.text, target.span.start - claim.sentence.start
    dateline = DATELINE.match(text[:start])
    if start - (dateline.end() if dateline else 0) > len(THE):
        return
    rest = text[target.span.end - claim.sentence.start :]
    for rank, stage in enumerate(ladder.stage):
        for status, patterns in ((OPEN, stage.open), (DONE, stage.phrases)):
            found = next(filter(None, (re.search(pattern, rest) for pattern in patterns)), None)
            if found is not None:
                yield rank, status, found[0]
                break


def _marked(ladder: Ladder, steps: Sequence[Step], party: Callable[[Said], set[str]] | None) -> tuple[Step, ...]:
    """The steps with what is new marked; none if nothing moved. `party` where only known parties may move it."""
    found: list[Step] = []
    moved = False
    for step in steps:
        earlier = [one for one in found if one.batch < step.batch]
        said = _fitting(step.said, earlier, party)
        if not said:
            continue
        new = _is_move(ladder, step, earlier, said)
        moved = moved or new
        found.append(Step(step.batch, step.stage, step.rank, step.status, said, is_new=new))
    return tuple(found) if moved else ()


def _fitting(
    said: Sequence[Said], earlier: Sequence[Step], party: Callable[[Said], set[str]] | None
) -> tuple[Said, ...]:
    """The claims of those who are parties to what was said before, and of those who act with them."""
    if not earlier or party is None:
        return tuple(said)
    known = set().union(*(party(one) for step in earlier for one in step.said))
    sentences = {one.claim.sentence.start for one in said if party(one) & known}
    return tuple(one for one in said if one.claim.sentence.start in sentences)


def _party_of(one: Said) -> set[str]:
    """Who acts: the id, the country, and the name without the country that a text may have got wrong."""
    actor = one.claim.actor.entity
    named = Wording.of(actor.label, actor.type).is_named and actor.type is not EntityType.COUNTRY
    name = [actor.label.partition(" (")[0]] if named else []
    return {actor.id, *name, *([country] if (country := country_of(actor)) else [])}


def _is_move(ladder: Ladder, step: Step, earlier: Sequence[Step], said: Sequence[Said]) -> bool:
    stage = ladder.stage[step.rank]
    affirmed = [one for one in earlier if one.status != DENIED]
    only_word = ladder.about == "act" and not affirmed and all(one.claim.attribution for one in said)
    if not earlier or only_word or all(_is_past(one, earlier) for one in said):
        return False  # only_word: what somebody denied, and others say of them now, is word against word
    if step.status == DENIED:
        if ladder.about == "act" and all(one.status == ALLEGED for one in affirmed):
            return False  # an accusation that is denied: a contradiction, and no move
        known = any(one.status == DENIED and one.rank == step.rank for one in earlier)
        return not known and any(one.rank <= step.rank for one in affirmed)
    if step.status in PENDING or (step.status == ALLEGED and ladder.about != "party"):
        return False
    if any(one.rank == step.rank and one.status in {DONE, ALLEGED} for one in earlier):
        return False
    denied = ladder.id != "undertaking" and any(one.status == DENIED and one.rank == step.rank for one in earlier)
    return denied or any(one.rank < step.rank or (one.rank == step.rank) or stage.ends for one in affirmed)


def _is_past(one: Said, earlier: Sequence[Step]) -> bool:
    """True for an act that was over before what earlier batches say: told again, it is no news."""
    times = days(one.stored)
    before = [found[0] for step in earlier for said in step.said if (found := days(said.stored)) is not None]
    return one.claim.when is not None and times is not None and bool(before) and times[1] < min(before)


def _stories(ladder: Ladder, said: Iterable[Said], found: Iterable[Matter]) -> Iterator[Development]:
    """Measures against a party, and what is done to others in sentences right beside those that take it up again."""
    by_place: dict[tuple[str, int], list[Said]] = {}
    for one in said:
        claim = one.claim
        if claim.actor.entity.type in STATES and status_of(claim) == DONE and claim.target and claim.rule != PARTY:
            by_place.setdefault((one.document, claim.sentence.index), []).append(one)
    for matter in found:
        if matter.is_named and matter.entity.type in ladder.types:
            own = {one.claim.id for one in matter.said}
            beside = {
                near.claim.id: near
                for one in matter.said
                for step in (-1, 0, 1)
                for near in by_place.get((one.document, one.claim.sentence.index + step), ())
                if near.claim.id not in own
            }
            first = [step for step in steps_of(ladder, matter.said) if step.rank == 0 and step.status == DONE]
            later = [step for step in steps_of(ladder, beside.values()) if step.rank > 0]
            steps = sorted([*first, *later], key=lambda step: (step.batch, step.rank))
            marked = _marked(ladder, steps, None)
            if marked:
                yield Development(ladder.id, (matter.entity,), marked, _used(matter.links, marked), is_named=True)


def _pairs(ladder: Ladder, said: Iterable[Said]) -> Iterator[Development]:
    by_pair: dict[tuple[str, str], list[Said]] = {}
    entities: dict[str, Entity] = {}
    ordered = sorted(said, key=place_in_text)
    targets = ((one, one.claim.actor.entity, one.claim.target.entity) for one in ordered if one.claim.target)
    for one, *parties in (*targets, *_together(ordered)):
        sides = [_state(party, entities) for party in parties if party.type in STATES]
        if len(sides) == 2 and None not in sides and sides[0] != sides[1]:
            first, second = sorted(filter(None, sides))
            by_pair.setdefault((first, second), []).append(one)
    for (first, second), claims in by_pair.items():
        marked = _turned(steps_of(ladder, claims))
        if marked:
            subject = tuple(_country(key, entities) for key in (first, second))
            yield Development(ladder.id, subject, marked, (), is_named=True)


def _together(said: Iterable[Said]) -> Iterator[tuple[Said, Entity, Entity]]:
    """What exactly two do together: "South Korea and Cambodia signed the treaty"."""
    acts: dict[tuple[str, int], dict[str, Said]] = {}
    for one in said:
        if one.claim.action.class_ in TOGETHER and one.claim.rule != PARTY and status_of(one.claim) != DENIED:
            acts.setdefault((one.document, one.claim.action_span.start), {}).setdefault(one.claim.actor.entity.id, one)
    for found in acts.values():
        if len(found) == 2:
            first, second = found.values()
            yield first, first.claim.actor.entity, second.claim.actor.entity


def _state(entity: Entity, entities: dict[str, Entity]) -> str | None:
    """Id of the country that acts, or of the body that belongs to none; None for "officials" of no country."""
    country = country_of(entity)
    if country is None and not Wording.of(entity.label, entity.type).is_named:
        return None
    if country is None or entity.type is EntityType.COUNTRY:
        entities.setdefault(entity.id, entity)
    return country or entity.id


def _country(key: str, entities: Mapping[str, Entity]) -> Entity:
    label = key.partition("/")[2].replace("-", " ").title()
    return entities.get(key) or Entity(key, label, EntityType.COUNTRY)


def _turned(steps: Sequence[Step]) -> tuple[Step, ...]:
    """The steps if the two went from dispute to cooperation or the other way; none if both go on side by side."""
    batches = sorted({step.batch for step in steps})
    turns = set()
    for before, after in pairwise(batches):
        old = {_pole(step) for step in steps if step.batch == before}
        new = {_pole(step) for step in steps if step.batch == after}
        if len(new) == 1 and new != old and (new == {1} or 0 not in old):
            turns.add(after)
    marked = tuple(Step(s.batch, s.stage, s.rank, s.status, s.said, is_new=s.batch in turns) for s in steps)
    return marked if turns else ()


def _pole(step: Step) -> int:
    """1 for cooperation, 0 for dispute; what is refused is dispute."""
    return step.rank
