"""Findings in words: what a development is about, where it moved, and a clause for what each side says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from graph.diff.alignment.noun_phrases import Said, Wording
from graph.diff.alignment.topics import PARTY
from graph.diff.findings.developments import (
    ALLEGED,
    CONDITION,
    DENIED,
    DONE,
    FORWARD,
    OPEN,
    Development,
    Step,
    by_phrase,
    ladder_of,
    status_of,
)
from graph.diff.findings.model import Claims, Contradiction, RelationChange, firmest
from graph.diff.render.english import (
    according,
    clause,
    english,
    joined,
    mention,
    name,
    participle,
    sentence,
    source,
    verb,
)
from ontology.model import EntityType, Modality

MOST_VERBS = 3
HELD = frozenset({"host", "join", "lead", "establish", "propose"})
PENDING = {
    Modality.PLANNED: "planned",
    Modality.OBLIGATED: "due",
    Modality.POSSIBLE: "possible",
    CONDITION: "still to come",
    OPEN: "still to come",
}


@dataclass(frozen=True, slots=True)
class Told:
    """A clause without a full stop, and the claims that it rests on."""

    text: str
    claims: Claims
    is_new: bool = True
    is_again: bool = False
    """True for what was done, and was said before as well: no news."""


def title(found: Development) -> str:
    """What a development is about: "the United Nations Convention against Cybercrime", "Cambodia and South Korea"."""
    if ladder_of(found.ladder).about == "act":
        return next(one.text for step in reversed(found.steps) if step.is_new for one in _step_clauses(found, step))
    entities = [name(entity) for entity in found.subject]
    plain = Wording.of(found.subject[0].label, found.subject[0].type)
    if len(entities) == 1 and not found.is_named and not plain.is_plural and not entities[0].startswith("the "):
        return f"the {entities[0]}"
    return joined(entities)


def movement(found: Development) -> tuple[str, str]:
    """From where to where it moved: ("adopted (signing planned)", "signed (not signed by 6)")."""
    first = min(step.batch for step in found.steps if step.is_new)
    before = [step for step in found.steps if step.batch < first and step.status != CONDITION]
    after = [step for step in found.steps if step.is_new]
    return _words(found, before), _words(found, after)


def history(found: Development) -> list[tuple[int, str]]:
    """What each batch says of it: its number and the words, new ones and those said before."""
    batches = sorted({step.batch for step in found.steps})
    sides = ((batch, [one for one in found.side(batch) if one.status != CONDITION]) for batch in batches)
    return [(batch, _words(found, steps)) for batch, steps in sides if steps]


def _words(found: Development, steps: Sequence[Step]) -> str:
    """What was done, and in brackets what was only planned or denied."""
    ordered = sorted(steps, key=lambda step: (step.status == DENIED, step.rank))
    if ladder_of(found.ladder).about == "act":
        return joined(list(dict.fromkeys(one.text for step in ordered for one in _step_clauses(found, step))))
    words = [(text, step.status in {DONE, ALLEGED}) for step in ordered for text in _step_words(found, step)]
    main = list(dict.fromkeys(text for text, is_done in words if is_done))
    beside = list(dict.fromkeys(text for text, is_done in words if not is_done and text not in main))
    if not main or not beside:
        return joined(main or beside)
    return f"{joined(main)} ({', '.join(beside)})"


def _step_words(found: Development, step: Step) -> Iterator[str]:
    ladder = ladder_of(found.ladder)
    stage = ladder.stage[step.rank]
    if ladder.about == "pair":
        yield stage.noun if step.status not in PENDING else f"{PENDING[step.status]} {stage.noun}"
    elif stage.any_planned or stage.any:
        yield f"not {stage.said}" if step.status == DENIED else stage.said
    elif step.status in PENDING:
        yield "planned" if stage.id == "done" else f"{stage.noun} {PENDING[step.status]}"
    elif ladder.about == "story" and step.rank > 0:
        by_verb: dict[str, dict[str, None]] = {}
        for one in step.said:
            by_verb.setdefault(participle(one.claim.action.lemma), {})[_aim(one)] = None
        yield from (f"{joined(list(aims))} {text}" for text, aims in by_verb.items())
    elif all(_is_by_phrase(found, step, one) for one in step.said):
        yield _realised(found) if stage.id == "done" else stage.said
    elif stage.id == "done" and step.status == DONE and _is_held(step):
        yield _realised(found)
    else:
        yield from _participles(found, step)


def _aim(one: Said) -> str:
    return mention(one.claim.target) if one.claim.target else mention(one.claim.actor)


def _is_by_phrase(found: Development, step: Step, one: Said) -> bool:
    places = by_phrase(ladder_of(found.ladder), one.claim)
    return any((rank, how) == (step.rank, step.status) for rank, how, _ in places)


def _is_held(step: Step) -> bool:
    """True for events and bodies that somebody holds, attends or opens, or of which the text says so itself."""
    return any(one.claim.action.class_ in HELD for one in step.said)


def _participles(found: Development, step: Step) -> list[str]:
    """The verbs; of what was done to a part, with the part: "arrested (two directors of Huione Group)"."""
    done = ((one, participle(one.claim.action.lemma)) for one in step.said)
    texts = (text if _is_core(found, one) else f"{text} ({_aim(one)})" for one, text in done)
    verbs = list(dict.fromkeys(texts))[:MOST_VERBS]
    mark = {DENIED: "not ", ALLEGED: "allegedly "}.get(step.status, "")
    by = len({one.claim.actor.entity.id for one in step.said})
    return [f"{mark}{text}" + (f" by {by}" if step.status == DENIED and by > 1 else "") for text in verbs]


def _is_core(found: Development, one: Said) -> bool:
    """True if the claim is on the matter itself, or on an event that is called after it."""
    aim = one.claim.target.entity if one.claim.target else None
    return aim is None or not found.core or aim.id in found.core or aim.type is EntityType.EVENT


def _realised(found: Development) -> str:
    """'Held' of a conference, 'adopted' of a text."""
    if ladder_of(found.ladder).about == "act":
        return "done"
    entity = found.subject[0]
    known = Wording.of(entity.label, entity.type).kinds
    return next((english().done[kind] for kind in sorted(known) if kind in english().done), "carried out")


def told(found: Development, batch: int) -> list[Told]:
    """What a batch says of a development, a clause for each verb, what is new first."""
    steps = [step for step in found.side(batch) if step.status != CONDITION]
    ordered = sorted(steps, key=lambda step: (not step.is_new, step.status == DENIED, step.rank, step.status))
    merged: dict[str, Told] = {}
    for one in (one for step in ordered for one in _step_clauses(found, step)):
        known = merged.get(one.text)
        merged[one.text] = replace(known, claims=(*known.claims, *one.claims)) if known else one
    return list(merged.values())


def news(found: Development, batch: int) -> list[Told]:
    """Likewise, without what earlier batches said as well; all of it where nothing else is said."""
    every = told(found, batch)
    return [one for one in every if not one.is_again] or every


def _step_clauses(found: Development, step: Step) -> Iterator[Told]:
    ladder = ladder_of(found.ladder)
    groups: dict[tuple[str, str, str], list[Said]] = {}
    first = min(one.batch for one in found.steps if one.is_new)
    is_again = step.batch >= first and not step.is_new and step.status == DONE
    for one in step.said:
        phrases = [text for rank, how, text in by_phrase(ladder, one.claim) if (rank, how) == (step.rank, step.status)]
        if phrases and one.claim.target is not None:
            yield Told(f"{title(found)} {phrases[0]}", (one.stored,), step.is_new, is_again)
        else:
            aim = one.claim.target.entity.id if one.claim.target else ""
            key = verb(one.claim), "" if found.is_named and aim in found.core else aim, _group(one)
            groups.setdefault(key, []).append(one)
    for (_, aim, _), claims in groups.items():
        text = clause([one.claim for one in claims], None if aim else title(found))
        yield Told(text, tuple(one.stored for one in claims), step.is_new, is_again)


def _group(one: Said) -> str:
    """Named actors are told together, others by the words of their text."""
    actor = one.claim.actor.entity
    if Wording.of(actor.label, actor.type).is_named or actor.label[:1].isupper():
        return "" if one.claim.actor.quantity is None else one.claim.actor.span.text
    return actor.id


def headline(found: Development) -> str:
    """A development in one line: "the conference: proposed -> held"."""
    before, after = movement(found)
    if ladder_of(found.ladder).about == "story":
        return story(found)
    return f"{before} -> {after}" if ladder_of(found.ladder).about == "act" else f"{title(found)}: {before} -> {after}"


def story(found: Development) -> str:
    """A development in one clause: "the conference went from proposed (planned) to held"."""
    before, after = movement(found)
    about, subject = ladder_of(found.ladder).about, title(found)
    first = min(step.batch for step in found.steps if step.is_new)
    if about == "story":
        return f"{subject} had been {before}; the text that takes this up tells of {after}"
    if found.direction != FORWARD and about != "pair":
        return f"{_known(found, first)}, but {_news(found, first)}"
    if about == "act":
        return f"{before}; now {after}"
    return f"{subject} went from {before} to {after}"


def _known(found: Development, first: int) -> str:
    return next(one.text for batch in range(first - 1, -1, -1) for one in told(found, batch))


def _news(found: Development, batch: int) -> str:
    return next(one.text for one in told(found, batch) if one.is_new)


def relation(change: RelationChange, *, side: Claims | None = None) -> str:
    """A relation as a clause: "Thailand proposed a conference", with the words of one side if it is given."""
    claims = side or change.before or change.after
    return clause([firmest(claims).claim])


def contradiction(found: Contradiction) -> str:
    """A contradiction in one sentence: "prosecutors accused the Prince Group; the Prince Group denied wrongdoing"."""
    return "; ".join(_clauses(found.affirmed) + _clauses(found.denied))


def _clauses(claims: Claims) -> list[str]:
    return list(dict.fromkeys(clause([stored.claim]) + according(stored.claim) for stored in claims))


def turned(change: RelationChange) -> tuple[str, str]:
    """Both sides of a relation that is said in another way, each with whom its text quotes, and with its denial."""
    before, after = (_with_denial(side) for side in (change.before, change.after))
    return before, after


def _with_denial(claims: Claims) -> str:
    denied = [stored for stored in claims if status_of(stored.claim) == DENIED]
    return "; ".join(_clauses((firmest(claims), *denied[:1])))


def quoted(change: RelationChange) -> tuple[str, str]:
    """', according to Thailand' for each side of a relation that one side denies: whom the texts quote for it."""
    if not any(status_of(stored.claim) == DENIED for stored in (*change.before, *change.after)):
        return "", ""
    return _quoted(change.before), _quoted(change.after)


def _quoted(claims: Claims) -> str:
    denied = [stored.claim for stored in claims if status_of(stored.claim) == DENIED]
    said = denied or [stored.claim for stored in claims]
    who = dict.fromkeys(source(claim.attribution) for claim in said if claim.attribution)
    return f", according to {joined(list(who))}" if who else ""


def again(change: RelationChange) -> tuple[list[str], list[str]]:
    """What a repeated act was done to before and after, with the numbers of the texts."""
    return _targets(change.before), _targets(change.after)


def _targets(claims: Claims) -> list[str]:
    """The targets, each once; without further parties of an act, and only those counted if some are."""
    aims = [one.claim.target for one in claims if one.claim.target and one.claim.rule != PARTY]
    numbered = [aim for aim in aims if aim.quantity]
    return list(dict.fromkeys(mention(aim) for aim in numbered or aims))


__all__ = ["Told", "again", "contradiction", "headline", "movement", "relation", "sentence", "story", "title", "told"]
