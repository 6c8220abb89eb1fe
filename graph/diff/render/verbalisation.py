"""Turns a development into English: its title, and a clause for each thing that a batch says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from textwrap import shorten

from graph.diff.alignment.batch_claims import BatchClaim
from graph.diff.alignment.statements import AT_ODDS
from graph.diff.alignment.tables import Stage
from graph.diff.alignment.wording.noun_phrases import phrase_of
from graph.diff.findings.measures import governing_verb
from graph.diff.findings.model import Claims, Development
from graph.diff.findings.steps import (
    ALLEGED,
    CONDITION,
    DONE,
    NEGATED,
    OPEN,
    Step,
    is_demand,
    own_phrases,
    stage_sequence,
    stages_by_phrase,
    wanting_verb,
)
from graph.diff.inflection import participle, past
from graph.diff.render.english import CALLED_FOR, actors, clause, mention, name, verb
from graph.diff.render.grammar import english, joined, possessive
from ontology.model import EntityType, Modality

MOST_VERBS, MOST_QUOTED = 3, 280
INNER_QUOTES = str.maketrans({"“": "‘", "”": "’", '"': "’"})
OPENING_QUOTE = re.compile(r'(?:(?<=[\s(])|^)"')
PAST = {"is": "was", "are": "were", "will": "would"}
HELD, ATTENDED = frozenset({"host", "lead", "establish", "propose"}), frozenset({"join", "meet"})
PENDING = {
    Modality.PLANNED: "planned",
    Modality.OBLIGATED: "due",
    Modality.POSSIBLE: "possible",
    CONDITION: "still to come",
    OPEN: "still to come",
}


@dataclass(frozen=True, slots=True)
class Verbalisation:
    """A clause without a full stop, and the claims that support it.

    `is_new`: its step is new. `is_again`: it was done and said before as well, and is no news. `lists`: the lists of
    names in it, which a brief may cut.
    """

    text: str
    claims: Claims
    is_new: bool = True
    is_again: bool = False
    lists: tuple[tuple[str, ...], ...] = ()


def title(development: Development) -> str:
    """What a development is about: "the United Nations Convention against Cybercrime", "Cambodia and South Korea"."""
    if stage_sequence(development.sequence).told == "news":
        new = [step for step in development.steps if step.is_new]
        return next(clause.text for step in reversed(new) for clause in _step_clauses(development, step))
    names = [name(phrase) for phrase in development.subject]
    if about(development) == "transfer" and len(names) > 1:
        return f"{possessive(names[0])} money for {names[1]}"
    is_common = len(names) == 1 and not development.is_named and not development.subject[0].is_plural
    return f"the {names[0]}" if is_common and not names[0].startswith("the ") else joined(names)


def about(development: Development) -> str:
    """What the claims of its stage sequence have in common."""
    return stage_sequence(development.sequence).about


def is_in_clauses(development: Development) -> bool:
    """True where a report names who acts instead of stages."""
    return stage_sequence(development.sequence).told != "stages"


def first_news(development: Development) -> int:
    """The first batch in which something moved."""
    return min(step.batch for step in development.steps if step.is_new)


def movement(development: Development) -> tuple[str, str]:
    """From where to where it moved: ("adopted (signing planned)", "signed (not signed by 6)")."""
    first = first_news(development)
    before = [step for step in development.steps if step.batch < first and step.status != CONDITION]
    after = [step for step in development.steps if step.is_new]
    return _words(development, before), _words(development, after)


def history(development: Development) -> list[tuple[int, str]]:
    """What each batch says of it: its number and the words, for new and for known stages."""
    batches = sorted({step.batch for step in development.steps})
    sides = ((batch, _stated_steps(development, batch)) for batch in batches)
    return [(batch, _words(development, steps)) for batch, steps in sides if steps]


def _stated_steps(development: Development, batch: int) -> list[Step]:
    return [step for step in development.steps_of_batch(batch) if step.status != CONDITION]


def _words(development: Development, steps: Sequence[Step]) -> str:
    """What was done, and in brackets what was only planned or denied."""
    ordered = sorted(steps, key=lambda step: (step.status == NEGATED, step.rank))
    if is_in_clauses(development):
        return joined(_unique(clause.text for step in ordered for clause in _step_clauses(development, step)))
    words = [(text, step.status in {DONE, ALLEGED}) for step in ordered for text in _step_words(development, step)]
    main = _unique(text for text, is_done in words if is_done)
    beside = _unique(text for text, is_done in words if not is_done and text not in main)
    if not main or not beside:
        return joined(main or beside)
    return f"{joined(main)} ({', '.join(beside)})"


def _unique(texts: Iterator[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def _step_words(development: Development, step: Step) -> Iterator[str]:
    sequence = stage_sequence(development.sequence)
    stage = sequence.stage[step.rank]
    if sequence.about == "pair":
        yield stage.noun if step.status not in PENDING else f"{PENDING[step.status]} {stage.noun}"
    elif stage.any_planned or stage.any:
        yield f"not {stage.predicate}" if step.status == NEGATED else stage.predicate
    elif step.status in PENDING and sequence.about == "transfer":
        yield from _unique(f"{stage.noun} {_pending(step)} ({_target_text(claim)})" for claim in step.claims)
    elif step.status in PENDING:
        yield _pending(step) if stage.id == "done" else f"{stage.noun} {_pending(step)}"
    elif all(claim.claim.action.lemma in stage.presenting for claim in step.claims):
        yield stage.predicate
    elif sequence.about == "transfer":
        yield from _unique(f"{participle(claim.claim.action.lemma)} ({_target_text(claim)})" for claim in step.claims)
    elif sequence.about == "story" and step.rank > 0:
        yield from _followed_by(step)
    elif all(_is_by_phrase(development, step, claim) for claim in step.claims):
        yield from _words_of_phrase(development, step, stage)
    elif stage.id == "done" and step.status == DONE and _is_held(development, step) and _realised(development):
        yield _realised(development)
    else:
        yield from _participles(development, step)


def _words_of_phrase(development: Development, step: Step, stage: Stage) -> Iterator[str]:
    """The name of a stage that the rest of the sentence says; of what is done the verb, or how that is called."""
    if stage.id != "done":
        yield stage.predicate
    elif all(claim.claim.action.lemma in stage.suffered for claim in step.claims):
        yield from _unique(participle(claim.claim.action.lemma) for claim in step.claims)
    else:
        yield _realised(development) or stage.predicate


def _pending(step: Step) -> str:
    """'Planned', 'due'; 'called for' or 'wanted' if only others want it."""
    if not all(is_demand(claim.claim) for claim in step.claims):
        return PENDING[step.status]
    return "wanted" if all(wanting_verb(claim.claim) for claim in step.claims) else CALLED_FOR


def _followed_by(step: Step) -> Iterator[str]:
    """What was done to others, a text for each verb: "106 suspects and the ringleader arrested"."""
    by_verb: dict[str, dict[str, None]] = {}
    for claim in step.claims:
        by_verb.setdefault(participle(claim.claim.action.lemma), {})[_target_text(claim)] = None
    yield from (f"{joined(list(targets))} {text}" for text, targets in by_verb.items())


def _target_text(claim: BatchClaim) -> str:
    return mention(claim.claim.target or claim.claim.actor)


def _is_by_phrase(development: Development, step: Step, claim: BatchClaim) -> bool:
    """True if the rest of the sentence, and not the verb, says that the stage is reached."""
    return bool(_phrases_of_stage(development, step, claim))


def _is_held(development: Development, step: Step) -> bool:
    """True for events and bodies that somebody holds or opens, and for events that somebody attends."""
    held = HELD | ATTENDED if _is_event(development) else HELD
    return any(claim.claim.action.class_ in held for claim in step.claims)


def _is_event(development: Development) -> bool:
    subject = development.subject[0]
    return subject.entity.type is EntityType.EVENT or "gathering" in subject.kinds


def _lemma(claim: BatchClaim) -> str:
    """The verb of a claim, or the one over its noun: "extend" of "extended its ban"."""
    return governing_verb(claim.claim) or claim.claim.action.lemma


def _participles(development: Development, step: Step) -> list[str]:
    """The verbs; for a part of the topic with the part: "arrested (two directors of Huione Group)"."""
    done = ((claim, participle(_lemma(claim))) for claim in step.claims)
    texts = (text if _is_core(development, claim) else f"{text} ({_target_text(claim)})" for claim, text in done)
    verbs = _unique(texts)[:MOST_VERBS]
    mark = {NEGATED: "not ", ALLEGED: "allegedly "}.get(step.status, "")
    by = len({claim.claim.actor.entity.id for claim in step.claims})
    return [f"{mark}{text}" + (f" by {by}" if step.status == NEGATED and by > 1 else "") for text in verbs]


def _is_core(development: Development, claim: BatchClaim) -> bool:
    """True if the claim is on the topic itself, or on an event that is called after it."""
    target = claim.claim.target.entity if claim.claim.target else None
    if governing_verb(claim.claim):
        return True
    if target is None or not development.core:
        return True
    return target.id in development.core or target.type is EntityType.EVENT


def _realised(development: Development) -> str:
    """'Held' of a conference, 'adopted' of a text; empty for other kinds of thing."""
    if about(development) == "act":
        return "done"
    done = english().done
    if _is_event(development) and "operation" not in development.subject[0].kinds:
        return done["gathering"]
    return next((done[kind] for kind in sorted(development.subject[0].kinds) if kind in done), "")


def clauses_of_batch(development: Development, batch: int) -> list[Verbalisation]:
    """What a batch says of a development, a clause for each verb, new clauses first."""
    ordered = sorted(
        _stated_steps(development, batch),
        key=lambda step: (not step.is_new, step.status == NEGATED, step.rank, step.status),
    )
    merged: dict[str, Verbalisation] = {}
    for step in ordered:
        for clause_ in _step_clauses(development, step):
            known = merged.get(clause_.text)
            merged[clause_.text] = replace(known, claims=(*known.claims, *clause_.claims)) if known else clause_
    return list(merged.values())


def news_of_batch(development: Development, batch: int) -> list[Verbalisation]:
    """As `clauses_of_batch`, without what earlier batches say as well; all of it if there is nothing else."""
    clauses = clauses_of_batch(development, batch)
    return [clause for clause in clauses if not clause.is_again] or clauses


def _step_clauses(development: Development, step: Step) -> Iterator[Verbalisation]:
    """A clause for each phrase of a sentence, and one for each verb and target."""
    is_again = step.batch >= first_news(development) and not step.is_new and step.status == DONE
    groups: dict[tuple[str, str, str], list[BatchClaim]] = {}
    if about(development) == "quotation":
        yield from (Verbalisation(quotation(claim), (claim.stored,), step.is_new) for claim in step.claims)
        return
    for claim in step.claims:
        phrases = _phrases_of_stage(development, step, claim)
        verb_of_noun = governing_verb(claim.claim) if about(development) == "measure" else None
        if claim.claim.action.lemma == AT_ODDS:
            yield Verbalisation(f"{title(development)} were {AT_ODDS.partition(' ')[2]}", (claim.stored,), step.is_new)
        elif verb_of_noun:
            text = f"{mention(claim.claim.actor)} {past(verb_of_noun)} {title(development)}"
            yield Verbalisation(text, (claim.stored,), step.is_new, is_again)
        elif phrases:
            yield Verbalisation(f"{title(development)} {_told(phrases[0])}", (claim.stored,), step.is_new, is_again)
        else:
            target = claim.claim.target.entity.id if claim.claim.target else ""
            is_topic = target in development.core and _is_called_so(development, claim)
            groups.setdefault((verb(claim.claim), "" if is_topic else target, _group(claim)), []).append(claim)
    for (_, target, _), claims in groups.items():
        stated = [claim.claim for claim in claims]
        text, names = clause(stated, None if target else title(development)), tuple(actors(stated))
        yield Verbalisation(text, tuple(claim.stored for claim in claims), step.is_new, is_again, (names,))


def quotation(claim: BatchClaim, most: int = MOST_QUOTED) -> str:
    """The sentence of a claim in quotation marks; one of more than so many letters is cut off at its end."""
    text = shorten(claim.claim.sentence.text, most, placeholder=" …")
    return f"“{OPENING_QUOTE.sub('‘', text.rstrip('.')).translate(INNER_QUOTES)}”"


def _told(phrase: str) -> str:
    """The words of a sentence in the past tense, as everything is told: "was due to open"."""
    first, space, rest = phrase.partition(" ")
    return f"{PAST.get(first, first)}{space}{rest}"


def _is_called_so(development: Development, claim: BatchClaim) -> bool:
    """True if the target of the claim is the topic by name, so that a clause may use its title."""
    if claim.claim.target is None:
        return False
    phrase, sequence = phrase_of(claim.claim.target), stage_sequence(development.sequence)
    return (development.is_named and phrase.is_named) or phrase.head in sequence.heads


def _phrases_of_stage(development: Development, step: Step, claim: BatchClaim) -> list[str]:
    """The words of the sentence that say that the topic, or its actor if that is the topic, has reached the stage."""
    sequence = stage_sequence(development.sequence)
    of_actor = claim.claim.actor.entity.id in development.core
    reached = own_phrases(sequence, claim.claim) if of_actor else stages_by_phrase(sequence, claim.claim)
    return [text for rank, status, text in reached if (rank, status) == (step.rank, step.status)]


def _group(claim: BatchClaim) -> str:
    """Key of the actors of one clause: named actors are listed together, others by the words of their text.

    What others want of them is listed by who wants it.
    """
    actor = claim.claim.actor
    if is_demand(claim.claim) and claim.claim.attribution:
        return claim.claim.attribution.id
    if phrase_of(actor).is_named or actor.entity.label[:1].isupper():
        return "" if actor.quantity is None else actor.span.text
    return actor.entity.id
