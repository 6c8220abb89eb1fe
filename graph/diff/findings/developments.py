"""Finds developments: things that moved between batches, such as a treaty from signed to ratified."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from graph.diff.alignment.alignments import THRESHOLD, Alignment
from graph.diff.alignment.batch_claims import Act, BatchClaim
from graph.diff.alignment.tables import StageSequence, stages
from graph.diff.alignment.target_entities import TargetEntity
from graph.diff.alignment.topics import PARTY, Topic, topics
from graph.diff.alignment.wording.amounts import is_sum
from graph.diff.alignment.wording.noun_phrases import NounPhrase, country_of, enacted_name, phrase_of
from graph.diff.findings.country_pairs import STATES, country_pairs
from graph.diff.findings.measures import measures, without_echoes
from graph.diff.findings.model import BACK, Development
from graph.diff.findings.moves import acting_party, marked
from graph.diff.findings.stances import newcomers, stances
from graph.diff.findings.steps import DONE, Step, merged, own_steps, promised_verb, status_of, steps_of
from graph.diff.findings.transfers import transfers
from ontology.actions import scheme
from ontology.model import EntityType

FOLLOW_UP, OTHER = "follow-up", "other"


def developments(
    claims: Sequence[BatchClaim], threshold: float = THRESHOLD, stated: Sequence[BatchClaim] = ()
) -> list[Development]:
    """What moved from a batch to a later one, the most important first.

    `threshold` as in `topics`. `stated`: see `graph.diff.alignment.statements`. No claim is news in two developments.
    """
    told = without_echoes(claims)
    return developments_of(told, topics(told, threshold), stated)


def developments_of(
    claims: Sequence[BatchClaim], all_topics: Sequence[Topic], stated: Sequence[BatchClaim] = ()
) -> list[Development]:
    """As `developments`, with the topics of the claims."""
    moved: list[Development] = []
    taken: set[str] = set()
    acts: set[Act] = set()
    parts = {part.key for topic in all_topics for part in topic.parts}
    known_topics = [*all_topics, *_topics_of(stated, all_topics)]
    wholes_first = sorted(known_topics, key=lambda topic: any(entity.key in parts for entity in topic.core))
    for sequence in (one for one in stages().sequence if one.about != "quotation"):  # of these, see `quoted`
        for development in _along(sequence, claims, wholes_first, stated):
            news = {claim.claim.id for claim in development.news}
            is_told = all(_is_party_of(claim, acts) for claim in development.news)
            if not news & taken and not is_told and not any(_is_same_turn(development, other) for other in moved):
                moved.append(development)
                taken |= news
                acts |= {claim.act for claim in development.news}
    return sorted(_each_once(moved), key=_importance)


def _each_once(moved: Iterable[Development]) -> list[Development]:
    """The developments, those that tell one turn of one subject as one with the claims of both."""
    kept: list[Development] = []
    for development in moved:
        known = next((n for n, other in enumerate(kept) if _is_told_by(development, other)), None)
        if known is None:
            kept.append(development)
        else:
            steps = merged([*kept[known].steps, *development.steps])
            kept[known] = replace(kept[known], steps=tuple(steps))
    return kept


def _is_told_by(development: Development, other: Development) -> bool:
    """True for the same subject, which reaches the same stage by the same acts of the same actors."""
    if development.sequence != other.sequence:
        return False
    names = [[enacted_name(phrase.label) for phrase in each.subject] for each in (development, other)]
    turns = [{(step.stage, step.status) for step in each.steps if step.is_new} for each in (development, other)]
    acts = [{_act_of(claim) for claim in each.news} for each in (development, other)]
    heads = [each.subject[-1].head for each in (development, other)]
    is_same_act = heads[0] == heads[1] and bool(acts[0] & acts[1])
    return turns[0] == turns[1] and (names[0] == names[1] or is_same_act)


def _act_of(claim: BatchClaim) -> tuple[str, str, str | None]:
    """Who does what, and when as far as the texts say so."""
    return claim.claim.actor.entity.id, claim.claim.action.concept, claim.claim.when or claim.stored.date


def _topics_of(stated: Iterable[BatchClaim], all_topics: Iterable[Topic]) -> list[Topic]:
    """The topics that only statements name: a conference that will be held, and was held."""
    known = {entity.entity.id for topic in all_topics for entity in topic.core}
    entities = {claim.claim.actor.entity.id: claim.claim.actor.entity for claim in stated}
    return [
        Topic((TargetEntity(NounPhrase.of(entity), "", ()),), (), ())
        for key, entity in entities.items()
        if key not in known
    ]


def _is_same_turn(development: Development, other: Development) -> bool:
    """True for one refusal in two words: a headline says "voted down", its text "rejected"."""
    stages_of = [{step.stage for step in each.steps if step.is_new} for each in (development, other)]
    documents = [{claim.document for claim in each.news} for each in (development, other)]
    subjects = [[phrase.entity.id for phrase in each.subject] for each in (development, other)]
    are_back = development.direction == BACK == other.direction
    is_within = stages_of[0] <= stages_of[1] and documents[0] <= documents[1]
    return are_back and is_within and subjects[0] == subjects[1]


def _is_party_of(claim: BatchClaim, acts: set[Act]) -> bool:
    """True for another participant of an act that a development tells: "paid to the port" of "paid 8 million euros"."""
    return claim.claim.rule == PARTY and claim.act in acts


def _importance(development: Development) -> tuple[object, ...]:
    documents = {claim.document for step in development.steps for claim in step.claims}
    actors = {claim.claim.actor.entity.id for claim in development.news}
    is_last = development.sequence == FOLLOW_UP
    subject = [phrase.entity.id for phrase in development.subject]
    return is_last, -len(documents), -len(actors), -len(development.claim_ids), development.sequence, subject


def _along(
    sequence: StageSequence,
    claims: Sequence[BatchClaim],
    all_topics: Sequence[Topic],
    stated: Sequence[BatchClaim],
) -> Iterator[Development]:
    if sequence.about == "pair":
        yield from country_pairs(sequence, (*claims, *stated))
    elif sequence.about == "story":
        yield from _follow_ups(sequence, claims, all_topics)
    elif sequence.about == "act":
        yield from _acts(sequence, all_topics)
        yield from _promises(sequence, claims)
    elif sequence.about == "measure":
        yield from measures(sequence, (*claims, *stated))
    elif sequence.about == "transfer":
        yield from transfers(sequence, claims)
    elif sequence.about == "stance":
        yield from stances(sequence, all_topics)
    elif sequence.about == "joining":
        yield from newcomers(sequence, all_topics)
    else:
        by_actor = _by_actor((*claims, *stated) if sequence.about == "party" else stated)
        for topic in all_topics:
            is_of_type = sequence.is_of_type(topic.entity.type, _kinds_of(topic))
            is_of_head = not sequence.heads or topic.phrase.head in sequence.heads
            if is_of_type and is_of_head and (topic.is_named or not sequence.named) and not is_sum(topic.entity):
                yield from _of_topic(sequence, topic, by_actor)


def _kinds_of(topic: Topic) -> frozenset[str]:
    """The kinds of the noun of a name: what has none has the type that the text gives it."""
    return topic.phrase.kinds if topic.is_named else frozenset()


def _by_actor(claims: Iterable[BatchClaim]) -> dict[str, list[BatchClaim]]:
    by_actor: dict[str, list[BatchClaim]] = {}
    for claim in claims:
        by_actor.setdefault(claim.claim.actor.entity.id, []).append(claim)
    return by_actor


def _of_topic(
    sequence: StageSequence, topic: Topic, by_actor: Mapping[str, Sequence[BatchClaim]]
) -> Iterator[Development]:
    own = [claim for entity in topic.core for claim in by_actor.get(entity.entity.id, ())]
    steps = merged([*steps_of(sequence, topic.claims), *own_steps(sequence, own)])
    core = {claim.claim.id for entity in topic.core for claim in entity.claims}
    core |= {claim.claim.id for claim in own}
    if not any(claim.claim.id in core for step in steps for claim in step.claims):
        return
    is_identified = topic.is_identified or not topic.claims
    moved = marked(sequence, steps, None if is_identified else acting_party)
    if moved:
        entities = frozenset(entity.entity.id for entity in topic.core)
        links = _links_of(topic.links, moved)
        yield Development(sequence.id, (topic.phrase,), moved, links, topic.is_named, entities)


def _links_of(links: Iterable[Alignment], steps: Sequence[Step]) -> tuple[Alignment, ...]:
    """The alignments of claims that the steps show."""
    shown = {claim.claim.id for step in steps for claim in step.claims}
    return tuple(
        link
        for link in links
        if all(any(claim.claim.id in shown for claim in entity.claims) for entity in (link.first, link.second))
    )


def _acts(sequence: StageSequence, all_topics: Iterable[Topic]) -> Iterator[Development]:
    """The same act of the same actor on the same topic, stated in another way."""
    for topic in all_topics:
        by_act: dict[tuple[str, str], list[BatchClaim]] = {}
        for claim in topic.claims:
            if claim.claim.rule != PARTY:
                by_act.setdefault((_state_or_actor(claim), _concept(claim)), []).append(claim)
        for claims in by_act.values():
            actor = phrase_of(claims[0].claim.actor)
            if actor.is_generic or len({claim.batch for claim in claims}) < 2:
                continue
            moved = marked(sequence, steps_of(sequence, claims))
            if moved:
                links = _links_of(topic.links, moved)
                yield Development(sequence.id, (actor, topic.phrase), moved, links, topic.is_named)


def _state_or_actor(claim: BatchClaim) -> str:
    """Who acts; for a body of a state the state, which others ask to act."""
    actor = claim.claim.actor.entity
    is_state = actor.type in {EntityType.COUNTRY, EntityType.GOVERNMENT_BODY}
    return (country_of(actor) if is_state else None) or actor.id


def _promises(sequence: StageSequence, claims: Iterable[BatchClaim]) -> Iterator[Development]:
    """What a named actor promised, and did to targets in the same common words: "promised to repay its customers"."""
    by_act: dict[tuple[str, str, str], list[BatchClaim]] = {}
    for claim in claims:
        target = claim.claim.target
        if target is not None and claim.claim.rule != PARTY and phrase_of(claim.claim.actor).is_named:
            key = claim.claim.actor.entity.id, _concept(claim), target.entity.label.casefold()
            by_act.setdefault(key, []).append(claim)
    for group in by_act.values():
        target = group[0].claim.target
        if target is not None and any(promised_verb(claim.claim) for claim in group):
            moved = marked(sequence, steps_of(sequence, group))
            if moved:
                yield Development(sequence.id, (phrase_of(group[0].claim.actor), phrase_of(target)), moved, (), False)


def _concept(claim: BatchClaim) -> str:
    """What is done, or what is promised; the verb where the scheme has no concept for it."""
    action = claim.claim.action
    verb = promised_verb(claim.claim)
    known = scheme().concept_of(verb) if verb else None
    concept = (known.id if known else OTHER) if verb else action.concept
    return f"{OTHER} {verb or action.lemma}" if concept == OTHER else concept


Place = tuple[str, int]
"""Document and index of a sentence."""


def _follow_ups(
    sequence: StageSequence, claims: Iterable[BatchClaim], all_topics: Iterable[Topic]
) -> Iterator[Development]:
    """Measures against a party, and acts on others in sentences right beside those that name this party again."""
    by_place: dict[Place, list[BatchClaim]] = {}
    for claim in claims:
        if _is_act_of_state(claim):
            by_place.setdefault((claim.document, claim.claim.sentence.index), []).append(claim)
    for topic in all_topics:
        if topic.is_named and topic.entity.type in sequence.types:
            first = [step for step in steps_of(sequence, topic.claims) if step.rank == 0 and step.status == DONE]
            later = [step for step in steps_of(sequence, _beside(topic, by_place)) if step.rank > 0]
            moved = marked(sequence, sorted([*first, *later], key=lambda step: (step.batch, step.rank)))
            if moved:
                yield Development(sequence.id, (topic.phrase,), moved, _links_of(topic.links, moved), is_named=True)


def _is_act_of_state(claim: BatchClaim) -> bool:
    is_act = claim.claim.target is not None and claim.claim.rule != PARTY and status_of(claim.claim) == DONE
    return is_act and claim.claim.actor.entity.type in STATES


def _beside(topic: Topic, by_place: dict[Place, list[BatchClaim]]) -> list[BatchClaim]:
    """The claims in the sentences of a topic and in those next to them that are not its own."""
    own = {claim.claim.id for claim in topic.claims}
    beside = {
        near.claim.id: near
        for claim in topic.claims
        for distance in (-1, 0, 1)
        for near in by_place.get((claim.document, claim.claim.sentence.index + distance), ())
    }
    return [claim for key, claim in beside.items() if key not in own]
